//! What can be set: sizes, times, the network, and one switch for each rule of the algorithm.

use crate::algorithms::raft::{BackOff, Initial, Interval, MAX_BATCH, Reads, Rule, Rules, Settings};
use crate::lab::{Alternative, Field, Params, Row, Unused, unused};
use crate::process::SimDuration;
use crate::sim::{Baseline, Conditions};
use crate::{choice, number};

/// The settings of a run, each a row of [`Params::TABLE`].
#[derive(Clone, Debug)]
pub struct RaftParams {
    servers: i64,
    clients: i64,
    election_min_ms: i64,
    election_max_ms: i64,
    heartbeat_ms: i64,
    latency_min_ms: i64,
    latency_max_ms: i64,
    loss_permille: i64,
    duplicate_permille: i64,
    disk_tenth_ms: i64,
    client_interval_ms: i64,
    client_timeout_ms: i64,
    read_percent: i64,
    max_entries: i64,
    back_off: BackOff,
    reads: Reads,
    pre_vote: i64,
    check_quorum: i64,
    start: Initial,
    rules: Rules,
}

impl Default for RaftParams {
    fn default() -> Self {
        RaftParams {
            servers: 5,
            clients: 2,
            election_min_ms: 150,
            election_max_ms: 300,
            heartbeat_ms: 50,
            latency_min_ms: 10,
            latency_max_ms: 20,
            loss_permille: 0,
            duplicate_permille: 0,
            disk_tenth_ms: 10,
            client_interval_ms: 150,
            client_timeout_ms: 200,
            read_percent: 25,
            max_entries: MAX_BATCH as i64,
            back_off: BackOff::TermHint,
            reads: Reads::ThroughLog,
            pre_vote: 0,
            check_quorum: 0,
            start: Initial::Empty,
            rules: Rules::ALL_ON,
        }
    }
}

const STARTS: &[Alternative<Initial>] = &[
    Alternative::new("empty", "Empty logs", Initial::Empty),
    Alternative::new("figure-7", "Figure 7: logs that differ in every way", Initial::Figure7),
    Alternative::new("figure-8b", "Figure 8 (b): an entry of term 2 on two servers", Initial::Figure8B),
    Alternative::new("figure-8c", "Figure 8 (c): the same entry on three", Initial::Figure8C),
    Alternative::new("figure-8e", "Figure 8 (e): an entry of term 4 on three", Initial::Figure8E),
];
const BACK_OFFS: &[Alternative<BackOff>] = &[
    Alternative::new("one", "One entry per rejection", BackOff::OneByOne),
    Alternative::new("hint", "One term per rejection", BackOff::TermHint),
];
const READS: &[Alternative<Reads>] = &[
    Alternative::new("log", "Through the log", Reads::ThroughLog),
    Alternative::new("index", "ReadIndex: ask a majority", Reads::ReadIndex),
];

/// What has no effect beside what.
const UNUSED: &[Unused<RaftParams>] = &[
    Unused::new(&["n"], |p| p.start.servers().is_some(), "this start has the servers of its figure"),
    Unused::new(&["think", "retry", "reads", "via"], |p| p.clients == 0, "there are no clients"),
    Unused::new(&["via"], |p| p.read_percent == 0, "no client reads"),
];

/// A switch for a rule.
macro_rules! rule {
    ($rule:ident, $label:literal, $help:literal) => {
        Row {
            field: Field::rule(Rule::$rule.key(), $label).help($help, Rule::$rule.section()),
            get: |params: &RaftParams| i64::from(params.rules.on(Rule::$rule)),
            set: |params, value| {
                params.rules = match value {
                    0 => params.rules.without(Rule::$rule),
                    _ => params.rules.with(Rule::$rule),
                }
            },
        }
    };
}

const fn ms(key: &'static str, label: &'static str, min: i64, max: i64) -> Field {
    Field::number(key, label, min, max).unit("ms")
}

impl Params for RaftParams {
    const TABLE: &'static [Row<Self>] = &[
        number!(
            Field::number("n", "Servers", 3, 9).group("Cluster").help(
                "More than half of them must be up and connected. An even number costs one more server and tolerates no \
                 more failures.",
                "Raft 5.1"
            ),
            |p| p.servers
        ),
        number!(
            ms("el", "Election timeout, min", 10, 1000).step(10).group("Times").help(
                "A server that hears from no leader for this long starts an election.",
                "Raft 5.2; 150 ms in 9.3"
            ),
            |p| p.election_min_ms
        ),
        number!(
            ms("eh", "Election timeout, max", 10, 1500).step(10).group("Times").help(
                "Each timeout is drawn uniformly between min and max. A wider range makes split votes rarer.",
                "Raft 5.2; 300 ms in 9.3"
            ),
            |p| p.election_max_ms
        ),
        number!(
            ms("hb", "Heartbeat", 5, 1000).step(5).group("Times").help(
                "How often a leader tells its followers that it is alive.",
                "Raft 5.2"
            ),
            |p| p.heartbeat_ms
        ),
        number!(
            ms("lat", "Network latency, min", 0, 300)
                .group("Network")
                .live()
                .help("The shortest time that a message takes, one way.", "Raft 5.6: broadcastTime"),
            |p| p.latency_min_ms
        ),
        number!(
            ms("lath", "Network latency, max", 0, 500)
                .group("Network")
                .live()
                .help("The longest time that a message takes, one way.", "Raft 5.6: broadcastTime"),
            |p| p.latency_max_ms
        ),
        number!(
            Field::decimal("loss", "Messages lost", 0, 1000, 1)
                .step(10)
                .unit("%")
                .group("Network")
                .live()
                .help("This share of messages never arrives, on every link.", "Raft 5.1: RPCs are retried"),
            |p| p.loss_permille
        ),
        number!(
            Field::decimal("dup", "Messages duplicated", 0, 1000, 1)
                .step(10)
                .unit("%")
                .group("Network")
                .live()
                .help("This share of messages arrives twice.", "Raft 5.1: RPCs are idempotent"),
            |p| p.duplicate_permille
        ),
        number!(
            Field::decimal("disk", "Disk write", 0, 1000, 1)
                .step(5)
                .unit("ms")
                .group("Cluster")
                .live()
                .help(
                    "How long a disk write takes. A vote or an entry is on disk before the reply is sent.",
                    "Raft 5.6: 0.5 to 20 ms for stable storage"
                ),
            |p| p.disk_tenth_ms
        ),
        number!(
            Field::number("clients", "Clients", 0, 4)
                .group("Clients")
                .help("Each client has one command in flight at a time.", "Raft 8"),
            |p| p.clients
        ),
        number!(
            ms("think", "Pause between commands", 0, 60_000)
                .step(10)
                .log()
                .group("Clients")
                .live()
                .help("How long a client pauses between an answer and its next command: the mean of an exponential distribution.", ""),
            |p| p.client_interval_ms
        ),
        number!(
            ms("retry", "Client retry timeout", 50, 5_000)
                .step(50)
                .log()
                .group("Clients")
                .help("A client without an answer for this long asks the next server, with the same serial number.", "Raft 8"),
            |p| p.client_timeout_ms
        ),
        number!(
            Field::number("reads", "Reads", 0, 100)
                .step(5)
                .unit("%")
                .group("Clients")
                .help("The share of reads among the commands. The rest are writes, additions and conditional writes.", ""),
            |p| p.read_percent
        ),
        choice!(
            Field::choice("via", "Read path")
                .group("Clients")
                .help("How the leader serves a read. Outside the log, it must first hear from a majority.", "Raft 8; dissertation 6.4"),
            READS,
            |params| params.reads
        ),
        number!(
            Field::number("batch", "Entries per message, max", 1, MAX_BATCH as i64)
                .group("Cluster")
                .help("How many entries a leader sends at once.", "Raft 5.3"),
            |p| p.max_entries
        ),
        choice!(
            Field::choice("back", "Back-up after a rejection")
                .group("Cluster")
                .help("How a leader backs up to the last entry on which two logs agree.", "Raft 5.3"),
            BACK_OFFS,
            |params| params.back_off
        ),
        number!(
            Field::switch("prevote", "Pre-vote")
                .group("Cluster")
                .help("A server asks whether it could win before it raises its term and becomes a candidate.", "dissertation 9.6"),
            |p| p.pre_vote
        ),
        number!(
            Field::switch("quorum", "Leader steps down without a quorum (CheckQuorum)")
                .group("Cluster")
                .help("A leader that does not hear from a majority for an election timeout steps down.", "dissertation 6.2"),
            |p| p.check_quorum
        ),
        choice!(
            Field::choice("start", "Logs at the start")
                .group("Cluster")
                .help("Empty logs, or the logs of a figure in the Raft paper.", "Raft, figures 7 and 8"),
            STARTS,
            |params| params.start
        ),
        rule!(
            CompareLogs,
            "Votes only for an up-to-date log",
            "Off: a server without committed entries can win and wipe them out."
        ),
        rule!(
            PersistVote,
            "Writes the vote to disk before it is sent",
            "Off: a restarted server forgets its vote and votes again in the same term."
        ),
        rule!(OneVoteATerm, "Votes once per term", "Off: two candidates can both win a term."),
        rule!(
            CountEachVoterOnce,
            "Counts each voter once",
            "Off: on a network that duplicates messages, two votes count as three."
        ),
        rule!(
            Majority,
            "A quorum is more than half",
            "Off: half is enough, and both halves can elect a leader."
        ),
        rule!(
            CountOwnTermOnly,
            "Commits by counting in its own term only",
            "Off: figure 8. An entry of an older term is declared committed, and can still be lost."
        ),
        rule!(
            RefuseOldTerms,
            "Rejects leaders of older terms",
            "Off: a late message of a deposed leader deletes what was committed since."
        ),
        rule!(
            CheckPrevious,
            "Checks the previous entry before appending",
            "Off: entries are appended to logs that differ before them."
        ),
        rule!(
            TruncateOnlyAtConflict,
            "Deletes only from a real conflict onwards",
            "Off: a late message deletes entries that were acknowledged since."
        ),
        rule!(
            BoundCommit,
            "Commits only entries the leader has confirmed",
            "Off: a follower executes entries of its own that the leader never had."
        ),
        rule!(
            RandomTimeouts,
            "Draws election timeouts at random",
            "Off: all servers become candidates at the same moment, vote for themselves, and repeat."
        ),
        rule!(
            NoOpFirst,
            "Begins a term with a no-op",
            "Off: entries of older terms stay uncommitted until a client sends something new."
        ),
        rule!(
            ExactlyOnce,
            "Executes a retried command once",
            "Off: after a lost answer the client retries, and the amount is added twice."
        ),
        rule!(
            ConfirmReads,
            "Confirms leadership before a read",
            "Off, with ReadIndex: a deposed leader answers with yesterday's values."
        ),
    ];
}

impl RaftParams {
    /// How the run starts.
    pub(super) fn initial(&self) -> Initial {
        self.start
    }

    /// The algorithm's settings. A figure has as many servers as in the paper: with more, its votes would be no
    /// majority, and a term that has had its leader could get another.
    pub(super) fn settings(&self) -> Settings {
        let settings = Settings {
            servers: self.initial().servers().unwrap_or(self.servers as u16),
            clients: self.clients as u16,
            election_min: SimDuration::from_ms(self.election_min_ms as u64),
            election_max: SimDuration::from_ms(self.election_max_ms as u64),
            heartbeat: SimDuration::from_ms(self.heartbeat_ms as u64),
            client_interval: self.interval(),
            client_timeout: SimDuration::from_ms(self.client_timeout_ms as u64),
            read_percent: self.read_percent as u8,
            max_entries: self.max_entries as u8,
            back_off: self.back_off,
            reads: self.reads,
            pre_vote: self.pre_vote != 0,
            check_quorum: self.check_quorum != 0,
            rules: self.rules,
        };
        settings.clamped()
    }

    /// A client's pause. There is always one: on a network and a disk that take no time, clients that never pause
    /// would ask for ever at one moment, and time would stand still.
    pub(super) fn interval(&self) -> Interval {
        Interval::Exponential(SimDuration::from_ms(self.client_interval_ms.max(1) as u64))
    }

    pub(super) fn conditions(&self) -> Conditions {
        Conditions {
            latency_min: SimDuration::from_ms(self.latency_min_ms as u64),
            latency_max: SimDuration::from_ms(self.latency_max_ms.max(self.latency_min_ms) as u64),
            disk: SimDuration::from_us(self.disk_tenth_ms as u64 * 100),
        }
    }

    /// What every link is like as long as no fault changes it.
    pub(super) fn baseline(&self) -> Baseline {
        let Conditions { latency_min, latency_max, .. } = self.conditions();
        Baseline {
            latency: (latency_min, latency_max),
            loss_ppm: self.loss_permille as u32 * 1_000,
            duplicate_ppm: self.duplicate_permille as u32 * 1_000,
        }
    }

    /// Settings that are allowed but unwise.
    pub(super) fn advice(&self) -> Vec<String> {
        let settings = self.settings();
        let (n, el, eh) =
            (settings.servers, self.election_min_ms, self.election_max_ms.max(self.election_min_ms));
        let round_trip = 2 * self.latency_max_ms.max(self.latency_min_ms) + self.disk_tenth_ms / 5;
        let off = Rule::ALL.into_iter().filter(|rule| !settings.rule(*rule));
        let rules = off.map(|rule| match rule.protects() {
            Some(property) => format!(
                "Without the rule \"{}\" ({}), {} can break.",
                rule.label(),
                rule.section(),
                property.name()
            ),
            None => {
                format!("Without the rule \"{}\" ({}), this is no longer Raft.", rule.label(), rule.section())
            }
        });
        let times = [
            (
                n % 2 == 0,
                format!(
                    "{n} servers tolerate no more failures than {} would, {}: a majority of {n} is {}.",
                    n - 1,
                    (n - 1) / 2,
                    n / 2 + 1
                ),
            ),
            (
                round_trip * 2 > el,
                format!(
                    "A round trip takes up to {round_trip} ms and the election timeout starts at {el} ms: it should be many times as long (Raft paper, \u{a7}5.6: broadcastTime \u{226a} electionTimeout)."
                ),
            ),
            (
                self.heartbeat_ms + round_trip / 2 >= el,
                format!(
                    "Heartbeats are sent every {} ms, and followers time out after {el} ms: healthy leaders will be deposed.",
                    self.heartbeat_ms
                ),
            ),
            (
                eh - el < round_trip && settings.rule(Rule::RandomTimeouts),
                format!(
                    "Timeouts are spread over only {} ms, less than a round trip: votes will split often.",
                    eh - el
                ),
            ),
            (
                self.servers != i64::from(n),
                format!("The chosen logs have {n} servers, as in the paper: \"Servers\" has no effect."),
            ),
        ];
        let unwise = times.into_iter().filter_map(|(unwise, text)| unwise.then_some(text));
        unwise.chain(rules).chain(unused(self, UNUSED)).collect()
    }
}
