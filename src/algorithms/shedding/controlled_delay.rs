//! Facebook's controlled delay and adaptive LIFO (Ben Maurer, "Fail at Scale", ACM Queue 13(8), 2015).
//!
//! A request may wait for 100 ms while the queue has been empty within the latest 100 ms, and for 5 ms if it has not: a
//! queue that stands is worked off by giving up what is old. The same two numbers do for very different services.
//! When a queue forms, the newest is taken first: the old ones have probably been given up by who sent them.

use crate::process::{SimDuration, SimTime};

/// The two times of controlled delay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ControlledDelaySettings {
    /// The longest wait in a queue that stands: the article's M, 5 ms.
    pub standing: SimDuration,
    /// The longest wait otherwise, and how long a queue that is never empty may be before it stands: N, 100 ms.
    pub normal: SimDuration,
}

impl Default for ControlledDelaySettings {
    fn default() -> ControlledDelaySettings {
        ControlledDelaySettings { standing: SimDuration::from_ms(5), normal: SimDuration::from_ms(100) }
    }
}

/// When a queue was last empty.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ControlledDelay {
    settings: ControlledDelaySettings,
    last_empty: SimTime,
}

impl ControlledDelay {
    /// An empty queue.
    pub fn new(settings: ControlledDelaySettings) -> ControlledDelay {
        ControlledDelay { settings, last_empty: SimTime::ZERO }
    }

    /// The queue is empty now, or was until now: a request that finds it empty says so before it asks for its limit.
    pub fn found_empty(&mut self, now: SimTime) {
        self.last_empty = self.last_empty.max(now);
    }

    /// How long a request may wait that comes now: then it is dropped.
    pub fn limit(&self, now: SimTime) -> SimDuration {
        if self.stands(now) { self.settings.standing } else { self.settings.normal }
    }

    /// Whether the queue has not been empty for longer than it may be.
    pub fn stands(&self, now: SimTime) -> bool {
        now.since(self.last_empty) > self.settings.normal
    }
}

/// Who is taken next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Order {
    /// First in, first out.
    Oldest,
    /// Last in, first out.
    Newest,
}

/// First in, first out until a queue forms, then last in, first out.
///
/// The article leaves open when that is; here it is a length, as HHVM's setting for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct AdaptiveLifo {
    /// With more waiting than this the newest is taken.
    pub normal: u32,
}

impl AdaptiveLifo {
    /// Who is taken of so many that wait.
    pub fn order(self, waiting: u32) -> Order {
        if waiting > self.normal { Order::Newest } else { Order::Oldest }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_may_wait_long_unless_the_queue_has_not_been_empty_for_an_interval() {
        let mut delay = ControlledDelay::new(ControlledDelaySettings::default());
        delay.found_empty(SimTime::from_ms(50));
        for (us, limit_ms) in [(50_000, 100), (150_000, 100), (150_001, 5), (9_000_000, 5)] {
            assert_eq!(delay.limit(SimTime(us)), SimDuration::from_ms(limit_ms), "{us}");
        }
        delay.found_empty(SimTime::from_ms(9_000));
        assert_eq!(delay.limit(SimTime::from_ms(9_100)), SimDuration::from_ms(100));
    }

    #[test]
    fn a_request_that_finds_the_queue_empty_may_wait_long_however_long_nobody_came() {
        let mut delay = ControlledDelay::new(ControlledDelaySettings::default());
        let now = SimTime::from_ms(60_000);
        delay.found_empty(now);
        assert_eq!(delay.limit(now), SimDuration::from_ms(100));
    }

    #[test]
    fn the_newest_is_taken_once_more_wait_than_usual() {
        let order = |waiting| AdaptiveLifo { normal: 10 }.order(waiting);
        assert_eq!([0, 10, 11].map(order), [Order::Oldest, Order::Oldest, Order::Newest]);
    }
}
