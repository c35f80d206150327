//! A row for each server: who waits, what the workers do, how the server is.

use super::frame::{Frame, Row, STEP};
use super::{Canvas, words};
use crate::scene::{Anchor, Item, Role, Shape, Size};
use crate::traffic::{Attempt, AttemptKey, RequestId};
use std::collections::BTreeSet;

/// The room for the number of those who do not fit.
const MORE: f32 = 34.0;
/// Workers that are drawn one by one; more are one bar.
const SLOTS: u32 = 8;

/// Draws the rows; `seen` are the requests that have their id.
pub fn draw(canvas: &mut Canvas, frame: &Frame, seen: &mut BTreeSet<(RequestId, u32)>) {
    for row in &frame.rows {
        queue(canvas, frame, row, seen);
        workers(canvas, frame, row, seen);
        server(canvas, frame, row);
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

fn queue(canvas: &mut Canvas, frame: &Frame, row: &Row, seen: &mut BTreeSet<(RequestId, u32)>) {
    let traffic = &canvas.world.traffic;
    let waiting: Vec<&Attempt> =
        canvas.server(row.server).queue.iter().filter_map(|key: &AttemptKey| traffic.attempt(*key)).collect();
    let (left, right) = row.queue;
    let fits = ((right - left) / STEP).max(0.0) as usize;
    let drawn =
        if waiting.len() > fits { ((right - left - MORE) / STEP).max(0.0) as usize } else { waiting.len() };
    let r = (frame.pitch * 0.2).clamp(1.8, 3.6);
    let dots: Vec<Item> = waiting[..drawn]
        .iter()
        .enumerate()
        .map(|(place, one)| {
            let x = right - STEP * (place as f32 + 0.5);
            let r = if one.costly { r * 1.35 } else { r };
            let (role, nobody) = match traffic.is_awaited(one) {
                true => (Role::Degraded, ""),
                false => (Role::Unreachable, "; nobody waits for it"),
            };
            let told = format!("{} waits at {}, {place} before it{nobody}", one.id, row.server);
            Item::new(request_id(seen, one.id), role, Shape::Dot { x, y: row.y, r })
                .described(told)
                .selectable()
        })
        .collect();
    dots.into_iter().for_each(|dot| canvas.push(dot));
    if drawn < waiting.len() {
        let more = format!("+{}", waiting.len() - drawn);
        let at = (left, row.y + 4.0);
        let item = Item::text(format!("{}/more", row.server), at, Size::Small, Anchor::Start, more);
        canvas.push(Item { role: Role::Degraded, ..item });
    }
}

fn workers(canvas: &mut Canvas, frame: &Frame, row: &Row, seen: &mut BTreeSet<(RequestId, u32)>) {
    let server = canvas.server(row.server);
    let (left, right) = row.workers;
    let h = (frame.pitch * 0.42).clamp(5.0, 18.0);
    let (y, count) = (row.y - h / 2.0, server.spec.workers);
    let id = row.server;
    if count > SLOTS {
        let fill = server.busy.len() as f32 / count as f32;
        let shape = Shape::Bar { x: left, y, w: right - left, h, fill, upright: false };
        let told = format!("{} of {}'s {count} workers are busy", server.busy.len(), id);
        canvas.push(Item::new(format!("{id}/workers"), Role::Leader, shape).described(told));
        return;
    }
    let pitch = (right - left) / count as f32;
    let busy = server.busy.clone();
    for slot in 0..count {
        let one = busy.get(slot as usize).and_then(|key| canvas.world.traffic.attempt(*key));
        let x = left + pitch * slot as f32;
        let bar = |fill| Shape::Bar { x, y, w: pitch - 3.0, h, fill, upright: false };
        let item = match one {
            None => Item::new(format!("{id}/w{}", slot + 1), Role::Idle, bar(0.0)),
            Some(one) => {
                let whole = one.ends.since(one.since).0.max(1) as f32;
                let done = (canvas.view.now.saturating_sub(one.since.0) as f32 / whole).clamp(0.0, 1.0);
                let (role, nobody) = match canvas.world.traffic.is_awaited(one) {
                    true => (Role::Leader, ""),
                    false => (Role::Unreachable, "; nobody waits for it"),
                };
                let told = format!("{} is being served by {id}{nobody}", one.id);
                Item::new(request_id(seen, one.id), role, bar(done)).described(told).selectable()
            }
        };
        canvas.push(item);
    }
}

fn server(canvas: &mut Canvas, frame: &Frame, row: &Row) {
    let id = row.server;
    let (x, y) = row.node;
    let named = frame.named.0;
    let label = if named { id.to_string() } else { String::new() };
    let shape = Shape::Node { x, y, r: frame.r, sub: String::new() };
    let item = Item::new(id.to_string(), canvas.role(row.server), shape).labelled(label);
    canvas.push(item.described(words::server(canvas.world, row.server)).selectable());
    let mut lines = words::beside(canvas.world, row.server, frame.wide && named);
    if !named {
        lines[0] = format!("{id} {}", lines[0]);
    }
    let two = frame.pitch >= 34.0 && !lines[1].is_empty();
    for (place, line) in lines.into_iter().enumerate().take(if two { 2 } else { 1 }) {
        let at = (frame.words, row.y + if two { -3.0 + 15.0 * place as f32 } else { 4.0 });
        canvas.push(Item::text(format!("{id}/words{place}"), at, Size::Small, Anchor::Start, line));
    }
}
