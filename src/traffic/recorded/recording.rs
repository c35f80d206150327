//! What was found in a file: the requests by time, and the lines that could not be read.

use super::bins::{Bin, Bins, MOST_BINS, WIDTHS_US};
use super::date::Form;
use super::header::Unit;
use super::moment::Moment;
use super::plan::{Chosen, Format, How, Plan};
use super::profile::{MOST_PER_S, Profile, milli};
use super::rows::{Kept, Sorted, Span, sort, spans};
use super::window::{LONGEST_US, Left, Place, window};
use super::year::settle;
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
#[derive(Clone, Debug)]
pub struct Recording {
    /// What its lines are.
    pub format: Format,
    /// How many lines it has, of any kind.
    pub lines: u64,
    /// How many requests; a fraction for a table of rates.
    pub requests: f64,
    /// When it begins.
    pub from: Moment,
    /// When it ends: a step of its clock after the last request, or the mean time between two up to a second, or when the last row has held as long as the one
    /// before it. At least a second and at most four weeks after the beginning.
    pub to: Moment,
    /// The first lines that could not be read, at most 20.
    pub problems: Vec<Problem>,
    /// How many lines could not be read.
    pub bad_lines: u64,
    /// How wide the bins of `counts` are; from a millisecond to a day, the wider the longer the recording.
    pub bin: SimDuration,
    /// The requests in each bin, at most 65,536. The first begins at the last whole multiple of `bin` up to `from`,
    /// the last ends at the first one from `to` on.
    pub counts: Vec<f64>,
    /// How fine the file tells the time, in microseconds.
    fineness_us: i64,
    /// How it was read.
    pub(super) how: Reading,
}

/// How a file was read, for [`super::said`].
#[derive(Clone, Debug)]
pub(super) struct Reading {
    pub plan: Plan,
    pub chosen: Chosen,
    pub heard: Heard,
    /// The unit of a table's values, and whether it is a guess.
    pub unit: (Unit, bool),
    /// The usual time from row to row, in microseconds.
    pub step_us: i64,
    /// How many rows of a table are played.
    pub rows: u64,
    pub unsorted: u64,
    pub twice: u64,
    pub clashes: u64,
    /// Rows with more requests than can be told.
    pub too_many: u64,
    pub left: Left,
    /// The line and the moment of the first that is left out for its date.
    pub astray: Option<(u64, i64)>,
    /// The first and the last moment of a file that is too long.
    pub whole_us: (i64, i64),
}

/// What the lines of a file have told besides their traffic.
#[derive(Clone, Debug, Default)]
pub(super) struct Heard {
    /// Dates with their zone, and without.
    pub zoned: u64,
    pub unzoned: u64,
    pub no_year: bool,
    /// The names of series.
    pub series: Vec<String>,
    /// Rows above what is kept.
    pub left_rows: u64,
    /// How fine requests tell the time, in microseconds; 0 without any.
    pub fineness_us: i64,
}

/// What the reader knows of a file besides its traffic.
#[derive(Clone, Debug, Default)]
pub(super) struct Lines {
    pub count: u64,
    pub bad: u64,
    pub problems: Vec<Problem>,
}

impl Recording {
    /// From what was read; `None` if that is nothing.
    pub(super) fn new(
        plan: Plan,
        chosen: Chosen,
        heard: Heard,
        lines: Lines,
        bins: Bins,
        rows: Vec<Kept>,
    ) -> Option<Recording> {
        let how = Reading {
            plan,
            chosen,
            heard,
            unit: (Unit::Per(1e6), false),
            step_us: 0,
            rows: 0,
            unsorted: 0,
            twice: 0,
            clashes: 0,
            too_many: 0,
            left: Left::Nothing,
            astray: None,
            whole_us: (0, 0),
        };
        let (made, how) = if rows.is_empty() { of_requests(bins, how)? } else { of_rows(rows, how)? };
        Some(Recording {
            format: how.plan.format,
            lines: lines.count,
            requests: made.counts.iter().sum(),
            from: Moment(made.span_us.0),
            to: Moment(made.span_us.1),
            problems: lines.problems,
            bad_lines: lines.bad,
            bin: SimDuration(made.bin_us as u64),
            counts: made.counts,
            fineness_us: made.fineness_us,
            how,
        })
    }

    /// The rate over time in at most `most` bins (1 to 1,024), as fine as that and the file's clock allow. Bins are
    /// a round length, and each is a whole number of the recording's bins. A last bin that the recording covers by
    /// less than half is left out; a rate is taken over the time that was recorded.
    pub fn profile(&self, most: usize) -> Profile {
        self.scaled(most, 1.0, 0).0
    }

    /// The shortest bins that tell a rate, in microseconds: with a few requests each, or a second long.
    pub(super) fn least_us(&self) -> i64 {
        const FEW: f64 = 4.0;
        let each_us = (self.to.0 - self.from.0) as f64 / self.requests.max(1.0);
        if self.how.rows > 0 { 0 } else { SECOND.min((FEW * each_us) as i64) }
    }

    /// The same with so many times the requests in bins of at least a width, and how many have too few to be told.
    pub(super) fn scaled(&self, most: usize, times: f64, least_us: i64) -> (Profile, usize) {
        let most = most.clamp(1, Profile::MOST_RATES) as i64;
        let recorded_us = self.to.0 - self.start_us();
        let bins = |width: i64| ((recorded_us + width / 2) / width).clamp(1, LONGEST_US / width);
        let bin_us = self.bin.0 as i64;
        let finest_us = self.fineness_us.max(bin_us).max(least_us);
        let fits = |width: &&i64| **width >= finest_us && **width % bin_us == 0 && bins(**width) <= most;
        let width = *PROFILE_WIDTHS_US.iter().find(fits).unwrap_or(&LONGEST_US);
        let joined = (width / bin_us) as usize;
        let mut lost = 0;
        let rates = self.counts.chunks(joined).zip(0..bins(width)).map(|(counts, place)| {
            let begins = self.start_us() + place * width;
            let recorded_us = self.to.0.min(begins + width) - self.from.0.max(begins);
            let requests = counts.iter().sum::<f64>();
            let rate = milli(requests * times * 1e6 / recorded_us as f64);
            lost += usize::from(rate == 0 && requests > 0.0);
            rate
        });
        let profile = Profile::new(SimDuration(width as u64), rates.collect());
        (profile.expect("the bins of a recording are within a profile's bounds"), lost)
    }

    /// When the first of `counts` begins, in microseconds.
    fn start_us(&self) -> i64 {
        let bin = self.bin.0 as i64;
        self.from.0.div_euclid(bin) * bin
    }
}

/// Requests by time.
struct Made {
    span_us: (i64, i64),
    bin_us: i64,
    counts: Vec<f64>,
    fineness_us: i64,
}

impl Made {
    /// No requests yet in this time, in bins of at least a width.
    fn new(from: i64, to: i64, least_us: i64, fineness_us: i64) -> Made {
        let to = to.max(from + SECOND).min(from + LONGEST_US);
        let many = |width: i64| (to - 1).div_euclid(width) - from.div_euclid(width) + 1;
        let fits = |width: &&i64| **width >= least_us && many(**width) <= MOST_BINS as i64;
        let bin_us = *WIDTHS_US.iter().find(fits).unwrap_or(&DAY);
        Made { span_us: (from, to), bin_us, counts: vec![0.0; many(bin_us) as usize], fineness_us }
    }

    fn add(&mut self, at_us: i64, requests: f64) {
        let place = at_us.div_euclid(self.bin_us) - self.span_us.0.div_euclid(self.bin_us);
        if let Some(count) = self.counts.get_mut(place as usize) {
            *count += requests;
        }
    }

    fn spread(&mut self, span: Span) {
        let mut at = span.from_us;
        let to = span.to_us.min(self.span_us.1);
        while at < to {
            let end = to.min((at.div_euclid(self.bin_us) + 1) * self.bin_us);
            self.add(at, span.per_s * (end - at) as f64 / 1e6);
            at = end;
        }
    }
}

fn of_requests(bins: Bins, mut how: Reading) -> Option<(Made, Reading)> {
    let width = bins.width_us();
    let mut filled = bins.filled();
    if how.heard.no_year {
        let settle = settle(filled.iter().flat_map(|bin| [bin.span_us.0, bin.span_us.1]).collect());
        filled.iter_mut().for_each(|bin| bin.span_us = (settle(bin.span_us.0), settle(bin.span_us.1)));
        filled.sort_by_key(|bin| bin.span_us);
    }
    let fineness = how.heard.fineness_us;
    let place = |bin: &Bin| Place { span_us: bin.span_us, lines: bin.requests, weight: bin.requests as f64 };
    let places: Vec<Place> = filled.iter().map(place).collect();
    let (kept, left) = window(&places, fineness);
    let (first, last) = (filled.get(kept.start)?.span_us.0, filled.get(kept.end.checked_sub(1)?)?.span_us.1);
    how.tell_left(
        left,
        &places,
        filled
            .iter()
            .enumerate()
            .filter(|(place, _)| !kept.contains(place))
            .map(|(_, bin)| (bin.line, bin.span_us.0)),
    );
    let (first, last) = (first - first.rem_euclid(WIDTHS_US[0]), last - last.rem_euclid(WIDTHS_US[0]));
    // The last request is followed by as much time as any, at most a second.
    let many: u64 = filled[kept.clone()].iter().map(|bin| bin.requests).sum();
    let gap = (last - first) / (many as i64 - 1).max(1);
    let mut made = Made::new(first, last + fineness.max(gap.min(SECOND)), width, fineness);
    filled[kept].iter().for_each(|bin| made.add(bin.span_us.0, bin.requests as f64));
    Some((made, how))
}

fn of_rows(mut rows: Vec<Kept>, mut how: Reading) -> Option<(Made, Reading)> {
    if how.heard.no_year {
        let settle = settle(rows.iter().map(|row| row.at_us).collect());
        rows.iter_mut().for_each(|row| row.at_us = settle(row.at_us));
    }
    // Series have the order of their names, not that of the file.
    let names = &how.heard.series;
    let order: Vec<u32> =
        names.iter().map(|name| names.iter().filter(|other| *other < name).count() as u32).collect();
    rows.iter_mut().for_each(|row| row.series = order[row.series as usize]);
    how.unsorted = sort(&mut rows);
    how.unit = how.decide(&Sorted::of(&rows, true));
    if let Unit::Per(us) = how.unit.0 {
        let before = rows.len();
        rows.retain(|row| row.value * 1e6 / us <= MOST_PER_S);
        how.too_many = (before - rows.len()) as u64;
    }
    let sorted = Sorted::of(&rows, !matches!(how.unit.0, Unit::Per(_)));
    (how.step_us, how.twice, how.clashes) = (sorted.step_us(), sorted.twice, sorted.clashes);
    let place = |row: &Kept| Place { span_us: (row.at_us, row.at_us), lines: 1, weight: row.value };
    let places: Vec<Place> = sorted.rows.iter().map(place).collect();
    let (kept, left) = window(&places, how.step_us);
    let out = sorted.rows.iter().enumerate().filter(|(place, _)| !kept.contains(place));
    how.tell_left(left, &places, out.map(|(_, row)| (u64::from(row.line), row.at_us)));
    let rows = &sorted.rows[kept];
    let mut held = spans(rows, how.unit.0, how.step_us);
    let before = held.len();
    held.retain(|span| span.per_s <= MOST_PER_S);
    how.too_many += (before - held.len()) as u64;
    how.rows = rows.len() as u64;
    let (first, last) = (held.first()?.from_us, held.last()?.to_us);
    let least = held.iter().map(|span| span.to_us - span.from_us).min().unwrap_or(SECOND);
    let mut made = Made::new(first, last, 0, least);
    held.into_iter().for_each(|span| made.spread(span));
    Some((made, how))
}

impl Reading {
    fn tell_left(&mut self, left: Left, places: &[Place], out: impl Iterator<Item = (u64, i64)>) {
        self.left = left;
        self.astray = out.min();
        let ends = places.first().zip(places.last());
        self.whole_us = ends.map_or((0, 0), |(first, last)| (first.span_us.0, last.span_us.1));
    }

    /// The unit of a table's values, and whether that is a guess.
    fn decide(&self, rows: &Sorted) -> (Unit, bool) {
        let How::Table(table) = &self.plan.how else { return (Unit::Per(1e6), false) };
        if let Some(unit) = self.chosen.get("unit").and_then(|word| super::said::unit(word)) {
            return (unit, false);
        }
        let named = table.unit.filter(|_| table.has_names);
        // Whole numbers at wide steps are counts, as a rate would have parts.
        let counts = table.has_names && rows.whole() && rows.step_us() >= MINUTE;
        let guess = table.unit.unwrap_or(if counts { Unit::Row } else { Unit::Per(1e6) });
        let plain = table.value.is_some_and(|column| super::header::value(&table.names[column]).fit == 40);
        (guess, named.is_none() || plain)
    }

    /// Whether times are dates.
    pub fn is_dated(&self) -> bool {
        self.heard.zoned + self.heard.unzoned > 0 || matches!(self.plan.how, How::Dated(_))
    }

    /// A moment for people.
    pub fn moment(&self, us: i64) -> String {
        if self.heard.no_year { Moment(us).without_year() } else { Moment(us).told(self.is_dated()) }
    }

    /// The form of a log's dates.
    pub fn form(&self) -> Option<Form> {
        if let How::Dated(form) = self.plan.how { Some(form) } else { None }
    }
}
