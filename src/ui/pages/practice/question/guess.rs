//! The form of a guess: choices, or a number; and the timer.

use super::course::{Course, Phase};
use super::number::Number;
use crate::ui::use_player::clock;
use faultyard::practice::{self, Ask, Guess, Question};
use gloo::timers::callback::Interval;
use std::rc::Rc;
use yew::prelude::*;

/// What [`GuessForm`] asks.
#[derive(Properties, PartialEq)]
pub struct GuessFormProps {
    /// The question.
    pub question: Rc<Question>,
    /// What was guessed so far.
    pub guess: Option<Guess>,
    /// How far it has come.
    pub course: Course,
    /// Tells the keys.
    pub help: Callback<()>,
}

/// The form.
#[component]
pub fn GuessForm(props: &GuessFormProps) -> Html {
    let Course { phase, guess, show, began_ms, timer } = &props.course;
    let is_asked = **phase == Phase::Asked;
    let is_ready = is_asked && props.guess.is_some();
    let onsubmit = {
        let show = show.clone();
        move |event: SubmitEvent| {
            event.prevent_default();
            if is_ready {
                show.emit(());
            }
        }
    };
    let unknown = {
        let (show, guess) = (show.clone(), guess.setter());
        move |_: MouseEvent| {
            guess.set(None);
            show.emit(());
        }
    };
    let on_number = {
        let guess = guess.setter();
        Callback::from(move |value: Option<f64>| guess.set(value.map(Guess::Number)))
    };
    let number = if let Some(Guess::Number(value)) = props.guess { Some(value) } else { None };
    html! {
        <form class="lesson-predict" {onsubmit}>
            { match &props.question.ask {
                Ask::Choice(predict) => html! {
                    <fieldset disabled={!is_asked}><legend><strong>{ &predict.question }</strong></legend>
                        { for predict.choices.iter().enumerate().map(|(place, choice)| one(props, place, &choice.text)) }
                    </fieldset>
                },
                Ask::Number { question, unit, range, .. } => html! {
                    <Number question={question.clone()} unit={unit.clone()} range={*range} locked={!is_asked} guess={number} on_guess={on_number} />
                },
            } }
            if is_asked {
                <p class="acts"><button type="submit" class="main" disabled={!is_ready}>{ "Show me" }</button>
                    <button type="button" onclick={unknown}>{ "I don\u{2019}t know: show me" }</button></p>
                <Timer began_ms={*began_ms} on={timer.clone()}>
                    <button type="button" class="link-button practice-keys" onclick={props.help.reform(|_: MouseEvent| ())}>{ "Keys" }</button>
                </Timer>
            }
        </form>
    }
}

fn one(props: &GuessFormProps, place: usize, text: &str) -> Html {
    let guess = props.course.guess.setter();
    let onchange = move |_: Event| guess.set(Some(Guess::Choice(place)));
    html! {
        <label key={place} class="lesson-choice">
            <input type="radio" name="guess" checked={props.guess == Some(Guess::Choice(place))} {onchange} />
            <span>{ text }</span><kbd aria-hidden="true">{ place + 1 }</kbd>
        </label>
    }
}

#[derive(Properties, PartialEq)]
struct TimerProps {
    began_ms: f64,
    on: UseStateHandle<bool>,
    /// What stands beside it.
    children: Html,
}

/// The time since the question was asked, if it is wanted.
#[component]
fn Timer(props: &TimerProps) -> Html {
    let redraw = use_force_update();
    use_effect_with(*props.on, move |on| {
        let ticking = on.then(|| Interval::new(1_000, move || redraw.force_update()));
        move || drop(ticking)
    });
    let onclick = {
        let (on, set) = (*props.on, props.on.setter());
        move |_: MouseEvent| {
            super::super::kept::keep_timer(!on);
            set.set(!on);
        }
    };
    let seconds = ((clock() - props.began_ms) / 1e3) as u64;
    html! {
        <p class="practice-clock small second">
            <button type="button" class="link-button" aria-pressed={props.on.to_string()} {onclick}>{ if *props.on { "Hide the timer" } else { "Show a timer" } }</button>
            if *props.on { <span role="timer">{ practice::clock(seconds) }</span> }
            { props.children.clone() }
        </p>
    }
}
