//! Places and outlines that the page and the SVG document share, in stage units; outlines are path data of SVG.

use super::layout::turn;
use std::fmt::Write;

/// The place at a part of the way, 0 to 1.
pub fn along(from: (f32, f32), to: (f32, f32), part: f32) -> (f32, f32) {
    (from.0 + (to.0 - from.0) * part, from.1 + (to.1 - from.1) * part)
}

/// The way between two places, so much of it left out at its beginning and its end, each at most a third of it.
pub fn between(from: (f32, f32), to: (f32, f32), (start, end): (f32, f32)) -> ((f32, f32), (f32, f32)) {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let length = (dx * dx + dy * dy).sqrt().max(1.0);
    let part = |left_out: f32| (left_out / length).min(1.0 / 3.0);
    (along(from, to, part(start)), along(from, to, 1.0 - part(end)))
}

/// The outline of a piece of a ring, angles in turns from the top. A whole ring is cut a hair short.
pub fn sector(centre: (f32, f32), (inner, outer): (f32, f32), start: f32, sweep: f32) -> String {
    let sweep = sweep.clamp(0.0, 0.9999);
    let at = |r: f32, turns: f32| {
        let (x, y) = turn(centre, r, turns.into());
        format!("{x:.2} {y:.2}")
    };
    let large = u8::from(sweep > 0.5);
    let (a, b, c, d) =
        (at(outer, start), at(outer, start + sweep), at(inner, start + sweep), at(inner, start));
    format!("M{a}A{outer} {outer} 0 {large} 1 {b}L{c}A{inner} {inner} 0 {large} 0 {d}Z")
}

/// Lines from corner to corner, piece by piece, to a tenth of a pixel.
pub fn corners(pieces: &[Vec<(f32, f32)>]) -> String {
    let mut path = String::new();
    for piece in pieces {
        for (place, (x, y)) in piece.iter().enumerate() {
            let _ = write!(path, "{}{x:.1} {y:.1}", if place == 0 { 'M' } else { 'L' });
        }
    }
    path
}

/// An arrow's head at the end of a way.
pub fn head(from: (f32, f32), to: (f32, f32)) -> String {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let length = (dx * dx + dy * dy).sqrt().max(1.0);
    let (ux, uy) = (dx / length * 8.0, dy / length * 8.0);
    format!(
        "M{:.1} {:.1}L{:.1} {:.1}L{:.1} {:.1}",
        to.0 - ux - uy * 0.5,
        to.1 - uy + ux * 0.5,
        to.0,
        to.1,
        to.0 - ux + uy * 0.5,
        to.1 - uy - ux * 0.5
    )
}

/// Two strokes that cross at a place, each end so far from it on both axes.
pub fn cross((x, y): (f32, f32), d: f32) -> String {
    format!("M{} {}L{} {}M{} {}L{} {}", x - d, y - d, x + d, y + d, x + d, y - d, x - d, y + d)
}

/// A way moved to its right by so much, and the direction to its right, of length 1: ways there and back lie side by
/// side, as on a road.
pub fn aside(from: (f32, f32), to: (f32, f32), by: f32) -> ((f32, f32), (f32, f32), (f32, f32)) {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let length = (dx * dx + dy * dy).sqrt().max(1.0);
    let right = (-dy / length, dx / length);
    let moved = |(x, y): (f32, f32)| (x + right.0 * by, y + right.1 * by);
    (moved(from), moved(to), right)
}
