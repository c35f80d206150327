//! What autoscalers promise, over random services: an HPA against its own limits, counted anew by a simpler rule.

use faultyard::algorithms::autoscaling::hpa::limits::{Behaviour, Change, Policy, Select};
use faultyard::algorithms::autoscaling::hpa::replicas::Tolerance;
use faultyard::algorithms::autoscaling::hpa::{self, Hpa, Metric, Target};
use faultyard::algorithms::autoscaling::{
    Bounds, Controller, Decision, Kind, Machine, Observation, Settings, Signal,
};
use faultyard::process::{Random, Seed, SimDuration, SimTime};
use std::hash::{DefaultHasher, Hash, Hasher};

/// Services, and looks at each.
const SERVICES: u64 = 400;
const LOOKS: u64 = 80;
const SYNC: SimDuration = SimDuration::from_ms(15_000);

fn behaviour(chance: &mut Random) -> Behaviour {
    let change = |chance: &mut Random| match chance.below(2) {
        0 => Change::Machines(chance.between(1, 6) as u32),
        _ => Change::Percent(chance.between(1, 150) as u32),
    };
    let policies = (0..1 + chance.below(3)).map(|_| Policy::new(change(chance), 15 * chance.between(1, 8)));
    let policies = policies.collect();
    let select = [Select::Max, Select::Max, Select::Min, Select::Disabled][chance.below(4) as usize];
    let window = [0, 0, 60, 150, 300][chance.below(5) as usize];
    Behaviour { window: SimDuration::from_ms(1_000 * window), select, policies }
}

fn told(chance: &mut Random) -> hpa::Settings {
    let min = chance.below(4) as u32;
    let metric = |chance: &mut Random| match chance.below(4) {
        0 => Metric { signal: Signal::Memory, target: Target::Utilisation(chance.between(20, 120) as u32) },
        1 => Metric { signal: Signal::Requests, target: Target::Average(chance.between(1, 40) as f64) },
        2 => Metric { signal: Signal::Backlog, target: Target::Share(chance.between(1, 40) as f64) },
        _ => Metric { signal: Signal::Cpu, target: Target::Utilisation(chance.between(20, 120) as u32) },
    };
    let metrics = (0..1 + chance.below(2)).map(|_| metric(chance)).collect();
    let tolerance = Tolerance { up: 0.3 * chance.unit(), down: 0.3 * chance.unit() };
    hpa::Settings {
        bounds: Bounds::new(min, min + chance.between(1, 40) as u32),
        metrics,
        tolerance,
        up: behaviour(chance),
        down: behaviour(chance),
        ..hpa::Settings::default()
    }
}

/// The machines of a service whose load is `load` of all it has: some boot, some are silent, some have failed.
fn machines(chance: &mut Random, count: u32, load: f64, now: SimTime) -> Vec<Machine> {
    let machine = |chance: &mut Random| {
        let usage = 1_000.0 * load * (0.5 + chance.unit());
        let started = SimTime(now.0 - chance.below(now.0 / 2));
        let mut values = [usage, usage, usage / 30.0, 0.0, 0.0].map(Some);
        if chance.chance_ppm(60_000) {
            values = [None; 5];
        }
        Machine {
            running: !chance.chance_ppm(60_000),
            ready: !chance.chance_ppm(60_000),
            failed: chance.chance_ppm(30_000),
            started,
            ready_changed: started + SimDuration(chance.below(now.0 / 2)),
            values,
            measured: now,
            window_seconds: 30.0,
        }
    };
    (0..count).map(|_| machine(chance)).collect()
}

/// A run of one service: what was seen as counts, decided, and recommended before windows and limits.
struct Run {
    told: hpa::Settings,
    counts: Vec<(SimTime, u32)>,
    recommended: Vec<(SimTime, u32)>,
    decisions: Vec<Decision>,
}

/// The same HPA without windows, limits or bounds: its wish.
fn unlimited(told: &hpa::Settings) -> hpa::Settings {
    let policies = vec![Policy::new(Change::Machines(u32::MAX), 15)];
    let free = Behaviour { window: SimDuration::ZERO, select: Select::Max, policies };
    hpa::Settings { up: free.clone(), down: free, bounds: Bounds::new(0, u32::MAX), ..told.clone() }
}

fn run(seed: u64, told: hpa::Settings) -> Run {
    let mut chance = Seed(seed).stream("service", 0);
    let (mut hpa, free) = (Hpa::new(told.clone()), unlimited(&told));
    let (mut now, mut count) = (SimTime::from_ms(3_600_000), told.bounds.clamp(chance.below(20) as u32));
    let mut made = Run { told, counts: Vec::new(), recommended: Vec::new(), decisions: Vec::new() };
    let mut load = 0.5;
    for look in 0..LOOKS {
        if chance.chance_ppm(250_000) {
            load = 1.5 * chance.unit();
        }
        let seen = machines(&mut chance, count, load, now);
        let whole = [None, None, None, None, Some(1_000.0 * load)];
        let promised = [1_000.0; 5];
        let seen = Observation { now, desired: count, machines: &seen, promised, whole };
        let wish = Hpa::new(free.clone()).decide(&seen).desired;
        if look == 0 {
            made.recommended.push((now, count));
        }
        made.counts.push((now, count));
        let decision = hpa.decide(&seen);
        count = decision.desired;
        // Without any metric nothing is recommended; the wish is then what there is.
        let known = decision.working.iter().any(|line| line.rule == "Stabilise");
        if known {
            made.recommended.push((now, wish));
        }
        made.decisions.push(decision);
        now += SYNC;
    }
    made
}

fn runs() -> impl Iterator<Item = Run> {
    (0..SERVICES).map(|seed| run(seed, told(&mut Seed(seed).stream("settings", 0))))
}

/// Recommendations of the `window` that ends `now`, and the latest, which is of now.
fn within(log: &[(SimTime, u32)], now: SimTime, window: SimDuration) -> Vec<u32> {
    let until_now: Vec<_> = log.iter().filter(|(when, _)| *when <= now).collect();
    let latest = until_now.len() - 1;
    let counts = |(place, (when, _)): &(usize, &(SimTime, u32))| *place == latest || *when + window > now;
    until_now.into_iter().enumerate().filter(counts).map(|(_, (_, count))| *count).collect()
}

/// The count that there was a period ago, after what was decided then; the first one if the run is not that old.
fn start(run: &Run, now: SimTime, period: SimDuration) -> u32 {
    let mut after = run.counts.iter().zip(&run.decisions).filter(|((when, _), _)| *when + period <= now);
    after.next_back().map_or(run.counts[0].1, |(_, decision)| decision.desired)
}

/// True if this change is allowed by its direction's behaviour, by counts at the periods' starts.
fn is_allowed(run: &Run, look: usize) -> bool {
    let ((now, from), to) = (run.counts[look], run.decisions[look].desired);
    let is_up = to > from;
    let behaviour = if is_up { &run.told.up } else { &run.told.down };
    let allows = |policy: &Policy| {
        let start = f64::from(start(run, now, policy.period));
        match (policy.change, is_up) {
            (Change::Machines(count), true) => f64::from(to) <= start + f64::from(count),
            (Change::Machines(count), false) => f64::from(to) >= start - f64::from(count),
            // Rounded up on the way up, cut off on the way down: less than one machine beside the exact share.
            (Change::Percent(percent), true) => {
                f64::from(to) < start + start * f64::from(percent) / 100.0 + 1.0 + 1e-9
            }
            (Change::Percent(percent), false) => {
                f64::from(to) > start - start * f64::from(percent) / 100.0 - 1.0 - 1e-9
            }
        }
    };
    match behaviour.select {
        Select::Max => behaviour.policies.iter().any(allows),
        Select::Min => behaviour.policies.iter().all(allows),
        Select::Disabled => false,
    }
}

#[test]
fn an_hpa_never_asks_for_a_count_outside_its_bounds() {
    for run in runs() {
        let Bounds { min, max } = run.told.bounds;
        let starts_off = run.counts[0].1 == 0;
        assert!(
            run.decisions
                .iter()
                .all(|one| (min..=max).contains(&one.desired) || starts_off && one.desired == 0)
        );
    }
}

#[test]
fn an_hpa_never_changes_more_in_a_period_than_its_policies_allow() {
    let (mut ups, mut downs) = (0, 0);
    for run in runs() {
        for look in 0..run.counts.len() {
            let (from, to) = (run.counts[look].1, run.decisions[look].desired);
            assert!(from == to || is_allowed(&run, look), "{:?}\n{look}: {from} to {to}", run.told);
            ups += u32::from(to > from);
            downs += u32::from(to < from);
        }
    }
    assert!(ups > 500 && downs > 500, "{ups} times up, {downs} times down: too few to say");
}

#[test]
fn an_hpa_goes_down_to_the_highest_recommendation_of_its_window_and_up_to_the_lowest() {
    let mut held = 0;
    for run in runs() {
        for (look, (now, from)) in run.counts.iter().copied().enumerate() {
            let to = run.decisions[look].desired;
            let highest = within(&run.recommended, now, run.told.down.window).into_iter().max();
            let lowest = within(&run.recommended, now, run.told.up.window).into_iter().min();
            if to < from {
                assert!(to >= highest.unwrap(), "{look}: {from} to {to} under {highest:?}");
            }
            if to > from {
                assert!(
                    to <= lowest.unwrap().max(run.told.bounds.min),
                    "{look}: {from} to {to} over {lowest:?}"
                );
            }
            let latest = run.recommended.iter().find(|(when, _)| *when == now).map(|(_, count)| *count);
            held += u32::from(to == from && latest.is_some_and(|latest| latest < from));
        }
    }
    assert!(held > 1_000, "only {held} times something was held");
}

#[test]
fn an_hpa_whose_recommendation_is_what_there_is_changes_nothing() {
    let mut same = 0;
    for run in runs() {
        for (look, (now, from)) in run.counts.iter().copied().enumerate() {
            let wish = run.recommended.iter().rev().find(|(when, _)| *when == now);
            if wish.is_some_and(|(_, wish)| *wish == from) {
                assert_eq!(run.decisions[look].desired, from);
                same += 1;
            }
        }
    }
    assert!(same > 1_000, "only {same} times");
}

#[test]
fn use_inside_the_tolerance_changes_nothing_and_outside_asks_for_another_count() {
    let mut chance = Seed(7).stream("tolerance", 0);
    for _ in 0..2_000 {
        let count = chance.between(1, 60) as u32;
        let target = chance.between(20, 100);
        let usage = chance.between(10, 150);
        let machine = Machine {
            values: [Some(10.0 * usage as f64), None, None, None, None],
            running: true,
            ready: true,
            failed: false,
            started: SimTime::ZERO,
            ready_changed: SimTime::ZERO,
            measured: SimTime::ZERO,
            window_seconds: 0.0,
        };
        let metrics = vec![Metric { signal: Signal::Cpu, target: Target::Utilisation(target as u32) }];
        let told = unlimited(&hpa::Settings { metrics, ..hpa::Settings::default() });
        let machines = vec![machine; count as usize];
        let now = SimTime::from_ms(3_600_000);
        let seen = Observation {
            now,
            desired: count,
            machines: &machines,
            promised: [1_000.0; 5],
            whole: [None; 5],
        };
        let desired = Hpa::new(told).decide(&seen).desired;
        // In whole numbers, and the ends apart, where the reference goes by binary fractions.
        if 10 * usage < 11 * target && 10 * usage > 9 * target {
            assert_eq!(desired, count);
        } else if 10 * usage > 11 * target || 10 * usage < 9 * target {
            let (product, desired) = (usage * u64::from(count), u64::from(desired));
            // A product that is whole may come out a little more in binary, and is then rounded up.
            let is_one_more = product.is_multiple_of(target) && desired == product / target + 1;
            assert!(
                desired == product.div_ceil(target) || is_one_more,
                "{count} at {usage} of {target}: {desired}"
            );
        }
    }
}

fn digest(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

#[test]
fn the_same_looks_give_the_same_decisions_and_the_same_digest_whatever_the_kind() {
    for kind in Kind::ALL {
        let mut chance = Seed(11).stream("twins", kind as u64);
        let settings = Settings { hpa: told(&mut chance), ..Settings::default() };
        let mut one = Controller::new(kind, &settings);
        let mut twin = one.clone();
        let (mut count, mut now) = (4, SimTime::from_ms(3_600_000));
        let mut digests = Vec::new();
        for _ in 0..LOOKS {
            let load = chance.unit();
            let seen = machines(&mut chance, count, load, now);
            let whole = [Some(0.0), Some(0.0), Some(90.0), Some(20.0), Some(900.0 * load)];
            let seen = Observation { now, desired: count, machines: &seen, promised: [1_000.0; 5], whole };
            let decision = one.decide(&seen);
            assert_eq!(decision, twin.decide(&seen), "{kind:?}");
            assert_eq!(digest(&one), digest(&twin));
            digests.push(digest(&one));
            count = decision.desired.min(50);
            now += SYNC;
        }
        digests.dedup();
        let remembers = !matches!(kind, Kind::Fixed | Kind::Schedule);
        assert_eq!(digests.len() > 1, remembers, "{kind:?}: memory is in the digest");
    }
}
