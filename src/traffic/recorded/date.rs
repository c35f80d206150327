//! Dates as files write them, found in a line or in a cell. The calendar, the names and the zones are `jiff`'s.

use super::moment::{LATEST_US, SECOND_US};
use jiff::civil::{Date, DateTime, Time};
use jiff::fmt::strtime::BrokenDownTime;
use jiff::tz::Offset;

/// The year that dates without one are read in. It has a 29 February; the end of the file tells more.
pub const NO_YEAR: i16 = 2024;

/// How a file writes its dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Form {
    /// `12/Mar/2024:09:00:00`, of access logs.
    AccessLog,
    /// `2024-03-12 09:00:00`, with any other mark between its parts, or with none.
    YearFirst,
    /// `12 Mar 2024 09:00:00`, `Mar 12 2024 09:00:00` or `Tue Mar 12 09:00:00 2024`.
    Named,
    /// `12/03/2024 09:00` or `03/12/2024 09:00`: which is the day is told by [`Order`].
    Numbers,
    /// `Mar 12 09:00:00`, of syslog: there is no year.
    NoYear,
}

/// Which of two numbers is the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Order {
    /// 12/03 is in March.
    #[default]
    DayFirst,
    /// 12/03 is in December.
    MonthFirst,
}

/// A date that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// Microseconds since 1970.
    pub us: i64,
    /// How it is written.
    pub form: Form,
    /// Whether it says its zone. If not, it is read as universal time.
    pub zoned: bool,
    /// Whether it has a time of the day. If not, it is the day's midnight.
    pub timed: bool,
    /// The two numbers of which one is the day, and the mark between them.
    pub pair: Option<(u8, u8, u8)>,
}

impl Form {
    /// An example, for people.
    pub fn example(self) -> &'static str {
        match self {
            Form::AccessLog => "10/Oct/2000:13:55:36 -0700",
            Form::YearFirst => "2000-10-10T13:55:36Z",
            Form::Named => "10 Oct 2000 13:55:36",
            Form::Numbers => "10/10/2000 13:55:36",
            Form::NoYear => "Oct 10 13:55:36",
        }
    }
}

/// Zones that programs write as letters, in minutes east of Greenwich.
const ZONES: [(&str, i32); 22] = [
    ("UTC", 0),
    ("GMT", 0),
    ("WET", 0),
    ("WEST", 60),
    ("BST", 60),
    ("CET", 60),
    ("CEST", 120),
    ("EET", 120),
    ("EEST", 180),
    ("MSK", 180),
    ("SGT", 480),
    ("JST", 540),
    ("KST", 540),
    ("AEST", 600),
    ("AEDT", 660),
    ("EST", -300),
    ("EDT", -240),
    ("CDT", -300),
    ("MST", -420),
    ("MDT", -360),
    ("PST", -480),
    ("PDT", -420),
];

/// The first date with a time in a line that is written so; `None` if there is none.
pub fn first(line: &[u8], form: Form, order: Order) -> Option<Found> {
    each(line, order).find(|found| found.form == form)
}

/// All dates with a time in a line.
pub fn each(line: &[u8], order: Order) -> impl Iterator<Item = Found> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < line.len() {
            let begins = at == 0 || !line[at - 1].is_ascii_alphanumeric();
            // A bracket that does not close behind it is a line that was cut off.
            let whole = |rest: &[u8]| at == 0 || line[at - 1] != b'[' || rest.contains(&b']');
            let here = begins.then(|| read(&line[at..], order)).flatten();
            let here = here.filter(|(found, rest)| found.timed && whole(rest));
            if let Some((found, rest)) = here {
                at = line.len() - rest.len();
                return Some(found);
            }
            at += 1;
        }
        None
    })
}

/// A cell that is a date, with a time or without; `None` if it is anything else.
pub fn whole(cell: &[u8], order: Order) -> Option<Found> {
    let cell = cell.trim_ascii();
    let cell = cell.strip_prefix(b"[").and_then(|cell| cell.strip_suffix(b"]")).unwrap_or(cell);
    // A day of the week says nothing more.
    let named = |(place, _): (usize, &u8)| (2..=10).contains(&place).then_some(place);
    let comma = cell.iter().enumerate().find(|(_, byte)| !byte.is_ascii_alphabetic()).and_then(named);
    let weekday = comma.filter(|_| BrokenDownTime::parse_prefix("%a", cell).is_ok());
    let cell = weekday.map_or(cell, |place| cell[place..].trim_ascii_start());
    let cell = cell.strip_prefix(b",").unwrap_or(cell).trim_ascii_start();
    let (found, rest) = read(cell, order)?;
    let rest = rest.trim_ascii();
    // A zone's name in brackets repeats its offset.
    let named = matches!((rest.first(), rest.last()), (Some(b'('), Some(b')')) | (Some(b'['), Some(b']')));
    (rest.is_empty() || named || (found.zoned && zone_name(rest).is_some_and(|(_, rest)| rest.is_empty())))
        .then_some(found)
}

/// A cell that is a time of the day, in microseconds since midnight.
pub fn time_of_day(cell: &[u8]) -> Option<i64> {
    let (time, rest) = clock(cell.trim_ascii())?;
    rest.is_empty().then_some(time)
}

/// Reads a date at the start of a text: the date, its time if there is one, and what follows.
fn read(text: &[u8], order: Order) -> Option<(Found, &[u8])> {
    let (form, mut date, pair, rest) = day(text, order)?;
    let mut form = form;
    let between = rest.iter().take(3).take_while(|byte| b"Tt_:, \t".contains(byte)).count();
    let compact = || packed_clock(rest.get(between..)?);
    let timed = if between == 0 { None } else { clock(&rest[between..]).or_else(compact) };
    let Some((time, rest)) = timed else {
        let found = Found { us: at(date, 0, 0)?, form, zoned: false, timed: false, pair };
        return (form != Form::NoYear && boundary(rest)).then_some((found, rest));
    };
    let (mut offset, mut rest) = zone(rest);
    if form == Form::NoYear
        && let Some((year, after)) = year_behind(rest)
    {
        date = Date::new(year, date.month(), date.day()).ok()?;
        let (late, after) = zone(after);
        (form, offset, rest) = (Form::Named, offset.or(late), after);
    }
    let us = at(date, time, offset.unwrap_or(0))?;
    boundary(rest).then_some((Found { us, form, zoned: offset.is_some(), timed: true, pair }, rest))
}

type Day<'a> = (Form, Date, Option<(u8, u8, u8)>, &'a [u8]);

/// The day that a text begins with, and what follows.
fn day(text: &[u8], order: Order) -> Option<Day<'_>> {
    let digits = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let mark = *text.get(digits)?;
    let letter = text.get(digits + 1).is_some_and(u8::is_ascii_alphabetic);
    let fixed = |form: Form, format: &str| {
        let (date, rest) = by(format, text)?;
        Some((form, date, None, rest))
    };
    match (digits, mark) {
        (0, _) => named_month(text),
        (1 | 2, b'/') if letter => fixed(Form::AccessLog, "%d/%b/%Y"),
        (1 | 2, b'-') if letter => fixed(Form::Named, "%d-%b-%Y"),
        (1 | 2, b' ') if letter => fixed(Form::Named, "%d %b %Y").or_else(|| fixed(Form::Named, "%d %B %Y")),
        (1 | 2, b'/' | b'-' | b'.') => numbers(text, mark, order),
        (4, b'-') => fixed(Form::YearFirst, "%Y-%m-%d"),
        (4, b'/') => fixed(Form::YearFirst, "%Y/%m/%d"),
        (4, b'.') => fixed(Form::YearFirst, "%Y.%m.%d"),
        (8, b'T' | b't' | b' ' | b'_' | b'-') => fixed(Form::YearFirst, "%Y%m%d"),
        _ => None,
    }
}

/// `Mar 12`, with a year behind it or without.
fn named_month(text: &[u8]) -> Option<Day<'_>> {
    let known = |byte: &u8| b"JFMASONDjfmasond".contains(byte);
    text.first().filter(|byte| known(byte))?;
    let month = |format: &str| {
        let (broken, used) = BrokenDownTime::parse_prefix(format, text).ok()?;
        text[used..].first().filter(|byte| **byte == b' ')?;
        Some((broken.month()?, used))
    };
    let (month, used) = month("%b").or_else(|| month("%B"))?;
    let (broken, more) = BrokenDownTime::parse_prefix(" %d", &text[used..]).ok()?;
    let (day, rest) = (broken.day()?, &text[used + more..]);
    let separated = rest.strip_prefix(b",").unwrap_or(rest);
    match year_behind(separated) {
        Some((year, rest)) => Some((Form::Named, Date::new(year, month, day).ok()?, None, rest)),
        None => Some((Form::NoYear, Date::new(NO_YEAR, month, day).ok()?, None, rest)),
    }
}

/// Two numbers and a year, of two digits or four.
fn numbers(text: &[u8], mark: u8, order: Order) -> Option<Day<'_>> {
    let part = |text: &'_ [u8]| -> Option<(u8, usize)> {
        let digits = text.iter().take(2).take_while(|byte| byte.is_ascii_digit()).count();
        Some((std::str::from_utf8(&text[..digits]).ok()?.parse().ok()?, digits))
    };
    let (a, long) = part(text)?;
    let (b, more) = part(text.get(long + 1..)?)?;
    let rest = text.get(long + more + 1..)?.strip_prefix(&[mark])?;
    let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let format = match digits {
        2 => "%y",
        4 => "%Y",
        _ => return None,
    };
    let (broken, used) = BrokenDownTime::parse_prefix(format, rest).ok()?;
    let (day, month) = if order == Order::DayFirst { (a, b) } else { (b, a) };
    let date = Date::new(broken.year()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    Some((Form::Numbers, date, Some((a, b, mark)), &rest[used..]))
}

/// ` 2024`, where that ends a word.
fn year_behind(rest: &[u8]) -> Option<(i16, &[u8])> {
    let (year, after) = rest.strip_prefix(b" ")?.split_at_checked(4)?;
    let year: i16 = std::str::from_utf8(year).ok()?.parse().ok()?;
    let ends = after.first().is_none_or(|byte| !byte.is_ascii_alphanumeric() && *byte != b':');
    ((1970..2200).contains(&year) && ends).then_some((year, after))
}

fn by<'a>(format: &str, text: &'a [u8]) -> Option<(Date, &'a [u8])> {
    let (broken, used) = BrokenDownTime::parse_prefix(format, text).ok()?;
    Some((broken.to_date().ok()?, &text[used..]))
}

/// `09:00`, `9:00:00 PM`, `09:00:00.655` or `09:00:00,655`, in microseconds since midnight.
fn clock(text: &[u8]) -> Option<(i64, &[u8])> {
    let digits = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    if !(1..=2).contains(&digits) || text.get(digits) != Some(&b':') {
        return None;
    }
    // Two digits each: what was cut off has one.
    let two = |place: usize| text.get(place..place + 2).is_some_and(|two| two.iter().all(u8::is_ascii_digit));
    let whole = text.get(digits + 3) == Some(&b':');
    if !two(digits + 1) || (whole && !two(digits + 4)) {
        return None;
    }
    let (broken, used) = BrokenDownTime::parse_prefix(if whole { "%H:%M:%S" } else { "%H:%M" }, text).ok()?;
    let rest = &text[used..];
    let (fraction, rest) = if whole { fraction(rest) } else { (0, rest) };
    let (hour, rest) = half_day(broken.hour()?, rest)?;
    let time = Time::new(hour, broken.minute()?, broken.second().unwrap_or(0), 0).ok()?;
    Some((since_midnight(time) + fraction, rest))
}

/// `090000` or `0900`.
fn packed_clock(text: &[u8]) -> Option<(i64, &[u8])> {
    let digits = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let format = match digits {
        4 => "%H%M",
        6 => "%H%M%S",
        _ => return None,
    };
    let (broken, used) = BrokenDownTime::parse_prefix(format, text).ok()?;
    let time = Time::new(broken.hour()?, broken.minute()?, broken.second().unwrap_or(0), 0).ok()?;
    let (fraction, rest) = fraction(&text[used..]);
    Some((since_midnight(time) + fraction, rest))
}

fn since_midnight(time: Time) -> i64 {
    (i64::from(time.hour()) * 60 + i64::from(time.minute())) * 60 * SECOND_US
        + i64::from(time.second()) * SECOND_US
}

/// The part of a second behind a point or a comma; what is finer than a microsecond is cut off.
fn fraction(rest: &[u8]) -> (i64, &[u8]) {
    let digits = rest.iter().skip(1).take_while(|byte| byte.is_ascii_digit()).count();
    let is_one = match rest.first() {
        Some(b'.') => digits > 0,
        // Of milliseconds or finer; else it separates a value.
        Some(b',') => matches!(digits, 3 | 6 | 9),
        _ => false,
    };
    if !is_one {
        return (0, rest);
    }
    let digit = |place: usize| if place < digits { i64::from(rest[place + 1] - b'0') } else { 0 };
    ((0..6).fold(0, |sum, place| sum * 10 + digit(place)), &rest[digits + 1..])
}

/// The hour, if AM or PM stands behind the time.
fn half_day(hour: i8, rest: &[u8]) -> Option<(i8, &[u8])> {
    let spaces: [&[u8]; 4] = [b" ", b"\xe2\x80\xaf", b"\xc2\xa0", b""];
    let bare = spaces.iter().find_map(|space| rest.strip_prefix(*space)).unwrap_or(rest);
    let word = bare.get(..2).map(<[u8]>::to_ascii_lowercase);
    let late = match word.as_deref() {
        Some(b"am") => false,
        Some(b"pm") => true,
        _ => return Some((hour, rest)),
    };
    if !boundary(&bare[2..]) {
        return Some((hour, rest));
    }
    (1..=12).contains(&hour).then_some((hour % 12 + if late { 12 } else { 0 }, &bare[2..]))
}

/// Seconds east of Greenwich, if a zone stands there that is known, and what follows.
fn zone(rest: &[u8]) -> (Option<i32>, &[u8]) {
    let bare = rest.strip_prefix(b" ").unwrap_or(rest);
    let spaced = bare.len() < rest.len();
    if let Some(after) = bare.strip_prefix(b"Z").or_else(|| bare.strip_prefix(b"z"))
        && boundary(after)
    {
        return (Some(0), after);
    }
    if let Some(found) = signed(bare, spaced) {
        return (Some(found.0), found.1);
    }
    match zone_name(bare) {
        Some((minutes, after)) => match signed(after, true) {
            Some((seconds, after)) if minutes == 0 => (Some(seconds), after),
            _ => (Some(minutes * 60), after),
        },
        None => (None, rest),
    }
}

/// `+01:00`, `+0100`, or `+01` where no space stands before it.
fn signed(text: &[u8], spaced: bool) -> Option<(i32, &[u8])> {
    text.first().filter(|byte| b"+-".contains(byte))?;
    let formats: &[&str] = if spaced { &["%:z", "%z"] } else { &["%:z", "%z", "%:::z"] };
    formats.iter().find_map(|format| {
        let (broken, used) = BrokenDownTime::parse_prefix(format, text).ok()?;
        let rest = &text[used..];
        boundary(rest).then_some((broken.offset()?.seconds(), rest))
    })
}

fn zone_name(text: &[u8]) -> Option<(i32, &[u8])> {
    let letters = text.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let (word, rest) = text.split_at(letters);
    let known = ZONES.iter().find(|(name, _)| name.as_bytes() == word)?;
    Some((known.1, rest))
}

/// Whether what follows begins another word.
fn boundary(rest: &[u8]) -> bool {
    rest.first().is_none_or(|byte| !byte.is_ascii_alphanumeric())
}

/// Microseconds since 1970 of a day's time, where clocks are so many seconds ahead.
fn at(date: Date, time_us: i64, offset_s: i32) -> Option<i64> {
    let midnight = Offset::UTC.to_timestamp(DateTime::from_parts(date, Time::midnight())).ok()?;
    let us = midnight.as_microsecond() + time_us - i64::from(offset_s) * SECOND_US;
    (0..LATEST_US).contains(&us).then_some(us)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(text: &str, order: Order) -> Option<f64> {
        whole(text.as_bytes(), order).map(|found| found.us as f64 / 1e6)
    }

    #[test]
    fn known_moments_are_read_in_each_form() {
        // From `date -u -d '...' +%s`.
        for (text, at) in [
            ("1970-01-01T00:00:00Z", 0.0),
            ("2000-02-29T12:00:00Z", 951_825_600.0),
            ("2026-11-25t19:15:01z", 1_795_634_101.0),
            ("2026-11-25 19:15:01", 1_795_634_101.0),
            ("2026-11-25T20:15:01+01:00", 1_795_634_101.0),
            ("2026-11-25 20:15:01+01", 1_795_634_101.0),
            ("2026-11-25 20:15:01 +0100", 1_795_634_101.0),
            ("2026-11-26T00:45:01.25+05:30[Asia/Kolkata]", 1_795_634_101.25),
            ("2026-11-25T19:15Z", 1_795_634_100.0),
            ("2026-12-31T16:00:00-08:00", 1_798_761_600.0),
            ("2026-12-31 16:00:00 PST", 1_798_761_600.0),
            ("2100-03-01T00:00:00Z", 4_107_542_400.0),
            ("10/Oct/2000:13:55:36 -0700", 971_211_336.0),
            ("[29/Feb/2024:00:30:00 +0100]", 1_709_163_000.0),
            ("Wed, 25 Nov 2026 19:15:01 GMT", 1_795_634_101.0),
            ("Wed Nov 25 19:15:01 2026", 1_795_634_101.0),
            ("November 25, 2026 7:15:01 PM", 1_795_634_101.0),
            ("25-Nov-2026 19:15:01.5", 1_795_634_101.5),
            ("25.11.2026 19:15:01,500", 1_795_634_101.5),
            ("20261125T191501Z", 1_795_634_101.0),
            ("2026-11-25", 1_795_564_800.0),
        ] {
            assert_eq!(seconds(text, Order::DayFirst), Some(at), "{text}");
        }
        assert_eq!(seconds("11/25/26 12:00 AM", Order::MonthFirst), Some(1_795_564_800.0));
    }

    #[test]
    fn what_no_calendar_and_no_clock_shows_is_no_date() {
        for text in [
            "2026-02-29T00:00:00Z",
            "2100-02-29T00:00:00Z",
            "2026-13-01T00:00:00Z",
            "2026-04-31T00:00:00Z",
            "2026-04-01T24:00:00Z",
            "2026-04-01T00:60:00Z",
            "2026-04-01T00:00:61Z",
            "2026-04-01T00:00:00Zulu",
            "2026-04-01T00:00:0",
            "31/Feb/2026:00:00:00 +0000",
            "01/Abc/2026:00:00:00 +0000",
            "1969-12-31T23:59:59Z",
            "25/11/2026 13:00 PM",
            "Nov 25",
            "12",
            "",
        ] {
            assert_eq!(seconds(text, Order::DayFirst), None, "{text}");
        }
    }

    #[test]
    fn a_date_that_is_cut_off_in_its_bracket_is_none() {
        let found = |line: &str| first(line.as_bytes(), Form::AccessLog, Order::DayFirst);
        assert!(found("a [25/Nov/2026:19:15").is_none() && found("a [25/Nov/2026:19:15:01 +01").is_none());
        assert!(found("a [25/Nov/2026:19:15:01]").is_some_and(|found| !found.zoned));
    }
}
