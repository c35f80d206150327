//! Modulo and jump: the nodes in line, each a bin with its keys in it.

use super::frame::Frame;
use super::{Canvas, Places, headline};
use crate::algorithms::hashing::Strategy;
use crate::labs::hashing::lookup::{Lookup, Mark};
use crate::labs::hashing::words::node_name;
use crate::scene::{Anchor, Area, Item, Place, Role, Shape, Size};
use std::collections::BTreeMap;

/// The height of a node's box, of the numbers below, of a hop, and of the name of the key that is looked up.
const BOX: f32 = 24.0;
const NUMBERS: f32 = 16.0;
const HOP: f32 = 11.0;
const HOPS: usize = 5;
const NAME: f32 = 18.0;

/// Draws the bins; gives where things are.
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
    let bins = area.above(BOX + 4.0);
    let (keys, gap) = stacked(canvas, bins, pitch);
    let plain = (gap * 0.3).clamp(1.8, 4.0);
    canvas.dots(&keys, plain);
    boxes(canvas, &places, pitch);
    unowned(canvas, bins);
    if let Some(lookup) = canvas.lookup().cloned() {
        search(canvas, &places, hop, &lookup);
    }
    let key = move |key: usize| keys.get(&key).copied();
    let nodes = places.iter().map(|(x, y)| (*x, y - BOX / 2.0 - 2.0)).collect();
    Places { nodes, edge: 0.0, key: Box::new(key), outside: (bins.x + bins.w / 2.0, bins.y) }
}

/// The place of each drawn key, in rows from the bottom of its bin, and how far they are apart.
fn stacked(canvas: &Canvas, bins: Area, pitch: f32) -> (BTreeMap<usize, Place>, f32) {
    let keys = canvas.drawn_keys();
    let mut counts = vec![0usize; canvas.world.nodes().len()];
    keys.iter().filter_map(|(_, node)| *node).for_each(|node| counts[node] += 1);
    let most = counts.iter().max().copied().unwrap_or(0).max(1);
    let across = |gap: f32| (((pitch - 8.0) / gap) as usize).max(1);
    let fits = |gap: &f32| most.div_ceil(across(*gap)) as f32 * gap <= bins.h;
    let gap = [18.0, 16.0, 14.0, 12.0, 11.0, 10.0, 9.0, 8.0, 7.0, 6.0, 5.5, 5.0, 4.5]
        .into_iter()
        .find(fits)
        .unwrap_or(4.0);
    // As high as there is room, and no wider than that takes.
    let rows = ((bins.h / gap) as usize).max(1);
    let columns = most.div_ceil(rows).min(across(gap));
    let step = (bins.h / most.div_ceil(columns) as f32).clamp(gap, gap * 1.6);
    let mut next = vec![0usize; counts.len()];
    let place = |(key, owner): (usize, Option<usize>)| {
        let node = owner?;
        let number = next[node];
        next[node] += 1;
        let (column, row) = (number % columns, number / columns);
        let left = bins.x + pitch * (node as f32 + 0.5) - gap * (columns as f32 - 1.0) / 2.0;
        let y = bins.y + bins.h - step * (row as f32 + 0.5);
        (row < rows).then_some((key, (left + gap * column as f32, y)))
    };
    (keys.into_iter().filter_map(place).collect(), gap)
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

/// Says how many keys nobody has.
fn unowned(canvas: &mut Canvas, bins: Area) {
    let without = canvas.world.placed.owners.iter().filter(|owner| owner.is_none()).count();
    if without > 0 {
        let text = format!("{without} keys have no owner");
        let place = (bins.x + bins.w, bins.y + 10.0);
        let item = Item::text("unowned", place, Size::Small, Anchor::End, text);
        canvas.push(Item { role: Role::Failed, ..item });
    }
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
