//! What a balancer sees and what it answers: servers, a request, a choice.

use std::panic::Location;

/// What a balancer knows of one server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Server {
    /// Its share relative to the others, 1 to [`MAX_WEIGHT`].
    pub weight: u32,
    /// True if it is up, ready and not draining. A policy never chooses one that is not.
    pub usable: bool,
    /// Requests that this balancer sent there and has not seen end.
    pub active: u32,
    /// Requests waiting or in service there, of all balancers, as last reported.
    pub reported: u32,
}

/// The largest weight.
pub const MAX_WEIGHT: u32 = 1_000;

impl Server {
    /// A server of this weight that is usable and has nothing to do.
    pub fn new(weight: u32) -> Server {
        Server { weight, usable: true, active: 0, reported: 0 }
    }
}

/// What a policy may look at in a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Request {
    /// The session's key: a client's number. Policies that keep sessions by it hash it.
    pub session: u64,
    /// The client's address: nginx's IP hash uses the first three octets.
    pub address: [u8; 4],
}

/// Which number of a server a policy that looks at load compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Signal {
    /// This balancer's own unfinished requests: always fresh, but blind to what other balancers send.
    Active,
    /// The server's last report: of all balancers, but as old as the report.
    Reported,
}

impl Signal {
    /// The number that this signal reads.
    pub fn load(self, server: &Server) -> u32 {
        match self {
            Signal::Active => server.active,
            Signal::Reported => server.reported,
        }
    }

    /// The scores of policies that compare load by weight.
    pub(super) fn by_weight(self, servers: &[Server]) -> (&'static str, Vec<f64>) {
        let score = |server: &Server| f64::from(self.load(server)) / f64::from(server.weight);
        ("requests by weight", servers.iter().map(score).collect())
    }
}

/// What a policy answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The position of the chosen server in the list; `None` if no server is usable.
    pub server: Option<u32>,
    /// How many servers' numbers (loads, weights, states) were looked at or compared for this choice: what the O()
    /// in the tables counts. Keeping an index up since the choice before counts too.
    pub looked: u32,
    /// The line of the policy's source that chose.
    pub site: Option<&'static Location<'static>>,
}

impl Choice {
    /// The choice where no server is usable.
    pub(super) const NONE: Choice = Choice { server: None, looked: 0, site: None };

    #[track_caller]
    pub(super) fn of(server: u32, looked: u32) -> Choice {
        Choice { server: Some(server), looked, site: Some(Location::caller()) }
    }
}
