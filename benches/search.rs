//! How long the search needs for each rule of Raft that is taken out: `cargo xtask bench --search`. Two searches go on
//! beside each other, with ten seeds each; the row is the median. Words choose rules; `--none` searches Raft as it is.

#[path = "../tests/support/sought.rs"]
mod sought;

use faultyard::lab::search::{Found, Search};
use sought::{LIVENESS, SAFETY, search, without};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

const SEEDS: u64 = 10;
const THREADS: u64 = 2;
/// A search gives up after so many seconds.
const MOST: f64 = 60.0;
/// Raft as it is has this many runs.
const RUNS_OF_NONE: u64 = 20_000;

/// What came of a search: runs, seconds, and what was found.
struct Outcome {
    runs: u64,
    seconds: f64,
    found: Option<Found>,
}

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if words.iter().any(|word| word == "--none") {
        return none();
    }
    let words: Vec<&String> = words.iter().filter(|word| !word.starts_with('-')).collect();
    println!(
        "{:<16}{:<26}{:>7}{:>9}{:>9}{:>8}  found",
        "rule", "promise", "runs", "seconds", "slowest", "inputs"
    );
    for row in SAFETY.iter().chain(LIVENESS) {
        if words.is_empty() || words.iter().any(|word| *word == row.0) {
            tell(row.0, row.1, (1..=SEEDS).map(|seed| race(&|| without(row, seed), u64::MAX)).collect());
        }
    }
}

/// Nothing should be found.
fn none() {
    let outcome = race(&|| search(1, &[], ""), RUNS_OF_NONE);
    let verdict =
        outcome.found.map_or("nothing".into(), |found| format!("{}: {}", found.text, found.scenario));
    println!("all rules on: {} runs, {:.1} s: {verdict}", outcome.runs, outcome.seconds);
}

fn tell(rule: &str, property: &str, mut outcomes: Vec<Outcome>) {
    let found = outcomes.iter().filter(|outcome| outcome.found.is_some()).count();
    outcomes.sort_by(|a, b| a.seconds.total_cmp(&b.seconds));
    let (middle, slowest) = (&outcomes[outcomes.len() / 2], outcomes.last().expect("a search"));
    let mut sizes: Vec<usize> =
        outcomes.iter().filter_map(|outcome| Some(outcome.found.as_ref()?.scenario.inputs.len())).collect();
    sizes.sort_unstable();
    let size = sizes.get(sizes.len() / 2).map_or("-".into(), usize::to_string);
    let mut runs: Vec<u64> = outcomes.iter().map(|outcome| outcome.runs).collect();
    runs.sort_unstable();
    println!(
        "{rule:<16}{property:<26}{:>7}{:>9.2}{:>9.2}{size:>8}  {found} of {}",
        runs[runs.len() / 2],
        middle.seconds,
        slowest.seconds,
        outcomes.len(),
    );
    if std::env::args().any(|word| word == "--scripts") {
        let scripts = outcomes.iter().filter_map(|outcome| outcome.found.as_ref());
        scripts.for_each(|found| println!("{} at {}\n{}", found.text, found.t, found.scenario));
    }
}

/// Searches beside each other until one finds something or all have tried their share.
fn race(begin: &(dyn Fn() -> Search + Sync), runs: u64) -> Outcome {
    #[expect(clippy::disallowed_types, reason = "this is the clock")]
    let started = std::time::Instant::now();
    let over = AtomicBool::new(false);
    let one = |lane: u64| {
        let mut search = begin().lane(lane);
        let mut found = None;
        while found.is_none() && !over.load(Ordering::Relaxed) {
            found = search.attempt();
            let seconds = started.elapsed().as_secs_f64();
            if found.is_some() || search.tried() >= runs / THREADS || (runs == u64::MAX && seconds > MOST) {
                over.store(found.is_some() || runs == u64::MAX, Ordering::Relaxed);
                break;
            }
        }
        (search.tried(), found)
    };
    let results: Vec<(u64, Option<Found>)> = thread::scope(|scope| {
        let lanes: Vec<_> = (0..THREADS).map(|lane| scope.spawn(move || one(lane))).collect();
        lanes.into_iter().map(|lane| lane.join().expect("a search ends")).collect()
    });
    let runs = results.iter().map(|(tried, _)| tried).sum();
    let found = results.into_iter().find_map(|(_, found)| found);
    Outcome { runs, seconds: started.elapsed().as_secs_f64(), found }
}
