//! What every policy is asked and answers. The policies know this and not each other's list, which is in `policy`.

use super::server::{Position, Server};
use super::settings::MAX_CHOICES;
use crate::process::{Random, SimDuration, SimTime};
use std::panic::Location;

/// What a policy may look at in a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Request {
    /// The session's key: a client's number. Policies that keep sessions by it hash it.
    pub session: u64,
    /// The client's address: nginx's IP hash uses the first three octets.
    pub address: [u8; 4],
}

/// Servers drawn to be compared.
pub type Drawn = [Option<Position>; MAX_CHOICES as usize];

const NOBODY: Drawn = [None; MAX_CHOICES as usize];

/// What a policy answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The chosen server; `None` if no server is usable.
    pub server: Option<Position>,
    /// How many servers' numbers (loads, weights, states) were looked at or compared for this choice: what the O()
    /// in the tables counts. Keeping an index up since the choice before counts too.
    pub compared: u32,
    /// The servers that were drawn to be compared, where a policy draws some: the first in order, up to four.
    pub drawn: Drawn,
    /// The line of the policy's source that chose.
    pub site: Option<&'static Location<'static>>,
}

impl Choice {
    /// The choice where no server is usable.
    pub(super) const NONE: Choice = Choice { server: None, compared: 0, drawn: NOBODY, site: None };

    #[track_caller]
    pub(super) fn of(server: Position, compared: u32) -> Choice {
        Choice { server: Some(server), compared, drawn: NOBODY, site: Some(Location::caller()) }
    }

    /// The same, with the servers that were drawn for it.
    pub(super) fn among(mut self, drawn: impl Iterator<Item = Position>) -> Choice {
        self.drawn.iter_mut().zip(drawn).for_each(|(place, server)| *place = Some(server));
        self
    }
}

/// What a choice is made from, but chance.
pub(super) struct Context<'a> {
    pub request: &'a Request,
    /// Servers that are not to be chosen, since the request was tried there: ascending, each once. At least one usable
    /// server is not among them, if one is usable.
    pub tried: &'a [Position],
    pub servers: &'a [Server],
    pub now: SimTime,
}

impl Context<'_> {
    /// Whether a server is to be avoided.
    pub fn avoids(&self, server: Position) -> bool {
        self.tried.contains(&server)
    }

    /// Whether a server may be chosen.
    pub fn allows(&self, server: Position) -> bool {
        self.servers[server.index()].usable && !self.avoids(server)
    }
}

/// What a policy is inside; see [`super::Policy`] for what the methods promise.
pub(super) trait Algorithm {
    fn choose(&mut self, at: &Context, random: &mut Random) -> Choice;
    fn ended(&mut self, _end: Ended, _servers: &[Server], _now: SimTime) {}
    fn idle(&mut self, _server: Position) {}
    fn changed(&mut self, servers: &[Server]);
    fn load_changed(&mut self, _server: Position, _servers: &[Server]) {}
    fn scores(&self, servers: &[Server], now: SimTime) -> (&'static str, Vec<f64>);
    fn bytes(&self) -> usize;
    fn table_bytes(&self) -> usize {
        0
    }
}

/// How a request ended.
#[derive(Clone, Copy)]
pub(super) struct Ended {
    pub server: Position,
    pub latency: SimDuration,
    pub ok: bool,
}
