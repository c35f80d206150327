//! What a person can do here beside faults: let a client ask for something, or a timer run out.

use super::world::RaftWorld;
use crate::algorithms::raft::{KEYS, Member, Operation, RaftEvent, Role, Timer};
use crate::lab::{Asks, Command};
use crate::process::{NodeId, SimTime};
use crate::sim::Trace;

/// The acts.
pub const ROWS: &[Command<RaftWorld>] = &[
    Command::new(
        "write",
        "Write a value",
        Asks::Text("3=7"),
        "A client writes a number to a key from 0 to 15. \"n6 3=7\" also says which client.",
        |world, now, words, trace| world.ask(now, words, put, trace),
    ),
    Command::new(
        "add",
        "Add to a value",
        Asks::Text("3=7"),
        "A client adds a number to a key's value, so executing it twice is visible.",
        |world, now, words, trace| world.ask(now, words, add, trace),
    ),
    Command::new(
        "read",
        "Read a value",
        Asks::Text("3"),
        "A client reads a key.",
        |world, now, words, trace| world.ask(now, words, get, trace),
    ),
    Command::new(
        "timeout",
        "Let an election timer run out",
        Asks::Text("n2"),
        "That server starts an election now.",
        RaftWorld::time_out,
    ),
];

impl RaftWorld {
    /// A server's election timer runs out now.
    fn time_out(&mut self, now: SimTime, argument: &str, trace: &mut Trace<RaftEvent>) -> Result<(), String> {
        let id = NodeId::parse(argument).filter(|id| id.0 < self.settings.servers);
        let id = id.ok_or_else(|| format!("\"{argument}\" is not a server"))?;
        match () {
            () if !self.cluster.node(id).up => return Err(format!("{id} is down")),
            () if self.server(id).role() == Role::Leader => {
                return Err(format!("{id} leads: it has no election timer"));
            }
            () => self.cluster.expire(now, id, Timer::Election, trace)?,
        }
        self.look();
        Ok(())
    }

    /// A client asks for something: the one named first, else the first that is idle, else the first, after its
    /// present command.
    fn ask(
        &mut self,
        now: SimTime,
        argument: &str,
        read: fn(&str) -> Result<Operation, String>,
        trace: &mut Trace<RaftEvent>,
    ) -> Result<(), String> {
        let named = argument.split_once(' ').and_then(|(name, rest)| Some((NodeId::parse(name)?, rest)));
        let operation = read(named.map_or(argument, |(_, rest)| rest))?;
        let idle = |id: &NodeId| {
            let client = self.cluster.node(*id).process.client();
            client.is_some_and(|client| client.pending().is_none())
        };
        let chosen = |id: &NodeId| named.is_none_or(|(name, _)| name == *id);
        let up = || self.client_ids().filter(|id| self.cluster.node(*id).up).filter(chosen);
        let client = up().find(idle).or_else(|| up().next());
        let client = client.ok_or("no such client is up: set Clients to 1 or more")?;
        self.cluster.prompt(now, client, trace, |member, out| {
            if let Member::Client(client) = member {
                client.order(operation, out);
            }
        })?;
        self.look();
        Ok(())
    }
}

fn get(text: &str) -> Result<Operation, String> {
    let key = key(text).ok_or_else(|| format!("\"{text}\" is not a key from 0 to {}", KEYS - 1))?;
    Ok(Operation::Get { key })
}

fn put(text: &str) -> Result<Operation, String> {
    pair(text).map(|(key, value)| Operation::Put { key, value })
}

fn add(text: &str) -> Result<Operation, String> {
    pair(text).map(|(key, amount)| Operation::Add { key, amount })
}

/// Reads `3=7` or `k3=7`.
fn pair(text: &str) -> Result<(u8, u16), String> {
    let pair = text.split_once('=').and_then(|(left, right)| Some((key(left)?, right.trim().parse().ok()?)));
    pair.ok_or_else(|| format!("\"{text}\" should read 3=7: a key from 0 to {}, and a number", KEYS - 1))
}

fn key(text: &str) -> Option<u8> {
    text.trim().trim_start_matches('k').parse().ok().filter(|key| *key < KEYS)
}
