//! What a cluster is set up with: sizes, times, rules. Does not change during a run.

use super::rules::{Rule, Rules};
use crate::process::{NodeId, Random, SimDuration};

/// The largest cluster: sets of servers and their progress are fixed arrays of this size.
pub const MAX_SERVERS: usize = 9;

/// The most entries that one message can carry.
pub const MAX_BATCH: usize = 8;

/// How a leader finds where a follower's log departs from its own (5.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BackOff {
    /// One entry back at each rejection, as in figure 2.
    OneByOne,
    /// The follower's hint skips a term at a time: the last paragraphs of 5.3, in etcd's variant.
    TermHint,
}

/// How reads are answered (8).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reads {
    /// A read is an entry of the log like any other command.
    ThroughLog,
    /// The leader remembers its commit index, confirms that it still leads, and answers (8; dissertation 6.4).
    ReadIndex,
}

/// How long a client waits between an answer and its next command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Interval {
    /// Always this long.
    Fixed(SimDuration),
    /// Exponentially distributed with this mean.
    Exponential(SimDuration),
}

impl Interval {
    /// The next wait.
    pub fn draw(self, random: &mut Random) -> SimDuration {
        match self {
            Interval::Fixed(length) => length,
            Interval::Exponential(mean) => SimDuration::from_us(random.exponential(mean.0 as f64) as u64),
        }
    }
}

/// The settings of a cluster. Nodes `0..servers` are servers, the next `clients` nodes are clients.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Settings {
    /// How many servers: 3 to 9.
    pub servers: u16,
    /// How many clients.
    pub clients: u16,
    /// The shortest election time-out (5.2; the paper's example is 150 ms).
    pub election_min: SimDuration,
    /// The longest election time-out, included (the paper's example is 300 ms).
    pub election_max: SimDuration,
    /// How often a leader sends AppendEntries even if there is nothing to send; well below `election_min` (5.6).
    pub heartbeat: SimDuration,
    /// A client's think time.
    pub client_interval: Interval,
    /// After this long without an answer a client tries another server.
    pub client_timeout: SimDuration,
    /// Of a hundred commands, how many are reads.
    pub read_percent: u8,
    /// The most entries in a message: 1 to [`MAX_BATCH`].
    pub max_entries: u8,
    /// How the leader backs off from a conflict.
    pub back_off: BackOff,
    /// How reads are answered.
    pub reads: Reads,
    /// Ask whether one could win before disturbing the others (dissertation 9.6). Off in the paper.
    pub pre_vote: bool,
    /// A leader that hears from no majority for `election_max` steps down (dissertation 6.2). Off in the paper.
    pub check_quorum: bool,
    /// Which rules hold.
    pub rules: Rules,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            servers: 5,
            clients: 1,
            election_min: SimDuration::from_ms(150),
            election_max: SimDuration::from_ms(300),
            heartbeat: SimDuration::from_ms(50),
            client_interval: Interval::Exponential(SimDuration::from_ms(100)),
            client_timeout: SimDuration::from_ms(500),
            read_percent: 25,
            max_entries: MAX_BATCH as u8,
            back_off: BackOff::TermHint,
            reads: Reads::ThroughLog,
            pre_vote: false,
            check_quorum: false,
            rules: Rules::ALL_ON,
        }
    }
}

impl Settings {
    /// Whether `rule` holds.
    pub fn rule(&self, rule: Rule) -> bool {
        self.rules.on(rule)
    }

    /// How many servers make a quorum: more than half (5.2). Without [`Rule::Majority`], half rounded down.
    pub fn quorum(&self) -> u16 {
        self.servers / 2 + u16::from(self.rule(Rule::Majority))
    }

    /// How many nodes, servers and clients.
    pub fn nodes(&self) -> u16 {
        self.servers + self.clients
    }

    /// Every server but `me`.
    pub fn peers(&self, me: NodeId) -> impl Iterator<Item = NodeId> + use<> {
        (0..self.servers).map(NodeId).filter(move |server| *server != me)
    }

    /// These settings with every value in the range the algorithm can work with.
    pub fn clamped(mut self) -> Settings {
        self.servers = self.servers.clamp(3, MAX_SERVERS as u16);
        self.max_entries = self.max_entries.clamp(1, MAX_BATCH as u8);
        self.election_min.0 = self.election_min.0.max(1);
        self.election_max = self.election_max.max(self.election_min);
        self.heartbeat.0 = self.heartbeat.0.max(1);
        self.client_timeout.0 = self.client_timeout.0.max(1);
        self.read_percent = self.read_percent.min(100);
        self
    }

    /// An election time-out (5.2). Without [`Rule::RandomTimeouts`], always the shortest.
    pub fn election_timeout(&self, random: &mut Random) -> SimDuration {
        if !self.rule(Rule::RandomTimeouts) {
            return self.election_min;
        }
        random.duration(self.election_min, self.election_max)
    }
}
