//! What a run keeps that names no lab: its scenario, where it stands, how far it has been seen, what became of its
//! inputs, and the runs that it left. It is compiled once, where [`super::Session`] is compiled for every lab.

use super::roles::Roles;
use super::run::{Branch, Position};
use super::samples::Samples;
use super::{Scenario, property};
use crate::process::{NodeId, SimTime};
use crate::sim::{Input, RecordId, TimedInput};

/// A point of a run.
#[derive(Clone)]
pub(super) struct Moment {
    pub now: SimTime,
    /// How many events and inputs there were.
    pub event: u64,
    /// How many inputs have been taken.
    pub inputs: usize,
    /// The number of the next record.
    pub record: RecordId,
    pub properties: Vec<property::Record>,
    /// Every property that always holds did so at the latest look.
    pub sound: bool,
    /// Every property that holds at some moment has.
    pub happened: bool,
}

impl Moment {
    /// The start of a run, where its properties stand as they do.
    pub fn start(properties: Vec<property::Record>) -> Moment {
        let now = SimTime::ZERO;
        Moment { now, event: 0, inputs: 0, record: 0, properties, sound: false, happened: false }
    }
}

/// The furthest point that a run has reached.
#[derive(Clone, Copy, Default)]
pub(super) struct Seen {
    pub now: SimTime,
    pub event: u64,
    pub inputs: usize,
}

/// The runs that were left for this one.
#[derive(Default)]
pub(super) struct Branches {
    pub left: Vec<Branch>,
    /// Which branch this is.
    pub number: u32,
}

/// The course of a run.
pub(super) struct Course {
    pub scenario: Scenario,
    pub at: Moment,
    pub seen: Seen,
    pub samples: Samples,
    pub branches: Branches,
    pub warnings: Vec<String>,
    /// The inputs that could not be done, in order; the last warnings are theirs.
    refused: Vec<usize>,
    roles: Roles,
}

impl Course {
    /// The course of a run that begins.
    pub fn new(scenario: Scenario, warnings: Vec<String>, at: Moment, samples: Samples) -> Course {
        let (seen, branches, roles) = (Seen::default(), Branches::default(), Roles::default());
        Course { scenario, at, seen, samples, branches, warnings, refused: Vec::new(), roles }
    }

    /// Where it stands.
    pub fn position(&self) -> Position {
        let Moment { now, event, record, .. } = self.at;
        Position { now, event, seen: self.seen.now.max(now), record }
    }

    /// When the next input comes.
    #[inline]
    pub fn next_input(&self) -> Option<SimTime> {
        self.scenario.inputs.get(self.at.inputs).map(|input| input.at)
    }

    /// Time has passed until `to`, and nothing was left to happen before.
    pub fn arrive(&mut self, to: SimTime) {
        self.at.now = self.at.now.max(to);
        self.seen.now = self.seen.now.max(self.at.now);
    }

    /// Takes the next input: its number, and what it is now that it comes.
    pub fn take_input(&mut self, id_of: &dyn Fn(&str) -> Option<String>) -> (usize, Result<Input, String>) {
        let number = self.at.inputs;
        self.at.inputs += 1;
        (number, self.roles.find(&self.scenario.inputs, number, id_of))
    }

    /// An input could not be done. A run that goes back meets it again.
    pub fn refuse(&mut self, number: usize, why: &str) {
        if !self.refused.contains(&number) {
            let TimedInput { at, input } = &self.scenario.inputs[number];
            self.warnings.push(format!("at {at}, {input}: {why}"));
            self.refused.push(number);
        }
    }

    /// What an input did, if it was meant for a role, or what `own` says of it.
    pub fn sentence(&self, number: usize, own: &dyn Fn(&Input) -> String) -> String {
        let input = || self.scenario.inputs.get(number).map(|input| own(&input.input));
        self.roles.sentence(number).or_else(input).unwrap_or_default()
    }

    /// The inputs that have been seen and could be done.
    pub fn done(&self) -> Vec<TimedInput> {
        let seen = &self.scenario.inputs[..self.seen.inputs.max(self.at.inputs)];
        let done = self.roles.done(seen).into_iter().enumerate();
        done.filter(|(number, _)| !self.refused.contains(number)).map(|(_, input)| input).collect()
    }

    /// Whether something can be planned for that time.
    ///
    /// # Errors
    /// A sentence that says that it is too late for that.
    pub fn not_over(&self, at: SimTime) -> Result<(), String> {
        if at < self.at.now { Err(format!("{at} is over: it is {}", self.at.now)) } else { Ok(()) }
    }

    /// Adds an input after those of the same time.
    pub fn plan(&mut self, at: SimTime, input: Input) {
        let place = self.scenario.inputs.partition_point(|planned| planned.at <= at);
        self.scenario.inputs.insert(place, TimedInput { at, input });
    }

    /// Adds an input as the next.
    pub fn insert(&mut self, input: Input) {
        self.scenario.inputs.insert(self.at.inputs, TimedInput { at: self.at.now, input });
    }

    /// Leaves the run as it was, if its later part has been seen, and goes on from now along another way: forgets all
    /// that was seen after now.
    pub fn fork(&mut self) {
        let Moment { now, event, inputs, .. } = self.at;
        if self.seen.event > event {
            self.branches.left.push(self.here());
            self.branches.number = self.branches.left.len() as u32;
            self.scenario.inputs.drain(inputs..self.seen.inputs);
        }
        self.samples.forget_from(now);
        self.roles.forget_from(inputs);
        while self.refused.pop_if(|number| *number >= inputs).is_some() {
            self.warnings.pop();
        }
        self.seen = Seen { now, event, inputs };
    }

    /// Puts this run in the place of another that was left; gives that one's scenario.
    pub fn switch(&mut self, place: usize) -> Scenario {
        let here = self.here();
        let there = std::mem::replace(&mut self.branches.left[place], here);
        self.branches.number = there.number;
        there.scenario
    }

    /// This run, as it is left for another.
    fn here(&self) -> Branch {
        let Position { seen, .. } = self.position();
        Branch { number: self.branches.number, scenario: self.scenario.clone(), seen }
    }
}

/// Where an input happens, if it is a fault on one node.
pub(super) fn place_of(input: &Input) -> Option<NodeId> {
    let Input::Fault(fault) = input else { return None };
    if let [node] = fault.nodes()[..] { Some(node) } else { None }
}
