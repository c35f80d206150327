//! What a step is about, read from its own claims: the measures and the settings that it names, the moment at which its
//! question is judged, and what the run measured there.

use super::{Expectation, Predict, Run, Step};
use crate::process::SimTime;
use crate::sim::Input;

/// So many controls are shown with a step; the others are a click away.
const MOST_CONTROLS: usize = 3;

/// What a run measured of what a question asks.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// The measure's name.
    pub label: &'static str,
    /// Its value.
    pub value: f64,
    /// Its unit; of a running total, what is counted.
    pub unit: &'static str,
    /// When.
    pub at: SimTime,
    /// What theory says of it: the formula's name and its value.
    pub theory: Option<(&'static str, f64)>,
}

impl Predict {
    /// The keys of the measures that the answers are about.
    pub fn measures(&self) -> Vec<&str> {
        once(self.choices.iter().filter_map(|choice| key(&choice.right_if)))
    }

    /// The moment that is asked about, if all answers are about moments before the end: the latest of them.
    pub fn moment(&self) -> Option<SimTime> {
        let moments = self.choices.iter().map(|choice| match &choice.right_if {
            Expectation::Measure(_, _, _, at, _) => *at,
            _ => None,
        });
        moments.collect::<Option<Vec<SimTime>>>()?.into_iter().max()
    }

    /// What the run measured of what is asked, if the answers are about one measure at one moment.
    pub fn measured(&self, run: &dyn Run) -> Option<Measured> {
        let mut asked = self.choices.iter().map(|choice| match &choice.right_if {
            Expectation::Measure(key, _, _, at, _) => Some((key, *at)),
            _ => None,
        });
        let (key, at) = asked.next()??;
        if !asked.all(|other| other == Some((key, at))) {
            return None;
        }
        let series = run.series().into_iter().find(|series| series.key == key)?;
        let at = at.unwrap_or(run.position().now);
        let value = f64::from(*series.values.get((at.0 / series.every_us) as usize)?);
        let theory =
            run.theory().into_iter().find(|theory| theory.measure == key && series.unit_is_its_own());
        let theory = theory.and_then(|theory| Some((theory.formula, theory.value.ok()?)));
        Some(Measured { label: series.label, value, unit: series.sample_unit(), at, theory })
    }
}

impl Step {
    /// The keys of the measures that its question and its claims are about, those of the question first.
    pub fn measures(&self) -> Vec<&str> {
        let asked = self.predict.iter().flat_map(Predict::measures);
        once(asked.chain(self.script.expect.iter().filter_map(key)))
    }

    /// The keys of the settings that it is about: what changes on the way, then what its run begins with.
    pub fn controls(&self) -> Vec<&str> {
        let changed = self.script.scenario.inputs.iter().filter_map(|timed| match &timed.input {
            Input::Set { key, .. } => Some(&**key),
            _ => None,
        });
        let mut controls = once(changed.chain(self.script.scenario.params.iter().map(|(key, _)| &**key)));
        controls.truncate(MOST_CONTROLS);
        controls
    }
}

fn key(claim: &Expectation) -> Option<&str> {
    if let Expectation::Measure(key, ..) = claim { Some(key) } else { None }
}

/// Each once, in the order in which they come.
fn once<'a>(all: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut kept = Vec::new();
    all.for_each(|one| {
        if !kept.contains(&one) {
            kept.push(one);
        }
    });
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::Lesson;
    use crate::lab::trial::TRIAL;

    fn step(predict: &str) -> Step {
        let text = format!(
            "o\n## T\n```scenario a\ntrial n=4 loss=5 seed=1\nat 1s set loss=10\nuntil 2s\nexpect up = 4\n```\n```predict\nHow many?\n{predict}\n```\n"
        );
        Lesson::parse(&text).unwrap().steps.remove(0)
    }

    #[test]
    fn a_step_shows_what_it_claims_and_sets_and_first_what_it_asks_and_changes() {
        let step = step("- 1 | sent < 2\n- 2 | sent > 1 at 1s");
        assert_eq!((step.measures(), step.controls()), (vec!["sent", "up"], vec!["loss", "n"]));
    }

    #[test]
    fn a_question_is_judged_at_its_moment_if_all_its_answers_name_one() {
        let moment = |predict: &str| step(predict).predict.unwrap().moment();
        assert_eq!(moment("- 1 | up < 2 at 1s\n- 2 | up > 1 at 1.5s"), Some(SimTime::from_ms(1_500)));
        assert_eq!(moment("- 1 | up < 2 at 1s\n- 2 | up > 1"), None);
        assert_eq!(moment("- 1 | told \"x\"\n- 2 | up > 1 at 1s"), None);
    }

    #[test]
    fn what_was_measured_is_said_only_if_all_answers_are_about_it() {
        let key = "beats";
        let run = {
            let mut run = (TRIAL.open)(&crate::lab::Scenario::new("trial", 1));
            run.seek(SimTime::from_ms(2_000));
            run
        };
        let measured = |predict: String| step(&predict).predict.unwrap().measured(&*run);
        let series = run.series().into_iter().find(|series| series.key == key).unwrap();
        let value = f64::from(series.values[(1_000_000 / series.every_us) as usize]);
        let one = measured(format!("- a | {key} < 2 at 1s\n- b | {key} >= 2 at 1s")).unwrap();
        assert_eq!((one.label, one.value, one.at), (series.label, value, SimTime::from_ms(1_000)));
        assert_eq!(measured(format!("- a | {key} < 2 at 1s\n- b | {key} >= 2")), None);
        assert_eq!(measured(format!("- a | {key} < 2\n- b | told \"x\"")), None);
    }
}
