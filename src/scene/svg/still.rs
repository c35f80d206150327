//! What stands still: the same forms as on the page's stage, with the style sheet's rules written in.

use super::{Pen, n};
use crate::scene::glyph::is_tight;
use crate::scene::outline::{corners, cross, head, sector};
use crate::scene::{Anchor, Item, Paint, Place, Role, Shape, Size};

/// The item's drawing; empty for what moves.
pub fn draw(pen: &Pen, item: &Item) -> String {
    match &item.shape {
        Shape::Node { x, y, r, sub } => node(pen, item, (*x, *y), *r, sub),
        Shape::Link { from, to, width, arrow } => link(pen, item.role, (*from, *to), *width, *arrow),
        Shape::Arc { x, y, radii, start, sweep } => format!(
            r#"<path d="{}" fill="{}" stroke="{}"/>"#,
            sector((*x, *y), *radii, *start, *sweep),
            pen.of(item.role),
            pen.palette.ground
        ),
        Shape::Bar { x, y, w, h, fill, upright } => bar(pen, item.role, (*x, *y, *w, *h), *fill, *upright),
        Shape::Cell { x, y, w, h, solid } => cell(pen, item, (*x, *y, *w, *h), *solid),
        Shape::Dot { x, y, r } => {
            let c = pen.of(item.role);
            let paint = match item.role {
                Role::Unreachable => format!(r#"fill="none" stroke="{c}" stroke-width="1.5""#),
                _ => format!(r#"fill="{c}""#),
            };
            format!(r#"<circle cx="{}" cy="{}" r="{}" {paint}/>"#, n(*x), n(*y), n(*r))
        }
        Shape::Region { pieces, paint } => region(pen, item.role, pieces, *paint),
        Shape::Text { x, y, size, anchor } => words(pen, item, (*x, *y), *size, *anchor),
        Shape::Message { .. } | Shape::Dial { .. } => String::new(),
    }
}

fn node(pen: &Pen, item: &Item, (x, y): (f32, f32), r: f32, sub: &str) -> String {
    let (c, p) = (pen.of(item.role), pen.palette);
    let fill = c.on(p.ground, 14);
    let stroke = match item.role {
        Role::Failed => format!(r#"stroke="{}" stroke-width="1.5""#, p.line),
        Role::Candidate => format!(r#"stroke="{c}" stroke-width="2.5" stroke-dasharray="6 4""#),
        Role::Unreachable => {
            format!(r#"stroke="{c}" stroke-width="2.5" stroke-dasharray="1 5" stroke-linecap="round""#)
        }
        _ => format!(r#"stroke="{c}" stroke-width="2.5""#),
    };
    let mut drawn = format!(r#"<circle cx="{}" cy="{}" r="{}" fill="{fill}" {stroke}/>"#, n(x), n(y), n(r));
    drawn += &match item.role {
        Role::Leader => format!(
            r#"<circle cx="{}" cy="{}" r="{}" fill="none" stroke="{c}" stroke-width="2.5"/>"#,
            n(x),
            n(y),
            n(r + 5.0)
        ),
        Role::Failed => format!(
            r#"<path d="{}" fill="none" stroke="{c}" stroke-width="2.5" opacity="0.45"/>"#,
            cross((x, y), r * 0.62)
        ),
        Role::Degraded => {
            let place = (x + (r + 9.0) * 0.71, y - (r + 2.0) * 0.71);
            pen.text(place, Anchor::Middle, &format!(r#"fill="{c}""#), "!")
        }
        _ => String::new(),
    };
    let name = (x, if sub.is_empty() { y + 5.0 } else { y - 1.0 });
    let look = match is_tight(&item.label, r) {
        true => r#"font-size="12" letter-spacing="-0.4" font-weight="700""#,
        false => r#"font-size="14" font-weight="700""#,
    };
    drawn += &pen.text(name, Anchor::Middle, look, &item.label);
    let second = format!(r#"font-size="12" fill="{}""#, p.ink2);
    drawn + &pen.text((x, y + 14.0), Anchor::Middle, &second, sub)
}

fn link(pen: &Pen, role: Role, (from, to): ((f32, f32), (f32, f32)), width: f32, arrow: bool) -> String {
    let c = match role {
        Role::Idle => pen.palette.line.on(pen.palette.ground, 45),
        _ => pen.of(role),
    };
    let dash = match role {
        Role::Failed => r#" stroke-dasharray="2 6""#,
        Role::Unreachable => r#" stroke-dasharray="1 6" stroke-linecap="round""#,
        _ => "",
    };
    let line = pen.line(from, to, &format!(r#"stroke="{c}" stroke-width="{}"{dash}"#, n(width)));
    let end = if arrow { head(from, to) } else { return line };
    format!(r#"{line}<path d="{end}" fill="none" stroke="{c}"/>"#)
}

fn bar(pen: &Pen, role: Role, (x, y, w, h): (f32, f32, f32, f32), fill: f32, upright: bool) -> String {
    let fill = fill.clamp(0.0, 1.0);
    let part = if upright { (x, y + h * (1.0 - fill), w, h * fill) } else { (x, y, w * fill, h) };
    let c = pen.of(role);
    let paint = match role {
        Role::Unreachable => {
            format!(r#"fill="{c}" fill-opacity="0.3" stroke="{c}" stroke-dasharray="1 3""#)
        }
        _ => format!(r#"fill="{c}""#),
    };
    rect((x, y, w, h), 2, &format!(r#"fill="{}""#, pen.palette.panel)) + &rect(part, 2, &paint)
}

fn cell(pen: &Pen, item: &Item, (x, y, w, h): (f32, f32, f32, f32), solid: bool) -> String {
    let (c, p) = (pen.of(item.role), pen.palette);
    let stroke = if item.role == Role::Idle { p.hair } else { c };
    let dash = if solid || item.role == Role::Idle { "" } else { r#" stroke-dasharray="3 2.5""# };
    let paint = match solid {
        true => format!(r#"fill="{}" stroke="{stroke}" stroke-width="1.5""#, c.on(p.ground, 16)),
        false => format!(r#"fill="none" stroke="{stroke}" stroke-width="1.25"{dash}"#),
    };
    // The baseline of a text of 12 whose middle is at the cell's.
    let place = (x + w / 2.0, y + h / 2.0 + 4.2);
    rect((x, y, w, h), 3, &paint) + &pen.text(place, Anchor::Middle, r#"font-size="12""#, &item.label)
}

fn region(pen: &Pen, role: Role, pieces: &[Vec<Place>], paint: Paint) -> String {
    let c = pen.of(role);
    let look = match paint {
        Paint::Full => format!(r#"fill="{c}""#),
        Paint::Tint => format!(r#"fill="{c}" fill-opacity="0.24""#),
        Paint::Line | Paint::Dashed => {
            let dash = if paint == Paint::Dashed { r#" stroke-dasharray="5 4""# } else { "" };
            format!(r#"fill="none" stroke="{c}" stroke-width="1.25" stroke-linejoin="round"{dash}"#)
        }
    };
    format!(r#"<path d="{}" {look}/>"#, corners(pieces))
}

fn words(pen: &Pen, item: &Item, place: (f32, f32), size: Size, anchor: Anchor) -> String {
    let fill = match (item.role, size) {
        (Role::Plain | Role::Idle | Role::Series(_) | Role::Muted(_), Size::Small) => pen.palette.ink2,
        (Role::Plain | Role::Idle | Role::Series(_) | Role::Muted(_), _) => pen.palette.ink,
        (role, _) => pen.of(role),
    };
    let look = match size {
        Size::Small => format!(r#"font-size="12" fill="{fill}""#),
        Size::Normal => format!(r#"fill="{fill}""#),
        Size::Large => format!(r#"font-size="18" font-weight="600" fill="{fill}""#),
    };
    pen.text(place, anchor, &look, &item.label)
}

fn rect((x, y, w, h): (f32, f32, f32, f32), round: u8, paint: &str) -> String {
    let (w, h) = (n(w.max(0.0)), n(h.max(0.0)));
    format!(r#"<rect x="{}" y="{}" width="{w}" height="{h}" rx="{round}" {paint}/>"#, n(x), n(y))
}
