//! The state of a thing in the paper's words.

use super::world::RaftWorld;
use crate::algorithms::raft::{
    Answer, AppendEntriesReply, AppendOutcome, Client, ClientReply, ClientResult, Disk, KEYS, Member,
    Message, Server, Timer,
};
use crate::json;
use crate::lab::Target;
use crate::process::{NodeId, SimDuration};
use crate::sim::{Fate, Flight, Node};
use serde_json::{Map, Value};

/// How many of the latest entries of a log are shown.
const ENTRIES: usize = 40;

/// The state of a node `n1`, a link `n1>n2`, a message `m118`, or the whole.
pub fn inspect(world: &RaftWorld, target: &str) -> Value {
    let known = |id: NodeId| id.index() < world.cluster.nodes().len();
    match Target::parse(target) {
        Target::Whole => whole(world),
        Target::Node(id) if known(id) => node(world, id),
        Target::Link(from, to) if known(from) && known(to) => link(world, from, to),
        Target::Message(id) => {
            let flight = world.cluster.flights().find(|flight| flight.id == id);
            flight.map_or(Value::Null, message)
        }
        _ => Value::Null,
    }
}

fn whole(world: &RaftWorld) -> Value {
    let observer = &world.judge.observer;
    json!({
        "leader": world.leader().map(|id| id.to_string()),
        "term": world.up().map(|(_, server)| server.current_term()).max(),
        "servers": world.settings.servers,
        "serversUp": world.up().count(),
        "majority": world.settings.quorum(),
        "elections": observer.elections(),
        "entriesCommitted": observer.committed(),
        "readsChecked": world.judge.ledger.fresh.tested,
        "messagesSent": world.cluster.messages_sent(),
        "messagesInFlight": world.cluster.flights().count(),
    })
}

fn node(world: &RaftWorld, id: NodeId) -> Value {
    let node = world.cluster.node(id);
    let mut about = match &node.process {
        Member::Server(server) if node.up => server_state(world, id, server),
        Member::Server(_) => json!({ "id": id.to_string(), "role": "down" }),
        Member::Client(client) => client_state(id, client),
    };
    about["machine"] = json!({
        "health": format!("{:?}", node.health(world.cluster.now())).to_ascii_lowercase(),
        "sinceSeconds": node.since.seconds(),
        "clockSeconds": node.clock(world.cluster.now()).seconds(),
        "perEventMs": ms(node.per_event),
    });
    about["timers"] = timers(world, node);
    about["durable"] = durable(&node.disk);
    about
}

fn server_state(world: &RaftWorld, id: NodeId, server: &Server) -> Value {
    let peers = || world.server_ids().filter_map(|peer| Some((peer, server.progress(peer)?)));
    let table = |value: fn(crate::algorithms::raft::Progress) -> u32| -> Map<String, Value> {
        peers().map(|(peer, progress)| (peer.to_string(), value(progress).into())).collect()
    };
    let votes: Vec<String> =
        world.server_ids().filter(|voter| server.votes().contains(*voter)).map(|id| id.to_string()).collect();
    json!({
        "id": id.to_string(),
        "role": format!("{:?}", server.role()).to_ascii_lowercase(),
        "currentTerm": server.current_term(),
        "votedFor": server.voted_for().map(|id| id.to_string()),
        "votesGranted": votes,
        "leader": server.leader_hint().map(|id| id.to_string()),
        "log": entries(server.log()),
        "commitIndex": server.commit_index(),
        "lastApplied": server.last_applied(),
        "nextIndex": table(|progress| progress.next_index),
        "matchIndex": table(|progress| progress.match_index),
        "stateMachine": store(server),
        "sessions": sessions(world, server),
    })
}

fn entries(log: &crate::algorithms::raft::Log) -> Vec<Value> {
    let skip = (log.last_index() as usize).saturating_sub(ENTRIES);
    let entry = |(place, entry): (usize, crate::algorithms::raft::Entry)| json!({ "index": place + 1, "term": entry.term, "command": super::scene::command(entry.command) });
    log.entries().enumerate().skip(skip).map(entry).collect()
}

fn store(server: &Server) -> Map<String, Value> {
    let held = (0..KEYS).filter_map(|key| Some((format!("k{key}"), server.machine().value(key)?.into())));
    held.collect()
}

fn sessions(world: &RaftWorld, server: &Server) -> Map<String, Value> {
    let session = |client: NodeId| {
        let (serial, answer) = server.machine().session(client)?;
        Some((client.to_string(), json!({ "serial": serial, "answer": self::answer(answer) })))
    };
    world.client_ids().filter_map(session).collect()
}

fn client_state(id: NodeId, client: &Client) -> Value {
    json!({
        "id": id.to_string(),
        "role": "client",
        "serial": client.serial(),
        "waitsFor": client.pending().map(|operation| operation.to_string()),
        "believedLeader": client.believed_leader().to_string(),
        "answered": client.completed(),
        "latestAnswer": client.latest().map(answer),
    })
}

fn timers(world: &RaftWorld, node: &Node<Member>) -> Value {
    let due = |(name, timer): (&str, Timer)| {
        let (_, due) = node.timer(timer)?;
        Some((name.to_string(), json!({ "dueInMs": ms(due.since(world.cluster.now())) })))
    };
    let all = [
        ("election", Timer::Election),
        ("heartbeat", Timer::Heartbeat),
        ("nextCommand", Timer::ClientNext),
        ("retry", Timer::ClientRetry),
    ];
    Value::Object(all.into_iter().filter_map(due).collect())
}

fn durable(disk: &Disk) -> Value {
    json!({
        "currentTerm": disk.current_term,
        "votedFor": disk.voted_for.map(|id| id.to_string()),
        "entries": disk.log.last_index(),
        "serial": disk.serial,
    })
}

fn link(world: &RaftWorld, from: NodeId, to: NodeId) -> Value {
    let link = world.cluster.network().link(from, to);
    json!({
        "from": from.to_string(),
        "to": to.to_string(),
        "reaches": world.cluster.network().reaches(from, to),
        "cut": link.cut,
        "minLatencyMs": ms(link.latency.0),
        "maxLatencyMs": ms(link.latency.1),
        "lossFraction": f64::from(link.loss_ppm) / 1e6,
        "duplicateFraction": f64::from(link.duplicate_ppm) / 1e6,
        "reorderFraction": f64::from(link.reorder.0) / 1e6,
        "maxReorderMs": ms(link.reorder.1),
    })
}

fn message(flight: &Flight<Message>) -> Value {
    let lost = match flight.fate {
        Fate::Arrives => Value::Null,
        Fate::Lost(why) => format!("{why:?}").to_ascii_lowercase().into(),
    };
    json!({
        "id": flight.id.to_string(),
        "from": flight.from.to_string(),
        "to": flight.to.to_string(),
        "sentSeconds": flight.sent.seconds(),
        "arrivesSeconds": flight.arrives.seconds(),
        "lost": lost,
        "content": content(&flight.message),
    })
}

/// A message in figure 2's words.
fn content(message: &Message) -> Value {
    match message {
        Message::RequestVote(ask) => json!({
            "rpc": if ask.pre_vote { "PreVote" } else { "RequestVote" },
            "term": ask.term, "lastLogIndex": ask.last_log_index, "lastLogTerm": ask.last_log_term,
        }),
        Message::RequestVoteReply(reply) => json!({
            "rpc": if reply.pre_vote { "PreVote result" } else { "RequestVote result" },
            "term": reply.term, "voteGranted": reply.granted,
        }),
        Message::AppendEntries(append) => json!({
            "rpc": "AppendEntries",
            "term": append.term, "prevLogIndex": append.prev_log_index, "prevLogTerm": append.prev_log_term,
            "leaderCommit": append.leader_commit,
            "entries": append.batch.entries().iter().map(|entry| {
                json!({ "term": entry.term, "command": super::scene::command(entry.command) })
            }).collect::<Vec<_>>(),
        }),
        Message::AppendEntriesReply(reply) => append_result(reply),
        Message::ClientRequest(request) => json!({
            "rpc": "ClientRequest", "serial": request.serial, "command": request.operation.to_string(),
        }),
        Message::ClientReply(reply) => client_result(reply),
    }
}

fn append_result(reply: &AppendEntriesReply) -> Value {
    let mut content = json!({ "rpc": "AppendEntries result", "term": reply.term });
    match reply.outcome {
        AppendOutcome::Accepted { match_index } => {
            content["success"] = true.into();
            content["matchIndex"] = match_index.into();
        }
        AppendOutcome::Rejected { prev_log_index, hint_index, hint_term } => {
            content["success"] = false.into();
            content["prevLogIndex"] = prev_log_index.into();
            content["hintIndex"] = hint_index.into();
            content["hintTerm"] = hint_term.into();
        }
    }
    content
}

fn client_result(reply: &ClientReply) -> Value {
    let rpc = "ClientRequest result";
    match reply.result {
        ClientResult::Done(done) => {
            json!({ "rpc": rpc, "serial": reply.serial, "status": "ok", "answer": answer(done) })
        }
        ClientResult::NotLeader { hint } => {
            let hint = hint.map(|id| id.to_string());
            json!({ "rpc": rpc, "serial": reply.serial, "status": "notLeader", "leaderHint": hint })
        }
    }
}

/// What a command gave: a number as a number, else a word or two.
fn answer(answer: Answer) -> Value {
    match answer {
        Answer::Value(Some(value)) => value.into(),
        other => other.to_string().into(),
    }
}

fn ms(length: SimDuration) -> f64 {
    length.0 as f64 / 1e3
}
