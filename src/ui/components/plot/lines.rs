//! A run's measures as lines: running totals become rates.

use crate::ui::components::format::MS;
use crate::ui::player::{Player, Which};
use faultyard::lab::{Plotted, Series};
use faultyard::process::SimTime;

/// One line: seconds and values.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Of which of the runs side by side it is; none if there is one.
    pub of: Option<Which>,
    /// Short and stable.
    pub key: &'static str,
    /// For people.
    pub label: &'static str,
    /// The unit.
    pub unit: &'static str,
    /// It stays at a value until the next.
    pub stepped: bool,
    /// Points in the order of time.
    pub points: Vec<(f64, f64)>,
    /// The value at this very moment, between two samples; a rate has none.
    pub now: Option<f64>,
}

impl Line {
    /// The line of a measure, on an axis of this length.
    pub fn of(series: &Series, length: SimTime) -> Line {
        let Series { key, label, unit, plotted, every_us, ref values, now } = *series;
        let every = every_us as f64 / 1e6;
        let value: Box<dyn Fn(usize) -> f64> = match plotted {
            Plotted::Steps | Plotted::Line => Box::new(|place| f64::from(values[place])),
            Plotted::Rate => {
                let window = rate_window(every, length.seconds());
                Box::new(move |place| rate(values, place, window) / every)
            }
        };
        // Before anything was measured there is nothing to draw or to say: no line climbs from a zero that was none.
        let is_known = plotted != Plotted::Rate && (unit != MS || now != 0.0);
        let now = is_known.then_some(f64::from(now));
        let nothing = |place: &usize| match plotted {
            Plotted::Steps => false,
            _ if unit == MS => value(*place) == 0.0,
            _ => *place == 0 && value(0) == 0.0,
        };
        let first = (0..values.len()).find(|place| !nothing(place)).unwrap_or(values.len());
        let points = (first..values.len()).map(|place| (place as f64 * every, value(place))).collect();
        Line { of: None, key, label, unit, stepped: plotted == Plotted::Steps, points, now }
    }

    /// Whether it is of a run beside the first.
    pub fn is_beside(&self) -> bool {
        self.of.is_some_and(|which| which != Which::First)
    }

    /// The run's name before other words; empty if there is one run.
    pub fn whose(&self) -> String {
        self.of.map_or_else(String::new, |which| format!("{} ", which.name()))
    }

    /// The value at the moment that is shown.
    pub fn value(&self, now: SimTime) -> Option<f64> {
        self.now.or_else(|| self.at(now.seconds()))
    }

    /// The value at a time: that of the latest point at or before it.
    pub fn at(&self, seconds: f64) -> Option<f64> {
        let after = self.points.partition_point(|point| point.0 <= seconds + 1e-9);
        after.checked_sub(1).map(|place| self.points[place].1)
    }

    /// The points in an interval, its end not among them.
    pub fn between(&self, from: f64, to: f64) -> &[(f64, f64)] {
        let place = |seconds: f64| self.points.partition_point(|point| point.0 < seconds - 1e-9);
        &self.points[place(from)..place(to).max(place(from))]
    }
}

/// The measures of the run that is shown as lines; with runs beside it, each of A is followed by the same of theirs.
pub fn lines(player: &Player) -> Vec<Line> {
    let length = player.length();
    let of = |which: &Which| {
        let of = player.is_comparing().then_some(*which);
        let line = move |series: &Series| Line { of, ..Line::of(series, length) };
        player.of(*which).series().iter().map(line).collect::<Vec<Line>>().into_iter()
    };
    let first = of(&Which::First);
    let mut others: Vec<_> = player.others().iter().map(of).collect();
    let mut lines = Vec::new();
    for line in first {
        lines.push(line);
        lines.extend(others.iter_mut().filter_map(Iterator::next));
    }
    lines
}

/// Over how many samples a rate is taken: a second, or less on a short axis.
fn rate_window(every: f64, length: f64) -> usize {
    ((length / 12.0).min(1.0) / every).round().max(2.0) as usize
}

/// The growth of a total per sample, over the `window` samples up to `place`, or over those since the start where
/// there are fewer: time before the run is no time without events. A total that begins again from less, as when a
/// machine that counts has crashed, does not shrink for that.
fn rate(totals: &[f32], place: usize, window: usize) -> f64 {
    let before = place.checked_sub(window).map_or(0.0, |before| f64::from(totals[before]));
    (f64::from(totals[place]) - before).max(0.0) / window.min(place).max(1) as f64
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub fn series(plotted: Plotted, unit: &'static str, values: &[f32]) -> Series {
        let values = values.to_vec();
        let now = values.last().copied().unwrap_or_default();
        Series { key: "key", label: "label", unit, plotted, every_us: 100_000, values, now }
    }

    #[test]
    fn a_total_that_grows_evenly_has_an_even_rate() {
        let totals: Vec<f32> = (0..100).map(|place| place as f32).collect();
        let line = Line::of(&series(Plotted::Rate, "commits/s", &totals), SimTime::from_ms(12_000));
        assert!(line.points[1..].iter().all(|(_, rate)| (rate - 10.0).abs() < 1e-9), "{line:?}");
    }

    #[test]
    fn a_value_stays_until_the_next_sample() {
        let line = Line::of(&series(Plotted::Steps, "", &[1.0, 2.0, 4.0]), SimTime::from_ms(300));
        assert_eq!([0.05, 0.1, 9.0].map(|at| line.at(at)), [Some(1.0), Some(2.0), Some(4.0)]);
        assert_eq!(line.between(0.1, 0.2), [(0.1, 2.0)]);
    }
}
