//! The contract between a lab and everything else.
//!
//! A lab says what it is ([`Meta`]), what can be set ([`Params`]), what it simulates (its world), what must hold
//! ([`Property`]), what it teaches (its lesson) and how it looks ([`Lab::scene`]). From that the page, the links,
//! the tests and the embed get all they need. Types are erased once, in [`Session`] behind [`Run`].

mod action;
mod apart;
mod benchmark;
#[cfg(test)]
pub(crate) mod broken;
mod check;
mod checkpoints;
mod course;
mod event;
mod expect;
mod field;
mod goal;
mod importer;
mod json;
mod lesson;
mod measure;
mod milestones;
mod property;
mod question;
mod reading;
mod registry;
mod replay;
mod roles;
mod run;
mod samples;
mod scenario;
mod script;
pub mod search;
mod session;
mod sweep;
mod target;
mod telling;
mod theory;
#[cfg(test)]
pub(crate) mod trial;
mod unused;

pub use action::{Action, Asks, Command, CommandSpec, order};
pub use apart::Missing;
pub use benchmark::{Benchmark, Counts, Loop, Unit, rate, time};
pub use check::{Check, Finding};
pub use event::{Event, input_sentence};
pub use expect::{Compare, Expectation, SEEDS};
pub use field::{
    Alternative, Field, FieldKind, FieldRole, Params, Row, Takes, joined, names, place, rows_in,
};
pub use goal::{Goal, Score};
pub use importer::{Coming, Guessed, Imported, Importer};
pub use json::object;
pub use lesson::{Choice, Lesson, Predict, Step};
pub use measure::{Measure, Plotted, Series};
pub use property::{Judgement, Promise, Property, Verdict};
pub use question::Measured;
pub use reading::{Reading, Span, figure};
pub use registry::{Card, Entry};
pub use replay::{Find, digests, play};
pub use run::{Branch, Position, Run};
pub use scenario::Scenario;
pub use script::Script;
pub use session::Session;
pub use sweep::{Axis, MOST_SEEDS, Outcome, Sweep, front};
pub use target::Target;
pub use telling::{HOLDS_S, Telling, Told, Watch, Weight, latest};
pub use theory::Theory;
pub use unused::{Unused, unused};

use crate::process::{Doing, Seed, SimDuration, SimTime};
use crate::scene::{Scene, View};
use crate::sim::{Trace, World};
use serde_json::Value;

/// What a lab is.
#[derive(Debug)]
pub struct Meta {
    /// Its name in addresses and its folder's name.
    pub slug: &'static str,
    /// Its name for people.
    pub title: &'static str,
    /// The question that it answers.
    pub question: &'static str,
    /// The chapter of the curriculum.
    pub chapter: &'static str,
    /// Papers and documents, with sections.
    pub sources: &'static [&'static str],
    /// What the simulation leaves out, a sentence each.
    pub leaves_out: &'static [&'static str],
    /// The speed at which it is best watched, in simulated seconds a second.
    pub speed: f64,
    /// How far the transport reaches at first.
    pub length: SimDuration,
    /// The moment that makes the best still picture.
    pub poster: SimTime,
    /// How often measures are sampled.
    pub sample: SimDuration,
}

impl Meta {
    /// The greatest speed at which it is played, in simulated seconds a second.
    pub const fn fastest(&self) -> f64 {
        FAST.max(3.0 * self.speed)
    }
}

/// The greatest speed of a lab that is not watched over hours.
const FAST: f64 = 100.0;

/// A lab. Seven things it must say; the rest has defaults.
pub trait Lab: 'static {
    /// What it is.
    const META: Meta;
    /// What can be set.
    type Params: Params;
    /// What it simulates.
    type World: World;
    /// What must hold, judged after every event.
    const PROPERTIES: &'static [Property<Self::World>];
    /// What it teaches, in Markdown: see [`Lesson`].
    const LESSON: &'static str;
    /// What is plotted over time.
    const MEASURES: &'static [Measure<Self::World>] = &[];
    /// What a run is judged by. A lab with two goals or more can be tuned.
    const GOALS: &'static [Goal<Self::World>] = &[];
    /// The lab's own acts.
    const COMMANDS: &'static [Command<Self::World>] = &[];
    /// What stands for it in the list of labs: a step of its lesson, and a moment of that. Without one, it is its poster.
    const COVER: Option<(&'static str, SimTime)> = None;
    /// Its loops that are timed, natively and by the page `/bench/`.
    const BENCHMARKS: &'static [Benchmark] = &[];
    /// What helps a search for a run that breaks a promise.
    const GUIDANCE: search::Guidance<Self::World> = search::Guidance::NONE;

    /// The world at the start of a run.
    fn build(params: &Self::Params, seed: Seed) -> Self::World;

    /// The picture of the world. `view.now` is at or after the world's latest event.
    fn scene(world: &Self::World, view: View) -> Scene;

    /// Whether no property that promises [`Promise::Always`] surely fails now: then they need not be asked one by one. A
    /// world that keeps a [`Check`] for each knows it at once; the others do not say so.
    fn is_sound(_world: &Self::World) -> bool {
        false
    }

    /// What can be done to the thing with this id; to the whole when the id is empty.
    fn actions(_world: &Self::World, _item: &str) -> Vec<Action> {
        Vec::new()
    }

    /// Takes over parameters that changed while the run goes on, and tells what follows from that. The trace's latest record
    /// is the input's own.
    fn reconfigure(
        _world: &mut Self::World,
        _params: &Self::Params,
        _now: SimTime,
        _trace: &mut Trace<<Self::World as World>::Note>,
    ) {
    }

    /// What was done may have changed what can be set, as a file of traffic does with its pattern: then the parameters
    /// say so.
    fn adopt(_world: &Self::World, _params: &mut Self::Params) {}

    /// Settings that are allowed but unwise, a sentence each: the bad region is the lesson.
    fn advise(_params: &Self::Params) -> Vec<String> {
        Vec::new()
    }

    /// The id of the thing that a word such as `leader` stands for now.
    fn resolve(_world: &Self::World, _name: &str) -> Option<String> {
        None
    }

    /// The state of one thing, or of the whole when `target` is empty, in the field's standard terms.
    fn inspect(_world: &Self::World, _target: &str) -> Value {
        Value::Null
    }

    /// How things stand, as a sentence without its full stop, for stretches in which nothing above ordinary happens: "133
    /// wait at n1, 0 to 2 elsewhere". None where the ordinary events are worth their sentences.
    fn meanwhile(_world: &Self::World, _now: SimTime) -> Option<String> {
        None
    }

    /// What its machines or requests are doing, each a bar in the space-time diagram; nothing where messages tell it all.
    fn doing(_world: &Self::World) -> Vec<Doing> {
        Vec::new()
    }

    /// What formulas say of this run as it is set now, for its measures.
    fn theory(_world: &Self::World) -> Vec<Theory> {
        Vec::new()
    }
}
