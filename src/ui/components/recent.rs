//! The latest events of a run, fetched bit by bit: those that are new since the last look.
//!
//! What was seen later than now is kept as long as the scenario is the same, so that choosing an event in the past
//! does not take its effects out of sight.

use crate::ui::player::{Shown, Which};
use faultyard::lab::{Event, Run, Scenario};
use faultyard::sim::RecordId;
use std::rc::Rc;
use yew::prelude::*;

/// So many events before now are kept.
const WINDOW: u64 = 3_000;

/// Events around now, in the order of their numbers.
#[derive(Clone, Default, PartialEq)]
pub struct Recent {
    scenario: Scenario,
    /// The events; those from `now` on were seen before the run was taken back.
    pub events: Rc<Vec<Event>>,
    /// The number of the first event after now.
    pub now: RecordId,
}

impl Recent {
    /// Looks at the run again.
    pub fn update(&mut self, run: &dyn Run) {
        self.now = run.position().record;
        let from = self.now.saturating_sub(WINDOW);
        if self.scenario != *run.scenario() {
            *self = Recent { scenario: run.scenario().clone(), now: self.now, ..Recent::default() };
        }
        let (first, next) = match (self.events.first(), self.events.last()) {
            (Some(first), Some(last)) => (first.id, last.id + 1),
            _ => (RecordId::MAX, 0),
        };
        let events = Rc::make_mut(&mut self.events);
        if next < from || first > from {
            let mut fetched = run.events(from, WINDOW as usize);
            let joins = fetched.last().is_some_and(|last| last.id + 1 >= first);
            let known = fetched.last().map_or(0, |last| last.id + 1);
            events.retain(|event| joins && event.id >= known);
            fetched.append(events);
            *events = fetched;
        } else if next < self.now {
            events.extend(run.events(next, WINDOW as usize));
        }
        if events.len() as u64 > 2 * WINDOW {
            let keep_from = self.now.saturating_sub(WINDOW);
            events.retain(|event| event.id >= keep_from);
            events.truncate(2 * WINDOW as usize);
        }
    }

    /// How many of the events were at or before now.
    pub fn so_far(&self) -> usize {
        self.events.partition_point(|event| event.id < self.now)
    }
}

/// The events around now of one of the runs that are shown.
#[hook]
pub fn use_recent(shown: &Shown, which: Which) -> Recent {
    let kept = use_mut_ref(Recent::default);
    let mut kept = kept.borrow_mut();
    kept.update(&*shown.player.of(which));
    kept.clone()
}
