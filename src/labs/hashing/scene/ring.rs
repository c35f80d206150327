//! The ring: arcs by owner, keys just within, and the search for one of them.

use super::circle::{Circle, DOT, ONE_LINE, even};
use super::frame::Frame;
use super::{Canvas, NAMED, Places};
use crate::labs::hashing::lookup::{Lookup, Mark, STEP};
use crate::scene::{Anchor, Area, Item, Place, Role, Shape, Size, turn};
use std::f32::consts::TAU;

/// The least side of a picture with plates for the nodes.
const PLATES: f32 = 270.0;
/// The size of the hottest key.
pub const HOTTEST: f32 = 7.5;
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

/// Draws the ring; gives where keys are.
pub fn draw(canvas: &mut Canvas, frame: &Frame) -> Places {
    let rows = FIRST_ROW + ROW * ROWS as f32;
    let nodes = canvas.world.nodes().len();
    // A small ring fills the room, without plates.
    let marker = if frame.picture.w.min(frame.picture.h) >= PLATES { ONE_LINE } else { DOT };
    let circle =
        Circle::with_headline(canvas, frame.picture, marker, |inner| inner - 6.0 - BAND - rows - 2.0);
    let outer = if circle.is_named() { circle.inner - 7.0 } else { circle.r - DOT - 2.0 };
    let band = Band { centre: circle.centre, inner: (outer - BAND).max(4.0), outer };
    let plates = match nodes > NAMED {
        true => even(nodes),
        false => plates(canvas, band, circle),
    };
    arcs(canvas, band);
    ticks(canvas, band);
    keys(canvas, band);
    clockwise(canvas, band);
    circle.markers(canvas, &plates, |_| String::new());
    if let Some(lookup) = canvas.lookup().cloned() {
        search(canvas, band, &lookup);
    }
    let hashes = canvas.world.placed.keys.hashes.clone();
    Box::new(move |key| Some(key_place(band, *hashes.get(key)?, key)))
}

/// Where each node's plate stands: at one of its points, or as near as the others let it, with a line to that point.
/// Of its many points it is the one nearest to a place that is the node's own, so that no plate moves when nodes come.
fn plates(canvas: &mut Canvas, band: Band, circle: Circle) -> Vec<f64> {
    let nodes = canvas.world.nodes();
    let own: Vec<f64> = nodes.iter().map(|node| own_place(node.id)).collect();
    let mut chosen: Vec<Option<f64>> = vec![None; nodes.len()];
    for point in canvas.world.placed.placement.ring().map_or(&[][..], |ring| ring.points()) {
        let (at, node) = (turns(point.position), point.node as usize);
        let nearer = |other: f64| apart(at, own[node]) < apart(other, own[node]);
        if chosen[node].is_none_or(nearer) {
            chosen[node] = Some(at);
        }
    }
    let plates: Vec<f64> = chosen.iter().zip(&own).map(|(at, own)| at.unwrap_or(*own)).collect();
    let room = f64::from((2.0 * circle.marker + 5.0) / (circle.r * TAU));
    let plates = spread(plates, room);
    for (node, (point, plate)) in chosen.iter().zip(&plates).enumerate() {
        let Some(point) = point else { continue };
        let from = turn(band.centre, band.outer, *point);
        let to = turn(band.centre, circle.r - circle.marker, *plate);
        let shape = Shape::Link { from, to, width: 2.0, arrow: false };
        canvas.push(Item::new(format!("plate/{node}"), canvas.role(node), shape));
    }
    plates
}

/// A part of the way round for each id, which later ids do not move: halves, quarters, eighths ...
fn own_place(id: u32) -> f64 {
    f64::from(id.reverse_bits()) / f64::from(u32::MAX)
}

fn apart(a: f64, b: f64) -> f64 {
    let d = (a - b).abs().fract();
    d.min(1.0 - d)
}

/// Parts of the way round, moved as little as it takes until neighbours are `room` apart, or all are even.
fn spread(turns: Vec<f64>, room: f64) -> Vec<f64> {
    let count = turns.len();
    let room = room.min(0.99 / count.max(1) as f64);
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by(|a, b| turns[*a].total_cmp(&turns[*b]));
    let mut places: Vec<f64> = order.iter().map(|node| turns[*node]).collect();
    for _ in 0..200 {
        let mut still = true;
        for at in 0..count {
            let next = (at + 1) % count;
            let gap = places[next] - places[at] + if next <= at { 1.0 } else { 0.0 };
            if gap < room - 1e-6 {
                places[at] -= (room - gap) / 2.0;
                places[next] += (room - gap) / 2.0;
                still = false;
            }
        }
        if still {
            break;
        }
    }
    let mut spread = turns;
    order.into_iter().zip(places).for_each(|(node, place)| spread[node] = place);
    spread
}

/// Which way a key goes.
fn clockwise(canvas: &mut Canvas, band: Band) {
    let r = band.inner - FIRST_ROW - ROW * ROWS as f32;
    if r < 30.0 {
        return;
    }
    let (x, y) = band.centre;
    let shape = Shape::Arc { x, y, radii: (r - 0.9, r + 0.9), start: 0.94, sweep: 0.115 };
    canvas.push(Item::new("clockwise/way", Role::Plain, shape));
    let (from, to) = (turn(band.centre, r, 0.045), turn(band.centre, r, 0.06));
    canvas.push(Item::new("clockwise/head", Role::Plain, Shape::Link { from, to, width: 1.5, arrow: true }));
    if r >= 78.0 {
        let item = Item::text("clockwise", (x, y - r + 22.0), Size::Small, Anchor::Middle, "clockwise");
        canvas.push(item);
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
    for key in canvas.world.drawn.clone().iter().map(|key| *key as usize) {
        let (x, y) = key_place(band, canvas.world.placed.keys.hashes[key], key);
        let r = dot(canvas, key, 2.2);
        canvas.push(Item::new(format!("key/{key}"), canvas.key_role(key, false), Shape::Dot { x, y, r }));
    }
}

/// A key's size: its requests, if keys are not asked for alike.
pub fn dot(canvas: &Canvas, key: usize, plain: f32) -> f32 {
    let keys = &canvas.world.placed.keys;
    if !keys.are_skewed() {
        return plain;
    }
    (1.5 + 6.0 * (keys.requests(key) as f32 / keys.requests(0) as f32).sqrt()).min(HOTTEST)
}

fn search(canvas: &mut Canvas, band: Band, lookup: &Lookup) {
    let hash = turns(lookup.hash);
    let mut at = hash;
    for (number, stage) in lookup.so_far().iter().enumerate() {
        let latest = number + 1 == lookup.done;
        // The latest step is under way for as long as a step takes.
        let since = canvas.view.now.saturating_sub(lookup.at.0) as f64 / STEP.0 as f64;
        let part = if latest { since.min(1.0) } else { 1.0 };
        match stage.mark {
            Mark::Probe(at, range) => probe(canvas, band, number, at, latest.then_some(range)),
            Mark::Point(to, answer) => {
                let sweep = (turns(to) - hash).rem_euclid(1.0);
                let walked = (at - hash) + (sweep - (at - hash)).max(0.0) * part;
                point(canvas, band, number, (hash, walked, sweep), answer && part == 1.0);
                at = hash + walked;
            }
            _ => {}
        }
    }
    let from = turn(band.centre, band.inner - FIRST_ROW - ROW * ROWS as f32 + 3.0, hash);
    let to = turn(band.centre, band.outer, hash);
    let shape = Shape::Link { from, to, width: 2.0, arrow: false };
    canvas.push(Item::new("lookup/hash", Role::Plain, shape));
    let (x, y) = turn(band.centre, band.inner - 4.0, at);
    let shape = Shape::Arc { x, y, radii: (7.5, 10.0), start: 0.0, sweep: 1.0 };
    canvas.push(Item::new("lookup/ring", Role::Plain, shape));
    let shape = Shape::Dot { x, y, r: 5.5 };
    canvas.push(Item::new("lookup", Role::Plain, shape).described(told(lookup)));
    let reach = band.inner - FIRST_ROW - ROW * ROWS as f32;
    if reach > 40.0 {
        name(canvas, band, lookup, reach);
    }
}

/// The key's name: beside its hash, where that is clear of the headline and of the word at the top; else under that.
fn name(canvas: &mut Canvas, band: Band, lookup: &Lookup, reach: f32) {
    let hash = turns(lookup.hash);
    let key: String = lookup.key.chars().take(14).collect();
    let text = format!("\"{key}\"");
    let w = 7.0 * text.chars().count() as f32;
    let ((cx, cy), (x, y)) = (band.centre, turn(band.centre, reach - 8.0, hash));
    let left = if x > cx { x - w } else { x };
    let words = Area::new(left, y - 7.0, w, 15.0);
    let taken =
        [Area::new(cx - 62.0, cy - 33.0, 124.0, 72.0), Area::new(cx - 34.0, cy - reach - 2.0, 68.0, 28.0)];
    let anchor = if x > cx { Anchor::End } else { Anchor::Start };
    if taken.iter().all(|area| !area.meets(words)) {
        canvas.push(Item::text("lookup/name", (x, y + 4.0), Size::Small, anchor, text));
    } else if reach > 60.0 {
        canvas.push(Item::text("lookup/name", (cx, cy + 50.0), Size::Small, Anchor::Middle, text));
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

/// The way from the key clockwise to a point, as far as it has gone.
fn point(
    canvas: &mut Canvas,
    band: Band,
    number: usize,
    (hash, walked, sweep): (f64, f64, f64),
    answer: bool,
) {
    let (x, y) = band.centre;
    let radii = (band.inner - 5.5, band.inner - 2.5);
    let role = if answer { Role::Plain } else { Role::Degraded };
    let way = (walked as f32).max(0.002);
    let shape = Shape::Arc { x, y, radii, start: hash as f32, sweep: way };
    canvas.push(Item::new(format!("walk/{number}"), Role::Plain, shape));
    let at = hash + sweep;
    let (from, to) = (turn(band.centre, band.inner - 2.0, at), turn(band.centre, band.outer + 6.0, at));
    let shape = Shape::Link { from, to, width: 3.0, arrow: false };
    canvas.push(Item::new(format!("stop/{number}"), role, shape));
}
