//! Round numbers for an axis.

/// The step between ticks: 1, 2 or 5 times a power of ten, so that about `most` fit into `range`.
pub fn step(range: f64, most: usize) -> f64 {
    let rough = (range / most.max(1) as f64).max(1e-9);
    let mut power = 1e-9;
    while power * 10.0 <= rough {
        power *= 10.0;
    }
    let factor = [1.0, 2.0, 5.0].into_iter().find(|factor| factor * power >= rough * 0.999_999);
    factor.unwrap_or(10.0) * power
}

/// Ticks from `low` to `high`, at multiples of the step.
pub fn ticks(low: f64, high: f64, most: usize) -> Vec<f64> {
    let step = step(high - low, most);
    let first = (low / step - 1e-6).ceil();
    let count = ((high - first * step) / step + 1e-6).floor().clamp(0.0, 1_000.0) as usize;
    (0..=count).map(|place| (first + place as f64) * step).collect()
}

/// Steps of a clock that people count in, in minutes.
const CLOCK: [f64; 15] =
    [0.5, 1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0, 120.0, 180.0, 360.0, 720.0, 1_440.0, 2_880.0, 10_080.0];

/// Ticks from `low` to `high` seconds: from two minutes on at the steps of a clock.
pub fn times(low: f64, high: f64, most: usize) -> Vec<f64> {
    const MINUTE: f64 = 60.0;
    if high - low < 2.0 * MINUTE {
        return ticks(low, high, most);
    }
    let fits = |minutes: &f64| (high - low) / (minutes * MINUTE) <= most as f64;
    let step = CLOCK.into_iter().find(fits).unwrap_or(20_160.0) * MINUTE;
    let (first, last) = ((low / step - 1e-6).ceil() as u64, (high / step + 1e-6).floor() as u64);
    (first..=last).map(|place| place as f64 * step).collect()
}

/// The least multiple of a round step that is not below `high`.
pub fn round_up(high: f64) -> f64 {
    let step = step(high, 4);
    (high / step - 1e-6).ceil().max(1.0) * step
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_few() {
        assert_eq!(ticks(0.0, 12.0, 6), [0.0, 2.0, 4.0, 6.0, 8.0, 10.0, 12.0]);
        assert_eq!(ticks(3.0, 11.0, 4), [4.0, 6.0, 8.0, 10.0]);
        assert_eq!(ticks(0.0, 0.0, 4).len(), 1);
    }

    #[test]
    fn a_day_has_its_ticks_at_whole_hours() {
        assert_eq!(times(0.0, 86_400.0, 8).len(), 9, "every third hour");
        assert_eq!(times(0.0, 28.0 * 86_400.0, 4), [0.0, 7.0, 14.0, 21.0, 28.0].map(|days| days * 86_400.0));
        assert_eq!(times(0.0, 60.0, 6), ticks(0.0, 60.0, 6));
    }

    #[test]
    fn an_hour_has_its_ticks_at_the_minutes_of_a_clock() {
        assert_eq!(times(0.0, 3_600.0, 8), [0.0, 10.0, 20.0, 30.0, 40.0, 50.0, 60.0].map(|m| m * 60.0));
        assert_eq!(times(0.0, 300.0, 8), [0.0, 1.0, 2.0, 3.0, 4.0, 5.0].map(|m| m * 60.0));
    }

    #[test]
    fn an_axis_ends_at_a_round_number_at_or_above_the_data() {
        for (high, end) in [(9.7, 10.0), (10.0, 10.0), (41.0, 60.0), (0.03, 0.03)] {
            assert!((round_up(high) - end).abs() < 1e-9, "{high}: {}", round_up(high));
        }
        assert!(round_up(0.0) > 0.0);
    }
}
