//! What a plot shows, in a sentence computed from its points.

use super::bands::Band;
use super::lines::Line;
use crate::ui::components::format::{brief, number, with_unit};
use faultyard::process::SimTime;

/// So many seconds before a fault tell what was usual.
const BEFORE_S: f64 = 2.0;
/// So many seconds after it began tell what it did, unless it ended earlier.
const AFTER_S: f64 = 5.0;

/// A change of a line at a fault.
struct Change<'a> {
    from: f64,
    to: f64,
    band: &'a Band,
}

/// The sentence for a line, up to now.
pub fn caption(line: &Line, bands: &[Band], now: SimTime) -> String {
    let seen = line.between(0.0, now.seconds() + 1e-6);
    let (Some(first), Some(last)) = (seen.first(), seen.last()) else {
        return format!("{}: no samples yet.", line.label);
    };
    let least = seen.iter().map(|point| point.1).fold(f64::INFINITY, f64::min);
    let greatest = seen.iter().map(|point| point.1).fold(f64::NEG_INFINITY, f64::max);
    let name = line.label;
    let range = greatest - least;
    if number(least) == number(greatest) {
        return format!("{name} stayed at {}.", with_unit(last.1, line.unit));
    }
    let changes = bands.iter().filter_map(|band| change(line, band, now));
    let size = |change: &Change| (change.to - change.from).abs();
    let largest = changes.max_by(|one, other| size(one).total_cmp(&size(other)));
    match largest.filter(|change| size(change) >= 0.25 * range) {
        Some(Change { from, to, band }) => format!(
            "{name} {} from {} to {} at {}, when {}.",
            verb(from, to),
            number(from),
            with_unit(to, line.unit),
            brief(band.from),
            band.label,
        ),
        None if number(first.1) == number(last.1) => {
            format!("{name} lay between {} and {}.", number(least), with_unit(greatest, line.unit))
        }
        None => {
            let (from, to) = (number(first.1), with_unit(last.1, line.unit));
            format!("{name} {} from {from} to {to} by {}.", verb(first.1, last.1), brief(now))
        }
    }
}

fn verb(from: f64, to: f64) -> &'static str {
    if to < from { "fell" } else { "rose" }
}

/// What the line did at a fault: its usual value before, and the one it settled at while the fault lasted.
fn change<'a>(line: &Line, band: &'a Band, now: SimTime) -> Option<Change<'a>> {
    let at = band.from.seconds();
    let end = band.to.filter(|_| !band.is_mark()).map_or(f64::INFINITY, SimTime::seconds);
    let end = end.min(now.seconds()).min(at + AFTER_S);
    let from = median(line.between((at - BEFORE_S).max(0.0), at))?;
    let to = median(line.between(at + (end - at) * 0.5, end + 1e-6))?;
    (number(from) != number(to)).then_some(Change { from, to, band })
}

fn median(points: &[(f64, f64)]) -> Option<f64> {
    let mut values: Vec<f64> = points.iter().map(|point| point.1).collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::super::bands::bands;
    use super::super::lines::tests::series;
    use super::*;
    use faultyard::lab::{Plotted, Script};

    fn told(values: impl Fn(usize) -> f32, now_ms: u64) -> String {
        let values: Vec<f32> = (0..120).map(values).collect();
        let line = Line::of(&series(Plotted::Line, "commits/s", &values), SimTime::from_ms(12_000));
        let line = Line { label: "committed", ..line };
        let inputs = Script::parse("lab\nat 6.2s crash n1").unwrap().scenario.inputs;
        let now = SimTime::from_ms(now_ms);
        caption(&line, &bands(&inputs, now), now)
    }

    #[test]
    fn a_fall_is_laid_to_the_fault_that_it_followed() {
        let sentence = told(|place| if place < 65 { 10.0 } else { 0.0 }, 12_000);
        assert_eq!(sentence, "committed fell from 10 to 0 commits/s at 6.2 s, when n1 crashed.");
    }

    #[test]
    fn before_the_fault_nothing_is_known_of_it() {
        let sentence = told(|place| if place < 65 { 10.0 } else { 0.0 }, 5_000);
        assert_eq!(sentence, "committed stayed at 10 commits/s.");
    }

    #[test]
    fn a_steady_rise_is_told_from_end_to_end() {
        let sentence = told(|place| place as f32, 6_000);
        assert_eq!(sentence, "committed rose from 0 to 60 commits/s by 6 s.");
    }
}
