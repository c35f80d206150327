//! The answer to a question, as a card over the stage's lower edge: what was said, what was measured, and why.

use super::question::Answer;
use crate::ui::components::format::{brief, with_unit};
use crate::ui::components::markdown::Markdown;
use faultyard::lab::{Measured, Step};
use gloo::utils::document;
use yew::prelude::*;

const RIGHT: &str = "✓ Right.";
const WRONG: &str = "✕ Not this time.";
const SKIPPED: &str = "Skipped.";
const SAID: &str = "You said";
const IN_THE_RUN: &str = "In the run";
const MEASURED: &str = "Measured";
const NO_ANSWER: &str = "none of these happened";
const GO_ON: &str = "Go on";

/// How an answer stands to what is right, in two words.
pub fn verdict(choice: Option<usize>, answer: &Answer) -> &'static str {
    match choice {
        None => SKIPPED,
        Some(choice) if answer.right.contains(&choice) => RIGHT,
        Some(_) => WRONG,
    }
}

/// What the run says, as a sentence.
pub fn said(step: &Step, answer: &Answer) -> String {
    format!("{IN_THE_RUN}: {}.", right(step, answer))
}

/// The right answers in words.
fn right(step: &Step, answer: &Answer) -> String {
    let choices = step.predict.as_ref().map_or(&[][..], |predict| &predict.choices);
    let told: Vec<&str> = answer.right.iter().map(|place| choices[*place].text.as_str()).collect();
    if told.is_empty() { NO_ANSWER.into() } else { told.join("; ") }
}

/// What was measured, with its name, its unit and its moment.
fn measured(measured: &Measured) -> String {
    let Measured { label, value, unit, at, .. } = measured;
    format!("{label} at {}: {}", brief(*at), with_unit(*value, unit))
}

/// The first sentence of what there is to notice.
fn why(notice: &str) -> String {
    let paragraph = notice.split("\n\n").next().unwrap_or_default();
    let line = paragraph.lines().map(str::trim).collect::<Vec<_>>().join(" ");
    line.split_inclusive(['.', '!', '?'])
        .scan(String::new(), |so_far, part| {
            so_far.push_str(part);
            Some(so_far.clone())
        })
        // A full stop within a number or a name ends no sentence.
        .find(|so_far| line[so_far.len()..].is_empty() || line[so_far.len()..].starts_with(' '))
        .unwrap_or_default()
}

/// The card, in the stage's own box wherever it is on the page.
pub fn card(
    step: &Step,
    choice: Option<usize>,
    answer: &Answer,
    go_on: &Callback<MouseEvent>,
    button: &NodeRef,
) -> Html {
    let Ok(Some(stage)) = document().query_selector(".stages") else { return Html::default() };
    let words = |place: usize| step.predict.as_ref().map(|predict| predict.choices[place].text.clone());
    let row = |name: &str, text: String| html! { <><dt>{ name.to_string() }</dt><dd>{ text }</dd></> };
    let theory = answer.measured.as_ref().and_then(|measured| Some((measured.theory?, measured.unit)));
    let is_right = choice.map(|choice| answer.right.contains(&choice));
    let look = match is_right {
        Some(true) => "is-right",
        Some(false) => "is-wrong",
        None => "",
    };
    let card = html! {
        <div class={classes!("verdict", look)} role="group" aria-label="The answer">
            <div class="verdict-words">
                <p class="verdict-head">{ verdict(choice, answer) }</p>
                <dl>
                    { for choice.and_then(words).map(|said| row(SAID, said)) }
                    { row(IN_THE_RUN, right(step, answer)) }
                    { for answer.measured.as_ref().map(|found| row(MEASURED, measured(found))) }
                    { for theory.map(|((formula, value), unit)| row(formula, with_unit(value, unit))) }
                </dl>
                <Markdown text={why(&step.notice)} />
            </div>
            <button type="button" class="main" ref={button.clone()} onclick={go_on.clone()}>{ GO_ON }</button>
        </div>
    };
    create_portal(card, stage)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn why_is_one_sentence_and_a_number_does_not_end_it() {
        assert_eq!(
            why("n1 loses 0.5 s each time.\nThen it rests. And so on.\n\nMore."),
            "n1 loses 0.5 s each time."
        );
        assert_eq!(why("No full stop"), "No full stop");
        assert_eq!(why(""), "");
    }
}
