//! What a file's lines say, added up: requests at moments, or rates that hold until the next row.

use super::bins::{Bins, LONGEST_US, WIDTHS_US};
use super::calendar::Moment;

const SECOND_US: i64 = 1_000_000;

/// What one good line says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Entry {
    /// A request came at this moment, in microseconds.
    Request(i64),
    /// From this moment on, in microseconds, so many requests come a second.
    Rate(i64, f64),
}

/// The sum of all lines so far.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// The requests by time.
    pub bins: Bins,
    /// From the first moment up to the last, in microseconds; `None` before the first line.
    pub span_us: Option<(i64, i64)>,
    /// How fine the file tells the time, in microseconds: its clock's steps, or the least time from row to row.
    pub fineness_us: i64,
    /// The latest row of a table, whose rate holds until the next.
    row: Option<Row>,
}

#[derive(Clone, Copy, Debug)]
struct Row {
    at_us: i64,
    per_s: f64,
    /// How long the row before it held; a second for the first.
    before_us: i64,
}

impl Tally {
    /// Adds a line.
    ///
    /// # Errors
    /// A sentence that says why it cannot be: it is too far from the others, or a row that comes too early.
    pub fn take(&mut self, entry: Entry) -> Result<(), String> {
        match entry {
            Entry::Request(at_us) => self.request(at_us),
            Entry::Rate(at_us, per_s) => self.rate(at_us, per_s),
        }
    }

    /// Adds what only the end tells: the last row holds as long as the one before it, a request lasts for one step of
    /// the file's clock, and the whole is at least a second, since a rate needs time.
    pub fn close(&mut self) {
        let Some((from, last)) = self.span_us else { return };
        let lasts = self.row.map_or(self.fineness_us, |row| row.before_us);
        self.refine(lasts);
        let to = (last + lasts).max(from + SECOND_US).min(from + LONGEST_US);
        self.span_us = Some((from, to));
        self.bins.cover(from, to - 1);
        if let Some(row) = self.row.take() {
            self.bins.spread(row.at_us, to, row.per_s);
        }
    }

    fn request(&mut self, at_us: i64) -> Result<(), String> {
        self.reach(at_us)?;
        let step = WIDTHS_US.into_iter().rev().find(|step| at_us % step == 0).unwrap_or(WIDTHS_US[0]);
        self.refine(step);
        self.bins.add(at_us);
        Ok(())
    }

    fn rate(&mut self, at_us: i64, per_s: f64) -> Result<(), String> {
        let Some(row) = self.row else {
            self.reach(at_us)?;
            self.row = Some(Row { at_us, per_s, before_us: SECOND_US });
            return Ok(());
        };
        if at_us <= row.at_us {
            return Err(format!("{} is no later than the row before, {}", Moment(at_us), Moment(row.at_us)));
        }
        self.reach(at_us)?;
        let held_us = at_us - row.at_us;
        self.refine(held_us);
        self.bins.spread(row.at_us, at_us, row.per_s);
        self.row = Some(Row { at_us, per_s, before_us: held_us });
        Ok(())
    }

    /// Requests are logged when they end, so times may go back; but one wrong date must not stretch a day to years.
    fn reach(&mut self, at_us: i64) -> Result<(), String> {
        let (from, to) = self.span_us.unwrap_or((at_us, at_us));
        let span = (from.min(at_us), to.max(at_us));
        if span.1 - span.0 >= LONGEST_US {
            let (from, to) = (Moment(from), Moment(to));
            return Err(format!("{} is four weeks or more from others ({from} to {to})", Moment(at_us)));
        }
        self.span_us = Some(span);
        Ok(())
    }

    fn refine(&mut self, step_us: i64) {
        self.fineness_us = if self.fineness_us == 0 { step_us } else { self.fineness_us.min(step_us) };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(entries: &[Entry]) -> Tally {
        let mut tally = Tally::default();
        entries.iter().for_each(|entry| tally.take(*entry).unwrap());
        tally.close();
        tally
    }

    #[test]
    fn the_last_row_holds_as_long_as_the_one_before_it() {
        let rows = [(0, 5.0), (60, 10.0), (90, 2.0)].map(|(s, per_s)| Entry::Rate(s * SECOND_US, per_s));
        let tally = tally(&rows);
        assert_eq!((tally.span_us, tally.fineness_us), (Some((0, 120 * SECOND_US)), 30 * SECOND_US));
        let requests: f64 = tally.bins.counts().iter().sum();
        assert!((requests - 660.0).abs() < 1e-6, "{requests}");
    }

    #[test]
    fn a_single_row_and_a_single_request_last_a_second() {
        for entry in [Entry::Rate(7 * SECOND_US, 3.0), Entry::Request(7 * SECOND_US)] {
            assert_eq!(tally(&[entry]).span_us, Some((7 * SECOND_US, 8 * SECOND_US)));
        }
        assert_eq!(tally(&[Entry::Request(7_000_001)]).span_us, Some((7_000_001, 8_000_001)));
    }

    #[test]
    fn a_files_clock_is_as_fine_as_its_finest_time() {
        let fineness = |at_us: &[i64]| {
            tally(&at_us.iter().map(|at| Entry::Request(*at)).collect::<Vec<_>>()).fineness_us
        };
        assert_eq!(fineness(&[60_000_000, 120_000_000]), 60_000_000);
        assert_eq!(fineness(&[60_000_000, 61_000_000]), 1_000_000);
        assert_eq!(fineness(&[60_250_000, 61_000_000]), 10_000);
        assert_eq!(fineness(&[1, 60_000_000]), 1_000);
    }

    #[test]
    fn rows_go_forwards_requests_may_go_back_and_neither_leaves_four_weeks() {
        let mut rows = Tally::default();
        rows.take(Entry::Rate(5, 1.0)).unwrap();
        assert!(rows.take(Entry::Rate(5, 1.0)).unwrap_err().contains("no later than the row before"));
        let far = Entry::Rate(5 + LONGEST_US, 1.0);
        assert!(rows.take(far).unwrap_err().contains("four weeks"));
        let mut requests = Tally::default();
        requests.take(Entry::Request(LONGEST_US)).unwrap();
        requests.take(Entry::Request(1)).unwrap();
        assert!(requests.take(Entry::Request(0)).unwrap_err().contains("four weeks"));
    }
}
