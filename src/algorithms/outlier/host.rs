//! What is remembered of one host.

use super::settings::Settings;
use crate::process::{SimDuration, SimTime};

/// Requests of one interval.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
struct Requests {
    all: u32,
    good: u32,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Host {
    /// Server errors since the last answer that was none.
    errors_in_a_row: u32,
    current: Requests,
    last: Requests,
    ejected: Option<SimTime>,
    returned: Option<SimTime>,
    /// By what the base time is multiplied: goes up with each ejection, down with each interval without.
    multiplier: u32,
}

impl Host {
    pub(super) fn is_ejected(&self) -> bool {
        self.ejected.is_some()
    }

    /// Notes an answer. Whether there are now exactly so many errors in a row.
    pub(super) fn answered(&mut self, failed: bool, consecutive: u32) -> bool {
        self.current.all += 1;
        self.current.good += u32::from(!failed);
        self.errors_in_a_row = if failed { self.errors_in_a_row + 1 } else { 0 };
        failed && self.errors_in_a_row == consecutive
    }

    pub(super) fn forget_errors(&mut self) {
        self.errors_in_a_row = 0;
    }

    /// An interval is over: what came in it is what rates are made of until the next is over.
    pub(super) fn close_interval(&mut self) {
        self.last = std::mem::take(&mut self.current);
    }

    /// The success rate of the last interval, in percent, from so many requests.
    pub(super) fn success_rate(&self, volume: u32) -> Option<f64> {
        let Requests { all, good } = self.last;
        (all >= volume.max(1)).then(|| f64::from(good) * 100.0 / f64::from(all))
    }

    pub(super) fn eject(&mut self, now: SimTime, settings: &Settings) {
        self.ejected = Some(now);
        if times(settings.base_ejection, self.multiplier) < settings.max_ejection + settings.base_ejection {
            self.multiplier += 1;
        }
    }

    /// The earliest that it may return; none unless it is ejected.
    pub(super) fn until(&self, settings: &Settings) -> Option<SimTime> {
        let length = times(settings.base_ejection, self.multiplier).min(settings.max_ejection);
        self.ejected.map(|ejected| ejected + length)
    }

    pub(super) fn take_back(&mut self, now: SimTime) {
        (self.ejected, self.returned, self.errors_in_a_row) = (None, Some(now), 0);
    }

    /// It has been in use for a whole interval since it returned.
    pub(super) fn forgive(&mut self, now: SimTime, interval: SimDuration) {
        let healthy = self.returned.is_some_and(|returned| now.since(returned) >= interval);
        if healthy && !self.is_ejected() {
            self.multiplier = self.multiplier.saturating_sub(1);
        }
    }
}

fn times(length: SimDuration, count: u32) -> SimDuration {
    SimDuration(length.0.saturating_mul(u64::from(count)))
}
