//! Each rule switched off in the lab breaks what it protects, and the lab says how, naming who and when; with the
//! rule on, the same run breaks nothing.

use super::{broken, verdict};
use faultyard::lab::{FieldRole, Lab, Lesson, Params, Run, Script, Session};
use faultyard::labs::raft::{Raft, RaftParams};

/// A rule's key, the property that breaks without it, how that is told, and the run: a step of the lesson, by its
/// id, or a script.
type Case = (&'static str, &'static str, &'static str, &'static str);

const CASES: &[Case] = &[
    // n1 commits with n2; then n3, whose log is empty, asks n2.
    (
        "compare-logs",
        "Leader Completeness",
        "n3 leads term 2 without entry 1, which was committed in term 1",
        "raft n=3 clients=0 seed=1\nat 0s partition n1,n2|n3\nat 10ms do timeout n1\n\
         at 140ms partition n2,n3|n1\nat 141ms do timeout n3\nat 142ms do timeout n3\nuntil 230ms",
    ),
    ("persist-vote", "Election Safety", "n1 and n2 both lead term 1", "forgotten-vote"),
    // n3 votes for n1, and a moment later, in the same term, for n2.
    (
        "one-vote",
        "Election Safety",
        "n1 and n2 both lead term 1",
        "raft n=3 clients=0 seed=1\nat 10ms partition n1,n3|n2\nat 10ms do timeout n1\n\
         at 45ms partition n2,n3|n1\nat 46ms do timeout n2\nuntil 120ms",
    ),
    // Two servers of five on each side, and a network that doubles every vote.
    (
        "voter-once",
        "Election Safety",
        "n2 and n1 both lead term 1",
        "raft n=5 dup=100 clients=0 seed=1\nat 10ms partition n1,n3|n2,n4|n5\n\
         at 10ms do timeout n1\nat 10ms do timeout n2\nuntil 100ms",
    ),
    // The same without doubles: two of four are half.
    (
        "majority",
        "Election Safety",
        "n1 and n2 both lead term 1",
        "raft n=4 clients=0 seed=1\nat 10ms partition n1,n3|n2,n4\n\
         at 10ms do timeout n1\nat 10ms do timeout n2\nuntil 100ms",
    ),
    (
        "own-term",
        "Leader Completeness",
        "n5 leads term 5 without entry 2, which was committed in term 4",
        "commit-by-counting",
    ),
    // n1's first entry is 400 ms on its way to n3. Meanwhile n2 and n3 commit another in term 2.
    (
        "old-terms",
        "Committed Entries Stay",
        "n3 no longer has entry 1, which was committed in term 2",
        "raft n=3 clients=0 seed=1\nat 0s partition n1,n3|n2\nat 10ms do timeout n1\n\
         at 33ms latency n1>n3 400ms..400ms\nat 60ms heal\nat 60ms cut n1>n2\nat 60ms cut n2>n1\nat 60ms cut n3>n1\n\
         at 99ms do timeout n2\nat 100ms do timeout n2\nuntil 500ms",
    ),
    (
        "check-previous",
        "Log Matching",
        "n1 and n7 have entry 11 of term 8, but differ at or before it",
        "raft start=figure-7 clients=0 seed=7\nat 50ms do timeout n1\nuntil 400ms",
    ),
    // What n1 sends to n2 at first takes 200 ms; two entries are committed before all of it is there.
    (
        "conflict-only",
        "Committed Entries Stay",
        "n2 no longer has entry 2, which was committed in term 1",
        "raft n=3 el=800 eh=1000 clients=1 think=60000 seed=1\nat 10ms do timeout n1\n\
         at 40ms latency n1>n2 200ms..200ms\nat 100ms do write 3=7\nat 240ms latency n1>n2 10ms..10ms\nuntil 500ms",
    ),
    // n5's own entry 2 is of term 3. n1's entries for n5 are lost, its heartbeat is not.
    (
        "bound-commit",
        "State Machine Safety",
        "n5 executes another entry 2 than n1 did",
        "raft start=figure-8b lat=10 lath=10 disk=0 clients=0 seed=1\nat 0s partition n1,n2,n3|n4|n5\n\
         at 10ms do timeout n1\nat 100ms heal\nat 145ms loss n1>n5 100%\nat 155ms loss n1>n5 0%\nuntil 300ms",
    ),
    (
        "random-timeouts",
        "A leader exists",
        "nobody leads, although every server is up and connected",
        "fixed-timeouts",
    ),
    (
        "no-op",
        "An entry was committed",
        "",
        "raft start=figure-8c clients=0 seed=1\nat 10ms do timeout n1\nuntil 2s",
    ),
    ("exactly-once", "Exactly Once", "has executed a command twice: key 3 holds 200", "asked-twice"),
    ("confirm-reads", "Fresh Reads", "n6's read 2 of key 3 was answered 1", "stale-read"),
];

fn script(text: &str) -> Script {
    let lesson = Lesson::parse(Raft::LESSON).expect("the lesson can be read");
    let step = lesson.steps.into_iter().find(|step| step.id == text);
    step.map_or_else(|| Script::parse(text).expect("the script can be read"), |step| step.script)
}

/// The run with this rule on or off, and all others on.
fn play(text: &str, rule: &str, on: &str) -> Session<Raft> {
    let Script { mut scenario, until, .. } = script(text);
    scenario.params.retain(|(key, _)| CASES.iter().all(|(rule, ..)| rule != key) || key == "no-op");
    let mut run = Session::<Raft>::new(&scenario.with(rule, on));
    run.seek(until);
    run
}

#[test]
fn every_rule_switch_of_the_lab_has_a_run_that_needs_it() {
    let rules = RaftParams::TABLE.iter().map(|row| &row.field);
    let rules = rules.filter(|field| field.role == FieldRole::Rule);
    let switches: Vec<&str> = rules.map(|field| field.key).collect();
    let cases: Vec<&str> = CASES.iter().map(|(rule, ..)| *rule).collect();
    assert_eq!(switches, cases);
}

#[test]
fn without_its_rule_a_property_breaks_and_the_lab_says_who_broke_it() {
    for (rule, property, words, text) in CASES {
        let run = play(text, rule, "off");
        assert!(run.warnings().is_empty(), "{rule}: {:?}", run.warnings());
        let verdict = verdict(&run, property);
        assert!(!verdict.kept, "{rule}: {property} is kept");
        assert!(verdict.text.contains(words), "{rule}: {}", verdict.text);
    }
}

#[test]
fn with_the_rule_on_the_same_run_breaks_nothing() {
    for (rule, property, _, text) in CASES {
        let run = play(text, rule, "on");
        assert_eq!(broken(&run), [""; 0], "{rule}");
        assert!(verdict(&run, property).kept, "{rule}: {property}");
    }
}
