//! Runs that are measured beside the page, a slice at a time.

use faultyard::lab::{Entry, Run, Script};
use faultyard::practice::{Answer, Question, Reply, SEEDS};
use gloo::timers::future::TimeoutFuture;
use std::cell::Cell;
use std::rc::Rc;

/// Events between two looks at the clock.
const SLICE: u64 = 5_000;
/// The page gets the processor back after so many milliseconds.
const SLICE_MS: f64 = 20.0;

/// A run of a script with a seed, at the script's end.
async fn played(entry: &Entry, script: &Script, seed: u64) -> Box<dyn Run> {
    let mut scenario = script.scenario.clone();
    scenario.seed = seed;
    let mut run = (entry.open)(&scenario);
    let mut began = crate::ui::use_player::clock();
    while !run.advance(script.until, SLICE) {
        if crate::ui::use_player::clock() - began >= SLICE_MS {
            TimeoutFuture::new(0).await;
            began = crate::ui::use_player::clock();
        }
    }
    run
}

/// What the question's run says with this seed.
///
/// # Errors
/// A sentence that says what was not measured.
pub async fn answer(entry: &Entry, question: &Question, seed: u64) -> Result<Answer, String> {
    let run = played(entry, &question.script, seed).await;
    let other = match &question.against {
        Some(changes) => Some(played(entry, &changes.of(&question.script), seed).await),
        None => None,
    };
    question.answer(&*run, other.as_deref())
}

/// What runs with seeds from 1 to twenty say, one after the other, until somebody says stop.
pub async fn seeds(entry: &'static Entry, question: Rc<Question>, stop: Rc<Cell<bool>>, tell: Callback) {
    let mut replies = Vec::new();
    for seed in 1..=SEEDS {
        let run = played(entry, &question.script, seed).await;
        if stop.get() {
            return;
        }
        if let Ok(reply) = question.reply(&*run) {
            replies.push(reply);
        }
        tell(replies.clone());
        TimeoutFuture::new(0).await;
    }
}

/// Called with the replies so far.
pub type Callback = Box<dyn Fn(Vec<Reply>)>;
