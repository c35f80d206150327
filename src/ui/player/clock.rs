//! How time goes on: playing, and going to a moment.

use super::journey::SLICE;
use super::{Player, Question};
use faultyard::process::SimTime;
use faultyard::sim::RecordId;

/// A frame spends about this long on simulation at most, in milliseconds: that of all runs side by side.
const BUDGET_MS: f64 = 9.0;

/// A frame that takes longer, in seconds, shows no more than this of the run.
const LONGEST_S: f64 = 0.25;

const ANSWER_FIRST: &str = "Choose an answer first, or skip the question.";

impl Player {
    /// A question is asked, or none is any more.
    pub fn ask(&self, question: Option<Question>) {
        if self.0.borrow().question != question {
            self.change(|state| {
                state.playing &= !question.as_ref().is_some_and(|question| question.holds);
                state.question = question;
            });
        }
    }

    /// Starts or stops time. While a question waits for its answer, time does not start.
    pub fn play(&self, playing: bool) {
        self.change(|state| {
            if playing && state.question.as_ref().is_some_and(|question| question.holds) {
                state.notice = Some(ANSWER_FIRST.into());
                return;
            }
            // At the end of what is to be played, playing is playing again.
            if playing && state.run.position().now >= state.last() {
                state.run.seek(SimTime::ZERO);
                state.follow();
            }
            state.playing = playing;
            state.behind = false;
            if playing {
                state.event = None;
            }
        });
    }

    /// Sets the speed, from 0.001 simulated seconds a second to the lab's fastest.
    pub fn set_speed(&self, speed: f64) {
        self.change(|state| state.speed = speed.clamp(0.001, state.run.meta().fastest()));
    }

    /// Lets `elapsed` wall-clock seconds pass, as far as the frame's budget allows. `clock` gives milliseconds.
    pub fn tick(&self, elapsed: f64, clock: impl Fn() -> f64) {
        if !self.is_playing() {
            return;
        }
        self.change(|state| {
            let began = clock();
            state.watched_s += elapsed.min(LONGEST_S);
            let ahead = (elapsed.min(LONGEST_S) * state.speed * 1e6).round() as u64;
            let from = state.run.position().now;
            let target = SimTime(from.0.saturating_add(ahead.max(1))).min(state.last());
            let budget = BUDGET_MS / (1 + state.others.len()) as f64;
            state.behind = loop {
                if state.run.advance(target, SLICE) {
                    break false;
                }
                if clock() - began > budget {
                    break true;
                }
            };
            state.stop_where_told(from);
            state.follow();
        });
    }

    /// Goes one event on, while playing without motion; `elapsed` seconds after the one before.
    pub fn next_event(&self, elapsed: f64) {
        if self.is_playing() {
            self.change(|state| {
                state.watched_s += elapsed;
                let before = state.run.position();
                state.run.seek_event(before.event + 1);
                state.stop_where_told(before.now);
                state.follow();
            });
        }
    }

    /// Goes to a time.
    pub fn seek(&self, to: SimTime) {
        self.change(|state| {
            state.journey = None;
            state.run.seek(to);
            state.event = None;
            state.follow();
        });
    }

    /// Goes to just after a kernel event.
    pub fn seek_event(&self, event: u64) {
        self.change(|state| {
            state.journey = None;
            state.run.seek_event(event);
            state.event = None;
            state.follow();
        });
    }

    /// Goes `by` events on, or back if it is negative, and stops there.
    pub fn step(&self, by: i64) {
        self.change(|state| {
            (state.playing, state.journey) = (false, None);
            let event = state.run.position().event.saturating_add_signed(by);
            state.run.seek_event(event);
            state.event = None;
            state.follow();
        });
    }

    /// Chooses an event: goes to the moment just after it, and stops.
    pub fn choose_event(&self, event: RecordId, at_event: u64) {
        self.change(|state| {
            (state.playing, state.journey) = (false, None);
            state.run.seek_event(at_event);
            state.event = Some(event);
            state.follow();
        });
    }
}
