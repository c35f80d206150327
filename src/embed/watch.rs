//! What has happened to a run between two looks at it: the events for a host.

use super::announce::{event_value, typed};
use super::tell::property;
use super::{Host, Subscriptions, marks};
use crate::lab::Run;
use crate::process::{Salience, SimTime};
use crate::sim::RecordId;
use serde_json::{Value, json};

/// While a run plays, its time is told at most this often, in milliseconds: four times a second.
const TIME_MS: f64 = 250.0;
/// Of what happened between two looks, at most so many events are told, the latest.
const MOST: u64 = 200;

/// An event for a host: its name and its data.
pub type Told = (&'static str, Value);

/// Follows a run.
#[derive(Default)]
pub struct Watch {
    before: Option<Look>,
    /// When the time was told last, in milliseconds.
    timed: f64,
}

/// What is remembered of a look.
struct Look {
    playing: bool,
    now: SimTime,
    event: u64,
    record: RecordId,
    values: Vec<i64>,
    branches: usize,
    verdicts: Vec<(bool, bool)>,
}

impl Look {
    fn at(host: &dyn Host, wanted: &Subscriptions) -> Look {
        let run = host.run();
        let position = run.position();
        let verdicts = if wanted.has("property") { run.verdicts() } else { Vec::new() };
        Look {
            playing: host.is_playing(),
            now: position.now,
            event: position.event,
            record: position.record,
            values: if wanted.has("param") { run.values() } else { Vec::new() },
            branches: run.branches().len(),
            verdicts: verdicts.iter().map(|verdict| (verdict.kept, verdict.broken)).collect(),
        }
    }
}

impl Watch {
    /// What has happened since the last look, of what is wanted. `clock` is in milliseconds.
    pub fn look(&mut self, host: &dyn Host, clock: f64, wanted: &Subscriptions) -> Vec<Told> {
        let now = Look::at(host, wanted);
        let Some(before) = self.before.take() else {
            self.before = Some(now);
            return Vec::new();
        };
        let run = host.run();
        let mut told = Vec::new();
        if now.playing != before.playing {
            told.push((if now.playing { "play" } else { "pause" }, super::tell::position(&*run)));
        }
        happened(&*run, (&before, &now), wanted, &mut told);
        changed(&*run, (&before, &now), &mut told);
        if before.playing && !now.playing && host.is_over() {
            told.push(("ended", super::tell::position(&*run)));
        }
        let moved = (before.now, before.event, before.playing) != (now.now, now.event, now.playing);
        let least = wanted.every_ms.map_or(TIME_MS, |every| (every as f64).max(TIME_MS));
        if moved && (!now.playing || clock - self.timed >= least) {
            self.timed = clock;
            told.push(("timeupdate", super::tell::position(&*run)));
        }
        drop(run);
        self.before = Some(now);
        told.retain(|(name, _)| wanted.has(name));
        told
    }
}

/// What the trace tells, if time went on.
fn happened(run: &dyn Run, (before, now): (&Look, &Look), wanted: &Subscriptions, told: &mut Vec<Told>) {
    if now.record > before.record && (wanted.has("event") || wanted.has("fault")) {
        let from = before.record.max(now.record.saturating_sub(MOST));
        for event in run.events(from, (now.record - from) as usize) {
            // A parameter that is set is no fault, nor is an act of the lab's own.
            let input = event.input.and_then(|number| run.scenario().inputs.get(number));
            if event.salience == Salience::Fault && input.is_none_or(|input| input.input.is_fault()) {
                told.push(("fault", event_value(&event)));
            }
            told.push(("event", event_value(&event)));
        }
    }
    if now.now > before.now && wanted.has("mark") {
        let passed = marks(run).into_iter().filter(|mark| mark.t > before.now && mark.t <= now.now);
        told.extend(passed.map(|mark| ("mark", mark.value())));
    }
}

/// Parameters, branches and properties that are not as they were.
fn changed(run: &dyn Run, (before, now): (&Look, &Look), told: &mut Vec<Told>) {
    if before.values.len() == now.values.len() {
        let pairs = run.fields().into_iter().zip(before.values.iter().zip(&now.values));
        for (field, (_, value)) in pairs.filter(|(_, (before, now))| before != now) {
            told.push(("param", json!({"key": field.key, "value": typed(field, *value)})));
        }
    }
    if now.branches > before.branches {
        told.push(("fork", json!({"t": now.now.seconds(), "branches": now.branches})));
    }
    if before.verdicts.len() == now.verdicts.len() {
        let pairs = before.verdicts.iter().zip(&now.verdicts).enumerate();
        let verdicts = run.verdicts();
        let other = pairs.filter(|(_, (before, now))| before != now).filter_map(|(at, _)| verdicts.get(at));
        told.extend(other.map(|verdict| ("property", property(verdict))));
    }
}
