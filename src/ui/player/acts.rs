//! What changes a run: acts, and another run in its place.

use super::Player;
use faultyard::lab::Run;
use faultyard::process::SimTime;
use faultyard::sim::Input;

impl Player {
    /// Does something to the run, now; what cannot be done becomes the notice.
    pub fn act(&self, input: Input) -> Result<(), String> {
        let done = self.edit(|run| run.act(input.clone()));
        if done.is_ok() {
            self.to_others(|run| drop(run.act(input.clone())));
        }
        done
    }

    /// Shows another run, at a time.
    pub fn load(&self, run: Box<dyn Run>, at: SimTime) {
        self.change(|state| {
            state.length = SimTime(run.meta().length.0);
            state.run = run;
            state.run.seek(at);
            // Whoever loads it tells these.
            let known = state.run.warnings();
            state.said = (known.to_vec(), known.len());
            (state.playing, state.journey) = (false, None);
            (state.item, state.event, state.notice, state.behind) = (None, None, None, false);
            state.follow();
        });
    }

    /// Plans something for later; it happens to all runs side by side.
    pub fn plan(&self, at: SimTime, input: Input) -> Result<(), String> {
        let done = self.edit(|run| run.plan(at, input.clone()));
        if done.is_ok() {
            self.to_others(|run| drop(run.plan(at, input.clone())));
        }
        done
    }

    /// Goes back to a branch that was left.
    pub fn switch(&self, branch: usize) {
        self.change(|state| {
            state.journey = None;
            state.run.switch(branch);
            state.event = None;
            state.follow();
        });
    }

    pub(super) fn edit(&self, edit: impl FnOnce(&mut dyn Run) -> Result<(), String>) -> Result<(), String> {
        let mut done = Ok(());
        self.change(|state| {
            state.journey = None;
            done = edit(&mut *state.run);
            state.notice = done.clone().err();
            state.event = None;
        });
        done
    }
}
