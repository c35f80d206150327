//! The tuning view: many runs of one scenario, dealt to workers, as a heat map and as cost against what was missed.

mod crew;
mod form;
mod found;
mod front;
mod heat;
mod job;
mod panel;
mod worker;

pub use found::Found;
pub use panel::{Tuner, TunerProps};

use crate::ui::lazy::apart;
use crew::Crew;
use faultyard::lab::Sweep;
use std::cell::{Ref, RefCell};
use std::rc::Rc;
use yew::Callback;

apart! {
    /// Scores runs from now on: this is a worker.
    in tuning: pub async fn work() -> () {
        worker::start()
    }
}

/// A sweep and how far it is. Clones are the same; it lives as long as the page, whatever panel is open.
#[derive(Clone, Default)]
pub struct Tuning(Rc<RefCell<State>>);

#[derive(Default)]
struct State {
    found: Option<Found>,
    crew: Option<Crew>,
    /// Why it could not be run.
    why: Option<String>,
    changed: Callback<()>,
}

impl PartialEq for Tuning {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Tuning {
    /// Who is told of each change.
    pub fn listen(&self, changed: Callback<()>) {
        self.0.borrow_mut().changed = changed;
    }

    /// What has been found, if anything was looked for.
    pub fn found(&self) -> Option<Ref<'_, Found>> {
        Ref::filter_map(self.0.borrow(), |state| state.found.as_ref()).ok()
    }

    /// Whether runs are still to come.
    pub fn is_busy(&self) -> bool {
        self.0.borrow().crew.is_some()
    }

    /// Why it could not be run.
    pub fn why(&self) -> Option<String> {
        self.0.borrow().why.clone()
    }

    /// Runs a sweep; one that goes on is given up.
    pub fn start(&self, sweep: Result<Sweep, String>) {
        self.stop();
        match sweep.and_then(|sweep| sweep.check().map(|()| sweep)) {
            Err(why) => self.0.borrow_mut().why = Some(why),
            Ok(sweep) => {
                let cells = vec![Vec::new(); sweep.cells()];
                {
                    let mut state = self.0.borrow_mut();
                    state.why = None;
                    state.found = Some(Found { sweep: sweep.clone(), cells, done: 0 });
                }
                let tuning = self.clone();
                let crew = Crew::start(sweep, Callback::from(move |found| tuning.take(found)));
                self.0.borrow_mut().crew = Some(crew);
            }
        }
        self.tell();
    }

    /// Gives up what is still to come; what has been found stays.
    pub fn stop(&self) {
        let crew = self.0.borrow_mut().crew.take();
        if let Some(crew) = crew {
            crew.stop();
            self.tell();
        }
    }

    fn take(&self, found: crew::Found) {
        let over = {
            let mut state = self.0.borrow_mut();
            let (run, outcome) = match found {
                Ok(found) => found,
                Err(why) => {
                    state.why = Some(why);
                    drop(state);
                    return self.stop();
                }
            };
            let Some(found) = &mut state.found else { return };
            let (cell, _) = found.sweep.place(run);
            found.cells[cell].push(outcome);
            found.done += 1;
            found.done == found.sweep.runs()
        };
        if over { self.stop() } else { self.tell() }
    }

    fn tell(&self) {
        let changed = self.0.borrow().changed.clone();
        changed.emit(());
    }
}
