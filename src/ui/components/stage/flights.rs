//! Moving things, drawn on a canvas each frame: messages at the fraction of their flight, and timers.

use super::strokes::{dial, head, line, sign};
use faultyard::scene::flight::{self, Flight, Way};
use faultyard::scene::{Role, Scene, Shape, glyph, words};
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d as Context, CssStyleDeclaration, HtmlCanvasElement};

/// Once ways are drawn instead of messages, they are until so few are left, so that the picture does not flicker.
const FLOW_TO: usize = 40;

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
                    &value(&style, "--ink2"),
                    (x.into(), y.into()),
                    r.into(),
                    left.clamp(0.0, 1.0),
                );
            }
        }
        let flights = scene.flights(now);
        self.flow = flights.len() > if self.flow { FLOW_TO } else { flight::FLOW_FROM };
        if self.flow {
            return flight::ways(&flights).iter().for_each(|drawn| way(&context, &style, drawn));
        }
        for flight in &flights {
            draw(&context, &colour(&style, flight.item.role), flight, still);
        }
        if still {
            let places = words::places(scene, &flights, (size.0 / scale, size.1 / scale));
            let said = flights.iter().zip(places).filter_map(|(flight, place)| Some((flight, place?)));
            said.for_each(|(flight, place)| say(&context, &style, flight, place));
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

fn value(style: &CssStyleDeclaration, property: &str) -> String {
    style.get_property_value(property).unwrap_or_default()
}

fn colour(style: &CssStyleDeclaration, role: Role) -> String {
    value(style, glyph::property(role))
}

fn draw(context: &Context, colour: &str, flight: &Flight, still: bool) {
    context.set_stroke_style_str(colour);
    context.set_fill_style_str(colour);
    context.set_global_alpha(if flight.faint { 0.45 } else { 1.0 });
    context.set_line_width(1.5);
    let _ = context.set_line_dash(&js_sys::Array::of2(&1.5.into(), &4.0.into()));
    line(context, flight.from, flight.at);
    let _ = context.set_line_dash(&js_sys::Array::new());
    if still {
        context.set_line_width(1.0);
        line(context, flight.at, flight.to);
        head(context, flight.from, flight.to);
    }
    let (glyph, size) = flight.sign();
    sign(context, glyph, (flight.at.0.into(), flight.at.1.into()), size.into());
    context.set_global_alpha(1.0);
}

/// A message's words, on a hem of the ground: links go on behind them.
fn say(context: &Context, style: &CssStyleDeclaration, flight: &Flight, (x, y): (f32, f32)) {
    context.set_font(&format!("{}px system-ui, sans-serif", words::SIZE));
    context.set_stroke_style_str(&value(style, "--ground"));
    context.set_line_width(3.0);
    context.set_line_join("round");
    let _ = context.stroke_text(&flight.item.label, x.into(), y.into());
    context.set_fill_style_str(&colour(style, flight.item.role));
    let _ = context.fill_text(&flight.item.label, x.into(), y.into());
}

/// Many messages: a way as one line, its width and number saying how many are on it.
fn way(context: &Context, style: &CssStyleDeclaration, way: &Way) {
    let colour = colour(style, way.role);
    context.set_stroke_style_str(&colour);
    context.set_fill_style_str(&colour);
    context.set_global_alpha(0.6);
    context.set_line_width(way.width.into());
    line(context, way.from, way.to);
    context.set_global_alpha(1.0);
    context.set_font("600 12px system-ui, sans-serif");
    context.set_text_align("center");
    let _ = context.fill_text(&way.count.to_string(), way.number.0.into(), way.number.1.into());
}
