//! Dates without a year: they are read in one year, and belong to one or two that follow each other.

use super::date::NO_YEAR;
use jiff::civil::date;
use jiff::tz::Offset;

const DAY_US: i64 = 86_400_000_000;

/// Moves moments that were read in [`NO_YEAR`] to where they belong: the year begins anew after the longest time without
/// any, and has a 29 February if one of them is on it.
pub fn settle(mut sorted: Vec<i64>) -> impl Fn(i64) -> i64 {
    let start = |month: i8, day: i8| {
        let at = Offset::UTC.to_timestamp(date(NO_YEAR, month, day).at(0, 0, 0, 0));
        at.map_or(0, |at| at.as_microsecond())
    };
    let (leap, march) = (start(2, 29), start(3, 1));
    let has_leap = sorted.iter().any(|at| (leap..march).contains(at));
    let year_us = if has_leap { 366 * DAY_US } else { 365 * DAY_US };
    // The year before has no such day.
    let common = move |at: i64| match at {
        _ if has_leap => at,
        _ if at < march => at - 365 * DAY_US,
        _ => at - 366 * DAY_US,
    };
    sorted.sort_unstable();
    let ends = sorted.first().zip(sorted.last());
    let mut longest = ends.map_or(0, |(first, last)| common(*first) + year_us - common(*last));
    let mut turn = i64::MAX;
    for pair in sorted.windows(2) {
        let gap = common(pair[1]) - common(pair[0]);
        if gap > longest {
            (longest, turn) = (gap, pair[1]);
        }
    }
    move |at| if at >= turn { common(at) - year_us } else { common(at) }
}

#[cfg(test)]
mod tests {
    use super::super::date::{Form, Order, first};
    use super::super::moment::Moment;
    use super::*;

    fn settled(dates: &[&str]) -> Vec<String> {
        let at = |text: &&str| first(text.as_bytes(), Form::NoYear, Order::DayFirst).unwrap().us;
        let all: Vec<i64> = dates.iter().map(at).collect();
        let settle = settle(all.clone());
        let mut moments: Vec<i64> = all.into_iter().map(settle).collect();
        moments.sort_unstable();
        moments.into_iter().map(|at| Moment(at).to_string()[..10].to_owned()).collect()
    }

    #[test]
    fn a_year_begins_anew_after_the_longest_time_without_any() {
        assert_eq!(settled(&["Jan  1 00:00:01", "Dec 31 23:59:59"]), ["2022-12-31", "2023-01-01"]);
        assert_eq!(settled(&["Mar 12 09:00:00", "Mar 13 09:00:00"]), ["2023-03-12", "2023-03-13"]);
        assert_eq!(settled(&["Feb 28 09:00:00", "Mar  1 09:00:00"]), ["2023-02-28", "2023-03-01"]);
        let leap = settled(&["Feb 28 09:00:00", "Feb 29 09:00:00", "Mar  1 09:00:00"]);
        assert_eq!(leap, ["2024-02-28", "2024-02-29", "2024-03-01"]);
    }
}
