//! Step scaling, schedules, queue length and vertical scaling against the examples of their documents.

use faultyard::algorithms::autoscaling::backlog::{self, Backlog};
use faultyard::algorithms::autoscaling::schedule::{self, Days, Rule, Schedule};
use faultyard::algorithms::autoscaling::steps::{self, Change, Judge, Preset, Side, Step, Steps};
use faultyard::algorithms::autoscaling::vertical::{self, Vertical};
use faultyard::algorithms::autoscaling::{
    Bounds, Controller, Gauge, Kind, Machine, Observation, Settings, Signal,
};
use faultyard::process::{SimDuration, SimTime};

fn seconds(seconds: u64) -> SimDuration {
    SimDuration::from_ms(1_000 * seconds)
}

fn at(time: u64) -> SimTime {
    SimTime::ZERO + seconds(time)
}

const READY: Machine = Machine {
    running: true,
    ready: true,
    failed: false,
    started: SimTime::ZERO,
    ready_changed: SimTime::ZERO,
    values: [None; 5],
    measured: SimTime::ZERO,
    window_seconds: 60.0,
};

/// A service at a use of its CPU in percent, seconds after the start.
fn at_cpu<T>(time: u64, desired: u32, percent: f64, look: impl FnOnce(&Observation) -> T) -> T {
    let busy = Machine { values: [Some(10.0 * percent), None, None, None, None], ..READY };
    let machines = vec![busy; desired as usize];
    let promised = [1_000.0, 0.0, 0.0, 0.0, 0.0];
    look(&Observation { now: at(time), desired, machines: &machines, promised, whole: [None; 5] })
}

fn side(threshold: f64, steps: &[(f64, Change)]) -> Side {
    let steps = steps.iter().map(|(from, change)| Step { from: *from, change: *change }).collect();
    let none = SimDuration::ZERO;
    Side { threshold, steps, window: none, judge: Judge::Mean, cooldown: none }
}

/// The example of AWS's page on step scaling: 60 % adds 10 %, 70 % adds 30 %; 40 % takes 10 %, 30 % takes 30 %.
fn aws() -> steps::Settings {
    let (ten, thirty) = (Change::Percent(10), Change::Percent(30));
    steps::Settings {
        bounds: Bounds::new(1, 100),
        gauge: Gauge::Utilisation(Signal::Cpu),
        up: side(60.0, &[(0.0, ten), (10.0, thirty)]),
        down: side(40.0, &[(0.0, ten), (10.0, thirty)]),
    }
}

/// The counts that follow from looks every minute at a use in percent.
fn follow(settings: steps::Settings, mut count: u32, looks: &[f64]) -> Vec<u32> {
    let mut steps = Steps::new(settings);
    let step = |(minute, percent): (usize, &f64)| {
        count = at_cpu(60 * minute as u64, count, *percent, |seen| steps.decide(seen).desired);
        count
    };
    looks.iter().enumerate().map(step).collect()
}

#[test]
fn steps_are_taken_as_in_the_example_of_aws() {
    // 10 % of 10 is 1; 30 % of 11 is 3.3, cut off; 10 % of 14 is 1.4; 30 % of 13 is 3.9.
    assert_eq!(follow(aws(), 10, &[50.0, 60.0, 70.0, 41.0, 40.0, 30.0]), [10, 11, 14, 14, 13, 10]);
    // The lower end of a step's interval is in it, the upper is not.
    assert_eq!(follow(aws(), 100, &[30.1]), [90]);
    assert_eq!(follow(aws(), 10, &[69.9]), [11]);
    // Less than one machine is one.
    assert_eq!(follow(aws(), 3, &[60.0, 40.0]), [4, 3]);
}

#[test]
fn a_step_adds_a_count_or_sets_one_and_stays_inside_the_bounds() {
    let by = |change| steps::Settings { up: side(60.0, &[(0.0, change)]), ..aws() };
    assert_eq!(follow(by(Change::By(5)), 3, &[90.0]), [8]);
    assert_eq!(follow(by(Change::Exactly(5)), 3, &[90.0]), [5]);
    assert_eq!(follow(by(Change::Exactly(5)), 7, &[90.0]), [7], "a step up never goes down");
    assert_eq!(follow(by(Change::By(5)), 98, &[90.0]), [100]);
    assert_eq!(follow(aws(), 1, &[5.0]), [1]);
}

#[test]
fn a_window_has_to_be_full_and_one_sample_moves_its_mean_but_not_all_of_it() {
    let window = |judge| steps::Settings {
        up: Side { window: seconds(300), judge, ..side(60.0, &[(0.0, Change::By(1))]) },
        ..aws()
    };
    assert_eq!(follow(window(Judge::Mean), 4, &[70.0; 6]), [4, 4, 4, 4, 4, 5]);
    let calm_with_a_peak = [50.0, 50.0, 50.0, 50.0, 50.0, 95.0, 70.0];
    // 50 x 4 + 95 is 59 in the mean; then 50 x 3 + 95 + 70 is 63.
    assert_eq!(follow(window(Judge::Mean), 4, &calm_with_a_peak), [4, 4, 4, 4, 4, 4, 5]);
    assert_eq!(follow(window(Judge::All), 4, &calm_with_a_peak), [4; 7]);
    assert_eq!(follow(window(Judge::All), 4, &[60.0; 6]), [4, 4, 4, 4, 4, 5]);
}

#[test]
fn a_change_up_waits_for_changes_up_only_and_one_down_for_both() {
    let settings = steps::Settings {
        up: Side { cooldown: seconds(120), ..side(60.0, &[(0.0, Change::By(1))]) },
        down: Side { cooldown: seconds(180), ..side(40.0, &[(0.0, Change::By(1))]) },
        ..aws()
    };
    assert_eq!(follow(settings.clone(), 4, &[90.0; 5]), [5, 5, 6, 6, 7]);
    assert_eq!(follow(settings.clone(), 4, &[90.0, 10.0, 10.0, 10.0, 10.0]), [5, 5, 5, 4, 4]);
    assert_eq!(follow(settings, 4, &[10.0, 90.0]), [3, 4]);
}

#[test]
fn what_is_not_measured_changes_nothing() {
    let mut steps = Steps::new(aws());
    let silent = [READY; 4];
    let seen =
        Observation { now: at(0), desired: 4, machines: &silent, promised: [1_000.0; 5], whole: [None; 5] };
    assert_eq!(steps.decide(&seen).desired, 4);
    let mut backlog = Backlog::new(backlog::Settings::default());
    assert_eq!(backlog.decide(&seen).desired, 4);
    let mut vertical = Vertical::new(vertical::Settings { count: 4, ..Default::default() });
    assert_eq!((vertical.decide(&seen).desired, vertical.size()), (4, 1));
}

#[test]
fn presets_are_the_table_of_thresholds_in_common_use() {
    let rows = [Preset::CPU, Preset::MEMORY, Preset::REQUESTS, Preset::LATENCY];
    assert_eq!(rows.map(|row| row.window_min), [[5, 15], [5, 15], [1, 5], [5, 15]]);
    let (cpu, memory) = (Preset::CPU, Preset::MEMORY);
    assert_eq!((cpu.up, cpu.down), ([70.0, 80.0], [30.0, 40.0]));
    assert_eq!((memory.up, memory.down), ([80.0, 90.0], [50.0, 60.0]));
    // 400 ms of objective, 20 requests a second of capacity.
    let latency = Preset::LATENCY.settings(400.0, Bounds::new(1, 9));
    assert_eq!(
        (latency.up.threshold, latency.down.threshold, latency.up.window),
        (360.0, 180.0, seconds(300))
    );
    let requests = Preset::REQUESTS.settings(20.0, Bounds::new(1, 9));
    assert_eq!(
        (requests.up.threshold, requests.down.threshold, requests.up.window),
        (15.0, 7.0, seconds(60))
    );
    let all = rows.map(|row| row.settings(100.0, Bounds::default()));
    assert!(all.iter().all(|one| one.down.threshold < one.up.threshold && !one.up.steps.is_empty()));
}

fn hour(days: Days, from: u32, to: u32, min: u32, max: Option<u32>) -> Rule {
    Rule::new(days, 60 * from, 60 * to, min, max).unwrap()
}

/// The bounds at hours of the week, 0 for Monday 0:00.
fn bounds(rules: &[Rule], hours: &[f64]) -> Vec<(u32, u32)> {
    let settings = schedule::Settings { base: Bounds::new(2, 20), rules: rules.to_vec(), begins: 0 };
    let bounds = |hour: &f64| settings.bounds(SimTime::from_seconds(3_600.0 * hour));
    hours.iter().map(bounds).map(|bounds| (bounds.min, bounds.max)).collect()
}

#[test]
fn a_rule_counts_from_its_start_to_just_before_its_end_on_its_days_and_else_the_base_does() {
    let office = hour(Days::WORKDAYS, 8, 18, 8, None);
    let (base, on) = ((2, 20), (8, 20));
    let just_before = |hour: f64| hour - 1e-6;
    let monday = [just_before(8.0), 8.0, just_before(18.0), 18.0];
    assert_eq!(bounds(&[office], &monday), [base, on, on, base]);
    let friday_to_monday = [24.0 * 4.0 + 9.0, 24.0 * 5.0 + 9.0, 24.0 * 6.0 + 9.0, 24.0 * 7.0 + 9.0];
    assert_eq!(bounds(&[office], &friday_to_monday), [on, base, base, on]);
}

#[test]
fn where_rules_overlap_the_greatest_counts_and_a_rule_may_go_over_midnight() {
    let day = hour(Days::ALL, 8, 18, 6, Some(10));
    let noon = hour(Days::ALL, 11, 14, 12, Some(30));
    let night = hour(Days::of(&[6]), 22, 6, 1, Some(3));
    let rules = [day, noon, night];
    assert_eq!(bounds(&rules, &[9.0, 12.0, 14.0, 20.0]), [(6, 10), (12, 30), (6, 10), (2, 20)]);
    let sunday = 24.0 * 6.0;
    assert_eq!(
        bounds(&rules, &[sunday + 21.0, sunday + 22.0, 0.0, 5.9, 6.0, 30.0]),
        [(2, 20), (1, 3), (1, 3), (1, 3), (2, 20), (2, 20)]
    );
    let whole_day = Rule::new(Days::of(&[1]), 0, 1_440, 5, None).unwrap();
    assert_eq!(bounds(&[whole_day], &[23.99, 24.0, 47.99, 48.0]), [(2, 20), (5, 20), (5, 20), (2, 20)]);
}

#[test]
fn a_rule_without_time_day_or_sense_is_refused_with_a_sentence() {
    let error = |rule: Result<Rule, String>| rule.unwrap_err();
    assert_eq!(
        error(Rule::new(Days::ALL, 480, 480, 5, None)),
        "8:00 is both start and end: a rule needs some time between"
    );
    assert!(Rule::new(Days::ALL, 1_440, 10, 5, None).is_err());
    assert!(Rule::new(Days::ALL, 0, 1_441, 5, None).is_err());
    assert!(Rule::new(Days::of(&[7]), 0, 60, 5, None).is_err());
    assert!(Rule::new(Days::ALL, 0, 60, 5, Some(4)).is_err());
}

#[test]
fn a_schedule_asks_for_its_least_and_moves_the_bounds_of_an_hpa() {
    let rules = vec![hour(Days::ALL, 1, 2, 8, None)];
    let told = schedule::Settings { base: Bounds::new(2, 20), rules, begins: 0 };
    let mut schedule = Schedule::new(told.clone());
    let counts =
        [3_599, 3_600, 7_199, 7_200].map(|time| at_cpu(time, 2, 10.0, |seen| schedule.decide(seen).desired));
    assert_eq!(counts, [2, 8, 8, 2]);
    let settings = Settings { schedule: told, ..Settings::default() };
    let mut both = Controller::new(Kind::ScheduledHpa, &settings);
    // Asleep, up by the clock, further by the load, and down again only when the rule and the window are over.
    let mut count = 2;
    let mut look = |time, percent| {
        count = at_cpu(time, count, percent, |seen| both.decide(seen).desired);
        count
    };
    assert_eq!([look(3_585, 10.0), look(3_600, 10.0), look(3_615, 10.0), look(3_630, 160.0)], [2, 8, 8, 16]);
    assert_eq!([look(7_185, 10.0), look(7_200, 10.0), look(7_500, 10.0)], [8, 2, 2]);
}

fn waiting<T>(time: u64, desired: u32, backlog: f64, look: impl FnOnce(&Observation) -> T) -> T {
    let machines = vec![READY; desired as usize];
    let whole = [None, None, None, None, Some(backlog)];
    look(&Observation { now: at(time), desired, machines: &machines, promised: [0.0; 5], whole })
}

#[test]
fn the_backlog_is_shared_as_in_the_example_of_aws() {
    // 1,500 messages for 10 instances are 150 each; 10 s of latency at 0.1 s a message are 100: five more.
    let each = backlog::Settings::acceptable(seconds(10), SimDuration::from_ms(100));
    assert_eq!(each, 100.0);
    let told = backlog::Settings { bounds: Bounds::new(1, 100), each, hold: seconds(60) };
    let mut backlog = Backlog::new(told);
    assert_eq!(waiting(0, 10, 1_500.0, |seen| backlog.decide(seen).desired), 15);
    assert_eq!(waiting(1, 15, 1_501.0, |seen| backlog.decide(seen).desired), 16, "rounded up");
    assert_eq!(waiting(2, 16, 1e9, |seen| backlog.decide(seen).desired), 100);
    // Fewer only when fewer would have done all the time.
    let counts = [(10, 50.0), (40, 50.0), (50, 1_600.0), (60, 50.0), (119, 50.0), (120, 50.0)]
        .map(|(time, queue)| waiting(time, 16, queue, |seen| backlog.decide(seen).desired));
    assert_eq!(counts, [16, 16, 16, 16, 16, 1]);
}

#[test]
fn a_size_follows_use_that_lasts_and_is_the_smallest_that_stays_under_the_threshold() {
    let told = vertical::Settings { count: 3, hold: seconds(60), ..Default::default() };
    let mut vertical = Vertical::new(told);
    let mut look = |time, percent| {
        let desired = at_cpu(time, 3, percent, |seen| vertical.decide(seen).desired);
        assert_eq!(desired, 3);
        vertical.size()
    };
    assert_eq!(
        [look(0, 90.0), look(30, 50.0), look(45, 90.0), look(90, 90.0), look(105, 90.0)],
        [1, 1, 1, 1, 2]
    );
    // In full use: 100 % of 2 are 50 % of 4.
    assert_eq!([look(120, 100.0), look(180, 100.0)], [2, 4]);
    // 10 % of 4 are 40 % of 1: two sizes at once; 8 is never asked for by 37.5 % of 2.
    assert_eq!([look(200, 10.0), look(260, 10.0)], [4, 1]);
    // Nothing is smaller than the smallest.
    assert_eq!([look(300, 5.0), look(400, 5.0)], [1, 1]);
}

#[test]
fn each_kind_is_made_from_one_set_of_settings_and_only_vertical_scaling_has_a_size() {
    for kind in Kind::ALL {
        let mut controller = Controller::new(kind, &Settings::default());
        let decision = at_cpu(0, 4, 50.0, |seen| controller.decide(seen));
        assert!(!decision.working.is_empty(), "{kind:?}");
        assert!(decision.site.file().contains("autoscaling"), "{kind:?}: {}", decision.site);
        assert_eq!((controller.kind(), controller.size().is_some()), (kind, kind == Kind::Vertical));
    }
}
