//! Requests counted by time, in bins that get wider as there are more of them, so that memory is bounded. Only bins with
//! requests are kept: one wrong date takes one bin, not years of them.

use std::collections::BTreeMap;

/// The most bins that are kept.
pub const MOST_BINS: usize = 65_536;
/// The widths that bins have one after the other, in microseconds. Each divides the next, so that bins join evenly,
/// and each divides a second or is a round number of them, so that a log's seconds fall evenly into bins.
pub const WIDTHS_US: [i64; 9] =
    [1_000, 10_000, 100_000, 1_000_000, 10_000_000, 60_000_000, 600_000_000, 3_600_000_000, 86_400_000_000];

/// What is known of a bin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bin {
    /// How many requests.
    pub requests: u64,
    /// The first moment in it, and the last.
    pub span_us: (i64, i64),
    /// The line of the first of its requests in the file.
    pub line: u64,
}

/// Counts by time. Bin `i` goes from `i * width` to `(i + 1) * width`, in microseconds of the file's own clock.
#[derive(Clone, Debug, Default)]
pub struct Bins {
    /// The place of the width in [`WIDTHS_US`].
    width: usize,
    bins: BTreeMap<i64, Bin>,
}

impl Bins {
    /// How wide a bin is now, in microseconds.
    pub fn width_us(&self) -> i64 {
        WIDTHS_US[self.width]
    }

    /// Those with requests, by time.
    pub fn filled(self) -> Vec<Bin> {
        self.bins.into_values().collect()
    }

    /// Counts one request of a line.
    pub fn add(&mut self, at_us: i64, line: u64) {
        self.join(at_us.div_euclid(self.width_us()), Bin { requests: 1, span_us: (at_us, at_us), line });
        while self.bins.len() > MOST_BINS && self.width + 1 < WIDTHS_US.len() {
            self.width += 1;
            for (_, bin) in std::mem::take(&mut self.bins) {
                self.join(bin.span_us.0.div_euclid(self.width_us()), bin);
            }
        }
    }

    fn join(&mut self, place: i64, more: Bin) {
        let bin = self.bins.entry(place).or_insert(Bin { requests: 0, ..more });
        bin.requests += more.requests;
        bin.span_us = (bin.span_us.0.min(more.span_us.0), bin.span_us.1.max(more.span_us.1));
        bin.line = bin.line.min(more.line);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The dumb way: keep every moment, and count at the end in the first width with few enough bins.
    fn counted(at_us: &[i64]) -> (i64, Vec<(i64, u64)>) {
        let count = |width: i64| {
            let mut bins = BTreeMap::new();
            at_us.iter().for_each(|at| *bins.entry(at.div_euclid(width)).or_insert(0) += 1);
            bins
        };
        let width = *WIDTHS_US.iter().find(|width| count(**width).len() <= MOST_BINS).unwrap();
        (width, count(width).into_iter().collect())
    }

    fn binned(at_us: &[i64]) -> (i64, Vec<(i64, u64)>) {
        let mut bins = Bins::default();
        (1..).zip(at_us).for_each(|(line, at)| bins.add(*at, line));
        let width = bins.width_us();
        (width, bins.filled().iter().map(|bin| (bin.span_us.0.div_euclid(width), bin.requests)).collect())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20))]

        #[test]
        fn bins_that_join_on_the_way_hold_what_counting_at_the_end_holds(
            start in 0i64..2_000_000_000_000_000,
            magnitude in 3u32..=12,
            many in prop_oneof![1u64..100, 66_000u64..100_000],
        ) {
            let span = 10i64.pow(magnitude);
            let at_us: Vec<i64> =
                (0..many).map(|place| start + (place.wrapping_mul(0x9e37_79b9) % 1_000_000) as i64 * (span / 1_000)).collect();
            prop_assert_eq!(binned(&at_us), counted(&at_us));
        }
    }

    #[test]
    fn one_wrong_date_takes_one_bin() {
        let at_us: Vec<i64> =
            std::iter::once(14_000_000).chain((0..500).map(|s| 1_710_230_400_000_000 + s * 1_000)).collect();
        let (width, bins) = binned(&at_us);
        assert_eq!((width, bins.len()), (1_000, 501));
    }
}
