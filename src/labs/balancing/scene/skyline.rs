//! Many servers: a bar for each by what is there, the longest first. Very many are one outline, and a tile each below it.

use super::{Canvas, words};
use crate::scene::{Anchor, Area, Item, Paint, Place, Role, Shape, Size};
use crate::traffic::{ServerId, State};
use std::cmp::Reverse;

/// Servers that have a bar of their own.
const BARS: usize = 128;
/// The room above the bars, for a title and a tick; and at their left, for numbers.
const ABOVE: f32 = 34.0;
const NUMBERS: f32 = 26.0;
/// Who has nothing to do is as high as this.
const STUB: f32 = 2.0;

/// Where the bars are.
pub struct Sky {
    /// By place: who has the most first.
    sorted: Vec<ServerId>,
    /// By the server's number: its place.
    places: Vec<usize>,
    loads: Vec<f32>,
    most: f32,
    area: Area,
}

impl Sky {
    /// The bars of a world in an area.
    pub fn new(canvas: &Canvas, area: Area) -> Sky {
        let mut sorted: Vec<ServerId> = canvas.world.traffic.service().there().map(|(id, _)| id).collect();
        let servers = canvas.world.traffic.service().servers();
        let load = |n: &ServerId| {
            let server = &servers[n.index()];
            server.load() * 1_000 / server.spec.workers
        };
        sorted.sort_by_key(|n| (Reverse(load(n)), canvas.server(*n).state == State::Down, *n));
        let mut places = vec![0; servers.len()];
        sorted.iter().enumerate().for_each(|(place, n)| places[n.index()] = place);
        let loads: Vec<f32> = sorted.iter().map(|n| load(n) as f32 / 1e3).collect();
        let longest = loads.first().copied().unwrap_or(0.0);
        let steps = (2..).flat_map(|power| [1.0, 1.5].map(|step| step * (1u64 << power) as f32));
        let most = steps.take(80).find(|step| *step >= longest).unwrap_or(longest);
        let h = if sorted.len() > BARS { area.h * 0.55 } else { area.h - 6.0 };
        let area = Area::new(
            area.x + NUMBERS,
            area.y + ABOVE.min(h / 3.0),
            area.w - NUMBERS,
            (h - ABOVE.min(h / 3.0)).max(1.0),
        );
        Sky { sorted, places, loads, most, area }
    }

    /// The top of a server's bar.
    pub fn top(&self, n: ServerId) -> Option<Place> {
        let place = *self.places.get(n.index())?;
        (self.sorted.get(place) == Some(&n))
            .then(|| (self.x(place) + self.pitch() / 2.0, self.area.y + self.area.h - self.height(place)))
    }

    fn pitch(&self) -> f32 {
        self.area.w / self.sorted.len().max(1) as f32
    }

    fn x(&self, place: usize) -> f32 {
        self.area.x + self.pitch() * place as f32
    }

    fn height(&self, place: usize) -> f32 {
        (self.area.h * self.loads[place] / self.most).max(STUB)
    }
}

/// Draws the bars, and below an outline the tiles.
pub fn draw(canvas: &mut Canvas, sky: &Sky, whole: Area) {
    scale(canvas, sky, whole);
    if sky.sorted.len() <= BARS {
        bars(canvas, sky);
        return;
    }
    outline(canvas, sky);
    let top = sky.area.y + sky.area.h + 8.0;
    tiles(canvas, sky, Area::new(whole.x, top, whole.w, (whole.y + whole.h - top).max(1.0)));
}

/// The title, and lines at the top and half way up.
fn scale(canvas: &mut Canvas, sky: &Sky, whole: Area) {
    let Area { x, y, w, h } = sky.area;
    if y - whole.y >= ABOVE {
        let title = if w >= 330.0 { "requests at each server, most first" } else { "requests at each" };
        canvas.push(Item::text("loads", (x, whole.y + 12.0), Size::Small, Anchor::Start, title));
    }
    for part in [0.0f32, 0.5, 1.0] {
        let at = y + h * (1.0 - part);
        let line = Shape::Link { from: (x - 4.0, at), to: (x + w, at), width: 0.5, arrow: false };
        let number = format!("{:.0}", sky.most * part);
        canvas.push(Item::new(format!("loads/{number}"), Role::Idle, line));
        if h >= 40.0 || part == 1.0 {
            let place = (x - 7.0, at + if part == 0.0 { 0.0 } else { 4.0 });
            canvas.push(Item::text(format!("loads/{number}/word"), place, Size::Small, Anchor::End, number));
        }
    }
}

/// What a server's bar or tile is: whether it works and is known to; else how much is there for each worker.
fn role(canvas: &Canvas, n: ServerId, load: f32) -> Role {
    let server = canvas.server(n);
    match (server.state, load) {
        (State::Down | State::Removed, _) => Role::Failed,
        (State::Starting, _) => Role::Candidate,
        _ if !server.in_rotation => Role::Unreachable,
        (_, load) if load > 8.0 => Role::Load(3),
        (_, load) if load > 4.0 => Role::Load(2),
        (_, load) if load > 2.0 => Role::Load(1),
        (_, load) if load > 1.0 => Role::Load(0),
        (_, load) if load > 0.0 => Role::Healthy,
        _ => Role::Idle,
    }
}

/// The servers in the order of their numbers, each with its place and its role.
fn each<'a>(canvas: &'a Canvas, sky: &'a Sky) -> Vec<(ServerId, usize, Role)> {
    let numbered = canvas.world.traffic.service().there().map(|(n, _)| (n, sky.places[n.index()]));
    numbered.map(|(n, place)| (n, place, role(canvas, n, sky.loads[place]))).collect()
}

fn bars(canvas: &mut Canvas, sky: &Sky) {
    let bottom = sky.area.y + sky.area.h;
    let gap = if sky.pitch() > 8.0 { 2.0 } else { 0.5 };
    for (n, place, role) in each(canvas, sky) {
        let (x, h) = (sky.x(place), sky.height(place));
        let shape = Shape::Bar { x, y: bottom - h, w: sky.pitch() - gap, h, fill: 1.0, upright: true };
        canvas.push(
            Item::new(n.to_string(), role, shape).described(words::server(canvas.world, n)).selectable(),
        );
    }
}

/// All bars as one shape for each role.
fn outline(canvas: &mut Canvas, sky: &Sky) {
    let bottom = sky.area.y + sky.area.h;
    let mut runs: Vec<(Role, usize, usize)> = Vec::new();
    for (place, n) in sky.sorted.iter().enumerate() {
        let role = role(canvas, *n, sky.loads[place]);
        match runs.last_mut() {
            Some((known, from, to)) if *known == role && sky.loads[*from] == sky.loads[place] => {
                *to = place + 1
            }
            _ => runs.push((role, place, place + 1)),
        }
    }
    let mut roles: Vec<Role> = runs.iter().map(|(role, ..)| *role).collect();
    roles.sort_unstable();
    roles.dedup();
    for (number, role) in roles.into_iter().enumerate() {
        let of = |(known, from, to): &(Role, usize, usize)| {
            (*known == role).then(|| {
                let (left, right, top) = (sky.x(*from), sky.x(*to), bottom - sky.height(*from));
                vec![(left, bottom), (left, top), (right, top), (right, bottom), (left, bottom)]
            })
        };
        let pieces = runs.iter().filter_map(of).collect();
        canvas.push(Item::new(format!("sky/{number}"), role, Shape::Region { pieces, paint: Paint::Full }));
    }
}

fn tiles(canvas: &mut Canvas, sky: &Sky, Area { x, y, w, h }: Area) {
    let servers = each(canvas, sky);
    let side = (w * h / servers.len().max(1) as f32).sqrt();
    let columns = ((w / side).ceil() as usize).max(1);
    let rows = servers.len().div_ceil(columns).max(1);
    let (tile_w, tile_h) = (w / columns as f32, h / rows as f32);
    let gap = if tile_w > 8.0 { 2.0 } else { 1.0 };
    for (number, (n, _, role)) in servers.into_iter().enumerate() {
        let (column, row) = ((number % columns) as f32, (number / columns) as f32);
        let at = (x + column * tile_w, y + row * tile_h);
        let solid = !matches!(role, Role::Idle | Role::Failed | Role::Candidate | Role::Unreachable);
        let shape = Shape::Cell { x: at.0, y: at.1, w: tile_w - gap, h: tile_h - gap, solid };
        canvas.push(
            Item::new(n.to_string(), role, shape).described(words::server(canvas.world, n)).selectable(),
        );
    }
}
