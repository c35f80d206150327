//! What must hold, and what is plotted.

use super::world::RaftWorld;
use crate::algorithms::raft::Property as Figure3;
use crate::lab::{Judgement, Measure, Plotted, Promise, Property};
use crate::process::{SimDuration, SimTime};
use crate::sim::World;

/// Twenty times the longest time-out of the default settings.
const LEADER_WITHIN: SimDuration = SimDuration::from_ms(6_000);

fn holds(yes: bool) -> Judgement {
    if yes { Judgement::Holds } else { Judgement::Fails }
}

/// A property that the observer judges.
macro_rules! figure_3 {
    ($property:ident, $name:literal, $claim:literal, $source:literal) => {
        Property {
            name: $name,
            claim: $claim,
            source: $source,
            promise: Promise::Always,
            judge: |world: &RaftWorld| holds(world.judge.observer.broken(Figure3::$property).is_none()),
            explain: |world| {
                let broken = world.judge.observer.broken(Figure3::$property);
                broken.map_or_else(String::new, |violation| violation.text.clone())
            },
        }
    };
}

/// What must hold, judged after every event.
pub const PROPERTIES: &[Property<RaftWorld>] = &[
    figure_3!(ElectionSafety, "Election Safety", "At most one leader in a term.", "Raft, figure 3, 5.2"),
    figure_3!(
        LeaderAppendOnly,
        "Leader Append-Only",
        "A leader only adds to its log; it never changes or deletes.",
        "Raft, figure 3, 5.3"
    ),
    figure_3!(
        LogMatching,
        "Log Matching",
        "Two logs with an entry of the same index and term are the same up to there.",
        "Raft, figure 3, 5.3"
    ),
    figure_3!(
        LeaderCompleteness,
        "Leader Completeness",
        "What was committed is in the log of every later leader.",
        "Raft, figure 3, 5.4"
    ),
    figure_3!(
        StateMachineSafety,
        "State Machine Safety",
        "No two servers execute different commands at the same index.",
        "Raft, figure 3, 5.4.3"
    ),
    figure_3!(
        CommittedStays,
        "Committed Entries Stay",
        "A server that has a committed entry keeps it.",
        "follows from Raft, figure 3, 5.4"
    ),
    Property {
        name: "Exactly Once",
        claim: "A command takes effect once, however often the client asks.",
        source: "Raft 8; dissertation 6.3",
        promise: Promise::Always,
        judge: |world| holds(world.judge.ledger.doubled.is_none()),
        explain: |world| world.judge.ledger.doubled.clone().unwrap_or_default(),
    },
    Property {
        name: "Fresh Reads",
        claim: "A read sees every write that was answered before it was asked.",
        source: "Raft 8: linearizable semantics",
        promise: Promise::Always,
        judge: |world| holds(world.judge.ledger.stale.is_none()),
        explain: |world| world.judge.ledger.stale.clone().unwrap_or_default(),
    },
    Property {
        name: "A leader exists",
        claim: "When a majority is up and in touch, it soon has a leader that is in touch with a majority.",
        source: "Raft 5.2, 5.6",
        promise: Promise::EventuallyBy(LEADER_WITHIN),
        judge: |world| world.judge.has_leader(&world.cluster).map_or(Judgement::Excused, holds),
        explain: no_leader,
    },
    Property {
        name: "A leader was elected",
        claim: "Some server won an election.",
        source: "Raft 5.2",
        promise: Promise::Sometimes,
        judge: |world| holds(world.judge.observer.elections() > 0),
        explain: |_| String::new(),
    },
    Property {
        name: "An entry was committed",
        claim: "Some entry was committed.",
        source: "Raft 5.3",
        promise: Promise::Sometimes,
        judge: |world| holds(world.judge.observer.committed() > 0),
        explain: |_| String::new(),
    },
];

fn no_leader(world: &RaftWorld) -> String {
    match world.leader() {
        Some(stale) => format!("{stale} leads, but is not in touch with a majority"),
        None => {
            let wounds = world.cluster.wounds(world.cluster.now());
            let because =
                if wounds.is_empty() { "although nothing is hurt".into() } else { wounds.join(", ") };
            format!("nobody leads, {because}")
        }
    }
}

/// What is plotted over time.
pub const MEASURES: &[Measure<RaftWorld>] = &[
    Measure {
        key: "term",
        label: "Term",
        unit: "",
        plotted: Plotted::Steps,
        sample: |world, _| f64::from(world.up().map(|(_, server)| server.current_term()).max().unwrap_or(0)),
    },
    Measure {
        key: "committed",
        label: "Committed",
        unit: "entries/s",
        plotted: Plotted::Rate,
        sample: |world, _| f64::from(world.judge.observer.committed()),
    },
    Measure {
        key: "leaders",
        label: "Leaders",
        unit: "",
        plotted: Plotted::Steps,
        sample: |world, _| f64::from(world.judge.leaders()),
    },
    Measure {
        key: "messages",
        label: "Messages",
        unit: "messages/s",
        plotted: Plotted::Rate,
        sample: |world, _| world.cluster.messages_sent() as f64,
    },
    Measure {
        key: "entries",
        label: "Longest log",
        unit: "entries",
        plotted: Plotted::Steps,
        sample: |world, _| {
            f64::from(world.up().map(|(_, server)| server.log().last_index()).max().unwrap_or(0))
        },
    },
    Measure {
        key: "lag",
        label: "Lag of the slowest",
        unit: "entries",
        plotted: Plotted::Steps,
        sample: lag,
    },
];

/// How many committed entries the server that is up and furthest behind does not know to be committed.
fn lag(world: &RaftWorld, _: SimTime) -> f64 {
    let commits = || world.up().map(|(_, server)| server.commit_index());
    f64::from(commits().max().unwrap_or(0) - commits().min().unwrap_or(0))
}
