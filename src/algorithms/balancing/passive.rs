//! nginx's passive health check (`max_fails`, `fail_timeout`; ngx_http_upstream_round_robin.c): who fails too often is not
//! chosen for a while.
//!
//! After `max_fails` failures a server is out until more than `fail_timeout` has gone by since it was last checked, in whole
//! seconds as nginx counts them. A failure checks it, and so does a choice after that time: so that one request tries it,
//! and nobody else is sent there before the answer. An answer after such a check clears its failures; a failure puts it
//! out for as long again. Failures that lie further apart than `fail_timeout`, with a good answer between them, so do not
//! add up. A server that is the only one in the list is never out. If all are out nobody is chosen: nginx answers 502.
//!
//! In nginx each policy of its own looks at this. Here who is usable is told to a policy, so it goes with all of them.

use super::server::{Position, Server};
use super::settings::Settings;
use crate::process::SimTime;
use std::hash::{Hash, Hasher};

/// What is remembered of one server. Times are in whole seconds.
#[derive(Clone, Copy, Debug, Hash)]
struct Peer {
    /// It is usable as far as others say.
    told: bool,
    fails: u32,
    /// When it last failed.
    accessed_s: u64,
    /// When it last failed, or was chosen after it had been left alone.
    checked_s: u64,
}

/// The failures of all servers.
#[derive(Clone, Debug)]
pub struct PassiveHealth {
    max_fails: u32,
    fail_timeout_s: u64,
    /// Nobody, if failures take nobody out.
    peers: Vec<Peer>,
}

impl PassiveHealth {
    /// Nothing has failed yet. `servers` are as others tell them.
    pub fn new(settings: &Settings, servers: &[Server]) -> PassiveHealth {
        let peer = |server: &Server| Peer { told: server.usable, fails: 0, accessed_s: 0, checked_s: 0 };
        PassiveHealth {
            max_fails: settings.max_fails,
            fail_timeout_s: whole_seconds(settings.fail_timeout.0),
            peers: if settings.takes_out { servers.iter().map(peer).collect() } else { Vec::new() },
        }
    }

    /// Whether failures can take a server out at all.
    pub fn is_kept(&self) -> bool {
        !self.peers.is_empty()
    }

    /// Whether a server may be chosen: others say so, and its failures do not keep it out.
    pub fn is_usable(&self, server: Position, now: SimTime) -> bool {
        let peer = &self.peers[server.index()];
        let failed = self.peers.len() > 1 && self.max_fails > 0 && peer.fails >= self.max_fails;
        peer.told && (!failed || self.is_left_alone(peer, now))
    }

    /// Others say whether a server is usable; one with the next number is new.
    pub fn tell(&mut self, server: Position, usable: bool) {
        match self.peers.get_mut(server.index()) {
            Some(peer) => peer.told = usable,
            None => self.peers.push(Peer { told: usable, fails: 0, accessed_s: 0, checked_s: 0 }),
        }
    }

    /// Whether others say that a server is usable.
    pub fn is_told(&self, server: Position) -> bool {
        self.peers[server.index()].told
    }

    /// A request is sent to a server.
    pub fn chosen(&mut self, server: Position, now: SimTime) {
        if self.is_left_alone(&self.peers[server.index()], now) {
            self.peers[server.index()].checked_s = whole_seconds(now.0);
        }
    }

    /// A request that was sent to a server has ended.
    pub fn ended(&mut self, server: Position, ok: bool, now: SimTime) {
        let peer = &mut self.peers[server.index()];
        if !ok {
            peer.fails += 1;
            (peer.accessed_s, peer.checked_s) = (whole_seconds(now.0), whole_seconds(now.0));
        } else if peer.accessed_s < peer.checked_s {
            peer.fails = 0;
        }
    }

    /// Bytes held on the heap.
    pub fn bytes(&self) -> usize {
        let Self { peers, max_fails: _, fail_timeout_s: _ } = self;
        peers.capacity() * size_of::<Peer>()
    }

    /// More than `fail_timeout` has gone by since a server was checked.
    fn is_left_alone(&self, peer: &Peer, now: SimTime) -> bool {
        whole_seconds(now.0).saturating_sub(peer.checked_s) > self.fail_timeout_s
    }
}

/// The limits are settings. Where nobody is kept, nothing is added to a digest.
impl Hash for PassiveHealth {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self { max_fails: _, fail_timeout_s: _, peers } = self;
        peers.iter().for_each(|peer| peer.hash(state));
    }
}

fn whole_seconds(us: u64) -> u64 {
    us / 1_000_000
}
