//! What can be set of the HPA alone: its tolerance, how fast it may go, and when it believes a machine.

use super::params::seconds;
use crate::algorithms::autoscaling::hpa::limits::{self, Change, Policy, Select};
use crate::algorithms::autoscaling::hpa::replicas::{Readiness, Tolerance};
use crate::process::SimDuration;

/// The HPA's tolerance, behaviour and readiness. Times are in seconds, the rest is in percent and machines.
#[derive(Clone, Debug, PartialEq)]
pub struct Behaviour {
    pub(super) tolerance: u32,
    /// As `tolerance` if it is below zero.
    pub(super) tolerance_down: i32,
    pub(super) up: Way,
    /// Its period is that of `up` if it is 0.
    pub(super) down: Way,
    pub(super) readiness_delay_s: u32,
    pub(super) cpu_init_s: u32,
}

/// How fast it may go in one direction.
#[derive(Clone, Debug, PartialEq)]
pub struct Way {
    pub(super) window_s: u32,
    pub(super) select: Select,
    /// 0 is no such policy, as Kubernetes allows none of 0.
    pub(super) percent: u32,
    /// 0 is no such policy here, too.
    pub(super) count: u32,
    pub(super) period_s: u32,
}

impl Default for Behaviour {
    fn default() -> Self {
        Behaviour {
            tolerance: 10,
            tolerance_down: -1,
            up: Way { window_s: 0, select: Select::Max, percent: 100, count: 4, period_s: 15 },
            down: Way { window_s: 300, select: Select::Max, percent: 100, count: 0, period_s: 0 },
            readiness_delay_s: 30,
            cpu_init_s: 300,
        }
    }
}

impl Behaviour {
    /// How far the ratio may be from 1.
    pub fn tolerance(&self) -> Tolerance {
        let down = u32::try_from(self.tolerance_down).unwrap_or(self.tolerance);
        Tolerance { up: f64::from(self.tolerance) / 100.0, down: f64::from(down) / 100.0 }
    }

    /// Machines are taken away only down to the highest recommendation of this time.
    pub fn down_window(&self) -> SimDuration {
        seconds(self.down.window_s)
    }

    /// Machines are added only up to the lowest recommendation of this time.
    pub fn up_window(&self) -> SimDuration {
        seconds(self.up.window_s)
    }

    /// The time over which additions are counted.
    pub fn up_period(&self) -> SimDuration {
        seconds(self.up.period_s)
    }

    /// The time over which it is counted what is taken away.
    pub fn down_period(&self) -> SimDuration {
        seconds(if self.down.period_s == 0 { self.up.period_s } else { self.down.period_s })
    }

    /// When a machine's CPU is believed.
    pub fn readiness(&self) -> Readiness {
        Readiness {
            cpu_initialization: seconds(self.cpu_init_s),
            initial_delay: seconds(self.readiness_delay_s),
        }
    }

    /// Both directions, as the HPA is told.
    pub fn told(&self) -> (limits::Behaviour, limits::Behaviour) {
        (self.up.told(self.up_period()), self.down.told(self.down_period()))
    }

    /// The most machines that may follow on a period that began with `start`, the dumb way, for the judge; none if this
    /// direction is closed.
    pub fn most_after(&self, start: i64) -> Option<i64> {
        let Way { percent, count, .. } = self.up;
        let by_percent = (start as f64 * (1.0 + f64::from(percent) / 100.0)).ceil() as i64;
        self.up.chosen(by_percent, start + i64::from(count), i64::max, i64::min)
    }

    /// The fewest machines that may follow on such a period, likewise.
    pub fn least_after(&self, start: i64) -> Option<i64> {
        let Way { percent, count, .. } = self.down;
        let by_percent = (start as f64 * (1.0 - f64::from(percent) / 100.0)) as i64;
        self.down.chosen(by_percent, start - i64::from(count), i64::min, i64::max)
    }
}

impl Way {
    fn told(&self, period: SimDuration) -> limits::Behaviour {
        let percent = (self.percent > 0).then_some(Change::Percent(self.percent));
        let count = (self.count > 0).then_some(Change::Machines(self.count));
        // Of two that allow the same, the HPA's reason names the last.
        let policies = [count, percent].into_iter().flatten().map(|change| Policy { change, period });
        limits::Behaviour {
            window: seconds(self.window_s),
            select: self.select,
            policies: policies.collect(),
        }
    }

    /// Of what the two policies allow, the one that counts.
    fn chosen(
        &self,
        by_percent: i64,
        by_count: i64,
        greater_change: fn(i64, i64) -> i64,
        smaller_change: fn(i64, i64) -> i64,
    ) -> Option<i64> {
        match (self.select, self.percent > 0, self.count > 0) {
            (Select::Disabled, ..) | (_, false, false) => None,
            (_, true, false) => Some(by_percent),
            (_, false, true) => Some(by_count),
            (Select::Max, true, true) => Some(greater_change(by_percent, by_count)),
            (Select::Min, true, true) => Some(smaller_change(by_percent, by_count)),
        }
    }
}
