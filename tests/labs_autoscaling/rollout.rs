//! Rollouts and nodes in a run: what stays available, what waits, and what is paid.

use super::{measure, play};
use faultyard::lab::{Run, Session};
use faultyard::labs::autoscaling::Autoscaling;

/// Ten machines, 60% busy, and a rollout after five minutes.
const TEN: &str = "autoscaling controller=fixed pattern=steady rate=300 noise=off start=10 seed=1";

fn told(run: &Session<Autoscaling>, what: &str) -> usize {
    run.events(0, usize::MAX).into_iter().filter(|event| event.text.contains(what)).count()
}

/// The least of a measure over a run.
fn least(run: &Session<Autoscaling>, key: &str) -> f32 {
    let series = run.series().into_iter().find(|series| series.key == key).expect("a measure");
    series.values.into_iter().fold(f32::MAX, f32::min)
}

#[test]
fn a_version_that_never_becomes_ready_leaves_as_many_as_may_not_be_unavailable() {
    for (unavailable, ready) in [(0, 10.0), (25, 8.0), (50, 5.0), (100, 0.0)] {
        let run = play(&format!("{TEN} max-unavailable={unavailable}\nat 5m do rollout bad\nuntil 1h"));
        assert_eq!(measure(&run, "ready"), ready, "{unavailable}% unavailable");
        assert_eq!(measure(&run, "updated"), 0.0);
        assert_eq!(told(&run, "has made no progress for 10 min"), 1);
    }
}

#[test]
fn a_way_back_ends_it_with_the_version_before_and_another_one_goes_there_again() {
    let bad = format!("{TEN}\nat 5m do rollout bad\nat 20m do rollback\n");
    let run = play(&format!("{bad}until 1h"));
    assert_eq!([measure(&run, "ready"), measure(&run, "updated")], [10.0, 10.0]);
    assert_eq!(told(&run, "the rollout of version 1 is complete"), 1);
    let again = play(&format!("{bad}at 40m do rollback\nuntil 2h"));
    assert_eq!([measure(&again, "ready"), measure(&again, "updated")], [8.0, 0.0]);
}

#[test]
fn without_surge_and_with_all_unavailable_the_service_stands_still_for_a_boot() {
    let run = |settings: &str| play(&format!("{TEN} {settings}\nat 5m do rollout good\nuntil 30m"));
    assert_eq!(least(&run("max-surge=0 max-unavailable=100"), "ready"), 0.0);
    assert_eq!(least(&run("max-surge=100 max-unavailable=0"), "ready"), 10.0);
    assert_eq!(least(&run(""), "ready"), 8.0);
}

#[test]
fn a_minimum_ready_time_of_the_warm_up_makes_a_rollout_slower_and_users_wait_less() {
    let run = |settings: &str| play(&format!("{TEN} {settings}\nat 5m do rollout good\nuntil 30m"));
    let (hasty, patient) = (run("warm=120"), run("warm=120 min-ready=120"));
    let (hurt, spared) = (measure(&hasty, "missed"), measure(&patient, "missed"));
    assert!(hurt > 1.0 && spared < hurt / 2.0, "{hurt} and {spared} minutes");
    let complete = |run: &Session<Autoscaling>| {
        let event = run.events(0, usize::MAX).into_iter().find(|event| event.kind == "rolled-out");
        event.expect("it is complete").at
    };
    assert!(complete(&patient) > complete(&hasty));
}

#[test]
fn both_versions_share_what_is_desired_meanwhile_and_an_hpa_on_cpu_holds_what_it_does_not_know() {
    let sizes = |run: &Session<Autoscaling>| -> Vec<u64> {
        let sets = run.inspect("")["replicaSets"].as_array().expect("sets").clone();
        sets.iter().filter_map(|set| set["replicas"].as_u64()).collect()
    };
    let run = play(
        "autoscaling controller=schedule night-min=10 workday-min=15 work-from=1 pattern=steady rate=300 start=10 seed=1\n\
         at 30m do rollout bad\nuntil 90m",
    );
    // 8 and 5 of 10 and 3, and of 15 and 4.
    assert_eq!((sizes(&run), measure(&run, "ready")), (vec![12, 7], 12.0));
    // Eight are full and five unknown: 8 x 100 / 60 of 13 is what there is.
    let held = play(
        "autoscaling pattern=step rate=300 peak=2 length=15 noise=off start=10 seed=1\n\
         at 5m do rollout bad\nuntil 40m",
    );
    assert_eq!((sizes(&held), measure(&held, "wanted")), (vec![8, 5], 10.0));
}

#[test]
fn replicas_wait_while_there_may_be_no_more_nodes_and_a_rollout_that_spares_none_never_ends() {
    let full = format!("{TEN} node-places=5 max-nodes=2 max-unavailable=0\nat 5m do rollout good\n");
    let run = play(&format!("{full}until 1h"));
    assert_eq!(
        [measure(&run, "pending"), measure(&run, "updated"), measure(&run, "ready")],
        [3.0, 0.0, 10.0]
    );
    assert_eq!(told(&run, "3 replicas wait for a node, and there may be no more nodes"), 1);
    let more = play(&format!("{full}at 30m set max-nodes=3\nuntil 90m"));
    assert_eq!([measure(&more, "pending"), measure(&more, "updated")], [0.0, 10.0]);
}

#[test]
fn nodes_are_paid_for_instead_of_replicas_and_an_empty_one_goes_after_ten_minutes() {
    let run = play(&format!("{TEN} node-places=4 minimum=0\nuntil 8h"));
    assert!((measure(&run, "cost") - 3.0 * 4.0 * 8.0 * 0.1).abs() < 1e-3, "{}", measure(&run, "cost"));
    let fewer = play(
        "autoscaling controller=hpa pattern=steady rate=300 noise=off start=20 down-window=0 node-places=4 seed=1\n\
         until 30m",
    );
    let emptied = ["node 3", "node 4", "node 5"].map(|node| told(&fewer, &format!("{node} is removed")));
    assert_eq!((measure(&fewer, "nodes"), emptied), (3.0, [0, 1, 1]));
}

#[test]
fn a_zone_that_is_lost_takes_its_nodes_and_what_was_on_them_waits_for_others() {
    let run = play(&format!("{TEN} node-places=4 node-boot=120\nat 5m do zone a 10m\nuntil 6m"));
    assert!(measure(&run, "pending") > 0.0 && measure(&run, "ready") < 10.0);
    let later = play(&format!("{TEN} node-places=4 node-boot=120\nat 5m do zone a 10m\nuntil 15m"));
    assert_eq!([measure(&later, "pending"), measure(&later, "ready")], [0.0, 10.0]);
}
