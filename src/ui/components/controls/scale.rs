//! Where a value is on its slider.

use faultyard::process::math;

/// A slider's thousand places and the values they stand for.
#[derive(Clone, Copy)]
pub struct Scale {
    pub min: f64,
    pub max: f64,
    pub log: bool,
}

impl Scale {
    /// Moves zero out of the logarithm's way.
    fn shift(self) -> f64 {
        1.0 - self.min.min(1.0)
    }

    /// The place of a value.
    pub fn place(self, value: i64) -> f64 {
        let part = if self.log {
            let of = |v: f64| math::ln(v + self.shift());
            (of(value as f64) - of(self.min)) / (of(self.max) - of(self.min))
        } else {
            (value as f64 - self.min) / (self.max - self.min)
        };
        (part * 1_000.0).round()
    }

    /// The value at a place, in whole steps from the least.
    pub fn value(self, place: f64, step: i64) -> i64 {
        let part = place / 1_000.0;
        let value = if self.log {
            let of = |v: f64| math::ln(v + self.shift());
            math::exp(of(self.min) + part * (of(self.max) - of(self.min))) - self.shift()
        } else {
            self.min + part * (self.max - self.min)
        };
        let step = step.max(1) as f64;
        (((value - self.min) / step).round() * step + self.min).clamp(self.min, self.max) as i64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slider_reaches_both_ends_and_keeps_to_its_steps() {
        for log in [false, true] {
            let scale = Scale { min: 3.0, max: 9.0, log };
            assert_eq!((scale.value(0.0, 2), scale.value(1_000.0, 2)), (3, 9));
            assert_eq!(scale.value(scale.place(5), 2), 5);
        }
        let scale = Scale { min: 0.0, max: 1_000.0, log: true };
        assert_eq!((scale.value(0.0, 1), scale.value(1_000.0, 1)), (0, 1_000));
    }
}
