//! One question: the words, the guess, the run that answers, and the answer.

use super::answer::Told;
use super::asked::AskedProps;
use super::guess::GuessForm;
use super::kept;
use super::measuring;
use super::result::Done;
use super::run::{play, run, skip};
use crate::ui::components::markdown::Markdown;
use crate::ui::components::transport::is_typing;
use crate::ui::pages::lab::{Of, notice};
use crate::ui::player::{Question as Open, Until};
use crate::ui::use_player::{clock, use_player};
use faultyard::practice::{Answer, Ask, Guess, LENGTH, Question};
use gloo::events::{EventListener, EventListenerOptions};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
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

/// How far it has come.
#[derive(Clone, PartialEq)]
enum Phase {
    /// It is asked.
    Asked,
    /// The run goes on.
    Shown,
    /// The run has answered, or could not: then a sentence says why.
    Answered(Result<Answer, String>),
}

/// The question.
#[component]
pub fn Trial(props: &TrialProps) -> Html {
    let (entry, question) = (props.entry.0, props.asked.question.clone());
    let scenario = question.scenario(props.asked.seed);
    let shown = use_player(|| (entry.open)(&scenario));
    let player = shown.player.clone();
    let phase = use_state(|| Phase::Asked);
    let guess = use_state(|| None::<Guess>);
    let found = use_state(|| None::<Result<Answer, String>>);
    let began = use_mut_ref(clock);
    let heading = use_node_ref();
    use_effect_with((), {
        let (player, until) = (player.clone(), question.script.until);
        move |()| {
            player.set_length(until);
            // Nothing gives the answer away before there is a guess.
            player.ask(Some(Open { holds: true, about: Vec::new() }));
        }
    });
    let show = {
        let (player, phase, found, question, seed) =
            (player.clone(), phase.setter(), found.setter(), question.clone(), props.asked.seed);
        Callback::from(move |()| {
            phase.set(Phase::Shown);
            play(&player, &question);
            let (found, question) = (found.clone(), question.clone());
            spawn_local(async move { found.set(Some(measuring::answer(entry, &question, seed).await)) });
        })
    };
    // The run has come to its end, and what it says was measured.
    let ends = *phase == Phase::Shown && player.is_over();
    use_effect_with((ends, (*found).clone()), {
        let (phase, player, heading, asked) =
            (phase.setter(), player.clone(), heading.clone(), props.asked.clone());
        let (guess, took) = (*guess, clock() - *began.borrow());
        move |(ends, found): &(bool, Option<Result<Answer, String>>)| {
            if let (true, Some(found)) = (*ends, found) {
                phase.set(Phase::Answered(found.clone()));
                player.set_until(Until::default());
                asked.on_done.emit(Done::of(&asked, guess, found.as_ref().ok(), took));
                if let Some(heading) = heading.cast::<HtmlElement>() {
                    let _ = heading.focus();
                }
            }
        }
    });
    use_digits(&question, &guess, *phase == Phase::Asked);
    let answer = match &*phase {
        Phase::Answered(answer) => Some(answer.clone()),
        _ => None,
    };
    let right = answer.iter().flatten().flat_map(|answer| answer.right.clone()).collect::<Vec<_>>();
    let onsubmit = {
        let (show, ready) = (show.clone(), guess.is_some() && *phase == Phase::Asked);
        move |event: SubmitEvent| {
            event.prevent_default();
            if ready {
                show.emit(());
            }
        }
    };
    let unknown = {
        let guess = guess.setter();
        show.reform(move |_: MouseEvent| guess.set(None))
    };
    html! {
        <div class="practice-question">
            <section class="practice-words" aria-label="The question">
                <p class="small second">{ head(props) }if *phase == Phase::Asked { { since(&began.borrow()) } }</p>
                <h1>{ &question.title }</h1>
                <Markdown text={question.text.clone()} />
                <form class="lesson-predict" {onsubmit}>
                    <GuessForm question={question.clone()} guess={*guess} locked={*phase != Phase::Asked} {right} on_guess={setter(&guess)} />
                    if *phase == Phase::Asked {
                        <button type="submit" class="main" disabled={guess.is_none()}>{ "Show me" }</button>
                        <button type="button" onclick={unknown}>{ "I don't know: show me" }</button>
                    }
                    if *phase == Phase::Shown { { skip(&player, &question) } }
                </form>
                <div tabindex="-1" ref={heading} role="status">
                    if let Some(answer) = answer { <Told entry={props.entry} asked={props.asked.clone()} {answer} guess={*guess} /> }
                </div>
            </section>
            { notice(&player) }
            { run(&shown, &question, (*phase != Phase::Asked, matches!(*phase, Phase::Answered(_)))) }
        </div>
    }
}

/// Where one is.
fn head(props: &TrialProps) -> String {
    let lab = props.entry.0.meta.title;
    match props.asked.of {
        Some((code, at)) => {
            format!("Mock interview {code} \u{b7} question {} of {LENGTH} \u{b7} {lab}", at + 1)
        }
        None => lab.into(),
    }
}

/// The time since the question was asked, if a clock is wanted.
fn since(began: &f64) -> String {
    let seconds = ((clock() - began) / 1e3) as u64;
    if kept::clock() { format!(" \u{b7} {}:{:02}", seconds / 60, seconds % 60) } else { String::new() }
}

fn setter<T: 'static>(state: &UseStateHandle<T>) -> Callback<T> {
    let setter = state.setter();
    Callback::from(move |value| setter.set(value))
}

/// Digits choose, while a choice is asked for.
#[hook]
fn use_digits(question: &Rc<Question>, guess: &UseStateHandle<Option<Guess>>, asked: bool) {
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
