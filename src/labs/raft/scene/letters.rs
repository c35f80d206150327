//! Messages on their way.

use super::camps;
use super::frame::Frame;
use super::words;
use crate::algorithms::raft::{AppendOutcome, ClientResult, Message, Summary};
use crate::labs::raft::world::RaftWorld;
use crate::scene::{Item, Role, Scene, Shape};
use crate::sim::{Fate, Flight};

/// All messages, in the order of sending.
pub fn draw(world: &RaftWorld, frame: &Frame, scene: &mut Scene) {
    let mut flights: Vec<&Flight<Message>> = world.cluster.flights().collect();
    flights.sort_by_key(|flight| (flight.id, flight.arrives, flight.ends));
    let mut copy = 1;
    for (place, flight) in flights.iter().enumerate() {
        let again = place > 0 && flights[place - 1].id == flight.id;
        copy = if again { copy + 1 } else { 1 };
        let id = if again { format!("{}/{copy}", flight.id) } else { flight.id.to_string() };
        scene.push(letter(world, frame, flight, id));
    }
}

fn letter(world: &RaftWorld, frame: &Frame, flight: &Flight<Message>, id: String) -> Item {
    let (from, to) = frame.way(flight.from, flight.to, 7.0, 4.0);
    let lost = (flight.fate != Fate::Arrives).then_some(flight.ends.0);
    let (role, label, faint) = look(world, flight);
    let sent = flight.sent.0;
    // What is lost at a wall is drawn so fast or slow that it is there when it is lost.
    let wall = lost.and_then(|ends| Some((ends, camps::meets(&frame.walls, from, to)?.clamp(0.1, 0.9))));
    let arrives = match wall {
        Some((ends, part)) => sent + ((ends - sent) as f32 / part) as u64 + 1,
        None => flight.arrives.0,
    };
    let shape = Shape::Message { from, to, sent, arrives, lost, faint };
    let says = Summary::of(&flight.message);
    let says = format!("{} from {} to {}: {says}", flight.id, flight.from, flight.to);
    Item::new(id, role, shape).labelled(label).described(says).selectable()
}

/// A message's sign, its label, and whether it is only a heartbeat or the answer to one.
fn look(world: &RaftWorld, flight: &Flight<Message>) -> (Role, String, bool) {
    match &flight.message {
        Message::RequestVote(ask) => (Role::Candidate, format!("vote? term {}", ask.term), false),
        Message::RequestVoteReply(reply) if reply.granted => (Role::Degraded, "yes".into(), false),
        Message::RequestVoteReply(_) => (Role::Unreachable, "no".into(), false),
        Message::AppendEntries(append) if append.batch.is_empty() => (Role::Leader, String::new(), true),
        Message::AppendEntries(append) => (Role::Leader, format!("+{}", append.batch.len()), false),
        Message::AppendEntriesReply(reply) => match reply.outcome {
            AppendOutcome::Accepted { match_index } => {
                let leader = world.cluster.node(flight.to).process.server();
                let known = leader.and_then(|leader| leader.progress(flight.from));
                let news = known.is_some_and(|progress| progress.match_index < match_index);
                (Role::Healthy, format!("ok {match_index}"), !news)
            }
            AppendOutcome::Rejected { prev_log_index, .. } => {
                (Role::Unreachable, format!("not {prev_log_index}"), false)
            }
        },
        Message::ClientRequest(request) => (Role::Plain, words::operation(request.operation).into(), false),
        Message::ClientReply(reply) => match reply.result {
            ClientResult::Done(answer) => (Role::Healthy, answer.to_string(), false),
            ClientResult::NotLeader { hint: Some(leader) } => {
                (Role::Unreachable, format!("ask {leader}"), false)
            }
            ClientResult::NotLeader { hint: None } => (Role::Unreachable, "no leader".into(), false),
        },
    }
}
