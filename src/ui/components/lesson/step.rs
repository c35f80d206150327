//! One step of a lesson, open: its prose, its question, what to notice, and for who teaches what it holds.

use super::question::{Phase, measured, question};
use super::{LessonPanelProps, teacher};
use crate::ui::components::markdown::Markdown;
use crate::ui::{frame, settings};
use gloo::utils::document;
use serde_json::json;
use web_sys::HtmlElement;
use yew::prelude::*;

pub const NOTICE: &str = "What to notice";
const OPEN: &str = "Show this step again";

/// Whether the address asks the question, so that the run waits for its answer.
fn is_asked_for() -> bool {
    let settings = settings::get();
    settings.predict.is_some() || settings.preset.is_some()
}

/// A step's prose and question; its state ends with the step.
#[component]
pub fn StepBody(props: &LessonPanelProps) -> Html {
    let at = props.step.unwrap_or_default();
    let step = &props.lesson.steps[at];
    let phase = use_state(|| Phase::Asked(None));
    let reached = props.shown.player.run().position().now >= step.script.until;
    {
        let (phase, open, player) = (phase.clone(), props.open.clone(), props.shown.player.clone());
        let (lesson, step) = (props.lesson.clone(), at);
        let locked = matches!(*phase, Phase::Locked(_));
        use_effect_with((locked && reached, step), move |(over, step)| {
            if let (true, Phase::Locked(choice)) = (*over, &*phase) {
                player.play(false);
                let right = measured(&lesson.steps[*step], &open);
                let id = &lesson.steps[*step].id;
                frame::tell("prediction", json!({"id": id, "choice": choice, "right": right}));
                phase.set(Phase::Answered(Some(*choice), right));
            }
        });
    }
    let asked = step.predict.is_some() && matches!(*phase, Phase::Asked(_));
    use_effect_with(asked, {
        let player = props.shown.player.clone();
        move |asked| {
            player.ask(*asked && is_asked_for());
            move || player.ask(false)
        }
    });
    // The button that was pressed is gone: the focus goes to what takes its place.
    let answered = use_node_ref();
    use_effect_with((asked, answered.clone()), |(asked, answered)| {
        let body = document().active_element().is_none_or(|element| element.tag_name() == "BODY");
        if let (false, true, Some(place)) = (*asked, body, answered.cast::<HtmlElement>()) {
            let _ = place.focus();
        }
    });
    let over = step.predict.is_none() || matches!(*phase, Phase::Answered(..));
    let again = props.on_open.clone();
    use_effect_with((over && reached, step.id.clone()), |(complete, id)| {
        if *complete {
            frame::tell("complete", json!({"id": id}));
        }
    });
    html! {
        <>
            if !props.asks_first { <Markdown text={step.story.clone()} /> }
            if let Some(predict) = &step.predict { { question(props, step, predict, (&phase, &answered)) } }
            if props.asks_first { <Markdown text={step.story.clone()} /> }
            if over && !step.notice.is_empty() {
                <h3 class="lesson-notice">{ NOTICE }</h3>
                <Markdown text={step.notice.clone()} />
            }
            if over {
                <button type="button" class="lesson-again" onclick={move |_| again.emit(at)}>{ OPEN }</button>
            }
            if props.teacher { <teacher::Notes step={step.clone()} open={props.open.clone()} /> }
        </>
    }
}
