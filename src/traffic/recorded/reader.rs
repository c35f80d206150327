//! Reads a file of recorded traffic piece by piece, in bounded memory.

use super::Recording;
use super::bins::{Bins, WIDTHS_US};
use super::cells::Split;
use super::date::{self, Order};
use super::guess::{Line, guess};
use super::header;
use super::plan::{Chosen, How, Plan, Row, TimeAt};
use super::recording::{Heard, Lines, Problem};
use super::rows::{Kept, MOST_ROWS};
use super::text::{LONGEST_LINE, Text};

/// So many lines at most tell the format, of so many bytes.
const FIRST_LINES: usize = 4_096;
const FIRST_BYTES: usize = 1 << 20;
/// How many bad lines are reported one by one.
const MOST_PROBLEMS: usize = 20;
/// So many series are told apart.
const MOST_SERIES: usize = 1_000;
const DAY_US: i64 = 86_400_000_000;
const TOO_LONG: &str = "it is longer than 64 KiB";
const NO_TEXT: &str = "the file is not plain text: unpack it if it is packed, and save it as text";
/// What files begin with that are no text, and what to do with them.
const PACKED: [(&[u8], &str); 4] = [
    (b"\x1f\x8b", "the file is packed by gzip, and not plain text: unpack it"),
    (
        b"PK\x03\x04",
        "the file is a zip archive or a spreadsheet, and not plain text: unpack it, or save it as CSV",
    ),
    (b"\x28\xb5\x2f\xfd", "the file is packed by zstd, and not plain text: unpack it"),
    (b"BZh", "the file is packed by bzip2, and not plain text: unpack it"),
];

/// Takes a file's bytes in any pieces. What cannot be read is skipped and reported; empty lines and lines that begin
/// with `#` are nothing, but for those that name the fields of a W3C log.
#[derive(Clone, Debug, Default)]
pub struct Reader {
    chosen: Chosen,
    text: Text,
    /// The file's first bytes.
    magic: Vec<u8>,
    /// The first lines with their numbers, kept until they tell the format.
    first: Vec<Line>,
    first_bytes: usize,
    /// The last comment before the first line: it may be a header.
    comment: Option<Line>,
    plan: Option<Plan>,
    /// Why the lines so far are in no format.
    unknown: Option<String>,
    lines: Lines,
    good: u64,
    /// Bad lines with bytes that are no text.
    binary: u64,
    /// The fields of a W3C log, its day, and the time of the day of its line before.
    fields: Option<Vec<String>>,
    day_us: i64,
    clock_us: i64,
    bins: Bins,
    rows: Vec<Kept>,
    heard: Heard,
}

impl Reader {
    /// A reader that has seen nothing.
    pub fn new() -> Reader {
        Reader::default()
    }

    /// Reads what a person has chosen instead of what the file seems to say; before the first bytes. Keys and values are
    /// those of [`super::Choice`]; others change nothing.
    pub fn choose(&mut self, key: &str, value: &str) {
        self.chosen.insert(key.into(), value.into());
    }

    /// Takes the next bytes. Where the file was cut into pieces makes no difference.
    pub fn feed(&mut self, bytes: &[u8]) {
        let room = 4 - self.magic.len().min(4);
        self.magic.extend_from_slice(&bytes[..bytes.len().min(room)]);
        let mut text = std::mem::take(&mut self.text);
        text.feed(bytes, |line| self.line(line));
        self.text = text;
    }

    /// The end of the file.
    ///
    /// # Errors
    /// A sentence, if the file is empty, no text, or has no line of traffic.
    pub fn finish(mut self) -> Result<Recording, String> {
        let mut text = std::mem::take(&mut self.text);
        text.finish(|line| self.line(line));
        if self.plan.is_none() {
            self.guess();
        }
        self.rest();
        let packed = PACKED.iter().find(|(magic, _)| self.magic.starts_with(magic));
        if let Some((_, why)) = packed.filter(|_| self.binary > 0 || self.good == 0) {
            return Err((*why).into());
        }
        if self.lines.count == 0 {
            return Err("the file is empty".into());
        }
        if self.binary > self.good {
            return Err(NO_TEXT.into());
        }
        let none = match (self.unknown.take(), self.lines.problems.first()) {
            (_, Some(problem)) if problem.why == TOO_LONG => {
                format!("no line of the file is traffic; {problem}")
            }
            (Some(why), _) => format!("no line of the file is traffic; {why}"),
            (None, Some(problem)) => format!("no line of the file is traffic; {problem}"),
            (None, None) => "the file has no line of traffic, only empty lines and comments".into(),
        };
        let plan = self.plan.ok_or_else(|| none.clone())?;
        Recording::new(plan, self.chosen, self.heard, self.lines, self.bins, self.rows).ok_or(none)
    }

    fn line(&mut self, line: &[u8]) {
        self.lines.count += 1;
        let number = self.lines.count;
        if line.len() > LONGEST_LINE {
            return self.bad(number, b"", TOO_LONG.into());
        }
        let line = line.trim_ascii();
        if let Some(comment) = line.strip_prefix(b"#") {
            return self.directive(number, comment);
        }
        if line.is_empty() {
            return;
        }
        if self.plan.is_some() {
            return self.read(number, line);
        }
        self.first_bytes += line.len();
        self.first.push((number, line.to_vec()));
        if self.first.len() == FIRST_LINES || self.first_bytes >= FIRST_BYTES {
            self.guess();
        }
    }

    /// `#Fields: date time cs-method`, `#Date: 2024-03-12 09:00:00`.
    fn directive(&mut self, number: u64, comment: &[u8]) {
        let text = String::from_utf8_lossy(comment);
        if let Some(names) = text.strip_prefix("Fields:") {
            let names: Vec<String> = names.split_whitespace().map(Into::into).collect();
            let other = self.fields.as_ref().is_some_and(|known| *known != names);
            if other {
                // A log that goes on with other fields.
                self.guess();
                self.plan = None;
            }
            self.fields = Some(names);
        } else if let Some(day) = text.strip_prefix("Date:")
            && let Some(found) = date::whole(day.as_bytes(), Order::DayFirst)
        {
            self.day_us = found.us.div_euclid(DAY_US) * DAY_US;
            self.clock_us = found.us - self.day_us;
        } else if self.first.is_empty() && self.plan.is_none() {
            self.comment = Some((number, comment.trim_ascii().to_vec()));
        }
    }

    /// Takes the format that most of the first lines have, and reads them. If they have none, the next lines tell.
    fn guess(&mut self) {
        let mut first = std::mem::take(&mut self.first);
        self.first_bytes = 0;
        if self.plan.is_some() || first.is_empty() {
            return;
        }
        if let Some(comment) = self.comment.take().filter(|(_, line)| is_header(line, &first[0].1)) {
            first.insert(0, comment);
        }
        match guess(&first, self.fields.as_deref(), &self.chosen) {
            Ok(plan) => {
                let header = if let How::Table(table) = &plan.how { table.header_line } else { None };
                self.plan = Some(plan);
                first
                    .iter()
                    .filter(|(number, _)| Some(*number) != header)
                    .for_each(|(number, line)| self.read(*number, line));
            }
            Err(why) => {
                let reason = why.split_once(": ").map_or(why.as_str(), |(_, reason)| reason).to_owned();
                self.unknown.get_or_insert(why);
                first.iter().for_each(|(number, line)| self.bad(*number, line, reason.clone()));
            }
        }
    }

    fn read(&mut self, number: u64, line: &[u8]) {
        match &mut self.plan {
            Some(Plan { how: How::Table(table), .. }) if matches!(table.cutter.split(), Split::At(_)) => {
                for (number, record) in table.cutter.record(number, line) {
                    self.record(number, &record);
                }
            }
            _ => self.record(number, line),
        }
    }

    /// The lines whose quotes do not end.
    fn rest(&mut self) {
        let held = match &mut self.plan {
            Some(Plan { how: How::Table(table), .. }) => table.cutter.rest(),
            _ => Vec::new(),
        };
        held.iter().for_each(|(number, record)| self.record(*number, record));
    }

    fn record(&mut self, number: u64, record: &[u8]) {
        let Some(plan) = &mut self.plan else { return };
        match plan.read(record, self.day_us) {
            Ok(None) => self.good += 1,
            Ok(Some(row)) => {
                self.good += 1;
                self.take(number, row);
            }
            Err(why) => self.bad(number, record, why),
        }
    }

    fn take(&mut self, number: u64, mut row: Row) {
        match row.zoned {
            Some(true) => self.heard.zoned += 1,
            Some(false) => self.heard.unzoned += 1,
            None => {}
        }
        self.heard.no_year |= row.no_year;
        if self.fields.is_some() && self.is_of_day() {
            let clock_us = row.at_us - self.day_us;
            if clock_us + DAY_US / 2 < self.clock_us {
                self.day_us += DAY_US;
                row.at_us += DAY_US;
            }
            self.clock_us = clock_us;
        }
        let Some(value) = row.value else {
            let first = || WIDTHS_US[..6].iter().chain(&WIDTHS_US[8..]);
            let step = first().rev().find(|step| row.at_us % **step == 0).copied().unwrap_or(WIDTHS_US[0]);
            let known = self.heard.fineness_us;
            self.heard.fineness_us = if known == 0 { step } else { known.min(step) };
            return self.bins.add(row.at_us, number);
        };
        if self.rows.len() >= MOST_ROWS {
            self.heard.left_rows += 1;
            return;
        }
        let line = u32::try_from(number).unwrap_or(u32::MAX);
        let series = self.series(&row.series);
        self.rows.push(Kept { at_us: row.at_us, value, series, line });
    }

    fn is_of_day(&self) -> bool {
        let Some(Plan { how: How::Table(table), .. }) = &self.plan else { return false };
        matches!(table.time, TimeAt::OfDay(_))
    }

    /// The number of a series.
    fn series(&mut self, name: &str) -> u32 {
        let names = &mut self.heard.series;
        let place = names.iter().position(|known| known == name).unwrap_or_else(|| {
            if names.len() < MOST_SERIES {
                names.push(name.into());
            }
            names.len() - 1
        });
        place as u32
    }

    fn bad(&mut self, number: u64, line: &[u8], why: String) {
        self.lines.bad += 1;
        let binary = is_binary(line);
        self.binary += u64::from(binary);
        if self.lines.problems.len() < MOST_PROBLEMS {
            let why = if binary { "it has bytes that are not text".into() } else { why };
            self.lines.problems.push(Problem { line: number, why });
        }
    }
}

/// Whether a comment names the columns of the line behind it.
fn is_header(comment: &[u8], line: &[u8]) -> bool {
    let text = String::from_utf8_lossy(comment);
    [b',', b';', b'\t', b'|'].iter().any(|mark| {
        let many = |text: &[u8]| text.iter().filter(|byte| *byte == mark).count();
        let names: Vec<&str> = text.split(char::from(*mark)).collect();
        many(comment) > 0
            && many(comment) == many(line)
            && names.iter().any(|name| header::time(name).is_some())
            && names.iter().any(|name| header::value(name).fit > 0)
    })
}

/// Whether there are zero bytes or what is no UTF-8; a character that is cut off at the end is neither.
fn is_binary(line: &[u8]) -> bool {
    line.contains(&0) || std::str::from_utf8(line).is_err_and(|error| error.error_len().is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_tell_no_format_are_not_kept() {
        let mut reader = Reader::new();
        for _ in 0..10_000 {
            reader.feed(b"what is this\n");
        }
        assert!(reader.first.len() < FIRST_LINES);
        assert_eq!((reader.lines.bad, reader.lines.problems.len()), (8_192, MOST_PROBLEMS));
    }
}
