//! The ring: arcs by owner, keys just within, and the search for one of them.

use super::circle::{Circle, ONE_LINE};
use super::frame::Frame;
use super::{Canvas, Places};
use crate::labs::hashing::lookup::{Lookup, Mark};
use crate::labs::hashing::words::percent;
use crate::scene::{Anchor, Item, Place, Role, Shape, Size, turn};

/// The band's width.
const BAND: f32 = 13.0;
/// How far in the rows of keys begin, and how far they are apart.
const FIRST_ROW: f32 = 8.0;
const ROW: f32 = 6.0;
const ROWS: usize = 3;
/// Points up to which each has a tick.
const TICKS: usize = 200;

/// The radii of the parts.
#[derive(Clone, Copy)]
struct Band {
    centre: Place,
    inner: f32,
    outer: f32,
}

/// Draws the ring; gives where things are.
pub fn draw(canvas: &mut Canvas, frame: &Frame) -> Places {
    let rows = FIRST_ROW + ROW * ROWS as f32;
    let circle =
        Circle::with_headline(canvas, frame.picture, ONE_LINE, |inner| inner - 6.0 - BAND - rows - 2.0);
    let outer = circle.inner - 6.0;
    let band = Band { centre: circle.centre, inner: (outer - BAND).max(4.0), outer };
    arcs(canvas, band);
    ticks(canvas, band);
    keys(canvas, band);
    circle.markers(canvas, |_| String::new());
    if let Some(lookup) = canvas.lookup().cloned() {
        search(canvas, band, &lookup);
    }
    // A key's place on the ring stays; what travels is its data, from node to node.
    Places {
        nodes: circle.places(canvas.world.nodes().len()),
        edge: circle.marker,
        key: Box::new(|_| None),
        outside: band.centre,
    }
}

fn turns(position: u64) -> f64 {
    position as f64 / (1u128 << 64) as f64
}

fn key_place(band: Band, hash: u64, key: usize) -> Place {
    turn(band.centre, band.inner - FIRST_ROW - ROW * (key % ROWS) as f32, turns(hash))
}

fn arcs(canvas: &mut Canvas, Band { centre: (x, y), inner, outer }: Band) {
    let arcs = canvas.world.placed.arcs();
    for (number, arc) in arcs.iter().enumerate() {
        let node = arc.node as usize;
        let shape = Shape::Arc { x, y, radii: (inner, outer), start: arc.start, sweep: arc.sweep };
        let item = Item::new(format!("arc/{number}"), canvas.role(node), shape);
        canvas.push(item);
    }
    if arcs.is_empty() {
        let shape = Shape::Arc { x, y, radii: (inner, outer), start: 0.0, sweep: 1.0 };
        canvas.push(Item::new("arc/none", Role::Idle, shape));
    }
}

fn ticks(canvas: &mut Canvas, band: Band) {
    let points = canvas.world.placed.placement.ring().map_or(&[][..], |ring| ring.points());
    if points.len() > TICKS {
        return;
    }
    for (number, point) in points.iter().enumerate() {
        let at = turns(point.position);
        let from = turn(band.centre, band.outer, at);
        let to = turn(band.centre, band.outer + 4.0, at);
        let shape = Shape::Link { from, to, width: 1.0, arrow: false };
        canvas.push(Item::new(format!("point/{number}"), Role::Plain, shape));
    }
}

fn keys(canvas: &mut Canvas, band: Band) {
    for (key, owner) in canvas.drawn_keys() {
        let (x, y) = key_place(band, canvas.world.placed.keys.hashes[key], key);
        let role = match canvas.leaving(key) {
            Some(role) => role,
            None => owner.map_or(Role::Failed, |node| canvas.role(node)),
        };
        let r = dot(canvas, key, 2.2);
        canvas.push(Item::new(format!("key/{key}"), role, Shape::Dot { x, y, r }));
    }
}

/// A key's size: its requests, if keys are not asked for alike.
pub fn dot(canvas: &Canvas, key: usize, plain: f32) -> f32 {
    let keys = &canvas.world.placed.keys;
    if !keys.are_skewed() {
        return plain;
    }
    (1.5 + 6.0 * (keys.requests(key) as f32 / keys.requests(0) as f32).sqrt()).min(7.5)
}

fn search(canvas: &mut Canvas, band: Band, lookup: &Lookup) {
    let hash = turns(lookup.hash);
    for (number, stage) in lookup.so_far().iter().enumerate() {
        let latest = number + 1 == lookup.done;
        match stage.mark {
            Mark::Probe(at, range) => probe(canvas, band, number, at, latest.then_some(range)),
            Mark::Point(at, answer) => point(canvas, band, number, (hash, turns(at)), answer),
            _ => {}
        }
    }
    let from = turn(band.centre, band.inner - FIRST_ROW - ROW * ROWS as f32, hash);
    let to = turn(band.centre, band.outer + 6.0, hash);
    let shape = Shape::Link { from, to, width: 3.0, arrow: false };
    canvas.push(Item::new("lookup", Role::Plain, shape).described(told(lookup)));
    let reach = band.inner - FIRST_ROW - ROW * ROWS as f32;
    if reach > 40.0 {
        name(canvas, band, lookup, reach);
    }
}

/// The key's name near its hash, moved so that it keeps clear of the headline and the ring.
fn name(canvas: &mut Canvas, band: Band, lookup: &Lookup, reach: f32) {
    let hash = turns(lookup.hash);
    let upper = !(0.25..0.75).contains(&hash);
    let y = band.centre.1 + if upper { -37.0 } else { 50.0 };
    let key: String = lookup.key.chars().take(14).collect();
    let text = format!("\"{key}\" {}", percent(hash));
    if reach > 60.0 {
        canvas.push(Item::text("lookup/name", (band.centre.0, y), Size::Small, Anchor::Middle, text));
    }
}

fn told(lookup: &Lookup) -> String {
    lookup.so_far().last().map_or(String::new(), |stage| stage.text.clone())
}

fn probe(canvas: &mut Canvas, band: Band, number: usize, at: u64, range: Option<(u64, u64)>) {
    let at = turns(at);
    let width = if range.is_some() { 4.0 } else { 2.0 };
    let (from, to) = (turn(band.centre, band.inner - 1.0, at), turn(band.centre, band.outer + 5.0, at));
    let shape = Shape::Link { from, to, width, arrow: false };
    canvas.push(Item::new(format!("probe/{number}"), Role::Candidate, shape));
    if let Some((low, high)) = range {
        let (start, sweep) = (turns(low) as f32, (turns(high) - turns(low)) as f32);
        let radii = (band.outer + 1.5, band.outer + 4.5);
        let (x, y) = band.centre;
        let shape = Shape::Arc { x, y, radii, start, sweep: sweep.max(0.004) };
        canvas.push(Item::new("range", Role::Candidate, shape));
    }
}

/// The way from the key clockwise to a point.
fn point(canvas: &mut Canvas, band: Band, number: usize, (hash, at): (f64, f64), answer: bool) {
    let (x, y) = band.centre;
    let sweep = (at - hash).rem_euclid(1.0) as f32;
    let radii = (band.inner - 4.0, band.inner - 1.0);
    let role = if answer { Role::Plain } else { Role::Degraded };
    let shape = Shape::Arc { x, y, radii, start: hash as f32, sweep: sweep.max(0.002) };
    canvas.push(Item::new(format!("walk/{number}"), role, shape));
    let (from, to) = (turn(band.centre, band.inner - 2.0, at), turn(band.centre, band.outer + 6.0, at));
    let shape = Shape::Link { from, to, width: 3.0, arrow: false };
    canvas.push(Item::new(format!("stop/{number}"), role, shape));
}
