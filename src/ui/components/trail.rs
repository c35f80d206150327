//! Why an event happened and what came of it: its place among the others by their cause links.

use faultyard::lab::{Event, Run, latest};
use faultyard::process::Salience;
use faultyard::sim::RecordId;
use std::collections::BTreeSet;

/// How many causes are followed back.
const DEPTH: usize = 64;

/// An event's past and its effects.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trail {
    /// The event itself.
    pub chosen: Option<RecordId>,
    /// What made it happen.
    pub cause: Option<RecordId>,
    /// What made that happen, and so on.
    pub past: BTreeSet<RecordId>,
    /// What it made happen, directly.
    pub effects: BTreeSet<RecordId>,
}

/// How another event stands to the chosen one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// Not at all.
    None,
    /// It is the chosen one.
    Chosen,
    /// It made the chosen one happen.
    Cause,
    /// It is further back in the chain of causes.
    Past,
    /// The chosen one made it happen.
    Effect,
}

impl Relation {
    /// The word that says so.
    pub fn word(self) -> &'static str {
        match self {
            Relation::None => "",
            Relation::Chosen => "chosen",
            Relation::Cause => "cause",
            Relation::Past => "earlier cause",
            Relation::Effect => "effect",
        }
    }

    /// The class that shows it.
    pub fn class(self) -> &'static str {
        match self {
            Relation::None => "",
            Relation::Chosen => "is-chosen",
            Relation::Cause => "is-cause",
            Relation::Past => "is-past",
            Relation::Effect => "is-effect",
        }
    }
}

impl Trail {
    /// The trail of `chosen` among events in the order of their numbers.
    pub fn of(events: &[Event], chosen: Option<RecordId>) -> Trail {
        let cause_of = |id: RecordId| find(events, id).and_then(|event| event.cause);
        let cause = chosen.and_then(cause_of);
        let past = std::iter::successors(cause, |id| cause_of(*id)).skip(1).take(DEPTH).collect();
        let effects = match chosen {
            None => BTreeSet::new(),
            Some(_) => events.iter().filter(|event| event.cause == chosen).map(|event| event.id).collect(),
        };
        Trail { chosen, cause, past, effects }
    }

    /// How an event stands to the chosen one.
    pub fn relation(&self, id: RecordId) -> Relation {
        match Some(id) {
            id if id == self.chosen => Relation::Chosen,
            id if id == self.cause => Relation::Cause,
            _ if self.past.contains(&id) => Relation::Past,
            _ if self.effects.contains(&id) => Relation::Effect,
            _ => Relation::None,
        }
    }
}

/// The event with this number, among events in the order of their numbers.
pub fn find(events: &[Event], id: RecordId) -> Option<&Event> {
    events.binary_search_by_key(&id, |event| event.id).ok().map(|place| &events[place])
}

/// The event that is told now, and that the page is about: the chosen one, or else the latest that is more than
/// routine, or else the latest.
pub fn told(run: &dyn Run, chosen: Option<RecordId>) -> Option<Event> {
    if let Some(event) = chosen.and_then(|id| run.events(id, 1).pop()) {
        return Some(event);
    }
    let tail = || run.events(run.position().record.saturating_sub(1), 1).pop();
    latest(run, Salience::Ordinary).or_else(tail)
}

/// The line of code behind the event that is told: its own, or that of what made it happen, as a message's sending
/// is behind its loss.
pub fn site(run: &dyn Run, chosen: Option<RecordId>) -> Option<(&'static str, u32)> {
    let cause =
        |event: &Event| event.cause.and_then(|id| run.events(id, 1).pop().filter(|cause| cause.id == id));
    let chain = std::iter::successors(told(run, chosen), cause).take(DEPTH);
    chain.filter_map(|event| event.site).next()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use faultyard::process::SimTime;

    /// An event with a number and a cause.
    pub fn event(id: RecordId, cause: Option<RecordId>) -> Event {
        Event {
            id,
            event: id,
            at: SimTime(id * 1_000),
            began: SimTime(id * 1_000),
            node: None,
            peer: None,
            cause,
            message: None,
            kind: "note",
            text: format!("event {id}"),
            salience: Salience::Ordinary,
            trend: std::cmp::Ordering::Equal,
            change: None,
            input: None,
            site: None,
        }
    }

    #[test]
    fn a_trail_goes_back_through_all_causes_and_one_step_forward() {
        let causes = [None, Some(0), Some(1), Some(2), Some(3), Some(3), Some(4)];
        let events: Vec<Event> = (0..).zip(causes).map(|(id, cause)| event(id, cause)).collect();
        let trail = Trail::of(&events, Some(3));
        let words: Vec<&str> = (0..7).map(|id| trail.relation(id).word()).collect();
        assert_eq!(words, ["earlier cause", "earlier cause", "cause", "chosen", "effect", "effect", ""]);
    }

    #[test]
    fn with_nothing_chosen_nothing_is_marked() {
        let events = [event(0, None), event(1, None)];
        assert_eq!(Trail::of(&events, None), Trail::default());
    }
}
