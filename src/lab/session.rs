//! A lab's run: plays, seeks, branches, and judges its properties after every event. What of that names no lab is its
//! [`Course`].

use super::checkpoints::Checkpoints;
use super::course::{Course, Moment, Seen, place_of};
use super::event::Event;
use super::milestones::Milestones;
use super::registry::normal;
use super::roles::nobody;
use super::run::{Branch, Position, Run, view};
use super::samples::Samples;
use super::{
    Action, CommandSpec, Field, Judgement, Lab, Meta, Params, Promise, Scenario, Score, Series, Takes,
    Theory, Verdict, input_sentence, order, property,
};
use crate::process::{Doing, Seed, SimTime};
use crate::scene::Scene;
use crate::sim::{Input, Record, RecordId, TimedInput, Trace, What, World};
use serde_json::Value;
use std::cell::Ref;

/// A checkpoint is taken each so many events.
const CHECKPOINT_EVERY: u64 = 4_096;
/// The trace keeps the latest so many records.
const RECORDS: usize = 60_000;

/// What is the lab's own at one point of a run.
struct State<L: Lab> {
    world: L::World,
    params: L::Params,
}

/// A run of lab `L`.
pub struct Session<L: Lab> {
    course: Course,
    state: State<L>,
    checkpoints: Checkpoints<State<L>>,
    trace: Trace<<L::World as World>::Note>,
    milestones: Milestones<<L::World as World>::Note>,
    places: property::Places,
}

impl<L: Lab> Clone for State<L> {
    fn clone(&self) -> Self {
        State { world: self.world.clone(), params: self.params.clone() }
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
        let samples = Samples::new(L::MEASURES.len(), L::META.sample);
        let mut session = Session {
            course: Course::new(scenario, warnings, Moment::start(properties), samples),
            state: State { world, params },
            checkpoints: Checkpoints::new(),
            trace: Trace::new(RECORDS),
            milestones: Milestones::default(),
            places: property::Places::of(L::PROPERTIES),
        };
        session.checkpoint();
        session
    }

    /// The world as it is now.
    pub fn world(&self) -> &L::World {
        &self.state.world
    }

    /// Lets the next event or input at or before `to` happen; false if there is none. At the same time, events
    /// come before inputs.
    fn once(&mut self, to: SimTime) -> bool {
        let event = self.state.world.next_at();
        let at = match (event, self.course.next_input()) {
            (Some(event), Some(input)) => event.min(input),
            (Some(at), None) | (None, Some(at)) => at,
            (None, None) => return false,
        };
        if at > to {
            return false;
        }
        self.pass_time(at);
        self.course.at.now = at;
        self.course.at.event += 1;
        self.trace.begin_event();
        if event == Some(at) {
            self.state.world.step(&mut self.trace);
        } else {
            self.take_input(at);
        }
        self.course.at.record = self.trace.next_id();
        self.judge(at);
        let Moment { event, inputs, .. } = self.course.at;
        if event > self.course.seen.event {
            if self.trace.has_milestones() {
                self.milestones.keep(&self.trace);
            }
            self.course.seen = Seen { now: at, event, inputs };
            if event.is_multiple_of(CHECKPOINT_EVERY) {
                self.checkpoint();
            }
        }
        true
    }

    /// Looks at the properties. What always holds and did so at the latest look has nothing new to say, nor has what
    /// happened already.
    fn judge(&mut self, now: SimTime) {
        let Moment { properties, sound, happened, .. } = &mut self.course.at;
        let world = &self.state.world;
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
        let State { world, params } = &mut self.state;
        let (number, input) = self.course.take_input(&|role| L::resolve(world, role));
        let end = self.trace.end();
        let record = Record::new(at, What::Input(number));
        self.trace.push(match input.as_ref().ok().and_then(place_of) {
            Some(node) => record.at_node(node),
            None => record,
        });
        let taken = input.and_then(|input| Self::take(world, params, at, &input, &mut self.trace));
        if let Err(why) = taken {
            // What cannot be done leaves no mark: the run is the one without it.
            self.trace.retract(end);
            self.course.refuse(number, &why);
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
        let world = &self.state.world;
        let Course { at, samples, .. } = &mut self.course;
        samples.take(at.now, until, |place, at| (L::MEASURES[place].sample)(world, at) as f32);
        for place in &self.places.waiting {
            at.properties[*place].wait(&L::PROPERTIES[*place], world, until);
        }
    }

    fn checkpoint(&mut self) {
        let bytes = size_of::<Moment>() + size_of::<State<L>>() + self.state.world.bytes();
        self.checkpoints.push(&self.course.at, bytes, self.state.clone());
    }

    /// Takes the run back to the latest checkpoint for which `before` holds; if the records up to there are
    /// forgotten, to the one before that, so that there are some again when the run arrives.
    fn go_back(&mut self, before: &dyn Fn(&Moment) -> bool) {
        let mut point = self.checkpoints.latest(before);
        if !self.trace.reaches(point.at.record) {
            let latest = point.at.event;
            point = self.checkpoints.latest(&|at| at.event < latest);
        }
        (self.course.at, self.state) = (point.at.clone(), point.state.clone());
        self.trace.rewind(self.course.at.record, self.course.at.event);
    }

    /// Leaves the run as it was, if its later part has been seen, and goes on from now along another way.
    fn fork(&mut self) {
        self.course.fork();
        self.checkpoints.forget_after(self.course.at.event);
        self.trace.truncate();
        self.milestones.forget_from(self.course.at.record);
    }

    /// Runs again from the start with another scenario, to the same time.
    fn restart(&mut self, scenario: &Scenario) {
        let (now, branches) = (self.course.at.now, std::mem::take(&mut self.course.branches));
        *self = Session::new(scenario);
        self.course.branches = branches;
        self.seek(now);
    }
}

impl<L: Lab> Run for Session<L> {
    fn meta(&self) -> &'static Meta {
        &L::META
    }

    fn scenario(&self) -> &Scenario {
        &self.course.scenario
    }

    fn position(&self) -> Position {
        self.course.position()
    }

    fn warnings(&self) -> &[String] {
        &self.course.warnings
    }

    fn advance(&mut self, to: SimTime, most: u64) -> bool {
        for _ in 0..most {
            if !self.once(to) {
                self.pass_time(SimTime(to.0.saturating_add(1)));
                self.course.arrive(to);
                return true;
            }
        }
        false
    }

    fn approach(&mut self, to: SimTime) {
        let Moment { now, event, .. } = self.course.at;
        let before = |at: &Moment| at.now <= to;
        if to < now || self.checkpoints.latest(&before).at.event > event {
            self.go_back(&before);
        }
    }

    fn seek_event(&mut self, event: u64) {
        if event <= self.course.at.event {
            self.go_back(&|at| at.event <= event);
        }
        while self.course.at.event < event && self.once(SimTime::MAX) {}
        self.course.arrive(self.course.at.now);
    }

    fn next_at(&self) -> Option<SimTime> {
        self.state.world.next_at().into_iter().chain(self.course.next_input()).min()
    }

    fn act(&mut self, input: Input) -> Result<(), String> {
        let now = self.course.at.now;
        self.advance(now, u64::MAX);
        let id_of = |role: &str| L::resolve(&self.state.world, role);
        let input = match input {
            Input::Aimed(aimed) => Input::Fault(aimed.at(&id_of).map_err(nobody)?),
            input => input,
        };
        // Tried on a copy first, so that what cannot be done leaves no mark.
        let State { mut world, mut params } = self.state.clone();
        Self::take(&mut world, &mut params, now, &input, &mut Trace::new(0))?;
        self.fork();
        self.course.insert(input);
        self.advance(now, u64::MAX);
        Ok(())
    }

    fn plan(&mut self, at: SimTime, input: Input) -> Result<(), String> {
        self.course.not_over(at)?;
        if at <= self.course.seen.now {
            self.fork();
        }
        self.course.plan(at, input);
        Ok(())
    }

    fn set(&mut self, key: &str, text: &str) -> Result<(), String> {
        let mut params = self.state.params.clone();
        params.set(key, text)?;
        let row = L::Params::TABLE.iter().find(|row| row.field.key == key);
        let row = row.expect("it was just set");
        if (row.get)(&params) == (row.get)(&self.state.params) {
            return Ok(());
        }
        let text = row.field.text((row.get)(&params));
        if row.field.takes == Takes::Live && self.course.at.now > SimTime::ZERO {
            return self.act(Input::Set { key: key.into(), value: text });
        }
        let scenario = self.course.scenario.clone().with(key, &text);
        self.restart(&scenario);
        Ok(())
    }

    fn done(&self) -> Vec<TimedInput> {
        self.course.done()
    }

    fn branches(&self) -> &[Branch] {
        &self.course.branches.left
    }

    fn branch(&self) -> u32 {
        self.course.branches.number
    }

    fn switch(&mut self, place: usize) {
        let scenario = self.course.switch(place);
        self.restart(&scenario);
    }

    fn fields(&self) -> Vec<&'static Field> {
        L::Params::TABLE.iter().map(|row| &row.field).collect()
    }

    fn values(&self) -> Vec<i64> {
        L::Params::TABLE.iter().map(|row| (row.get)(&self.state.params)).collect()
    }

    fn advice(&self) -> Vec<String> {
        L::advise(&self.state.params)
    }

    fn scene(&self, width: f32, height: f32) -> Scene {
        L::scene(&self.state.world, view(self.course.at.now, width, height))
    }

    fn actions(&self, item: &str) -> Vec<Action> {
        L::actions(&self.state.world, item)
    }

    fn commands(&self) -> Vec<CommandSpec> {
        L::COMMANDS.iter().map(|row| row.spec).collect()
    }

    fn resolve(&self, name: &str) -> Option<String> {
        L::resolve(&self.state.world, name)
    }

    fn inspect(&self, target: &str) -> Value {
        L::inspect(&self.state.world, target)
    }

    fn active_faults(&self) -> Vec<String> {
        self.state.world.active_faults(self.course.at.now)
    }

    fn events(&self, from: RecordId, most: usize) -> Vec<Event> {
        let seen = from.max(self.trace.first())..self.course.at.record;
        let own = |input: &Input| input_sentence(input, &self.fields(), &self.commands());
        let input = |number| self.course.sentence(number, &own);
        let records = seen.map_while(|id| self.trace.get(id)).take(most);
        records.map(|record| Event::tell(&record, &input)).collect()
    }

    fn milestones(&self) -> Ref<'_, [Event]> {
        self.milestones.told()
    }

    fn doing(&self) -> Vec<Doing> {
        L::doing(&self.state.world)
    }

    fn meanwhile(&self) -> Option<String> {
        L::meanwhile(&self.state.world, self.course.at.now)
    }

    fn verdicts(&self) -> Vec<Verdict> {
        let pairs = self.course.at.properties.iter().zip(L::PROPERTIES);
        pairs
            .map(|(record, property)| record.verdict(property, &self.state.world, self.course.at.now))
            .collect()
    }

    fn series(&self) -> Vec<Series> {
        let series = L::MEASURES.iter().enumerate().map(|(place, measure)| Series {
            key: measure.key,
            label: measure.label,
            unit: measure.unit,
            plotted: measure.plotted,
            every_us: self.course.samples.every().0,
            values: self.course.samples.of(place).to_vec(),
            now: (measure.sample)(&self.state.world, self.course.at.now) as f32,
        });
        series.collect()
    }

    fn scores(&self) -> Vec<Score> {
        L::GOALS.iter().map(|goal| goal.score(&self.state.world)).collect()
    }

    fn theory(&self) -> Vec<Theory> {
        L::theory(&self.state.world)
    }

    fn outline(&self, words: &mut Vec<u64>) {
        (L::GUIDANCE.outline)(&self.state.world, words);
    }

    fn digest(&self) -> u64 {
        self.state.world.digest()
    }

    fn memory(&self) -> usize {
        self.trace.bytes()
            + self.milestones.bytes()
            + self.checkpoints.bytes()
            + self.course.samples.bytes()
            + self.state.world.bytes()
    }
}
