//! Recommendations of late, so that a count does not follow each turn of a metric: the HPA's stabilisation windows.
//!
//! The count goes up no further than to the lowest recommendation of the up window, and down no further than to the
//! highest of the down window; between the two it stays. It is the recommendations before any limit that are
//! remembered, so a limit never lengthens a window.

use crate::process::{SimDuration, SimTime};
use std::panic::Location;

/// What was recommended, and when.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Recommendations(Vec<(SimTime, u32)>);

/// The outcome, and between which recommendations it had to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Stabilised {
    /// How many.
    pub desired: u32,
    /// The lowest recommendation of the up window: no more than these are added up to.
    pub lowest: u32,
    /// The highest recommendation of the down window: no fewer than these are left.
    pub highest: u32,
    /// The line of code that decided.
    pub site: &'static Location<'static>,
}

impl Recommendations {
    /// What was recommended before, oldest first or not.
    pub fn new(log: Vec<(SimTime, u32)>) -> Recommendations {
        Recommendations(log)
    }

    /// At the first look at a service, what it has counts as recommended (`recordInitialRecommendation`).
    pub(super) fn begin(&mut self, current: u32, now: SimTime) {
        if self.0.is_empty() {
            self.0.push((now, current));
        }
    }

    /// Holds `current` between the windows, which end `now`, and remembers what is recommended.
    pub fn stabilise(
        &mut self,
        current: u32,
        recommended: u32,
        now: SimTime,
        up: SimDuration,
        down: SimDuration,
    ) -> Stabilised {
        let within = |window: SimDuration| {
            let recent = self.0.iter().filter(move |(when, _)| *when + window > now);
            recent.map(|(_, count)| *count)
        };
        let lowest = within(up).fold(recommended, u32::min);
        let highest = within(down).fold(recommended, u32::max);
        // The lowest is at most what is recommended now, and that is at most the highest.
        let (desired, site) = (current.clamp(lowest, highest), Location::caller());
        self.0.retain(|(when, _)| *when + up.max(down) > now);
        self.0.push((now, recommended));
        Stabilised { desired, lowest, highest, site }
    }

    /// Bytes on the heap that a clone copies.
    pub(super) fn bytes(&self) -> usize {
        let Self(log) = self;
        log.len() * size_of::<(SimTime, u32)>()
    }
}
