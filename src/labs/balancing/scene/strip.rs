//! Many servers: a tile for each by its load, and how many have which load.

use super::frame::Frame;
use super::{Canvas, words};
use crate::scene::{Anchor, Area, Item, Role, Shape, Size};
use crate::traffic::{ServerId, State};

/// Bars of the histogram: 0 to 8 for each worker, and more.
const BINS: usize = 10;

/// Draws the tiles, and below them the histogram if there is room.
pub fn draw(canvas: &mut Canvas, frame: &Frame, area: Area) {
    let h = area.h;
    let below = if h >= 150.0 { (h * 0.3).min(110.0) } else { 0.0 };
    tiles(canvas, Area { h: h - below, ..area });
    if below > 0.0 {
        histogram(canvas, Area { y: area.y + h - below + 22.0, h: below - 40.0, ..area }, frame.wide);
    }
}

fn there(canvas: &Canvas) -> Vec<ServerId> {
    canvas.world.traffic.service().there().map(|(id, _)| id).collect()
}

/// Waiting and in service for each worker.
fn load(canvas: &Canvas, n: ServerId) -> f32 {
    let server = canvas.server(n);
    server.load() as f32 / server.spec.workers as f32
}

/// The tile of a server by its load: free, busy, with a queue, with a long one.
fn heat(canvas: &Canvas, n: ServerId) -> (Role, bool) {
    let server = canvas.server(n);
    match (server.state, load(canvas, n)) {
        (State::Down | State::Removed, _) => (Role::Failed, false),
        (State::Starting, _) => (Role::Candidate, false),
        _ if !server.in_rotation => (Role::Unreachable, false),
        (_, load) if load > 4.0 => (Role::Failed, true),
        (_, load) if load > 1.0 => (Role::Degraded, true),
        (_, load) if load > 0.0 => (Role::Healthy, true),
        _ => (Role::Idle, false),
    }
}

fn tiles(canvas: &mut Canvas, Area { x, y, w, h }: Area) {
    let servers = there(canvas);
    let side = (w * h / servers.len().max(1) as f32).sqrt();
    let columns = ((w / side).ceil() as usize).max(1);
    let rows = servers.len().div_ceil(columns).max(1);
    let (tile_w, tile_h) = (w / columns as f32, h / rows as f32);
    let gap = if tile_w > 8.0 { 2.0 } else { 1.0 };
    for (place, n) in servers.into_iter().enumerate() {
        let (column, row) = ((place % columns) as f32, (place / columns) as f32);
        let (role, solid) = heat(canvas, n);
        let at = (x + column * tile_w, y + row * tile_h);
        let shape = Shape::Cell { x: at.0, y: at.1, w: tile_w - gap, h: tile_h - gap, solid };
        let label = if tile_w >= 34.0 && tile_h >= 16.0 { n.to_string() } else { String::new() };
        let item = Item::new(n.to_string(), role, shape).labelled(label);
        canvas.push(item.described(words::server(canvas.world, n)).selectable());
    }
}

fn histogram(canvas: &mut Canvas, Area { x, y, w, h }: Area, wide: bool) {
    let mut counts = [0u32; BINS];
    for n in there(canvas) {
        counts[(load(canvas, n).ceil() as usize).min(BINS - 1)] += 1;
    }
    let most = counts.iter().max().copied().unwrap_or(1).max(1);
    let pitch = w / BINS as f32;
    let title = if wide {
        "servers by requests there, waiting and in service, for each worker"
    } else {
        "servers by load"
    };
    canvas.push(Item::text("loads", (x, y - 8.0), Size::Small, Anchor::Start, title));
    for (bin, count) in counts.into_iter().enumerate() {
        let left = x + pitch * bin as f32;
        let fill = count as f32 / most as f32;
        let shape = Shape::Bar { x: left, y, w: pitch - 3.0, h, fill, upright: true };
        let role = [Role::Idle, Role::Healthy, Role::Degraded, Role::Degraded, Role::Degraded];
        let role = role.get(bin).copied().unwrap_or(Role::Failed);
        let word = if bin == BINS - 1 { format!("{bin}+") } else { bin.to_string() };
        let told = format!("{count} servers have {word}");
        canvas.push(Item::new(format!("load/{bin}"), role, shape).described(told));
        let at = (left + pitch / 2.0 - 1.5, y + h + 13.0);
        let words = if wide { format!("{word}: {count}") } else { word };
        canvas.push(Item::text(format!("load/{bin}/word"), at, Size::Small, Anchor::Middle, words));
    }
}
