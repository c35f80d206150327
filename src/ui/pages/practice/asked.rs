//! A question whose lab is being fetched, and then the question.

use super::result::Done;
use super::trial::Trial;
use crate::ui::pages::lab::Of;
use faultyard::labs;
use faultyard::practice::{Place, Question};
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// A question to ask.
#[derive(Properties, PartialEq, Clone)]
pub struct AskedProps {
    /// It.
    pub question: Rc<Question>,
    /// The seed of its run.
    pub seed: u64,
    /// Its interview's code, and which of the five it is, from 0; none on its own.
    pub of: Option<(u64, usize)>,
    /// What comes after it, and the words that lead there.
    pub next: (Place, &'static str),
    /// Goes to another place.
    pub go: Callback<Place>,
    /// Called with what became of it.
    pub on_done: Callback<Done>,
}

/// The question, once its lab is there.
#[component]
pub fn Asked(props: &AskedProps) -> Html {
    let lab = props.question.lab().to_string();
    let there = use_state(|| labs::find(&lab).map(Of));
    let failed = use_state(|| false);
    let fetch = {
        let (there, failed) = (there.setter(), failed.setter());
        Callback::from(move |()| {
            let (there, failed, lab) = (there.clone(), failed.clone(), lab.clone());
            spawn_local(async move {
                match labs::load(&lab).await {
                    Some(entry) => there.set(Some(Of(entry))),
                    None => failed.set(true),
                }
            });
        })
    };
    use_effect_with((), {
        let (fetch, is_there) = (fetch.clone(), there.is_some());
        move |()| {
            if !is_there {
                fetch.emit(());
            }
        }
    });
    match *there {
        Some(entry) => html! { <Trial {entry} asked={props.clone()} /> },
        None if *failed => html! {
            <p role="alert">{ "The lab did not load. " }
                <button type="button" onclick={move |_: MouseEvent| { failed.set(false); fetch.emit(()); }}>{ "Try again" }</button></p>
        },
        None => html! { <p class="second" aria-busy="true">{ "The lab is loading\u{2026}" }</p> },
    }
}
