//! Going to a moment that is far away, in slices between frames: the page shows how far it has come, and stays usable.

use super::{Player, State};
use faultyard::process::SimTime;

/// Events let happen between two looks at the wall clock.
pub(super) const SLICE: u64 = 2_000;
/// What is near is reached at once: within so many milliseconds.
const AT_ONCE_MS: f64 = 80.0;
/// A slice takes about so many milliseconds.
const SLICE_MS: f64 = 25.0;

/// Where a run is on its way to.
#[derive(Clone, Copy)]
pub(super) struct Journey {
    from: SimTime,
    to: SimTime,
    /// Just after this event, where more happens at that moment.
    event: Option<u64>,
}

impl Player {
    /// Goes to a time, and there to just after an event, if one is given: at once if that is near. `clock` gives
    /// milliseconds.
    pub fn travel(&self, to: SimTime, event: Option<u64>, clock: impl Fn() -> f64) {
        self.change(|state| {
            state.run.approach(to);
            state.event = None;
            state.journey = Some(Journey { from: state.run.position().now, to, event });
            state.go_on(AT_ONCE_MS, clock);
        });
    }

    /// Goes on with the journey, if there is one; whether there was.
    pub fn go_on(&self, clock: impl Fn() -> f64) -> bool {
        let travels = self.journey().is_some();
        if travels {
            self.change(|state| state.go_on(SLICE_MS, clock));
        }
        travels
    }

    /// Ends the journey where it is.
    pub fn stay(&self) {
        self.change(|state| state.journey = None);
    }

    /// The moment that the run is on its way to, and which part of the way is done, 0 to 1.
    pub fn journey(&self) -> Option<(SimTime, f64)> {
        let state = self.0.borrow();
        let Journey { from, to, .. } = state.journey?;
        let (done, whole) = (state.run.position().now.since(from), to.since(from));
        Some((to, done.0 as f64 / whole.0.max(1) as f64))
    }
}

impl State {
    fn go_on(&mut self, budget_ms: f64, clock: impl Fn() -> f64) {
        let (began, Some(Journey { to, event, .. })) = (clock(), self.journey) else { return };
        let arrived = loop {
            if self.run.advance(to, SLICE) {
                break true;
            }
            if clock() - began > budget_ms {
                break false;
            }
        };
        if arrived {
            self.journey = None;
            if let Some(event) = event.filter(|event| *event < self.run.position().event) {
                self.run.seek_event(event);
            }
        }
        self.follow();
    }
}
