//! What breaks each property: mostly a rule that is taken out.

use super::{Raft, RaftWorld};
use crate::lab::broken::{Broken, world_of};

/// A row for each property.
pub const BROKEN: &[(&str, Broken<Raft>)] = &[
    ("Election Safety", Broken::Step("forgotten-vote")),
    ("Leader Append-Only", Broken::World(replaced)),
    ("Log Matching", Broken::World(replaced)),
    ("Leader Completeness", Broken::Step("commit-by-counting")),
    ("State Machine Safety", Broken::Step("commit-by-counting")),
    (
        "Committed Entries Stay",
        Broken::Run("raft seed=42\nat 2s lose-disk n1\nat 2.1s restart n1\nuntil 3s\n"),
    ),
    ("Exactly Once", Broken::Step("asked-twice")),
    ("Fresh Reads", Broken::Step("stale-read")),
    ("A leader exists", Broken::Step("fixed-timeouts")),
    (
        "Older entries are committed",
        Broken::Run("raft start=figure-8c clients=0 no-op=0 seed=1\nat 10ms do timeout n1\nuntil 8s\n"),
    ),
    ("A leader was elected", Broken::Run("raft n=3 seed=1\nat 0s crash n1\nat 0s crash n2\nuntil 5s\n")),
    ("An entry was committed", Broken::Run("raft n=3 seed=1\nat 0s crash n1\nat 0s crash n2\nuntil 5s\n")),
];

/// A cluster whose leader has the log of a leader of another cluster, in the same term: no rule taken out makes Raft's
/// leader change its own log.
fn replaced() -> RaftWorld {
    let world = |seed: u32| world_of::<Raft>(&format!("raft seed={seed}\nuntil 2s\n"));
    let mut here = world(42);
    let leader = here.leader().expect("it has one");
    let term = here.server(leader).current_term();
    let there = (1..200)
        .map(world)
        .find(|there| there.leader() == Some(leader) && there.server(leader).current_term() == term);
    here.judge.observer.observe(leader, there.expect("one of 200 is like that").server(leader));
    here
}
