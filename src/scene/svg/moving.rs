//! What moves, as it is when it stands still: timers, and messages with their heads and words.

use super::{Pen, framed, n};
use crate::scene::glyph::{self, Glyph};
use crate::scene::outline::{along, arc, aside, cross, head};
use crate::scene::{Anchor, Item, Role, Scene, Shape};
use std::collections::BTreeMap;

/// With more messages than this in the air, each way is one line with their number.
const FLOW_FROM: usize = 60;
/// The greatest width of a way with many messages.
const WIDEST: f32 = 24.0;
/// About how wide a letter of a text of 12 is.
const LETTER: f32 = 6.6;

/// All timers, then all messages, over what stands still.
pub fn draw(pen: &Pen, scene: &Scene, width: f32, now: u64) -> String {
    let dials = scene.items.iter().filter_map(|item| dial(pen, item, now).map(|drawn| framed(item, &drawn)));
    let dials: String = dials.collect();
    let flights: Vec<Flight> = scene.items.iter().filter_map(|item| flight(item, now)).collect();
    if flights.len() > FLOW_FROM {
        return dials + &flow(pen, &flights);
    }
    dials
        + &flights.iter().map(|flight| framed(flight.item, &message(pen, flight, width))).collect::<String>()
}

fn dial(pen: &Pen, item: &Item, now: u64) -> Option<String> {
    let Shape::Dial { x, y, r, set, due } = item.shape else { return None };
    let left = due.saturating_sub(now) as f32 / due.saturating_sub(set).max(1) as f32;
    let look =
        format!(r#"fill="none" stroke="{}" stroke-width="3.5" stroke-linecap="round""#, pen.palette.ink2);
    Some(format!(r#"<path d="{}" {look}/>"#, arc((x, y), r, left)))
}

struct Flight<'a> {
    item: &'a Item,
    from: (f32, f32),
    to: (f32, f32),
    part: f32,
    lost: bool,
    faint: bool,
}

fn flight(item: &Item, now: u64) -> Option<Flight<'_>> {
    let Shape::Message { from, to, sent, arrives, lost, faint } = item.shape else { return None };
    let length = arrives.saturating_sub(sent).max(1) as f32;
    let part = |at: u64| (at.saturating_sub(sent) as f32 / length).clamp(0.0, 1.0);
    let lost = lost.is_some_and(|lost| part(now) >= part(lost) - 0.01);
    Some(Flight { item, from, to, part: part(now), lost, faint })
}

fn message(pen: &Pen, flight: &Flight, width: f32) -> String {
    let Flight { item, from, to, part, lost, faint } = *flight;
    let (c, (x, y)) = (pen.of(item.role), along(from, to, part));
    let (sign, size) = match (lost, faint) {
        (true, _) => (Glyph::Cross, 6.0),
        (false, true) => (glyph::of(item.role), 3.2),
        (false, false) if matches!(item.role, Role::Series(_)) => (Glyph::Disc, 3.4),
        (false, false) => (glyph::of(item.role), 5.6),
    };
    let mut drawn =
        pen.line(from, (x, y), &format!(r#"stroke="{c}" stroke-width="1.5" stroke-dasharray="1.5 4""#));
    drawn += &pen.line((x, y), to, &format!(r#"stroke="{c}""#));
    drawn += &format!(r#"<path d="{}" fill="none" stroke="{c}"/>"#, head(from, to));
    drawn += &signed(sign, (x, y), size, &c.to_string());
    if faint {
        return format!(r#"<g opacity="0.45">{drawn}</g>"#);
    }
    // To the right of the message; at the right edge, as far as there is room.
    let end = x + 10.0 + item.label.chars().count() as f32 * LETTER;
    let (left, anchor) = if end > width { (width - 4.0, Anchor::End) } else { (x + 10.0, Anchor::Start) };
    drawn + &pen.text((left, y - 8.0), anchor, &format!(r#"font-size="12" fill="{c}""#), &item.label)
}

/// A role's sign around a place.
fn signed(sign: Glyph, (x, y): (f32, f32), size: f32, colour: &str) -> String {
    let round = |paint: &str| format!(r#"<circle cx="{}" cy="{}" r="{size}" {paint}/>"#, n(x), n(y));
    match sign {
        Glyph::Disc => round(&format!(r#"fill="{colour}""#)),
        Glyph::Circle => round(&format!(r#"fill="none" stroke="{colour}" stroke-width="1.5""#)),
        Glyph::Cross => {
            format!(r#"<path d="{}" stroke="{colour}" stroke-width="2.5"/>"#, cross((x, y), size * 0.9))
        }
        Glyph::Diamond | Glyph::Square | Glyph::Triangle => {
            let corner =
                |(cx, cy): &(f64, f64)| format!("{},{}", n(x + *cx as f32 * size), n(y + *cy as f32 * size));
            let corners: Vec<String> = glyph::corners(sign).iter().map(corner).collect();
            format!(r#"<polygon points="{}" fill="{colour}"/>"#, corners.join(" "))
        }
    }
}

/// Many messages: each way as one line, its width and number saying how many are on it.
fn flow(pen: &Pen, flights: &[Flight]) -> String {
    let key = |p: (f32, f32)| (p.0 as i32, p.1 as i32);
    let mut ways: BTreeMap<_, (u16, &Flight)> = BTreeMap::new();
    for flight in flights {
        let way = ways.entry((key(flight.from), key(flight.to))).or_insert((0, flight));
        way.0 = way.0.saturating_add(1);
    }
    ways.into_values().map(|(count, flight)| way(pen, count, flight)).collect()
}

fn way(pen: &Pen, count: u16, flight: &Flight) -> String {
    let c = pen.of(flight.item.role);
    let width = (f32::from(count).sqrt() * 2.0).min(WIDEST);
    let (from, to, right) = aside(flight.from, flight.to, width / 2.0 + 1.0);
    let (x, y) = along(from, to, 0.5);
    let far = width / 2.0 + 11.0;
    let line = pen.line(from, to, &format!(r#"stroke="{c}" stroke-width="{}" opacity="0.6""#, n(width)));
    let look = format!(r#"font-size="12" font-weight="600" fill="{c}""#);
    let place = (x + right.0 * far, y + right.1 * far + 4.0);
    format!(r#"<g class="way">{line}{}</g>"#, pen.text(place, Anchor::Middle, &look, &count.to_string()))
}
