//! Moving things, drawn on a canvas each frame: messages at the fraction of their flight, and timers.

use super::strokes::{dial, head, line, sign};
use faultyard::scene::glyph::{self, Glyph};
use faultyard::scene::outline::{along, aside};
use faultyard::scene::{Item, Role, Scene, Shape};
use std::collections::BTreeMap;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d as Context, CssStyleDeclaration, HtmlCanvasElement};

/// From so many messages in the air on, links show a rate instead; back below the other.
const FLOW_FROM: usize = 60;
const FLOW_TO: usize = 40;
/// The greatest width of a way with many messages.
const WIDEST: f64 = 24.0;

/// Draws the moving things of a scene.
#[derive(Default)]
pub struct Painter {
    flow: bool,
}

/// The names that decide the colours: when they change everything is drawn anew.
pub fn theme() -> String {
    let root = gloo::utils::document_element();
    let attribute = |name: &str| root.get_attribute(name).unwrap_or_default();
    format!("{}/{}/{}", attribute("data-theme"), attribute("data-projector"), attribute("data-motion"))
}

struct Flight<'a> {
    item: &'a Item,
    from: (f32, f32),
    to: (f32, f32),
    part: f32,
    lost: Option<f32>,
    faint: bool,
}

impl Painter {
    pub fn draw(
        &mut self,
        canvas: &HtmlCanvasElement,
        scene: &Scene,
        size: (f32, f32),
        scale: f32,
        now: u64,
        playing: bool,
    ) {
        let Some((context, style)) = prepare(canvas, size, scale) else { return };
        let still = theme().ends_with("/reduced") || !playing;
        for item in &scene.items {
            if let Shape::Dial { x, y, r, set, due } = item.shape {
                let left = due.saturating_sub(now) as f64 / due.saturating_sub(set).max(1) as f64;
                dial(
                    &context,
                    &colour(&style, "--ink2"),
                    (x.into(), y.into()),
                    r.into(),
                    left.clamp(0.0, 1.0),
                );
            }
        }
        let flights: Vec<Flight> = scene.items.iter().filter_map(|item| flight(item, now)).collect();
        self.flow = flights.len() > if self.flow { FLOW_TO } else { FLOW_FROM };
        if self.flow {
            return flow(&context, &style, &flights);
        }
        for flight in &flights {
            draw(&context, &colour(&style, property(flight.item.role)), flight, still, size.0 / scale);
        }
    }
}

/// Sets the canvas to the size of its box in real pixels and clears it; what is drawn is `scale` times as large.
fn prepare(
    canvas: &HtmlCanvasElement,
    (width, height): (f32, f32),
    scale: f32,
) -> Option<(Context, CssStyleDeclaration)> {
    let window = web_sys::window()?;
    let ratio = window.device_pixel_ratio();
    canvas.set_width((f64::from(width) * ratio) as u32);
    canvas.set_height((f64::from(height) * ratio) as u32);
    let context: Context = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    let ratio = ratio * f64::from(scale);
    context.scale(ratio, ratio).ok()?;
    let style = window.get_computed_style(canvas).ok()??;
    Some((context, style))
}

fn colour(style: &CssStyleDeclaration, property: &str) -> String {
    style.get_property_value(property).unwrap_or_default()
}

fn property(role: Role) -> &'static str {
    match glyph::class(role) {
        "role-leader" | "series-0" => "--leader",
        "role-candidate" | "series-1" => "--candidate",
        "role-healthy" | "series-2" => "--healthy",
        "role-degraded" | "series-3" => "--degraded",
        "role-failed" | "series-5" => "--failed",
        "role-unreachable" | "series-4" => "--unreachable",
        "role-idle" => "--line",
        _ => "--ink",
    }
}

fn flight(item: &Item, now: u64) -> Option<Flight<'_>> {
    let Shape::Message { from, to, sent, arrives, lost, faint } = item.shape else { return None };
    let length = arrives.saturating_sub(sent).max(1) as f32;
    let part = |at: u64| (at.saturating_sub(sent) as f32 / length).clamp(0.0, 1.0);
    Some(Flight { item, from, to, part: part(now), lost: lost.map(part), faint })
}

fn draw(context: &Context, colour: &str, flight: &Flight, still: bool, width: f32) {
    let (x, y) = along(flight.from, flight.to, flight.part);
    context.set_stroke_style_str(colour);
    context.set_fill_style_str(colour);
    context.set_global_alpha(if flight.faint { 0.45 } else { 1.0 });
    context.set_line_width(1.5);
    let _ = context.set_line_dash(&js_sys::Array::of2(&1.5.into(), &4.0.into()));
    line(context, flight.from, (x, y));
    let _ = context.set_line_dash(&js_sys::Array::new());
    if still {
        context.set_line_width(1.0);
        line(context, (x, y), flight.to);
        head(context, flight.from, flight.to);
    }
    let lost = flight.lost.is_some_and(|lost| flight.part >= lost - 0.01);
    let (glyph, size) = match (lost, flight.faint) {
        (true, _) => (Glyph::Cross, 6.0),
        (false, true) => (glyph::of(flight.item.role), 3.2),
        (false, false) if matches!(flight.item.role, Role::Series(_)) => (Glyph::Disc, 3.4),
        (false, false) => (glyph::of(flight.item.role), 5.6),
    };
    sign(context, glyph, (x.into(), y.into()), size);
    context.set_global_alpha(1.0);
    if still && !flight.faint && !flight.item.label.is_empty() {
        context.set_font("12px system-ui, sans-serif");
        let long = context.measure_text(&flight.item.label).map_or(0.0, |text| text.width());
        let left = (f64::from(x) + 10.0).min(f64::from(width) - long - 4.0);
        let _ = context.fill_text(&flight.item.label, left, f64::from(y) - 8.0);
    }
}

/// Many messages: each way as one line, its width and number saying how many are on it. Ways there and back lie side by
/// side, each on its right, as on a road.
fn flow(context: &Context, style: &CssStyleDeclaration, flights: &[Flight]) {
    let key = |p: (f32, f32)| (p.0 as i32, p.1 as i32);
    let mut ways: BTreeMap<_, (usize, &Flight)> = BTreeMap::new();
    for flight in flights {
        ways.entry((key(flight.from), key(flight.to))).or_insert((0, flight)).0 += 1;
    }
    context.set_font("600 12px system-ui, sans-serif");
    for (count, flight) in ways.into_values() {
        let colour = colour(style, property(flight.item.role));
        context.set_stroke_style_str(&colour);
        context.set_fill_style_str(&colour);
        context.set_global_alpha(0.6);
        let width = ((count as f64).sqrt() * 2.0).min(WIDEST);
        context.set_line_width(width);
        let (from, to, (right_x, right_y)) = aside(flight.from, flight.to, width as f32 / 2.0 + 1.0);
        line(context, from, to);
        context.set_global_alpha(1.0);
        let (x, y) = along(from, to, 0.5);
        let far = width / 2.0 + 11.0;
        let at = (f64::from(x) + f64::from(right_x) * far, f64::from(y) + f64::from(right_y) * far + 4.0);
        context.set_text_align("center");
        let _ = context.fill_text(&count.to_string(), at.0, at.1);
    }
}
