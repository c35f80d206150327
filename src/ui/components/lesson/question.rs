//! A step's question: asked, locked in, answered by the run.

use super::{LessonPanelProps, verdict};
use crate::ui::components::markdown::Markdown;
use crate::ui::frame;
use faultyard::lab::{Choice, Measured, Predict, Run, Scenario, Step};
use faultyard::process::SimTime;
use serde_json::json;
use yew::prelude::*;

const PREDICT: &str = "Predict, then play.";
const LOCK: &str = "Lock and play";
const SKIP: &str = "Skip";
const LOCKED: &str = "Locked in: ";
const WAIT: &str = "The run will show who is right.";
/// Beside the right choice.
const RIGHT: &str = "✓ right";

/// How far a question has come.
#[derive(Clone, Debug, PartialEq)]
pub enum Phase {
    /// It is asked; maybe an answer is chosen.
    Asked(Option<usize>),
    /// An answer is locked in, and the run goes on.
    Locked(usize),
    /// The run has answered: the choice, if there was one, and what is right.
    Answered(Option<usize>, Answer),
}

/// What the run says to a question.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// The places of the right choices.
    pub right: Vec<usize>,
    /// What was measured, if the question is about a measure.
    pub measured: Option<Measured>,
}

/// What is right, from a run of the step's own that is played to its end.
pub fn measured(step: &Step, open: &Callback<Scenario, Box<dyn Run>>) -> Answer {
    let Some(predict) = &step.predict else { return Answer::default() };
    let mut run = open.emit(step.script.scenario.clone());
    run.advance(step.script.until, u64::MAX);
    Answer { right: predict.answers(&*run), measured: predict.measured(&*run) }
}

/// The moment at which the run stops to be judged.
pub fn moment(step: &Step) -> SimTime {
    step.predict.as_ref().and_then(Predict::moment).unwrap_or(step.script.until)
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
        let is_right = matches!(&**phase, Phase::Answered(_, answer) if answer.right.contains(&place));
        let phase = phase.clone();
        html! {
            <label key={place} class={classes!("lesson-choice", is_right.then_some("is-right"))}>
                <input type="radio" name={format!("predict-{}", step.id)} checked={chosen == Some(place)}
                    disabled={!asked} onchange={move |_| phase.set(Phase::Asked(Some(place)))} />
                { " " }<span>{ &choice.text }</span>
                if is_right { <span class="sign">{ RIGHT }</span> }
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
                player.ask(None);
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
            <p class="lesson-answer" role="status" tabindex="-1" ref={answered.clone()}>{ outcome(phase, step) }</p>
        </form>
    }
}

/// How the question stands, in words.
fn outcome(phase: &Phase, step: &Step) -> String {
    let words = |place: &usize| step.predict.as_ref().map_or("", |predict| &predict.choices[*place].text);
    match phase {
        Phase::Asked(_) => String::new(),
        Phase::Locked(choice) => format!("{LOCKED}{}. {WAIT}", words(choice)),
        Phase::Answered(choice, answer) => {
            format!("{} {}", verdict::verdict(*choice, answer), verdict::said(step, answer))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use faultyard::lab::Lesson;

    #[test]
    fn the_outcome_tells_the_measured_answer_and_never_before_the_run_has() {
        let text = "o\n## T\n```scenario a\nlab\nuntil 1s\n```\n```predict rising\nWho?\n- n2 | told \"a\"\n- n3 | told \"b\"\n```\n";
        let lesson = Lesson::parse(text).unwrap();
        let outcome = |phase: Phase| outcome(&phase, &lesson.steps[0]);
        let answered = |choice, right| Phase::Answered(choice, Answer { right, measured: None });
        assert_eq!(outcome(Phase::Asked(Some(1))), "");
        assert_eq!(outcome(Phase::Locked(1)), "Locked in: n3. The run will show who is right.");
        assert_eq!(outcome(answered(Some(1), vec![0])), "✕ Not this time. In the run: n2.");
        assert_eq!(outcome(answered(Some(0), vec![0])), "✓ Right. In the run: n2.");
        assert_eq!(outcome(answered(None, vec![])), "Skipped. In the run: none of these happened.");
    }
}
