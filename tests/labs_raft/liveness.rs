//! When there must be a leader, and what is said when there is none.

use crate::{play, verdict};
use faultyard::lab::{Run, Verdict};

/// How the promise of a leader stands at the end of a script.
fn leader(script: &str) -> Verdict {
    verdict(&play(script), "A leader exists")
}

#[test]
fn a_leader_that_is_slow_still_leads() {
    for slow in ["1us", "20ms"] {
        let verdict = leader(&format!("raft seed=1\nat 1s slow leader {slow}\nuntil 12s"));
        assert!(verdict.kept && !verdict.broken, "{slow}: {}", verdict.text);
    }
}

#[test]
fn where_an_answer_takes_longer_than_the_shortest_time_out_nobody_need_lead() {
    for script in [
        "raft seed=6705377352318395114\nat 18815418us latency * 70ms..230ms\nuntil 36s",
        "raft seed=3\nat 1s latency * 150ms..200ms\nuntil 20s",
        "raft seed=3\nat 1s reorder * 50% 400ms\nuntil 20s",
    ] {
        let verdict = leader(script);
        assert!(!verdict.broken, "{script}: {}", verdict.text);
    }
}

#[test]
fn of_two_camps_the_larger_has_the_leader_that_there_must_be() {
    let verdict = leader("raft seed=1\nat 1s partition n1,n2|n3,n4,n5\nuntil 8s");
    assert!(verdict.kept, "the majority elects one: {}", verdict.text);
}

#[test]
fn a_changed_network_is_named_among_the_faults_in_force() {
    for (fault, named) in [
        ("latency * 70ms..230ms", "latency"),
        ("duplicate * 5%", "duplicates"),
        ("reorder n1>n2 5% 30ms", "holds messages back"),
    ] {
        let run = play(&format!("raft seed=1\nat 1s {fault}\nuntil 2s"));
        assert!(
            run.active_faults().iter().any(|told| told.contains(named)),
            "{fault}: {:?}",
            run.active_faults()
        );
        assert_eq!(play("raft seed=1\nuntil 2s").active_faults(), Vec::<String>::new());
    }
}
