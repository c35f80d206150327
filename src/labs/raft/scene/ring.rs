//! Servers, clients, and the links between them.

use super::captions::LINE;
use super::frame::{CLIENT_R, Frame};
use super::words;
use crate::algorithms::raft::{Role as State, Timer};
use crate::labs::raft::world::RaftWorld;
use crate::process::{NodeId, SimTime};
use crate::scene::{Anchor, Item, Role, Scene, Shape, Size};
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

/// What a server looks like.
fn server_role(world: &RaftWorld, id: NodeId, now: SimTime) -> Role {
    let node = world.cluster.node(id);
    match (node.health(now), world.server(id).role()) {
        (Health::Down, _) => Role::Failed,
        (Health::Paused, _) => Role::Unreachable,
        // A leader that is cut off leads all the same, as far as it knows; its links and its words tell the rest.
        (_, State::Leader) => Role::Leader,
        _ if words::cut_off(world, id) => Role::Unreachable,
        (Health::Slow, _) => Role::Degraded,
        (_, State::Candidate | State::PreCandidate) => Role::Candidate,
        (_, State::Follower) => Role::Healthy,
    }
}

/// The machines with their timers and words.
pub fn machines(world: &RaftWorld, frame: &Frame, now: SimTime, scene: &mut Scene) {
    for id in world.server_ids() {
        server(world, frame, id, now, scene);
        caption(world, frame, id, now, scene);
    }
    world.client_ids().for_each(|id| client(world, frame, id, scene));
}

fn server(world: &RaftWorld, frame: &Frame, id: NodeId, now: SimTime, scene: &mut Scene) {
    let ((x, y), r) = (frame.place(id), frame.r);
    let node = world.cluster.node(id);
    let leads = node.up && world.server(id).role() == State::Leader;
    if let Some((set, due)) = node.timer(Timer::Election).filter(|_| !leads) {
        let dial = Shape::Dial { x, y, r: r + 7.0, set: set.0, due: due.0 };
        scene.push(Item::new(format!("dial/{id}"), Role::Plain, dial));
    }
    let term = if node.up { world.server(id).current_term() } else { node.disk.current_term };
    let sub = match r {
        r if r >= 25.0 => format!("term {term}"),
        r if r >= 18.0 => format!("t{term}"),
        _ => String::new(),
    };
    let item = Item::new(id.to_string(), server_role(world, id, now), Shape::Node { x, y, r, sub });
    scene.push(item.labelled(id.to_string()).described(words::server(world, id, now)).selectable());
}

fn caption(world: &RaftWorld, frame: &Frame, id: NodeId, now: SimTime, scene: &mut Scene) {
    let Some(at) = frame.captions[id.index()] else { return };
    let lines: Vec<String> =
        words::caption(world, id, now).into_iter().take(at.lines).filter(|line| !line.is_empty()).collect();
    let spare = if at.above { at.lines - lines.len() } else { 0 };
    for (number, line) in lines.into_iter().enumerate() {
        let place = (at.x, at.y + LINE * (number + spare) as f32);
        scene.push(Item::text(format!("caption/{id}/{number}"), place, Size::Small, at.anchor, line));
    }
}

fn client(world: &RaftWorld, frame: &Frame, id: NodeId, scene: &mut Scene) {
    let (x, y) = frame.place(id);
    let node = world.cluster.node(id);
    let role = if node.up { Role::Idle } else { Role::Failed };
    let item = Item::new(id.to_string(), role, Shape::Node { x, y, r: CLIENT_R, sub: String::new() });
    scene.push(item.labelled(id.to_string()).described(words::client(world, id)).selectable());
    if frame.name_clients {
        let waits = node.process.client().is_some_and(|client| client.pending().is_some());
        let word = if waits { "waits" } else { "client" };
        let place = (x, y + CLIENT_R + 13.0);
        scene.push(Item::text(format!("caption/{id}"), place, Size::Small, Anchor::Middle, word));
    }
}
