//! A number to guess: in a field, and on a slider that is bound to it.

use faultyard::practice::{Range, typed};
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// The slider has so many steps.
const STEPS: f64 = 200.0;

/// What [`Number`] asks.
#[derive(Properties, PartialEq)]
pub struct NumberProps {
    /// The question.
    pub question: String,
    /// Its unit; empty if it has none.
    pub unit: String,
    /// What the slider reaches.
    pub range: Range,
    /// It can be changed no more.
    pub locked: bool,
    /// What was guessed.
    pub guess: Option<f64>,
    /// Called with another guess; with none while what is typed is no number.
    pub on_guess: Callback<Option<f64>>,
}

/// A number in a field and on a slider.
#[component]
pub fn Number(props: &NumberProps) -> Html {
    let NumberProps { question, unit, range, locked, guess, on_guess } = props;
    let (locked, range) = (*locked, *range);
    // What is being typed may be no number yet.
    let text = use_state(String::new);
    let input = {
        let (text, on_guess, unit) = (text.setter(), on_guess.clone(), unit.clone());
        move |event: InputEvent| {
            let words = event.target_unchecked_into::<HtmlInputElement>().value();
            on_guess.emit(typed(&words, &unit));
            text.set(words);
        }
    };
    let slide = {
        let (text, on_guess) = (text.setter(), on_guess.clone());
        move |event: InputEvent| {
            let place = event.target_unchecked_into::<HtmlInputElement>().value_as_number();
            let said = range.said(place / STEPS);
            text.set(said.to_string());
            on_guess.emit(Some(said));
        }
    };
    let wrong = !text.trim().is_empty() && guess.is_none();
    let place = (guess.map_or(0.5, |value| range.part(value)) * STEPS).round();
    let spoken = guess.map_or_else(|| "no guess yet".into(), |value| with_unit(value, unit));
    html! {
        <div class="practice-number">
            <label for="guess">{ question }</label>
            <p class="practice-field"><input id="guess" type="text" inputmode="decimal" autocomplete="off" value={(*text).clone()} disabled={locked}
                aria-describedby="guess-unit" aria-invalid={wrong.to_string()} oninput={input} /><span id="guess-unit">{ unit }</span>
                if wrong { <span class="small practice-wrong" role="status">{ "\u{2715} not a number" }</span> }</p>
            <input type="range" class={guess.is_none().then_some("is-open")} aria-label={format!("{question} On a slider.")} min="0" max={STEPS.to_string()} step="1" value={place.to_string()}
                aria-valuetext={spoken} disabled={locked} oninput={slide} />
            <p class="practice-ends small second" aria-hidden="true"><span>{ with_unit(range.from, unit) }</span><span>{ with_unit(range.to, unit) }</span></p>
        </div>
    }
}

fn with_unit(value: f64, unit: &str) -> String {
    faultyard::lab::figure(value, unit)
}
