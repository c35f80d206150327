//! What is said of things.

use crate::algorithms::raft::{Command, Operation, Role};
use crate::labs::raft::world::RaftWorld;
use crate::process::{NodeId, SimTime};
use crate::sim::Health;

/// The whole in a sentence.
pub fn summary(world: &RaftWorld) -> String {
    let leaders = world.up().filter(|(_, server)| server.role() == Role::Leader);
    let leaders: Vec<String> =
        leaders.map(|(id, server)| format!("{id} leads term {}", server.current_term())).collect();
    let leads = if leaders.is_empty() { "nobody leads".to_string() } else { leaders.join(" and ") };
    let (up, all) = (world.up().count(), world.settings.servers);
    let entries = match world.judge.observer.committed() {
        1 => "1 entry".to_string(),
        count => format!("{count} entries"),
    };
    format!("{leads}; {up} of {all} servers are up; {entries} committed.")
}

/// What an entry carries, in short.
pub fn command(command: Command) -> String {
    match command {
        Command::NoOp => "no-op".to_string(),
        Command::Request { client, serial, operation } => {
            format!("{operation} ({client}'s command {serial})")
        }
    }
}

/// The verb of a client's command.
pub fn operation(operation: Operation) -> &'static str {
    match operation {
        Operation::Get { .. } => "get",
        Operation::Put { .. } => "put",
        Operation::Add { .. } => "add",
        Operation::CompareAndSwap { .. } => "swap",
    }
}

/// Whether two machines reach each other.
pub fn in_touch(world: &RaftWorld, a: NodeId, b: NodeId) -> bool {
    let network = world.cluster.network();
    network.reaches(a, b) && network.reaches(b, a)
}

/// Whether so many servers are less than a majority.
fn too_few(world: &RaftWorld, servers: usize) -> bool {
    servers * 2 <= usize::from(world.settings.servers)
}

/// Whether the network keeps a server from reaching a majority, itself included, and being reached.
pub fn cut_off(world: &RaftWorld, id: NodeId) -> bool {
    let touched = world.server_ids().filter(|other| in_touch(world, id, *other));
    !world.cluster.network().is_whole() && too_few(world, touched.count())
}

/// Whether a server is in touch with too few that are up: what it takes into its log as a leader, it cannot commit.
pub fn leads_alone(world: &RaftWorld, id: NodeId) -> bool {
    too_few(world, world.up().filter(|(other, _)| in_touch(world, id, *other)).count())
}

/// What stands beside a server: of one that follows, nothing.
pub fn beside(world: &RaftWorld, id: NodeId, now: SimTime) -> Vec<String> {
    let node = world.cluster.node(id);
    if !node.up {
        return vec!["crashed".into()];
    }
    let server = world.server(id);
    let state = match server.role() {
        Role::Follower => None,
        Role::Candidate | Role::PreCandidate => Some(role(server.role()).to_string()),
        Role::Leader => Some("leader".to_string()),
    };
    let more = match (node.health(now), server.role()) {
        (Health::Paused, _) => Some("paused".to_string()),
        (Health::Slow, _) => Some("slow".to_string()),
        (_, Role::Leader) if leads_alone(world, id) => Some("in name only".to_string()),
        (_, Role::Candidate | Role::PreCandidate) => {
            let votes = server.votes().len();
            Some(format!("{votes} vote{}", if votes == 1 { "" } else { "s" }))
        }
        _ => None,
    };
    state.into_iter().chain(more).collect()
}

/// A server's state in two short parts.
fn state(world: &RaftWorld, id: NodeId, now: SimTime) -> [String; 2] {
    let node = world.cluster.node(id);
    if !node.up {
        return ["crashed".into(), format!("at {:.2} s", node.since.seconds())];
    }
    let server = world.server(id);
    let vote = || server.voted_for().map_or_else(String::new, |voted| format!("vote: {voted}"));
    let more = match (node.health(now), server.role()) {
        (Health::Paused, _) => "paused".into(),
        _ if cut_off(world, id) => "cut off".into(),
        (Health::Slow, _) => "slow".into(),
        (_, Role::Candidate | Role::PreCandidate) => {
            format!("{}/{} votes", server.votes().len(), world.settings.servers)
        }
        (_, Role::Leader) => String::new(),
        (_, Role::Follower) => vote(),
    };
    [role(server.role()).into(), more]
}

fn role(role: Role) -> &'static str {
    match role {
        Role::Leader => "leader",
        Role::Candidate => "candidate",
        Role::PreCandidate => "pre-vote",
        Role::Follower => "follower",
    }
}

/// A server in a sentence for those who listen. It begins as what is written in the circle does.
pub fn server(world: &RaftWorld, id: NodeId, now: SimTime) -> String {
    let node = world.cluster.node(id);
    let [role, more] = state(world, id, now);
    if !node.up {
        let (term, last) = (node.disk.current_term, node.disk.log.last_index());
        return format!("{id}, term {term}, {role} {more}; on its disk: {last} entries");
    }
    let server = world.server(id);
    let (term, last, commit) = (server.current_term(), server.log().last_index(), server.commit_index());
    let more = if more.is_empty() { more } else { format!(", {more}") };
    format!("{id}, term {term}, {role}, {last} entries, commit {commit}{more}")
}

/// A client in a sentence.
pub fn client(world: &RaftWorld, id: NodeId) -> String {
    let node = world.cluster.node(id);
    let Some(client) = node.process.client().filter(|_| node.up) else {
        return format!("{id}, a client, is down");
    };
    let (server, serial) = (client.believed_leader(), client.serial());
    match client.pending() {
        Some(operation) => {
            format!("{id}, a client, waits for {server} to answer command {serial}: {operation}")
        }
        None => format!("{id}, a client, has {} answers and thinks", client.completed()),
    }
}
