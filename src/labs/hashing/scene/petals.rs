//! Rendezvous: nodes in a circle, each with its keys before it, and the bids for the key that is looked up.

use super::circle::{Circle, TWO_LINES, even};
use super::frame::Frame;
use super::{Canvas, Places};
use crate::labs::hashing::lookup::{Lookup, Mark};
use crate::scene::{Anchor, Item, Place, Role, Shape, Size, turn};
use std::collections::BTreeMap;
use std::f32::consts::TAU;

/// The golden angle in turns: neighbours of a spiral keep apart.
const GOLDEN: f64 = 0.381_966_011_25;

/// Draws the nodes and their keys.
pub fn draw(canvas: &mut Canvas, frame: &Frame) -> Places {
    let circle = Circle::with_headline(canvas, frame.picture, TWO_LINES, |inner| inner * 0.47);
    let nodes = canvas.world.nodes().len();
    let clusters = clusters(canvas, circle, nodes);
    canvas.dots(&clusters, 2.2);
    let bids = canvas.lookup().map(bids).unwrap_or_default();
    let bid = |id: u32| bids.iter().find(|(bidder, _)| *bidder == id).map(|(_, score)| *score);
    let ids: Vec<u32> = canvas.world.nodes().iter().map(|node| node.id).collect();
    circle.markers(canvas, &even(nodes), |node| {
        bid(ids[node]).map_or(String::new(), |score| format!("{score:.2}"))
    });
    if let Some(lookup) = canvas.lookup().cloned() {
        contest(canvas, circle, &lookup, &bids);
    }
    Box::new(move |key| clusters.get(&key).copied())
}

/// The place of each drawn key: in a spiral before its owner.
fn clusters(canvas: &Canvas, circle: Circle, nodes: usize) -> BTreeMap<usize, Place> {
    let keys = canvas.drawn_keys();
    let mut counts = vec![0usize; nodes];
    keys.iter().filter_map(|(_, node)| *node).for_each(|node| counts[node] += 1);
    let most = counts.iter().max().copied().unwrap_or(1).max(1) as f32;
    let middle = circle.inner * 0.72;
    let room = (middle * TAU / nodes.max(1) as f32 * 0.5).min(circle.inner * 0.27);
    let gap = (room / most.sqrt()).min(5.0);
    let mut next = vec![0usize; nodes];
    let place = |(key, owner): (usize, Option<usize>)| {
        let node = owner?;
        let number = next[node];
        next[node] += 1;
        let centre = turn(circle.centre, middle, node as f64 / nodes as f64);
        Some((key, turn(centre, gap * (number as f32 + 0.3).sqrt(), number as f64 * GOLDEN)))
    };
    keys.into_iter().filter_map(place).collect()
}

/// The bids so far, by node id.
fn bids(lookup: &Lookup) -> Vec<(u32, f64)> {
    let bid = |stage: &crate::labs::hashing::lookup::Stage| match stage.mark {
        Mark::Bid(score) => stage.node.map(|node| (node, score)),
        _ => None,
    };
    lookup.so_far().iter().filter_map(bid).collect()
}

/// A gauge around each bidder: its bid against the best so far.
fn contest(canvas: &mut Canvas, circle: Circle, lookup: &Lookup, bids: &[(u32, f64)]) {
    let best = bids.iter().map(|(_, score)| *score).fold(0.0, f64::max);
    let places = circle.places(&even(canvas.world.nodes().len()));
    for (id, score) in bids {
        let Some(node) = canvas.world.placed.position(*id) else { continue };
        let (x, y) = places[node];
        let role = if *score == best { Role::Plain } else { Role::Idle };
        let sweep = (score / best.max(1e-9)) as f32;
        let shape = Shape::Arc { x, y, radii: (circle.marker + 2.0, circle.marker + 5.0), start: 0.0, sweep };
        canvas.push(Item::new(format!("bid/{id}"), role, shape));
    }
    let (x, y) = circle.centre;
    let key: String = lookup.key.chars().take(8).collect();
    if !circle.holds_headline && circle.inner >= 36.0 {
        canvas.push(Item::text("lookup", (x, y + 4.0), Size::Small, Anchor::Middle, format!("\"{key}\"")));
    }
}
