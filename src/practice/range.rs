//! The numbers that can be guessed: where each is on a slider, and what somebody types.

use super::Range;
use crate::process::math::{ln, pow};

/// A range that spans so much is laid out by its logarithm.
const WIDE: f64 = 50.0;

impl Range {
    /// Whether it is laid out by its logarithm.
    pub fn is_wide(self) -> bool {
        self.from > 0.0 && self.to / self.from >= WIDE
    }

    /// The number at a part of it, 0 to 1.
    pub fn at(self, part: f64) -> f64 {
        let Range { from, to } = self;
        if self.is_wide() { from * pow(to / from, part) } else { from + (to - from) * part }
    }

    /// The part of it at which a number is, 0 to 1; what is outside is at its end.
    pub fn part(self, value: f64) -> f64 {
        let Range { from, to } = self;
        let part = match self.is_wide() {
            true => ln(value.max(from) / from) / ln(to / from),
            false => (value - from) / (to - from),
        };
        part.clamp(0.0, 1.0)
    }

    /// A number at a part of it that can be said: two digits, three of those above 100.
    pub fn said(self, part: f64) -> f64 {
        rounded(self.at(part))
    }
}

fn rounded(value: f64) -> f64 {
    let mut step = 1e-6;
    while step * 99.5 < value.abs() {
        step *= 10.0;
    }
    let rounded = (value / step).round() * step;
    // Without the dust of the division.
    (rounded * 1e6).round() / 1e6
}

/// A number as somebody types it: `0.4`, `0,4`, `1,200`, `400 ms`.
pub fn typed(text: &str, unit: &str) -> Option<f64> {
    let text = text.trim();
    let text = text.strip_suffix(unit).unwrap_or(text).trim_end();
    let parts: Vec<&str> = text.split(',').collect();
    let are_groups = parts.len() > 1 && !parts[0].is_empty() && parts[0] != "0";
    let number = match are_groups && parts[1..].iter().all(|part| is_group(part)) {
        true => parts.concat(),
        false => text.replacen(',', ".", 1),
    };
    number.parse().ok().filter(|value: &f64| value.is_finite() && *value >= 0.0)
}

/// Whether these are three digits, and maybe a fraction.
fn is_group(part: &str) -> bool {
    let whole = part.split('.').next().unwrap_or_default();
    whole.len() == 3 && whole.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_on_the_slider_is_that_of_its_number_and_wide_ranges_go_by_their_logarithm() {
        for (from, to, middle) in [(0.0, 10.0, 5.0), (1.0, 10_000.0, 100.0), (10.0, 100.0, 55.0)] {
            let range = Range { from, to };
            assert!((range.at(0.5) - middle).abs() < 1e-9 * middle, "{from} to {to}");
            assert!((range.part(middle) - 0.5).abs() < 1e-9, "{from} to {to}");
            assert_eq!([from, to, 2.0 * to].map(|value| range.part(value)), [0.0, 1.0, 1.0]);
        }
    }

    #[test]
    fn a_guess_on_the_slider_has_two_digits() {
        assert_eq!([1_234.0, 0.1267, 87.6, 4.04, 0.0].map(rounded), [1_200.0, 0.13, 88.0, 4.0, 0.0]);
    }

    #[test]
    fn a_number_may_have_its_unit_a_comma_for_its_point_or_for_its_thousands() {
        let told = ["400", " 400 ms", "0,4", "0.4ms", "1,200", "1,234,567 ms", "1,234.5", "0,400"];
        let read = [400.0, 400.0, 0.4, 0.4, 1_200.0, 1_234_567.0, 1_234.5, 0.4];
        assert_eq!(told.map(|text| typed(text, "ms")), read.map(Some));
        for wrong in ["", "ms", "-3", "many", "inf", "nan", "1,2,3"] {
            assert_eq!(typed(wrong, "ms"), None, "{wrong}");
        }
        assert_eq!(typed("3.5", ""), Some(3.5));
    }
}
