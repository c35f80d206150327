//! The bound against an exhaustive search, against layers where those are exact, and against runs that know less.

use super::*;
use crate::process::{Random, Seed};
use std::collections::BTreeMap;

fn task(demand: &[f64]) -> Task<'_> {
    Task { demand, capacity: 1.0, boot_steps: 0, minimum_steps: 0, price: 1.0, least: 0, most: 10, start: 0 }
}

/// Any task of at most so many steps and machines. Demand may come in any step, so that some are impossible.
fn any<'a>(steps: u64, machines: u64, demand: &'a mut Vec<f64>, random: &mut Random) -> Task<'a> {
    let most = random.between(1, machines);
    *demand = (0..random.between(1, steps)).map(|_| random.below(most + 1) as f64).collect();
    let least = random.below(2).min(most);
    Task {
        boot_steps: random.below(4) as u32,
        minimum_steps: random.below(6) as u32,
        least: least as u32,
        most: most as u32,
        start: random.between(least, most) as u32,
        ..task(demand)
    }
}

/// The dumb way: every choice of starts and stops at every step, machines told apart by their age only. Machines that
/// were there at the begin are as old as any. `least` and `most` hold for the machines that are there, as they read.
struct Exhaustive<'a> {
    task: &'a Task<'a>,
    known: BTreeMap<(usize, Vec<u32>), Option<u64>>,
}

impl Exhaustive<'_> {
    const OLD: u32 = 1_000;

    fn least(task: &Task) -> Option<u64> {
        let ages = vec![Self::OLD; task.start as usize];
        Exhaustive { task, known: BTreeMap::new() }.from(0, ages)
    }

    /// What is left to pay for machines that end at this age.
    fn rest(&self, age: u32) -> u64 {
        u64::from(self.task.minimum_steps.saturating_sub(age))
    }

    fn from(&mut self, step: usize, ages: Vec<u32>) -> Option<u64> {
        if step == self.task.demand.len() {
            return Some(ages.iter().map(|age| self.rest(*age)).sum());
        }
        let key = (step, ages);
        if let Some(known) = self.known.get(&key) {
            return *known;
        }
        let choices = 1u32 << key.1.len();
        let best = (0..choices).filter_map(|stays| self.with(step, &key.1, stays)).min();
        self.known.insert(key, best);
        best
    }

    /// With the machines that stay as bits, and every number of starts.
    fn with(&mut self, step: usize, ages: &[u32], stays: u32) -> Option<u64> {
        let parts: (Vec<_>, Vec<_>) = (0..).zip(ages).partition(|(place, _)| stays >> place & 1 == 1);
        let ended: u64 = parts.1.iter().map(|(_, age)| self.rest(**age)).sum();
        let kept: Vec<u32> = parts.0.iter().map(|(_, age)| **age).collect();
        let most = (self.task.most as usize).checked_sub(kept.len())?;
        (0..=most).filter_map(|starts| self.step(step, &kept, starts)).min().map(|cost| ended + cost)
    }

    fn step(&mut self, step: usize, kept: &[u32], starts: usize) -> Option<u64> {
        let mut there = kept.to_vec();
        there.resize(kept.len() + starts, 0);
        let serving = there.iter().filter(|age| **age >= self.task.boot_steps).count();
        let enough = serving as f64 >= self.task.demand[step] && there.len() as u32 >= self.task.least;
        let mut older: Vec<u32> = there.iter().map(|age| (age + 1).min(Self::OLD)).collect();
        older.sort_unstable();
        enough.then(|| self.from(step + 1, older))?.map(|cost| cost + there.len() as u64)
    }
}

/// Runs a schedule of starts and stops, the oldest first: what it is billed, and the demand that it does not serve.
/// What is started beyond `most` is not.
fn run(task: &Task, started: &[u32], stopped: &[u32]) -> (u64, f64) {
    let steps = task.demand.len() as u32;
    let mut there: Vec<Option<u32>> = vec![None; task.start as usize];
    let (mut bill, mut unserved) = (0, 0.0);
    for step in 0..steps {
        let place = step as usize;
        let ended = there.drain(..there.len().min(stopped[place] as usize));
        bill += ended
            .map(|started| Life { started, stopped: step }.billed_steps(task.minimum_steps))
            .sum::<u64>();
        let more = started[place].min(task.most - there.len() as u32);
        there.resize(there.len() + more as usize, Some(step));
        let ready = |started: &&Option<u32>| started.is_none_or(|started| started + task.boot_steps <= step);
        let serving = there.iter().filter(ready).count() as f64 * task.capacity;
        unserved += (task.demand[place] - serving).max(0.0);
    }
    let left = there.iter().map(|started| Life { started: *started, stopped: steps });
    (bill + left.map(|life| life.billed_steps(task.minimum_steps)).sum::<u64>(), unserved)
}

#[test]
fn no_exhaustive_search_of_small_cases_finds_a_cheaper_schedule_or_one_where_there_is_said_to_be_none() {
    let mut random = Seed(3).stream("clairvoyant", 0);
    let (mut solved, mut impossible) = (0, 0);
    for case in 0..3_000 {
        let mut demand = Vec::new();
        let task = any(7, 3, &mut demand, &mut random);
        let bound = least_cost(&task);
        let dumb = Exhaustive::least(&task);
        assert_eq!(bound.as_ref().ok().map(|bound| bound.billed_steps), dumb, "case {case}: {task:?}");
        *if dumb.is_some() { &mut solved } else { &mut impossible } += 1;
    }
    assert!(solved > 1_000 && impossible > 300, "{solved} solved, {impossible} impossible");
}

#[test]
fn the_schedule_serves_all_within_its_limits_for_what_it_says_it_costs() {
    let mut random = Seed(4).stream("clairvoyant", 0);
    let mut solved = 0;
    for case in 0..3_000 {
        let mut demand = Vec::new();
        let task = any(40, 6, &mut demand, &mut random);
        let Ok(bound) = least_cost(&task) else { continue };
        let within = |there: &u32| (task.least..=task.most).contains(there);
        assert!(bound.running.iter().all(within), "case {case}: {task:?} {bound:?}");
        let done = run(&task, &bound.started, &bound.stopped);
        assert_eq!(done, (bound.billed_steps, 0.0), "case {case}: {task:?} {bound:?}");
        solved += 1;
    }
    assert!(solved > 1_000, "{solved} solved");
}

#[test]
fn two_even_lives_cost_less_than_a_long_and_a_short_one_so_layers_are_not_settled_alone() {
    let demand = [1.0, 2.0, 2.0, 1.0];
    let bound = least_cost(&Task { minimum_steps: 3, ..task(&demand) }).expect("a schedule");
    assert_eq!((bound.billed_steps, bound.started, bound.stopped), (6, vec![1, 1, 0, 0], vec![0, 0, 0, 1]));
}

/// Layers, each settled alone: exact where the minimum bill never binds, as the costs of lives then add up in any cut.
fn layers(needed: &[u32], boot: u64, most: u32) -> u64 {
    let layer = |machine: u32| {
        let (mut cost, mut gap) = (0, None);
        for needed in needed {
            match (*needed >= machine, gap) {
                (true, None) => (cost, gap) = (cost + boot + 1, Some(0)),
                (true, Some(idle)) => (cost, gap) = (cost + boot.min(idle) + 1, Some(0)),
                (false, _) => gap = gap.map(|idle| idle + 1),
            }
        }
        cost
    };
    (1..=most).map(layer).sum()
}

#[test]
fn where_no_minimum_binds_the_bound_is_the_sum_of_layers_also_for_long_demand() {
    let mut random = Seed(5).stream("clairvoyant", 0);
    for case in 0..20 {
        let boot = random.below(6) as usize;
        let mut level = 10i64;
        let mut next = || {
            level = (level + random.between(0, 6) as i64 - 3).clamp(0, 20);
            level as f64
        };
        let demand: Vec<f64> = (0..400).map(|step| if step < boot { 0.0 } else { next() }).collect();
        let task =
            Task { boot_steps: boot as u32, minimum_steps: boot as u32 + 1, most: 20, ..task(&demand) };
        let bound = least_cost(&task).expect("a schedule");
        assert_eq!(bound.billed_steps, layers(&bound.needed, boot as u64, 20), "case {case}");
    }
}

/// A run's starts and stops when so many machines are desired in each step.
fn acts(desired: &[u32], task: &Task) -> (Vec<u32>, Vec<u32>) {
    let before = std::iter::once(task.start).chain(desired.iter().copied());
    let act =
        |(before, desired): (u32, &u32)| (desired.saturating_sub(before), before.saturating_sub(*desired));
    before.zip(desired).map(act).unzip()
}

/// What some controller wants: it looks some steps ahead or back, adds some, and errs at times.
fn desired(task: &Task, random: &mut Random) -> Vec<u32> {
    let steps = task.demand.len() as i64;
    let (from, to, more) = (random.below(8) as i64 - 6, random.below(8) as i64 + 1, random.below(3));
    let errs = random.below(3) as u32 * 30_000;
    let mut one = |step: i64| {
        let seen = (step + from..step + to).map(|at| task.demand[at.clamp(0, steps - 1) as usize]);
        let most = seen.fold(0.0, f64::max) as u64 + more;
        let desired = if random.chance_ppm(errs) { random.below(12) } else { most };
        (desired as u32).clamp(task.least, task.most)
    };
    (0..steps).map(&mut one).collect()
}

#[test]
fn no_run_of_a_thousand_controllers_that_serves_all_undercuts_the_bound() {
    let mut random = Seed(6).stream("clairvoyant", 0);
    let (mut served, mut cheaper) = (0, 0);
    for case in 0..1_000 {
        let demand: Vec<f64> = (0..60).map(|step| (random.below(4) + step % 20 / 4) as f64).collect();
        let (boot_steps, minimum_steps) = (random.below(5) as u32, random.below(12) as u32);
        let task = Task { boot_steps, minimum_steps, least: 1, start: 8, ..task(&demand) };
        let bound = least_cost(&task).expect("a schedule");
        let (started, stopped) = acts(&desired(&task, &mut random), &task);
        let (billed_steps, unserved) = run(&task, &started, &stopped);
        match bound.compare(billed_steps, unserved) {
            Comparison::Served { .. } => served += 1,
            Comparison::Unserved(_) => cheaper += u32::from(billed_steps < bound.billed_steps),
            Comparison::Undercut { less } => panic!("case {case}: {less} less: {task:?}"),
        }
    }
    assert!(served > 150 && cheaper > 10, "{served} served all, {cheaper} cost less and did not");
}

#[test]
fn what_cannot_be_served_is_told_with_its_step() {
    let demand = [1.0, 3.0, 11.0];
    let err = |task| least_cost(&task).expect_err("too much");
    assert_eq!(err(task(&demand)), Impossible { step: 2, needed: 11, possible: 10 });
    let early = Task { boot_steps: 2, start: 1, ..task(&demand) };
    assert_eq!(err(early), Impossible { step: 1, needed: 3, possible: 1 });
}

#[test]
fn a_run_that_serves_all_for_less_is_called_out() {
    let bound = least_cost(&task(&[2.0, 1.0])).expect("a schedule");
    assert_eq!(bound.compare(2, 0.0), Comparison::Undercut { less: 1 });
    assert_eq!(bound.compare(2, 0.5), Comparison::Unserved(0.5));
    assert_eq!(bound.compare(5, 0.0), Comparison::Served { more: 2 });
}
