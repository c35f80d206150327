//! A sum over the latest stretch of time, in slices: what retry budgets and adaptive throttling count with.
//!
//! What is older than the window is forgotten a slice at a time, so a number counts for between 19 and 20 twentieths of it.
//! Finagle's WindowedAdder has ten slices, which begin when somebody looks; here they begin at multiples of their
//! length, so that looking changes nothing.

use crate::process::{SimDuration, SimTime};

const SLICES: u64 = 20;

/// The sum of what was added in the latest while.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Window {
    slice_us: u64,
    /// The number of the slice that was added to last, from the start of the run.
    newest: u64,
    /// Each slice in its place: its number modulo the count.
    sums: [i64; SLICES as usize],
}

impl Window {
    /// Nothing was added. A window is at least 20 microseconds long.
    pub(super) fn new(length: SimDuration) -> Window {
        Window { slice_us: (length.0 / SLICES).max(1), newest: 0, sums: [0; SLICES as usize] }
    }

    /// Adds a number, which may be negative.
    pub(super) fn add(&mut self, number: i64, now: SimTime) {
        let slice = self.slice(now);
        for passed in (self.newest + 1..=slice).take(SLICES as usize) {
            self.sums[(passed % SLICES) as usize] = 0;
        }
        // After a long silence all are 0, whichever twenty were gone through.
        self.newest = slice;
        self.sums[(slice % SLICES) as usize] += number;
    }

    /// The sum as of now.
    pub(super) fn sum(&self, now: SimTime) -> i64 {
        let passed = self.slice(now) - self.newest;
        let kept = SLICES.saturating_sub(passed);
        let sum_of = |back: u64| match self.newest.checked_sub(back) {
            Some(slice) => self.sums[(slice % SLICES) as usize],
            None => 0,
        };
        (0..kept).map(sum_of).sum()
    }

    /// Time that goes back stands still.
    fn slice(&self, now: SimTime) -> u64 {
        (now.0 / self.slice_us).max(self.newest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::process::Seed;

    #[test]
    fn a_window_forgets_as_one_that_keeps_every_entry_does() {
        let mut random = Seed(4).stream("entries", 0);
        let mut window = Window::new(SimDuration(2_000));
        let (mut entries, mut now) = (Vec::new(), 0_u64);
        for _ in 0..20_000 {
            now += if random.below(50) == 0 { random.below(6_000) } else { random.below(80) };
            let oldest_slice = (now / 100 + 1).saturating_sub(20);
            let kept = |entries: &[(u64, i64)]| {
                entries
                    .iter()
                    .filter(|(at, _)| at / 100 >= oldest_slice)
                    .map(|(_, number)| number)
                    .sum::<i64>()
            };
            assert_eq!(window.sum(SimTime(now)), kept(&entries), "at {now}");
            let number = random.below(9) as i64 - 4;
            window.add(number, SimTime(now));
            entries.push((now, number));
            assert_eq!(window.sum(SimTime(now)), kept(&entries), "at {now}");
            entries.drain(..entries.len().saturating_sub(500));
        }
    }

    #[test]
    fn looking_changes_nothing_and_time_that_goes_back_stands_still() {
        let mut window = Window::new(SimDuration(2_000));
        window.add(5, SimTime(1_950));
        assert_eq!([1_950, 3_899, 3_900, u64::MAX].map(|us| window.sum(SimTime(us))), [5, 5, 0, 0]);
        assert_eq!(window.sum(SimTime(7)), 5);
        window.add(2, SimTime(7));
        assert_eq!(window.sum(SimTime(3_899)), 7);
    }
}
