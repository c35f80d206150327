//! Requests counted by time, in bins that get wider as the recording gets longer, so that memory is bounded.

use super::profile::LONGEST;
use std::collections::VecDeque;

/// The most bins that are kept: half a MiB.
pub const MOST_BINS: usize = 65_536;
/// How long a recording can be, in microseconds.
pub const LONGEST_US: i64 = LONGEST.0 as i64;
/// The widths that bins have one after the other, in microseconds. Each divides the next, so that bins join evenly,
/// and each divides a second or is a round number of them, so that a log's seconds fall evenly into bins.
pub const WIDTHS_US: [i64; 6] = [1_000, 10_000, 100_000, 1_000_000, 10_000_000, 60_000_000];

// The widest bins hold every recording, wherever in a bin it begins.
const _: () = assert!(LONGEST_US / WIDTHS_US[WIDTHS_US.len() - 1] + 1 < MOST_BINS as i64);

/// Counts by time. Bin `i` goes from `i * width` to `(i + 1) * width`, in microseconds of the file's own clock.
#[derive(Clone, Debug, Default)]
pub struct Bins {
    /// The place of the width in [`WIDTHS_US`].
    width: usize,
    /// Which bin the first of `counts` is.
    first: i64,
    counts: VecDeque<f64>,
}

impl Bins {
    /// How wide a bin is now, in microseconds.
    pub fn width_us(&self) -> i64 {
        WIDTHS_US[self.width]
    }

    /// The requests in each bin, from the first in time.
    pub fn counts(self) -> Vec<f64> {
        self.counts.into()
    }

    /// Counts one request. What is counted lies within [`LONGEST_US`].
    pub fn add(&mut self, at_us: i64) {
        self.cover(at_us, at_us);
        let place = at_us.div_euclid(self.width_us()) - self.first;
        self.counts[place as usize] += 1.0;
    }

    /// Counts `per_s` requests a second from one moment up to another, which is later.
    pub fn spread(&mut self, from_us: i64, to_us: i64, per_s: f64) {
        self.cover(from_us, to_us - 1);
        let width = self.width_us();
        let mut at = from_us;
        while at < to_us {
            let bin = at.div_euclid(width);
            let end = to_us.min((bin + 1) * width);
            self.counts[(bin - self.first) as usize] += per_s * (end - at) as f64 / 1e6;
            at = end;
        }
    }

    /// Makes room for all moments from the one to the other.
    pub fn cover(&mut self, low_us: i64, high_us: i64) {
        if self.counts.is_empty() {
            self.first = low_us.div_euclid(self.width_us());
            self.counts.push_back(0.0);
        }
        loop {
            let last = self.first + self.counts.len() as i64 - 1;
            let low = self.first.min(low_us.div_euclid(self.width_us()));
            let high = last.max(high_us.div_euclid(self.width_us()));
            if high - low < MOST_BINS as i64 {
                (low..self.first).for_each(|_| self.counts.push_front(0.0));
                self.counts.resize((high - low + 1) as usize, 0.0);
                self.first = low;
                return;
            }
            self.widen();
        }
    }

    /// Joins bins to the next width.
    fn widen(&mut self) {
        let joined = WIDTHS_US[self.width + 1] / self.width_us();
        let first = self.first.div_euclid(joined);
        let mut counts = VecDeque::new();
        for (bin, count) in (self.first..).zip(&self.counts) {
            let place = (bin.div_euclid(joined) - first) as usize;
            if place == counts.len() {
                counts.push_back(0.0);
            }
            counts[place] += count;
        }
        (self.width, self.first, self.counts) = (self.width + 1, first, counts);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    /// The dumb way: keep every moment, and count at the end in the first width with few enough bins.
    fn counted(at_us: &[i64]) -> (i64, i64, Vec<f64>) {
        let (low, high) = (at_us.iter().min().unwrap(), at_us.iter().max().unwrap());
        let fits = |width: &&i64| high.div_euclid(**width) - low.div_euclid(**width) < MOST_BINS as i64;
        let width = *WIDTHS_US.iter().find(fits).unwrap();
        let mut bins = BTreeMap::new();
        at_us.iter().for_each(|at| *bins.entry(at.div_euclid(width)).or_insert(0.0) += 1.0);
        let (first, last) = (low.div_euclid(width), high.div_euclid(width));
        let counts = (first..=last).map(|bin| bins.get(&bin).copied().unwrap_or(0.0)).collect();
        (width, first, counts)
    }

    fn binned(at_us: &[i64]) -> (i64, i64, Vec<f64>) {
        let mut bins = Bins::default();
        at_us.iter().for_each(|at| bins.add(*at));
        (bins.width_us(), bins.first, bins.counts())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]

        #[test]
        fn bins_that_join_on_the_way_hold_what_counting_at_the_end_holds(
            start in 0i64..2_000_000_000_000_000,
            magnitude in 0u32..=12,
            parts in proptest::collection::vec(0i64..1_000_000, 1..40),
        ) {
            let span = 10i64.pow(magnitude).min(LONGEST_US - 1);
            let at_us: Vec<i64> = parts.iter().map(|part| start + span / 1_000_000 * part).collect();
            prop_assert_eq!(binned(&at_us), counted(&at_us));
        }
    }

    #[test]
    fn the_longest_recording_fits_from_both_ends_and_with_the_newest_first() {
        for at_us in [vec![59_999_999, 59_999_999 + LONGEST_US], vec![LONGEST_US, 0, 5]] {
            let (width, first, counts) = binned(&at_us);
            assert_eq!((width, first, counts.iter().sum::<f64>()), (60_000_000, 0, at_us.len() as f64));
        }
        let newest_first: Vec<i64> = (0..200_000).rev().map(|second| second * 1_000_000).collect();
        let (width, _, counts) = binned(&newest_first);
        assert_eq!((width, counts), (10_000_000, vec![10.0; 20_000]));
    }

    #[test]
    fn a_rate_is_spread_over_the_bins_that_it_lasts_through() {
        let mut bins = Bins::default();
        bins.spread(500, 3_500, 1_000.0);
        assert_eq!((bins.first, bins.counts()), (0, vec![0.5, 1.0, 1.0, 0.5]));
    }
}
