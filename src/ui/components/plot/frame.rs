//! One small plot as SVG: a line for each measure, its name above it and its value now at the right.
//!
//! The axis is hand-made. A charting crate prints a finished picture with its own colours: no CSS variables, so no
//! themes and no forced colours; no keyed nodes, so all of it would be parsed anew each frame. All we need of one
//! are round ticks (20 lines in `ticks`).

use super::chart::Chart;
use super::decimate::decimate;
use super::lines::Line;
use super::ticks::round_up;
use super::{grid, theory, values};
use crate::ui::components::format::MS;
use crate::ui::player::Which;
use faultyard::process::SimTime;
use yew::prelude::*;

/// At most so many points of a line are drawn.
const MOST_POINTS: usize = 2_000;
/// Colours of lines in order: the roles of the palette.
const ROLES: [&str; 4] = ["healthy", "leader", "candidate", "degraded"];

/// Where things are, in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frame {
    /// Where the axis of time begins and ends.
    pub left: f64,
    /// Its end.
    pub right: f64,
    /// The top of this plot.
    pub top: f64,
    /// Its height.
    pub height: f64,
    /// The axis's length in seconds.
    pub length: f64,
}

impl Frame {
    /// The place of a time.
    pub fn x(&self, seconds: f64) -> f64 {
        self.left + (self.right - self.left) * (seconds / self.length.max(1e-6)).clamp(0.0, 1.0)
    }

    /// The time at a place.
    pub fn time(&self, x: f64) -> SimTime {
        let share = ((x - self.left) / (self.right - self.left).max(1.0)).clamp(0.0, 1.0);
        SimTime::from_seconds(share * self.length)
    }

    /// The place of a value on an axis from `low` to `high`.
    pub fn y(&self, value: f64, low: f64, high: f64) -> f64 {
        self.top + self.height * (1.0 - (value - low) / (high - low))
    }
}

/// The least and the greatest value that the axis shows: those of the lines and of the rules.
fn domain(chart: &Chart) -> (f64, f64) {
    let points = || chart.lines.iter().flat_map(|line| &line.points).map(|point| point.1);
    let values = || points().chain(chart.rules.iter().map(|rule| rule.value));
    let (low, high) = (values().fold(0.0, f64::min), values().fold(0.0, f64::max));
    let low = if low < 0.0 { -round_up(-low) } else { 0.0 };
    match high > 0.0 {
        true => (low, round_up(high)),
        false => (low, if low < 0.0 { 0.0 } else { 1.0 }),
    }
}

/// The path of points that are already in pixels.
fn path(points: &[(f64, f64)], stepped: bool) -> String {
    let mut path = String::with_capacity(points.len() * 14);
    for (place, (x, y)) in points.iter().enumerate() {
        path.push_str(&match (place, stepped) {
            (0, _) => format!("M{x:.1} {y:.1}"),
            (_, true) => format!("H{x:.1}V{y:.1}"),
            (_, false) => format!("L{x:.1} {y:.1}"),
        });
    }
    path
}

/// The classes of the line at `place` in the plot number `plot`: its colour and its dashes. Each run beside the first
/// has a look of its own.
pub fn class(plot: usize, place: usize, lines: &[Line]) -> String {
    match lines[place].of {
        Some(Which::Second) => return "plot-beside".into(),
        Some(Which::Third) => return "plot-beside plot-third".into(),
        Some(Which::First) | None => {}
    }
    let alone = lines.len() == 1 || lines[place].of.is_some();
    format!("role-{} dash-{place}", ROLES[if alone { plot } else { place } % ROLES.len()])
}

/// Draws one plot with the rules of theory in it. What was seen later than `now` is pale.
pub fn draw(frame: &Frame, plot: usize, chart: &Chart, now: SimTime) -> Html {
    let (low, high) = domain(chart);
    let Chart { lines, rules } = chart;
    let base = frame.y(low.max(0.0), low, high);
    let wide = frame.left > 20.0;
    html! {
        <g key={plot} class="plot-one">
            <text class="plot-name" x={px(frame.left + 4.0)} y={px(frame.top - 5.0)}>{ name(lines) }</text>
            <line class="plot-base" x1={px(frame.left)} x2={px(frame.right)} y1={px(base)} y2={px(base)} />
            { for grid::lines(frame, (low, high), lines[0].unit, wide) }
            { for theory::draw(frame, rules, (low, high)) }
            { for lines.iter().enumerate().map(|(place, line)| {
                one(frame, line, (low, high), now, &class(plot, place, lines))
            }) }
            { for values::draw(frame, plot, lines, (low, high), now) }
        </g>
    }
}

/// What stands above a plot: its own lines, and the unit that several have in common.
fn name(lines: &[Line]) -> String {
    let own: Vec<&str> = lines.iter().filter(|line| !line.is_beside()).map(|line| line.label).collect();
    match lines[0].unit {
        "" | MS => own.join(", "),
        unit if own.len() > 1 => format!("{} ({unit})", own.join(", ")),
        _ => own.join(", "),
    }
}

fn one(frame: &Frame, line: &Line, (low, high): (f64, f64), now: SimTime, class: &str) -> Html {
    let seen = line.points.partition_point(|point| point.0 <= now.seconds() + 1e-9);
    let draw = |points: &[(f64, f64)]| {
        let most = MOST_POINTS.min(2 * (frame.right - frame.left).max(50.0) as usize);
        let points = decimate(points, most);
        let place = |(at, value): &(f64, f64)| (frame.x(*at), frame.y(*value, low, high));
        path(&points.iter().map(place).collect::<Vec<_>>(), line.stepped)
    };
    let later = &line.points[seen.saturating_sub(1)..];
    let mut past = line.points[..seen].to_vec();
    if let (true, Some((_, value))) = (line.stepped || later.len() < 2, past.last().copied()) {
        past.push((now.seconds(), line.now.unwrap_or(value)));
    }
    html! {
        <>
            <path class={format!("plot-line plot-later {class}")} d={draw(later)} />
            <path class={format!("plot-line {class}")} d={draw(&past)} />
        </>
    }
}

/// A length in pixels, to a tenth.
pub fn px(value: f64) -> String {
    format!("{value:.1}")
}

#[cfg(test)]
mod tests {
    use super::super::theory::Rule;
    use super::*;

    const FRAME: Frame = Frame { left: 100.0, right: 300.0, top: 0.0, height: 50.0, length: 10.0 };

    #[test]
    fn a_place_on_the_axis_and_its_time_belong_together() {
        for seconds in [0.0, 2.5, 10.0] {
            assert_eq!(FRAME.time(FRAME.x(seconds)), SimTime::from_seconds(seconds));
        }
        assert_eq!(FRAME.time(0.0), SimTime::ZERO);
        assert_eq!(FRAME.time(999.0), SimTime::from_seconds(10.0));
    }

    #[test]
    fn an_axis_has_room_for_what_theory_says() {
        let rule = Rule { value: 7.0, label: String::new() };
        assert_eq!(domain(&Chart { lines: Vec::new(), rules: vec![rule] }), (0.0, 8.0));
        assert_eq!(domain(&Chart { lines: Vec::new(), rules: Vec::new() }), (0.0, 1.0));
    }

    #[test]
    fn counts_are_steps_and_rates_are_lines() {
        let points = [(0.0, 1.0), (2.0, 3.0)];
        assert_eq!(path(&points, true), "M0.0 1.0H2.0V3.0");
        assert_eq!(path(&points, false), "M0.0 1.0L2.0 3.0");
    }
}
