//! What only a teacher is shown: the answer before the class has it, what to notice, and what the tests hold this step to.

use super::question::{Answer, measured};
use super::step::NOTICE;
use super::verdict::said;
use crate::ui::components::markdown::Markdown;
use faultyard::lab::{Run, Scenario, Step};
use yew::prelude::*;

const HEAD: &str = "For the teacher";
const HELD: &str = "Held by a test, at the end of the run";

#[derive(Properties, PartialEq)]
pub struct NotesProps {
    /// The step.
    pub step: Step,
    /// Opens a run of the lab.
    pub open: Callback<Scenario, Box<dyn Run>>,
}

/// Closed at first, since the class may see the same screen.
#[component]
pub fn Notes(props: &NotesProps) -> Html {
    let NotesProps { step, open } = props;
    // The run is played for it, so only once somebody looks.
    let right = use_state(|| None::<Answer>);
    let look = {
        let (right, step, open) = (right.clone(), step.clone(), open.clone());
        move |_: Event| {
            if right.is_none() {
                right.set(Some(measured(&step, &open)));
            }
        }
    };
    html! {
        <details class="lesson-teacher" ontoggle={look}>
            <summary>{ HEAD }</summary>
            if let (Some(_), Some(right)) = (&step.predict, &*right) {
                <p><strong>{ said(step, right) }</strong></p>
            }
            if !step.notice.is_empty() {
                <h3 class="lesson-notice">{ NOTICE }</h3>
                <Markdown text={step.notice.clone()} />
            }
            <h3 class="lesson-notice">{ HELD }</h3>
            <ul>{ for step.script.expect.iter().map(|claim| html! { <li><code>{ claim.to_string() }</code></li> }) }</ul>
        </details>
    }
}
