//! A run that can be played, sought, given faults and asked, whatever its lab is.

use super::{Action, CommandSpec, Event, Field, Meta, Scenario, Score, Series, Theory, Verdict};
use crate::process::{Doing, SimTime};
use crate::scene::{Scene, View};
use crate::sim::{Input, RecordId, TimedInput};
use serde_json::Value;
use std::cell::Ref;

/// Where a run stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// The simulated time shown.
    pub now: SimTime,
    /// How many events and inputs there were up to now.
    pub event: u64,
    /// The latest time that this run has seen.
    pub seen: SimTime,
    /// How many records there were up to now: the id of the next.
    pub record: RecordId,
}

/// A run that was left by acting in its past.
#[derive(Clone, Debug, PartialEq)]
pub struct Branch {
    /// 0 for the original, then one more for each that was begun.
    pub number: u32,
    /// The run.
    pub scenario: Scenario,
    /// How far it had been seen.
    pub seen: SimTime,
}

/// A lab's run with its types erased. Everything at a time is a pure function of the scenario and that time.
pub trait Run {
    /// What the lab is.
    fn meta(&self) -> &'static Meta;
    /// The run as data.
    fn scenario(&self) -> &Scenario;
    /// Where it stands.
    fn position(&self) -> Position;
    /// What was not understood in the scenario, or could not be done, a sentence each.
    fn warnings(&self) -> &[String];

    /// Goes on to `to` or until `most` events have happened; true when it got there.
    fn advance(&mut self, to: SimTime, most: u64) -> bool;
    /// Goes back to a time, or forward, as far as that costs nothing: to the nearest checkpoint at or before it.
    fn approach(&mut self, to: SimTime);
    /// Goes to a time, forwards or back.
    fn seek(&mut self, to: SimTime) {
        self.approach(to);
        self.advance(to, u64::MAX);
    }
    /// Goes to just after an event, forwards or back; to the last one if there are fewer.
    fn seek_event(&mut self, event: u64);
    /// The time of the next event or input, if there is one.
    fn next_at(&self) -> Option<SimTime>;

    /// Does something now. In the past this starts a branch: what was seen later of the run that is left is
    /// forgotten here and kept in [`Run::branches`]; what was still planned stays planned.
    ///
    /// # Errors
    /// A sentence that says why it cannot be done; nothing has changed then.
    fn act(&mut self, input: Input) -> Result<(), String>;
    /// Plans something for later: now or after. If the run has been seen beyond that time, this starts a branch.
    ///
    /// # Errors
    /// A sentence that says that it is too late for that.
    fn plan(&mut self, at: SimTime, input: Input) -> Result<(), String>;
    /// Sets a parameter: while the run goes on if it can, else by running again from the start to the same time.
    ///
    /// # Errors
    /// A sentence that says which key or value is wrong; nothing has changed then.
    fn set(&mut self, key: &str, text: &str) -> Result<(), String>;
    /// The inputs that have been seen and could be done, also those later than now; one for a role as the fault
    /// that it was.
    fn done(&self) -> Vec<TimedInput>;
    /// The runs that were left, oldest first.
    fn branches(&self) -> &[Branch];
    /// Which branch this is: 0 for the original.
    fn branch(&self) -> u32;
    /// Goes back to the run at this place of [`Run::branches`]; the one shown takes its place there.
    fn switch(&mut self, place: usize);

    /// The parameters' table.
    fn fields(&self) -> Vec<&'static Field>;
    /// The value of each parameter now, in the order of the table.
    fn values(&self) -> Vec<i64>;
    /// Settings that are unwise, a sentence each.
    fn advice(&self) -> Vec<String>;

    /// The picture.
    fn scene(&self, width: f32, height: f32) -> Scene;
    /// What can be done to a thing on the stage, or to the whole.
    fn actions(&self, item: &str) -> Vec<Action>;
    /// The lab's own acts.
    fn commands(&self) -> Vec<CommandSpec>;
    /// The id of the thing that a word such as `leader` stands for now.
    fn resolve(&self, name: &str) -> Option<String>;
    /// The state of a thing, or of the whole, in the field's terms.
    fn inspect(&self, target: &str) -> Value;
    /// The faults in force, a sentence each.
    fn active_faults(&self) -> Vec<String>;
    /// The events with ids from `from` on that have been seen up to now, at most `most`.
    fn events(&self, from: RecordId, most: usize) -> Vec<Event>;
    /// The milestones that have been seen, oldest first, also those later than now; kept longer than other events.
    fn milestones(&self) -> Ref<'_, [Event]>;
    /// How things stand, while nothing above ordinary happens: [`super::Lab::meanwhile`].
    fn meanwhile(&self) -> Option<String>;
    /// What its machines or requests are doing: [`super::Lab::doing`].
    fn doing(&self) -> Vec<Doing>;
    /// How each property stands.
    fn verdicts(&self) -> Vec<Verdict>;
    /// Every measure over the time seen.
    fn series(&self) -> Vec<Series>;
    /// How it stands to its goals.
    fn scores(&self) -> Vec<Score>;
    /// What formulas say of its measures.
    fn theory(&self) -> Vec<Theory>;
    /// What matters of each machine's state, for a search: [`super::search::Guidance::outline`].
    fn outline(&self, words: &mut Vec<u64>);
    /// The fingerprint of the state.
    fn digest(&self) -> u64;
    /// Bytes that the present, checkpoints, trace, milestones and samples hold, by estimate.
    fn memory(&self) -> usize;
}

/// The view of a stage of this size at this time.
pub(super) fn view(now: SimTime, width: f32, height: f32) -> View {
    View { now: now.0, width, height }
}

#[cfg(test)]
mod tests {
    use crate::lab::{Scenario, trial::TRIAL};
    use crate::process::SimTime;
    use crate::sim::Input;

    #[test]
    fn what_is_planned_happens_later_and_not_in_the_past() {
        let mut run = (TRIAL.open)(&Scenario::new("trial", 1));
        run.seek(SimTime::from_ms(1_000));
        let crash = Input::parse("crash n1").unwrap();
        assert!(run.plan(SimTime::from_ms(900), crash.clone()).unwrap_err().contains("over"));
        run.plan(SimTime::from_ms(1_500), crash.clone()).unwrap();
        run.seek(SimTime::from_ms(2_000));
        assert_eq!(run.resolve("leader").as_deref(), Some("n2"));
        run.seek(SimTime::from_ms(1_200));
        run.plan(SimTime::from_ms(1_300), Input::parse("crash n2").unwrap()).unwrap();
        assert_eq!(run.branches().len(), 1, "what was seen of the other way is kept");
        run.seek(SimTime::from_ms(2_000));
        assert_eq!(run.resolve("leader").as_deref(), Some("n1"));
    }
}
