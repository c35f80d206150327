//! Places and outlines.

use std::f32::consts::TAU;

/// The place at a part of the way.
pub fn along(from: (f32, f32), to: (f32, f32), part: f32) -> (f32, f32) {
    (from.0 + (to.0 - from.0) * part, from.1 + (to.1 - from.1) * part)
}

/// The outline of a piece of a ring, angles in turns from the top. A whole ring is cut a hair short.
pub fn sector((x, y): (f32, f32), (inner, outer): (f32, f32), start: f32, sweep: f32) -> String {
    let sweep = sweep.clamp(0.0, 0.9999);
    let at = |r: f32, turns: f32| {
        let (sin, cos) = (turns * TAU).sin_cos();
        format!("{} {}", x + r * sin, y - r * cos)
    };
    let large = u8::from(sweep > 0.5);
    let (a, b, c, d) =
        (at(outer, start), at(outer, start + sweep), at(inner, start + sweep), at(inner, start));
    format!("M{a}A{outer} {outer} 0 {large} 1 {b}L{c}A{inner} {inner} 0 {large} 0 {d}Z")
}
