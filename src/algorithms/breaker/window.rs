//! Windows that slide over the calls that ended: the last so many, or those of the last so many seconds.
//!
//! Both keep their sum, so that recording a call costs the same however large the window is. A window of time is a ring of
//! buckets of equal width, as in resilience4j and Hystrix: it slides by a bucket at once, and its newest bucket is the one
//! that is being filled, so that it covers up to one bucket's width less than its length.

use super::contract::Tally;
use crate::process::{SimDuration, SimTime};

/// How one call ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct End {
    pub failed: bool,
    pub slow: bool,
}

impl Tally {
    pub(super) fn add(&mut self, end: End) {
        self.calls += 1;
        self.failures += u32::from(end.failed);
        self.slow += u32::from(end.slow);
    }

    fn take(&mut self, end: End) {
        self.calls -= 1;
        self.failures -= u32::from(end.failed);
        self.slow -= u32::from(end.slow);
    }

    fn without(self, other: Tally) -> Tally {
        Tally {
            calls: self.calls - other.calls,
            failures: self.failures - other.failures,
            slow: self.slow - other.slow,
        }
    }
}

/// The last so many calls, in a ring.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Calls {
    ends: Vec<End>,
    /// The place of the oldest, once the ring is full.
    oldest: u32,
    size: u32,
    sum: Tally,
}

impl Calls {
    /// Nothing has ended yet. `size` is at least 1.
    pub(super) fn new(size: u32) -> Calls {
        assert!(size > 0, "a window holds at least one call");
        Calls { ends: Vec::with_capacity(size as usize), oldest: 0, size, sum: Tally::default() }
    }

    pub(super) fn record(&mut self, end: End) {
        if self.ends.len() < self.size as usize {
            self.ends.push(end);
        } else {
            let oldest = &mut self.ends[self.oldest as usize];
            self.sum.take(*oldest);
            *oldest = end;
            self.oldest = (self.oldest + 1) % self.size;
        }
        self.sum.add(end);
    }

    pub(super) fn sum(&self) -> Tally {
        self.sum
    }

    pub(super) fn clear(&mut self) {
        self.ends.clear();
        (self.oldest, self.sum) = (0, Tally::default());
    }

    pub(super) fn bytes(&self) -> usize {
        let Self { ends, oldest: _, size: _, sum: _ } = self;
        ends.capacity() * size_of::<End>()
    }
}

/// The calls of the last so many buckets of time.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Buckets {
    buckets: Vec<Tally>,
    width: SimDuration,
    /// The number of the newest bucket, counted from the start of the run.
    newest: u64,
    sum: Tally,
}

impl Buckets {
    /// Nothing has ended yet. There is at least one bucket, and each is wider than nothing.
    pub(super) fn new(count: u32, width: SimDuration) -> Buckets {
        assert!(count > 0 && width > SimDuration::ZERO, "a window of time is longer than nothing");
        Buckets { buckets: vec![Tally::default(); count as usize], width, newest: 0, sum: Tally::default() }
    }

    pub(super) fn record(&mut self, end: End, now: SimTime) {
        self.slide(now);
        let place = self.place(self.newest);
        self.buckets[place].add(end);
        self.sum.add(end);
    }

    /// What ended within the window as it lies now.
    pub(super) fn sum(&self, now: SimTime) -> Tally {
        let gone = self.number(now).saturating_sub(self.newest).min(self.buckets.len() as u64);
        let oldest = |step: u64| self.buckets[self.place(self.newest + step)];
        (1..=gone).fold(self.sum, |sum, step| sum.without(oldest(step)))
    }

    pub(super) fn clear(&mut self) {
        self.buckets.fill(Tally::default());
        self.sum = Tally::default();
    }

    pub(super) fn bytes(&self) -> usize {
        let Self { buckets, width: _, newest: _, sum: _ } = self;
        buckets.capacity() * size_of::<Tally>()
    }

    fn slide(&mut self, now: SimTime) {
        let (count, number) = (self.buckets.len() as u64, self.number(now));
        for step in 1..=number.saturating_sub(self.newest).min(count) {
            let place = self.place(self.newest + step);
            self.sum = self.sum.without(std::mem::take(&mut self.buckets[place]));
        }
        self.newest = self.newest.max(number);
    }

    fn number(&self, now: SimTime) -> u64 {
        now.0 / self.width.0
    }

    fn place(&self, number: u64) -> usize {
        (number % self.buckets.len() as u64) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FAILED: End = End { failed: true, slow: false };
    const GOOD: End = End { failed: false, slow: false };
    const SLOW: End = End { failed: false, slow: true };

    /// Ends that follow no pattern, from a linear congruence.
    fn ends() -> impl Iterator<Item = End> {
        let next = |x: &u32| Some(x.wrapping_mul(1_664_525).wrapping_add(1_013_904_223));
        std::iter::successors(Some(7), next).map(|x| End { failed: x >> 30 == 0, slow: (x >> 20) & 3 == 1 })
    }

    fn count(ends: &[End]) -> Tally {
        let mut tally = Tally::default();
        ends.iter().for_each(|end| tally.add(*end));
        tally
    }

    #[test]
    fn a_ring_of_calls_sums_to_a_scan_over_the_last_of_them() {
        let all: Vec<End> = ends().take(60).collect();
        for size in [1, 2, 7, 10] {
            let mut window = Calls::new(size);
            for (place, end) in all.iter().enumerate() {
                window.record(*end);
                let last = &all[(place + 1).saturating_sub(size as usize)..=place];
                assert_eq!(window.sum(), count(last), "window of {size} after {} calls", place + 1);
            }
        }
    }

    #[test]
    fn buckets_of_time_sum_to_a_scan_over_the_calls_of_their_seconds() {
        let mut window = Buckets::new(3, SimDuration::from_ms(1_000));
        let mut all: Vec<(u64, End)> = Vec::new();
        let mut now = 0;
        for (step, end) in ends().take(200).enumerate() {
            now += [0, 150, 900, 1_000, 2_000, 3_000, 50, 12_000][step % 8];
            window.record(end, SimTime::from_ms(now));
            all.push((now / 1_000, end));
            for later in [now, now + 900, now + 1_700, now + 2_400, now + 9_000] {
                let within = |(second, _): &&(u64, End)| second + 3 > later / 1_000;
                let scanned: Vec<End> = all.iter().filter(within).map(|(_, end)| *end).collect();
                assert_eq!(
                    window.sum(SimTime::from_ms(later)),
                    count(&scanned),
                    "at {later} ms, call {step}"
                );
            }
        }
    }

    #[test]
    fn a_window_that_was_cleared_has_seen_nothing_and_fills_again() {
        let (mut calls, mut buckets) = (Calls::new(2), Buckets::new(2, SimDuration::from_ms(1_000)));
        for end in [FAILED, SLOW, FAILED] {
            calls.record(end);
            buckets.record(end, SimTime::from_ms(1_500));
        }
        calls.clear();
        buckets.clear();
        assert_eq!((calls.sum(), buckets.sum(SimTime::from_ms(1_500))), (Tally::default(), Tally::default()));
        [GOOD, FAILED, GOOD].into_iter().for_each(|end| calls.record(end));
        assert_eq!(calls.sum(), count(&[FAILED, GOOD]));
    }
}
