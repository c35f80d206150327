//! One question: the words, the guess, the run that answers, and the answer.
//!
//! ```text
//! course    how far it has come: asked, shown, answered
//! guess     the form of a guess, and the timer
//! number    a number in a field and on a slider
//! run       the run on its stage
//! answer    what was measured beside the guess, and what there is to say
//! scale     numbers on the range of the guess
//! seeds     the same with twenty seeds
//! turn      the parameters to turn, and what the run says then
//! opens     the addresses that open the run in its lab
//! measuring runs in slices
//! keys      digits choose, Enter shows, Space plays, N goes on
//! ```

mod answer;
mod course;
mod guess;
mod keys;
mod measuring;
mod number;
mod opens;
mod run;
mod scale;
mod seeds;
mod turn;

use super::asked::AskedProps;
use crate::ui::components::markdown::Markdown;
use crate::ui::pages::lab::{Of, notice};
use crate::ui::use_player::use_player;
use answer::Told;
use course::{Course, Phase, use_course};
use faultyard::practice::{Answer, Guess, Question};
use gloo::utils::{document, window};
use guess::GuessForm;
use run::run;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::prelude::*;

/// A question and its lab.
#[derive(Properties, PartialEq, Clone)]
pub struct TrialProps {
    /// The lab.
    pub entry: Of,
    /// The question.
    pub asked: AskedProps,
}

/// The question, as often as somebody wants it.
#[component]
pub fn Trial(props: &TrialProps) -> Html {
    let round = use_state(|| 0_u32);
    let again = {
        let (round, next) = (round.setter(), *round + 1);
        Callback::from(move |()| {
            round.set(next);
            window().scroll_to_with_x_and_y(0.0, 0.0);
            focus("main h1");
        })
    };
    html! { <Round key={*round} trial={props.clone()} {again} /> }
}

/// One time that it is asked.
#[derive(Properties, PartialEq, Clone)]
pub struct RoundProps {
    /// The question.
    pub trial: TrialProps,
    /// Asks it again.
    pub again: Callback<()>,
}

#[component]
fn Round(props: &RoundProps) -> Html {
    let TrialProps { entry, asked } = &props.trial;
    let question = &asked.question;
    let shown = use_player(|| (entry.0.open)(&question.scenario(asked.seed)));
    let course = use_course(props, &shown);
    let help = use_state(|| false);
    keys::use_keys(asked, &course, &shown.player, &help);
    let Course { phase, guess, .. } = &course;
    let opens = |is_open: bool| {
        let help = help.setter();
        Callback::from(move |()| help.set(is_open))
    };
    use_effect_with(**phase == Phase::Shown, |is_shown| {
        if *is_shown {
            focus("#stage");
        }
    });
    html! { <>
        <section class="practice-words" aria-label="The question">
            <Markdown text={question.text.clone()} />
            if !matches!(**phase, Phase::Answered(_)) { <GuessForm question={question.clone()} guess={**guess} course={course.clone()} help={opens(true)} /> }
        </section>
        { run(&shown, question, phase) }
        // It is there before it speaks.
        <p class="visually-hidden" role="status">{ announced(question, &course) }</p>
        if let Phase::Answered(answer) = &**phase {
            <Told trial={props.trial.clone()} shown={shown.clone()} answer={answer.clone()} guess={**guess} again={props.again.clone()} help={opens(true)} />
        }
        { notice(&shown.player) }
        if *help { <keys::Help is_choice={keys::choices(question) > 0} close={opens(false)} /> }
    </> }
}

/// What is said aloud.
fn announced(question: &Question, course: &Course) -> String {
    match &*course.phase {
        Phase::Asked => String::new(),
        Phase::Shown => "The run plays.".into(),
        Phase::Answered(Err(why)) => format!("The run gave no answer: {why}."),
        Phase::Answered(Ok(answer)) => {
            let (.., word) = verdict(question, *course.guess, answer);
            format!("{word} {}", compared(question, *course.guess, answer))
        }
    }
}

/// How a guess stands to the answer: the look, a sign, a word.
fn verdict(
    question: &Question,
    guess: Option<Guess>,
    answer: &Answer,
) -> (&'static str, &'static str, &'static str) {
    match guess.map(|guess| answer.is_right(question, guess)) {
        Some(true) => ("is-right", "\u{2713}", "Right."),
        Some(false) => ("is-wrong", "\u{2715}", "Not this time."),
        None => ("is-wrong", "\u{2715}", "Now you know."),
    }
}

/// The guess beside what was measured.
fn compared(question: &Question, guess: Option<Guess>, answer: &Answer) -> String {
    let is_number = answer.value.is_some();
    let quoted = |words: &str| if is_number { words.to_owned() } else { format!("\u{201c}{words}\u{201d}") };
    let said =
        guess.map_or_else(String::new, |guess| format!("You said {}. ", quoted(&question.said(guess))));
    let measured = if is_number { "Measured" } else { "The run shows" };
    let words = if answer.words.is_empty() { "none of these".into() } else { quoted(&answer.words) };
    format!("{said}{measured}: {words}.")
}

/// Gives the focus to the first element that a selector finds.
fn focus(selector: &str) {
    let found = document().query_selector(selector).ok().flatten();
    if let Some(element) = found.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}
