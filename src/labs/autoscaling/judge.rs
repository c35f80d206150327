//! What is known of the controller and the bill from outside: every decision is looked at, and every machine is counted.

use super::demand::STEP;
use super::machine::Machine;
use super::params::AutoscalingParams;
use crate::algorithms::autoscaling::{Decision, Kind};
use crate::process::{NodeId, SimDuration, SimTime};
use std::collections::VecDeque;

/// A decision, as it is remembered.
#[derive(Clone, Copy, Debug)]
struct Seen {
    at: SimTime,
    from: u32,
    to: u32,
    /// What the metrics asked for, if they could be read.
    proposed: Option<u32>,
}

/// A machine that is there.
#[derive(Clone, Copy, Debug)]
struct There {
    id: NodeId,
    started: SimTime,
    /// Microseconds of the smallest machine that it was there.
    us: u64,
}

impl There {
    fn is(&self, machine: &Machine) -> bool {
        (self.id, self.started) == (machine.id, machine.started)
    }
}

/// Who looks on.
#[derive(Clone, Debug, Default)]
pub struct Judge {
    /// Decisions of the longest time that any rule looks back.
    seen: VecDeque<Seen>,
    /// Each machine that is there, in their order.
    there: Vec<There>,
    /// The same of those that are gone.
    gone_us: u64,
    /// A number outside its bounds.
    pub outside: Option<String>,
    /// A change that was greater than the behaviour allows.
    pub too_fast: Option<String>,
    /// A change past a recommendation of late.
    pub too_early: Option<String>,
    /// A recommendation to change while the metric is near enough to its target.
    pub too_touchy: Option<String>,
}

impl Judge {
    /// The controller begins without memory.
    pub fn begin(&mut self) {
        self.seen.clear();
    }

    /// Looks at a decision: how many there were, how many the controller asked for, and what was made of that.
    pub fn decided(
        &mut self,
        at: SimTime,
        (from, asked): (u32, u32),
        decision: &Decision,
        params: &AutoscalingParams,
    ) {
        let to = decision.wanted;
        let (least, most) = params.bounds();
        if !(least..=most).contains(&to) && self.outside.is_none() {
            self.outside = Some(format!("{to} machines were wanted, not {least} to {most}"));
        }
        let one = Seen { at, from, to, proposed: decision.proposed };
        if matches!(params.kind, Kind::Hpa | Kind::ScheduledHpa) {
            self.look_at_tolerance(one, decision.ratio, params);
            let (min, max) = params.bounds_at(at);
            // What is outside its bounds is brought inside at once, and a forecast is a floor under all limits.
            if (min..=max).contains(&from) && to == asked {
                self.look_at_speed(one, params);
                self.look_at_windows(one, params);
            }
        }
        self.seen.push_back(one);
        let longest = SimDuration::from_ms(3_600_000);
        while self.seen.front().is_some_and(|first| at.since(first.at) > longest) {
            self.seen.pop_front();
        }
    }

    /// How many there were at the start of a period that ends now: without what the controller added since, with what it
    /// took away.
    fn at_start(&self, now: SimTime, from: u32, period: SimDuration) -> i64 {
        let within = self.seen.iter().filter(|one| now.since(one.at) < period);
        i64::from(from) - within.map(|one| i64::from(one.to) - i64::from(one.from)).sum::<i64>()
    }

    /// Within each period no more than the behaviour says: the dumb way, by the number at the period's start.
    fn look_at_speed(&mut self, one: Seen, params: &AutoscalingParams) {
        if self.too_fast.is_some() || one.to == one.from {
            return;
        }
        let (behaviour, from) = (&params.behaviour, i64::from(one.from));
        let is_up = one.to > one.from;
        let period = if is_up { behaviour.up_period() } else { behaviour.down_period() };
        let start = self.at_start(one.at, one.from, period);
        let allowed = match is_up {
            true => behaviour.most_after(start).map_or(from, |most| most.max(from)),
            false => behaviour.least_after(start).map_or(from, |least| least.min(from)),
        };
        let to = i64::from(one.to);
        if is_up && to > allowed || !is_up && to < allowed {
            self.too_fast = Some(format!(
                "from {from} to {to} machines, with {start} at the start of {period}: {allowed} are allowed"
            ));
        }
    }

    /// Down only to the highest recommendation of a window, up only to the lowest of another.
    fn look_at_windows(&mut self, one: Seen, params: &AutoscalingParams) {
        let is_up = one.to > one.from;
        if self.too_early.is_some() || one.to == one.from {
            return;
        }
        let window = if is_up { params.behaviour.up_window() } else { params.behaviour.down_window() };
        let within = self.seen.iter().filter(|seen| one.at.since(seen.at) < window);
        let recommended = within.filter_map(|seen| seen.proposed);
        let past = match is_up {
            true => recommended.min().filter(|lowest| one.to > *lowest),
            false => recommended.max().filter(|highest| one.to < *highest),
        };
        if let Some(past) = past {
            self.too_early = Some(format!(
                "from {} to {} machines, though {past} were recommended within {window}",
                one.from, one.to,
            ));
        }
    }

    /// While a metric is near enough to its target, it asks for no other number.
    fn look_at_tolerance(&mut self, one: Seen, ratio: Option<f64>, params: &AutoscalingParams) {
        let (Some(ratio), Some(proposed)) = (ratio, one.proposed) else { return };
        let tolerance = params.behaviour.tolerance();
        let inside = ratio >= 1.0 - tolerance.down && ratio <= 1.0 + tolerance.up;
        if inside && proposed != one.from && self.too_touchy.is_none() {
            let from = one.from;
            self.too_touchy = Some(format!(
                "{proposed} machines are recommended instead of {from} at {ratio:.3} of the target"
            ));
        }
    }

    /// Counts the machines of a step, each by itself.
    pub fn count(&mut self, machines: &[Machine]) {
        let known = self.there.iter().zip(machines).all(|(there, machine)| there.is(machine));
        if !known || self.there.len() != machines.len() {
            self.take_stock(machines);
        }
        for (there, machine) in self.there.iter_mut().zip(machines) {
            there.us += u64::from(machine.size) * STEP.0;
        }
    }

    /// Some came or went.
    fn take_stock(&mut self, machines: &[Machine]) {
        let before = std::mem::take(&mut self.there);
        let gone = before.iter().filter(|there| !machines.iter().any(|machine| there.is(machine)));
        self.gone_us += gone.map(|there| there.us).sum::<u64>();
        let new = |machine: &Machine| There { id: machine.id, started: machine.started, us: 0 };
        let known = |machine: &Machine| before.iter().find(|there| there.is(machine)).copied();
        self.there = machines.iter().map(|machine| known(machine).unwrap_or_else(|| new(machine))).collect();
    }

    /// Microseconds of the smallest machine so far.
    pub fn machine_us(&self) -> u64 {
        self.gone_us + self.there.iter().map(|there| there.us).sum::<u64>()
    }
}
