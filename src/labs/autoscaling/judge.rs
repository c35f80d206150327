//! What is known of the controller and the bill from outside: every decision is looked at, and every machine is counted.

use super::demand::STEP;
use super::machine::Machine;
use super::params::{AutoscalingParams, Forecasting};
use crate::algorithms::autoscaling::{Decision, Kind};
use crate::process::{NodeId, SimDuration, SimTime};
use std::collections::{BTreeMap, VecDeque};

/// A decision, as it is remembered.
#[derive(Clone, Copy, Debug)]
struct Seen {
    at: SimTime,
    from: u32,
    to: u32,
    /// What the metrics asked for, if they could be read.
    proposed: Option<u32>,
}

/// Who looks on.
#[derive(Clone, Debug, Default)]
pub struct Judge {
    /// Decisions of the longest time that any rule looks back.
    seen: VecDeque<Seen>,
    /// For each machine that is there, when it came and the microseconds of the smallest machine that it was there.
    there: BTreeMap<NodeId, (SimTime, u64)>,
    /// The same of those that are gone.
    gone_us: u64,
    /// A number outside its bounds.
    pub outside: Option<String>,
    /// A change that was greater than the behaviour allows.
    pub too_fast: Option<String>,
    /// A scale-down below a recommendation of late.
    pub too_early: Option<String>,
}

impl Judge {
    /// The controller begins without memory.
    pub fn begin(&mut self) {
        self.seen.clear();
    }

    /// Looks at a decision.
    pub fn decided(&mut self, at: SimTime, from: u32, decision: &Decision, params: &AutoscalingParams) {
        let to = decision.wanted;
        let (least, most) = params.bounds();
        if !(least..=most).contains(&to) && self.outside.is_none() {
            self.outside = Some(format!("{to} machines were wanted, not {least} to {most}"));
        }
        let one = Seen { at, from, to, proposed: decision.proposed };
        // A forecast under the HPA may ask for more at once than its behaviour allows.
        if params.kind == Kind::Hpa && params.forecast == Forecasting::None {
            self.look_at_speed(one, params);
            self.look_at_window(one, params);
        }
        self.seen.push_back(one);
        let longest = SimDuration::from_ms(3_600_000);
        while self.seen.front().is_some_and(|first| at.since(first.at) > longest) {
            self.seen.pop_front();
        }
    }

    /// How many were wanted at the start of a period that ends now.
    fn at_start(&self, now: SimTime, from: u32, period: SimDuration) -> u32 {
        let within = self.seen.iter().find(|one| now.since(one.at) < period);
        within.map_or(from, |first| first.from)
    }

    /// Within each period no more than the behaviour says: the dumb way, by the number at the period's start.
    fn look_at_speed(&mut self, one: Seen, params: &AutoscalingParams) {
        let (min, max) = params.bounds();
        if self.too_fast.is_some() || !(min..=max).contains(&one.from) {
            return;
        }
        let start = self.at_start(one.at, one.from, params.period());
        let most = params.most_after(start).max(one.from);
        let least = params.least_after(start).min(one.from);
        if one.to > most.max(min) || one.to < least.min(max) {
            let period = params.period();
            self.too_fast = Some(format!(
                "from {} to {} machines, with {start} at the start of {period}: {least} to {most} are allowed",
                one.from, one.to,
            ));
        }
    }

    fn look_at_window(&mut self, one: Seen, params: &AutoscalingParams) {
        if self.too_early.is_some() || one.to >= one.from {
            return;
        }
        let window = params.down_window();
        let within = self.seen.iter().filter(|seen| one.at.since(seen.at) < window);
        let highest = within.filter_map(|seen| seen.proposed).max().unwrap_or(0).min(params.bounds().1);
        if one.to < highest.min(one.from) {
            self.too_early = Some(format!(
                "from {} to {} machines, though {highest} were recommended within {window}",
                one.from, one.to,
            ));
        }
    }

    /// Counts the machines of a step, each by itself.
    pub fn count(&mut self, there: &[Machine]) {
        let ids: Vec<NodeId> = self.there.keys().copied().collect();
        for id in ids {
            let stays = there.binary_search_by_key(&id, |machine| machine.id);
            let same = stays.is_ok_and(|place| there[place].started == self.there[&id].0);
            if !same && let Some((_, us)) = self.there.remove(&id) {
                self.gone_us += us;
            }
        }
        for machine in there {
            self.there.entry(machine.id).or_insert((machine.started, 0)).1 +=
                u64::from(machine.size) * STEP.0;
        }
    }

    /// Microseconds of the smallest machine so far.
    pub fn machine_us(&self) -> u64 {
        self.gone_us + self.there.values().map(|(_, us)| us).sum::<u64>()
    }
}
