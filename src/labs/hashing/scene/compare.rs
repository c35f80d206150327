//! Every strategy on the same keys and the same change.

use super::frame::Frame;
use super::{Canvas, headline::shorten, name};
use crate::labs::hashing::compare::Row;
use crate::labs::hashing::words::{bytes, keys, percent};
use crate::scene::{ANSWER, Anchor, Area, Item, Role, Shape, Size};

/// The height of the two lines above the rows.
const HEAD: f32 = 36.0;
/// The right edge of each column of numbers, as parts of the width.
const COLUMNS: [f32; 4] = [0.42, 0.62, 0.85, 1.0];

/// The columns' names. Memory gives way where keys are lost.
fn names(canvas: &Canvas) -> [&'static str; 4] {
    let lost = canvas.world.comparison.rows().iter().any(|row| row.lost > Some(0.0));
    ["fullest", "moved", if lost { "lost" } else { "memory" }, "steps"]
}

/// Draws the table if there is room for it.
pub fn draw(canvas: &mut Canvas, frame: &Frame) {
    let Some(area) = frame.table else { return };
    head(canvas, area);
    let rows = canvas.world.comparison.rows();
    let pitch = (area.h - HEAD) / rows.len() as f32;
    for (number, row) in rows.iter().enumerate() {
        let y = area.y + HEAD + pitch * number as f32;
        line(canvas, Area { y, h: pitch, ..area }, row);
    }
}

fn head(canvas: &mut Canvas, area: Area) {
    let comparison = &canvas.world.comparison;
    let (from, to) = comparison.nodes();
    let keys = keys(comparison.keys().into());
    let text = match (comparison.is_imagined(), from == to) {
        (true, _) => format!("Same {keys}, if {from} \u{2192} {to} nodes"),
        (false, false) => format!("Same {keys}, {from} \u{2192} {to} nodes"),
        (false, true) => format!("Same {keys}, same change"),
    };
    let text = shorten(&text, area.w * 0.93);
    canvas.push(Item::text("compare", (area.x, area.y + 12.0), Size::Normal, Anchor::Start, text));
    for (part, name) in COLUMNS.into_iter().zip(names(canvas)) {
        let place = (area.x + area.w * part, area.y + 30.0);
        canvas.push(Item::text(format!("compare/{name}"), place, Size::Small, Anchor::End, name));
    }
}

fn line(canvas: &mut Canvas, area: Area, row: &Row) {
    let current = row.strategy == canvas.world.params.strategy;
    let (slug, y) = (name(row.strategy), area.y + area.h / 2.0 + 4.5);
    let part = |part: Option<f64>| part.map_or_else(|| "cannot".to_string(), percent);
    if current {
        let shape = Shape::Cell { x: area.x - 4.0, y: area.y, w: area.w + 8.0, h: area.h, solid: true };
        let item = Item::new("compare/current", Role::Leader, shape);
        canvas.push(item.described(format!("{slug} is in use")));
    }
    let role = if current { Role::Leader } else { Role::Plain };
    let text = |column| match column {
        "fullest" => format!("{:.2}\u{d7}", row.max_over_mean),
        "moved" => part(row.moved),
        "lost" => part(row.lost),
        "memory" => bytes(row.memory),
        _ if row.cost < 100.0 => format!("{:.1}", row.cost),
        _ => format!("{:.0}", row.cost),
    };
    let left = Item::text(format!("compare/{slug}"), (area.x, y), Size::Small, Anchor::Start, slug);
    canvas.push(Item { role, ..left });
    for (part, column) in COLUMNS.into_iter().zip(names(canvas)) {
        let place = (area.x + area.w * part, y);
        // What the lesson asks of the strategies.
        let asked = if matches!(column, "memory" | "steps") { "" } else { ANSWER };
        let item = Item::text(
            format!("{asked}compare/{slug}/{column}"),
            place,
            Size::Small,
            Anchor::End,
            text(column),
        );
        canvas.push(Item { role, ..item });
    }
}
