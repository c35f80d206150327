//! Which part of a file is played: all of it, without the few lines whose dates are wrong, or the four weeks in which
//! most happened.

use super::profile::LONGEST;
use std::ops::Range;

/// How long a recording can be, in microseconds.
pub const LONGEST_US: i64 = LONGEST.0 as i64;
const DAY_US: i64 = 86_400_000_000;
/// A few lines are wrong, not a part of the file, if the gap to the others is so many times the others' span.
const FAR: i64 = 3;

/// Something at a time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// Its first moment and its last, in microseconds.
    pub span_us: (i64, i64),
    /// So many lines are there.
    pub lines: u64,
    /// So many requests, or the sum of rates.
    pub weight: f64,
}

/// Why places are left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Left {
    /// None is.
    Nothing,
    /// So many lines are dated far from all others.
    Astray(u64),
    /// The file is longer than a recording can be.
    TooLong,
}

/// Which of these places, sorted by time, are played, if the last one goes on for so long.
pub fn window(places: &[Place], lasts_us: i64) -> (Range<usize>, Left) {
    let lines = |range: Range<usize>| places[range].iter().map(|place| place.lines).sum::<u64>();
    let all = lines(0..places.len());
    let few = (all / 100).max(1);
    let mut kept = fullest(places, lasts_us);
    if all >= 10 {
        // The others may be astray on both sides.
        for _ in 0..2 {
            kept = without_start(places, kept, few);
            kept = without_end(places, kept, few);
        }
    }
    let out = all - lines(kept.clone());
    if out == 0 {
        return (kept, Left::Nothing);
    }
    let (first, last) = (places[kept.start].span_us.0, places[kept.end - 1].span_us.1);
    let before = kept.start.checked_sub(1).map_or(i64::MAX, |place| first - places[place].span_us.1);
    let after = places.get(kept.end).map_or(i64::MAX, |place| place.span_us.0 - last);
    let near = before.min(after) <= DAY_US.min(FAR * (last - first).max(1));
    let left = if out <= 2 * few && !near { Left::Astray(out) } else { Left::TooLong };
    (kept, left)
}

/// The four weeks with the most lines; of several, those with the most requests, and of these the latest.
fn fullest(places: &[Place], lasts_us: i64) -> Range<usize> {
    let mut best = (0..0, 0, 0.0);
    let (mut from, mut lines, mut weight) = (0, 0, 0.0);
    for (place, here) in places.iter().enumerate() {
        lines += here.lines;
        weight += here.weight;
        while here.span_us.1 + lasts_us - places[from].span_us.0 > LONGEST_US && from < place {
            lines -= places[from].lines;
            weight -= places[from].weight;
            from += 1;
        }
        if lines > best.1 || (lines == best.1 && weight >= best.2) {
            best = (from..place + 1, lines, weight);
        }
    }
    best.0
}

/// Without the few at the start that are far from the others.
fn without_start(places: &[Place], kept: Range<usize>, few: u64) -> Range<usize> {
    let mut lines = 0;
    let last = places[kept.end - 1].span_us.1;
    for place in kept.start + 1..kept.end {
        lines += places[place - 1].lines;
        if lines > few {
            break;
        }
        let gap = places[place].span_us.0 - places[place - 1].span_us.1;
        if gap > FAR * (last - places[place].span_us.0).max(1_000_000) {
            return place..kept.end;
        }
    }
    kept
}

/// Without the few at the end that are far from the others.
fn without_end(places: &[Place], kept: Range<usize>, few: u64) -> Range<usize> {
    let mut lines = 0;
    let first = places[kept.start].span_us.0;
    for place in (kept.start + 1..kept.end).rev() {
        lines += places[place].lines;
        if lines > few {
            break;
        }
        let gap = places[place].span_us.0 - places[place - 1].span_us.1;
        if gap > FAR * (places[place - 1].span_us.1 - first).max(1_000_000) {
            return kept.start..place;
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(hours: impl IntoIterator<Item = (i64, f64)>) -> Vec<Place> {
        let one = |(hour, weight): (i64, f64)| Place {
            span_us: (hour * 3_600_000_000, hour * 3_600_000_000),
            lines: 1,
            weight,
        };
        hours.into_iter().map(one).collect()
    }

    const HOUR: i64 = 3_600_000_000;

    #[test]
    fn what_fits_is_kept_whole() {
        let month = places((0..28 * 24).map(|hour| (hour, 1.0)));
        assert_eq!(window(&month, HOUR), (0..28 * 24, Left::Nothing));
    }

    #[test]
    fn a_longer_file_gives_its_busiest_four_weeks() {
        let month = places((0..31 * 24).map(|hour| (hour, if hour >= 48 { 2.0 } else { 1.0 })));
        assert_eq!(window(&month, HOUR), (3 * 24..31 * 24, Left::TooLong), "of several the latest");
        let early = places((0..31 * 24).map(|hour| (hour, if hour == 5 { 9.0 } else { 1.0 })));
        assert_eq!(window(&early, HOUR).0, 5..28 * 24 + 5);
    }

    #[test]
    fn a_few_wrong_dates_on_any_side_are_left_out() {
        let near = (0..20).map(|hour| (100_000 + hour, 1.0));
        for wrong in [vec![0], vec![900_000], vec![0, 900_000], vec![100_200], vec![99_800]] {
            let mut hours: Vec<(i64, f64)> =
                near.clone().chain(wrong.iter().map(|hour| (*hour, 1.0))).collect();
            hours.sort_by_key(|(hour, _)| *hour);
            let (kept, left) = window(&places(hours), HOUR);
            assert_eq!(kept.len(), 20, "{wrong:?}");
            assert!(left == Left::Astray(wrong.len() as u64), "{wrong:?} {left:?}");
        }
    }
}
