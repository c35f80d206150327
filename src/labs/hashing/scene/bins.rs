//! Modulo and jump: the keys in their order, each in its owner's colour, and the nodes in line.

use super::frame::Frame;
use super::grid::Grid;
use super::ring::{HOTTEST, dot};
use super::{Canvas, Places, headline};
use crate::algorithms::hashing::Strategy;
use crate::labs::hashing::lookup::{Lookup, Mark};
use crate::labs::hashing::words::node_name;
use crate::scene::{Anchor, Area, Item, Place, Role, Shape, Size};

/// The height of a node's box, of the numbers below, of a hop, and of the name of the key that is looked up.
const BOX: f32 = 24.0;
const NUMBERS: f32 = 16.0;
const HOP: f32 = 11.0;
const HOPS: usize = 5;
const NAME: f32 = 18.0;

/// Draws the keys in their order and the nodes; gives where keys are.
pub fn draw(canvas: &mut Canvas, frame: &Frame) -> Places {
    let area = headline::above(canvas, frame.picture).below(6.0);
    // Hops take a sixth of what there is, at most.
    let hop = (area.h / 6.0 / HOPS as f32).min(HOP);
    let hops = if canvas.world.params.strategy == Strategy::Jump { hop * HOPS as f32 } else { 0.0 };
    let area = area.above(NUMBERS + hops.max(NAME));
    let nodes = canvas.world.nodes().len();
    let pitch = area.w / nodes.max(1) as f32;
    let places: Vec<Place> =
        (0..nodes).map(|node| (area.x + pitch * (node as f32 + 0.5), area.y + area.h - BOX / 2.0)).collect();
    let above = unowned(canvas, area.above(BOX + 8.0));
    let grid = Grid::new(above, 0, canvas.world.drawn.len());
    keys(canvas, grid);
    boxes(canvas, &places, pitch);
    if let Some(lookup) = canvas.lookup().cloned() {
        search(canvas, &places, hop, &lookup);
    }
    let drawn = canvas.world.drawn.clone();
    Box::new(move |key| drawn.binary_search(&(key as u32)).ok().map(|number| grid.centre(number)))
}

/// A cell for each key, always in the same place; with few hot keys, as large as each is hot.
fn keys(canvas: &mut Canvas, grid: Grid) {
    for (number, key) in canvas.world.drawn.clone().iter().enumerate() {
        let key = *key as usize;
        let part = if canvas.world.placed.keys.are_skewed() { dot(canvas, key, 0.0) / HOTTEST } else { 1.0 };
        let (x, y, w, h) = grid.cell(number, part);
        let shape = Shape::Bar { x, y, w, h, fill: 1.0, upright: false };
        canvas.push(Item::new(format!("key/{key}"), canvas.key_role(key, true), shape));
    }
}

fn boxes(canvas: &mut Canvas, places: &[Place], pitch: f32) {
    let w = (pitch - 3.0).min(64.0);
    let jump = canvas.world.params.strategy == Strategy::Jump;
    let mut remainder = 0;
    for (node, (x, y)) in places.iter().enumerate() {
        let up = canvas.world.nodes()[node].up;
        let shape = Shape::Cell { x: x - w / 2.0, y: y - BOX / 2.0, w, h: BOX, solid: up };
        let id = node_name(canvas.world.nodes()[node].id);
        let label = if w >= 22.0 { id.clone() } else { String::new() };
        let item = canvas.as_node(node, shape).labelled(label);
        canvas.push(item);
        let number = if jump { Some(node) } else { up.then_some(remainder) };
        remainder += usize::from(up);
        let Some(number) = number.filter(|_| pitch >= 18.0) else { continue };
        let place = (*x, y + BOX / 2.0 + 13.0);
        canvas.push(Item::text(
            format!("number/{id}"),
            place,
            Size::Small,
            Anchor::Middle,
            number.to_string(),
        ));
    }
}

/// Says how many keys nobody has; gives what is left above.
fn unowned(canvas: &mut Canvas, area: Area) -> Area {
    let without = canvas.world.placed.owners.iter().filter(|owner| owner.is_none()).count();
    if without == 0 {
        return area;
    }
    let place = (area.x + area.w, area.y + area.h - 4.0);
    let text = format!("{without} keys have no owner");
    let item = Item::text("unowned", place, Size::Small, Anchor::End, text);
    canvas.push(Item { role: Role::Failed, ..item });
    area.above(NUMBERS + 4.0)
}

/// The place in line, or the hops from bucket to bucket, below the boxes.
fn search(canvas: &mut Canvas, places: &[Place], hop: f32, lookup: &Lookup) {
    let below = |node: usize, level: usize| -> Place {
        (places[node].0, places[node].1 + BOX / 2.0 + NUMBERS + hop * (level.min(HOPS - 1) as f32 + 0.6))
    };
    let found = |id: Option<u32>| id.and_then(|id| canvas.world.placed.position(id));
    let stops: Vec<usize> = lookup
        .so_far()
        .iter()
        .filter(|stage| matches!(stage.mark, Mark::Bucket | Mark::Place))
        .filter_map(|stage| found(stage.node))
        .collect();
    for (level, pair) in stops.windows(2).enumerate() {
        let (from, to) = (below(pair[0], level), below(pair[1], level));
        let shape = Shape::Link { from, to, width: 2.0, arrow: true };
        canvas.push(Item::new(format!("hop/{level}"), Role::Candidate, shape));
    }
    let Some(last) = stops.last() else { return };
    let (x, y) = below(*last, stops.len().saturating_sub(1));
    let key: String = lookup.key.chars().take(14).collect();
    let wide = key.chars().count() as f32 * 7.0;
    let (left, right) = (places[0].0, places[places.len() - 1].0);
    let anchor = match x {
        x if x - wide / 2.0 < left - 20.0 => Anchor::Start,
        x if x + wide / 2.0 > right + 20.0 => Anchor::End,
        _ => Anchor::Middle,
    };
    let y = (y + 4.0).max(places[*last].1 + BOX / 2.0 + NUMBERS + 10.0);
    canvas.push(Item::text("lookup", (x, y), Size::Small, anchor, format!("\u{2191} {key}")));
}
