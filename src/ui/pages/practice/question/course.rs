//! How far a question has come: it is asked, its run is shown, the run has answered.

use super::super::asked::End;
use super::super::kept;
use super::run::play;
use super::{RoundProps, measuring};
use crate::ui::player::{Question as Open, Shown};
use crate::ui::use_player::clock;
use faultyard::lab::Run;
use faultyard::practice::{Answer, Done, Guess};
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// How far it has come.
#[derive(Clone, PartialEq)]
pub enum Phase {
    /// It is asked.
    Asked,
    /// The run goes on.
    Shown,
    /// The run has answered, or could not: then a sentence says why.
    Answered(Result<Answer, String>),
}

/// A question on its way.
#[derive(Clone, PartialEq)]
pub struct Course {
    /// How far it has come.
    pub phase: UseStateHandle<Phase>,
    /// What somebody thinks.
    pub guess: UseStateHandle<Option<Guess>>,
    /// Shows the run.
    pub show: Callback<()>,
    /// When it was asked, on the page's own clock in milliseconds.
    pub began_ms: f64,
    /// Whether a timer runs.
    pub timer: UseStateHandle<bool>,
}

/// Takes a question from its guess to its answer.
#[hook]
pub fn use_course(props: &RoundProps, shown: &Shown) -> Course {
    let asked = &props.trial.asked;
    let (entry, question, seed) = (props.trial.entry.0, asked.question.clone(), asked.seed);
    let player = shown.player.clone();
    let phase = use_state(|| Phase::Asked);
    let guess = use_state(|| None::<Guess>);
    let timer = use_state(kept::timer);
    let (began, took) = (use_memo((), |()| clock()), use_mut_ref(|| None::<u64>));
    let first = use_memo((), |()| player.run().scenario().clone());
    // The run that it is held against, once it is there.
    let other = use_mut_ref(|| None::<Box<dyn Run>>);
    let is_ready = use_state(|| question.against.is_none());
    let gone = use_memo((), |()| measuring::Stop::default());
    use_effect_with((), {
        let (player, until, gone) = (player.clone(), question.script.until, (*gone).clone());
        move |()| {
            player.set_length(until);
            // Nothing gives the answer away before there is a guess.
            player.ask(Some(Open { holds: true, about: Vec::new() }));
            move || gone.set(true)
        }
    });
    let show = {
        let (player, phase, question, other, is_ready) =
            (player.clone(), phase.setter(), question.clone(), other.clone(), is_ready.setter());
        let (took, began, timer, gone) = (took.clone(), *began, timer.clone(), (*gone).clone());
        Callback::from(move |()| {
            *took.borrow_mut() = timer.then(|| ((clock() - began) / 1e3) as u64);
            phase.set(Phase::Shown);
            play(&player, &question);
            let Some(changes) = &question.against else { return };
            let (script, gone) = (changes.of(&question.script), gone.clone());
            let (other, is_ready) = (other.clone(), is_ready.clone());
            spawn_local(async move {
                *other.borrow_mut() = measuring::played(entry, &script, seed, &gone).await;
                is_ready.set(true);
            });
        })
    };
    let is_over = *phase == Phase::Shown && player.is_over() && player.journey().is_none();
    use_effect_with((is_over, *is_ready), {
        let (phase, guess, on_end) = (phase.setter(), *guess, asked.on_end.clone());
        let gone = (*gone).clone();
        move |are_there: &(bool, bool)| {
            if *are_there != (true, true) {
                return;
            }
            player.play(false);
            let end = {
                let question = question.clone();
                move |answer: Result<Answer, String>| {
                    if let Ok(answer) = &answer {
                        on_end.emit(End(Done::of(&question, guess, answer, *took.borrow())));
                    }
                    phase.set(Phase::Answered(answer));
                }
            };
            if *player.run().scenario() == *first {
                return end(question.answer(&*player.run(), other.borrow().as_deref()));
            }
            // Somebody has taken part in it: then another one answers.
            let (question, other) = (Rc::clone(&question), other.clone());
            spawn_local(async move {
                if let Some(run) = measuring::played(entry, &question.script, seed, &gone).await {
                    end(question.answer(&*run, other.borrow().as_deref()));
                }
            });
        }
    });
    Course { phase, guess, show, began_ms: *began, timer }
}
