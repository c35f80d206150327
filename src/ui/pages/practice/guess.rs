//! The form of a guess: choices, or a number in a field and on a slider.

use faultyard::practice::{Ask, Guess, Question, Range};
use faultyard::process::math::{ln, pow};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// The slider has so many steps.
const STEPS: f64 = 200.0;
/// A range that spans so much is laid out by its logarithm.
const WIDE: f64 = 50.0;

/// What [`GuessForm`] asks.
#[derive(Properties, PartialEq)]
pub struct GuessFormProps {
    /// The question.
    pub question: Rc<Question>,
    /// What was guessed so far.
    pub guess: Option<Guess>,
    /// It can be changed no more.
    pub locked: bool,
    /// The right choices, once they are known.
    pub right: Vec<usize>,
    /// Called with another guess.
    pub on_guess: Callback<Option<Guess>>,
}

/// The form.
#[component]
pub fn GuessForm(props: &GuessFormProps) -> Html {
    match &props.question.ask {
        Ask::Choice(predict) => html! {
            <fieldset class="practice-choices"><legend>{ &predict.question }</legend>
                { for predict.choices.iter().enumerate().map(|(place, choice)| one(props, place, &choice.text)) }
            </fieldset>
        },
        Ask::Number { question, unit, range, .. } => html! { <Number form={NumberProps {
            question: question.clone(), unit: unit.clone(), range: *range, locked: props.locked,
            guess: match props.guess { Some(Guess::Number(value)) => Some(value), _ => None },
            on_guess: props.on_guess.reform(|value: Option<f64>| value.map(Guess::Number)),
        }} /> },
    }
}

fn one(props: &GuessFormProps, place: usize, text: &str) -> Html {
    let is_right = props.right.contains(&place);
    let onchange = props.on_guess.reform(move |_: Event| Some(Guess::Choice(place)));
    html! {
        <label key={place} class={classes!("lesson-choice", is_right.then_some("is-right"))}>
            <input type="radio" name="guess" checked={props.guess == Some(Guess::Choice(place))} disabled={props.locked} {onchange} />
            <span>{ text }</span>
            if is_right { <span class="sign">{ "\u{2713} right" }</span> }
        </label>
    }
}

#[derive(PartialEq, Clone)]
struct NumberProps {
    question: String,
    unit: String,
    range: Range,
    locked: bool,
    guess: Option<f64>,
    on_guess: Callback<Option<f64>>,
}

#[derive(Properties, PartialEq)]
struct NumberForm {
    form: NumberProps,
}

#[component]
fn Number(props: &NumberForm) -> Html {
    let NumberProps { question, unit, range, locked, guess, on_guess } = &props.form;
    let (locked, scale) = (*locked, *range);
    // What is being typed may be no number yet.
    let text = use_state(String::new);
    let typed = {
        let (text, on_guess) = (text.setter(), on_guess.clone());
        move |event: InputEvent| {
            let words = value(&event);
            on_guess.emit(words.trim().replace(',', ".").parse().ok());
            text.set(words);
        }
    };
    let moved = {
        let (text, on_guess) = (text.setter(), on_guess.clone());
        move |event: InputEvent| {
            let guess = value(&event).parse::<f64>().ok().map(|step| rounded(at(scale, step / STEPS)));
            text.set(guess.map_or_else(String::new, |guess| guess.to_string()));
            on_guess.emit(guess);
        }
    };
    let place = guess.map_or(0.5, |value| part(scale, value)) * STEPS;
    html! {
        <div class="practice-number">
            <label for="guess">{ question }</label>
            <p><input id="guess" type="text" inputmode="decimal" autocomplete="off" value={(*text).clone()} disabled={locked} oninput={typed} />
                { " " }<span>{ unit }</span></p>
            <input type="range" aria-label={format!("Your guess, {} to {} {unit}", range.from, range.to)} min="0" max={STEPS.to_string()}
                step="1" value={place.round().to_string()} disabled={locked} oninput={moved} />
            <p class="practice-ends small second" aria-hidden="true"><span>{ range.from }</span><span>{ range.to }</span></p>
        </div>
    }
}

fn value(event: &InputEvent) -> String {
    let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
    input.map(|input| input.value()).unwrap_or_default()
}

/// Whether a range is laid out by its logarithm.
fn is_wide(range: Range) -> bool {
    range.from > 0.0 && range.to / range.from >= WIDE
}

/// The number at a part of the range, 0 to 1.
pub fn at(range: Range, part: f64) -> f64 {
    let Range { from, to } = range;
    if is_wide(range) { from * pow(to / from, part) } else { from + (to - from) * part }
}

/// The part of the range at which a number is, 0 to 1.
pub fn part(range: Range, value: f64) -> f64 {
    let Range { from, to } = range;
    let part = if is_wide(range) {
        ln(value.max(from) / from) / ln(to / from)
    } else {
        (value - from) / (to - from)
    };
    part.clamp(0.0, 1.0)
}

/// A number that can be said: two digits, three of great ones.
fn rounded(value: f64) -> f64 {
    let mut step = 1e-6;
    while step * 99.5 < value.abs() {
        step *= 10.0;
    }
    let rounded = (value / step).round() * step;
    // Without the dust of the division.
    (rounded * 1e6).round() / 1e6
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_on_the_slider_is_that_of_its_number_and_wide_ranges_go_by_their_logarithm() {
        for (from, to, middle) in [(0.0, 10.0, 5.0), (1.0, 10_000.0, 100.0), (10.0, 100.0, 55.0)] {
            let range = Range { from, to };
            assert!((at(range, 0.5) - middle).abs() < 1e-9 * middle, "{from} to {to}");
            assert!((part(range, middle) - 0.5).abs() < 1e-9, "{from} to {to}");
            assert_eq!([part(range, from), part(range, to), part(range, 2.0 * to)], [0.0, 1.0, 1.0]);
        }
    }

    #[test]
    fn a_guess_on_the_slider_has_two_digits() {
        assert_eq!([1_234.0, 0.1267, 87.6, 4.04].map(rounded), [1_200.0, 0.13, 88.0, 4.0]);
    }
}
