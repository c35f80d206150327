//! What moves, as it is when it stands still: timers, and messages with their heads and words.

use super::{Pen, framed, n};
use crate::scene::flight::{self, Flight, Way};
use crate::scene::glyph::{self, Glyph};
use crate::scene::outline::{cross, head, sector};
use crate::scene::{Anchor, Item, Scene, Shape, turn, words};

/// All timers, then all messages, over what stands still.
pub fn draw(pen: &Pen, scene: &Scene, size: (f32, f32), now: u64) -> String {
    let dials = scene.items.iter().filter_map(|item| dial(pen, item, now).map(|drawn| framed(item, &drawn)));
    let dials: String = dials.collect();
    let flights = scene.flights(now);
    if flights.len() > flight::FLOW_FROM {
        return dials + &flight::ways(&flights).iter().map(|drawn| way(pen, drawn)).collect::<String>();
    }
    let places = words::places(scene, &flights, size);
    let drawn =
        flights.iter().zip(places).map(|(flight, place)| framed(flight.item, &message(pen, flight, place)));
    dials + &drawn.collect::<String>()
}

fn dial(pen: &Pen, item: &Item, now: u64) -> Option<String> {
    let Shape::Dial { x, y, r, set, due } = item.shape else { return None };
    let left = due.saturating_sub(now) as f32 / due.saturating_sub(set).max(1) as f32;
    let (c, end) = (pen.palette.ink2, turn((x, y), r, left.clamp(0.0, 1.0).into()));
    let rim = turn((x, y), r * 0.74, left.clamp(0.0, 1.0).into());
    let pie =
        format!(r#"<path d="{}" fill="{c}" fill-opacity="0.16"/>"#, sector((x, y), (0.0, r), 0.0, left));
    Some(pie + &pen.line(rim, end, &format!(r#"stroke="{c}" stroke-width="2.5" stroke-linecap="round""#)))
}

fn message(pen: &Pen, flight: &Flight, place: Option<(f32, f32)>) -> String {
    let Flight { item, from, to, at, .. } = *flight;
    let (c, (sign, size)) = (pen.of(item.role), flight.sign());
    let mut drawn =
        pen.line(from, at, &format!(r#"stroke="{c}" stroke-width="1.5" stroke-dasharray="1.5 4""#));
    drawn += &pen.line(at, to, &format!(r#"stroke="{c}""#));
    drawn += &format!(r#"<path d="{}" fill="none" stroke="{c}"/>"#, head(from, to));
    drawn += &signed(sign, at, size, &c.to_string());
    if flight.faint {
        return format!(r#"<g opacity="0.45">{drawn}</g>"#);
    }
    let hem = format!(
        r#"paint-order="stroke" stroke="{}" stroke-width="3" stroke-linejoin="round""#,
        pen.palette.ground
    );
    let look = format!(r#"font-size="{}" fill="{c}" {hem}"#, words::SIZE);
    drawn + &place.map_or_else(String::new, |place| pen.text(place, Anchor::Start, &look, &item.label))
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
fn way(pen: &Pen, way: &Way) -> String {
    let (c, width) = (pen.of(way.role), n(way.width));
    let line = pen.line(way.from, way.to, &format!(r#"stroke="{c}" stroke-width="{width}" opacity="0.6""#));
    let look = format!(r#"font-size="12" font-weight="600" fill="{c}""#);
    let number = pen.text(way.number, Anchor::Middle, &look, &way.count.to_string());
    format!(r#"<g class="way">{line}{number}</g>"#)
}
