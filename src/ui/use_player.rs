//! The hook that gives a page its player and lets its clock run.

use super::frames::Frames;
use super::look;
use super::player::{Player, Shown};
use faultyard::lab::Run;
use gloo::utils::window;
use std::cell::Cell;
use std::rc::Rc;
use yew::prelude::*;

/// While a run plays, the page (not the canvas) is drawn anew at most this often, in milliseconds: less often where that
/// takes long, so that it takes no more than a part of the time.
const REDRAW_MS: (f64, f64) = (80.0, 600.0);
/// How many times as long as drawing takes the next one is after it.
const PAUSES: f64 = 5.0;
/// With reduced motion a run plays event by event, at most this often, in milliseconds.
const STEP_MS: f64 = 500.0;

/// A player for the run that `open` gives at first, playing by the browser's clock.
#[hook]
pub fn use_player(open: impl FnOnce() -> Box<dyn Run>) -> Shown {
    let redraw = use_force_update();
    let drawing = use_memo((), |()| Rc::new(Drawing::default()));
    let player = use_memo((), |_| {
        let drawing = (*drawing).clone();
        let changed = Callback::from(move |playing: bool| {
            if !playing || drawing.is_due(clock()) {
                drawing.begin(clock());
                redraw.force_update();
            }
        });
        Player::new(open(), changed)
    });
    let (ticking, drawing) = ((*player).clone(), (*drawing).clone());
    use_effect_with((), move |()| {
        let (before, stepped) = (Cell::new(None::<f64>), Cell::new(0.0));
        let frames = Frames::start(move |now| {
            drawing.end(clock());
            let elapsed = (now - before.replace(Some(now)).unwrap_or(now)) / 1e3;
            if ticking.go_on(clock) {
                // Playing begins when it is there.
            } else if !look::is_reduced() {
                ticking.tick(elapsed, clock);
            } else if now - stepped.get() >= STEP_MS {
                stepped.set(now);
                ticking.next_event(STEP_MS / 1e3);
            }
        });
        move || drop(frames)
    });
    player.shown()
}

/// When the page was drawn last, and how long that took.
#[derive(Default)]
struct Drawing {
    began: Cell<f64>,
    took: Cell<f64>,
    is_under_way: Cell<bool>,
}

impl Drawing {
    fn is_due(&self, now: f64) -> bool {
        now - self.began.get() >= (self.took.get() * PAUSES).clamp(REDRAW_MS.0, REDRAW_MS.1)
    }

    fn begin(&self, now: f64) {
        self.began.set(now);
        self.is_under_way.set(true);
    }

    /// The next frame has come: all that was drawn is laid out and painted.
    fn end(&self, now: f64) {
        if self.is_under_way.replace(false) {
            self.took.set(now - self.began.get());
        }
    }
}

/// Milliseconds of the page's own clock.
pub fn clock() -> f64 {
    window().performance().map_or(0.0, |performance| performance.now())
}
