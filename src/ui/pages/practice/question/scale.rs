//! Numbers on the range of the guess: what was said, what was measured, what counts as right.

use faultyard::lab::figure;
use faultyard::practice::{Answer, Ask, Guess, Question, Range};
use yew::prelude::*;

/// Where dots of many runs stand one above the other, so that they can be told apart.
const LANES: usize = 4;

/// The guess and what was measured; nothing of a choice.
pub fn scale(question: &Question, guess: Option<Guess>, answer: &Answer) -> Html {
    let (Ask::Number { range, within, unit, .. }, Some(value)) = (&question.ask, answer.value) else {
        return Html::default();
    };
    let said = if let Some(Guess::Number(said)) = guess { Some(said) } else { None };
    let (least, most) = (value * (1.0 - within), value * (1.0 + within));
    let words = |value: f64| figure(value, unit);
    let told = format!(
        "On a line from {} to {}: {}measured {}; from {} to {} a guess counts as right.",
        words(range.from),
        words(range.to),
        said.map_or_else(String::new, |said| format!("you said {}, ", words(said))),
        words(value),
        words(least),
        words(most)
    );
    let mark = |value: f64, class: &'static str| {
        html! { <span {class} style={format!("left: {:.2}%", range.part(value) * 100.0)}></span> }
    };
    html! {
        <div class="practice-scale" role="img" aria-label={told}>
            <p>{ label(*range, value, format!("measured {}", words(value))) }</p>
            <div class="practice-axis">{ band(*range, least, most) }{ mark(value, "is-measured") }{ for said.map(|said| mark(said, "is-said")) }</div>
            <p>{ for said.map(|said| label(*range, said, format!("you: {}", words(said)))) }</p>
            <p class="practice-ends small second"><span>{ words(range.from) }</span><span>{ words(range.to) }</span></p>
        </div>
    }
}

/// Dots for the numbers of many runs, on the same range.
pub fn dots(question: &Question, values: &[f64], answer: &Answer, told: &str) -> Html {
    let (Ask::Number { range, within, unit, .. }, Some(value)) = (&question.ask, answer.value) else {
        return Html::default();
    };
    let dot = |(place, value): (usize, &f64)| {
        let (left, lane) = (range.part(*value) * 100.0, place % LANES);
        html! { <span class="is-dot" style={format!("left: {left:.2}%; bottom: {}px", 4 + 11 * lane)}></span> }
    };
    html! {
        <div class="practice-scale" role="img" aria-label={told.to_owned()}>
            <div class="practice-axis is-tall">{ band(*range, value * (1.0 - within), value * (1.0 + within)) }{ for values.iter().enumerate().map(dot) }</div>
            <p class="practice-ends small second"><span>{ figure(range.from, unit) }</span><span>{ figure(range.to, unit) }</span></p>
        </div>
    }
}

/// What counts as right.
fn band(range: Range, least: f64, most: f64) -> Html {
    let (left, right) = (range.part(least) * 100.0, range.part(most) * 100.0);
    html! { <span class="is-within" style={format!("left: {left:.2}%; width: {:.2}%", (right - left).max(0.5))}></span> }
}

/// Words over or under their place, and never beyond the line's ends.
fn label(range: Range, value: f64, words: String) -> Html {
    let left = range.part(value) * 100.0;
    html! { <span style={format!("left: {left:.2}%; transform: translateX(-{left:.2}%)")}>{ words }</span> }
}
