//! What each controller says of its decisions in one short line: the metric, its target, and what held it back.

use faultyard::algorithms::autoscaling::hpa::limits::{Behaviour, Change, Policy, Select};
use faultyard::algorithms::autoscaling::hpa::{self, Hpa, Metric, Target};
use faultyard::algorithms::autoscaling::{
    Bounds, Controller, Decision, Gauge, Kind, Machine, Observation, Settings, Signal, backlog, steps,
};
use faultyard::process::{SimDuration, SimTime};

/// A service of ready machines at a use of their CPU in percent, seconds after the start, with a queue.
fn at<T>(time: u64, desired: u32, percent: f64, queue: f64, look: impl FnOnce(&Observation) -> T) -> T {
    let machine = Machine {
        running: true,
        ready: true,
        failed: false,
        started: SimTime::ZERO,
        ready_changed: SimTime::ZERO,
        values: [Some(10.0 * percent), None, None, None, None],
        measured: SimTime::from_ms(1_000 * time),
        window_seconds: 60.0,
    };
    let machines = vec![machine; desired as usize];
    let promised = [1_000.0, 0.0, 0.0, 0.0, 0.0];
    let whole = [None, None, Some(100.0), Some(250.0), Some(queue)];
    look(&Observation { now: SimTime::from_ms(1_000 * time), desired, machines: &machines, promised, whole })
}

fn said(decision: &Decision) -> (u32, &str) {
    (decision.desired, &decision.reason)
}

/// An HPA for 60 % of CPU between 2 and 20 machines.
fn hpa() -> hpa::Settings {
    let metrics = vec![Metric { signal: Signal::Cpu, target: Target::Utilisation(60) }];
    hpa::Settings { bounds: Bounds::new(2, 20), metrics, ..Default::default() }
}

fn way(select: Select, changes: &[Change]) -> Behaviour {
    let policies = changes.iter().map(|change| Policy::new(*change, 60)).collect();
    Behaviour { window: SimDuration::ZERO, select, policies }
}

#[test]
fn an_hpa_names_its_metric_and_target_and_what_held_the_count_back() {
    let (ten, three) = (Change::Percent(10), Change::Machines(3));
    let up = |select| hpa::Settings { up: way(select, &[ten, three]), ..hpa() };
    let down = |select| hpa::Settings { down: way(select, &[ten, three]), ..hpa() };
    let cases = [
        (hpa(), 4, 90.0, (6, "CPU 90 % over target 60 %")),
        (hpa(), 4, 63.0, (4, "CPU 63 % over target 60 %, inside tolerance")),
        (hpa(), 3, 240.0, (7, "CPU 240 % over target 60 %, capped by 4 machines/15 s")),
        (hpa(), 6, 240.0, (12, "CPU 240 % over target 60 %, capped by 100 %/15 s")),
        (hpa(), 15, 90.0, (20, "CPU 90 % over target 60 %, capped by maximum 20")),
        (hpa(), 25, 60.0, (20, "25 over maximum 20")),
        (hpa(), 1, 60.0, (2, "1 below minimum 2")),
        (up(Select::Max), 8, 90.0, (11, "CPU 90 % over target 60 %, capped by 3 machines/1 min")),
        (up(Select::Min), 8, 90.0, (9, "CPU 90 % over target 60 %, capped by 10 %/1 min")),
        (up(Select::Disabled), 8, 90.0, (8, "CPU 90 % over target 60 %, capped by selectPolicy Disabled")),
        (down(Select::Max), 8, 30.0, (5, "CPU 30 % below target 60 %, capped by 3 machines/1 min")),
        (down(Select::Min), 8, 30.0, (7, "CPU 30 % below target 60 %, capped by 10 %/1 min")),
        (down(Select::Max), 4, 1.0, (2, "CPU 1 % below target 60 %, held at minimum 2")),
    ];
    for (settings, desired, percent, expected) in cases {
        let decision = at(600, desired, percent, 0.0, |seen| Hpa::new(settings).decide(seen));
        assert_eq!(said(&decision), expected, "{desired} machines at {percent} %");
    }
}

#[test]
fn a_stabilised_count_says_which_recommendation_holds_it() {
    let mut rising = Hpa::new(hpa::Settings {
        up: Behaviour { window: SimDuration::from_ms(60_000), ..Behaviour::up() },
        ..hpa()
    });
    let decision = at(600, 8, 90.0, 0.0, |seen| rising.decide(seen));
    let held = "CPU 90 % over target 60 %, stabilised: 8 machines asked for within 1 min";
    assert_eq!(said(&decision), (8, held));
    let mut falling = Hpa::new(hpa());
    let decision = at(600, 8, 30.0, 0.0, |seen| falling.decide(seen));
    let held = "CPU 30 % below target 60 %, stabilised: 8 machines asked for within 5 min";
    assert_eq!(said(&decision), (8, held));
    let later = at(900, 8, 30.0, 0.0, |seen| falling.decide(seen));
    assert_eq!(said(&later), (4, "CPU 30 % below target 60 %"));
}

#[test]
fn of_several_metrics_the_one_that_asks_for_most_is_named() {
    let latency = Metric { signal: Signal::Latency, target: Target::Whole(100.0) };
    let settings = hpa::Settings { metrics: [hpa().metrics, vec![latency]].concat(), ..hpa() };
    let decision = at(600, 4, 90.0, 0.0, |seen| Hpa::new(settings).decide(seen));
    assert_eq!(said(&decision), (8, "response time 250 ms over target 100 ms, capped by 100 %/15 s"));
}

#[test]
fn step_scaling_names_the_threshold_the_step_and_the_cool_down() {
    let step = |from, count| steps::Step { from, change: steps::Change::By(count) };
    let side = |threshold| steps::Side {
        threshold,
        steps: vec![step(0.0, 1), step(15.0, 2)],
        window: SimDuration::ZERO,
        judge: steps::Judge::Mean,
        cooldown: SimDuration::from_ms(300_000),
    };
    let gauge = Gauge::Utilisation(Signal::Cpu);
    let settings = steps::Settings { bounds: Bounds::new(2, 7), gauge, up: side(75.0), down: side(35.0) };
    let mut steps = steps::Steps::new(settings);
    let mut look = |time, count, percent| at(time, count, percent, 0.0, |seen| steps.decide(seen));
    assert_eq!(said(&look(0, 4, 92.0)), (6, "CPU 92 % at or above 75 %: +2"));
    let held = "CPU 80 % at or above 75 %, held by cool-down: 4 min left; CPU 80 % not at or below 35 %";
    assert_eq!(said(&look(60, 6, 80.0)), (6, held));
    assert_eq!(said(&look(300, 6, 95.0)), (7, "CPU 95 % at or above 75 %: +2, capped by maximum 7"));
    assert_eq!(said(&look(900, 7, 30.0)), (6, "CPU 30 % at or below 35 %: -1"));
}

#[test]
fn a_schedule_names_the_hour_and_under_an_hpa_only_where_it_decides() {
    let settings = Settings { hpa: hpa(), ..Settings::default() };
    let monday_nine = 9 * 3_600;
    let asked = |kind, desired, percent| {
        at(monday_nine, desired, percent, 0.0, |seen| Controller::new(kind, &settings).decide(seen))
    };
    assert_eq!(said(&asked(Kind::Schedule, 4, 60.0)), (8, "schedule, Monday 9:00: 8 to 20"));
    let raised = "4 below minimum 8 (schedule, Monday 9:00: 8 to 20)";
    assert_eq!(said(&asked(Kind::ScheduledHpa, 4, 60.0)), (8, raised));
    assert_eq!(said(&asked(Kind::ScheduledHpa, 10, 90.0)), (15, "CPU 90 % over target 60 %"));
}

#[test]
fn a_queue_is_held_against_what_may_wait_and_waits_before_machines_go() {
    let settings =
        backlog::Settings { bounds: Bounds::new(2, 10), each: 100.0, hold: SimDuration::from_ms(300_000) };
    let mut backlog = backlog::Backlog::new(settings);
    let mut look = |time, count, queue| at(time, count, 50.0, queue, |seen| backlog.decide(seen));
    assert_eq!(said(&look(0, 4, 800.0)), (8, "backlog 800 over target 400 (100 each)"));
    let capped = "backlog 3,000 over target 800 (100 each), capped by maximum 10";
    assert_eq!(said(&look(15, 8, 3_000.0)), (10, capped));
    let held = "backlog 500 below target 1,000 (100 each), held: fewer for 0 s of 5 min";
    assert_eq!(said(&look(30, 10, 500.0)), (10, held));
    let fewer = "backlog 500 below target 1,000 (100 each), for 5 min";
    assert_eq!(said(&look(330, 10, 500.0)), (5, fewer));
}
