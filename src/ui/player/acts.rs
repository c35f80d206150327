//! What changes a run: acts, parameters, another run in its place or beside it.

use super::{Player, Which};
use faultyard::lab::Run;
use faultyard::process::SimTime;
use faultyard::sim::Input;

impl Player {
    /// Does something to the run, now; what cannot be done becomes the notice.
    pub fn act(&self, input: Input) -> Result<(), String> {
        let done = self.edit(|run| run.act(input.clone()));
        if done.is_ok() {
            self.change(|state| {
                if let Some(twin) = &mut state.twin {
                    let _ = twin.act(input);
                }
            });
        }
        done
    }

    /// Sets a parameter of one of the runs.
    pub fn set(&self, which: Which, key: &str, text: &str) -> Result<(), String> {
        match which {
            Which::First => self.edit(|run| run.set(key, text)),
            Which::Second => {
                let mut done = Ok(());
                self.change(|state| {
                    if let Some(twin) = &mut state.twin {
                        done = twin.set(key, text);
                        state.notice = done.clone().err();
                    }
                });
                done
            }
        }
    }

    /// Puts another run beside this one, at the same time; `None` takes it away.
    pub fn compare(&self, twin: Option<Box<dyn Run>>) {
        self.change(|state| {
            state.twin = twin;
            state.follow();
        });
    }

    /// Shows another run, at a time.
    pub fn load(&self, run: Box<dyn Run>, at: SimTime) {
        self.change(|state| {
            state.length = SimTime(run.meta().length.0);
            state.run = run;
            state.run.seek(at);
            state.playing = false;
            (state.item, state.event, state.notice, state.behind) = (None, None, None, false);
            state.follow();
        });
    }

    /// Plans something for later; it happens to both of two runs side by side.
    pub fn plan(&self, at: SimTime, input: Input) -> Result<(), String> {
        let done = self.edit(|run| run.plan(at, input.clone()));
        self.change(|state| {
            if let (Ok(()), Some(twin)) = (&done, &mut state.twin) {
                let _ = twin.plan(at, input);
            }
        });
        done
    }

    /// Goes back to a branch that was left.
    pub fn switch(&self, branch: usize) {
        self.change(|state| {
            state.run.switch(branch);
            state.event = None;
            state.follow();
        });
    }

    fn edit(&self, edit: impl FnOnce(&mut dyn Run) -> Result<(), String>) -> Result<(), String> {
        let mut done = Ok(());
        self.change(|state| {
            done = edit(&mut *state.run);
            state.notice = done.clone().err();
            state.event = None;
        });
        done
    }
}
