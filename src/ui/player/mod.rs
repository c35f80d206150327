//! A run and the clock that plays it: the one state that a lab's page has.

mod acts;
mod beside;
mod clock;
mod journey;
mod looks;
mod until;

pub use beside::Which;
pub use until::Until;

use super::reading::Reading;
use faultyard::lab::{Run, Telling};
use faultyard::process::SimTime;
use faultyard::sim::RecordId;
use journey::Journey;
use std::cell::{Ref, RefCell};
use std::rc::Rc;
use yew::Callback;

/// The run on a page, shared by its components. Clones are the same player.
#[derive(Clone)]
pub struct Player(Rc<RefCell<State>>);

struct State {
    run: Box<dyn Run>,
    /// The runs beside it.
    others: Vec<Box<dyn Run>>,
    playing: bool,
    /// Simulated seconds a second.
    speed: f64,
    /// Seconds in which it was seen to play.
    watched_s: f64,
    /// What is said of it.
    telling: RefCell<Telling>,
    /// The run cannot go as fast as asked.
    behind: bool,
    /// The end of the transport's axis.
    length: SimTime,
    /// Where playing stops by itself.
    until: Until,
    item: Option<String>,
    /// Whether anything on the stage has been chosen yet.
    is_known: bool,
    event: Option<RecordId>,
    /// Where it is on its way to, slice by slice.
    journey: Option<Journey>,
    /// The question that waits for its answer.
    question: Option<Question>,
    /// What could not be done, for the page to say.
    notice: Option<String>,
    /// What has been said of what the run could not do, and of so many of its warnings.
    said: (Vec<String>, usize),
    /// The file that is being read for a command.
    reading: Option<Reading>,
    version: u64,
    changed: Callback<bool>,
}

/// A question that waits for its answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Question {
    /// Whether time waits with it.
    pub holds: bool,
    /// The keys of the measures that it asks about.
    pub about: Vec<String>,
}

/// A player at one moment, as a component's property: equal only if nothing has changed between.
#[derive(Clone)]
pub struct Shown {
    /// The player.
    pub player: Player,
    /// Grows with each change.
    pub version: u64,
}

impl PartialEq for Shown {
    fn eq(&self, other: &Self) -> bool {
        self.version == other.version && Rc::ptr_eq(&self.player.0, &other.player.0)
    }
}

impl Player {
    /// A player at the start of a run. `changed` is called after each change, with whether more will change by itself.
    pub fn new(run: Box<dyn Run>, changed: Callback<bool>) -> Player {
        let (speed, length) = (run.meta().speed, SimTime(run.meta().length.0));
        Player(Rc::new(RefCell::new(State {
            run,
            others: Vec::new(),
            playing: false,
            speed,
            watched_s: 0.0,
            telling: RefCell::default(),
            behind: false,
            length,
            until: Until::default(),
            item: None,
            is_known: false,
            event: None,
            journey: None,
            question: None,
            notice: None,
            said: (Vec::new(), 0),
            reading: None,
            version: 0,
            changed,
        })))
    }

    /// The player as it is now.
    pub fn shown(&self) -> Shown {
        Shown { player: self.clone(), version: self.0.borrow().version }
    }

    /// The run, to look at.
    pub fn run(&self) -> Ref<'_, dyn Run> {
        Ref::map(self.0.borrow(), |state| &*state.run)
    }

    /// Chooses a thing on the stage, or none.
    pub fn choose(&self, item: Option<String>) {
        self.change(|state| {
            state.is_known |= item.is_some();
            state.item = item;
        });
    }

    /// Shows how far a file has been read, or that none is.
    pub fn show_reading(&self, reading: Option<Reading>) {
        self.change(|state| state.reading = reading);
    }

    /// Says something that a person can dismiss, or dismisses it.
    pub fn tell(&self, notice: Option<String>) {
        let lines =
            |text: String| text.lines().filter(|line| !line.trim().is_empty()).collect::<Vec<_>>().join("\n");
        self.change(|state| state.notice = notice.map(lines).filter(|text| !text.is_empty()));
    }

    /// What the run could not do and nobody has been told: an input may be refused when its time comes, late on the way
    /// to a moment. `known` has been told meanwhile.
    pub fn unsaid(&self, known: &[String]) -> Vec<String> {
        let State { run, said: (said, looked), .. } = &mut *self.0.borrow_mut();
        said.extend_from_slice(known);
        let warnings = run.warnings();
        let new =
            warnings.get(*looked..).unwrap_or(warnings).iter().filter(|warning| !said.contains(warning));
        let new: Vec<String> = new.cloned().collect();
        *looked = warnings.len();
        said.extend_from_slice(&new);
        new
    }

    /// Makes the transport's axis this long: that of a run that is over by then.
    pub fn set_length(&self, length: SimTime) {
        self.change(|state| state.length = length);
    }

    fn change(&self, change: impl FnOnce(&mut State)) {
        let (playing, changed) = {
            let mut state = self.0.borrow_mut();
            change(&mut state);
            state.version += 1;
            (state.playing || state.journey.is_some(), state.changed.clone())
        };
        changed.emit(playing);
    }
}
