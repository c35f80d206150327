//! The story: a step of the lesson, its question, and the answer that the run gives.

mod question;
mod seeds;
mod step;
mod teacher;
mod verdict;

pub use step::StepBody;

use crate::ui::components::markdown::Markdown;
use crate::ui::lazy;
use crate::ui::player::Shown;
use faultyard::lab::{Lesson, Run, Scenario};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

const LESSON: &str = "Lesson";
const LIST: &str = "All steps";
const BACK: &str = "← Back";
const NEXT: &str = "Next →";
const GO_THROUGH: &str = "The arrow keys go through the steps";

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
            // A tag, not a fragment: a fragment among others does not begin anew with another key.
            <div key={step.id.clone()}>{ lazy::STEP.with(props.clone()) }</div>
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
        let tabindex = if at == 0 { "0" } else { "-1" };
        html! { <li><button type="button" class="link-button" {tabindex} {onclick}>{ &step.title }</button></li> }
    };
    html! {
        <section class="lesson" aria-label={LESSON}>
            <h2 class="lesson-title">{ LESSON }</h2>
            <Markdown text={props.lesson.opening.clone()} />
            // One stop of Tab, however many steps there are.
            <ol class="lesson-steps" title={GO_THROUGH} onkeydown={go_through}>{ for props.lesson.steps.iter().enumerate().map(line) }</ol>
        </section>
    }
}

/// Up and down go from step to step.
fn go_through(event: KeyboardEvent) {
    let line = event.target_dyn_into::<Element>().and_then(|on| on.closest("li").ok().flatten());
    let to = line.and_then(|line| match event.key().as_str() {
        "ArrowDown" => line.next_element_sibling(),
        "ArrowUp" => line.previous_element_sibling(),
        _ => None,
    });
    let button =
        to.and_then(|line| line.first_element_child()).and_then(|on| on.dyn_into::<HtmlElement>().ok());
    if let Some(button) = button {
        event.prevent_default();
        let _ = button.focus();
    }
}
