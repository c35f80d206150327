//! What can be set of the schedule: hours of work, and the fewest and the most machines inside and outside of them.

use super::params::AutoscalingParams;
use crate::algorithms::autoscaling::schedule::{self, Days, Rule};
use crate::algorithms::autoscaling::{Bounds, Kind};
use crate::process::SimTime;

/// Hours of work and what they need.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hours {
    /// From which hour of the day on there is work, and until which; it goes over midnight if the second is the lesser,
    /// and all day if they are the same.
    pub(super) work: Span,
    pub(super) workday: Range,
    pub(super) weekend: Range,
    /// Outside of the hours of work.
    pub(super) night: Range,
}

/// Two hours of a day.
#[derive(Clone, Debug, PartialEq)]
pub struct Span {
    pub(super) from: u32,
    pub(super) to: u32,
}

/// The fewest and the most machines; 0 where that is left to the traffic, or to the bounds of all.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Range {
    pub(super) min: u32,
    pub(super) max: u32,
}

impl Default for Span {
    fn default() -> Self {
        Span { from: 8, to: 22 }
    }
}

impl AutoscalingParams {
    /// Where nothing else is set: what a workday needs at its peak, the mean on weekends and late in the evening, and
    /// less in the morning before work.
    pub(super) fn schedule(&self, bounds: Bounds) -> schedule::Settings {
        let Hours { work: Span { from, to }, workday, weekend, night } = &self.hours;
        let (from, to, mean) = (*from, *to, self.rate as f64);
        let peak = mean * (self.peak_tenths as f64 / 10.0).min(2.0);
        let rule = |days, from: u32, to: u32, range: &Range, rate| {
            let most = if range.max == 0 { bounds.max } else { bounds.clamp(range.max) };
            let least = if range.min == 0 { self.needed(rate) } else { range.min };
            Rule::new(days, from * 60, to * 60, bounds.clamp(least).min(most), Some(most))
        };
        let (start, end) = if from == to { (0, 24) } else { (from, to) };
        let mut rules = vec![
            rule(Days::WORKDAYS, start, end, workday, peak),
            rule(Days::WEEKEND, start, end, weekend, mean),
        ];
        if from < to {
            rules.push(rule(Days::ALL, 0, from, night, mean * 0.7));
            rules.push(rule(Days::ALL, to, 24, night, mean));
        } else if from > to {
            rules.push(rule(Days::ALL, to, from, night, mean));
        }
        // A rule of no time at all, as before midnight, is none.
        schedule::Settings { base: bounds, rules: rules.into_iter().flatten().collect(), begins: 0 }
    }

    /// Machines for so many requests a second, each as busy as the target says.
    fn needed(&self, rate: f64) -> u32 {
        (rate / self.machine_rate() / (f64::from(self.target) / 100.0)).ceil() as u32
    }

    /// The fewest and the most machines at a moment, by the clock where the controller goes by it.
    pub(super) fn bounds_at(&self, now: SimTime) -> (u32, u32) {
        let (min, max) = self.bounds();
        if self.kind != Kind::ScheduledHpa {
            return (min, max);
        }
        let Bounds { min, max } = self.schedule(Bounds { min, max }).bounds(now);
        (min, max)
    }
}
