//! Ten thousand schedules of chance break nothing; one lost disk does.

use super::schedule::{self, Outcome};
use super::{broken, play};
use faultyard::lab::Run;
use std::collections::BTreeMap;

const SCHEDULES: u64 = 10_000;
/// The schedules are shared by so many threads.
const THREADS: u64 = 2;

/// Counts over many schedules.
#[derive(Default)]
struct Sum {
    broken: Vec<String>,
    acts: BTreeMap<String, u32>,
    of_size: BTreeMap<i64, u32>,
    elected: u64,
    elected_twice: u64,
    committed: u64,
    reads: u64,
}

impl Sum {
    fn add(&mut self, outcome: Outcome) {
        if !outcome.broken.is_empty() {
            self.broken.push(format!("{}\n{}", outcome.broken.join("\n"), outcome.script));
        }
        outcome.acts.into_iter().for_each(|(name, times)| *self.acts.entry(name).or_default() += times);
        *self.of_size.entry(outcome.servers).or_default() += 1;
        self.elected += u64::from(outcome.elections > 0);
        self.elected_twice += u64::from(outcome.elections > 1);
        self.committed += u64::from(outcome.committed >= 5);
        self.reads += outcome.reads;
    }

    fn join(mut self, other: Sum) -> Sum {
        self.broken.extend(other.broken);
        other.acts.into_iter().for_each(|(name, times)| *self.acts.entry(name).or_default() += times);
        other.of_size.into_iter().for_each(|(size, times)| *self.of_size.entry(size).or_default() += times);
        self.elected += other.elected;
        self.elected_twice += other.elected_twice;
        self.committed += other.committed;
        self.reads += other.reads;
        self
    }
}

fn all_schedules() -> Sum {
    let share = |thread: u64| {
        let mut sum = Sum::default();
        (thread..SCHEDULES).step_by(THREADS as usize).for_each(|seed| sum.add(schedule::play(seed, &[])));
        sum
    };
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..THREADS).map(|thread| scope.spawn(move || share(thread))).collect();
        let sums = threads.into_iter().map(|thread| thread.join().expect("a share of the schedules"));
        sums.fold(Sum::default(), Sum::join)
    })
}

#[test]
fn in_ten_thousand_schedules_of_every_fault_but_a_lost_disk_no_safety_property_breaks() {
    let sum = all_schedules();
    assert!(sum.broken.is_empty(), "{} schedules, the first:\n{}", sum.broken.len(), sum.broken[0]);
    // Checks that never ran must not pass.
    assert!(sum.elected > SCHEDULES * 9 / 10, "{} schedules elected a leader", sum.elected);
    assert!(sum.elected_twice > SCHEDULES / 2, "{} schedules elected another", sum.elected_twice);
    assert!(sum.committed > SCHEDULES * 3 / 4, "{} schedules committed five entries", sum.committed);
    assert!(sum.reads > SCHEDULES, "{} reads were answered", sum.reads);
    assert_eq!(sum.of_size.keys().copied().collect::<Vec<_>>(), [3, 4, 5, 6, 7, 8, 9]);
    for act in EVERY_ACT.split(", ") {
        let times = sum.acts.get(act).copied().unwrap_or(0);
        assert!(u64::from(times) > SCHEDULES / 10, "{act} was done {times} times");
    }
    assert_eq!(sum.acts.len(), EVERY_ACT.split(", ").count(), "{:?}", sum.acts);
}

/// What is done to the runs. Not in the list: `lose-disk`, which takes away what Raft stands on, and lies, which
/// this algorithm refuses to tell.
const EVERY_ACT: &str = "crash, restart, pause, slow, skew, drift, silent, honest, cut, join, partition, heal, \
    latency, loss, duplicate, reorder, drop, delay, copy, do timeout, do write, do add, do read, set loss, set dup, \
    set lath, set disk, set think";

/// The rules that keep a property of the lab, but three that chance breaks too rarely, in none of 600 schedules: a
/// forgotten vote, figure 8 and an unconfirmed read. Those three are broken by hand in `rules`.
const FOUND_BY_CHANCE: [&str; 9] = [
    "compare-logs",
    "one-vote",
    "voter-once",
    "majority",
    "old-terms",
    "check-previous",
    "conflict-only",
    "bound-commit",
    "exactly-once",
];

#[test]
fn the_same_schedules_find_what_a_missing_rule_breaks() {
    for rule in FOUND_BY_CHANCE {
        let found = (0..600).any(|seed| !schedule::play(seed, &[rule]).broken.is_empty());
        assert!(found, "without {rule} nothing broke in 600 schedules");
    }
}

/// n1 commits with n3. Then n3 goes down as `how` says and comes back, and n2 asks it for its vote.
fn a_voter_comes_back(how: &str) -> Vec<&'static str> {
    let run = play(&format!(
        "raft n=3 clients=0 seed=1\nat 0s partition n1,n3|n2\nat 10ms do timeout n1\nat 140ms {how} n3\n\
         at 140ms partition n2,n3|n1\nat 141ms restart n3\nat 142ms do timeout n2\nat 145ms do timeout n2\nuntil 240ms"
    ));
    assert_eq!(run.inspect("")["entriesCommitted"], 1);
    broken(&run)
}

#[test]
fn a_disk_that_is_lost_takes_a_committed_entry_with_it_and_a_crash_does_not() {
    assert_eq!(a_voter_comes_back("crash"), [""; 0]);
    assert!(a_voter_comes_back("lose-disk").contains(&"Leader Completeness"));
}
