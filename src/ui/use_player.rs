//! The hook that gives a page its player and lets its clock run.

use super::frames::Frames;
use super::look;
use super::player::{Player, Shown};
use faultyard::lab::Run;
use gloo::utils::window;
use std::cell::Cell;
use yew::prelude::*;

/// While a run plays, the page (not the canvas) is drawn anew at most this often, in milliseconds.
const REDRAW_MS: f64 = 80.0;
/// With reduced motion a run plays event by event, at most this often, in milliseconds.
const STEP_MS: f64 = 500.0;

/// A player for the run that `open` gives at first, playing by the browser's clock.
#[hook]
pub fn use_player(open: impl FnOnce() -> Box<dyn Run>) -> Shown {
    let redraw = use_force_update();
    let player = use_memo((), |_| {
        let drawn = Cell::new(0.0);
        let changed = Callback::from(move |playing: bool| {
            let now = clock();
            if !playing || now - drawn.get() >= REDRAW_MS {
                drawn.set(now);
                redraw.force_update();
            }
        });
        Player::new(open(), changed)
    });
    let ticking = (*player).clone();
    use_effect_with((), move |()| {
        let (before, stepped) = (Cell::new(None::<f64>), Cell::new(0.0));
        let frames = Frames::start(move |now| {
            let elapsed = (now - before.replace(Some(now)).unwrap_or(now)) / 1e3;
            if ticking.go_on(clock) {
                // Playing begins when it is there.
            } else if !look::is_reduced() {
                ticking.tick(elapsed, clock);
            } else if now - stepped.get() >= STEP_MS {
                stepped.set(now);
                ticking.next_event();
            }
        });
        move || drop(frames)
    });
    player.shown()
}

/// Milliseconds of the page's own clock.
pub fn clock() -> f64 {
    window().performance().map_or(0.0, |performance| performance.now())
}
