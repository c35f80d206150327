//! Space means reachability: servers that reach each other stand in one room, with walls between the rooms.

use super::words;
use crate::labs::raft::world::RaftWorld;
use crate::process::NodeId;
use crate::scene::Area;

/// The least and the greatest space for a wall, and a wall's own thickness.
const GAP: (f32, f32) = (10.0, 34.0);
const WALL: f32 = 6.0;

/// Servers that reach each other, if only through others, and the clients that reach one of them.
pub struct Camp {
    /// The servers, ascending.
    pub servers: Vec<NodeId>,
    /// The clients, ascending.
    pub clients: Vec<NodeId>,
}

impl Camp {
    /// How many of its servers are up.
    pub fn up(&self, world: &RaftWorld) -> usize {
        self.servers.iter().filter(|id| world.cluster.node(**id).up).count()
    }

    fn weight(&self) -> f32 {
        self.servers.len() as f32 + 0.6 * self.clients.len() as f32 + 0.4
    }
}

/// The camps in the order of their first servers, and the clients that reach no server.
pub fn of(world: &RaftWorld) -> (Vec<Camp>, Vec<NodeId>) {
    let mut camps: Vec<Camp> = Vec::new();
    for id in world.server_ids() {
        if camps.iter().any(|camp| camp.servers.contains(&id)) {
            continue;
        }
        let mut servers = vec![id];
        let mut next = 0;
        while let Some(from) = servers.get(next).copied() {
            let more = world.server_ids().filter(|to| words::in_touch(world, from, *to));
            let more: Vec<NodeId> = more.filter(|to| !servers.contains(to)).collect();
            servers.extend(more);
            next += 1;
        }
        servers.sort_unstable();
        camps.push(Camp { servers, clients: Vec::new() });
    }
    let mut alone = Vec::new();
    for client in world.client_ids() {
        let reached = |camp: &&mut Camp| camp.servers.iter().any(|id| words::in_touch(world, client, *id));
        match camps.iter_mut().find(reached) {
            Some(camp) => camp.clients.push(client),
            None => alone.push(client),
        }
    }
    (camps, alone)
}

/// Divides an area among camps by their weights, along its longer side, where one side that is `flat` times the other
/// is as long; adds the walls between them.
pub fn rooms(camps: &[Camp], area: Area, flat: f32, walls: &mut Vec<Area>) -> Vec<Area> {
    if camps.len() < 2 {
        return vec![area];
    }
    let weight = |camps: &[Camp]| camps.iter().map(Camp::weight).sum::<f32>();
    let whole = weight(camps);
    let uneven = |at: &usize| (weight(&camps[..*at]) / whole - 0.5).abs();
    let middle = (1..camps.len()).min_by(|a, b| uneven(a).total_cmp(&uneven(b))).unwrap_or(1);
    let part = weight(&camps[..middle]) / whole;
    let (one, wall, other) = divided(area, part, flat);
    walls.push(wall);
    let mut areas = rooms(&camps[..middle], one, flat, walls);
    areas.extend(rooms(&camps[middle..], other, flat, walls));
    areas
}

/// The first part of an area, a wall, and the rest.
fn divided(area: Area, part: f32, flat: f32) -> (Area, Area, Area) {
    let Area { x, y, w, h } = area;
    let gap = (w.max(h) * 0.09).clamp(GAP.0, GAP.1);
    if w >= h * flat {
        let left = (w - gap) * part;
        let wall = Area::new(x + left + (gap - WALL) / 2.0, y + 6.0, WALL, (h - 12.0).max(1.0));
        return (Area { w: left, ..area }, wall, Area { x: x + left + gap, w: w - gap - left, ..area });
    }
    let upper = (h - gap) * part;
    let wall = Area::new(x + 6.0, y + upper + (gap - WALL) / 2.0, (w - 12.0).max(1.0), WALL);
    (Area { h: upper, ..area }, wall, Area { y: y + upper + gap, h: h - gap - upper, ..area })
}

/// The part of the way between two places at which it meets the first of these walls.
pub fn meets(walls: &[Area], from: (f32, f32), to: (f32, f32)) -> Option<f32> {
    let part = |wall: &Area| {
        let (x, y) = wall.centre();
        let upright = wall.h > wall.w;
        let part = if upright { (x - from.0) / (to.0 - from.0) } else { (y - from.1) / (to.1 - from.1) };
        let at = (from.0 + (to.0 - from.0) * part, from.1 + (to.1 - from.1) * part);
        let beside = if upright { (at.1 - y).abs() * 2.0 - wall.h } else { (at.0 - x).abs() * 2.0 - wall.w };
        ((0.0..=1.0).contains(&part) && beside <= 20.0).then_some(part)
    };
    walls.iter().filter_map(part).min_by(f32::total_cmp)
}
