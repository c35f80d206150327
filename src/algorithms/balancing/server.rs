//! What a balancer sees of a server.

/// A server's place in the list that the caller keeps, from 0: the same for as long as there is a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position(pub u32);

impl Position {
    /// Where it is in the list.
    pub fn index(self) -> usize {
        self.0 as usize
    }

    /// The servers of a list with their positions.
    pub(super) fn each(servers: &[Server]) -> impl Iterator<Item = (Position, &Server)> {
        (0..).map(Position).zip(servers)
    }
}

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
