//! A moment of a recording, and how it is written for people.

use crate::process::{SimDuration, words};
use jiff::Timestamp;
use std::fmt;

/// A second in microseconds.
pub const SECOND_US: i64 = 1_000_000;
/// No time is later than this: the year 2286.
pub const LATEST_US: i64 = 10_000_000_000 * SECOND_US;
/// 1973-03-03. Earlier numbers count from the start of a recording, since nobody has logs of that age.
pub const DATED_FROM_US: i64 = 100_000_000 * SECOND_US;

/// A moment of a recording, in microseconds since 1970 (UTC, without leap seconds) or since the recording's start.
/// Written for people: as a date in the first case, as a length of time in the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment(pub i64);

impl Moment {
    /// As a date whatever its age, if it comes from one.
    pub fn told(self, dated: bool) -> String {
        match Timestamp::from_microsecond(self.0) {
            Ok(at) if dated => at.strftime("%Y-%m-%d %H:%M:%S UTC").to_string(),
            _ => self.to_string(),
        }
    }

    /// With no year, for a file that tells none.
    pub fn without_year(self) -> String {
        match Timestamp::from_microsecond(self.0) {
            Ok(at) => at.strftime("%b %-d %H:%M:%S").to_string(),
            Err(_) => self.to_string(),
        }
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match Timestamp::from_microsecond(self.0) {
            Ok(at) if self.0 >= DATED_FROM_US => at.strftime("%Y-%m-%d %H:%M:%S UTC").fmt(f),
            _ => f.write_str(&words::span(SimDuration(self.0.max(0) as u64))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_shown_as_a_date_or_as_a_time_since_the_start() {
        assert_eq!(Moment(1_795_634_101_250_000).to_string(), "2026-11-25 19:15:01 UTC");
        assert_eq!(Moment(1_795_634_101_250_000).without_year(), "Nov 25 19:15:01");
        assert_eq!(Moment(90_000_000).to_string(), "1 min 30 s");
    }
}
