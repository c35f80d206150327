//! Where a falling function crosses a line, by halving: for distributions whose inverse has no closed form.

/// The greatest `x` from 0 for which `value` is above the line, if it is so up to some `x` and never after; 0 if it never
/// is. `start` is a positive guess of its size.
pub(super) fn last(start: f64, line: f64, value: impl Fn(f64) -> f64) -> f64 {
    let above = |x| value(x) > line;
    if !above(0.0) {
        return 0.0;
    }
    let (mut low, mut high) = (0.0, start);
    while above(high) {
        (low, high) = (high, 2.0 * high);
    }
    let (before, after) = around(low, high, |x| value(x) - line);
    // A double has 53 bits; the others are for a guess that is far too great.
    for _ in 0..100 {
        let middle = low + (high - low) / 2.0;
        if middle <= low || middle >= high {
            break;
        }
        let is_above = middle <= before || middle < after && above(middle);
        *(if is_above { &mut low } else { &mut high }) = middle;
    }
    low
}

/// The part of the crossing's size that it is known to at first, and as much again that rounding may hide.
const NEAR: f64 = 1e-14;

/// A place a little before and one a little after the crossing between `low` and `high`: found by false position, which
/// asks for a value ten times where halving asks forty times. An end that stays counts half (the Illinois method:
/// Dowell & Jarratt 1971).
fn around(mut low: f64, mut high: f64, value: impl Fn(f64) -> f64) -> (f64, f64) {
    let (mut at_low, mut at_high) = (value(low), value(high));
    let mut stayed = None;
    for _ in 0..30 {
        let x = high - at_high * (high - low) / (at_high - at_low);
        if high - low <= NEAR * high || !(low < x && x < high) {
            break;
        }
        let at = value(x);
        let is_above = at > 0.0;
        if is_above {
            (low, at_low) = (x, at);
        } else {
            (high, at_high) = (x, at);
        }
        if stayed == Some(is_above) {
            *(if is_above { &mut at_high } else { &mut at_low }) /= 2.0;
        }
        stayed = Some(is_above);
    }
    (low * (1.0 - NEAR), high * (1.0 + NEAR))
}
