//! How wrong forecasts were, counted as they come true.

use super::{Expected, hash_all};
use std::hash::{Hash, Hasher};

/// The errors of forecasts that came true: sums only, so that a long run needs no more memory than a short one.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Errors {
    count: u64,
    absolute: f64,
    squares: f64,
    nonzero: u64,
    shares: f64,
    banded: u64,
    inside: u64,
}

impl Hash for Errors {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self { count, absolute, squares, nonzero, shares, banded, inside } = self;
        (count, nonzero, banded, inside).hash(state);
        hash_all([absolute, squares, shares], state);
    }
}

impl Errors {
    /// How many came true.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// The mean absolute error, in the unit of the values.
    pub fn mean_absolute(&self) -> Option<f64> {
        mean(self.absolute, self.count)
    }

    /// The mean absolute percentage error, in percent. Steps whose value was 0 have no percentage and are left out.
    pub fn mean_absolute_percentage(&self) -> Option<f64> {
        mean(100.0 * self.shares, self.nonzero)
    }

    /// The root of the mean squared error, in the unit of the values.
    pub fn root_mean_square(&self) -> Option<f64> {
        mean(self.squares, self.count).map(f64::sqrt)
    }

    /// The share of values that fell into their band, its ends included.
    pub fn inside(&self) -> Option<f64> {
        mean(self.inside as f64, self.banded)
    }

    /// A forecast has come true.
    pub(super) fn count_in(&mut self, value: f64, forecast: f64, band: Option<Expected>) {
        let error = value - forecast;
        self.count += 1;
        self.absolute += error.abs();
        self.squares += error * error;
        if value != 0.0 {
            self.nonzero += 1;
            self.shares += (error / value).abs();
        }
        if let Some(band) = band {
            self.banded += 1;
            self.inside += u64::from((band.low..=band.high).contains(&value));
        }
    }
}

fn mean(sum: f64, count: u64) -> Option<f64> {
    (count > 0).then(|| sum / count as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_are_the_means_of_what_came_true_and_a_value_of_nothing_has_no_percentage() {
        let mut errors = Errors::default();
        assert_eq!(errors.mean_absolute(), None);
        let band = |low, high| Some(Expected { mean: 0.0, low, high });
        errors.count_in(100.0, 110.0, band(100.0, 120.0));
        errors.count_in(50.0, 30.0, band(25.0, 35.0));
        errors.count_in(0.0, 3.0, None);
        assert_eq!(errors.mean_absolute(), Some(11.0));
        assert_eq!(errors.mean_absolute_percentage(), Some(25.0));
        assert_eq!(errors.root_mean_square(), Some((509.0f64 / 3.0).sqrt()));
        assert_eq!(errors.inside(), Some(0.5));
    }
}
