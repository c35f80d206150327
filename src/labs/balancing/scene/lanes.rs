//! A lane for each server: the work that waits, as long as it takes; a slot for each worker, which drains; how the server
//! is.

use super::frame::{Frame, Lane};
use super::{Canvas, words};
use crate::kit::time;
use crate::labs::balancing::world::BalancingWorld;
use crate::scene::{Anchor, Area, Item, LOADS, Paint, Role, Shape, Size};
use crate::traffic::{Attempt, AttemptKey, Discipline, RequestId, ServerId};
use std::collections::BTreeSet;

/// How wide what waits is drawn at least: what takes less shares one piece with others.
const PIECE: f32 = 4.0;
/// From so many lanes on, pieces are twice as wide, so that there are no more of them.
const MANY: usize = 8;
/// The greatest slot of a worker, and the least that can be counted.
const SLOT: (f32, f32) = (26.0, 20.0);
const LEAST_SLOT: (f32, f32) = (6.0, 5.0);
/// Workers that are drawn one by one, of all lanes.
const SLOTS: usize = 320;
/// How wide a letter of the small size is, at most in the mean.
const LETTER: f32 = 6.9;
/// The ages at which a request is a step older, in mean times of service.
const AGES: [f64; LOADS as usize - 1] = [3.0, 20.0, 100.0];

/// How seconds of work become a length.
#[derive(Default)]
pub struct Scale {
    /// The seconds that fill a lane: a round number.
    pub seconds: f64,
    px_per_s: f64,
}

impl Scale {
    /// The scale at which the longest of these queues fits into a length.
    pub fn of(world: &BalancingWorld, servers: &[ServerId], room: f32) -> Scale {
        let longest = servers.iter().map(|n| work_s(world, *n)).fold(0.0, f64::max);
        let least = world.traffic.settings().service.mean_seconds() * 8.0;
        let seconds = nice(longest.max(least).max(1e-3));
        Scale { seconds, px_per_s: f64::from(room.max(1.0)) / seconds }
    }

    /// The length of so many seconds.
    pub fn px(&self, seconds: f64) -> f32 {
        (seconds * self.px_per_s) as f32
    }
}

/// The least round number that is not below a number.
fn nice(number: f64) -> f64 {
    let mut power = 1e-3;
    while power * 10.0 < number {
        power *= 10.0;
    }
    [1.0, 2.0, 3.0, 4.0, 6.0, 8.0, 10.0]
        .into_iter()
        .map(|step| step * power)
        .find(|step| *step >= number)
        .unwrap_or(number)
}

/// How long a server's workers are at what waits there, in seconds.
pub fn work_s(world: &BalancingWorld, n: ServerId) -> f64 {
    waiting(world, n).iter().map(|one| takes_s(world, n, one)).sum()
}

/// The work of a request before a server, in seconds of all its workers.
fn takes_s(world: &BalancingWorld, n: ServerId, one: &Attempt) -> f64 {
    let (server, settings) = (world.traffic.service().server(n), world.traffic.settings());
    server.takes_for(one.work, world.traffic.now(), settings.warm_up).seconds()
        / f64::from(server.spec.workers)
}

/// How long whoever is served last of those who wait has yet to wait, in seconds.
pub fn last_waits_s(world: &BalancingWorld, n: ServerId) -> f64 {
    let (server, now) = (world.traffic.service().server(n), world.traffic.now());
    let left =
        |key: &AttemptKey| world.traffic.attempt(*key).map_or(0.0, |one| one.ends.since(now).seconds());
    let busy: f64 = server.busy.iter().map(left).sum::<f64>() / f64::from(server.spec.workers);
    let own = waiting(world, n).last().map_or(0.0, |one| takes_s(world, n, one));
    busy + work_s(world, n) - own
}

/// Those who wait at a server, who is served next first.
fn waiting(world: &BalancingWorld, n: ServerId) -> Vec<&Attempt> {
    let keys = world.traffic.service().server(n).queue.iter();
    let mut waiting: Vec<&Attempt> = keys.filter_map(|key| world.traffic.attempt(*key)).collect();
    if world.traffic.settings().discipline == Discipline::Lifo {
        waiting.reverse();
    }
    waiting
}

/// The slots of a server's workers, in rows.
pub struct Slots {
    count: u32,
    columns: u32,
    size: (f32, f32),
    corner: (f32, f32),
}

impl Slots {
    /// So many in a room of this width and height, as large as fits.
    pub fn new(count: u32, w: f32, h: f32) -> Slots {
        let fit = |rows: u32| {
            let columns = count.div_ceil(rows);
            (columns, ((w / columns as f32).min(SLOT.0), (h / rows as f32).min(SLOT.1)))
        };
        let area = |(_, (w, h)): &(u32, (f32, f32))| w * h;
        let all = (1..=count.clamp(1, 8)).map(fit);
        let best = all.reduce(|best, next| if area(&next) > area(&best) * 1.05 { next } else { best });
        let (columns, size) = best.expect("there is one row at least");
        Slots { count, columns, size, corner: (0.0, 0.0) }
    }

    /// The width of all.
    pub fn width(&self) -> f32 {
        self.size.0 * self.columns as f32
    }

    /// The same with its left edge here, and its middle at a height.
    pub fn at(self, x: f32, y: f32) -> Slots {
        let rows = self.count.div_ceil(self.columns) as f32;
        Slots { corner: (x, y - rows * self.size.1 / 2.0), ..self }
    }

    /// The place of one.
    fn area(&self, slot: u32) -> Area {
        let (column, row) = ((slot % self.columns) as f32, (slot / self.columns) as f32);
        let ((x, y), (w, h)) = (self.corner, self.size);
        let gap = if w > 10.0 { 3.0 } else { 1.5 };
        Area::new(x + column * w, y + row * h + 1.0, w - gap, h - 2.0)
    }

    /// The bar of one, of which so much is filled.
    fn bar(&self, slot: u32, fill: f32) -> Shape {
        let Area { x, y, w, h } = self.area(slot);
        Shape::Bar { x, y, w, h, fill, upright: false }
    }

    /// One bar for all.
    fn whole(&self, fill: f32) -> Shape {
        let ((x, y), (_, h)) = (self.corner, self.size);
        let h = h * self.count.div_ceil(self.columns) as f32;
        Shape::Bar { x, y: y + 1.0, w: self.width() - 3.0, h: h - 2.0, fill, upright: false }
    }
}

/// Draws the lanes; `seen` are the requests that have their id.
pub fn draw(canvas: &mut Canvas, frame: &Frame, seen: &mut BTreeSet<(RequestId, u32)>) {
    ruler(canvas, frame);
    let all: u32 = frame.lanes.iter().map(|lane| lane.slots.count).sum();
    for lane in &frame.lanes {
        queue(canvas, frame, lane, seen);
        let (w, h) = lane.slots.size;
        match all as usize > SLOTS || w < LEAST_SLOT.0 || h < LEAST_SLOT.1 {
            true => crowd(canvas, lane),
            false => workers(canvas, lane, seen),
        }
        server(canvas, frame, lane);
    }
}

/// The id of a request on the stage: a second try of the same request has a mark behind it.
pub fn request_id(seen: &mut BTreeSet<(RequestId, u32)>, id: RequestId) -> String {
    // Tries of one request are few; the next free number is found soon.
    match (1..).find(|copy| seen.insert((id, *copy))) {
        None | Some(1) => id.to_string(),
        Some(copy) => format!("{id}/{copy}"),
    }
}

/// The age of a request as a step of the ramp.
fn age(canvas: &Canvas, one: &Attempt) -> u8 {
    let old = canvas.world.traffic.now().since(one.since).seconds();
    let mean = canvas.world.traffic.settings().service.mean_seconds();
    AGES.iter().filter(|step| old >= **step * mean).count() as u8
}

/// The steps of the ramp in words: below which age each is.
pub fn ages(world: &BalancingWorld) -> [String; LOADS as usize] {
    let mean = world.traffic.settings().service.mean_seconds();
    let until = |step: usize| format!("< {}", time(AGES[step] * mean));
    [format!("waits {}", until(0)), until(1), until(2), "longer".into()]
}

/// Lines across the lanes at even times, each with its word below.
fn ruler(canvas: &mut Canvas, frame: &Frame) {
    let Some(first) = frame.lanes.first() else { return };
    let right = first.queue.1;
    let half = frame.pitch / 2.0;
    let (top, bottom) = (first.y - half, frame.lanes.last().map_or(0.0, |lane| lane.y) + half);
    for (id, part) in [("now", 0.0), ("half", 0.5), ("full", 1.0)] {
        let x = right - frame.scale.px(frame.scale.seconds * part);
        let line = Shape::Link { from: (x, top), to: (x, bottom), width: 0.5, arrow: false };
        canvas.push(Item::new(format!("ruler/{id}"), Role::Idle, line));
        let Some(y) = frame.ruler else { continue };
        let word = time(frame.scale.seconds * part);
        let roomy = right - first.queue.0 >= 270.0;
        let (word, anchor) = match id {
            "now" => (if roomy { "next" } else { "" }.to_string(), Anchor::End),
            "half" => (if roomy { word } else { String::new() }, Anchor::Middle),
            _ => (format!("{word} to wait"), Anchor::Start),
        };
        if !word.is_empty() {
            canvas.push(Item::text(
                format!("ruler/{id}/word"),
                (x, y.min(bottom + 14.0)),
                Size::Small,
                anchor,
                word,
            ));
        }
    }
}

/// The height of what waits in a lane of this height.
pub fn height(pitch: f32) -> f32 {
    (pitch * 0.4).clamp(5.0, 24.0)
}

fn queue(canvas: &mut Canvas, frame: &Frame, lane: &Lane, seen: &mut BTreeSet<(RequestId, u32)>) {
    let (world, n) = (canvas.world, lane.server);
    let rail =
        Shape::Link { from: (lane.queue.0, lane.y), to: (lane.queue.1, lane.y), width: 1.0, arrow: false };
    canvas.push(Item::new(format!("{n}/rail"), Role::Idle, rail));
    let least = if frame.lanes.len() > MANY { 2.0 * PIECE } else { PIECE };
    let h = height(frame.pitch);
    let (mut from, mut x) = (0, 0.0);
    let waiting = waiting(world, n);
    let mut far = 0.0;
    for (place, one) in waiting.iter().enumerate() {
        far += takes_s(world, n, one);
        let end = frame.scale.px(far);
        if end - x < least && place + 1 < waiting.len() {
            continue;
        }
        let (first, more) = (waiting[from], place - from);
        let (role, nobody) = match world.traffic.is_awaited(first) {
            true => (Role::Load(age(canvas, first)), ""),
            false => (Role::Unreachable, "; nobody waits for it"),
        };
        let more = if more > 0 { format!(", {more} right behind it") } else { String::new() };
        let told = format!("{} waits at {n}, {from} before it{more}{nobody}", first.id);
        let w = (end - x - 1.0).max(2.0);
        let shape =
            Shape::Bar { x: lane.queue.1 - x - w, y: lane.y - h / 2.0, w, h, fill: 1.0, upright: false };
        canvas.push(Item::new(request_id(seen, first.id), role, shape).described(told).selectable());
        (from, x) = (place + 1, end);
    }
}

/// One bar for workers who are too many to be counted.
fn crowd(canvas: &mut Canvas, lane: &Lane) {
    let (busy, id) = (canvas.server(lane.server).busy.len(), lane.server);
    let told = format!("{busy} of {id}'s {} workers are busy", lane.slots.count);
    let shape = lane.slots.whole(busy as f32 / lane.slots.count as f32);
    canvas.push(Item::new(format!("{id}/workers"), Role::Leader, shape).described(told));
}

fn workers(canvas: &mut Canvas, lane: &Lane, seen: &mut BTreeSet<(RequestId, u32)>) {
    let (world, id) = (canvas.world, lane.server);
    let busy = &world.traffic.service().server(id).busy;
    for slot in 0..lane.slots.count {
        let one = busy.get(slot as usize).and_then(|key| world.traffic.attempt(*key));
        let item = match one {
            None => Item::new(format!("{id}/w{}", slot + 1), Role::Idle, lane.slots.bar(slot, 0.0)),
            Some(one) => {
                let whole = one.ends.since(one.since).0.max(1) as f32;
                let left = (one.ends.0.saturating_sub(canvas.view.now) as f32 / whole).clamp(0.0, 1.0);
                let (role, nobody) = match world.traffic.is_awaited(one) {
                    true => (Role::Leader, ""),
                    false => (Role::Unreachable, "; nobody waits for it"),
                };
                let told = format!("{} is being served by {id}{nobody}", one.id);
                Item::new(request_id(seen, one.id), role, lane.slots.bar(slot, left))
                    .described(told)
                    .selectable()
            }
        };
        canvas.push(item);
    }
}

fn server(canvas: &mut Canvas, frame: &Frame, lane: &Lane) {
    let (id, (x, y), named) = (lane.server, lane.node, frame.named.0);
    let outlines = (0..lane.slots.count).map(|slot| lane.slots.area(slot).outline()).collect();
    let slots = Shape::Region { pieces: outlines, paint: Paint::Line };
    canvas.push(Item::new(format!("{id}/slots"), Role::Idle, slots));
    let label = if named { id.to_string() } else { String::new() };
    let shape = Shape::Node { x, y, r: frame.r, sub: String::new() };
    let item = Item::new(id.to_string(), canvas.role(id), shape).labelled(label);
    canvas.push(item.described(words::server(canvas.world, id)).selectable());
    if let Some(at) = lane.words {
        let line = words::over(canvas.world, id, ((lane.queue.1 - lane.queue.0) / LETTER) as usize);
        canvas.push(Item::text(format!("{id}/words0"), at, Size::Small, Anchor::End, line));
        return;
    }
    let mut lines = words::beside(canvas.world, id, frame.wide && named);
    if !named {
        lines[0] = format!("{id} {}", lines[0]);
    }
    let two = frame.pitch >= 34.0 && !lines[1].is_empty();
    for (place, line) in lines.into_iter().enumerate().take(if two { 2 } else { 1 }) {
        let at = (frame.words, lane.y + if two { -3.0 + 15.0 * place as f32 } else { 4.0 });
        canvas.push(Item::text(format!("{id}/words{place}"), at, Size::Small, Anchor::Start, line));
    }
}
