//! A step's question: asked, locked in, answered by the run.

use super::LessonPanelProps;
use crate::ui::components::markdown::Markdown;
use crate::ui::frame;
use faultyard::lab::{Choice, Predict, Run, Scenario, Step};
use faultyard::process::SimTime;
use serde_json::json;
use yew::prelude::*;

const PREDICT: &str = "Predict, then play.";
const LOCK: &str = "Lock and play";
const SKIP: &str = "Skip";
const LOCKED: &str = "Locked in: ";
const WAIT: &str = "The run will show who is right.";
const RIGHT: &str = "✓ Right. ";
const WRONG: &str = "✕ Not this time. ";
const SKIPPED: &str = "Skipped. ";
const MEASURED: &str = "In the run: ";
const NO_ANSWER: &str = "none of these happened";

/// How far a question has come.
#[derive(Clone, Debug, PartialEq)]
pub enum Phase {
    /// It is asked; maybe an answer is chosen.
    Asked(Option<usize>),
    /// An answer is locked in, and the run goes on.
    Locked(usize),
    /// The run has answered: the choice, if there was one, and what is right.
    Answered(Option<usize>, Vec<usize>),
}

/// What is right, from a run of the step's own that is played to its end.
pub fn measured(step: &Step, open: &Callback<Scenario, Box<dyn Run>>) -> Vec<usize> {
    let mut run = open.emit(step.script.scenario.clone());
    run.advance(step.script.until, u64::MAX);
    step.predict.as_ref().map_or(Vec::new(), |predict| predict.answers(&*run))
}

/// The question with its choices.
pub fn question(
    props: &LessonPanelProps,
    step: &Step,
    predict: &Predict,
    (phase, answered): (&UseStateHandle<Phase>, &NodeRef),
) -> Html {
    let chosen = match **phase {
        Phase::Asked(chosen) => chosen,
        Phase::Locked(chosen) => Some(chosen),
        Phase::Answered(chosen, _) => chosen,
    };
    let asked = matches!(**phase, Phase::Asked(_));
    let choice = |(place, choice): (usize, &Choice)| {
        let phase = phase.clone();
        html! {
            <label key={place} class="lesson-choice">
                <input type="radio" name={format!("predict-{}", step.id)} checked={chosen == Some(place)}
                    disabled={!asked} onchange={move |_| phase.set(Phase::Asked(Some(place)))} />
                { " " }{ &choice.text }
            </label>
        }
    };
    let lock = {
        let (phase, on_open, player, at) = (
            phase.clone(),
            props.on_open.clone(),
            props.shown.player.clone(),
            props.step.unwrap_or_default(),
        );
        let id = step.id.clone();
        move |_| {
            if let Phase::Asked(Some(choice)) = *phase {
                player.ask(false);
                on_open.emit(at);
                player.seek(SimTime::ZERO);
                player.play(true);
                phase.set(Phase::Locked(choice));
                frame::tell("prediction", json!({"id": id, "choice": choice}));
            }
        }
    };
    let skip = {
        let (phase, open, step) = (phase.clone(), props.open.clone(), step.clone());
        move |_| phase.set(Phase::Answered(None, measured(&step, &open)))
    };
    html! {
        <form class={classes!("lesson-predict", (asked && props.asks_first).then_some("asks-first"))} onsubmit={|event: SubmitEvent| event.prevent_default()}>
            <fieldset>
                <legend><strong>{ PREDICT }</strong><Markdown text={predict.question.clone()} /></legend>
                { for predict.choices.iter().enumerate().map(choice) }
            </fieldset>
            if asked {
                <button type="button" class="primary" disabled={chosen.is_none()} onclick={lock}>{ LOCK }</button>
                <button type="button" onclick={skip}>{ SKIP }</button>
            }
            <p class="lesson-answer" role="status" tabindex="-1" ref={answered.clone()}>{ outcome(phase, predict) }</p>
        </form>
    }
}

/// How the question stands, in words.
fn outcome(phase: &Phase, predict: &Predict) -> String {
    let words = |place: &usize| predict.choices[*place].text.clone();
    match phase {
        Phase::Asked(_) => String::new(),
        Phase::Locked(choice) => format!("{LOCKED}{}. {WAIT}", words(choice)),
        Phase::Answered(choice, right) => {
            let verdict = match choice {
                None => SKIPPED,
                Some(choice) if right.contains(choice) => RIGHT,
                Some(_) => WRONG,
            };
            format!("{verdict}{}", answer(predict, right))
        }
    }
}

/// What the run says.
pub fn answer(predict: &Predict, right: &[usize]) -> String {
    let told: Vec<&str> = right.iter().map(|place| predict.choices[*place].text.as_str()).collect();
    let told = if told.is_empty() { NO_ANSWER.into() } else { told.join("; ") };
    format!("{MEASURED}{told}.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use faultyard::lab::Lesson;

    #[test]
    fn the_outcome_tells_the_measured_answer_and_never_before_the_run_has() {
        let text = "o\n## T\n```scenario a\nlab\nuntil 1s\n```\n```predict rising\nWho?\n- n2 | told \"a\"\n- n3 | told \"b\"\n```\n";
        let lesson = Lesson::parse(text).unwrap();
        let predict = lesson.steps[0].predict.as_ref().unwrap();
        assert_eq!(outcome(&Phase::Asked(Some(1)), predict), "");
        assert_eq!(outcome(&Phase::Locked(1), predict), "Locked in: n3. The run will show who is right.");
        assert_eq!(outcome(&Phase::Answered(Some(1), vec![0]), predict), "✕ Not this time. In the run: n2.");
        assert_eq!(outcome(&Phase::Answered(Some(0), vec![0]), predict), "✓ Right. In the run: n2.");
        assert_eq!(
            outcome(&Phase::Answered(None, vec![]), predict),
            "Skipped. In the run: none of these happened."
        );
    }
}
