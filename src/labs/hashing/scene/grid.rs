//! Maglev: the table, entry by entry, and the nodes that share it.

use super::frame::Frame;
use super::{Canvas, Places, headline};
use crate::labs::hashing::lookup::Mark;
use crate::labs::hashing::words::{grouped, node_name};
use crate::scene::{Anchor, Area, Item, Place, Role, Shape, Size};

/// The most entries that are drawn.
const CELLS: usize = 300;
/// The height of the nodes' boxes, and of the line that says what is seen.
const BOX: f32 = 24.0;
const LINE: f32 = 20.0;

/// Draws the table and the nodes; gives where keys are.
pub fn draw(canvas: &mut Canvas, frame: &Frame) -> Places {
    let area = headline::above(canvas, frame.picture).below(4.0);
    let table = canvas.world.placed.placement.table().unwrap_or_default().len();
    let slot = canvas.lookup().and_then(|lookup| {
        lookup.so_far().iter().find_map(|stage| match stage.mark {
            Mark::Slot(slot) => Some(slot as usize),
            _ => None,
        })
    });
    let shown = table.min(CELLS);
    let first = slot.map_or(0, |slot| slot - slot % shown.max(1)).min(table - shown);
    let grid = Grid::new(area.above(BOX + 8.0 + LINE), first, shown);
    cells(canvas, grid, slot);
    let text = match shown == table {
        true => format!("all {} entries of the table", grouped(table as u64)),
        false => {
            let last = grouped((first + shown - 1) as u64);
            let entries = if area.w < 220.0 { "" } else { "entries " };
            format!("{entries}{} to {last} of {}", grouped(first as u64), grouped(table as u64))
        }
    };
    let line = (area.x, area.y + area.h - BOX - 13.0);
    canvas.push(Item::text("entries", line, Size::Small, Anchor::Start, text));
    boxes(canvas, area.below(area.h - BOX));
    let hashes = canvas.world.placed.keys.hashes.clone();
    Box::new(move |key: usize| {
        let slot = hashes.get(key)?.checked_rem(table as u64)? as usize;
        (first..first + shown).contains(&slot).then(|| grid.centre(slot))
    })
}

/// Where the cells are.
#[derive(Clone, Copy)]
pub struct Grid {
    area: Area,
    columns: usize,
    side: (f32, f32),
    first: usize,
    shown: usize,
}

impl Grid {
    /// Places for so many cells from this number on, as square as they fill the area.
    pub fn new(area: Area, first: usize, shown: usize) -> Grid {
        let side = (area.w * area.h / shown.max(1) as f32).sqrt();
        let columns = ((area.w / side).ceil() as usize).max(1);
        let rows = shown.div_ceil(columns).max(1);
        let side = (area.w / columns as f32, area.h / rows as f32);
        Grid { area, columns, side, first, shown }
    }

    fn corner(&self, slot: usize) -> Place {
        let at = slot - self.first;
        let (column, row) = ((at % self.columns) as f32, (at / self.columns) as f32);
        (self.area.x + column * self.side.0, self.area.y + row * self.side.1)
    }

    /// The middle of a cell.
    pub fn centre(&self, slot: usize) -> Place {
        let (x, y) = self.corner(slot);
        (x + self.side.0 / 2.0, y + self.side.1 / 2.0)
    }

    /// What a cell covers, at this part of its size: left, top, width and height.
    pub fn cell(&self, slot: usize, part: f32) -> (f32, f32, f32, f32) {
        let ((x, y), gap) = (self.centre(slot), (self.side.0 * 0.16).clamp(1.0, 2.0));
        let (w, h) = ((self.side.0 - gap) * part, (self.side.1 - gap) * part);
        (x - w / 2.0, y - h / 2.0, w, h)
    }
}

/// A bar for each entry: full, in its node's colour.
fn cells(canvas: &mut Canvas, grid: Grid, looked_at: Option<usize>) {
    let world = canvas.world;
    let table = world.placed.placement.table().unwrap_or_default();
    for (slot, node) in table.iter().enumerate().skip(grid.first).take(grid.shown) {
        let (x, y, w, h) = grid.cell(slot, 1.0);
        let role = canvas.role(*node as usize);
        let shape = Shape::Bar { x, y, w, h, fill: 1.0, upright: false };
        canvas.push(Item::new(format!("slot/{slot}"), role, shape));
    }
    if let Some(slot) = looked_at {
        let (x, y) = grid.centre(slot);
        let r = grid.side.0.min(grid.side.1) / 2.0;
        let shape = Shape::Arc { x, y, radii: (r, r + 3.0), start: 0.0, sweep: 1.0 };
        canvas.push(Item::new("lookup", Role::Plain, shape));
    }
}

fn boxes(canvas: &mut Canvas, area: Area) {
    let nodes = canvas.world.nodes().len();
    let pitch = area.w / nodes.max(1) as f32;
    let w = (pitch - 3.0).min(64.0);
    let place = |node: usize| (area.x + pitch * (node as f32 + 0.5), area.y + area.h / 2.0);
    for node in 0..nodes {
        let (x, y) = place(node);
        let shape =
            Shape::Cell { x: x - w / 2.0, y: y - BOX / 2.0, w, h: BOX, solid: canvas.world.nodes()[node].up };
        let label = node_name(canvas.world.nodes()[node].id);
        let item = canvas.as_node(node, shape).labelled(if w >= 22.0 { label } else { String::new() });
        canvas.push(item);
    }
}
