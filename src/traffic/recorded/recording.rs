//! What was found in a file: the requests by time, and the lines that could not be read.

use super::bins::LONGEST_US;
use super::calendar::Moment;
use super::format::Format;
use super::profile::{Profile, milli};
use super::tally::Tally;
use crate::process::SimDuration;
use std::fmt;

const MS: i64 = 1_000;
const SECOND: i64 = 1_000 * MS;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
/// The widths that a profile's bins can have, in microseconds: what people count in.
const PROFILE_WIDTHS_US: [i64; 32] = [
    MS,
    2 * MS,
    5 * MS,
    10 * MS,
    20 * MS,
    50 * MS,
    100 * MS,
    200 * MS,
    500 * MS,
    SECOND,
    2 * SECOND,
    5 * SECOND,
    10 * SECOND,
    20 * SECOND,
    30 * SECOND,
    MINUTE,
    2 * MINUTE,
    5 * MINUTE,
    10 * MINUTE,
    15 * MINUTE,
    20 * MINUTE,
    30 * MINUTE,
    HOUR,
    2 * HOUR,
    3 * HOUR,
    4 * HOUR,
    6 * HOUR,
    12 * HOUR,
    DAY,
    2 * DAY,
    7 * DAY,
    28 * DAY,
];

/// A line that was skipped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Its number in the file, from 1.
    pub line: u64,
    /// What is wrong with it.
    pub why: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.why)
    }
}

/// Recorded traffic: requests by time, and how the file was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Recording {
    /// What its lines are.
    pub format: Format,
    /// How many lines it has, of any kind.
    pub lines: u64,
    /// How many requests; a fraction for a table of rates.
    pub requests: f64,
    /// When it begins.
    pub from: Moment,
    /// When it ends: a step of its clock after the last request, or when the last row has held as long as the one
    /// before it. At least a second and at most four weeks after the beginning.
    pub to: Moment,
    /// The first lines that could not be read, at most 20.
    pub problems: Vec<Problem>,
    /// How many lines could not be read.
    pub bad_lines: u64,
    /// How wide the bins of `counts` are; from a millisecond to a minute, the wider the longer the recording.
    pub bin: SimDuration,
    /// The requests in each bin, at most 65,536. The first begins at the last whole multiple of `bin` up to `from`,
    /// the last ends at the first one from `to` on.
    pub counts: Vec<f64>,
    /// How fine the file tells the time, in microseconds.
    fineness_us: i64,
}

/// What the reader knows of a file besides its traffic.
#[derive(Clone, Debug, Default)]
pub(super) struct Lines {
    pub count: u64,
    pub bad: u64,
    pub problems: Vec<Problem>,
}

impl Recording {
    /// From what was added up; `None` if that is nothing.
    pub(super) fn new(format: Format, lines: Lines, mut tally: Tally) -> Option<Recording> {
        tally.close();
        let (from, to) = tally.span_us?;
        let bin = SimDuration(tally.bins.width_us() as u64);
        let counts = tally.bins.counts();
        Some(Recording {
            format,
            lines: lines.count,
            requests: counts.iter().sum(),
            from: Moment(from),
            to: Moment(to),
            problems: lines.problems,
            bad_lines: lines.bad,
            bin,
            counts,
            fineness_us: tally.fineness_us,
        })
    }

    /// The rate over time in at most `most` bins (1 to 1,024), as fine as that and the file's clock allow. Bins are
    /// a round length, and each is a whole number of the recording's bins. A last bin that the recording covers by
    /// less than half is left out; a rate is taken over the time that was recorded.
    pub fn profile(&self, most: usize) -> Profile {
        let most = most.clamp(1, Profile::MOST_RATES) as i64;
        let recorded_us = self.to.0 - self.start_us();
        let bins = |width: i64| ((recorded_us + width / 2) / width).clamp(1, LONGEST_US / width);
        let finest_us = self.fineness_us.max(self.bin.0 as i64);
        let fits = |width: &&i64| **width >= finest_us && bins(**width) <= most;
        let width = *PROFILE_WIDTHS_US.iter().find(fits).unwrap_or(&LONGEST_US);
        let joined = (width / self.bin.0 as i64) as usize;
        let rates = self.counts.chunks(joined).zip(0..bins(width)).map(|(counts, place)| {
            let begins = self.start_us() + place * width;
            let recorded_us = self.to.0.min(begins + width) - self.from.0.max(begins);
            milli(counts.iter().sum::<f64>() * 1e6 / recorded_us as f64)
        });
        let profile = Profile::new(SimDuration(width as u64), rates.collect());
        profile.expect("the bins of a recording are within a profile's bounds")
    }

    /// What a run takes of it, and what there is to tell of that: the rate over time in at most `most` bins, played in
    /// `longest` if it is longer; a sentence about the file, one for each line that was skipped, and one for what was
    /// changed.
    pub fn taken(&self, most: usize, longest: SimDuration) -> (Profile, Vec<String>) {
        let (name, requests) = (self.format.name(), self.requests);
        let mut notes =
            vec![format!("It reads as {name}: {requests:.0} requests from {} to {}.", self.from, self.to)];
        notes.extend(self.problems.iter().map(|problem| format!("Skipped {problem}.")));
        let more = self.bad_lines.saturating_sub(self.problems.len() as u64);
        if more > 0 {
            notes.push(format!("And {more} more lines were skipped."));
        }
        let profile = self.profile(most);
        if profile.length() <= longest {
            return (profile, notes);
        }
        notes.push(format!("Its {} are played in {longest}, at its own rates.", profile.length()));
        (profile.stretched_to(longest), notes)
    }

    /// When the first of `counts` begins, in microseconds.
    fn start_us(&self) -> i64 {
        let bin = self.bin.0 as i64;
        self.from.0.div_euclid(bin) * bin
    }
}
