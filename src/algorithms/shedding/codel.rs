//! CoDel as a queue's discipline (Nichols & Jacobson, "Controlling Queue Delay", ACM Queue 10(5), 2012; RFC 8289).
//!
//! A queue that is good absorbs a burst and is empty again; a bad one stands. If every request that was taken in the
//! latest interval (100 ms) had waited for the target (5 ms) or longer, one is dropped when it is taken, and the next
//! ones at distances of interval / sqrt(count), until one has waited for less. An overload that comes back soon after
//! is met at about the rate that ended the last.
//!
//! In the article dropping begins an interval later, unless the last ended within one; here it begins as in the RFC, by
//! the same authors, and in Linux (codel.h). Deviations: a packet is a request, so what is never dropped is the last
//! one in the queue, rather than the last packet's worth of bytes; the distance is rounded down to a microsecond.

use crate::process::{SimDuration, SimTime};

/// What CoDel aims at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CodelSettings {
    /// The wait that is acceptable for long: 5 ms.
    pub target: SimDuration,
    /// How long it may be exceeded: 100 ms, about a round trip of those who could slow down.
    pub interval: SimDuration,
}

impl Default for CodelSettings {
    fn default() -> CodelSettings {
        CodelSettings { target: SimDuration::from_ms(5), interval: SimDuration::from_ms(100) }
    }
}

/// What becomes of a request that was taken from the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fate {
    /// It is served.
    Serve,
    /// It is dropped, and the next one is taken.
    Drop,
}

/// A phase of dropping.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Phase {
    /// Nothing is dropped.
    Calm,
    /// Requests are dropped at distances.
    Dropping,
    /// The same, and one was just dropped: the time of the next is set once it is known that the queue still stands.
    Dropped,
}

/// The state of one queue.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Codel {
    settings: CodelSettings,
    /// When the queue will have stood for an interval; `None` while it does not stand.
    stands_at: Option<SimTime>,
    phase: Phase,
    next_drop: SimTime,
    /// Drops in this phase.
    count: u32,
    /// What the count began at in this phase.
    count_before: u32,
}

impl Codel {
    /// Nothing was taken yet.
    pub fn new(settings: CodelSettings) -> Codel {
        let next_drop = SimTime::ZERO;
        Codel { settings, stands_at: None, phase: Phase::Calm, next_drop, count: 0, count_before: 0 }
    }

    /// A worker takes a request that has `waited`, and `left` others wait behind it. After a drop it takes the next one
    /// at once, or says that there is none.
    pub fn take(&mut self, waited: SimDuration, left: u32, now: SimTime) -> Fate {
        let stands = self.stands(waited, left, now);
        match self.phase {
            _ if !stands => {
                self.phase = Phase::Calm;
                Fate::Serve
            }
            Phase::Calm => self.begin(now),
            Phase::Dropping => self.drop_if_due(now),
            Phase::Dropped => {
                self.next_drop += self.distance();
                self.phase = Phase::Dropping;
                self.drop_if_due(now)
            }
        }
    }

    /// A worker finds nobody in the queue.
    pub fn found_empty(&mut self) {
        self.stands_at = None;
        self.phase = Phase::Calm;
    }

    /// Whether it drops requests at the moment.
    pub fn is_dropping(&self) -> bool {
        self.phase != Phase::Calm
    }

    /// interval / sqrt(count).
    pub fn distance(&self) -> SimDuration {
        // A square root is rounded the same everywhere.
        SimDuration((self.settings.interval.0 as f64 / f64::from(self.count.max(1)).sqrt()) as u64)
    }

    /// Whether everybody who was taken for an interval had waited for too long, this one too.
    fn stands(&mut self, waited: SimDuration, left: u32, now: SimTime) -> bool {
        if waited < self.settings.target || left == 0 {
            self.stands_at = None;
            return false;
        }
        now >= *self.stands_at.get_or_insert(now + self.settings.interval)
    }

    fn begin(&mut self, now: SimTime) -> Fate {
        let recent = SimDuration(self.settings.interval.0.saturating_mul(16));
        let drops = self.count - self.count_before;
        self.count = if drops > 1 && now.since(self.next_drop) < recent { drops } else { 1 };
        self.count_before = self.count;
        self.next_drop = now + self.distance();
        self.phase = Phase::Dropping;
        Fate::Drop
    }

    fn drop_if_due(&mut self, now: SimTime) -> Fate {
        if now < self.next_drop {
            return Fate::Serve;
        }
        self.count = self.count.saturating_add(1);
        self.phase = Phase::Dropped;
        Fate::Drop
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::process::Seed;
    use std::collections::VecDeque;

    fn ms(ms: u64) -> SimDuration {
        SimDuration::from_ms(ms)
    }

    /// The article's loop with the RFC's beginning, as in Linux, statement for statement over a queue of arrival times in
    /// microseconds. 0 is "never", as there.
    #[derive(Default)]
    struct Reference {
        queue: VecDeque<u64>,
        first_above_time: u64,
        drop_next: u64,
        count: u32,
        last_count: u32,
        dropping: bool,
        dropped: Vec<u64>,
    }

    const TARGET: u64 = 5_000;
    const INTERVAL: u64 = 100_000;

    impl Reference {
        fn law(time: u64, count: u32) -> u64 {
            time + (INTERVAL as f64 / f64::from(count).sqrt()) as u64
        }

        fn take(&mut self, now: u64) -> (Option<u64>, bool) {
            let request = self.queue.pop_front();
            let mut ok_to_drop = false;
            match request {
                None => self.first_above_time = 0,
                Some(arrived) if now - arrived < TARGET || self.queue.is_empty() => self.first_above_time = 0,
                Some(_) if self.first_above_time == 0 => self.first_above_time = now + INTERVAL,
                Some(_) => ok_to_drop = now >= self.first_above_time,
            }
            (request, ok_to_drop)
        }

        fn next(&mut self, now: u64) -> Option<u64> {
            let (mut request, mut ok_to_drop) = self.take(now);
            if self.dropping {
                self.dropping = ok_to_drop;
                while now >= self.drop_next && self.dropping {
                    self.dropped.extend(request);
                    self.count += 1;
                    (request, ok_to_drop) = self.take(now);
                    self.dropping = ok_to_drop;
                    if self.dropping {
                        self.drop_next = Self::law(self.drop_next, self.count);
                    }
                }
            } else if ok_to_drop {
                self.dropped.extend(request);
                request = self.take(now).0;
                self.dropping = true;
                let delta = self.count - self.last_count;
                self.count = 1;
                if delta > 1 && now.saturating_sub(self.drop_next) < 16 * INTERVAL {
                    self.count = delta;
                }
                self.drop_next = Self::law(now, self.count);
                self.last_count = self.count;
            }
            request
        }
    }

    /// The same queue under what is tested.
    struct Tested {
        queue: VecDeque<u64>,
        codel: Codel,
        dropped: Vec<u64>,
    }

    impl Tested {
        fn next(&mut self, now: u64) -> Option<u64> {
            while let Some(arrived) = self.queue.pop_front() {
                let waited = SimDuration(now - arrived);
                match self.codel.take(waited, self.queue.len() as u32, SimTime(now)) {
                    Fate::Serve => return Some(arrived),
                    Fate::Drop => self.dropped.push(arrived),
                }
            }
            self.codel.found_empty();
            None
        }
    }

    #[test]
    fn it_serves_and_drops_whom_the_published_loop_does_for_random_load() {
        let mut drops = 0;
        for seed in 0..60 {
            let mut random = Seed(seed).stream("codel", 0);
            let codel = Codel::new(CodelSettings::default());
            let mut tested = Tested { queue: VecDeque::new(), codel, dropped: Vec::new() };
            let mut reference = Reference::default();
            let (mut now, mut gap) = (1, 1_000);
            for step in 0..20_000 {
                if step % 500 == 0 {
                    gap = random.between(200, 3_000);
                }
                now += random.below(2 * gap);
                if random.below(2) == 0 {
                    tested.queue.push_back(now);
                    reference.queue.push_back(now);
                } else {
                    assert_eq!(tested.next(now), reference.next(now), "seed {seed}, step {step}");
                    assert_eq!(tested.dropped.len(), reference.dropped.len(), "seed {seed}, step {step}");
                }
            }
            assert_eq!(tested.dropped, reference.dropped);
            drops += tested.dropped.len();
        }
        assert!(drops > 10_000, "{drops}: the load is too light to tell");
    }

    /// Takes a request that waited so long every millisecond, and tells when it was dropped.
    fn drops(codel: &mut Codel, waited: SimDuration, from_ms: u64, to_ms: u64) -> Vec<u64> {
        let dropped = |at: &u64| codel.take(waited, 9, SimTime::from_ms(*at)) == Fate::Drop;
        (from_ms..to_ms).filter(dropped).collect()
    }

    #[test]
    fn drops_begin_after_an_interval_above_the_target_and_come_closer_with_the_root_of_their_count() {
        let mut codel = Codel::new(CodelSettings::default());
        // 100, + 100, + 100/sqrt 2, + 100/sqrt 3 ... = 200, 270.7, 328.4, 378.4, 423.1, 464.0 ms.
        let expected = [100, 200, 271, 329, 379, 424, 464];
        assert_eq!(drops(&mut codel, ms(5), 0, 500), expected);
        assert!(codel.is_dropping());
        assert_eq!(codel.distance(), SimDuration(37_796), "100 ms / sqrt 7");
    }

    #[test]
    fn a_burst_that_is_gone_within_the_interval_loses_nothing() {
        let mut codel = Codel::new(CodelSettings::default());
        for start in (0..10).map(|burst| burst * 200) {
            assert!(drops(&mut codel, ms(80), start, start + 100).is_empty());
            assert!(drops(&mut codel, ms(4), start + 100, start + 101).is_empty());
        }
    }

    #[test]
    fn one_request_below_the_target_ends_the_dropping() {
        let mut codel = Codel::new(CodelSettings::default());
        assert_eq!(drops(&mut codel, ms(5), 0, 250), [100, 200]);
        assert_eq!(codel.take(SimDuration(4_999), 9, SimTime::from_ms(250)), Fate::Serve);
        assert!(!codel.is_dropping());
        assert!(drops(&mut codel, ms(5), 251, 351).is_empty());
    }

    #[test]
    fn an_overload_that_comes_back_soon_is_met_at_the_rate_that_ended_the_last() {
        let again_after = |pause_ms: u64| {
            let mut codel = Codel::new(CodelSettings::default());
            assert_eq!(drops(&mut codel, ms(9), 0, 1_000).len(), 27);
            codel.found_empty();
            let start = 1_000 + pause_ms;
            drops(&mut codel, ms(9), start, start + 300).len()
        };
        assert!(again_after(100) > 8, "{}", again_after(100));
        assert_eq!(again_after(60_000), 3, "after a minute it begins anew");
    }

    #[test]
    fn the_last_one_in_the_queue_is_served_however_long_it_waited() {
        let mut codel = Codel::new(CodelSettings::default());
        assert!((0..1_000).all(|at| codel.take(ms(500), 0, SimTime::from_ms(at)) == Fate::Serve));
    }
}
