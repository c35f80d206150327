//! What a search is to find: each rule of Raft taken out, and the promise that breaks without it.

use faultyard::lab::Scenario;
use faultyard::lab::search::{FaultKind, Search};
use faultyard::labs;

/// A rule's key, the promise that breaks without it, and what else is set: clients that ask for a read past the log, or
/// are silent.
pub type Sought = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

/// The rules of safety.
pub const SAFETY: &[Sought] = &[
    ("compare-logs", "Leader Completeness", &[]),
    ("persist-vote", "Election Safety", &[]),
    ("one-vote", "Election Safety", &[]),
    ("voter-once", "Election Safety", &[]),
    ("majority", "Election Safety", &[]),
    ("own-term", "Leader Completeness", &[]),
    ("old-terms", "Committed Entries Stay", &[]),
    ("check-previous", "Log Matching", &[]),
    ("conflict-only", "Committed Entries Stay", &[]),
    ("bound-commit", "State Machine Safety", &[]),
    ("exactly-once", "Exactly Once", &[]),
    ("confirm-reads", "Fresh Reads", &[("via", "index")]),
];

/// Those of progress.
pub const LIVENESS: &[Sought] = &[
    ("random-timeouts", "A leader exists", &[]),
    ("no-op", "Older entries are committed", &[("think", "60000")]),
];

/// A search of the lab's plain run with this seed, with these settings.
pub fn search(seed: u64, params: &[(&str, &str)], property: &str) -> Search {
    let scenario =
        params.iter().fold(Scenario::new("raft", seed), |plain, (key, text)| plain.with(key, text));
    Search::new(labs::find("raft").expect("a lab"), scenario, property, FaultKind::ALL.to_vec())
        .expect("a property")
}

/// A search of the run without the rule.
pub fn without((rule, property, set): &Sought, seed: u64) -> Search {
    search(seed, &[&[(*rule, "off")], *set].concat(), property)
}
