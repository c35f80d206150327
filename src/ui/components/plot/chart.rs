//! What stands in one plot: lines that belong together, and what theory says of them.

use super::lines::Line;
use super::theory::{Rule, rules};
use faultyard::lab::Theory;

/// At most so many lines in one plot.
const MOST_LINES: usize = 4;

/// One plot's content.
#[derive(Debug)]
pub struct Chart {
    /// Its lines, one or more.
    pub lines: Vec<Line>,
    /// The levels that formulas give.
    pub rules: Vec<Rule>,
}

/// Lines in the plots that they share, at most `most` plots: neighbours with the same unit, as p50, p95 and p99 are;
/// of runs side by side, the lines of one measure.
pub fn charts(lines: &[Line], theories: &[Theory], most: usize) -> Vec<Chart> {
    let mut charts: Vec<Chart> = Vec::new();
    for line in lines {
        let rules = if line.is_beside() { Vec::new() } else { rules(theories, line) };
        let joins = |chart: &Chart| {
            let first = &chart.lines[0];
            let same = line.of.is_some() && first.key == line.key;
            let alike = line.of.is_none() && !line.stepped && !first.stepped && first.unit == line.unit;
            same || alike && !line.unit.is_empty() && chart.lines.len() < MOST_LINES
        };
        match charts.last_mut().filter(|chart| joins(chart)) {
            Some(chart) => {
                chart.lines.push(line.clone());
                chart.rules.extend(rules);
            }
            None => charts.push(Chart { lines: vec![line.clone()], rules }),
        }
    }
    charts.truncate(most);
    charts
}

/// Of all plots those of these measures, in their order; the first ones if none is named or known. At most `most`.
pub fn chosen(all: Vec<Chart>, keys: &[String], most: usize) -> Vec<Chart> {
    let place = |chart: &Chart| keys.iter().position(|key| chart.lines.iter().any(|line| line.key == key));
    let mut named: Vec<(Option<usize>, Chart)> =
        all.into_iter().map(|chart| (place(&chart), chart)).collect();
    if named.iter().any(|(place, _)| place.is_some()) {
        named.retain(|(place, _)| place.is_some());
        named.sort_by_key(|(place, _)| *place);
    }
    named.into_iter().map(|(_, chart)| chart).take(most).collect()
}

#[cfg(test)]
mod tests {
    use super::super::lines::tests::series;
    use super::*;
    use crate::ui::player::Which;
    use faultyard::lab::Plotted;
    use faultyard::process::SimTime;

    #[test]
    fn percentiles_share_a_plot_and_steps_never_do() {
        let line = |plotted, unit| Line::of(&series(plotted, unit, &[1.0]), SimTime::from_ms(300));
        let lines = [
            line(Plotted::Line, "ms"),
            line(Plotted::Line, "ms"),
            line(Plotted::Line, "ms"),
            line(Plotted::Rate, "commits/s"),
            line(Plotted::Steps, ""),
            line(Plotted::Steps, ""),
        ];
        let counts =
            |most| charts(&lines, &[], most).iter().map(|chart| chart.lines.len()).collect::<Vec<_>>();
        assert_eq!(counts(4), [3, 1, 1, 1]);
        assert_eq!(counts(2), [3, 1]);
    }

    #[test]
    fn side_by_side_a_measure_of_all_runs_has_a_plot_to_itself() {
        let one = Line::of(&series(Plotted::Line, "ms", &[1.0]), SimTime::from_ms(300));
        let lines =
            ["p50", "p99"].map(|key| Which::ALL.map(|of| Line { of: Some(of), key, ..one.clone() })).concat();
        let keys = charts(&lines, &[], 4).iter().map(|chart| chart.lines.len()).collect::<Vec<_>>();
        assert_eq!(keys, [3, 3]);
    }
}
