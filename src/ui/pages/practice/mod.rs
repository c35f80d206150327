//! Practice for an interview: a list of questions, a question with its run, five in a row.
//!
//! ```text
//! list      all questions, in the order in which to ask them
//! mock      the way into a mock interview
//! files     progress as a file
//! asked     a question whose lab is being fetched
//! trial     the question, the guess, the run, the answer
//! run       the run on its stage
//! guess     the form of a guess; digits choose too
//! answer    what was measured beside the guess, and what there is to say
//! seeds     the same with twenty seeds
//! measuring runs in slices
//! result    what became of an interview's five
//! kept      what the browser keeps
//! ```

mod answer;
mod asked;
mod digits;
mod files;
mod guess;
mod kept;
mod list;
mod measuring;
mod mock;
mod result;
mod run;
mod seeds;
mod trial;

use crate::ui::address;
use crate::ui::components::header::{SiteHeader, Skip};
use asked::Asked;
use faultyard::front;
use faultyard::practice::{LENGTH, Place, Progress, Question, interview, questions};
use gloo::events::EventListener;
use gloo::utils::window;
use list::List;
use result::{Done, Result};
use std::rc::Rc;
use yew::prelude::*;

/// All questions, as a property.
#[derive(Clone)]
pub struct All(Rc<Vec<Question>>);

impl PartialEq for All {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

/// The page.
#[component]
pub fn Practice() -> Html {
    let all = use_memo((), |()| All(Rc::new(questions().unwrap_or_default())));
    let (place, told) = use_place(&all);
    let progress = use_state(kept::progress);
    let done = use_state(Vec::<Done>::new);
    let go = {
        let place = place.clone();
        Callback::from(move |to: Place| {
            let address = format!("{}{}", front::PRACTICE, to.query());
            let state = wasm_bindgen::JsValue::NULL;
            if let Ok(history) = window().history() {
                let _ = history.push_state_with_url(&state, "", Some(&address));
            }
            window().scroll_to_with_x_and_y(0.0, 0.0);
            place.set(to);
        })
    };
    let on_done = {
        let (progress, done) = (progress.clone(), done.clone());
        Callback::from(move |one: Done| {
            let mut known = (*progress).clone();
            known.note(&one.id, one.right);
            kept::keep(&known);
            progress.set(known);
            let mut all = (*done).clone();
            all.retain(|other| (other.code, other.at) != (one.code, one.at));
            all.push(one);
            done.set(all);
        })
    };
    html! { <>
        <Skip to="content" words="Skip to the content" />
        <SiteHeader here={front::PRACTICE} />
        <main class="practice" id="content" tabindex="-1">
            { body(&all, &place, told, &Means { progress, done, go, on_done }) }
        </main>
    </> }
}

/// What the places have in common.
struct Means {
    progress: UseStateHandle<Progress>,
    done: UseStateHandle<Vec<Done>>,
    go: Callback<Place>,
    on_done: Callback<Done>,
}

fn body(all: &All, place: &Place, told: Option<String>, means: &Means) -> Html {
    let Means { progress, done, go, on_done } = means;
    match place {
        Place::List => {
            let set = {
                let progress = progress.clone();
                Callback::from(move |to: Progress| {
                    kept::keep(&to);
                    progress.set(to);
                })
            };
            html! { <List all={all.clone()} progress={(**progress).clone()} {set} go={go.clone()} {told} /> }
        }
        Place::Question(id) => {
            let Some(question) = all.0.iter().find(|question| question.id == *id) else { return html! {} };
            let next = progress.order(all.0.iter()).into_iter().find(|next| next.id != *id);
            let next = next.map_or(Place::List, |next| Place::Question(next.id.clone()));
            html! { <Asked key={id.clone()} question={Rc::new(question.clone())} seed={question.script.scenario.seed}
            next={(next, "Next question")} of={None::<(u64, usize)>} go={go.clone()} on_done={on_done.clone()} /> }
        }
        Place::Interview(code, at) if *at < LENGTH => {
            let asked = interview(*code, &all.0);
            let one = asked.get(*at);
            let question = one.and_then(|one| all.0.iter().find(|question| question.id == one.id));
            let (Some(one), Some(question)) = (one, question) else { return html! {} };
            let words = if at + 1 < LENGTH { "Next question" } else { "How it went" };
            html! { <Asked key={format!("{code}-{at}")} question={Rc::new(question.clone())} seed={one.seed}
            next={(Place::Interview(*code, at + 1), words)} of={Some((*code, *at))} go={go.clone()} on_done={on_done.clone()} /> }
        }
        Place::Interview(code, _) => {
            html! { <Result code={*code} all={all.clone()} done={(**done).clone()} go={go.clone()} /> }
        }
    }
}

/// Where the address says that one is, and what was not understood of it; follows the browser's back and forward.
#[hook]
fn use_place(all: &All) -> (UseStateHandle<Place>, Option<String>) {
    let first = use_memo((), |()| Place::parse(&address::query(), &all.0));
    let place = use_state(|| first.0.clone());
    use_effect_with((), {
        let (place, all) = (place.setter(), all.clone());
        move |()| {
            let listener = EventListener::new(&window(), "popstate", move |_| {
                place.set(Place::parse(&address::query(), &all.0).0);
            });
            move || drop(listener)
        }
    });
    let told = first.1.clone().filter(|_| *place == Place::List);
    (place, told)
}
