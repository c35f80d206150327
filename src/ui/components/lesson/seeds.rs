//! What of a step is this run's luck: claims that hold with some seeds only.

use crate::ui::components::format::{brief, with_unit};
use faultyard::lab::{Compare, Expectation, Run, SEEDS, Series, Step};
use yew::prelude::*;

const HEAD: &str = "With other seeds";

/// The claims of a step that other seeds may break, each with its share; nothing if there are none.
pub fn list(step: &Step, run: &dyn Run) -> Html {
    let lines = lines(step, &run.series());
    if lines.is_empty() {
        return Html::default();
    }
    html! {
        <>
            <h3 class="lesson-notice">{ HEAD }</h3>
            <ul class="lesson-seeds">{ for lines.into_iter().map(|line| html! { <li>{ line }</li> }) }</ul>
        </>
    }
}

fn lines(step: &Step, series: &[Series]) -> Vec<String> {
    let line = |claim: &Expectation| {
        let Expectation::Measure(key, compare, number, at, Some(count)) = claim else {
            return None;
        };
        let series = series.iter().find(|series| series.key == *key)?;
        let when = at.map_or(String::new(), |at| format!(" at {}", brief(at)));
        let (compare, number) = (words(*compare), with_unit(*number, series.sample_unit()));
        Some(format!("{} {compare} {number}{when}: in {count} of {SEEDS} runs", series.label))
    };
    step.script.expect.iter().filter_map(line).collect()
}

fn words(compare: Compare) -> &'static str {
    match compare {
        Compare::Less => "below",
        Compare::AtMost => "at most",
        Compare::Equal => "equal to",
        Compare::AtLeast => "at least",
        Compare::More => "above",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use faultyard::lab::{Lesson, Plotted};

    #[test]
    fn a_claim_that_other_seeds_may_break_is_told_with_its_share_and_no_other_is() {
        let text = "o\n## T\n```scenario a\nlab\nuntil 9s\nexpect wait > 1000 at 4s in 16 of 20 seeds\nexpect wait < 9\n```\n";
        let step = &Lesson::parse(text).unwrap().steps[0];
        let wait = Series {
            key: "wait",
            label: "Wait",
            unit: "ms",
            plotted: Plotted::Line,
            every_us: 1,
            values: Vec::new(),
            now: 0.0,
        };
        let lines = lines(step, &[wait]);
        let [line] = &lines[..] else { panic!("{lines:?}") };
        assert!(line.starts_with("Wait above 1") && line.ends_with("at 4 s: in 16 of 20 runs"), "{line}");
    }
}
