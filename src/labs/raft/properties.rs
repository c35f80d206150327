//! What must hold, and what is plotted.

use super::world::RaftWorld;
use crate::algorithms::raft::Property as Figure3;
use crate::lab::{Judgement, Measure, Plotted, Property};
use crate::process::{SimDuration, SimTime};
use crate::sim::World;

/// Twenty times the longest time-out of the default settings.
const SOON: SimDuration = SimDuration::from_ms(6_000);

/// A property that the observer judges.
macro_rules! figure_3 {
    ($property:ident, $name:literal, $claim:literal, $source:literal) => {
        Property::checked($name, $claim, $source, |world: &RaftWorld| {
            world.judge.figure_3(Figure3::$property)
        })
    };
}

/// What must hold, judged after every event.
pub const PROPERTIES: &[Property<RaftWorld>] = &[
    figure_3!(ElectionSafety, "Election Safety", "At most one leader in a term.", "Raft, figure 3, 5.2"),
    figure_3!(
        LeaderAppendOnly,
        "Leader Append-Only",
        "A leader only appends to its log; it never changes or deletes entries.",
        "Raft, figure 3, 5.3"
    ),
    figure_3!(
        LogMatching,
        "Log Matching",
        "Two logs that share an entry (same index and term) are identical up to it.",
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
    Property::checked(
        "Exactly Once",
        "A command takes effect once, however often the client sends it.",
        "Raft 8; dissertation 6.3",
        |world| world.judge.ledger.once.finding(),
    ),
    Property::checked(
        "Fresh Reads",
        "A read sees every write that was answered before the read began.",
        "Raft 8: linearizable semantics",
        |world| world.judge.ledger.fresh.finding(),
    ),
    Property::eventually(
        SOON,
        "A leader exists",
        "When a majority is up and answers within the shortest timeout, it soon has a leader connected to a majority.",
        "Raft 5.2, 5.6",
        |world| {
            world.judge.has_leader(&world.cluster, &world.settings).map_or(Judgement::Excused, Judgement::of)
        },
        no_leader,
    ),
    Property::eventually(
        SOON,
        "Older entries are committed",
        "A leader that is in touch with a majority soon commits what an earlier term left in its log and a majority stores, \
         also if no client asks for anything.",
        "Raft 8: a no-op at the start of a term",
        |world| {
            let found = world.judge.commits_older(&world.cluster, &world.settings);
            found.map_or(Judgement::Excused, Judgement::of)
        },
        |world| world.judge.older_entries(&world.cluster),
    ),
    Property::sometimes("A leader was elected", "Some server won an election.", "Raft 5.2", |world| {
        Judgement::of(world.judge.observer.elections() > 0)
    }),
    Property::sometimes("An entry was committed", "Some entry was committed.", "Raft 5.3", |world| {
        Judgement::of(world.judge.observer.committed() > 0)
    }),
];

fn no_leader(world: &RaftWorld) -> String {
    match world.leader() {
        Some(stale) => format!("{stale} leads, but is not connected to a majority"),
        None => {
            let faults = world.cluster.active_faults(world.cluster.now());
            let because = match faults[..] {
                [] => "although every server is up and connected".into(),
                _ => faults.join(", "),
            };
            format!("nobody leads, {because}")
        }
    }
}

/// What is plotted over time.
pub const MEASURES: &[Measure<RaftWorld>] = &[
    Measure::new("term", "Term", "", Plotted::Steps, |world, _| {
        f64::from(world.up().map(|(_, server)| server.current_term()).max().unwrap_or(0))
    }),
    Measure::new("committed", "Committed", "entries/s", Plotted::Rate, |world, _| {
        f64::from(world.judge.observer.committed())
    }),
    Measure::new("leaders", "Leaders", "", Plotted::Steps, |world, _| f64::from(world.judge.leaders())),
    Measure::new("messages", "Messages", "messages/s", Plotted::Rate, |world, _| {
        world.cluster.messages_sent() as f64
    }),
    Measure::new("entries", "Longest log", "entries", Plotted::Steps, |world, _| {
        f64::from(world.up().map(|(_, server)| server.log().last_index()).max().unwrap_or(0))
    }),
    Measure::new("lag", "Lag of the slowest server", "entries", Plotted::Steps, lag),
];

/// How many committed entries the server that is up and furthest behind does not know to be committed.
fn lag(world: &RaftWorld, _: SimTime) -> f64 {
    let commits = || world.up().map(|(_, server)| server.commit_index());
    f64::from(commits().max().unwrap_or(0) - commits().min().unwrap_or(0))
}
