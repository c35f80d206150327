//! Where everything goes on a stage of a given size.

use super::camps::{self, Camp};
use crate::labs::raft::world::RaftWorld;
use crate::process::NodeId;
use crate::process::math;
use crate::scene::{Area, View, distance, outline};
use std::f64::consts::TAU;

/// The space around a server that its double ring and the votes for it take.
pub const HALO: f32 = 11.0;
/// A client's radius.
pub const CLIENT_R: f32 = 13.0;
/// The width of a column of clients.
const CLIENTS: f32 = 46.0;
/// The space for words beside servers, that they may stand apart for.
const WORDS: f32 = 82.0;
/// The height of the bracket under a camp, and the least of a room that has one.
const BRACKET: f32 = 24.0;
const ROOM: f32 = 92.0;

/// Where a camp stands.
pub struct Room {
    /// Who stands there.
    pub camp: Camp,
    /// Where its servers and their words are.
    pub area: Area,
    /// Where the bracket goes, if there is room.
    pub bracket: Option<Area>,
    /// Whether it is over the servers.
    pub over: bool,
}

impl Room {
    /// Over the servers if they stand on a wall, so that no way to the other side leads through its words.
    fn of(camp: Camp, area: Area, walls: &[Area]) -> Room {
        let below = |wall: &Area| wall.w > wall.h && (0.0..40.0).contains(&(wall.y - area.y - area.h));
        let over = walls.iter().any(below);
        match (area.h >= ROOM, over) {
            (false, _) => Room { camp, area, bracket: None, over },
            (true, true) => {
                Room { camp, area: area.below(BRACKET), bracket: Some(Area { h: BRACKET, ..area }), over }
            }
            (true, false) => {
                let bracket = Some(area.below(area.h - BRACKET));
                Room { camp, area: area.above(BRACKET), bracket, over }
            }
        }
    }
}

/// The places.
pub struct Frame {
    /// The stage is higher than wide.
    pub upright: bool,
    height: f32,
    /// The middle of each node: servers, then clients.
    places: Vec<(f32, f32)>,
    /// A server's radius.
    pub r: f32,
    /// How many nodes are servers.
    pub servers: usize,
    /// A room for each camp.
    pub rooms: Vec<Room>,
    /// What stands between camps.
    pub walls: Vec<Area>,
    /// Where the logs go.
    pub lanes: Area,
    /// Where the signs are explained; of no height if there is no room.
    pub legend: Area,
}

impl Frame {
    /// The places for this world: of two ways to part the stage the one with the larger servers.
    pub fn of(world: &RaftWorld, view: View) -> Frame {
        let [one, other] = [1.0, 1.8].map(|flat| Frame::parted(world, view, flat));
        if other.r > one.r { other } else { one }
    }

    fn parted(world: &RaftWorld, view: View, flat: f32) -> Frame {
        let servers = usize::from(world.settings.servers);
        let (mut area, lanes, legend) = split(view, servers);
        let mut frame = Frame {
            upright: view.is_upright(),
            height: view.height,
            places: vec![(0.0, 0.0); usize::from(world.settings.nodes())],
            r: 34.0,
            servers,
            rooms: Vec::new(),
            walls: Vec::new(),
            lanes,
            legend,
        };
        let (camps, alone) = camps::of(world);
        if !alone.is_empty() {
            frame.column(&alone, area);
            frame.walls.push(Area::new(area.x + CLIENTS + 2.0, area.y + 6.0, 6.0, area.h - 12.0));
            area = Area { x: area.x + CLIENTS + 12.0, w: area.w - CLIENTS - 12.0, ..area };
        }
        let areas = camps::rooms(&camps, area, flat, &mut frame.walls);
        for (camp, area) in camps.into_iter().zip(areas) {
            let area = frame.clients(&camp, area);
            frame.rooms.push(Room::of(camp, area, &frame.walls));
        }
        while frame.r > 11.0 && !frame.rooms.iter().all(|room| fits(room, frame.r)) {
            frame.r -= 1.0;
        }
        for room in &frame.rooms {
            let places = around(room.area, room.camp.servers.len(), frame.r);
            room.camp.servers.iter().zip(places).for_each(|(id, at)| frame.places[id.index()] = at);
        }
        frame
    }

    /// Puts a camp's clients at the side that no wall is on; gives what is left of its area.
    fn clients(&mut self, camp: &Camp, area: Area) -> Area {
        if camp.clients.is_empty() {
            return area;
        }
        let walled = |wall: &Area| wall.h > wall.w && (0.0..40.0).contains(&(area.x - wall.x));
        let (at, x) = match self.walls.iter().any(walled) {
            true => (Area { x: area.x + area.w - CLIENTS, ..area }, area.x),
            false => (area, area.x + CLIENTS),
        };
        self.column(&camp.clients, at);
        Area { x, w: area.w - CLIENTS, ..area }
    }

    /// Puts clients in a column at the left of an area.
    fn column(&mut self, clients: &[NodeId], area: Area) {
        let count = clients.len().max(1) as f32;
        let pitch = (area.h / count).min(2.0 * CLIENT_R + 24.0);
        let top = area.y + (area.h - pitch * (count - 1.0)) / 2.0;
        for (number, id) in clients.iter().enumerate() {
            self.places[id.index()] = (area.x + CLIENTS / 2.0, top + pitch * number as f32);
        }
    }

    /// The middle of a node.
    pub fn place(&self, id: NodeId) -> (f32, f32) {
        self.places[id.index()]
    }

    /// The middle of every node and its radius, servers first.
    pub fn nodes(&self) -> impl Iterator<Item = ((f32, f32), f32)> {
        let r = |number| if number < self.servers { self.r } else { CLIENT_R };
        self.places.iter().enumerate().map(move |(number, at)| (*at, r(number)))
    }

    /// The lowest place above the logs, or of the stage.
    pub fn bottom(&self) -> f32 {
        if self.upright { self.lanes.y - 2.0 } else { self.height - 2.0 }
    }

    fn radius(&self, id: NodeId) -> f32 {
        if id.index() < self.servers { self.r } else { CLIENT_R }
    }

    /// The ends of a way between two nodes, `gap` from their edges, `aside` to its right.
    pub fn way(&self, from: NodeId, to: NodeId, gap: f32, aside: f32) -> ((f32, f32), (f32, f32)) {
        let ends = (self.radius(from) + gap, self.radius(to) + gap);
        let (from, to) = outline::between(self.place(from), self.place(to), ends);
        let (from, to, _) = outline::aside(from, to, aside);
        (from, to)
    }
}

/// The parts of the stage for the servers, the logs and the legend: side by side, or one above the other.
fn split(view: View, servers: usize) -> (Area, Area, Area) {
    let (w, h, rows) = (view.width, view.height, servers as f32);
    if view.is_upright() {
        let lanes = (20.0 + rows * 19.0).min(h * 0.46);
        let legend = Area::new(0.0, h, w, 0.0);
        return (Area::new(0.0, 0.0, w, h - lanes), Area::new(6.0, h - lanes, w - 12.0, lanes), legend);
    }
    let ring = (w * 0.57).min(h * 1.2 + 60.0);
    let logs = (w - ring - 24.0).min(380.0);
    let left = (w - ring - logs - 24.0) / 2.0;
    let lanes = (48.0 + rows * 42.0).min(h - 8.0);
    let legend = if h - lanes >= 60.0 { 44.0 } else { 0.0 };
    let top = (h - lanes - legend) / 2.0;
    let x = left + ring + 8.0;
    (
        Area::new(left, 0.0, ring, h),
        Area::new(x, top, logs, lanes),
        Area::new(x, top + lanes + 4.0, logs, legend),
    )
}

/// Whether servers of this radius stand well apart in a room, and within it.
fn fits(room: &Room, r: f32) -> bool {
    let (Area { x, y, w, h }, servers) = (room.area, room.camp.servers.len());
    let (places, out) = (around(room.area, servers, r), r + HALO);
    let nearest = (0..servers)
        .flat_map(|a| (0..a).map(move |b| (a, b)))
        .map(|(a, b)| distance(places[a], places[b]))
        .fold(f32::MAX, f32::min);
    let inside =
        |at: &(f32, f32)| at.0 >= x + out && at.0 <= x + w - out && at.1 >= y + out && at.1 <= y + h - out;
    // A ring needs room for what is sent across it.
    let across = if servers > 3 { (8.5, 7.5) } else { (0.0, 0.0) };
    nearest >= 2.0 * out + 4.0 && places.iter().all(inside) && h >= r * across.0 && w >= r * across.1
}

/// Places for so many servers in an area: its middle, two side by side, or an ellipse with the first at the top.
fn around(area: Area, servers: usize, r: f32) -> Vec<(f32, f32)> {
    let (Area { w, h, .. }, (cx, cy), out) = (area, area.centre(), r + HALO);
    match servers {
        0 | 1 => vec![(cx, cy); servers],
        2 if w >= h => {
            // Words have room at both sides, where that leaves the two apart.
            let d = (w / 2.0 - out - WORDS).clamp((out + 4.0).min(w / 4.0), 110.0);
            vec![(cx - d, cy), (cx + d, cy)]
        }
        2 => {
            let d = (h / 2.0 - out - 4.0).clamp(1.0, 110.0);
            vec![(cx, cy - d), (cx, cy + d)]
        }
        _ => on_ellipse(area, servers, r),
    }
}

fn on_ellipse(Area { x, y, w, h }: Area, servers: usize, r: f32) -> Vec<(f32, f32)> {
    let turn = |i: usize| i as f64 / servers as f64 * TAU;
    let lowest = -math::cos(turn(servers / 2)) as f32;
    let (room, out) = (h - 6.0, r + HALO);
    let beside = w / 2.0 - out - WORDS - 4.0;
    let ry = ((room - 2.0 * out) / (1.0 + lowest)).clamp(10.0, 180.0);
    // Wide enough for words at both sides, if that leaves a ring; else as wide as it gets.
    let rx = if beside >= ry * 0.8 { beside } else { w / 2.0 - out - 4.0 };
    let rx = rx.min((ry * 1.6).max(90.0)).max(10.0);
    let ry = ry.min(rx * 1.25);
    let spare = room - 2.0 * out - ry * (1.0 + lowest);
    let centre = (x + w / 2.0, y + 3.0 + spare / 2.0 + out + ry);
    let place =
        |i: usize| (centre.0 + math::sin(turn(i)) as f32 * rx, centre.1 - math::cos(turn(i)) as f32 * ry);
    (0..servers).map(place).collect()
}
