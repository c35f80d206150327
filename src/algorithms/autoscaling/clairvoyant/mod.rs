//! The bound: the least that machines can cost when every demand is known beforehand and all of it is served.
//!
//! # What is assumed
//!
//! Time goes in steps. A machine that is started at a step's begin serves from `boot_steps` later on, and whole steps
//! only. It is billed from its start to its stop, boot included, and for `minimum_steps` at least, also where the demand
//! ends earlier. Machines that are there at the begin serve at once and have been billed their minimum before. Served
//! means: in each step, capacity for the step's whole demand. A run that lets requests wait for a later step, or that
//! acts inside a step, plays another game and is not bounded by this.
//!
//! # Why it is exact
//!
//! It is tempting to cut the demand into layers, one for each machine, and to settle each alone: over a gap, stay on
//! if that costs less than another boot. With a minimum bill that is not exact. For 1, 2, 2, 1 machines and a minimum of
//! 3 steps, layers cost 4 + 3 (one machine all the time, one for the middle), but two machines of 3 steps each, one step
//! apart, cost 6: two even lives cost less than a long and a short one.
//!
//! Instead all machines are settled at once. Each life is an interval of steps served, and the lives have to cover each
//! step as often as machines are needed. Such a covering is a flow of least cost, with whole numbers, along the line of
//! steps (rows with consecutive ones: Veinott & Wagner 1962): across each boundary between steps, what goes forward
//! (lives) less what goes back (machines that nobody needs, free) is the number needed. A boundary between steps is two
//! nodes here. From the first a machine enters by an arc that spans its shortest life worth having, the minimum bill or
//! its boot and one step, to the second. From there it goes on step by step, each at its price, or leaves to the first.
//!
//! # Why `most` and `least` need no more than that
//!
//! `most` machines may be there at a time, booting ones too, yet only those needed are held against it. In a cheapest
//! schedule nothing ends while another machine boots: to go on until that one's end costs less. So if more than `most`
//! were there, more than `most` would serve at some time, and until the first of them ends, one is not needed. The latest
//! started could be left out, and the one that ends first go on until the latest's end instead, for less.
//!
//! `least` machines must be there at a time, of which some may boot, yet `least` are asked to serve. That costs no more:
//! where a booting machine takes the place of one that ends, the one that ends could go on to the other's end instead.

mod flow;

use super::predictive::machines_for;
use flow::{ENDLESS, Network};

/// What has to be served, with what.
#[derive(Clone, Copy, Debug)]
pub struct Task<'a> {
    /// The demand of each step, in requests a second.
    pub demand: &'a [f64],
    /// What one machine serves, in requests a second; more than 0.
    pub capacity: f64,
    /// How many steps a machine boots.
    pub boot_steps: u32,
    /// How many steps a machine is billed at least.
    pub minimum_steps: u32,
    /// The price of a machine for a step.
    pub price: f64,
    /// How many machines there are at least.
    pub least: u32,
    /// How many at most.
    pub most: u32,
    /// How many serve when the first step begins; `most` at most.
    pub start: u32,
}

/// No schedule serves all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Impossible {
    /// The first step that cannot be served, from 0.
    pub step: u32,
    /// The machines that it needs.
    pub needed: u32,
    /// The machines that there can be.
    pub possible: u32,
}

/// The cheapest schedule that serves all.
#[derive(Clone, Debug, PartialEq)]
pub struct Bound {
    /// How many machines each step needs.
    pub needed: Vec<u32>,
    /// How many are started when a step begins.
    pub started: Vec<u32>,
    /// How many are stopped when a step begins: the oldest.
    pub stopped: Vec<u32>,
    /// How many there are in each step, booting ones too.
    pub running: Vec<u32>,
    /// What is billed, in steps of one machine.
    pub billed_steps: u64,
    /// What that costs.
    pub cost: f64,
}

/// A machine's life in a run, in steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Life {
    /// The step it was started at; none if it was there at the begin.
    pub started: Option<u32>,
    /// The step it was stopped at, or the number of steps if it never was.
    pub stopped: u32,
}

impl Life {
    /// What it is billed, by the rules of [`Task`].
    pub fn billed_steps(&self, minimum_steps: u32) -> u64 {
        match self.started {
            Some(started) => u64::from(self.stopped.saturating_sub(started).max(minimum_steps)),
            None => u64::from(self.stopped),
        }
    }
}

/// A run held against the bound.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Comparison {
    /// It left some demand unserved, so that it may cost less: how much, as the caller measures it.
    Unserved(f64),
    /// It served all, for so many machine-steps more than the bound.
    Served {
        /// The machine-steps above the bound.
        more: u64,
    },
    /// It served all for less. That cannot be: the run or the bound is wrong.
    Undercut {
        /// The machine-steps below the bound.
        less: u64,
    },
}

impl Bound {
    /// Holds a run to the bound: what it was billed in machine-steps, and what it did not serve.
    pub fn compare(&self, billed_steps: u64, unserved: f64) -> Comparison {
        match billed_steps.checked_sub(self.billed_steps) {
            _ if unserved > 0.0 => Comparison::Unserved(unserved),
            Some(more) => Comparison::Served { more },
            None => Comparison::Undercut { less: self.billed_steps - billed_steps },
        }
    }
}

/// The cheapest schedule that serves all, or the first step that no schedule serves.
pub fn least_cost(task: &Task) -> Result<Bound, Impossible> {
    assert!(task.capacity > 0.0 && task.start <= task.most, "a machine serves, and the start is allowed");
    let needed: Vec<u32> =
        task.demand.iter().map(|demand| machines_for(*demand, task.capacity).max(task.least)).collect();
    for (step, needed) in (0..).zip(needed.iter().copied()) {
        let possible = if step < task.boot_steps { task.start } else { task.most };
        if needed > possible {
            return Err(Impossible { step, needed, possible });
        }
    }
    let plan = Plan::of(task, &needed);
    Ok(plan.bound(task, needed))
}

/// The network, and the arcs whose flow is the schedule.
struct Plan {
    network: Network,
    /// The machines of the begin that are kept.
    kept: usize,
    /// A machine ready at a step; the first is for the step `boot_steps`.
    ready: Vec<usize>,
    /// A machine that ends when a step begins, and for one more.
    ends: Vec<usize>,
}

impl Plan {
    fn of(task: &Task, needed: &[u32]) -> Plan {
        let steps = needed.len();
        let (boot, life) = (task.boot_steps as usize, shortest_life(task) as usize);
        let (line, on) = (|step: usize| step, |step: usize| steps + 1 + step);
        let mut network = Network::new(2 * (steps + 1));
        let kept = network.arc(line(0), on(0), u64::from(task.start), 0);
        let ends = (0..=steps).map(|step| network.arc(on(step), line(step), ENDLESS, 0)).collect();
        let mut before = 0;
        for (step, needed) in needed.iter().enumerate() {
            network.arc(on(step), on(step + 1), ENDLESS, 1);
            network.arc(line(step + 1), line(step), ENDLESS, 0);
            network.supply(line(step), i64::from(*needed) - before);
            before = i64::from(*needed);
        }
        network.supply(line(steps), -before);
        let mut ready = |step: usize| {
            let end = (step + life - boot).min(steps);
            network.arc(line(step), on(end), ENDLESS, life as i64)
        };
        let ready = (boot..steps).map(&mut ready).collect();
        network.solve();
        Plan { network, kept, ready, ends }
    }

    fn bound(&self, task: &Task, needed: Vec<u32>) -> Bound {
        let steps = needed.len();
        let carried = |arc: &usize| self.network.carried(*arc) as u32;
        let mut started: Vec<u32> = self.ready.iter().map(carried).collect();
        started.resize(steps, 0);
        let mut stopped: Vec<u32> = self.ends[..steps].iter().map(carried).collect();
        if let Some(first) = stopped.first_mut() {
            *first += task.start - carried(&self.kept);
        }
        let mut there = task.start;
        let after = |(started, stopped): (&u32, &u32)| {
            there = there + started - stopped;
            there
        };
        let running: Vec<u32> = started.iter().zip(&stopped).map(after).collect();
        let billed_steps = billed(&started, &running, shortest_life(task));
        Bound { needed, started, stopped, running, billed_steps, cost: billed_steps as f64 * task.price }
    }
}

/// The shortest life worth having: a shorter one costs as much, or serves nothing.
fn shortest_life(task: &Task) -> u32 {
    task.minimum_steps.max(task.boot_steps + 1)
}

/// All steps of all machines, and what the latest are billed beyond the last step. No life is shorter than the minimum.
fn billed(started: &[u32], running: &[u32], life: u32) -> u64 {
    let steps = started.len() as u64;
    let beyond =
        |(step, started): (u64, &u32)| u64::from(*started) * (step + u64::from(life)).saturating_sub(steps);
    running.iter().map(|there| u64::from(*there)).sum::<u64>() + (0..).zip(started).map(beyond).sum::<u64>()
}

#[cfg(test)]
mod tests;
