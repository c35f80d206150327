//! Each setting of the HPA, the thresholds and the timetable does in a run what its name says.

use super::{measure, play};
use faultyard::lab::Run;

/// How many machines an HPA wants after eight minutes of 200 requests a second, which four cores serve.
fn desired(settings: &str) -> f64 {
    let base = "autoscaling controller=hpa pattern=steady rate=200 noise=off down-window=0 period=600 seed=1";
    measure(&play(&format!("{base} {settings}\nuntil 8m")), "wanted")
}

#[test]
fn a_tolerance_below_the_target_is_that_above_it_unless_it_is_set() {
    // Eight machines are half busy, at 0.83 of the target.
    assert_eq!(desired("start=8 tolerance=30"), 8.0, "a link without the new key means both");
    assert_eq!(desired("start=8 tolerance=30 tolerance-down=10"), 7.0);
    assert_eq!(desired("start=8 tolerance=10 tolerance-down=30"), 8.0);
}

#[test]
fn of_two_policies_down_max_takes_the_faster_min_the_slower_and_disabled_neither() {
    let down = |settings: &str| desired(&format!("start=20 {settings}"));
    assert_eq!(down("down-percent=0 down-count=0"), 20.0);
    assert_eq!(down("down-percent=0 down-count=3"), 17.0);
    assert_eq!(down("down-percent=50 down-count=3"), 10.0);
    assert_eq!(down("down-percent=50 down-count=3 down-select=min"), 17.0);
    assert_eq!(down("down-percent=50 down-select=min"), 10.0, "a policy of zero is none");
    assert_eq!(down("down-percent=50 down-count=3 down-select=disabled"), 20.0);
}

#[test]
fn of_two_policies_up_max_takes_the_faster_min_the_slower_and_disabled_neither() {
    let up = |settings: &str| desired(&format!("start=2 up-percent=100 up-count=1 {settings}"));
    assert_eq!([up(""), up("up-select=min"), up("up-select=disabled")], [4.0, 3.0, 2.0]);
}

#[test]
fn removals_may_be_counted_over_a_time_of_their_own() {
    let base = "autoscaling pattern=steady rate=200 noise=off start=20 down-window=0 down-percent=0 down-count=1 seed=1";
    let after = |period| measure(&play(&format!("{base} period=600 {period}\nuntil 9m")), "wanted");
    assert_eq!(after(""), 19.0, "one in the ten minutes of the way up");
    assert!(after("down-period=60") <= 13.0, "one a minute");
}

#[test]
fn a_machine_that_works_at_its_boot_is_believed_sooner_with_a_shorter_initialisation() {
    let base =
        "autoscaling pattern=step rate=100 peak=4 length=10 noise=off start=3 boot=240 warm=300 seed=1";
    // At ten minutes four times as much comes. What the machines show that were started then is believed or not.
    let six_wanted_after = |init: u32| {
        let run = play(&format!("{base} cpu-init={init} readiness-delay=0\nuntil 30m"));
        let desired = run.series().into_iter().find(|series| series.key == "wanted").expect("a measure");
        desired.values.iter().position(|desired| *desired >= 6.0).expect("it comes to that")
    };
    assert!(six_wanted_after(0) < six_wanted_after(1_200));
}

#[test]
fn thresholds_in_common_use_are_those_numbers_set_by_hand() {
    let base = "autoscaling controller=steps pattern=sawtooth rate=150 peak=4 length=60 seed=3";
    let told = |settings: &str| {
        let run = play(&format!("{base} {settings}\nuntil 4h"));
        let decided = run.events(0, usize::MAX).into_iter().filter(|event| event.kind == "decided");
        decided.map(|event| format!("{} {}", event.at, event.text)).collect::<Vec<String>>()
    };
    let by_hand = [
        ("cpu", "watch=cpu up-at=75 down-at=35 evaluate=5"),
        ("memory", "watch=memory up-at=85 down-at=55 evaluate=5"),
        ("requests", "watch=requests up-at=75 down-at=35 evaluate=1"),
        ("latency", "watch=latency up-at=90 down-at=45 evaluate=5"),
    ];
    for (practice, own) in by_hand {
        assert_eq!(told(&format!("practice={practice}")), told(own), "{practice}");
    }
    assert!(told("practice=cpu").len() > 4 && told("practice=requests") != told("practice=cpu"));
}

#[test]
fn a_timetable_has_its_hours_its_days_and_its_fewest_and_most() {
    let at = |controller: &str, hours: u32, rate: u32| {
        let script = format!(
            "autoscaling controller={controller} pattern=steady rate={rate} noise=off start=4 work-from=9 work-to=17 \
             workday-min=9 workday-max=12 weekend-min=5 night-min=3 seed=1\nuntil {hours}h"
        );
        measure(&play(&script), "wanted")
    };
    let clock = [
        (8, 3.0),
        (10, 9.0),
        (16, 9.0),
        (18, 3.0),
        (24 * 5 + 10, 5.0),
        (24 * 6 + 3, 3.0),
        (24 * 7 + 10, 9.0),
    ];
    for (hours, machines) in clock {
        assert_eq!(at("schedule", hours, 100), machines, "after {hours} h");
    }
    assert_eq!(at("scheduled-hpa", 10, 1_200), 12.0, "at most so many, whatever comes");
    assert_eq!(at("scheduled-hpa", 18, 1_200), 40.0, "at night as many as there may be at all");
}
