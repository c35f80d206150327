//! The keyboard: digits choose, Enter shows, Space plays, N goes on.

use super::super::asked::AskedProps;
use super::course::{Course, Phase};
use crate::ui::components::modal::Modal;
use crate::ui::components::transport::is_typing;
use crate::ui::keys;
use crate::ui::player::Player;
use faultyard::practice::{Ask, Guess, Question};
use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement};
use yew::prelude::*;

/// The keys and what they do.
const HELP: [(&str, &str); 5] = [
    ("1 to 9", "choose an answer"),
    ("Enter", "show the run"),
    ("Space", "play or pause"),
    ("N", "next question, once this one is answered"),
    ("?", "this list"),
];

/// How many choices a question has; none if it asks for a number.
pub fn choices(question: &Question) -> usize {
    if let Ask::Choice(predict) = &question.ask { predict.choices.len() } else { 0 }
}

/// What a key asks for.
enum Act {
    Choose(usize),
    Show,
    Play,
    Next,
    Help,
}

/// Lets keys act, while the focus is on nothing that has its own use for them.
#[hook]
pub fn use_keys(asked: &AskedProps, course: &Course, player: &Player, help: &UseStateHandle<bool>) {
    let count = choices(&asked.question);
    let (course, player, help) = (course.clone(), player.clone(), help.setter());
    let (go, next) = (asked.go.clone(), asked.next.0.clone());
    let with = (course.phase.clone(), course.guess.clone(), next.clone());
    use_effect_with(with, move |_| {
        let options = EventListenerOptions::enable_prevent_default();
        let document = gloo::utils::document();
        let listener = EventListener::new_with_options(&document, "keydown", options, move |event| {
            let event: &KeyboardEvent = event.unchecked_ref();
            let Some(act) = meant(event, &course, count) else { return };
            event.prevent_default();
            match act {
                Act::Choose(place) => course.guess.set(Some(Guess::Choice(place))),
                Act::Show => course.show.emit(()),
                Act::Play => player.play(!player.is_playing()),
                Act::Next => go.emit(next.clone()),
                Act::Help => help.set(true),
            }
        });
        move || drop(listener)
    });
}

fn meant(event: &KeyboardEvent, course: &Course, count: usize) -> Option<Act> {
    let with = event.ctrl_key() || event.meta_key() || event.alt_key();
    if with || !keys::are_on() || is_typing(event) || is_on(event, "dialog") {
        return None;
    }
    let (is_asked, is_answered) =
        (*course.phase == Phase::Asked, matches!(*course.phase, Phase::Answered(_)));
    match event.key().as_str() {
        "Enter" if is_asked && course.guess.is_some() && !is_on(event, "button, a, form") => Some(Act::Show),
        " " if !is_asked && !is_on(event, "button, a, input, summary, [role=button]") => Some(Act::Play),
        "n" | "N" if is_answered => Some(Act::Next),
        "?" => Some(Act::Help),
        digit if is_asked => {
            let place = digit.parse::<usize>().ok().filter(|place| (1..=count).contains(place))?;
            Some(Act::Choose(place - 1))
        }
        _ => None,
    }
}

fn is_on(event: &KeyboardEvent, selector: &str) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|element| element.closest(selector).ok().flatten().is_some())
}

/// What [`Help`] needs.
#[derive(Properties, PartialEq)]
pub struct HelpProps {
    /// There are choices.
    pub is_choice: bool,
    /// Closes it.
    pub close: Callback<()>,
}

/// The keys, and a switch for them.
#[component]
pub fn Help(props: &HelpProps) -> Html {
    let onchange = |event: Event| keys::switch(event.target_unchecked_into::<HtmlInputElement>().checked());
    let rows = HELP.iter().skip(usize::from(!props.is_choice));
    let row = |(key, what): &(&'static str, &'static str)| html! { <tr><th scope="row"><kbd>{ *key }</kbd></th><td>{ *what }</td></tr> };
    html! {
        <Modal title="Keys" close={props.close.clone()}>
            <table><tbody>{ for rows.map(row) }</tbody></table>
            <p class="control"><label class="switch"><input type="checkbox" checked={keys::are_on()} {onchange} /><span>{ "Use these keys" }</span></label></p>
        </Modal>
    }
}
