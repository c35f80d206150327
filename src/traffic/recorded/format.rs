//! The forms that a line can have, and how each is read.

use super::access_log;
use super::calendar::iso;
use super::profile::MOST_PER_S;
use super::tally::Entry;
use crate::process::decimal;
use std::borrow::Cow;

/// No time is later than this: the year 5138.
const LATEST_US: f64 = 1e17;

/// What a file's lines are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// `time_s,rps`: from this second on, so many requests come a second. Comma, semicolon or tab.
    Table,
    /// The moment of one request.
    Timestamps,
    /// Common or Combined Log Format.
    AccessLog,
}

/// What a plain number of time counts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Unit {
    /// What its size says: today is 1.8e9 seconds, 1.8e12 milliseconds, 1.8e15 microseconds after 1970. What is less
    /// than 1e11 is seconds.
    BySize,
    /// As many microseconds each.
    Us(f64),
}

impl Format {
    /// All of them.
    pub const ALL: [Format; 3] = [Format::Table, Format::Timestamps, Format::AccessLog];

    /// For people: "an access log".
    pub fn name(self) -> &'static str {
        match self {
            Format::Table => "a table of rates",
            Format::Timestamps => "one timestamp a line",
            Format::AccessLog => "an access log",
        }
    }

    /// Reads a line.
    ///
    /// # Errors
    /// A sentence that says what is wrong with it.
    pub(super) fn read(self, line: &[u8], unit: Unit) -> Result<Entry, String> {
        match self {
            Format::Table => row(line, unit),
            Format::Timestamps => time_us(bare(line), unit).map(Entry::Request),
            Format::AccessLog => {
                access_log::request_us(line).and_then(|at| in_range(at as f64, line)).map(Entry::Request)
            }
        }
    }
}

/// The unit that a header names for the first column (`time_ms`, `Time (us)`); `None` if the line is no header.
pub fn header(line: &[u8]) -> Option<Option<Unit>> {
    let separator = separator(line);
    let fields: Vec<&[u8]> = line.split(|byte| *byte == separator).map(bare).collect();
    let name = fields.first()?;
    let words = name.first()?.is_ascii_alphabetic() && fields.iter().all(|field| number(field).is_none());
    let of_word = |word: &[u8]| match word {
        b"s" | b"sec" | b"seconds" => Some(Unit::Us(1e6)),
        b"ms" | b"milliseconds" => Some(Unit::Us(1e3)),
        b"us" | b"\xc2\xb5s" | b"\xce\xbcs" | b"microseconds" => Some(Unit::Us(1.0)),
        _ => None,
    };
    // The micro sign and the letter mu are two bytes each, which belong to the word.
    let between = |byte: &u8| byte.is_ascii() && !byte.is_ascii_alphanumeric();
    words.then(|| name.split(between).find_map(of_word))
}

/// The start of some bytes for people, in quotes, whatever they are.
pub fn quoted(bytes: &[u8]) -> String {
    const LONGEST: usize = 40;
    let cut = if bytes.len() > LONGEST { "..." } else { "" };
    format!("{:?}{cut}", String::from_utf8_lossy(&bytes[..bytes.len().min(LONGEST)]))
}

fn row(line: &[u8], unit: Unit) -> Result<Entry, String> {
    let separator = separator(line);
    // Where a comma does not separate, it is a decimal point.
    let pointed = |byte: &u8| if *byte == b',' { b'.' } else { *byte };
    let line = if separator == b',' { Cow::from(line) } else { line.iter().map(pointed).collect() };
    let fields: Vec<&[u8]> = line.split(|byte| *byte == separator).map(bare).collect();
    let [time, rate] = fields[..] else {
        return Err(format!("{} is not two values, a time and a rate", quoted(&line)));
    };
    let at_us = time_us(time, unit)?;
    let per_s = number(rate).ok_or_else(|| format!("{} is no rate", quoted(rate)))?;
    let possible = (0.0..=MOST_PER_S).contains(&per_s);
    let why = || format!("{} is no rate from 0 to {MOST_PER_S} requests a second", quoted(rate));
    possible.then_some(Entry::Rate(at_us, per_s)).ok_or_else(why)
}

/// A semicolon or a tab where there is one, else a comma.
fn separator(line: &[u8]) -> u8 {
    [b';', b'\t'].into_iter().find(|separator| line.contains(separator)).unwrap_or(b',')
}

/// Without spaces and quotes around it.
fn bare(field: &[u8]) -> &[u8] {
    let field = field.trim_ascii();
    field.strip_prefix(b"\"").and_then(|field| field.strip_suffix(b"\"")).unwrap_or(field)
}

fn time_us(text: &[u8], unit: Unit) -> Result<i64, String> {
    let us = match number(text) {
        Some(number) => number * us_each(number, unit),
        None => iso(text).ok_or_else(|| format!("{} is no time", quoted(text)))? as f64,
    };
    in_range(us, text)
}

fn in_range(us: f64, text: &[u8]) -> Result<i64, String> {
    let possible = (0.0..LATEST_US).contains(&us);
    let why = || format!("{} is no time from 0 to the year 5138", quoted(text));
    // Whole microseconds since 1970 are exact in 53 bits for the next 200 years.
    possible.then(|| us.round() as i64).ok_or_else(why)
}

fn us_each(number: f64, unit: Unit) -> f64 {
    match unit {
        Unit::Us(each) => each,
        Unit::BySize if number >= 1e14 => 1.0,
        Unit::BySize if number >= 1e11 => 1e3,
        Unit::BySize => 1e6,
    }
}

fn number(text: &[u8]) -> Option<f64> {
    decimal(std::str::from_utf8(text).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(format: Format, line: &str) -> Result<Entry, String> {
        format.read(line.as_bytes(), Unit::BySize)
    }

    #[test]
    fn a_row_is_a_time_and_a_rate_however_they_are_set_apart() {
        let row = |line: &str| read(Format::Table, line);
        for line in
            ["90.5,12.5", " 90.5 , 12.5 ", "90.5;12.5", "90,5;12,5", "90,5\t12,5", "\"90.5\",\"12.5\""]
        {
            assert_eq!(row(line), Ok(Entry::Rate(90_500_000, 12.5)), "{line}");
        }
        let dated = Entry::Rate(1_795_634_101_000_000, 0.0);
        assert_eq!(row("2026-11-25T19:15:01Z,0"), Ok(dated));
        assert_eq!(row("1795634101,0"), Ok(dated));
    }

    #[test]
    fn a_timestamp_is_read_by_its_size_or_as_a_date() {
        for (line, us) in [
            ("0", 0),
            ("12.25", 12_250_000),
            ("1795634101", 1_795_634_101_000_000),
            ("1795634101.000250", 1_795_634_101_000_250),
            ("1795634101250", 1_795_634_101_250_000),
            ("1795634101250001", 1_795_634_101_250_001),
            ("2026-11-25T19:15:01.250Z", 1_795_634_101_250_000),
            ("\"2026-11-25 20:15:01+01:00\"", 1_795_634_101_000_000),
        ] {
            assert_eq!(read(Format::Timestamps, line), Ok(Entry::Request(us)), "{line}");
        }
        let in_ms = Format::Timestamps.read(b"1500", Unit::Us(1e3));
        assert_eq!(in_ms, Ok(Entry::Request(1_500_000)));
    }

    #[test]
    fn a_line_that_means_nothing_says_why() {
        for (format, line, why) in [
            (Format::Table, "5", "not two values"),
            (Format::Table, "5,6,7", "not two values"),
            (Format::Table, "noon,6", "\"noon\" is no time"),
            (Format::Table, "-1,6", "\"-1\" is no time from 0"),
            (Format::Table, "NaN,6", "\"NaN\" is no time from 0"),
            (Format::Table, "1e300,6", "is no time from 0"),
            (Format::Table, "1,", "\"\" is no rate"),
            (Format::Table, "1,-6", "\"-6\" is no rate from 0"),
            (Format::Table, "1,NaN", "no rate from 0"),
            (Format::Table, "1,inf", "no rate from 0"),
            (Format::Table, "1,1000000001", "no rate from 0 to 1000000000 requests a second"),
            (Format::Timestamps, "soon", "no time"),
            (Format::Timestamps, "1,5", "no time"),
            (Format::Timestamps, "-3", "no time from 0"),
            (Format::Timestamps, "1e17", "no time from 0"),
            (Format::Timestamps, "1969-12-31T23:59:59Z", "no time from 0"),
            (Format::Timestamps, "2026-02-30T00:00:00Z", "no time"),
            (Format::AccessLog, "- - [10/Oct/1960:13:55:36 -0700] \"-\" 200 1", "no time from 0"),
        ] {
            assert!(read(format, line).unwrap_err().contains(why), "{line}: {:?}", read(format, line));
        }
    }

    #[test]
    fn a_header_is_words_and_may_name_the_unit() {
        let unit = |line: &str| header(line.as_bytes());
        for line in ["time_s,rps", "time (s);rate", "\"seconds\"\t\"x\""] {
            assert_eq!(unit(line), Some(Some(Unit::Us(1e6))), "{line}");
        }
        assert_eq!(unit("timestamp_ms"), Some(Some(Unit::Us(1e3))));
        assert_eq!(["time_us", "time (µs)"].map(unit), [Some(Some(Unit::Us(1.0))); 2]);
        assert_eq!(["timestamps", "items,status"].map(unit), [Some(None); 2]);
        assert_eq!(["", "5,6", "nan,6", "time,6", "_"].map(unit), [None; 5]);
    }

    #[test]
    fn what_is_quoted_is_short_and_printable() {
        assert_eq!(quoted(b"a\x00\xff\n"), "\"a\\0\u{fffd}\\n\"");
        assert_eq!(quoted(&[b'x'; 41]), format!("\"{}\"...", "x".repeat(40)));
    }
}
