//! Simulated time: whole microseconds since the start of the run. There is no other clock below the page.

use super::decimal;
use std::fmt;
use std::ops::{Add, AddAssign, Sub};

/// A moment of simulated time, in microseconds since the start of the run.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SimTime(pub u64);

/// A length of simulated time, in microseconds.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SimDuration(pub u64);

impl SimTime {
    /// The start of every run.
    pub const ZERO: SimTime = SimTime(0);
    /// Later than any event.
    pub const MAX: SimTime = SimTime(u64::MAX);

    /// The moment `ms` milliseconds after the start.
    pub const fn from_ms(ms: u64) -> SimTime {
        SimTime(ms * 1_000)
    }

    /// The moment `seconds` after the start, to the nearest microsecond; negative and non-finite give the start.
    pub fn from_seconds(seconds: f64) -> SimTime {
        SimTime((seconds * 1e6 + 0.5).max(0.0) as u64)
    }

    /// Reads a time as [`SimDuration::parse`] reads a length.
    ///
    /// # Errors
    /// A sentence that says that it is none.
    pub fn parse(text: &str) -> Result<SimTime, String> {
        let length = SimDuration::parse(text.trim()).ok_or_else(|| format!("\"{text}\" is not a time"))?;
        Ok(SimTime(length.0))
    }

    /// Seconds since the start.
    pub fn seconds(self) -> f64 {
        self.0 as f64 / 1e6
    }

    /// The time from `earlier` to this moment; zero if `earlier` is later.
    pub fn since(self, earlier: SimTime) -> SimDuration {
        SimDuration(self.0.saturating_sub(earlier.0))
    }
}

impl SimDuration {
    /// No time.
    pub const ZERO: SimDuration = SimDuration(0);

    /// `us` microseconds.
    pub const fn from_us(us: u64) -> SimDuration {
        SimDuration(us)
    }

    /// `ms` milliseconds.
    pub const fn from_ms(ms: u64) -> SimDuration {
        SimDuration(ms * 1_000)
    }

    /// Seconds as a fraction.
    pub fn seconds(self) -> f64 {
        self.0 as f64 / 1e6
    }

    /// Reads `250us`, `40ms`, `1.5s`, `10m`, `6h`, `2d`, `4w`, `12` (seconds), `1:02` (minutes and seconds), `12:00:00`, and
    /// several in a row as people say them: `33 min 30 s`, `2d 06:30:15`. `None` for anything else, and for what is negative
    /// or longer than a year.
    pub fn parse(text: &str) -> Option<SimDuration> {
        let mut words = text.split_whitespace().peekable();
        let (mut sum, mut any) = (0.0, false);
        while let Some(word) = words.next() {
            let unit = words.next_if(|next| scale(next).is_some()).unwrap_or_default();
            sum += part(word, unit)?;
            any = true;
        }
        let us = sum.round();
        (any && (0.0..=3.2e13).contains(&us)).then_some(SimDuration(us as u64))
    }
}

/// The microseconds of a unit of time.
fn scale(unit: &str) -> Option<f64> {
    Some(match unit {
        "us" | "\u{b5}s" => 1.0,
        "ms" => 1e3,
        "s" => 1e6,
        "m" | "min" => 60e6,
        "h" => 3_600e6,
        "d" => 86_400e6,
        "w" => 604_800e6,
        _ => return None,
    })
}

/// The microseconds of one number with its unit, which stands behind it or within the same word.
fn part(word: &str, unit: &str) -> Option<f64> {
    let (number, unit) = match word.find(|c: char| c.is_ascii_alphabetic() || c == '\u{b5}') {
        Some(place) if unit.is_empty() => word.split_at(place),
        _ => (word, if unit.is_empty() { "s" } else { unit }),
    };
    // As a clock shows it: each part is sixty of the next.
    let mut clock = number.split(':').map(decimal);
    let mut value = clock.next()??;
    for (place, next) in clock.enumerate() {
        value = if place < 2 { value * 60.0 + next? } else { return None };
    }
    (value >= 0.0).then_some(value * scale(unit)?)
}

impl Add<SimDuration> for SimTime {
    type Output = SimTime;
    fn add(self, length: SimDuration) -> SimTime {
        SimTime(self.0.saturating_add(length.0))
    }
}

impl AddAssign<SimDuration> for SimTime {
    fn add_assign(&mut self, length: SimDuration) {
        *self = *self + length;
    }
}

impl Add for SimDuration {
    type Output = SimDuration;
    fn add(self, other: SimDuration) -> SimDuration {
        SimDuration(self.0.saturating_add(other.0))
    }
}

impl Sub for SimDuration {
    type Output = SimDuration;
    fn sub(self, other: SimDuration) -> SimDuration {
        SimDuration(self.0.saturating_sub(other.0))
    }
}

/// Writes whole units where it can: `6h`, `400ms`, `12s`, `250us`; the form that scenario text reads back.
fn write_us(us: u64, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match us {
        0 => write!(f, "0s"),
        us if us.is_multiple_of(3_600_000_000) => write!(f, "{}h", us / 3_600_000_000),
        us if us.is_multiple_of(1_000_000) => write!(f, "{}s", us / 1_000_000),
        us if us.is_multiple_of(1_000) => write!(f, "{}ms", us / 1_000),
        us => write!(f, "{us}us"),
    }
}

impl fmt::Display for SimTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_us(self.0, f)
    }
}

impl fmt::Display for SimDuration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_us(self.0, f)
    }
}

impl fmt::Debug for SimTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Debug for SimDuration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_written_in_the_largest_whole_unit() {
        let shown = [0, 250, 400_000, 1_500_000, 12_000_000].map(|us| SimTime(us).to_string());
        assert_eq!(shown, ["0s", "250us", "400ms", "1500ms", "12s"]);
    }

    #[test]
    fn a_length_of_time_is_read_in_each_of_its_forms() {
        let us = |text: &str| SimDuration::parse(text).map(|length| length.0);
        let read = ["250us", "40ms", "1.5s", "12", "1:02"].map(us);
        assert_eq!(read, [Some(250), Some(40_000), Some(1_500_000), Some(12_000_000), Some(62_000_000)]);
        let said = ["12:00:00", "33 min 30 s", "2d 06:30:15", "4w", "1 h 5 min"]
            .map(|text| us(text).unwrap_or(0) / 1_000_000);
        assert_eq!(said, [43_200, 2_010, 196_215, 2_419_200, 3_900]);
        assert_eq!(["", "soon", "-1s", "NaN", "inf", "1e99"].map(us), [None; 6]);
        assert_eq!(["1:2:3:4", "s", "5 x", "1::2", "3 4 parsecs"].map(us), [None; 5]);
    }

    #[test]
    fn nonsense_seconds_become_the_start_of_the_run() {
        assert_eq!([f64::NAN, -3.0, f64::NEG_INFINITY].map(SimTime::from_seconds), [SimTime::ZERO; 3]);
    }
}
