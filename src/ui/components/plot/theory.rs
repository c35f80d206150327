//! What formulas say: a thin labelled rule in the plot, and a line of words under it.

use super::frame::{Frame, px};
use super::lines::Line;
use crate::ui::components::format::with_unit;
use faultyard::lab::{Plotted, Series, Theory};
use faultyard::process::SimTime;
use yew::prelude::*;

/// Two labels are at least so far apart, in pixels.
const APART: f64 = 13.0;

/// A level that a formula gives.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// Where it is.
    pub value: f64,
    /// What stands at it: "Mean by M/M/c 205 ms".
    pub label: String,
}

/// The rules for a measure.
pub fn rules(theories: &[Theory], measure: &Line) -> Vec<Rule> {
    let about = theories.iter().filter(|theory| theory.measure == measure.key);
    let rule = |theory: &Theory| {
        let value = *theory.value.as_ref().ok()?;
        let name = theory.formula.split(" (").next().unwrap_or_default();
        let value_told = with_unit(value, measure.unit);
        Some(Rule { value, label: format!("{} by {name} {value_told}", measure.label) })
    };
    about.filter_map(rule).collect()
}

/// Draws rules. A label stands on its rule, or under it if another is there.
pub fn draw(frame: &Frame, rules: &[Rule], (low, high): (f64, f64)) -> Vec<Html> {
    let mut told: Vec<(&Rule, f64)> =
        rules.iter().map(|rule| (rule, frame.y(rule.value, low, high))).collect();
    told.sort_by(|one, other| one.1.total_cmp(&other.1));
    let mut taken = f64::NEG_INFINITY;
    let draw = |(place, (rule, y)): (usize, (&Rule, f64))| {
        let label = if y - 3.0 < taken + APART { (y + APART - 2.0).max(taken + APART) } else { y - 3.0 };
        taken = label;
        html! {
            <g key={place} class="plot-rule">
                <line x1={px(frame.left)} x2={px(frame.right)} y1={px(y)} y2={px(y)} />
                <text x={px(frame.right - 6.0)} y={px(label)}>{ &rule.label }</text>
            </g>
        }
    };
    told.into_iter().enumerate().map(draw).collect()
}

/// A sentence for each formula: what it says beside what the run has, or why it says nothing.
pub fn words(theories: &[Theory], series: &[Series], now: SimTime) -> Vec<String> {
    let mut told: Vec<String> = Vec::new();
    for theory in theories {
        let Some(series) = series.iter().find(|series| series.key == theory.measure) else { continue };
        let sentence = match &theory.value {
            Ok(value) => format!(
                "{}: {} predicts {}; this run measures {}.",
                series.label,
                theory.formula,
                with_unit(*value, series.unit),
                so_far(series, now)
            ),
            Err(why) => format!("No formula applies: {}.", why.trim_end_matches('.')),
        };
        if !told.contains(&sentence) {
            told.push(sentence);
        }
    }
    told
}

/// What a run has of a measure: a value now, or the mean over time of what counts.
fn so_far(series: &Series, now: SimTime) -> String {
    let seen = (now.0 / series.every_us.max(1)) as usize + 1;
    let samples = || series.values.iter().take(seen).map(|value| f64::from(*value));
    let mean = match series.plotted {
        Plotted::Line => return format!("{} now", with_unit(f64::from(series.now), series.unit)),
        Plotted::Steps => samples().sum::<f64>() / samples().count().max(1) as f64,
        Plotted::Rate => {
            // A total that begins again from less does not shrink for that.
            let totals = samples().chain([f64::from(series.now)]);
            let growth =
                totals.fold((0.0, 0.0), |(sum, before), total: f64| (sum + (total - before).max(0.0), total));
            growth.0 / now.seconds().max(1e-6)
        }
    };
    format!("{} on average so far", with_unit(mean, series.unit))
}

#[cfg(test)]
mod tests {
    use super::super::lines::tests::series;
    use super::*;

    fn theory(value: Result<f64, String>) -> Theory {
        Theory { measure: "key", formula: "M/M/c (Erlang C)", value }
    }

    #[test]
    fn a_rule_is_labelled_in_short_and_what_does_not_apply_has_none() {
        let theories = [theory(Ok(205.0)), theory(Err("the servers differ".into()))];
        let rule = Rule { value: 205.0, label: "label by M/M/c 205 ms".into() };
        let line = Line::of(&series(Plotted::Line, "ms", &[1.0]), SimTime::from_ms(300));
        assert_eq!(rules(&theories, &line), [rule]);
        assert_eq!(rules(&theories, &Line { key: "other", ..line }), []);
    }

    #[test]
    fn the_run_is_told_beside_the_formula_by_what_its_measure_is() {
        let says = |plotted, values: &[f32], ms| {
            words(&[theory(Ok(2.0))], &[series(plotted, "u", values)], SimTime::from_ms(ms)).concat()
        };
        let expected = |run| format!("label: M/M/c (Erlang C) predicts 2 u; this run measures {run}.");
        assert_eq!(says(Plotted::Line, &[1.0, 2.0, 3.0], 200), expected("3 u now"));
        assert_eq!(says(Plotted::Steps, &[1.0, 2.0, 9.0], 100), expected("1.5 u on average so far"));
        assert_eq!(says(Plotted::Rate, &[0.0, 3.0, 1.0], 200), expected("15 u on average so far"));
        assert_eq!(says(Plotted::Rate, &[], 0), expected("0 u on average so far"));
    }

    #[test]
    fn one_reason_is_given_once() {
        let why = || theory(Err("the servers differ.".into()));
        let told = words(&[why(), why()], &[series(Plotted::Line, "", &[1.0])], SimTime::ZERO);
        assert_eq!(told, ["No formula applies: the servers differ."]);
    }
}
