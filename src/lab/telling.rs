//! What a page says of a run while it is watched: one sentence at a time, the one that matters most.
//!
//! A breach, a fault, a new leader, the first commit stay on the line for [`HOLDS_S`] at least, one after the other, the
//! weightiest first; one that had to wait says when it was. What is ordinary fills the gaps between them; in a lab that has a word on how things stand ([`super::Lab::meanwhile`]),
//! that does. Time here is the watcher's: seconds in which the run was seen to play.

use super::{Event, Run};
use crate::process::{Salience, SimTime};
use crate::sim::RecordId;
use std::cmp::Reverse;
use std::collections::VecDeque;

/// What matters stays on the line for so long, in seconds of watching.
pub const HOLDS_S: f64 = 1.5;
/// What is ordinary stays for so long, so that it can be read.
const READ_S: f64 = 0.9;
/// Of a stream of events of one kind only the first matters: the stream ends with a gap of this length.
const STREAM_S: f64 = 2.5;
/// A sentence that comes so much after its event says when that was, in seconds of watching.
const LATE_S: f64 = 0.5;
/// So many sentences wait for the line; then the least of them goes, the oldest of equals.
const WAITING: usize = 4;
/// So many events are looked at in one go.
const MOST: u64 = 500;

/// A sentence on the line.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// The sentence, without its full stop.
    pub text: String,
    /// The event that it tells; none for a breach, and for how things stand.
    pub event: Option<RecordId>,
    /// How much it matters.
    pub weight: Weight,
    /// When it was, if it comes so late that somebody would look for it in vain.
    pub was_at: Option<SimTime>,
}

/// A sentence that waits for the line.
#[derive(Debug)]
struct Waiting {
    told: Told,
    /// When it was.
    at: SimTime,
    /// When it came, in seconds of watching.
    since_s: f64,
}

/// How much a sentence matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// How things stand, or what happens all the time.
    Idle,
    /// Changes something small.
    Ordinary,
    /// A leader, a first commit, a first refusal.
    Milestone,
    /// Something broke or was broken.
    Fault,
    /// What was promised does not hold.
    Breach,
}

impl Weight {
    fn of(salience: Salience) -> Weight {
        match salience {
            Salience::Routine => Weight::Idle,
            Salience::Ordinary => Weight::Ordinary,
            Salience::Objective | Salience::Milestone => Weight::Milestone,
            Salience::Fault => Weight::Fault,
        }
    }
}

/// Where the watcher is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Watch {
    /// Seconds in which the run was seen to play.
    pub watched_s: f64,
    /// Whether it plays now.
    pub playing: bool,
    /// Simulated seconds a second.
    pub speed: f64,
    /// The event that is chosen.
    pub chosen: Option<RecordId>,
}

/// What is on the line, and what waits for it.
#[derive(Debug, Default)]
pub struct Telling {
    line: Option<Told>,
    /// When the line's sentence came, in seconds of watching.
    since_s: f64,
    waiting: VecDeque<Waiting>,
    /// Kinds of weighty events, and when each was last seen.
    streams: Vec<(&'static str, f64)>,
    /// Where the run stood at the last look: its event, its records, its time.
    seen: (u64, RecordId, SimTime),
    /// The promises that were broken then.
    broken: Vec<&'static str>,
    /// The event that was chosen then.
    chosen: Option<RecordId>,
}

impl Telling {
    /// What is to be said now; to be asked whenever the page is drawn.
    pub fn look(&mut self, run: &dyn Run, watch: Watch) -> Option<Told> {
        let position = run.position();
        let here = (position.event, position.record, position.now);
        let gone_back = here.1 < self.seen.1 || here.2 < self.seen.2;
        let moved = here != self.seen || watch.chosen != self.chosen;
        if watch.playing && !gone_back && watch.chosen.is_none() {
            self.listen(run, watch.watched_s);
            self.turn(run, watch.watched_s);
        } else if moved || self.line.is_none() {
            let stepped = self.line.is_some() && here.0 == self.seen.0 + 1;
            self.waiting.clear();
            self.streams.clear();
            self.line = standing(run, watch, stepped);
            self.since_s = watch.watched_s;
            self.broken = broken(run).into_iter().map(|(name, ..)| name).collect();
        }
        (self.seen, self.chosen) = (here, watch.chosen);
        self.line.clone()
    }

    /// Hears what is new.
    fn listen(&mut self, run: &dyn Run, now_s: f64) {
        let here = run.position().record;
        let from = self.seen.1.max(here.saturating_sub(MOST));
        let events = run.events(from, here.saturating_sub(from) as usize);
        for event in worth(events, Salience::Objective) {
            if self.is_news(&event, now_s) {
                let at = event.at;
                self.offer(Waiting { told: told(event), at, since_s: now_s });
            }
        }
        for (name, at, text) in broken(run) {
            if !self.broken.contains(&name) {
                self.broken.push(name);
                self.offer(Waiting { told: unrecorded(text, Weight::Breach), at, since_s: now_s });
            }
        }
    }

    /// Whether an event is the first of its stream. A fault always is news.
    fn is_news(&mut self, event: &Event, now_s: f64) -> bool {
        let known = self.streams.iter_mut().find(|(kind, _)| *kind == event.kind);
        let last = known.map(|(_, last)| std::mem::replace(last, now_s));
        if last.is_none() {
            self.streams.push((event.kind, now_s));
        }
        event.salience == Salience::Fault || last.is_none_or(|last| now_s - last > STREAM_S)
    }

    fn offer(&mut self, next: Waiting) {
        self.waiting.push_back(next);
        if self.waiting.len() > WAITING {
            let least = (0..self.waiting.len()).min_by_key(|place| self.waiting[*place].told.weight);
            least.into_iter().for_each(|place| drop(self.waiting.remove(place)));
        }
    }

    /// Where the line says how things stand, its numbers are those of now.
    fn refresh(&mut self, run: &dyn Run) {
        let is_idle = |line: &&mut Told| line.weight == Weight::Idle && line.event.is_none();
        if let (Some(line), Some(now)) = (self.line.as_mut().filter(is_idle), meanwhile(run))
            && without_numbers(&line.text) == without_numbers(&now.text)
        {
            *line = now;
        }
    }

    /// Puts the next sentence on the line, if the one there has been read.
    fn turn(&mut self, run: &dyn Run, now_s: f64) {
        let held_s = now_s - self.since_s;
        let weight = self.line.as_ref().map_or(Weight::Idle, |line| line.weight);
        let is_over = match weight {
            Weight::Idle | Weight::Ordinary => {
                !self.waiting.is_empty() || held_s >= READ_S || self.line.is_none()
            }
            Weight::Breach => held_s >= 2.0 * HOLDS_S,
            _ => held_s >= HOLDS_S,
        };
        if !is_over {
            return self.refresh(run);
        }
        // The weightiest, and the oldest of equals.
        let place = (0..self.waiting.len()).min_by_key(|place| Reverse(self.waiting[*place].told.weight));
        let next = place.and_then(|place| self.waiting.remove(place)).map(|Waiting { told, at, since_s }| {
            Told { was_at: (now_s - since_s > LATE_S).then_some(at), ..told }
        });
        let next = next.or_else(|| meanwhile(run)).or_else(|| latest(run, Salience::Ordinary).map(told));
        // What is there stays as it was said.
        let is_other = |next: &Told| {
            self.line.as_ref().is_none_or(|line| (line.event, &line.text) != (next.event, &next.text))
        };
        if let Some(next) = next.filter(is_other) {
            self.line = Some(next);
            self.since_s = now_s;
        }
    }
}

/// A sentence without its numbers.
fn without_numbers(text: &str) -> String {
    text.chars().filter(|c| !c.is_ascii_digit()).collect()
}

/// What to say of a run that stands still: the chosen event; what has just been broken or done; the event of a step; how
/// things stand; or the latest event.
fn standing(run: &dyn Run, watch: Watch, stepped: bool) -> Option<Told> {
    if let Some(event) = watch.chosen.and_then(|id| run.events(id, 1).pop()) {
        return Some(told(event));
    }
    let now = run.position();
    let just = SimTime(now.now.0.saturating_sub((HOLDS_S * watch.speed * 1e6) as u64));
    let breach = || {
        let verdicts = run.verdicts();
        let new =
            verdicts.iter().rfind(|verdict| verdict.broken && verdict.since.is_some_and(|at| at >= just));
        new.map(|verdict| unrecorded(breach(verdict.name, &verdict.text), Weight::Breach))
    };
    let step = || {
        let of_step = tail(run, 24).into_iter().filter(|event| event.event == now.event).collect();
        let least = Salience::Ordinary;
        worth(of_step, least).into_iter().max_by_key(|event| event.salience).filter(|_| stepped).map(told)
    };
    let routine = || tail(run, 1).pop().filter(|event| stepped && event.event == now.event).map(told);
    let weighty = || latest(run, Salience::Objective).filter(|event| event.at >= just).map(told);
    let ordinary = || latest(run, Salience::Ordinary).or_else(|| tail(run, 24).pop()).map(told);
    let weightier = breach().or_else(step).or_else(routine).or_else(weighty);
    // Before anything has happened there is nothing to tell of.
    let begun = now.now > SimTime::ZERO;
    weightier.or_else(|| meanwhile(run).or_else(ordinary).filter(|_| begun))
}

/// The events of at least this salience; of an act and what came of it at once, what came of it.
fn worth(mut events: Vec<Event>, least: Salience) -> Vec<Event> {
    events.retain(|event| event.salience >= least);
    let deeds: Vec<u64> =
        events.iter().filter(|event| event.input.is_none()).map(|event| event.event).collect();
    events.retain(|event| event.input.is_none() || !deeds.contains(&event.event));
    events
}

fn told(event: Event) -> Told {
    Told { text: event.text, event: Some(event.id), weight: Weight::of(event.salience), was_at: None }
}

/// A sentence that tells no event of the record.
fn unrecorded(text: String, weight: Weight) -> Told {
    Told { text, event: None, weight, was_at: None }
}

fn meanwhile(run: &dyn Run) -> Option<Told> {
    run.meanwhile().map(|text| unrecorded(text, Weight::Idle))
}

/// The promises that are broken for good, each with its moment and a sentence.
fn broken(run: &dyn Run) -> Vec<(&'static str, SimTime, String)> {
    let now = run.position().now;
    let broken = run.verdicts().into_iter().filter(|verdict| verdict.broken);
    broken
        .map(|verdict| (verdict.name, verdict.since.unwrap_or(now), breach(verdict.name, &verdict.text)))
        .collect()
}

fn breach(name: &str, text: &str) -> String {
    format!("Broken: {name}. {text}")
}

fn tail(run: &dyn Run, most: u64) -> Vec<Event> {
    run.events(run.position().record.saturating_sub(most), most as usize)
}

/// The latest event of at least this salience. Mostly a few are enough to look at.
pub fn latest(run: &dyn Run, least: Salience) -> Option<Event> {
    let matters = |most| {
        let mut tail = tail(run, most);
        let place = tail.iter().rposition(|event| event.salience >= least);
        place.map(|place| tail.swap_remove(place))
    };
    matters(24).or_else(|| matters(256))
}
