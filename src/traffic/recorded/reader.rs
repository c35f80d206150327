//! Reads a file of recorded traffic piece by piece, in bounded memory.

use super::Recording;
use super::format::{Format, Unit, header};
use super::recording::{Lines, Problem};
use super::tally::{Entry, Tally};

/// A longer line is no line of traffic.
const LONGEST_LINE: usize = 64 * 1024;
/// How many lines tell the format.
const FIRST_LINES: usize = 16;
/// How many bad lines are reported one by one.
const MOST_PROBLEMS: usize = 20;
const TOO_LONG: &str = "it is longer than 64 KiB";
const NO_FORMAT: &str = "it is no row of a time and a rate, no timestamp and no line of an access log";

/// Takes a file's bytes in any pieces. What cannot be read is skipped and reported; empty lines and lines that begin
/// with `#` are nothing.
#[derive(Clone, Debug)]
pub struct Reader {
    /// The line whose end has not come yet, or as much of it as shows that it is too long.
    unfinished: Vec<u8>,
    stage: Stage,
    lines: Lines,
    good: u64,
    /// Bad lines with bytes that are no text.
    binary: u64,
    tally: Tally,
}

#[derive(Clone, Debug)]
enum Stage {
    /// The first lines with their numbers, kept until they tell the format. The flag says that a header may be first.
    Guessing(Vec<(u64, Vec<u8>)>, bool),
    Reading(Format, Unit),
}

impl Default for Reader {
    fn default() -> Reader {
        Reader::new()
    }
}

impl Reader {
    /// A reader that has seen nothing.
    pub fn new() -> Reader {
        Reader {
            unfinished: Vec::new(),
            stage: Stage::Guessing(Vec::new(), true),
            lines: Lines::default(),
            good: 0,
            binary: 0,
            tally: Tally::default(),
        }
    }

    /// Takes the next bytes. Where the file was cut into pieces makes no difference.
    pub fn feed(&mut self, bytes: &[u8]) {
        for piece in bytes.split_inclusive(|byte| *byte == b'\n') {
            match piece.strip_suffix(b"\n") {
                Some(line) if self.unfinished.is_empty() => self.line(line),
                Some(end) => {
                    self.keep(end);
                    self.end_line();
                }
                None => self.keep(piece),
            }
        }
    }

    /// The end of the file.
    ///
    /// # Errors
    /// A sentence, if the file is empty, no text, or has no line of traffic.
    pub fn finish(mut self) -> Result<Recording, String> {
        if !self.unfinished.is_empty() {
            self.end_line();
        }
        if matches!(self.stage, Stage::Guessing(..)) {
            self.guess();
        }
        if self.lines.count == 0 {
            return Err("the file is empty".into());
        }
        if self.binary > self.good {
            return Err("the file is no plain text: unpack it if it is packed, and save it as UTF-8".into());
        }
        let none = match self.lines.problems.first() {
            Some(problem) => format!("no line of the file is traffic; {problem}"),
            None => "the file has no line of traffic, only empty lines and comments".into(),
        };
        match self.stage {
            Stage::Reading(format, _) => Recording::new(format, self.lines, self.tally).ok_or(none),
            Stage::Guessing(..) => Err(none),
        }
    }

    /// Keeps a part of a line, up to one byte more than a line may have.
    fn keep(&mut self, part: &[u8]) {
        let room = LONGEST_LINE + 1 - self.unfinished.len();
        self.unfinished.extend_from_slice(&part[..part.len().min(room)]);
    }

    fn end_line(&mut self) {
        let mut line = std::mem::take(&mut self.unfinished);
        self.line(&line);
        line.clear();
        self.unfinished = line;
    }

    fn line(&mut self, line: &[u8]) {
        self.lines.count += 1;
        let number = self.lines.count;
        let line = match line.get(..=LONGEST_LINE) {
            Some(too_long) => too_long,
            None if number == 1 => line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line).trim_ascii(),
            None => line.trim_ascii(),
        };
        if line.is_empty() || line.starts_with(b"#") {
            return;
        }
        match &mut self.stage {
            Stage::Reading(format, unit) => {
                let (format, unit) = (*format, *unit);
                self.read(number, line, format, unit);
            }
            Stage::Guessing(first, _) => {
                first.push((number, line.to_vec()));
                if first.len() == FIRST_LINES {
                    self.guess();
                }
            }
        }
    }

    fn read(&mut self, number: u64, line: &[u8], format: Format, unit: Unit) {
        match entry(line, format, unit).and_then(|entry| self.tally.take(entry)) {
            Ok(()) => self.good += 1,
            Err(why) => self.bad(number, line, why),
        }
    }

    /// Takes the format that most of the first lines have, and reads them. If they have none, the next lines tell.
    fn guess(&mut self) {
        let Stage::Guessing(first, may_have_header) = &mut self.stage else { return };
        let (first, may_have_header) = (std::mem::take(first), std::mem::replace(may_have_header, false));
        let may_be_header = |(_, line): &&(u64, Vec<u8>)| may_have_header && !is_too_long(line);
        let unit = first.first().filter(may_be_header).and_then(|(_, line)| header(line));
        let of_numbers = unit.flatten().unwrap_or(Unit::BySize);
        let good = |format: &Format| {
            first.iter().filter(|(_, line)| entry(line, *format, of_numbers).is_ok()).count()
        };
        let best = Format::ALL.into_iter().max_by_key(good).filter(|format| good(format) > 0);
        let Some(format) = best else {
            let why = |line: &[u8]| if is_too_long(line) { TOO_LONG } else { NO_FORMAT };
            return first.iter().for_each(|(number, line)| self.bad(*number, line, why(line).into()));
        };
        self.stage = Stage::Reading(format, of_numbers);
        let has_header = unit.is_some() && format != Format::AccessLog;
        for (number, line) in first.iter().skip(usize::from(has_header)) {
            self.read(*number, line, format, of_numbers);
        }
    }

    fn bad(&mut self, number: u64, line: &[u8], why: String) {
        self.lines.bad += 1;
        let binary = is_binary(line);
        self.binary += u64::from(binary);
        if self.lines.problems.len() < MOST_PROBLEMS {
            let why = if binary { "it has bytes that are no text".into() } else { why };
            self.lines.problems.push(Problem { line: number, why });
        }
    }
}

fn entry(line: &[u8], format: Format, unit: Unit) -> Result<Entry, String> {
    if is_too_long(line) { Err(TOO_LONG.into()) } else { format.read(line, unit) }
}

fn is_too_long(line: &[u8]) -> bool {
    line.len() > LONGEST_LINE
}

/// Whether there are zero bytes or what is no UTF-8; a character that is cut off at the end is neither.
fn is_binary(line: &[u8]) -> bool {
    line.contains(&0) || std::str::from_utf8(line).is_err_and(|error| error.error_len().is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_without_an_end_takes_no_more_memory_than_the_longest_line() {
        let mut reader = Reader::new();
        let mut most = 0;
        for _ in 0..1_000 {
            reader.feed(&[b'x'; 10_000]);
            most = most.max(reader.unfinished.len());
        }
        assert_eq!(most, LONGEST_LINE + 1);
        reader.feed(b"\n5\n");
        let recording = reader.finish().unwrap();
        assert_eq!((recording.requests, recording.bad_lines, recording.lines), (1.0, 1, 2));
        assert_eq!(recording.problems[0].to_string(), "line 1: it is longer than 64 KiB");
    }

    #[test]
    fn lines_that_tell_no_format_are_not_kept() {
        let mut reader = Reader::new();
        for _ in 0..1_000 {
            reader.feed(b"what is this\n");
        }
        let Stage::Guessing(first, _) = &reader.stage else { panic!("there is nothing to read") };
        assert!(first.len() < FIRST_LINES);
        assert_eq!((reader.lines.bad, reader.lines.problems.len()), (992, MOST_PROBLEMS));
    }
}
