//! A question whose lab is being fetched, and then the question.

use super::TrialProps;
use super::place::{address_of, follow};
use crate::ui::lazy;
use crate::ui::pages::lab::Of;
use faultyard::labs;
use faultyard::practice::{Done, Place, Question};
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// What comes after a question, and the words that lead there.
#[derive(Clone, PartialEq)]
pub struct Next(pub Place, pub &'static str);

/// What became of a question.
#[derive(Clone, PartialEq)]
pub struct End(pub Done);

/// A question to ask.
#[derive(Properties, PartialEq, Clone)]
pub struct AskedProps {
    /// It.
    pub question: Rc<Question>,
    /// The seed of its run.
    pub seed: u64,
    /// Which of how many it is.
    pub head: String,
    /// What comes after it.
    pub next: Next,
    /// It is asked once: an interviewer does not ask again.
    pub once: bool,
    /// The list that it is in.
    pub list: Place,
    /// Goes to another place.
    pub go: Callback<Place>,
    /// Called with what became of it.
    pub on_end: Callback<End>,
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
            // Both are asked for at once.
            spawn_local(async {
                lazy::QUESTION.load().await;
            });
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
    let title = labs::card(props.question.lab()).map_or("", |card| card.title);
    let body = match *there {
        Some(entry) => lazy::QUESTION.with(TrialProps { entry, asked: props.clone() }),
        None if *failed => html! {
            <p role="alert">{ "The lab did not load. " }
                <button type="button" onclick={move |_: MouseEvent| { failed.set(false); fetch.emit(()); }}>{ "Try again" }</button></p>
        },
        None => html! { <p class="second" aria-busy="true">{ "The lab is loading\u{2026}" }</p> },
    };
    html! {
        <div class="practice-question">
            <div class="practice-title">
                <p class="practice-head small second"><a href={address_of(&props.list)} onclick={follow(&props.go, props.list.clone())}>{ "All questions" }</a>
                    <span>{ title }{ " \u{b7} " }{ &props.head }</span></p>
                <h1 tabindex="-1">{ &props.question.title }</h1>
            </div>
            { body }
        </div>
    }
}
