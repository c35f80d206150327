//! The values now, written at the right end of a plot.

use super::chart::Chart;
use super::frame::{Frame, class, px};
use super::lines::Line;
use crate::ui::components::format::{MS, short, with_unit};
use faultyard::process::SimTime;
use yew::prelude::*;

/// Of what has not been measured yet.
const NONE: &str = "\u{2013}";

/// The distance of two values.
pub const PITCH: f64 = 15.0;
/// The width of a letter, a digit too, at most; and what a number takes with a blank before it, in letters.
const LETTER: f64 = 6.8;
const NUMBER: usize = 6;

/// The room that the values need, in pixels. It stays the same while they change, so that the axis does not move.
pub fn room(charts: &[Chart]) -> f64 {
    let words = |chart: &Chart| {
        let alone = chart.lines.len() == 1;
        let longest = chart.lines.iter().map(|line| match line.unit {
            unit if alone => unit.len(),
            MS => line.label.len() + " s".len(),
            _ => line.label.len(),
        });
        NUMBER + longest.max().unwrap_or(0)
    };
    let letters = charts.iter().map(words).max().unwrap_or(0);
    (letters as f64 * LETTER + 12.0).clamp(84.0, 160.0)
}

/// Each line's value, with room between them.
pub fn draw(frame: &Frame, plot: usize, lines: &[Line], (low, high): (f64, f64), now: SimTime) -> Vec<Html> {
    let height = |value: Option<f64>| frame.y(value.unwrap_or(0.0), low, high) + 4.0;
    let values = lines.iter().map(|line| (line, line.value(now))).enumerate();
    let mut told: Vec<(usize, &Line, Option<f64>, f64)> =
        values.map(|(place, (line, value))| (place, line, value, height(value))).collect();
    told.sort_by(|one, other| one.3.total_cmp(&other.3));
    let mut free = f64::NEG_INFINITY;
    for told in &mut told {
        told.3 = told.3.max(free);
        free = told.3 + PITCH;
    }
    let over = told.last().map_or(0.0, |last| (last.3 - frame.top - frame.height - 4.0).max(0.0));
    let text = |(place, line, value, y): &(usize, &Line, Option<f64>, f64)| {
        let words = match (value, lines.len()) {
            (Some(value), _) if line.of.is_some() => {
                format!("{}{}", line.whose(), with_unit(*value, line.unit))
            }
            (Some(value), 1) => with_unit(*value, line.unit),
            (Some(value), _) => format!("{} {}", line.label, short(*value, line.unit)),
            (None, 1) => format!("{}{NONE}", line.whose()),
            (None, _) => format!("{} {NONE}", line.label),
        };
        let class = format!("plot-value {}", class(plot, *place, lines));
        html! { <text key={*place} {class} x={px(frame.right + 8.0)} y={px(y - over)}>{ words }</text> }
    };
    told.iter().map(text).collect()
}
