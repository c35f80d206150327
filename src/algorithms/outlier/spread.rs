//! How far success rates lie apart, and from where on one is an outlier.

use std::hash::{Hash, Hasher};

/// The success rates of one interval, in percent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// The mean over hosts: each counts the same, however many requests it had.
    pub mean: f64,
    /// The standard deviation of all hosts: the sum of squares is divided by their number n, not by n - 1.
    pub stdev: f64,
    /// A rate below this is an outlier. It can be negative; then there is none.
    pub threshold: f64,
}

impl Spread {
    /// The spread of these rates, with so many thousandths of a standard deviation between mean and threshold; none of no
    /// rates.
    pub fn of(rates: impl Iterator<Item = f64> + Clone, stdev_thousandths: u32) -> Option<Spread> {
        let (sum, count) = rates.clone().fold((0.0, 0u32), |(sum, count), rate| (sum + rate, count + 1));
        if count == 0 {
            return None;
        }
        let mean = sum / f64::from(count);
        let squares: f64 = rates.map(|rate| (rate - mean) * (rate - mean)).sum();
        let stdev = (squares / f64::from(count)).sqrt();
        Some(Spread { mean, stdev, threshold: mean - f64::from(stdev_thousandths) / 1_000.0 * stdev })
    }
}

impl Hash for Spread {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self { mean, stdev, threshold } = self;
        (mean.to_bits(), stdev.to_bits(), threshold.to_bits()).hash(state);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outliers(rates: &[f64]) -> usize {
        let spread = Spread::of(rates.iter().copied(), 1_900).expect("there are rates");
        rates.iter().filter(|rate| **rate < spread.threshold).count()
    }

    #[test]
    fn a_host_at_50_among_four_at_100_is_below_the_threshold_of_52() {
        let rates = [50.0, 100.0, 100.0, 100.0, 100.0];
        let spread = Spread::of(rates.into_iter(), 1_900);
        assert_eq!(spread, Some(Spread { mean: 90.0, stdev: 20.0, threshold: 52.0 }));
        assert_eq!(outliers(&rates), 1);
    }

    #[test]
    fn one_bad_host_is_an_outlier_among_five_however_bad_it_is_and_never_among_four() {
        for bad in [0.0, 50.0, 99.0] {
            assert_eq!(
                outliers(&[bad, 100.0, 100.0, 100.0, 100.0]),
                1,
                "2 standard deviations below the mean"
            );
            assert_eq!(outliers(&[bad, 100.0, 100.0, 100.0]), 0, "1.73 standard deviations below the mean");
        }
    }

    #[test]
    fn two_equally_bad_hosts_of_five_hide_each_other() {
        assert_eq!(outliers(&[0.0, 0.0, 100.0, 100.0, 100.0]), 0);
    }

    #[test]
    fn where_all_are_equally_bad_none_is_an_outlier() {
        assert_eq!(outliers(&[30.0; 8]), 0);
        assert_eq!(Spread::of([].into_iter(), 1_900), None);
    }
}
