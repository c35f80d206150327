//! Dates as files write them, in microseconds since 1970: ISO 8601 and the date of an access log.

use crate::process::SimDuration;
use std::fmt;

const SECOND_US: i64 = 1_000_000;
const DAY_US: i64 = 86_400 * SECOND_US;
/// 1973-03-03. Earlier numbers count from the start of a recording, since nobody has logs of that age.
const DATED_FROM_US: i64 = 100_000_000 * SECOND_US;
const MONTHS: [&[u8]; 12] =
    [b"Jan", b"Feb", b"Mar", b"Apr", b"May", b"Jun", b"Jul", b"Aug", b"Sep", b"Oct", b"Nov", b"Dec"];

/// A moment of a recording, in microseconds since 1970 (UTC, without leap seconds) or since the recording's start.
/// Written for people: as a date in the first case, as a length of time in the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment(pub i64);

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 < DATED_FROM_US {
            return SimDuration(self.0.max(0) as u64).fmt(f);
        }
        let (year, month, day) = civil_from_days(self.0 / DAY_US);
        let second = self.0 % DAY_US / SECOND_US;
        let (hour, minute, second) = (second / 3_600, second / 60 % 60, second % 60);
        write!(f, "{year}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02} UTC")
    }
}

/// Days from 1970-01-01 to a date of the Gregorian calendar (Howard Hinnant, "chrono-Compatible Low-Level Date
/// Algorithms", `days_from_civil`). Years begin in March, so that the leap day is a year's last.
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month < 3 { year - 1 } else { year };
    let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = 365 * year_of_era + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// The other way round (the same source, `civil_from_days`): year, month, day.
fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = (month_from_march + 2) % 12 + 1;
    (era * 400 + year_of_era + i64::from(month < 3), month, day)
}

/// Reads `2026-11-25T19:15:01.250Z`, with a space for the T, without seconds, with an offset `+01:00`, `+0100` or
/// `+01`. Without a zone it is UTC. `None` if it is no such date.
pub fn iso(text: &[u8]) -> Option<i64> {
    let mut scan = Scan(text);
    let year = scan.digits(4)?;
    let month = scan.after(b"-").and_then(|()| scan.digits(2))?;
    let day = scan.after(b"-").and_then(|()| scan.digits(2))?;
    scan.one_of(b"Tt ")?;
    let hour = scan.digits(2)?;
    let minute = scan.after(b":").and_then(|()| scan.digits(2))?;
    let second = if scan.after(b":").is_some() { scan.digits(2)? } else { 0 };
    let fraction_us = if scan.after(b".").is_some() { scan.fraction_us()? } else { 0 };
    let offset = scan.iso_offset()?;
    let at = moment([year, month, day], [hour, minute, second], offset)?;
    scan.0.is_empty().then_some(at + fraction_us)
}

/// Reads the date of an access log, `10/Oct/2000:13:55:36 -0700`; `None` if it is no such date.
pub fn log_date(text: &[u8]) -> Option<i64> {
    let mut scan = Scan(text);
    let day = scan.digits(2)?;
    scan.after(b"/")?;
    let month = MONTHS.iter().position(|name| scan.after(name).is_some())? as i64 + 1;
    let year = scan.after(b"/").and_then(|()| scan.digits(4))?;
    let hour = scan.after(b":").and_then(|()| scan.digits(2))?;
    let minute = scan.after(b":").and_then(|()| scan.digits(2))?;
    let second = scan.after(b":").and_then(|()| scan.digits(2))?;
    let sign = scan.after(b" ").and_then(|()| scan.one_of(b"+-"))?;
    let offset = scan.offset(sign)?;
    scan.0.is_empty().then_some(())?;
    moment([year, month, day], [hour, minute, second], offset)
}

/// The moment that a calendar and a clock show `offset` seconds east of Greenwich; `None` if they cannot show that.
fn moment([year, month, day]: [i64; 3], [hour, minute, second]: [i64; 3], offset: i64) -> Option<i64> {
    let days_in_month = || {
        let next = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
        days_from_civil(next.0, next.1, 1) - days_from_civil(year, month, 1)
    };
    // A leap second is the first second of the next minute, as POSIX counts.
    let shown = (1..=12).contains(&month) && hour < 24 && minute < 60 && second <= 60;
    let real = shown && (1..=days_in_month()).contains(&day);
    let seconds = days_from_civil(year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second - offset;
    real.then_some(seconds * SECOND_US)
}

/// What is not read yet.
struct Scan<'a>(&'a [u8]);

impl Scan<'_> {
    fn after(&mut self, word: &[u8]) -> Option<()> {
        self.0 = self.0.strip_prefix(word)?;
        Some(())
    }

    fn one_of(&mut self, bytes: &[u8]) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        bytes.contains(first).then_some(*first)
    }

    /// A number of exactly so many digits.
    fn digits(&mut self, many: usize) -> Option<i64> {
        let (number, rest) = self.0.split_at_checked(many)?;
        self.0 = rest;
        let digit = |byte: &u8| byte.is_ascii_digit().then(|| i64::from(byte - b'0'));
        number.iter().try_fold(0, |sum, byte| Some(sum * 10 + digit(byte)?))
    }

    /// The digits after a decimal point, at least one; what is finer than a microsecond is cut off.
    fn fraction_us(&mut self) -> Option<i64> {
        let many = self.0.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let (digits, rest) = self.0.split_at(many);
        self.0 = rest;
        let digit = |place: usize| digits.get(place).map_or(0, |byte| i64::from(byte - b'0'));
        (many > 0).then(|| (0..6).fold(0, |sum, place| sum * 10 + digit(place)))
    }

    /// `Z`, an offset, or the end, in seconds east of Greenwich.
    fn iso_offset(&mut self) -> Option<i64> {
        if self.0.is_empty() || self.after(b"Z").or_else(|| self.after(b"z")).is_some() {
            return Some(0);
        }
        // The space is what `date`, git and many languages write between the two.
        let _ = self.after(b" ");
        let sign = self.one_of(b"+-")?;
        if self.0.len() == 2 {
            return self.digits(2).filter(|hours| *hours < 24).map(|hours| signed(sign, hours * 3_600));
        }
        self.offset(sign)
    }

    /// `hhmm` or `hh:mm`, in seconds.
    fn offset(&mut self, sign: u8) -> Option<i64> {
        let hours = self.digits(2).filter(|hours| *hours < 24)?;
        let _ = self.after(b":");
        let minutes = self.digits(2).filter(|minutes| *minutes < 60)?;
        Some(signed(sign, hours * 3_600 + minutes * 60))
    }
}

fn signed(sign: u8, seconds: i64) -> i64 {
    if sign == b'-' { -seconds } else { seconds }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_calendar_that_counts_day_by_day_agrees_for_eight_hundred_years() {
        let leap = |year: i64| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let mut days = days_from_civil(1600, 1, 1);
        assert_eq!(days, -135_140);
        for year in 1600..2400 {
            for (month, length) in (1..).zip([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]) {
                for day in 1..=length + i64::from(month == 2 && leap(year)) {
                    assert_eq!(days_from_civil(year, month, day), days, "{year}-{month}-{day}");
                    assert_eq!(civil_from_days(days), (year, month, day));
                    days += 1;
                }
            }
        }
    }

    #[test]
    fn known_moments_are_read_in_each_form() {
        // From `date -u -d '...' +%s`.
        for (text, seconds) in [
            ("1970-01-01T00:00:00Z", 0),
            ("2000-02-29T12:00:00Z", 951_825_600),
            ("2026-11-25T19:15:01Z", 1_795_634_101),
            ("2026-11-25 19:15:01", 1_795_634_101),
            ("2026-11-25t19:15:01z", 1_795_634_101),
            ("2026-11-25T20:15:01+01:00", 1_795_634_101),
            ("2026-11-25T20:15:01+0100", 1_795_634_101),
            ("2026-11-25 20:15:01+01", 1_795_634_101),
            ("2026-11-25 20:15:01 +0100", 1_795_634_101),
            ("2026-11-26T00:45:01+05:30", 1_795_634_101),
            ("2026-11-25T19:15Z", 1_795_634_100),
            ("2026-12-31T16:00:00-08:00", 1_798_761_600),
            ("2016-12-31T23:59:60Z", 1_483_228_800),
            ("2100-03-01T00:00:00Z", 4_107_542_400),
        ] {
            assert_eq!(iso(text.as_bytes()), Some(seconds * SECOND_US), "{text}");
        }
        assert_eq!(log_date(b"10/Oct/2000:13:55:36 -0700"), Some(971_211_336 * SECOND_US));
        assert_eq!(log_date(b"29/Feb/2024:00:30:00 +0100"), Some(1_709_163_000 * SECOND_US));
    }

    #[test]
    fn parts_of_a_second_count_down_to_the_microsecond() {
        let us = |text: &str| iso(text.as_bytes()).map(|at| at % SECOND_US);
        let read = ["1970-01-01T00:00:01.25Z", "1970-01-01T00:00:01.1234567Z"].map(us);
        assert_eq!(read, [Some(250_000), Some(123_456)]);
        assert_eq!(us("1970-01-01T00:00:01.Z"), None);
    }

    #[test]
    fn what_no_calendar_and_no_clock_shows_is_no_date() {
        for text in [
            "2026-02-29T00:00:00Z",
            "2100-02-29T00:00:00Z",
            "2026-13-01T00:00:00Z",
            "2026-00-01T00:00:00Z",
            "2026-04-31T00:00:00Z",
            "2026-04-00T00:00:00Z",
            "2026-04-01T24:00:00Z",
            "2026-04-01T00:60:00Z",
            "2026-04-01T00:00:61Z",
            "2026-04-01T00:00:00+24:00",
            "2026-04-01T00:00:00+01:60",
            "2026-04-01T00:00:00Zulu",
            "2026-04-01T00:00:00 UTC",
            "2026-04-01",
            "26-04-01T00:00:00Z",
            "",
        ] {
            assert_eq!(iso(text.as_bytes()), None, "{text}");
        }
        for text in [
            "31/Feb/2026:00:00:00 +0000",
            "01/Abc/2026:00:00:00 +0000",
            "01/Jan/2026:00:00:00",
            "1/Jan/2026:00:00:00 +0000",
            "01/Jan/2026:00:00:00 +0000 ",
            "01/Jan/2026 00:00:00 +0000",
        ] {
            assert_eq!(log_date(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn a_moment_is_shown_as_a_date_or_as_a_time_since_the_start() {
        assert_eq!(Moment(1_795_634_101_250_000).to_string(), "2026-11-25 19:15:01 UTC");
        assert_eq!(Moment(90_000_000).to_string(), "90s");
    }
}
