//! Moments of a run: its marks, and going to them.

use super::ahead;
use super::{Error, Host};
use crate::lab::{Run, input_sentence};
use crate::link::When;
use crate::process::SimTime;
use serde_json::{Value, json};

/// No command plays a run further than this, if its lab is not long.
const FURTHEST: SimTime = SimTime::from_ms(600_000);
const DAY: SimTime = SimTime::from_ms(86_400_000);
const FOUR_WEEKS: SimTime = SimTime(28 * DAY.0);
/// Nothing that is asked for plays more events at once.
pub(super) const MOST_EVENTS: u64 = 1_000_000;

/// A moment with a name.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// `in.2` for the second input; `leads.1` for the first milestone of the kind `leads`.
    pub id: String,
    /// When.
    pub t: SimTime,
    /// What happens then.
    pub label: String,
}

impl Mark {
    /// The mark as JSON.
    pub fn value(&self) -> Value {
        json!({"id": self.id, "t": self.t.seconds(), "label": self.label})
    }
}

/// The marks of a run: all its inputs, and the milestones up to the moment shown, in the order of time.
pub fn marks(run: &dyn Run) -> Vec<Mark> {
    let (fields, commands) = (run.fields(), run.commands());
    let inputs = run.scenario().inputs.iter().enumerate();
    let mut marks: Vec<Mark> = inputs
        .map(|(place, input)| Mark {
            id: format!("in.{}", place + 1),
            t: input.at,
            label: input_sentence(&input.input, &fields, &commands),
        })
        .collect();
    // Kinds are few.
    let mut counts: Vec<(&str, u64)> = Vec::new();
    let next = run.position().record;
    for event in run.milestones().iter().take_while(|event| event.id < next) {
        let place = counts.iter().position(|(kind, _)| *kind == event.kind).unwrap_or_else(|| {
            counts.push((event.kind, 0));
            counts.len() - 1
        });
        let (_, count) = &mut counts[place];
        *count += 1;
        marks.push(Mark { id: format!("{}.{count}", event.kind), t: event.at, label: event.text.clone() });
    }
    marks.sort_by_key(|mark| mark.t);
    marks
}

/// The latest time that a host may ask for: in a lab that is played for a day, four weeks; else ten times the lab's
/// length, at least ten minutes.
pub fn latest(run: &dyn Run) -> SimTime {
    let length = SimTime(run.meta().length.0);
    if length >= DAY { FOUR_WEEKS } else { SimTime(length.0.saturating_mul(10)).max(FURTHEST) }
}

/// Goes to a moment. A time or an event that is too far away becomes the furthest that is allowed.
///
/// # Errors
/// If there is no such mark.
pub fn go(host: &dyn Host, when: &When) -> Result<(), Error> {
    match when {
        When::Time(at) => seek(host, *at),
        When::Event(event) => seek_event(host, *event),
        When::Mark(id) => seek(host, ahead::mark(&all_marks(host), id)?),
    }
    Ok(())
}

/// Goes to just after an event, but not past the latest time.
pub(super) fn seek_event(host: &dyn Host, event: u64) {
    let most = host.run().position().event + MOST_EVENTS;
    host.seek_event(event.min(most));
    let (now, latest) = (host.run().position().now, latest(&*host.run()));
    if now > latest {
        host.seek(latest);
    }
}

/// Goes so many marks on, or back; stays where it is if there are fewer.
pub(super) fn step_marks(host: &dyn Host, n: i64) {
    let now = host.run().position().now;
    let all = all_marks(host);
    let far = usize::try_from(n.unsigned_abs()).unwrap_or(usize::MAX).saturating_sub(1);
    let mut times: Vec<SimTime> = all.iter().map(|mark| mark.t).collect();
    times.dedup();
    let found = match n {
        0 => None,
        1.. => times.iter().filter(|t| **t > now).nth(far),
        _ => times.iter().rev().filter(|t| **t < now).nth(far),
    };
    if let Some(t) = found {
        seek(host, *t);
    }
}

/// The marks up to the lab's length, also those that have not been played to yet: found on a copy of the run, so
/// that looking ahead leaves no future behind.
fn all_marks(host: &dyn Host) -> Vec<Mark> {
    let run = host.run();
    ahead::all_marks(host.lab(), run.scenario(), run.position().seen)
}

pub(super) fn seek(host: &dyn Host, to: SimTime) {
    let latest = latest(&*host.run());
    host.seek(to.min(latest));
}
