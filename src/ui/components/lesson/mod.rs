//! The story: a step of the lesson, its question, and the answer that the run gives.

mod question;
mod teacher;

use crate::ui::components::markdown::Markdown;
use crate::ui::frame;
use crate::ui::player::Shown;
use faultyard::lab::{Lesson, Run, Scenario};
use question::{Phase, measured, question};
use serde_json::json;
use std::rc::Rc;
use yew::prelude::*;

const LESSON: &str = "Lesson";
const LIST: &str = "All steps";
const NOTICE: &str = "What to notice";
const BACK: &str = "← Back";
const NEXT: &str = "Next →";
const OPEN: &str = "Show this step again";

/// What [`LessonPanel`] shows.
#[derive(Properties, PartialEq, Clone)]
pub struct LessonPanelProps {
    /// The player, on the step's scenario.
    pub shown: Shown,
    /// The lesson.
    pub lesson: Rc<Lesson>,
    /// Which step, from 0; none while the run is not one of the lesson's.
    pub step: Option<usize>,
    /// Called with the step to go to, or with none for the list of them.
    pub on_step: Callback<Option<usize>>,
    /// Called with a step whose scenario is to be loaded, at its start.
    pub on_open: Callback<usize>,
    /// Its question comes before its story: the address asks it.
    #[prop_or_default]
    pub asks_first: bool,
    /// With the answers, for who teaches.
    #[prop_or_default]
    pub teacher: bool,
    /// Opens a run of the lab: [`faultyard::lab::Entry::open`].
    pub open: Callback<Scenario, Box<dyn Run>>,
}

/// The current step of a lesson.
#[component]
pub fn LessonPanel(props: &LessonPanelProps) -> Html {
    let Some((at, step)) = props.step.and_then(|at| Some((at, props.lesson.steps.get(at)?))) else {
        return contents(props);
    };
    let count = props.lesson.steps.len();
    let go = |to: usize| props.on_step.reform(move |_: MouseEvent| Some(to));
    let list = props.on_step.reform(|_: MouseEvent| None);
    html! {
        <section class="lesson" aria-label={step.title.clone()}>
            <p class="lesson-place"><button type="button" class="link-button" title={LIST} onclick={list}>{ "Lesson" }</button>
                { format!(" · step {} of {count}", at + 1) }</p>
            <h2 class="lesson-title">{ &step.title }</h2>
            <StepBody key={step.id.clone()} ..props_of(props) />
            <nav class="lesson-ways" aria-label="Steps of the lesson">
                <button type="button" disabled={at == 0} onclick={go(at.saturating_sub(1))}>{ BACK }</button>
                <button type="button" disabled={at + 1 >= count} onclick={go(at + 1)}>{ NEXT }</button>
            </nav>
        </section>
    }
}

/// What the lesson is about, and its steps to choose from.
fn contents(props: &LessonPanelProps) -> Html {
    let line = |(at, step): (usize, &faultyard::lab::Step)| {
        let onclick = props.on_step.reform(move |_: MouseEvent| Some(at));
        html! { <li><button type="button" class="link-button" {onclick}>{ &step.title }</button></li> }
    };
    html! {
        <section class="lesson" aria-label={LESSON}>
            <h2 class="lesson-title">{ LESSON }</h2>
            <Markdown text={props.lesson.opening.clone()} />
            <ol class="lesson-steps">{ for props.lesson.steps.iter().enumerate().map(line) }</ol>
        </section>
    }
}

fn props_of(props: &LessonPanelProps) -> LessonPanelProps {
    LessonPanelProps {
        shown: props.shown.clone(),
        lesson: props.lesson.clone(),
        on_step: props.on_step.clone(),
        on_open: props.on_open.clone(),
        open: props.open.clone(),
        ..*props
    }
}

/// A step's prose and question; its state ends with the step.
#[component]
fn StepBody(props: &LessonPanelProps) -> Html {
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
            if let Some(predict) = &step.predict { { question(props, step, predict, &phase) } }
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
