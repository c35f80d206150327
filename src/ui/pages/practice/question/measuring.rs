//! Runs that are measured beside the page, a slice at a time.

use crate::ui::use_player::clock;
use faultyard::lab::{Entry, Run, Script};
use faultyard::practice::{Question, Reply, SEEDS};
use gloo::timers::future::TimeoutFuture;
use std::cell::Cell;
use std::rc::Rc;

/// Events between two looks at the clock.
const SLICE: u64 = 2_000;
/// The page gets the processor back after so many milliseconds.
const SLICE_MS: f64 = 12.0;

/// Set where nobody waits for it any more.
pub type Stop = Rc<Cell<bool>>;

/// A run of a script with a seed, at the script's end; none if it was stopped before.
pub async fn played(entry: &Entry, script: &Script, seed: u64, stop: &Stop) -> Option<Box<dyn Run>> {
    let mut scenario = script.scenario.clone();
    scenario.seed = seed;
    let mut run = (entry.open)(&scenario);
    let mut began = clock();
    while !run.advance(script.until, SLICE) {
        if clock() - began >= SLICE_MS {
            TimeoutFuture::new(0).await;
            if stop.get() {
                return None;
            }
            began = clock();
        }
    }
    Some(run)
}

/// What runs with seeds from 1 to twenty say, one after the other, until somebody says stop.
pub async fn seeds(entry: &'static Entry, question: Rc<Question>, stop: Stop, tell: impl Fn(Vec<Reply>)) {
    let mut replies = Vec::new();
    for seed in 1..=SEEDS {
        let Some(run) = played(entry, &question.script, seed, &stop).await else { return };
        replies.extend(question.reply(&*run));
        tell(replies.clone());
        TimeoutFuture::new(0).await;
        if stop.get() {
            return;
        }
    }
}
