//! The few strokes that moving things are made of.

use faultyard::scene::glyph::{self, Glyph};
use js_sys::Math;
use std::f64::consts::{PI, TAU};
use web_sys::CanvasRenderingContext2d as Context;

/// A straight line in the current stroke.
pub fn line(context: &Context, from: (f32, f32), to: (f32, f32)) {
    context.begin_path();
    context.move_to(from.0.into(), from.1.into());
    context.line_to(to.0.into(), to.1.into());
    context.stroke();
}

/// An arrow's head a little before the end, where it does not lie under the receiver.
pub fn head(context: &Context, from: (f32, f32), to: (f32, f32)) {
    let angle = f64::from(to.1 - from.1).atan2(f64::from(to.0 - from.0));
    context.save();
    let _ = context.translate(to.0.into(), to.1.into());
    let _ = context.rotate(angle);
    context.begin_path();
    context.move_to(-8.0, -4.0);
    context.line_to(0.0, 0.0);
    context.line_to(-8.0, 4.0);
    context.stroke();
    context.restore();
}

/// A role's sign around a place.
pub fn sign(context: &Context, glyph: Glyph, (x, y): (f64, f64), size: f64) {
    context.begin_path();
    match (glyph, glyph::corners(glyph)) {
        (Glyph::Cross, corners) => {
            context.set_line_width(2.5);
            for (i, (cx, cy)) in corners.iter().enumerate() {
                let (px, py) = (x + cx * size, y + cy * size);
                if i % 2 == 0 { context.move_to(px, py) } else { context.line_to(px, py) }
            }
            context.stroke();
        }
        (Glyph::Disc | Glyph::Circle, _) => {
            let _ = context.arc(x, y, size, 0.0, TAU);
            if glyph == Glyph::Disc { context.fill() } else { context.stroke() }
        }
        (_, corners) => {
            corners.iter().for_each(|(cx, cy)| context.line_to(x + cx * size, y + cy * size));
            context.close_path();
            context.fill();
        }
    }
}

/// The part of a timer that is left, from the top clockwise: a pale pie with a hand at its rim.
pub fn dial(context: &Context, colour: &str, (x, y): (f64, f64), r: f64, left: f64) {
    let end = -PI / 2.0 + TAU * left;
    context.set_fill_style_str(colour);
    context.set_global_alpha(0.16);
    context.begin_path();
    context.move_to(x, y);
    let _ = context.arc(x, y, r, -PI / 2.0, end);
    context.fill();
    context.set_global_alpha(1.0);
    context.set_stroke_style_str(colour);
    context.set_line_width(2.5);
    context.set_line_cap("round");
    context.begin_path();
    // The browser's own functions: the page loads no others for a hand.
    let on_hand = |part: f64| (x + part * r * Math::cos(end), y + part * r * Math::sin(end));
    let (from, to) = (on_hand(0.74), on_hand(1.0));
    context.move_to(from.0, from.1);
    context.line_to(to.0, to.1);
    context.stroke();
    context.set_line_cap("butt");
}
