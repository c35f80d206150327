//! A rate over time, short enough to stand in a scenario: `60s 12,15.5,9`.

use crate::process::{SimDuration, SimTime, decimal};
use std::fmt;
use std::str::FromStr;

/// The most requests a second that a profile or a row of a table can ask for.
pub const MOST_PER_S: f64 = 1e9;
/// The longest profile and the longest recording: four weeks.
pub const LONGEST: SimDuration = SimDuration(28 * 86_400 * 1_000_000);

/// The request rate in even bins, each with its mean. It begins at the start of a run and, when it is over, begins
/// again: a day repeats. Its rates may all be 0.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Profile {
    bin: SimDuration,
    rates_milli: Vec<u64>,
}

impl Profile {
    /// The most bins of a profile.
    pub const MOST_RATES: usize = 1_024;

    /// A profile of bins that are `bin` wide, with rates in thousandths of a request a second.
    ///
    /// # Errors
    /// A sentence, if there is no bin, there are more than 1,024, a bin has no width, a rate is above 1e9 a second, or
    /// the whole is longer than four weeks.
    pub fn new(bin: SimDuration, rates_milli: Vec<u64>) -> Result<Profile, String> {
        let many = rates_milli.len();
        if !(1..=Profile::MOST_RATES).contains(&many) {
            return Err(format!("a profile has 1 to {} rates, not {many}", Profile::MOST_RATES));
        }
        if bin == SimDuration::ZERO || bin.0 > LONGEST.0 / many as u64 {
            return Err(format!(
                "{many} bins of {bin} are not a profile: it lasts up to four weeks, and not 0"
            ));
        }
        match rates_milli.iter().find(|rate| **rate > milli(MOST_PER_S)) {
            Some(rate) => {
                Err(format!("{} requests per second are too many: at most {MOST_PER_S}", per_s(*rate)))
            }
            None => Ok(Profile { bin, rates_milli }),
        }
    }

    /// How long each bin is.
    pub fn bin(&self) -> SimDuration {
        self.bin
    }

    /// The mean rate of each bin, in thousandths of a request a second.
    pub fn rates_milli(&self) -> &[u64] {
        &self.rates_milli
    }

    /// Requests a second at a moment of the run. After its end the profile begins again.
    pub fn rate_at(&self, at: SimTime) -> f64 {
        let bin = at.0 % self.length().0 / self.bin.0;
        per_s(self.rates_milli[bin as usize])
    }

    /// The requests of each step of this length, one step after the other from a moment of the run on, without an end:
    /// the rate over the step's time, however bins and steps lie.
    pub fn counts(&self, from: SimTime, step: SimDuration) -> impl Iterator<Item = f64> {
        // In thousandths of a request times a microsecond.
        let mut sums = vec![0];
        for rate in &self.rates_milli {
            sums.push(sums[sums.len() - 1] + u128::from(*rate) * u128::from(self.bin.0));
        }
        let until = move |at: u64| {
            let (turns, within) = (at / self.length().0, at % self.length().0);
            let (bin, rest) = ((within / self.bin.0) as usize, within % self.bin.0);
            let whole = u128::from(turns) * sums[self.rates_milli.len()] + sums[bin];
            whole + u128::from(rest) * u128::from(self.rates_milli[bin])
        };
        (0..).map(move |place| {
            let begins = from.0 + place * step.0;
            (until(begins + step.0) - until(begins)) as f64 / 1e9
        })
    }

    /// How long it lasts before it begins again.
    pub fn length(&self) -> SimDuration {
        SimDuration(self.bin.0 * self.rates_milli.len() as u64)
    }

    /// The mean rate, in requests a second.
    pub fn mean(&self) -> f64 {
        per_s(self.rates_milli.iter().sum()) / self.rates_milli.len() as f64
    }

    /// The highest bin's rate, in requests a second.
    pub fn peak(&self) -> f64 {
        self.rates_milli.iter().copied().max().map_or(0.0, per_s)
    }

    /// The same shape with this mean, in requests a second. Rates of 0 throughout have no shape and stay.
    pub fn scaled_to_mean(&self, mean_per_s: f64) -> Profile {
        self.times(mean_per_s / self.mean())
    }

    /// The same shape with this peak, in requests a second. Rates of 0 throughout have no shape and stay.
    pub fn scaled_to_peak(&self, peak_per_s: f64) -> Profile {
        self.times(peak_per_s / self.peak())
    }

    /// The same rates played faster or slower, so that all bins last `length`, to within half a microsecond each:
    /// a day in a minute has a day's rates, and a minute's requests. At least a microsecond a bin, at most four weeks.
    pub fn stretched_to(&self, length: SimDuration) -> Profile {
        let many = self.rates_milli.len() as u64;
        let bin = (length.0.min(LONGEST.0) + many / 2) / many;
        Profile { bin: SimDuration(bin.clamp(1, LONGEST.0 / many)), rates_milli: self.rates_milli.clone() }
    }

    fn times(&self, factor: f64) -> Profile {
        let scaled = |rate: &u64| if *rate == 0 { 0 } else { milli(per_s(*rate) * factor) };
        Profile { bin: self.bin, rates_milli: self.rates_milli.iter().map(scaled).collect() }
    }
}

fn per_s(rate_milli: u64) -> f64 {
    rate_milli as f64 / 1e3
}

/// To the nearest thousandth; what is below 0, above the most or no number is moved to the nearest bound, or to 0.
pub fn milli(per_s: f64) -> u64 {
    (per_s.clamp(0.0, MOST_PER_S) * 1e3).round() as u64
}

impl fmt::Display for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ", self.bin)?;
        for (place, rate) in self.rates_milli.iter().enumerate() {
            write!(f, "{}{}", if place == 0 { "" } else { "," }, per_s(*rate))?;
        }
        Ok(())
    }
}

impl FromStr for Profile {
    type Err = String;

    /// Reads the text form: a bin's length, a space, and the rates in requests a second, to the thousandth.
    fn from_str(text: &str) -> Result<Profile, String> {
        let text = text.trim();
        let (bin, rates) = text.split_once(' ').ok_or("a profile reads like this: 60s 12,15.5,9")?;
        let bin =
            SimDuration::parse(bin).ok_or_else(|| format!("{} is not the length of a bin", short(bin)))?;
        let rates_milli: Result<Vec<u64>, String> =
            rates.split(',').take(Profile::MOST_RATES + 1).map(rate).collect();
        Profile::new(bin, rates_milli?)
    }
}

fn rate(text: &str) -> Result<u64, String> {
    let possible = decimal(text.trim()).filter(|rate| (0.0..=MOST_PER_S).contains(rate));
    let why = || format!("{} is not a rate from 0 to {MOST_PER_S} requests per second", short(text));
    possible.map(milli).ok_or_else(why)
}

fn short(text: &str) -> String {
    super::plan::quoted(text.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Profile {
        text.parse().unwrap()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn a_profile_reads_back_as_it_is_written(
            bin_us in 1u64..2_000_000_000,
            scale in 1u64..1_000_000_000_000,
            parts in proptest::collection::vec(0u64..=1_000_000, 1..=Profile::MOST_RATES),
        ) {
            let rates = parts.iter().map(|part| part * scale / 1_000_000).collect();
            let profile = Profile::new(SimDuration(bin_us), rates).unwrap();
            let text = profile.to_string();
            prop_assert_eq!(text.trim(), text.as_str());
            prop_assert_eq!(text.parse(), Ok(profile));
        }

        #[test]
        fn no_text_panics(text in "\\PC{0,40}|[0-9ums.,: -]{0,40}") {
            let _ = text.parse::<Profile>();
        }
    }

    #[test]
    fn text_that_is_no_profile_is_refused_with_the_reason() {
        let many = format!("1s {}", vec!["1"; Profile::MOST_RATES + 1].join(","));
        for (text, why) in [
            ("", "reads like this"),
            ("60s", "reads like this"),
            ("soon 1,2", "\"soon\" is not the length"),
            ("60s 1,,2", "\"\" is not a rate"),
            ("60s 1,x", "\"x\" is not a rate"),
            ("60s 1,-2", "\"-2\" is not a rate"),
            ("60s NaN", "not a rate"),
            ("60s inf", "not a rate"),
            ("60s 1000000001", "not a rate"),
            ("0s 1", "and not 0"),
            ("1209601s 1,2", "four weeks"),
            (many.as_str(), "1 to 1024 rates, not 1025"),
        ] {
            assert!(text.parse::<Profile>().unwrap_err().contains(why), "{text}");
        }
        assert!(Profile::new(SimDuration(1), vec![]).unwrap_err().contains("not 0"));
        assert!(Profile::new(SimDuration(1), vec![1_000_000_000_001]).unwrap_err().contains("too many"));
        assert_eq!(read(" 60s  12, 15.5 ,9 ").to_string(), "60s 12,15.5,9");
        assert_eq!(read("1209600s 1,2").length(), SimDuration(28 * 86_400_000_000));
    }

    #[test]
    fn after_its_end_a_profile_begins_again() {
        let profile = read("10s 1,2,3");
        let rates =
            [0, 9_999, 10_000, 29_999, 30_000, 100_000].map(|ms| profile.rate_at(SimTime::from_ms(ms)));
        assert_eq!(rates, [1.0, 1.0, 2.0, 3.0, 1.0, 2.0]);
        assert_eq!(profile.rate_at(SimTime::MAX), profile.rate_at(SimTime(u64::MAX % 30_000_000)));
    }

    #[test]
    fn a_step_has_the_requests_of_all_the_time_that_it_lasts() {
        let counts = |text: &str, from_ms, step_ms| -> Vec<f64> {
            let profile = read(text);
            let counts = profile.counts(SimTime::from_ms(from_ms), SimDuration::from_ms(step_ms));
            counts.take(4).collect()
        };
        assert_eq!(counts("10s 1,2,3", 0, 5_000), [5.0, 5.0, 10.0, 10.0]);
        assert_eq!(counts("10s 1,2,3", 25_000, 10_000), [20.0, 15.0, 25.0, 20.0], "it begins again");
        assert_eq!(
            counts("1ms 1000,0,2000", 0, 5_000),
            [4_999.0, 5_001.0, 5_000.0, 4_999.0],
            "bins in a step"
        );
        assert_eq!(counts("1209600s 0,7.5", 1_209_599_000, 2_000)[..2], [7.5, 15.0], "four weeks");
        assert_eq!(counts("1s 1000000000", u64::MAX / 4_000, 1_000)[0], 1e9);
    }

    #[test]
    fn a_shape_keeps_its_proportions_when_it_is_scaled() {
        let profile = read("10s 1,2,3");
        assert_eq!((profile.mean(), profile.peak()), (2.0, 3.0));
        assert_eq!(profile.scaled_to_mean(100.0).to_string(), "10s 50,100,150");
        assert_eq!(profile.scaled_to_peak(1.0).to_string(), "10s 0.333,0.667,1");
        assert_eq!(profile.scaled_to_peak(f64::INFINITY).peak(), MOST_PER_S);
        assert_eq!([f64::NAN, -1.0].map(|mean| profile.scaled_to_mean(mean).peak()), [0.0; 2]);
        assert_eq!(read("10s 0,0").scaled_to_mean(5.0).to_string(), "10s 0,0");
    }

    #[test]
    fn a_day_can_be_played_in_a_minute() {
        let day = Profile::new(SimDuration(600_000_000), (0..144).collect()).unwrap();
        let minute = day.stretched_to(SimDuration(60_000_000));
        assert_eq!((minute.length().0.abs_diff(60_000_000), minute.rates_milli()), (48, day.rates_milli()));
        assert_eq!(day.stretched_to(SimDuration::ZERO).length(), SimDuration(144));
        assert_eq!(day.stretched_to(SimDuration(u64::MAX)).length(), LONGEST);
    }
}
