//! Rows of a table: sorted, with one value for each time, and how long each of them holds.

use super::header::Unit;

/// The most rows that are kept: at one a second, more than three weeks.
pub const MOST_ROWS: usize = 1 << 21;
const SECOND_US: i64 = 1_000_000;
/// A count whose next row is so many usual steps away ends after one: what is not there was not counted.
const GAP: f64 = 1.5;

/// A row that was read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Kept {
    /// When, in microseconds.
    pub at_us: i64,
    /// The value, in the table's unit.
    pub value: f64,
    /// The number of its series.
    pub series: u32,
    /// Its line in the file.
    pub line: u32,
}

/// Sorts rows by time, and then by all else, so that their order in the file makes no difference. Gives how many came
/// after one that is later.
pub fn sort(rows: &mut [Kept]) -> u64 {
    let unsorted = rows.windows(2).filter(|pair| pair[1].at_us < pair[0].at_us).count() as u64;
    let key = |row: &Kept| (row.at_us, row.series, row.value.to_bits(), row.line);
    rows.sort_unstable_by_key(key);
    unsorted
}

/// What rows are together.
#[derive(Clone, Debug, Default)]
pub struct Sorted {
    /// By time, one for each.
    pub rows: Vec<Kept>,
    /// So many stand there twice, with the same value.
    pub twice: u64,
    /// So many have the time of another, and another value.
    pub clashes: u64,
    /// So many series are added up.
    pub series: usize,
}

impl Sorted {
    /// One row for each time of sorted rows. Of one time, those of several series are added up; so are counts of one
    /// series, and of its rates the mean is taken. A row that stands there twice counts once.
    pub fn of(rows: &[Kept], counts: bool) -> Sorted {
        let mut sorted = Sorted::default();
        let mut names: Vec<u32> = rows.iter().map(|row| row.series).collect();
        names.sort_unstable();
        names.dedup();
        sorted.series = names.len();
        for of_time in rows.chunk_by(|a, b| a.at_us == b.at_us) {
            let mut value = 0.0;
            for of_series in of_time.chunk_by(|a, b| a.series == b.series) {
                let mut values: Vec<f64> = of_series.iter().map(|row| row.value).collect();
                values.dedup();
                sorted.twice += (of_series.len() - values.len()) as u64;
                sorted.clashes += values.len() as u64 - 1;
                let sum: f64 = values.iter().sum();
                value += if counts { sum } else { sum / values.len() as f64 };
            }
            let line = of_time.iter().map(|row| row.line).min().unwrap_or(0);
            sorted.rows.push(Kept { value, line, ..of_time[0] });
        }
        sorted
    }

    /// The usual time from row to row, in microseconds: the median. A second for a single row.
    pub fn step_us(&self) -> i64 {
        let mut gaps: Vec<i64> = self.rows.windows(2).map(|pair| pair[1].at_us - pair[0].at_us).collect();
        gaps.sort_unstable();
        gaps.get(gaps.len() / 2).copied().unwrap_or(SECOND_US)
    }

    /// Whether all values are whole numbers.
    pub fn whole(&self) -> bool {
        self.rows.iter().all(|row| row.value.fract() == 0.0)
    }
}

/// A rate that holds for a while.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Span {
    /// From here on, in microseconds.
    pub from_us: i64,
    /// Up to here.
    pub to_us: i64,
    /// So many requests a second.
    pub per_s: f64,
}

/// The rates that rows mean, one after the other. `usual_us` is the time from row to row.
pub fn spans(rows: &[Kept], unit: Unit, usual_us: i64) -> Vec<Span> {
    let gap = |place: usize| Some(rows.get(place + 1)?.at_us - rows[place].at_us);
    let span = |place: usize, lasts_us: i64, per_s: f64| {
        let from_us = rows[place].at_us;
        Span { from_us, to_us: from_us + lasts_us, per_s }
    };
    let each = |place: usize| match unit {
        Unit::Per(us) => {
            // The last row holds as long as the one before it.
            let before = || place.checked_sub(1).and_then(gap);
            let lasts = gap(place).or_else(before).unwrap_or(SECOND_US);
            Some(span(place, lasts, rows[place].value * 1e6 / us))
        }
        Unit::Row => {
            let usual = |gap: &i64| *gap as f64 <= GAP * usual_us as f64;
            let lasts = gap(place).filter(usual).unwrap_or(usual_us);
            Some(span(place, lasts, rows[place].value * 1e6 / lasts as f64))
        }
        Unit::Total => {
            // After a restart a counter begins at 0.
            let (lasts, now, next) = (gap(place)?, rows[place].value, rows[place + 1].value);
            let came = if next >= now { next - now } else { next };
            Some(span(place, lasts, came * 1e6 / lasts as f64))
        }
    };
    (0..rows.len()).filter_map(each).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(of: &[(i64, f64, u32)]) -> Vec<Kept> {
        let row = |(line, (s, value, series)): (usize, &(i64, f64, u32))| Kept {
            at_us: s * SECOND_US,
            value: *value,
            series: *series,
            line: line as u32,
        };
        of.iter().enumerate().map(row).collect()
    }

    fn rates(of: &[(i64, f64, u32)], unit: Unit) -> Vec<(i64, i64, f64)> {
        let mut rows = rows(of);
        sort(&mut rows);
        let sorted = Sorted::of(&rows, !matches!(unit, Unit::Per(_)));
        let spans = spans(&sorted.rows, unit, sorted.step_us());
        spans.iter().map(|span| (span.from_us / SECOND_US, span.to_us / SECOND_US, span.per_s)).collect()
    }

    #[test]
    fn a_rate_holds_until_the_next_row_and_the_last_as_long_as_the_one_before() {
        let table = [(60, 10.0, 0), (0, 5.0, 0), (90, 2.0, 0)];
        let per_s = rates(&table, Unit::Per(1e6));
        assert_eq!(per_s, [(0, 60, 5.0), (60, 90, 10.0), (90, 120, 2.0)]);
        assert_eq!(rates(&table[..1], Unit::Per(60e6)), [(60, 61, 10.0 / 60.0)]);
    }

    #[test]
    fn a_count_is_of_its_row_and_where_no_row_is_nothing_was_counted() {
        let table = [(0, 60.0, 0), (60, 120.0, 0), (120, 60.0, 0), (600, 30.0, 0)];
        let counts = rates(&table, Unit::Row);
        assert_eq!(counts, [(0, 60, 1.0), (60, 120, 2.0), (120, 180, 1.0), (600, 660, 0.5)]);
    }

    #[test]
    fn a_running_total_tells_what_came_between_its_rows() {
        let table = [(0, 100.0, 0), (10, 150.0, 0), (20, 30.0, 0)];
        assert_eq!(rates(&table, Unit::Total), [(0, 10, 5.0), (10, 20, 3.0)]);
    }

    #[test]
    fn of_one_time_series_are_added_up_and_a_row_that_stands_there_twice_counts_once() {
        let table = [(0, 1.0, 0), (0, 2.0, 1), (60, 4.0, 0), (60, 4.0, 0), (120, 1.0, 0), (120, 3.0, 0)];
        let mut rows = rows(&table);
        assert_eq!(sort(&mut rows), 0);
        let sorted = Sorted::of(&rows, false);
        assert_eq!(sorted.rows.iter().map(|row| row.value).collect::<Vec<_>>(), [3.0, 4.0, 2.0]);
        assert_eq!((sorted.twice, sorted.clashes, sorted.series), (1, 1, 2));
        assert_eq!(Sorted::of(&rows, true).rows[2].value, 4.0);
    }
}
