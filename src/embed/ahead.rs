//! What an address asks of a run, looked up on a copy that is played ahead: the run that is shown has seen nothing of
//! it, so that nothing of what comes is given away, and what is planned stays planned whatever is done before.

use super::moment::{MOST_EVENTS, latest, marks};
use super::{Error, Mark};
use crate::lab::{Entry, Scenario};
use crate::link::{Lock, Opening, PauseAt, When};
use crate::process::SimTime;
use crate::sim::TimedInput;

/// The time of a moment in a run of this scenario, as far as a host may go.
///
/// # Errors
/// `unknown-mark`.
pub fn time_of(lab: &Entry, scenario: &Scenario, when: &When) -> Result<SimTime, Error> {
    let mut run = (lab.open)(scenario);
    let latest = latest(&*run);
    Ok(match when {
        When::Time(at) => *at,
        When::Event(event) => {
            run.seek_event((*event).min(MOST_EVENTS));
            run.position().now
        }
        When::Mark(id) => mark(&all_marks(lab, scenario, SimTime::ZERO), id)?,
    }
    .min(latest))
}

/// The time of the mark with this id.
///
/// # Errors
/// `unknown-mark`.
pub(super) fn mark(marks: &[Mark], id: &str) -> Result<SimTime, Error> {
    let mark = marks.iter().find(|mark| mark.id == id);
    mark.map(|mark| mark.t).ok_or_else(|| Error::new("unknown-mark", format!("there is no mark \"{id}\"")))
}

/// The marks up to the lab's length, or to `least` if that is later, of the events that are played for it at most.
pub(super) fn all_marks(lab: &Entry, scenario: &Scenario, least: SimTime) -> Vec<Mark> {
    let mut run = (lab.open)(scenario);
    run.advance(least.max(SimTime(run.meta().length.0)), MOST_EVENTS);
    marks(&*run)
}

/// What these inputs of a scenario cannot do, a sentence each, in the time that the lab usually lasts.
pub(super) fn refused(lab: &Entry, scenario: &Scenario, inputs: &[TimedInput]) -> Vec<String> {
    let Some(last) = inputs.iter().map(|input| input.at).max() else { return Vec::new() };
    let mut run = (lab.open)(scenario);
    let last = last.min(SimTime(run.meta().length.0));
    let before = run.warnings().len();
    run.advance(last, MOST_EVENTS);
    run.warnings()[before..].to_vec()
}

/// What an address asks for that there is not in its run, a sentence each.
pub fn doubts(lab: &Entry, opening: &Opening) -> Vec<String> {
    let (settings, scenario) = (&opening.settings, &opening.scenario);
    let run = (lab.open)(scenario);
    let mut doubts = refused(lab, scenario, &settings.faults);
    if let Lock::Keys(keys) = &settings.lock {
        let fields = run.fields();
        let unknown = keys.iter().filter(|key| fields.iter().all(|field| field.key != **key));
        doubts.extend(unknown.map(|key| format!("lock: there is no parameter \"{key}\"")));
    }
    if let PauseAt::Listed(ids) = &settings.pause_at {
        let marks = all_marks(lab, scenario, SimTime::ZERO);
        let unknown = ids.iter().filter(|id| marks.iter().all(|mark| mark.id != **id));
        let by = SimTime(run.meta().length.0);
        doubts.extend(unknown.map(|id| format!("pauseat: there is no mark \"{id}\" by {by}")));
    }
    let latest = latest(&*run);
    for (name, when) in [("t", &opening.t), ("end", &opening.end)] {
        if matches!(when, Some(When::Time(at)) if *at > latest) {
            doubts.push(format!("{name}: a run is shown up to {latest}"));
        }
    }
    let time = |when: &Option<When>| time_of(lab, scenario, when.as_ref()?).ok();
    if settings.end.is_some() && time(&opening.t).zip(time(&opening.end)).is_some_and(|(t, end)| t > end) {
        doubts.push("end: it is before t".into());
    }
    doubts
}
