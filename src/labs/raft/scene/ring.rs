//! Servers, clients, the links and walls between them, and who is a majority.

use super::captions::{self, LINE};
use super::frame::{CLIENT_R, Frame, Room};
use super::words;
use crate::algorithms::raft::{Role as State, Timer};
use crate::labs::raft::world::RaftWorld;
use crate::process::{NodeId, SimTime};
use crate::scene::{Anchor, Item, Role, Scene, Shape, Size, turn};
use crate::sim::Health;

/// Links between all servers: pale where they work, broken where they are cut.
pub fn links(world: &RaftWorld, frame: &Frame, scene: &mut Scene) {
    for a in world.server_ids() {
        for b in world.server_ids().filter(|b| a < *b) {
            let network = world.cluster.network();
            let (there, back) = (network.reaches(a, b), network.reaches(b, a));
            let role = match (there, back) {
                (true, true) => Role::Idle,
                (false, false) => Role::Unreachable,
                _ => Role::Failed,
            };
            let says = match (there, back) {
                (true, true) => format!("{a} and {b} reach each other"),
                (false, false) => format!("{a} and {b} are cut off from each other"),
                (true, false) => format!("nothing gets from {b} to {a}"),
                (false, true) => format!("nothing gets from {a} to {b}"),
            };
            let (from, to) = frame.way(a, b, 2.0, 0.0);
            let shape = Shape::Link { from, to, width: 1.0, arrow: false };
            scene.push(Item::new(format!("{a}>{b}"), role, shape).described(says).selectable());
        }
    }
}

/// What stands between camps, and under each a bracket that says whether it is a majority.
pub fn camps(world: &RaftWorld, frame: &Frame, scene: &mut Scene) {
    for (number, wall) in frame.walls.iter().enumerate() {
        let shape = Shape::Bar { x: wall.x, y: wall.y, w: wall.w, h: wall.h, fill: 1.0, upright: true };
        scene
            .push(Item::new(format!("wall/{number}"), Role::Failed, shape).described("nothing gets through"));
    }
    frame.rooms.iter().for_each(|room| bracket(world, frame, room, scene));
}

/// A line under a camp with an end at each side, whole if the camp is a majority, and what part of the servers it is.
fn bracket(world: &RaftWorld, frame: &Frame, room: &Room, scene: &mut Scene) {
    let (Some(area), Some(first)) = (room.bracket, room.camp.servers.first()) else { return };
    let (up, all) = (room.camp.up(world), frame.servers);
    let (role, what) = match up * 2 > all {
        true => (Role::Healthy, "a majority"),
        false => (Role::Unreachable, "no majority"),
    };
    let whole = format!("{up} of {all}: {what}");
    let text = if area.w >= whole.len() as f32 * 6.9 { whole } else { format!("{up} of {all}") };
    let places = room.camp.servers.iter().map(|id| frame.place(*id).0);
    let (left, right) = places.fold((f32::MAX, f32::MIN), |(left, right), x| (left.min(x), right.max(x)));
    let half = ((right - left) / 2.0 + frame.r).max(text.len() as f32 * 3.5).min(area.w / 2.0 - 1.0);
    let x = area.x + area.w / 2.0;
    let (y, end, base) = match room.over {
        true => (area.y + area.h - 6.0, area.y + area.h, area.y + area.h - 10.0),
        false => (area.y + 6.0, area.y, area.y + 19.0),
    };
    let (left, right) = (x - half, x + half);
    let strokes = [((left, end), (left, y)), ((left, y), (right, y)), ((right, y), (right, end))];
    for (number, (from, to)) in strokes.into_iter().enumerate() {
        let shape = Shape::Link { from, to, width: 2.0, arrow: false };
        scene.push(Item::new(format!("camp/{first}/{number}"), role, shape));
    }
    let label = Item::text(format!("camp/{first}"), (x, base), Size::Small, Anchor::Middle, text);
    scene.push(Item { role, ..label });
}

/// What a server looks like.
fn server_role(world: &RaftWorld, id: NodeId, now: SimTime) -> Role {
    let node = world.cluster.node(id);
    match (node.health(now), world.server(id).role()) {
        (Health::Down, _) => Role::Failed,
        (Health::Paused, _) => Role::Unreachable,
        // A leader without a majority leads all the same, as far as it knows: its ring stays double, but hollow.
        (_, State::Leader) if words::leads_alone(world, id) => Role::Unreachable,
        (_, State::Leader) => Role::Leader,
        _ if words::cut_off(world, id) => Role::Unreachable,
        (Health::Slow, _) => Role::Degraded,
        (_, State::Candidate | State::PreCandidate) => Role::Candidate,
        (_, State::Follower) => Role::Healthy,
    }
}

/// The machines with their timers, votes and words.
pub fn machines(world: &RaftWorld, frame: &Frame, now: SimTime, scene: &mut Scene) {
    world.server_ids().for_each(|id| server(world, frame, id, now, scene));
    let said: Vec<(NodeId, Vec<String>)> = world
        .server_ids()
        .map(|id| (id, words::beside(world, id, now)))
        .filter(|(_, lines)| !lines.is_empty())
        .collect();
    for ((id, lines), at) in said.iter().zip(captions::place(frame, &said)) {
        let Some(at) = at else { continue };
        for (number, line) in lines.iter().take(at.lines).enumerate() {
            let place = (at.x, at.y + LINE * number as f32);
            let name = format!("caption/{id}/{number}");
            scene.push(Item::text(name, place, Size::Small, at.anchor, line.as_str()));
        }
    }
    world.client_ids().for_each(|id| client(world, frame, id, scene));
}

fn server(world: &RaftWorld, frame: &Frame, id: NodeId, now: SimTime, scene: &mut Scene) {
    let ((x, y), r) = (frame.place(id), frame.r);
    let node = world.cluster.node(id);
    let (role, state) = (server_role(world, id, now), world.server(id).role());
    let leads = node.up && state == State::Leader;
    if leads && role != Role::Leader {
        let shape = Shape::Arc { x, y, radii: (r + 4.0, r + 6.0), start: 0.0, sweep: 1.0 };
        scene.push(Item::new(format!("hollow/{id}"), Role::Unreachable, shape));
    }
    if node.up && matches!(state, State::Candidate | State::PreCandidate) {
        votes(world, frame, id, scene);
    }
    if let Some((set, due)) = node.timer(Timer::Election).filter(|_| !leads) {
        let dial = Shape::Dial { x, y, r: r - 1.5, set: set.0, due: due.0 };
        scene.push(Item::new(format!("dial/{id}"), Role::Plain, dial));
    }
    let term = if node.up { world.server(id).current_term() } else { node.disk.current_term };
    let sub = match r {
        r if r >= 25.0 => format!("term {term}"),
        r if r >= 18.0 => format!("t{term}"),
        _ => String::new(),
    };
    let item = Item::new(id.to_string(), role, Shape::Node { x, y, r, sub });
    scene.push(item.labelled(id.to_string()).described(words::server(world, id, now)).selectable());
}

/// A slot on a candidate's rim for each server, full for each vote, and a mark at how many it needs.
fn votes(world: &RaftWorld, frame: &Frame, id: NodeId, scene: &mut Scene) {
    let ((x, y), r) = (frame.place(id), frame.r);
    let (votes, all) = (world.server(id).votes().len() as usize, frame.servers);
    let slot = 1.0 / all as f32;
    for number in 0..all {
        let role = if number < votes { Role::Degraded } else { Role::Idle };
        let radii = if number < votes { (r + 4.0, r + 9.0) } else { (r + 5.5, r + 7.0) };
        let shape = Shape::Arc { x, y, radii, start: slot * (number as f32 + 0.06), sweep: slot * 0.88 };
        scene.push(Item::new(format!("vote/{id}/{number}"), role, shape));
    }
    let needed = f64::from(slot) * (all / 2 + 1) as f64;
    let (from, to) = (turn((x, y), r + 2.0, needed), turn((x, y), r + 11.0, needed));
    let shape = Shape::Link { from, to, width: 2.5, arrow: false };
    scene.push(Item::new(format!("needed/{id}"), Role::Plain, shape));
}

fn client(world: &RaftWorld, frame: &Frame, id: NodeId, scene: &mut Scene) {
    let (x, y) = frame.place(id);
    let node = world.cluster.node(id);
    let role = if node.up { Role::Idle } else { Role::Failed };
    let item = Item::new(id.to_string(), role, Shape::Node { x, y, r: CLIENT_R, sub: String::new() });
    scene.push(item.labelled(id.to_string()).described(words::client(world, id)).selectable());
    let waits = node.process.client().is_some_and(|client| client.pending().is_some());
    let word = if waits { "waits" } else { "client" };
    let place = (x, y + CLIENT_R + 13.0);
    let near = |(bx, by): (f32, f32)| (bx, by) != (x, y) && (bx - x).abs() < 30.0 && by > y && by - y < 46.0;
    if !frame.nodes().any(|(at, _)| near(at)) && place.1 < frame.bottom() {
        scene.push(Item::text(format!("caption/{id}"), place, Size::Small, Anchor::Middle, word));
    }
}
