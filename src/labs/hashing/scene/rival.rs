//! The same keys under another rule: each in its place, in colour if the last change moved it.

use super::Canvas;
use super::frame::Frame;
use super::grid::Grid;
use super::headline::shorten;
use crate::labs::hashing::words::percent;
use crate::scene::{ANSWER, Anchor, Item, Role, Shape, Size};

/// The height of the counter.
const TITLE: f32 = 20.0;
/// How wide a letter of it is.
const LETTER: f32 = 7.4;

/// Draws the keys if there is room for them.
pub fn draw(canvas: &mut Canvas, frame: &Frame) {
    let Some(area) = frame.rival else { return };
    let comparison = canvas.world.comparison.clone();
    let rival = comparison.rival();
    let row = comparison.rows().iter().find(|row| row.strategy == rival);
    let Some(moved) = row.and_then(|row| row.moved) else { return };
    let hashes = canvas.world.placed.keys.hashes.clone();
    let drawn = canvas.world.drawn.clone();
    let flips = comparison.flips(drawn.iter().filter_map(|key| hashes.get(*key as usize).copied()));
    let (name, moved) = (super::name(rival), percent(moved));
    let short = format!("{name} moves {moved}");
    let titles = [format!("{short} of the same keys"), short, format!("{name}: {moved}")];
    let fits = |title: &String| title.chars().count() as f32 * LETTER <= area.w;
    let title = titles.iter().find(|title| fits(title)).unwrap_or(&titles[2]);
    let place = (area.x, area.y + 13.0);
    let title =
        Item::text(format!("{ANSWER}rival"), place, Size::Normal, Anchor::Start, shorten(title, area.w));
    canvas.push(title);
    let grid = Grid::new(area.below(TITLE), 0, flips.len());
    for (number, flips) in flips.iter().enumerate() {
        let (x, y, w, h) = grid.cell(number, 1.0);
        let role = if *flips { Role::Degraded } else { Role::Muted(0) };
        let shape = Shape::Bar { x, y, w, h, fill: 1.0, upright: false };
        canvas.push(Item::new(format!("{ANSWER}rival/{number}"), role, shape));
    }
}
