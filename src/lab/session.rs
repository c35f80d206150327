//! A lab's run: plays, seeks, branches, and judges its properties after every event.

use super::checkpoints::Checkpoints;
use super::event::Event;
use super::milestones::Milestones;
use super::registry::normal;
use super::roles::{Roles, nobody};
use super::run::{Branch, Position, Run, view};
use super::samples::Samples;
use super::{
    Action, CommandSpec, Field, Judgement, Lab, Meta, Params, Promise, Scenario, Score, Series, Takes,
    Theory, Verdict, input_sentence, order, property,
};
use crate::process::{Note, Seed, SimTime};
use crate::scene::Scene;
use crate::sim::{Input, Record, RecordId, TimedInput, Trace, What, World};
use serde_json::Value;
use std::cell::Ref;

/// A checkpoint is taken each so many events.
const CHECKPOINT_EVERY: u64 = 4_096;
/// The trace keeps the latest so many records.
const RECORDS: usize = 60_000;

/// Everything at one point of a run: where it can be taken up again.
struct RunState<L: Lab> {
    world: L::World,
    params: L::Params,
    now: SimTime,
    event: u64,
    /// How many inputs have been taken.
    inputs: usize,
    record: RecordId,
    properties: Vec<property::Record>,
    /// Every property that always holds did so at the latest look.
    sound: bool,
    /// Every property that holds at some moment has.
    happened: bool,
}

/// The furthest point that a run has reached.
#[derive(Clone, Copy, Default)]
struct Seen {
    now: SimTime,
    event: u64,
    inputs: usize,
}

/// A run of lab `L`.
pub struct Session<L: Lab> {
    scenario: Scenario,
    at: RunState<L>,
    seen: Seen,
    checkpoints: Checkpoints<RunState<L>>,
    trace: Trace<<L::World as World>::Note>,
    milestones: Milestones<<L::World as World>::Note>,
    places: property::Places,
    samples: Samples,
    warnings: Vec<String>,
    /// The inputs that could not be done, in order; the last warnings are theirs.
    refused: Vec<usize>,
    roles: Roles,
    branches: Vec<Branch>,
    /// Which branch this is.
    branch: u32,
}

impl<L: Lab> Clone for RunState<L> {
    fn clone(&self) -> Self {
        let (world, params, properties) = (self.world.clone(), self.params.clone(), self.properties.clone());
        RunState { world, params, properties, ..*self }
    }
}

impl<L: Lab> Session<L> {
    /// A run at its start. What cannot be understood keeps its default and becomes a warning.
    pub fn new(scenario: &Scenario) -> Session<L> {
        let (scenario, params, warnings) = normal::<L>(scenario);
        let world = L::build(&params, Seed(scenario.seed));
        let mut properties = vec![property::Record::default(); L::PROPERTIES.len()];
        for (record, property) in properties.iter_mut().zip(L::PROPERTIES) {
            record.note(property, &world, SimTime::ZERO);
        }
        let at = RunState {
            world,
            params,
            now: SimTime::ZERO,
            event: 0,
            inputs: 0,
            record: 0,
            properties,
            sound: false,
            happened: false,
        };
        let samples = Samples::new(L::MEASURES.len(), L::META.sample);
        let mut session = Session {
            scenario,
            at,
            seen: Seen::default(),
            checkpoints: Checkpoints::new(),
            trace: Trace::new(RECORDS),
            milestones: Milestones::default(),
            places: property::Places::of(L::PROPERTIES),
            samples,
            warnings,
            refused: Vec::new(),
            roles: Roles::default(),
            branches: Vec::new(),
            branch: 0,
        };
        session.checkpoint();
        session
    }

    /// The world as it is now.
    pub fn world(&self) -> &L::World {
        &self.at.world
    }

    fn next_input(&self) -> Option<&TimedInput> {
        self.scenario.inputs.get(self.at.inputs)
    }

    /// Lets the next event or input at or before `to` happen; false if there is none. At the same time, events
    /// come before inputs.
    fn once(&mut self, to: SimTime) -> bool {
        let event = self.at.world.next_at();
        let input = self.next_input().map(|input| input.at);
        let at = match (event, input) {
            (Some(event), Some(input)) => event.min(input),
            (Some(at), None) | (None, Some(at)) => at,
            (None, None) => return false,
        };
        if at > to {
            return false;
        }
        self.pass_time(at);
        self.at.now = at;
        self.at.event += 1;
        self.trace.begin_event();
        if event == Some(at) {
            self.at.world.step(&mut self.trace);
        } else {
            self.take_input(at);
        }
        self.at.record = self.trace.next_id();
        self.judge(at);
        if self.at.event > self.seen.event {
            if self.trace.has_milestones() {
                self.milestones.keep(&self.trace);
            }
            self.seen = Seen { now: at, event: self.at.event, inputs: self.at.inputs };
            if self.at.event.is_multiple_of(CHECKPOINT_EVERY) {
                self.checkpoint();
            }
        }
        true
    }

    /// Looks at the properties. What always holds and did so at the latest look has nothing new to say, nor has what
    /// happened already.
    fn judge(&mut self, now: SimTime) {
        let RunState { world, properties, sound, happened, .. } = &mut self.at;
        let was_sound = std::mem::replace(sound, L::is_sound(world));
        debug_assert!(
            !*sound || Self::holds_always(world),
            "is_sound and the properties contradict each other"
        );
        let mut look = |places: &[usize]| {
            places.iter().for_each(|place| properties[*place].note(&L::PROPERTIES[*place], world, now));
        };
        look(&self.places.waiting);
        if !(*sound && was_sound) {
            look(&self.places.safety);
        }
        if !*happened {
            look(&self.places.sometimes);
            *happened = self.places.sometimes.iter().all(|place| properties[*place].held.is_some());
        }
    }

    fn holds_always(world: &L::World) -> bool {
        let mut always = L::PROPERTIES.iter().filter(|property| property.promise == Promise::Always);
        always.all(|property| property.judge(world) != Judgement::Fails)
    }

    fn take_input(&mut self, at: SimTime) {
        let number = self.at.inputs;
        self.at.inputs += 1;
        let state = &mut self.at;
        let id_of = |role: &str| L::resolve(&state.world, role);
        let input = self.roles.find(&self.scenario.inputs, number, &id_of);
        let end = self.trace.end();
        self.trace.push(record(at, number, input.as_ref().ok()));
        let taken = input
            .and_then(|input| Self::take(&mut state.world, &mut state.params, at, &input, &mut self.trace));
        if let Err(why) = taken {
            // What cannot be done leaves no mark: the run is the one without it.
            self.trace.retract(end);
            let input = &self.scenario.inputs[number].input;
            let warning = format!("at {at}, {input}: {why}");
            // A run that goes back meets it again.
            if !self.refused.contains(&number) {
                self.warnings.push(warning);
                self.refused.push(number);
            }
        }
    }

    fn take(
        world: &mut L::World,
        params: &mut L::Params,
        at: SimTime,
        input: &Input,
        trace: &mut Trace<<L::World as World>::Note>,
    ) -> Result<(), String> {
        match input {
            Input::Set { key, value } => {
                let live = |field: &Field| field.key == key && field.takes != Takes::Rebuild;
                if !L::Params::TABLE.iter().any(|row| live(&row.field)) {
                    return Err(format!("{key} cannot change while the run goes on"));
                }
                params.set(key, value)?;
                L::reconfigure(world, params, at, trace);
                L::adopt(world, params);
                Ok(())
            }
            Input::Fault(fault) => world.inject(at, fault, trace),
            Input::Command(command) => {
                order::<L>(world, at, command, trace)?;
                L::adopt(world, params);
                Ok(())
            }
            Input::Aimed(_) => unreachable!("who has a role is found before"),
        }
    }

    /// Time passes until just before `until`: measures are sampled, and promises run out.
    fn pass_time(&mut self, until: SimTime) {
        let world = &self.at.world;
        self.samples.take(self.at.now, until, |place, at| (L::MEASURES[place].sample)(world, at) as f32);
        for place in &self.places.waiting {
            self.at.properties[*place].wait(&L::PROPERTIES[*place], &self.at.world, until);
        }
    }

    fn checkpoint(&mut self) {
        let bytes = size_of::<RunState<L>>() + self.at.world.bytes();
        self.checkpoints.push(self.at.event, bytes, self.at.clone());
    }

    /// Takes the run back to the latest checkpoint for which `before` holds; if the records up to there are
    /// forgotten, to the one before that, so that there are some again when the run arrives.
    fn go_back(&mut self, before: impl Fn(&RunState<L>) -> bool) {
        let mut point = self.checkpoints.latest(|_, state| before(state));
        if !self.trace.reaches(point.record) {
            let latest = point.event;
            point = self.checkpoints.latest(|event, _| event < latest);
        }
        self.at = point.clone();
        self.trace.rewind(self.at.record, self.at.event);
    }

    /// Forgets everything seen after now.
    fn forget_future(&mut self) {
        let RunState { now, event, inputs, record, .. } = self.at;
        self.samples.forget_from(now);
        self.checkpoints.forget_after(event);
        self.trace.truncate();
        self.milestones.forget_from(record);
        self.roles.forget_from(inputs);
        while self.refused.pop_if(|number| *number >= inputs).is_some() {
            self.warnings.pop();
        }
        self.seen = Seen { now, event, inputs };
    }

    /// Leaves the run as it was, if its later part has been seen, and goes on from now along another way.
    fn fork(&mut self) {
        if self.seen.event > self.at.event {
            self.branches.push(self.here());
            self.branch = self.branches.len() as u32;
            self.scenario.inputs.drain(self.at.inputs..self.seen.inputs);
        }
        self.forget_future();
    }

    /// This run, as it is left for another.
    fn here(&self) -> Branch {
        Branch { number: self.branch, scenario: self.scenario.clone(), seen: self.position().seen }
    }

    /// Runs again from the start with another scenario, to the same time.
    fn restart(&mut self, scenario: &Scenario, to: SimTime) {
        let (branches, branch) = (std::mem::take(&mut self.branches), self.branch);
        *self = Session { branches, branch, ..Session::new(scenario) };
        self.seek(to);
    }
}

/// The record of an input; a fault on one node is there.
fn record<N: Note>(at: SimTime, number: usize, input: Option<&Input>) -> Record<N> {
    let record = Record::new(at, What::Input(number));
    let nodes = if let Some(Input::Fault(fault)) = input { fault.nodes() } else { Vec::new() };
    if let [node] = nodes[..] { record.at_node(node) } else { record }
}

impl<L: Lab> Run for Session<L> {
    fn meta(&self) -> &'static Meta {
        &L::META
    }

    fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    fn position(&self) -> Position {
        let RunState { now, event, record, .. } = self.at;
        Position { now, event, seen: self.seen.now.max(now), record }
    }

    fn warnings(&self) -> &[String] {
        &self.warnings
    }

    fn advance(&mut self, to: SimTime, most: u64) -> bool {
        for _ in 0..most {
            if !self.once(to) {
                self.pass_time(SimTime(to.0.saturating_add(1)));
                self.at.now = self.at.now.max(to);
                self.seen.now = self.seen.now.max(self.at.now);
                return true;
            }
        }
        false
    }

    fn approach(&mut self, to: SimTime) {
        if to < self.at.now {
            self.go_back(|checkpoint| checkpoint.now <= to);
        } else {
            let nearest = self.checkpoints.latest(|_, point| point.now <= to);
            if nearest.event > self.at.event {
                self.go_back(|checkpoint| checkpoint.now <= to);
            }
        }
    }

    fn seek_event(&mut self, event: u64) {
        if event <= self.at.event {
            self.go_back(|checkpoint| checkpoint.event <= event);
        }
        while self.at.event < event && self.once(SimTime::MAX) {}
        self.seen.now = self.seen.now.max(self.at.now);
    }

    fn next_at(&self) -> Option<SimTime> {
        let input = self.next_input().map(|input| input.at);
        self.at.world.next_at().into_iter().chain(input).min()
    }

    fn act(&mut self, input: Input) -> Result<(), String> {
        let now = self.at.now;
        self.advance(now, u64::MAX);
        let id_of = |role: &str| L::resolve(&self.at.world, role);
        let input = match input {
            Input::Aimed(aimed) => Input::Fault(aimed.at(&id_of).map_err(nobody)?),
            input => input,
        };
        // Tried on a copy first, so that what cannot be done leaves no mark.
        let (mut world, mut params) = (self.at.world.clone(), self.at.params.clone());
        Self::take(&mut world, &mut params, now, &input, &mut Trace::new(0))?;
        self.fork();
        self.scenario.inputs.insert(self.at.inputs, TimedInput { at: now, input });
        self.advance(now, u64::MAX);
        Ok(())
    }

    fn plan(&mut self, at: SimTime, input: Input) -> Result<(), String> {
        if at < self.at.now {
            return Err(format!("{at} is over: it is {}", self.at.now));
        }
        if at <= self.seen.now {
            self.fork();
        }
        let place = self.scenario.inputs.partition_point(|planned| planned.at <= at);
        self.scenario.inputs.insert(place, TimedInput { at, input });
        Ok(())
    }

    fn set(&mut self, key: &str, text: &str) -> Result<(), String> {
        let mut params = self.at.params.clone();
        params.set(key, text)?;
        let row = L::Params::TABLE.iter().find(|row| row.field.key == key);
        let row = row.expect("it was just set");
        if (row.get)(&params) == (row.get)(&self.at.params) {
            return Ok(());
        }
        let text = row.field.text((row.get)(&params));
        if row.field.takes == Takes::Live && self.at.now > SimTime::ZERO {
            return self.act(Input::Set { key: key.into(), value: text });
        }
        let scenario = self.scenario.clone().with(key, &text);
        self.restart(&scenario, self.at.now);
        Ok(())
    }

    fn done(&self) -> Vec<TimedInput> {
        let seen = &self.scenario.inputs[..self.seen.inputs.max(self.at.inputs)];
        let done = self.roles.done(seen).into_iter().enumerate();
        done.filter(|(number, _)| !self.refused.contains(number)).map(|(_, input)| input).collect()
    }

    fn branches(&self) -> &[Branch] {
        &self.branches
    }

    fn branch(&self) -> u32 {
        self.branch
    }

    fn switch(&mut self, place: usize) {
        let here = self.here();
        let there = std::mem::replace(&mut self.branches[place], here);
        self.branch = there.number;
        self.restart(&there.scenario, self.at.now);
    }

    fn fields(&self) -> Vec<&'static Field> {
        L::Params::TABLE.iter().map(|row| &row.field).collect()
    }

    fn values(&self) -> Vec<i64> {
        L::Params::TABLE.iter().map(|row| (row.get)(&self.at.params)).collect()
    }

    fn advice(&self) -> Vec<String> {
        L::advise(&self.at.params)
    }

    fn scene(&self, width: f32, height: f32) -> Scene {
        L::scene(&self.at.world, view(self.at.now, width, height))
    }

    fn actions(&self, item: &str) -> Vec<Action> {
        L::actions(&self.at.world, item)
    }

    fn commands(&self) -> Vec<CommandSpec> {
        L::COMMANDS.iter().map(|row| row.spec).collect()
    }

    fn resolve(&self, name: &str) -> Option<String> {
        L::resolve(&self.at.world, name)
    }

    fn inspect(&self, target: &str) -> Value {
        L::inspect(&self.at.world, target)
    }

    fn active_faults(&self) -> Vec<String> {
        self.at.world.active_faults(self.at.now)
    }

    fn events(&self, from: RecordId, most: usize) -> Vec<Event> {
        let seen = from.max(self.trace.first())..self.at.record;
        let own = |number: usize| {
            let input = &self.scenario.inputs.get(number)?.input;
            Some(input_sentence(input, &self.fields(), &self.commands()))
        };
        let input = |number| self.roles.sentence(number).or_else(|| own(number)).unwrap_or_default();
        let records = seen.map_while(|id| self.trace.get(id)).take(most);
        records.map(|record| Event::tell(&record, &input)).collect()
    }

    fn milestones(&self) -> Ref<'_, [Event]> {
        self.milestones.told()
    }

    fn meanwhile(&self) -> Option<String> {
        L::meanwhile(&self.at.world, self.at.now)
    }

    fn verdicts(&self) -> Vec<Verdict> {
        let pairs = self.at.properties.iter().zip(L::PROPERTIES);
        pairs.map(|(record, property)| record.verdict(property, &self.at.world, self.at.now)).collect()
    }

    fn series(&self) -> Vec<Series> {
        let series = L::MEASURES.iter().enumerate().map(|(place, measure)| Series {
            key: measure.key,
            label: measure.label,
            unit: measure.unit,
            plotted: measure.plotted,
            every_us: self.samples.every().0,
            values: self.samples.of(place).to_vec(),
            now: (measure.sample)(&self.at.world, self.at.now) as f32,
        });
        series.collect()
    }

    fn scores(&self) -> Vec<Score> {
        L::GOALS.iter().map(|goal| goal.score(&self.at.world)).collect()
    }

    fn theory(&self) -> Vec<Theory> {
        L::theory(&self.at.world)
    }

    fn outline(&self, words: &mut Vec<u64>) {
        (L::GUIDANCE.outline)(&self.at.world, words);
    }

    fn digest(&self) -> u64 {
        self.at.world.digest()
    }

    fn memory(&self) -> usize {
        self.trace.bytes()
            + self.milestones.bytes()
            + self.checkpoints.bytes()
            + self.samples.bytes()
            + self.at.world.bytes()
    }
}
