//! How fast the HPA lets a count change, against the rows of Kubernetes' horizontal_test.go, and the whole of it.

use faultyard::algorithms::autoscaling::hpa::limits::{
    Behaviour, Change, Events, Limits, Policy, Reason, Select,
};
use faultyard::algorithms::autoscaling::hpa::stabilise::Recommendations;
use faultyard::algorithms::autoscaling::hpa::{Hpa, Metric, Settings, Target};
use faultyard::algorithms::autoscaling::{Bounds, Machine, Observation, Signal};
use faultyard::process::{SimDuration, SimTime};

const NOW: SimTime = SimTime::from_ms(36_000_000);

fn ago(seconds: f64) -> SimTime {
    SimTime(NOW.0 - (seconds * 1e6) as u64)
}

/// Machines in a period, percent in a period, in seconds; 0 is no such policy. The reference's
/// `generateScalingRules`, of which the greatest change counts.
type Rules = (u32, u64, u32, u64);

fn behaviour((count, count_s, percent, percent_s): Rules) -> Behaviour {
    let mut policies = Vec::new();
    if count > 0 {
        policies.push(Policy::new(Change::Machines(count), count_s));
    }
    if percent > 0 {
        policies.push(Policy::new(Change::Percent(percent), percent_s));
    }
    Behaviour { window: SimDuration::ZERO, select: Select::Max, policies }
}

/// Changes in the middles of even parts of the last 120 s: the reference's `generateEventsUniformDistribution`.
fn spread(changes: &[i64]) -> impl Iterator<Item = (SimTime, i64)> {
    let part = 120.0 / changes.len() as f64;
    let place = move |index: usize| ago(120.0 - part * (index as f64 + 0.5));
    changes.iter().enumerate().map(move |(index, change)| (place(index), *change))
}

struct Row {
    says: &'static str,
    ups: &'static [i64],
    downs: &'static [i64],
    bounds: (u32, u32),
    up: Option<Rules>,
    down: Option<Rules>,
    current: u32,
    asked: u32,
    desired: (u32, Reason),
}

const PLAIN: Row = Row {
    says: "",
    ups: &[],
    downs: &[],
    bounds: (1, 1_000),
    up: None,
    down: None,
    current: 100,
    asked: 500,
    desired: (0, Reason::Within),
};

const fn up(says: &'static str, rules: Rules, counts: (u32, u32), desired: (u32, Reason)) -> Row {
    Row { says, up: Some(rules), current: counts.0, asked: counts.1, desired, ..PLAIN }
}

const fn down(says: &'static str, rules: Rules, counts: (u32, u32), desired: (u32, Reason)) -> Row {
    Row { says, down: Some(rules), current: counts.0, asked: counts.1, desired, ..PLAIN }
}

const fn plain(says: &'static str, bounds: (u32, u32), counts: (u32, u32), desired: (u32, Reason)) -> Row {
    Row { says, bounds, current: counts.0, asked: counts.1, desired, ..PLAIN }
}

use Reason::{DownLimit, TooFew, TooMany, UpLimit, Within};

const FIFTEEN: &[i64] = &[1, 5, 9];
const THIRTY: &[i64] = &[10, 10, 10];
const FORTY: &[i64] = &[8, 12, 9, 11];

/// The rows of TestScalingWithRules.
const ROWS: &[Row] = &[
    plain("prenormalized desired replicas within range", (3, 8), (5, 7), (7, Within)),
    plain("prenormalized desired replicas < minReplicas", (2, 8), (3, 1), (2, TooFew)),
    plain("within range when minReplicas is 0", (0, 10), (1, 0), (0, Within)),
    plain("maxReplicas is the limit because maxReplicas < scaleUpLimit", (1, 10), (20, 1_000), (10, TooMany)),
    plain("desired is more than the maximum", (100, 150), (100, 1_000), (150, TooMany)),
    Row {
        bounds: (1, 2_000),
        ..up("scaleUpLimit < maxReplicas with user policies", (0, 0, 1, 60), (3, 1_000), (4, UpLimit))
    },
    plain("scaleUp with default behavior", (1, 1_000), (10, 50), (20, UpLimit)),
    up("scaleUp with pods larger than percent", (100, 60, 100, 60), (10, 500), (110, UpLimit)),
    up("scaleUp with percent larger than pods", (2, 60, 100, 60), (10, 500), (20, UpLimit)),
    up("scaleUp with large pod policy", (100, 60, 0, 0), (10, 50), (50, Within)),
    up("scaleUp with large percent policy", (10_000, 60, 0, 0), (10, 50), (50, Within)),
    up("scaleUp with pod policy limitation", (30, 60, 0, 0), (10, 50), (40, UpLimit)),
    up("scaleUp with percent policy limitation", (0, 0, 200, 60), (10, 50), (30, UpLimit)),
    down("scaleDown with percent larger than pod", (20, 60, 1, 60), (100, 2), (80, DownLimit)),
    down("scaleDown with pod larger than percent", (2, 60, 1, 60), (100, 2), (98, DownLimit)),
    down("scaleDown to MinReplicas with large pod policy", (100, 60, 0, 0), (10, 0), (1, TooFew)),
    Row {
        bounds: (5, 1_000),
        ..down("scaleDown to MinReplicas with large percent policy", (0, 0, 100, 60), (10, 2), (5, TooFew))
    },
    down("scaleDown with pod policy limitation", (5, 60, 0, 0), (10, 2), (5, DownLimit)),
    down("scaleDown with percent policy limitation", (0, 0, 50, 60), (10, 5), (5, Within)),
    Row {
        ups: FIFTEEN,
        bounds: (1, 200),
        ..up("scaleUp with large pod policy and events", (300, 60, 0, 0), (100, 500), (200, TooMany))
    },
    Row {
        ups: FIFTEEN,
        bounds: (1, 200),
        ..up("scaleUp with large percent policy and events", (0, 0, 10_000, 60), (100, 500), (200, TooMany))
    },
    Row {
        ups: FIFTEEN,
        ..up("scaleUp with a lot of recent scale up events", (5, 120, 0, 0), (100, 500), (100, UpLimit))
    },
    Row {
        ups: FIFTEEN,
        ..up("scaleUp with pod policy and previous events", (150, 120, 0, 0), (100, 500), (235, UpLimit))
    },
    Row {
        ups: FIFTEEN,
        ..up("scaleUp with percent policy and previous events", (0, 0, 200, 120), (100, 500), (255, UpLimit))
    },
    Row {
        ups: &[4],
        downs: &[2],
        ..up("scaleUp with previous up and down events", (0, 0, 300, 300), (6, 24), (16, UpLimit))
    },
    Row {
        downs: FIFTEEN,
        ..plain("scaleDown with default policy and previous events", (1, 1_000), (10, 5), (5, Within))
    },
    Row {
        downs: FIFTEEN,
        ..down("scaleDown, large pod policy, events", (115, 120, 0, 0), (100, 0), (1, TooFew))
    },
    Row {
        downs: FIFTEEN,
        bounds: (5, 1_000),
        ..down("scaleDown to MinReplicas, pod policy, events", (130, 120, 0, 0), (100, 0), (5, TooFew))
    },
    Row {
        downs: FIFTEEN,
        bounds: (5, 1_000),
        ..down("scaleDown to MinReplicas, percent policy, events", (0, 0, 100, 120), (100, 2), (5, TooFew))
    },
    Row {
        downs: FIFTEEN,
        ..down("scaleDown with pod limitation and events", (5, 120, 0, 0), (100, 2), (100, DownLimit))
    },
    Row {
        downs: &[2, 4, 6],
        ..down("scaleDown with percent limitation and events", (0, 0, 50, 120), (100, 0), (56, DownLimit))
    },
    Row {
        ups: &[2],
        downs: &[4],
        ..down("scaleDown with previous up and down events", (0, 0, 50, 180), (10, 1), (6, DownLimit))
    },
    Row {
        downs: THIRTY,
        ..down("previous events preventing further scale down", (0, 0, 10, 120), (100, 0), (100, DownLimit))
    },
    Row {
        downs: THIRTY,
        ..down("previous events still allowing more scale down", (0, 0, 1_000, 120), (10, 5), (5, Within))
    },
    Row { ups: FORTY, ..up("'outdated', one behavior, up", (1_000, 60, 0, 0), (100, 200), (200, Within)) },
    Row {
        ups: FORTY,
        ..up("not 'outdated', two policies, up", (1_000, 120, 100, 60), (100, 200), (200, Within))
    },
    Row { ups: FORTY, ..up("'outdated', two policies, up", (1_000, 30, 100, 60), (100, 200), (200, Within)) },
    Row { downs: FORTY, ..down("'outdated', one behavior, down", (1_000, 60, 0, 0), (100, 5), (5, Within)) },
    Row {
        downs: FORTY,
        ..down("not 'outdated', two policies, down", (1_000, 120, 100, 60), (100, 5), (5, Within))
    },
    Row {
        downs: FORTY,
        ..down("'outdated', two policies, down", (1_000, 30, 100, 60), (100, 5), (5, Within))
    },
];

/// Rows that follow from the reference's code.
const DERIVED: &[Row] = &[
    plain("default from 1", (1, 1_000), (1, 50), (5, UpLimit)),
    plain("default from 3", (1, 1_000), (3, 50), (7, UpLimit)),
    plain("default from 5, where both policies nearly meet", (1, 1_000), (5, 50), (10, UpLimit)),
    up("+10 % of 100 are 110.00000000000001, rounded up", (0, 0, 10, 60), (100, 500), (111, UpLimit)),
    down("-90 % of 100 are 9.999999999999998, cut off", (0, 0, 90, 60), (100, 0), (9, DownLimit)),
    Row {
        ups: &[3, 3],
        ..up("events are summed, not the last alone", (4, 120, 0, 0), (10, 20), (10, UpLimit))
    },
];

fn limits<T>(row: &Row, edit: impl Fn(&mut Behaviour), ask: impl Fn(&Limits) -> T) -> T {
    let (mut up, mut down) =
        (row.up.map_or_else(Behaviour::up, behaviour), row.down.map_or_else(Behaviour::down, behaviour));
    edit(&mut up);
    edit(&mut down);
    let gone = spread(row.downs).map(|(when, change)| (when, -change));
    let events = Events::new(spread(row.ups).chain(gone).collect());
    let bounds = Bounds::new(row.bounds.0, row.bounds.1);
    ask(&Limits { up: &up, down: &down, bounds, events: &events, now: NOW })
}

#[test]
fn a_count_changes_as_fast_as_the_published_and_derived_rows_say() {
    for row in ROWS.iter().chain(DERIVED) {
        let limited = limits(row, |_| {}, |limits| limits.limit(row.current, row.asked));
        assert_eq!((limited.desired, limited.reason), row.desired, "{}", row.says);
    }
    assert_eq!((ROWS.len(), DERIVED.len()), (40, 6));
}

#[test]
fn the_least_change_may_be_chosen_and_a_direction_be_closed() {
    // TestCalculateScaleUpLimitWithScalingRules and TestCalculateScaleDownLimitWithBehaviors.
    let both = (2, 60, 50, 60);
    let least = |behaviour: &mut Behaviour| behaviour.select = Select::Min;
    let row = Row { up: Some(both), down: Some(both), ..PLAIN };
    assert_eq!(limits(&row, least, |limits| (limits.most(1), limits.least(5))), (2, 3));
    let closed = |behaviour: &mut Behaviour| behaviour.select = Select::Disabled;
    let limited = limits(&row, closed, |limits| [limits.limit(10, 50), limits.limit(10, 2)]);
    assert_eq!(limited.map(|one| (one.desired, one.reason)), [(10, UpLimit), (10, DownLimit)]);
}

/// Log (recommendation, seconds ago), current, asked for, expected, windows up and down in seconds.
type StableRow = (&'static str, &'static [(u32, u64)], u32, u32, u32, u64, u64);

const OLD: &[(u32, u64)] = &[(10, 600), (9, 540)];
const FOUR_FIVE: &[(u32, u64)] = &[(4, 120), (5, 60)];
const MIXED: &[(u32, u64)] = &[(10, 600), (4, 60), (5, 120), (9, 540)];

/// The rows of TestNormalizeDesiredReplicasWithBehavior, then those of TestNormalizeDesiredReplicas, which has a
/// window down only.
const STABLE: &[StableRow] = &[
    ("empty recommendations for scaling down", &[], 100, 5, 5, 0, 0),
    ("simple scale down stabilization", FOUR_FIVE, 100, 3, 5, 0, 180),
    ("simple scale up stabilization", FOUR_FIVE, 1, 7, 4, 300, 0),
    ("no scale down stabilization", &[(1, 120), (2, 60)], 100, 3, 3, 300, 0),
    ("no scale up stabilization", FOUR_FIVE, 1, 3, 3, 0, 300),
    ("no scale down stabilization, reuse", OLD, 100, 3, 3, 0, 0),
    ("no scale up stabilization, reuse", OLD, 1, 100, 100, 0, 0),
    ("scale down stabilization, reuse one", MIXED, 100, 3, 5, 0, 180),
    ("scale up stabilization, reuse one", &[(10, 6_000), (6, 60), (5, 120), (9, 180)], 1, 100, 5, 300, 0),
    ("both, do not scale up when the recommendation goes down", &[(2, 6_000), (3, 180)], 2, 1, 2, 300, 300),
    ("both, do not scale down when the recommendation goes up", &[(2, 6_000), (1, 180)], 2, 3, 2, 300, 300),
    ("empty log", &[], 100, 5, 5, 0, 300),
    ("stabilize", FOUR_FIVE, 100, 3, 5, 0, 300),
    ("no stabilize", &[(1, 120), (2, 60)], 100, 3, 3, 0, 300),
    ("no stabilize - old recommendations", OLD, 100, 3, 3, 0, 300),
    ("stabilize - old recommendations", MIXED, 100, 3, 5, 0, 300),
];

#[test]
fn recommendations_of_late_hold_a_count_as_the_published_rows_say() {
    let seconds = |seconds: u64| SimDuration::from_ms(1_000 * seconds);
    for (says, log, current, asked, expected, up, down) in STABLE {
        let log = log.iter().map(|(count, at)| (ago(*at as f64), *count)).collect();
        let held = Recommendations::new(log).stabilise(*current, *asked, NOW, seconds(*up), seconds(*down));
        assert_eq!(held.desired, *expected, "{says}");
    }
}

fn machines(usages: &[f64]) -> Vec<Machine> {
    let machine = |usage: &f64| Machine {
        running: true,
        ready: true,
        failed: false,
        started: SimTime::ZERO,
        ready_changed: SimTime::ZERO,
        values: [Some(*usage), Some(*usage), None, None, None],
        measured: NOW,
        window_seconds: 60.0,
    };
    usages.iter().map(machine).collect()
}

fn look(now: SimTime, desired: u32, machines: &[Machine]) -> Observation<'_> {
    Observation { now, desired, machines, promised: [1_000.0; 5], whole: [None; 5] }
}

fn told(percent: u32, min: u32, max: u32) -> Settings {
    let metrics = vec![Metric { signal: Signal::Cpu, target: Target::Utilisation(percent) }];
    Settings { bounds: Bounds::new(min, max), metrics, ..Settings::default() }
}

/// One decision of a new HPA.
fn first(settings: Settings, desired: u32, usages: &[f64]) -> u32 {
    Hpa::new(settings).decide(&look(NOW, desired, &machines(usages))).desired
}

#[test]
fn a_count_outside_its_bounds_is_brought_inside_before_any_metric_and_zero_turns_scaling_off() {
    // TestMinMax rows and "scaling disabled" of horizontal_test.go.
    assert_eq!(first(told(90, 3, 5), 2, &[]), 3);
    assert_eq!(first(told(90, 3, 5), 10, &[]), 5);
    assert_eq!(first(told(90, 3, 5), 0, &[]), 0);
    assert_eq!(first(told(90, 2, 5), 3, &[8_000.0, 9_500.0, 1_000.0]), 5);
}

#[test]
fn growth_is_capped_by_the_policy_or_by_the_maximum_whichever_is_less() {
    // TestUpscaleCap: 3 pods at 20 times their target.
    for (max, expected) in [(100, 24), (20, 20)] {
        let settings = Settings { up: behaviour((0, 0, 700, 60)), ..told(10, 1, max) };
        assert_eq!(first(settings, 3, &[1_000.0, 2_000.0, 3_000.0]), expected);
    }
}

#[test]
fn the_metric_that_asks_for_most_counts_and_one_without_an_answer_lets_none_go() {
    let cpu = |percent| Metric { signal: Signal::Cpu, target: Target::Utilisation(percent) };
    let silent = Metric { signal: Signal::Requests, target: Target::Whole(0.1) };
    let with = |metrics: Vec<Metric>| Settings { metrics, down: behaviour((0, 0, 100, 15)), ..told(1, 2, 6) };
    // TestScaleUpOneMetricEmpty, TestNoScaleDownOneMetricEmpty.
    assert_eq!(first(with(vec![cpu(30), silent]), 3, &[300.0, 400.0, 500.0]), 4);
    let low = [100.0, 300.0, 500.0, 250.0, 250.0];
    assert_eq!(first(with(vec![cpu(50), silent]), 5, &low), 5);
    assert_eq!(first(with(vec![cpu(50)]), 5, &low), 3, "without the silent one they go");
    let memory = Metric { signal: Signal::Memory, target: Target::Utilisation(25) };
    assert_eq!(first(with(vec![cpu(50), memory]), 5, &low), 6, "28 / 25 of five are more than 28 / 50");
    assert_eq!(first(with(vec![silent]), 5, &low), 5);
}

/// The counts that follow when a service of this use each is looked at every 15 s from `NOW` on.
fn follow(settings: Settings, mut count: u32, looks: impl IntoIterator<Item = f64>) -> Vec<u32> {
    let (mut hpa, mut now) = (Hpa::new(settings), NOW);
    let step = |usage: f64| {
        count = hpa.decide(&look(now, count, &machines(&vec![usage; count as usize]))).desired;
        now += SimDuration::from_ms(15_000);
        count
    };
    looks.into_iter().map(step).collect()
}

#[test]
fn one_low_sample_takes_no_machine_away_and_a_whole_window_of_them_does() {
    let dip = follow(told(50, 1, 10), 8, [500.0, 10.0, 500.0, 500.0]);
    assert_eq!(dip, [8, 8, 8, 8]);
    let quiet = follow(told(50, 1, 10), 8, [10.0; 21]);
    assert_eq!((&quiet[..20], quiet[20]), (&[8; 20][..], 1), "what there was counts for 300 s, not longer");
}

#[test]
fn what_is_remembered_is_the_recommendation_before_the_limit() {
    // 100 machines of which 10 % may go in 60 s; the 100 of the start count for 300 s. If limited counts were
    // remembered, 90 would hold the next 300 s.
    let settings = Settings {
        down: Behaviour { window: SimDuration::from_ms(300_000), ..behaviour((0, 0, 10, 60)) },
        ..told(50, 1, 100)
    };
    let counts = follow(settings, 100, [10.0; 25]);
    assert_eq!([counts[19], counts[20], counts[23], counts[24]], [100, 90, 90, 81]);
}

#[test]
fn from_zero_machines_only_a_metric_of_the_whole_service_leads_back() {
    let none = look(NOW, 0, &[]);
    let mut by_cpu = Hpa::new(told(50, 0, 10));
    assert_eq!(by_cpu.decide(&none).desired, 0, "no machine, no CPU");
    let metrics = vec![Metric { signal: Signal::Backlog, target: Target::Whole(10.0) }];
    let mut by_queue = Hpa::new(Settings { metrics, ..told(50, 0, 10) });
    let waiting = Observation { whole: [None, None, None, None, Some(25.0)], ..none };
    assert_eq!(by_queue.decide(&waiting).desired, 3);
}

#[test]
fn a_decision_says_each_step_with_its_numbers() {
    let mut seen = machines(&[900.0, 900.0, 900.0, 0.0, 0.0]);
    seen[3].running = false;
    seen[4].values = [None; 5];
    let decision = Hpa::new(told(20, 1, 8)).decide(&look(NOW, 5, &seen));
    let lines: Vec<String> =
        decision.working.iter().map(|line| format!("{}: {}", line.rule, line.shown)).collect();
    assert_eq!(
        lines,
        [
            "Machines: 3 count; 1 not ready yet, 1 without a sample",
            "Ratio: CPU 2,700 m of 3,000 m promised: 90 %; 90 / 20 = 4.50",
            "Assume: 1 without a sample taken as idle, 1 not ready taken as idle: 4.50 becomes 2.70",
            "Count: 2.70 x 5 machines = 13.5, rounded up: 14",
            "Stabilise: highest of 5 min: 14; 14 stands",
            "Bounds: at most 8: 14 becomes 8",
        ]
    );
    assert_eq!(decision.desired, 8);
    assert!(decision.site.file().ends_with("limits.rs"), "{}", decision.site);
}
