//! One question: the words, the guess, the run that answers, and the answer.

use super::answer::Told;
use super::asked::AskedProps;
use super::digits::use_digits;
use super::guess::GuessForm;
use super::kept;
use super::measuring;
use super::result::Done;
use super::run::{play, run, skip};
use crate::ui::components::markdown::Markdown;
use crate::ui::pages::lab::{Of, notice};
use crate::ui::player::{Player, Question as Open, Until};
use crate::ui::use_player::{clock, use_player};
use faultyard::practice::{Answer, Guess, LENGTH, Question};
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
    Answered(Found),
}

/// What the run says, or why it says nothing.
type Found = Result<Answer, String>;

/// The question.
#[component]
pub fn Trial(props: &TrialProps) -> Html {
    let (entry, question) = (props.entry.0, props.asked.question.clone());
    let scenario = question.scenario(props.asked.seed);
    let shown = use_player(|| (entry.open)(&scenario));
    let player = shown.player.clone();
    let phase = use_state(|| Phase::Asked);
    let guess = use_state(|| None::<Guess>);
    let found = use_state(|| None::<Found>);
    let began = use_mut_ref(clock);
    let heading = use_node_ref();
    use_cover(&player, &question);
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
    let ends = *phase == Phase::Shown && player.is_over();
    let end = End { phase: phase.setter(), heading: heading.clone(), guess: *guess, began: *began.borrow() };
    use_end(&props.asked, &player, (ends, (*found).clone()), end);
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

/// Nothing gives the answer away before there is a guess.
#[hook]
fn use_cover(player: &Player, question: &Question) {
    let (player, until) = (player.clone(), question.script.until);
    use_effect_with((), move |()| {
        player.set_length(until);
        player.ask(Some(Open { holds: true, about: Vec::new() }));
    });
}

/// What the end of a run changes, and what it needs for that.
struct End {
    phase: UseStateSetter<Phase>,
    heading: NodeRef,
    guess: Option<Guess>,
    began: f64,
}

/// Once the run has come to its end, and what it says was measured, the question is answered.
#[hook]
fn use_end(asked: &AskedProps, player: &Player, when: (bool, Option<Found>), end: End) {
    let (asked, player) = (asked.clone(), player.clone());
    use_effect_with(when, move |(ends, found): &(bool, Option<Found>)| {
        if let (true, Some(found)) = (*ends, found) {
            end.phase.set(Phase::Answered(found.clone()));
            player.set_until(Until::default());
            asked.on_done.emit(Done::of(&asked, end.guess, found.as_ref().ok(), clock() - end.began));
            if let Some(heading) = end.heading.cast::<HtmlElement>() {
                let _ = heading.focus();
            }
        }
    });
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
