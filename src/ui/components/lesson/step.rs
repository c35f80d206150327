//! One step of a lesson, open: its prose, its question, what to notice, and for who teaches what it holds.

use super::question::{Phase, measured, moment, question};
use super::{LessonPanelProps, seeds, teacher, verdict};
use crate::ui::components::claims::ClaimsProps;
use crate::ui::components::markdown::Markdown;
use crate::ui::player::Question;
use crate::ui::{frame, lazy, look, settings};
use faultyard::lab::Predict;
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

/// Whether somebody can answer: in a room the story is not shown unless the address asks.
fn is_seen() -> bool {
    !look::is_projector() || settings::get().predict.is_some()
}

/// A step's prose and question; its state ends with the step.
#[component]
pub fn StepBody(props: &LessonPanelProps) -> Html {
    let at = props.step.unwrap_or_default();
    let step = &props.lesson.steps[at];
    let phase = use_state(|| Phase::Asked(None));
    let is_read = use_state(|| false);
    let reached = props.shown.player.run().position().now >= moment(step);
    {
        let (phase, open, player) = (phase.clone(), props.open.clone(), props.shown.player.clone());
        let (lesson, step) = (props.lesson.clone(), at);
        let locked = matches!(*phase, Phase::Locked(_));
        use_effect_with((locked && reached, step), move |(over, step)| {
            if let (true, Phase::Locked(choice)) = (*over, &*phase) {
                let step = &lesson.steps[*step];
                player.play(false);
                // The picture is of the moment that was asked about, not of a frame later.
                player.seek(moment(step));
                let answer = measured(step, &open);
                let told = json!({"id": step.id, "choice": choice, "right": answer.right});
                frame::tell("prediction", told);
                phase.set(Phase::Answered(Some(*choice), answer));
            }
        });
    }
    let asked = step.predict.is_some() && matches!(*phase, Phase::Asked(_));
    use_effect_with(asked, {
        let player = props.shown.player.clone();
        let about = step.predict.as_ref().map_or(Vec::new(), Predict::measures);
        let about = about.into_iter().map(str::to_string).collect();
        move |asked| {
            player.ask((*asked && is_seen()).then(|| Question { holds: is_asked_for(), about }));
            move || player.ask(None)
        }
    });
    let is_answered = matches!(*phase, Phase::Answered(..));
    let is_on_stage = step.predict.is_some() && !asked && !*is_read;
    let (answered, button) = use_focus((asked, is_answered, is_on_stage));
    let go_on = {
        let is_read = is_read.setter();
        Callback::from(move |_: MouseEvent| is_read.set(true))
    };
    let over = step.predict.is_none() || matches!(*phase, Phase::Answered(..));
    let again = props.on_open.clone();
    use_effect_with((over && reached, step.id.clone()), |(complete, id)| {
        if *complete {
            frame::tell("complete", json!({"id": id}));
        }
    });
    html! {
        <>
            if let (Phase::Answered(choice, answer), false) = (&*phase, *is_read) {
                { verdict::card(step, *choice, answer, &go_on, &button) }
            }
            if !props.asks_first { <Markdown text={step.story.clone()} /> }
            if let Some(predict) = &step.predict { { question(props, step, predict, (&phase, &answered)) } }
            if props.asks_first { <Markdown text={step.story.clone()} /> }
            if over && !step.notice.is_empty() {
                <h3 class="lesson-notice">{ NOTICE }</h3>
                <Markdown text={step.notice.clone()} />
            }
            if over {
                { seeds::list(step, &*props.shown.player.run()) }
                { lazy::CLAIMS.with(ClaimsProps { lab: props.shown.player.run().meta().slug, step: Some(step.id.clone()) }) }
                <button type="button" class="lesson-again" onclick={move |_| again.emit(at)}>{ OPEN }</button>
            }
            if props.teacher { <teacher::Notes step={step.clone()} open={props.open.clone()} /> }
        </>
    }
}

/// Places that take the focus when what had it is gone: the answer in words, and the card's button, which comes first. While
/// the run answers, and while the card is there, the stage is in sight: on a phone it is far from the question.
#[hook]
fn use_focus(at: (bool, bool, bool)) -> (NodeRef, NodeRef) {
    let (answered, button) = (use_node_ref(), use_node_ref());
    use_effect_with(at, {
        let (answered, button) = (answered.clone(), button.clone());
        move |(is_asked, _, is_on_stage)| {
            let is_lost = document().active_element().is_none_or(|element| element.tag_name() == "BODY");
            let place = button.cast::<HtmlElement>().or_else(|| answered.cast::<HtmlElement>());
            if let (false, true, Some(place)) = (*is_asked, is_lost, place) {
                let _ = place.focus();
            }
            if *is_on_stage {
                look::bring(".stages");
            }
        }
    });
    (answered, button)
}
