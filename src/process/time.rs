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

    /// Reads `250us`, `40ms`, `1.5s`, `10m`, `6h`, `2d`, `12` (seconds) or `1:02` (minutes and seconds); `None` for
    /// anything else, and for what is negative or longer than a year.
    pub fn parse(text: &str) -> Option<SimDuration> {
        let (number, scale) = match text {
            t if t.ends_with("us") => (&t[..t.len() - 2], 1.0),
            t if t.ends_with("ms") => (&t[..t.len() - 2], 1e3),
            t if t.ends_with('m') => (&t[..t.len() - 1], 60e6),
            t if t.ends_with('h') => (&t[..t.len() - 1], 3_600e6),
            t if t.ends_with('d') => (&t[..t.len() - 1], 86_400e6),
            t => (t.strip_suffix('s').unwrap_or(t), 1e6),
        };
        let value = match number.split_once(':') {
            Some((minutes, seconds)) => decimal(minutes)? * 60.0 + decimal(seconds)?,
            None => decimal(number)?,
        };
        let us = (value * scale).round();
        (0.0..=3.2e13).contains(&us).then_some(SimDuration(us as u64))
    }
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
        assert_eq!(["", "soon", "-1s", "NaN", "inf", "1e99"].map(us), [None; 6]);
    }

    #[test]
    fn nonsense_seconds_become_the_start_of_the_run() {
        assert_eq!([f64::NAN, -3.0, f64::NEG_INFINITY].map(SimTime::from_seconds), [SimTime::ZERO; 3]);
    }
}
