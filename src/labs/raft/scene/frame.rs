//! Where everything goes on a stage of a given size.

use super::captions::{self, Caption};
use crate::labs::raft::world::RaftWorld;
use crate::process::NodeId;
use crate::process::math;
use crate::scene::{Area, View, outline};
use std::f64::consts::TAU;

/// The space around a server that its double ring and its dial take.
pub const HALO: f32 = 10.0;
/// A client's radius.
pub const CLIENT_R: f32 = 13.0;
/// The width of the clients' column at the left.
const CLIENTS: f32 = 48.0;
/// The space below the lowest servers for their captions.
const BELOW: f32 = 20.0;

/// The places.
pub struct Frame {
    /// The stage is higher than wide.
    pub upright: bool,
    /// The middle of each node: servers, then clients.
    places: Vec<(f32, f32)>,
    /// A server's radius.
    pub r: f32,
    /// How many nodes are servers.
    pub servers: usize,
    /// Where each server's words go, if there is room.
    pub captions: Vec<Option<Caption>>,
    /// Whether there is room for a word below each client.
    pub name_clients: bool,
    /// Where the logs go.
    pub lanes: Area,
    /// Where the signs are explained; of no height if there is no room.
    pub legend: Area,
}

impl Frame {
    /// The places for this world.
    pub fn of(world: &RaftWorld, view: View) -> Frame {
        let servers = usize::from(world.settings.servers);
        let clients = usize::from(world.settings.clients);
        let (ring, lanes, legend) = split(view, servers);
        let left = if clients > 0 { CLIENTS } else { 0.0 };
        let ring = Area { x: ring.x + left, w: ring.w - left, ..ring };
        let (mut places, r) = places(ring, servers);
        let pitch = (2.0 * CLIENT_R + 24.0).min(ring.h / clients.max(1) as f32);
        let top = ring.y + (ring.h - pitch * (clients as f32 - 1.0)) / 2.0;
        places.extend((0..clients).map(|i| (ring.x - left + CLIENT_R + 12.0, top + pitch * i as f32)));
        let captions = captions::place(&places, servers, r, ring);
        let name_clients = pitch >= 2.0 * CLIENT_R + 20.0;
        Frame { upright: view.is_upright(), places, r, servers, captions, name_clients, lanes, legend }
    }

    /// The middle of a node.
    pub fn place(&self, id: NodeId) -> (f32, f32) {
        self.places[id.index()]
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

/// The parts of the stage for the ring, the logs and the legend: side by side, or one above the other.
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

/// Servers on an ellipse that fills the area, the first at the top, and the largest radius that fits.
fn places(area: Area, servers: usize) -> (Vec<(f32, f32)>, f32) {
    let mut r = 34.0;
    loop {
        let places = on_ellipse(area, servers, r);
        let pairs = (0..servers).map(|i| (places[i], places[(i + 1) % servers]));
        let nearest = pairs
            .map(|((ax, ay), (bx, by))| ((ax - bx) * (ax - bx) + (ay - by) * (ay - by)).sqrt())
            .fold(f32::MAX, f32::min);
        let fits = nearest >= 2.0 * (r + HALO) + 4.0 && area.h >= r * 9.5 && area.w >= r * 8.0;
        if fits || r <= 11.0 {
            return (places, r);
        }
        r -= 1.0;
    }
}

fn on_ellipse(Area { x, y, w, h }: Area, servers: usize, r: f32) -> Vec<(f32, f32)> {
    let turn = |i: usize| i as f64 / servers as f64 * TAU;
    let lowest = -math::cos(turn(servers / 2)) as f32;
    let (room, out) = (h - BELOW - 6.0, r + HALO);
    let beside = w / 2.0 - out - captions::WIDTH - 4.0;
    let ry = ((room - 2.0 * out) / (1.0 + lowest)).clamp(10.0, 180.0);
    // Wide enough for words at both sides, if that leaves a ring; else as wide as it gets.
    let rx = if beside >= ry * 0.8 { beside } else { w / 2.0 - out - 6.0 };
    let rx = rx.min(ry * 1.4).max(10.0);
    let ry = ry.min(rx * 1.25);
    let spare = room - 2.0 * out - ry * (1.0 + lowest);
    let centre = (x + w / 2.0, y + 4.0 + spare / 2.0 + out + ry);
    let place =
        |i: usize| (centre.0 + math::sin(turn(i)) as f32 * rx, centre.1 - math::cos(turn(i)) as f32 * ry);
    (0..servers).map(place).collect()
}
