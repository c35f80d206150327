//! The bound against a count step by step, and against a thousand runs of fleets in small.

use super::*;
use crate::algorithms::autoscaling::Kind;
use crate::labs::autoscaling::score;
use crate::labs::autoscaling::world::FleetWorld;
use crate::process::{Random, Seed};
use crate::sim::{Trace, World};

/// Machines of 10 requests a second that boot at once and are paid by the second, one at least.
fn plain() -> AutoscalingParams {
    AutoscalingParams {
        cpu_tenths: 1_000,
        wait_ms: 0,
        boot_s: 0,
        warm_s: 0,
        drain_s: 0,
        minimum_s: 0,
        start: 1,
        min: 1,
        max: 5,
        ..AutoscalingParams::default()
    }
}

/// These rates, for a minute each.
fn minutes(rates: &[u32]) -> Demand {
    Demand::of(rates.iter().flat_map(|rate| [rate * 5; STEPS as usize]).collect())
}

#[test]
fn a_schedule_known_by_hand_has_its_hours_its_lack_and_its_scalings() {
    // Of 70 a second five machines serve 50: 20 a second are lost for a minute.
    let bound = Bound::of(&minutes(&[10, 25, 25, 70, 10]), &plain());
    assert_eq!(bound.running, [1, 3, 3, 5, 1]);
    let at = |steps| bound.at(steps);
    assert_eq!((at(0).machine_hours, at(0).scalings), (0.0, 0.0));
    let near = |seen: f64, expected: f64| assert!((seen - expected).abs() < 1e-12, "{seen}, not {expected}");
    near(at(12).machine_hours, 1.0 / 60.0);
    near(at(18).machine_hours, (1.0 + 1.5) / 60.0);
    near(at(18).over_hours, 0.25 / 60.0);
    near(at(60).machine_hours, 13.0 / 60.0);
    near(at(60).over_hours, 1.0 / 60.0);
    near(at(42).under_hours, 1.0 / 60.0);
    near(at(60).under_hours, 2.0 / 60.0);
    near(at(36).unserved, 0.0);
    near(at(42).unserved, 600.0);
    near(at(60).unserved, 1_200.0);
    near(at(60).short_minutes, 1.0);
    // It scales as a minute begins: to three, to five, to one.
    assert_eq!(
        [0, 12, 13, 24, 36, 37, 48, 49, 60].map(|steps| at(steps).scalings),
        [0., 0., 1., 1., 1., 2., 2., 3., 3.]
    );
    assert_eq!([0, 11, 12, 47, 48, 59].map(|steps| bound.machines_at(steps)), [1., 1., 3., 5., 1., 1.]);
    assert_eq!((at(61).machine_hours, at(u64::MAX).unserved), (at(60).machine_hours, at(60).unserved));
}

#[test]
fn twice_the_size_is_half_the_machines_for_the_same_hours() {
    let large = AutoscalingParams { size: 2, ..plain() };
    let bound = Bound::of(&minutes(&[10, 40, 40, 10]), &large);
    assert_eq!(bound.running, [1, 2, 2, 1]);
    assert_eq!(bound.at(48).machine_hours, 12.0 / 60.0);
    assert_eq!(bound.at(48).over_hours, 2.0 / 60.0, "the half of a machine, twice");
}

/// The dumb way: step by step, each a twelfth of its minute.
fn count(bound: &Bound, rates: &[f64], params: &AutoscalingParams, steps: usize) -> SoFar {
    let (unit, hour) = (params.machine_rate() / f64::from(params.size), 720.0);
    let mut sum = SoFar::default();
    for step in 0..steps.min(rates.len() * 12) {
        let minute = step / 12;
        let (units, needed) = (f64::from(bound.running[minute] * params.size), rates[minute] / unit);
        let lack = (needed - units) * unit;
        sum.machine_hours += units / hour;
        sum.over_hours += if units > needed { (units - needed) / hour } else { 0.0 };
        sum.under_hours += if needed > units { (needed - units) / hour } else { 0.0 };
        if lack * 60.0 > 1.0 {
            sum.unserved += lack * 5.0;
            sum.short_minutes += 1.0 / 12.0;
        }
        let changed = step % 12 == 0 && minute > 0 && bound.running[minute] != bound.running[minute - 1];
        sum.scalings += if changed { 1.0 } else { 0.0 };
    }
    sum
}

#[test]
fn what_is_run_up_at_any_step_is_what_a_count_step_by_step_gives() {
    let mut random = Seed(1).stream("bound", 0);
    let (mut lacked, mut scaled) = (0, 0);
    for case in 0..200 {
        let params = settings(&mut random);
        let steps = demand(&mut random, &params);
        let rate = |minute: &[u32]| minute.iter().min().map_or(0.0, |least| f64::from(*least) / 5.0);
        let rates: Vec<f64> = steps.chunks(12).map(rate).collect();
        let bound = Bound::of(&Demand::of(steps), &params);
        for place in (0..rates.len() * 12 + 30).step_by(7) {
            let (seen, dumb) = (bound.at(place as u64), count(&bound, &rates, &params, place));
            let pairs = [
                (seen.machine_hours, dumb.machine_hours),
                (seen.over_hours, dumb.over_hours),
                (seen.under_hours, dumb.under_hours),
                (seen.unserved, dumb.unserved),
                (seen.short_minutes, dumb.short_minutes),
                (seen.scalings, dumb.scalings),
            ];
            let near = |(seen, dumb): (f64, f64)| (seen - dumb).abs() <= 1e-9 * (1.0 + dumb);
            assert!(pairs.into_iter().all(near), "case {case} at {place}: {pairs:?}");
        }
        let end = bound.at(u64::MAX);
        lacked += u32::from(end.unserved > 0.0);
        scaled += u32::from(end.scalings > 2.0);
    }
    assert!(lacked > 10 && scaled > 100, "{lacked} lacked some, {scaled} scaled");
}

/// A small fleet of any kind, with traffic that is small enough for it, but for a few.
fn settings(random: &mut Random) -> AutoscalingParams {
    let kinds = [Kind::Fixed, Kind::Hpa, Kind::Steps, Kind::Schedule, Kind::ScheduledHpa, Kind::Backlog];
    let max = random.between(2, 8) as u32;
    let mut seldom = |each: u32, most: u64| each * (random.below(most) * random.below(2)) as u32;
    let (boot_s, warm_s, drain_s, minimum_s) = (seldom(5, 40), seldom(5, 10), seldom(5, 10), seldom(60, 8));
    let mut params = AutoscalingParams {
        kind: kinds[random.below(6) as usize],
        target: random.between(30, 100) as u32,
        sync_s: 5 * random.between(1, 6) as u32,
        ..AutoscalingParams::default()
    };
    params.behaviour.down.window_s = 15 * random.below(10) as u32;
    AutoscalingParams {
        cpu_tenths: 10 * random.between(10, 50),
        size: 1 << random.below(2),
        start: random.between(1, max.into()) as u32,
        min: random.between(1, 2) as u32,
        boot_s,
        warm_s,
        drain_s,
        minimum_s,
        max,
        ..params
    }
}

/// Levels that last for seconds or minutes, seldom more than all machines can do, and quiet at the end until every
/// machine has been paid its minimum.
fn demand(random: &mut Random, params: &AutoscalingParams) -> Vec<u32> {
    let full = params.machine_rate() * f64::from(params.max) * STEP.seconds();
    let (noise, longest) = (0.1 * random.below(2) as f64, [3, 20, 150][random.below(3) as usize]);
    let busy = random.between(15, 45) * STEPS;
    let mut steps = Vec::new();
    while (steps.len() as u64) < busy {
        let level = full * random.unit() * if random.below(25) == 0 { 1.3 } else { 0.9 };
        let lasts = random.between(1, longest);
        steps.extend((0..lasts).map(|_| (level * (1.0 + noise * (random.unit() - 0.5))) as u32));
    }
    steps.truncate(busy as usize);
    steps.resize((busy + 15 * STEPS) as usize, 0);
    steps
}

/// Who sets the number instead of the lab's controller: somebody who looks so many steps ahead, and errs at times.
struct Oracle {
    ahead: usize,
    errs_ppm: u32,
}

impl Oracle {
    fn any(params: &AutoscalingParams, random: &mut Random) -> Oracle {
        // From the order on a machine boots, warms up, and counts from the next step on.
        let ready = ((params.boot_s * 11).div_ceil(10) + params.warm_s).div_ceil(5) as usize;
        let ahead = (ready + random.below(3) as usize).saturating_sub(random.below(2) as usize);
        Oracle { ahead, errs_ppm: random.below(3) as u32 * 3_000 }
    }

    fn sets(&self, world: &mut FleetWorld, step: usize, bounds: (u32, u32), random: &mut Random) {
        let coming = (step + 1..=step + 1 + self.ahead).map(|step| world.demand.at(step as u64));
        let rate = f64::from(coming.max().unwrap_or(0)) / STEP.seconds();
        let needed = (rate / world.params.machine_rate()).ceil() as u32;
        let errs = random.chance_ppm(self.errs_ppm);
        let number = if errs { random.below(9) as u32 } else { needed }.clamp(bounds.0, bounds.1);
        (world.params.min, world.params.max) = (number, number);
    }
}

/// A run to its end: the requests that were lost, and those that had to wait for the next step, once for each.
fn unserved(world: &mut FleetWorld, oracle: Option<&Oracle>, random: &mut Random) -> f64 {
    let (bounds, mut trace, mut late) = (world.params.bounds(), Trace::new(1), 0.0);
    for step in 0..world.demand.steps().len() {
        if let Some(oracle) = oracle {
            oracle.sets(world, step, bounds, random);
        }
        world.step(&mut trace);
        late += world.service.backlog;
    }
    world.service.lost + late
}

#[test]
fn in_a_thousand_runs_who_pays_less_than_the_bound_leaves_more_unserved_or_late_than_it() {
    let mut random = Seed(2).stream("bound", 0);
    let (mut served, mut close, mut below) = (0, 0, 0);
    for case in 0..1_000 {
        let params = settings(&mut random);
        let steps = demand(&mut random, &params);
        let oracle = (case % 2 == 0).then(|| Oracle::any(&params, &mut random));
        let mut world = FleetWorld::facing(Demand::of(steps), &params, Seed(case));
        let unserved = unserved(&mut world, oracle.as_ref(), &mut random);
        let (cost, least) = (score::cost(&world), score::least_cost(&world));
        let possible = world.bound.at(u64::MAX).unserved;
        if unserved <= possible {
            served += 1;
            close += u32::from(cost < least * 1.1);
            assert!(cost >= least * (1.0 - 1e-9), "case {case}: {cost} of {least}, {params:?}");
        }
        below += u32::from(cost < least);
    }
    assert!(
        served > 150 && close > 50 && below > 70,
        "{served} served all, {close} nearly for the bound, {below} below it"
    );
}
