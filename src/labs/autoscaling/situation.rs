//! What is so for every machine at a moment: the time, what is set, and what is disturbed.

use super::machine::Machine;
use super::metrics::Pipeline;
use super::params::AutoscalingParams;
use super::service::Work;
use super::trouble::Trouble;
use crate::process::SimTime;

/// MiB that a machine of the smallest size has.
pub const FULL: f64 = 1_024.0;
/// MiB that one uses whose service has just begun.
const MEMORY: f64 = 512.0;

/// A moment, as every machine has it.
#[derive(Clone, Copy)]
pub struct Situation<'a> {
    /// The time.
    pub now: SimTime,
    /// What is set.
    pub params: &'a AutoscalingParams,
    /// What is disturbed.
    pub trouble: &'a Trouble,
}

impl Situation<'_> {
    /// What a request needs.
    pub fn work(&self) -> Work {
        self.params.work(self.trouble.dependency(self.now))
    }

    /// How metrics come to the controller.
    pub fn pipeline(&self) -> Pipeline {
        let own = self.params.pipeline();
        let (delay, lost) = (self.trouble.metrics_delay(), self.trouble.metrics_lost());
        Pipeline { delay: own.delay.max(delay), lost_per_mille: own.lost_per_mille.max(lost), ..own }
    }

    /// Memory that a machine uses, in MiB.
    pub fn memory(&self, machine: &Machine) -> f64 {
        let hours = self.now.since(machine.fresh.max(self.trouble.leak_since())).seconds() / 3_600.0;
        f64::from(machine.size) * MEMORY + self.trouble.leak() * hours
    }
}
