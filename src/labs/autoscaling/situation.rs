//! What is so for every machine at a moment: the time, the settings, and the disruptions.

use super::disruptions::Disruptions;
use super::fleet::ZONES;
use super::machine::Machine;
use super::metrics::Pipeline;
use super::params::AutoscalingParams;
use super::service::Work;
use crate::process::SimTime;

/// MiB that a machine of the smallest size has.
pub const FULL: f64 = 1_024.0;
/// MiB that one uses whose service has just begun.
const MEMORY: f64 = 512.0;

/// A moment, as every machine has it.
#[allow(missing_docs)] // The fields are of types that say it.
#[derive(Clone, Copy)]
pub struct Situation<'a> {
    pub now: SimTime,
    pub params: &'a AutoscalingParams,
    pub disruptions: &'a Disruptions,
}

impl Situation<'_> {
    /// What a request needs.
    pub fn work(&self) -> Work {
        self.params.work(self.disruptions.dependency(self.now))
    }

    /// The zone, of those that are there, that holds the fewest.
    pub fn emptiest_zone(&self, held: impl Fn(u8) -> usize) -> u8 {
        let open = (0..ZONES).filter(|zone| !self.disruptions.zone_is_gone(*zone, self.now));
        open.min_by_key(|zone| (held(*zone), *zone)).unwrap_or(0)
    }

    /// How metrics come to the controller.
    pub fn pipeline(&self) -> Pipeline {
        let own = self.params.pipeline();
        let (delay, lost) = (self.disruptions.metrics_delay(), self.disruptions.metrics_lost());
        Pipeline { delay: own.delay.max(delay), lost_per_mille: own.lost_per_mille.max(lost), ..own }
    }

    /// Memory that a machine uses, in MiB.
    pub fn memory(&self, machine: &Machine) -> f64 {
        let hours = self.now.since(machine.fresh.max(self.disruptions.leak_since())).seconds() / 3_600.0;
        f64::from(machine.size) * MEMORY + self.disruptions.leak() * hours
    }
}
