//! How far a question has come: it is asked, its run is shown, the run has answered.

use super::super::asked::End;
use super::super::kept;
use super::RoundProps;
use super::measuring::{self, Stop};
use super::run::play;
use crate::ui::player::{Player, Question as Open, Shown};
use crate::ui::use_player::clock;
use faultyard::lab::{Entry, Run, Scenario};
use faultyard::practice::{Answer, Done, Guess, Question};
use std::cell::RefCell;
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
    let runs = use_memo((), |()| Runs {
        entry: props.trial.entry.0,
        question: asked.question.clone(),
        seed: asked.seed,
        first: shown.player.run().scenario().clone(),
        other: Rc::default(),
        gone: Stop::default(),
    });
    let phase = use_state(|| Phase::Asked);
    let guess = use_state(|| None::<Guess>);
    let timer = use_state(kept::timer);
    let (began, took) = (use_memo((), |()| clock()), use_mut_ref(|| None::<u64>));
    let is_ready = use_state(|| asked.question.against.is_none());
    use_cover(&shown.player, &runs);
    let show = {
        let (player, runs, phase, is_ready) =
            (shown.player.clone(), (*runs).clone(), phase.setter(), is_ready.setter());
        let (took, began, timer) = (took.clone(), *began, timer.clone());
        Callback::from(move |()| {
            *took.borrow_mut() = timer.then(|| ((clock() - began) / 1e3) as u64);
            phase.set(Phase::Shown);
            play(&player, &runs.question);
            let (runs, is_ready) = (runs.clone(), is_ready.clone());
            spawn_local(async move {
                runs.play_other().await;
                is_ready.set(true);
            });
        })
    };
    let is_over = *phase == Phase::Shown && shown.player.is_over() && shown.player.journey().is_none();
    use_effect_with(is_over && *is_ready, {
        let (player, runs, on_end) = (shown.player.clone(), (*runs).clone(), asked.on_end.clone());
        let (phase, guess) = (phase.setter(), *guess);
        move |is_there: &bool| {
            if !is_there {
                return;
            }
            player.play(false);
            spawn_local(async move {
                let Some(answer) = runs.answer(&player).await else { return };
                if let Ok(answer) = &answer {
                    on_end.emit(End(Done::of(&runs.question, guess, answer, *took.borrow())));
                }
                phase.set(Phase::Answered(answer));
            });
        }
    });
    Course { phase, guess, show, began_ms: *began, timer }
}

/// Nothing gives the answer away before there is a guess; and who leaves the question leaves its runs.
#[hook]
fn use_cover(player: &Player, runs: &Runs) {
    let (player, until, gone) = (player.clone(), runs.question.script.until, runs.gone.clone());
    use_effect_with((), move |()| {
        player.set_length(until);
        player.ask(Some(Open { holds: true, about: Vec::new() }));
        move || gone.set(true)
    });
}

/// The question's runs beside the one that is shown.
#[derive(Clone)]
struct Runs {
    entry: &'static Entry,
    question: Rc<Question>,
    seed: u64,
    /// The run as it is shown, unless somebody takes part in it.
    first: Scenario,
    /// The run that it is held against, once it is there.
    other: Rc<RefCell<Option<Box<dyn Run>>>>,
    gone: Stop,
}

impl Runs {
    /// Plays the run that it is held against, if there is one.
    async fn play_other(&self) {
        if let Some(changes) = &self.question.against {
            let script = changes.of(&self.question.script);
            let run = measuring::played(self.entry, &script, self.seed, &self.gone).await;
            self.other.replace(run);
        }
    }

    /// What the run that was shown says; another one, if somebody has taken part in it. None if nobody waits for it.
    async fn answer(&self, player: &Player) -> Option<Result<Answer, String>> {
        if *player.run().scenario() == self.first {
            return Some(self.question.answer(&*player.run(), self.other.borrow().as_deref()));
        }
        let run = measuring::played(self.entry, &self.question.script, self.seed, &self.gone).await?;
        Some(self.question.answer(&*run, self.other.borrow().as_deref()))
    }
}
