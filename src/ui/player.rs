//! A run and the clock that plays it: the one state that a lab's page has.

use super::reading::Reading;
use faultyard::lab::Run;
use faultyard::process::SimTime;
use faultyard::sim::{Input, RecordId};
use std::cell::{Ref, RefCell};
use std::rc::Rc;
use yew::Callback;

/// Events let happen between two looks at the wall clock.
const SLICE: u64 = 2_000;
/// A frame spends at most this long on simulation, in milliseconds.
const BUDGET_MS: f64 = 9.0;

/// The run on a page, shared by its components. Clones are the same player.
#[derive(Clone)]
pub struct Player(Rc<RefCell<State>>);

/// Which of two runs side by side.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Which {
    /// The one that the page is about.
    #[default]
    First,
    /// The one that it is compared with.
    Second,
}

struct State {
    run: Box<dyn Run>,
    /// The run beside it, on the same clock and with the same inputs.
    twin: Option<Box<dyn Run>>,
    playing: bool,
    /// Simulated seconds a second.
    speed: f64,
    /// The run cannot go as fast as asked.
    behind: bool,
    /// The end of the transport's axis.
    length: SimTime,
    item: Option<String>,
    event: Option<RecordId>,
    /// What could not be done, for the page to say.
    notice: Option<String>,
    /// The file that is being read for a command.
    reading: Option<Reading>,
    version: u64,
    changed: Callback<bool>,
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
    /// A player at the start of a run. `changed` is called after each change, with whether the run plays.
    pub fn new(run: Box<dyn Run>, changed: Callback<bool>) -> Player {
        let (speed, length) = (run.meta().speed, SimTime(run.meta().length.0));
        Player(Rc::new(RefCell::new(State {
            run,
            twin: None,
            playing: false,
            speed,
            behind: false,
            length,
            item: None,
            event: None,
            notice: None,
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

    /// The run beside it, if there is one, to look at.
    pub fn twin(&self) -> Option<Ref<'_, dyn Run>> {
        Ref::filter_map(self.0.borrow(), |state| state.twin.as_deref()).ok()
    }

    /// One of the runs, to look at: the first if there is no second.
    pub fn of(&self, which: Which) -> Ref<'_, dyn Run> {
        Ref::map(self.0.borrow(), |state| state.of(which))
    }

    /// Whether time goes on.
    pub fn is_playing(&self) -> bool {
        self.0.borrow().playing
    }

    /// Simulated seconds a second.
    pub fn speed(&self) -> f64 {
        self.0.borrow().speed
    }

    /// Whether the run cannot go as fast as asked.
    pub fn is_behind(&self) -> bool {
        self.0.borrow().behind
    }

    /// The end of the transport's axis: the lab's length, or more when the run has gone further.
    pub fn length(&self) -> SimTime {
        let state = self.0.borrow();
        state.length.max(state.run.position().seen)
    }

    /// The thing on the stage that is chosen.
    pub fn item(&self) -> Option<String> {
        self.0.borrow().item.clone()
    }

    /// The event that is chosen, or else none: then the latest is told.
    pub fn event(&self) -> Option<RecordId> {
        self.0.borrow().event
    }

    /// The file that is being read for a command.
    pub fn reading(&self) -> Option<Reading> {
        self.0.borrow().reading.clone()
    }

    /// What could not be done lately, in one line or several.
    pub fn notice(&self) -> Option<String> {
        self.0.borrow().notice.clone()
    }

    /// Starts or stops time.
    pub fn play(&self, playing: bool) {
        self.change(|state| {
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
            let ahead = (elapsed.min(0.25) * state.speed * 1e6).round() as u64;
            let target = SimTime(state.run.position().now.0.saturating_add(ahead.max(1)));
            state.behind = loop {
                if state.run.advance(target, SLICE) {
                    break false;
                }
                if clock() - began > BUDGET_MS {
                    break true;
                }
            };
            state.follow();
            let over = state.run.next_at().is_none() && state.run.position().now >= state.length;
            state.playing = !over;
        });
    }

    /// Goes one event on, while playing without motion.
    pub fn next_event(&self) {
        if self.is_playing() {
            self.change(|state| {
                let event = state.run.position().event;
                state.run.seek_event(event + 1);
                state.follow();
            });
        }
    }

    /// Goes to a time.
    pub fn seek(&self, to: SimTime) {
        self.change(|state| {
            state.run.seek(to);
            state.event = None;
            state.follow();
        });
    }

    /// Goes to just after a kernel event.
    pub fn seek_event(&self, event: u64) {
        self.change(|state| {
            state.run.seek_event(event);
            state.event = None;
            state.follow();
        });
    }

    /// Goes `by` events on, or back if it is negative, and stops there.
    pub fn step(&self, by: i64) {
        self.change(|state| {
            state.playing = false;
            let event = state.run.position().event.saturating_add_signed(by);
            state.run.seek_event(event);
            state.event = None;
            state.follow();
        });
    }

    /// Chooses a thing on the stage, or none.
    pub fn choose(&self, item: Option<String>) {
        self.change(|state| state.item = item);
    }

    /// Chooses an event: goes to the moment just after it, and stops.
    pub fn choose_event(&self, event: RecordId, at_event: u64) {
        self.change(|state| {
            state.playing = false;
            state.run.seek_event(at_event);
            state.event = Some(event);
            state.follow();
        });
    }

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

    /// Shows how far a file has been read, or that none is.
    pub fn show_reading(&self, reading: Option<Reading>) {
        self.change(|state| state.reading = reading);
    }

    /// Says something that a person can dismiss, or dismisses it.
    pub fn tell(&self, notice: Option<String>) {
        self.change(|state| state.notice = notice);
    }

    /// Makes the transport's axis this long: that of a run that is over by then.
    pub fn set_length(&self, length: SimTime) {
        self.change(|state| state.length = length);
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

    fn change(&self, change: impl FnOnce(&mut State)) {
        let (playing, changed) = {
            let mut state = self.0.borrow_mut();
            change(&mut state);
            state.version += 1;
            (state.playing, state.changed.clone())
        };
        changed.emit(playing);
    }
}

impl State {
    fn of(&self, which: Which) -> &(dyn Run + 'static) {
        match (which, &self.twin) {
            (Which::Second, Some(twin)) => &**twin,
            _ => &*self.run,
        }
    }

    /// Takes the run beside this one to the same time.
    fn follow(&mut self) {
        let now = self.run.position().now;
        if let Some(twin) = &mut self.twin {
            twin.seek(now);
        }
    }
}
