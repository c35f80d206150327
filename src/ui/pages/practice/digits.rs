//! Choosing with a digit.

use crate::ui::components::transport::is_typing;
use faultyard::practice::{Ask, Guess, Question};
use gloo::events::{EventListener, EventListenerOptions};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use yew::prelude::*;

/// Digits choose, while a choice is asked for.
#[hook]
pub fn use_digits(question: &Rc<Question>, guess: &UseStateHandle<Option<Guess>>, asked: bool) {
    let count = if let Ask::Choice(predict) = &question.ask { predict.choices.len() } else { 0 };
    let guess = guess.setter();
    use_effect_with((asked, count), move |&(asked, count)| {
        let options = EventListenerOptions::enable_prevent_default();
        let document = gloo::utils::document();
        let listener = EventListener::new_with_options(&document, "keydown", options, move |event| {
            let event: &KeyboardEvent = event.unchecked_ref();
            let digit = event.key().parse::<usize>().ok().filter(|digit| (1..=count).contains(digit));
            if let Some(digit) = digit.filter(|_| asked && !is_typing(event)) {
                event.prevent_default();
                guess.set(Some(Guess::Choice(digit - 1)));
            }
        });
        move || drop(listener)
    });
}
