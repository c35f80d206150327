//! Where playing stops by itself: at the end, at marks, at faults; or begins again.

use super::{Player, State};
use faultyard::embed;
use faultyard::lab::{Event, Run};
use faultyard::link::PauseAt;
use faultyard::process::{Salience, SimTime};

/// Where playing stops by itself.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Until {
    /// Playing ends here; none for where the run itself ends.
    pub end: Option<SimTime>,
    /// At the end playing begins again.
    pub repeat: bool,
    /// Moments at which it pauses.
    pub pause_at: PauseAt,
}

impl Player {
    /// Says where playing stops by itself.
    pub fn set_until(&self, until: Until) {
        self.change(|state| state.until = until);
    }

    /// Whether playing has come to its end.
    pub fn is_over(&self) -> bool {
        self.0.borrow().is_over()
    }
}

impl State {
    /// Whether playing has come to its end.
    pub(super) fn is_over(&self) -> bool {
        let now = self.run.position().now;
        let ended = self.run.next_at().is_none() && now >= self.length;
        ended || now >= self.last()
    }

    /// The time beyond which nothing is played.
    pub(super) fn last(&self) -> SimTime {
        let repeated = || self.until.repeat.then_some(self.length);
        self.until.end.or_else(repeated).unwrap_or(SimTime::MAX)
    }

    /// After playing from a time on: goes back to the first moment at which to pause, and stops or begins again at
    /// the end.
    pub(super) fn stop_where_told(&mut self, from: SimTime) {
        if let Some(at) = self.first_listed(from) {
            self.run.seek(at);
            self.playing = false;
        } else if let Some(event) = self.first_pause(from) {
            self.run.seek_event(event.event);
            self.event = Some(event.id);
            self.playing = false;
        } else if self.is_over() {
            self.playing = self.until.repeat;
            if self.until.repeat {
                self.run.seek(SimTime::ZERO);
            }
        }
    }

    /// The first of the listed marks after a time, up to now.
    fn first_listed(&self, from: SimTime) -> Option<SimTime> {
        let PauseAt::Listed(ids) = &self.until.pause_at else { return None };
        let marks = embed::marks(&*self.run);
        let now = self.run.position().now;
        let passed = marks.iter().filter(|mark| ids.contains(&mark.id) && mark.t > from && mark.t <= now);
        passed.map(|mark| mark.t).min()
    }

    /// The first event after a time, up to now, at which to pause.
    fn first_pause(&self, from: SimTime) -> Option<Event> {
        let salience = match self.until.pause_at {
            PauseAt::Marks => Salience::Milestone,
            PauseAt::Faults => Salience::Fault,
            _ => return None,
        };
        latest(&*self.run, from).into_iter().find(|event| event.salience >= salience)
    }
}

/// The events after a time, up to now, oldest first.
fn latest(run: &dyn Run, from: SimTime) -> Vec<Event> {
    const STEP: u64 = 256;
    let (mut first, mut events) = (run.position().record, Vec::new());
    loop {
        let start = first.saturating_sub(STEP);
        let older = run.events(start, (first - start) as usize);
        let done = start == 0 || older.first().is_none_or(|event| event.at <= from);
        events.splice(0..0, older.into_iter().filter(|event| event.at > from));
        if done {
            return events;
        }
        first = start;
    }
}
