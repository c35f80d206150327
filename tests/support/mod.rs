//! What the tests share: toy processes and labs, the checks that every lab gets, golden files, a source scanner.

#![allow(dead_code)]

pub mod bench;
pub mod checks;
pub mod damage;
pub mod golden;
pub mod mutant;
pub mod nightly;
pub mod ring;
pub mod schema;
pub mod seeds;
pub mod settings;
pub mod shelf;
pub mod source;
pub mod toy;
pub mod transcript;
pub mod words;

use faultyard::lab::{Entry, Run, Scenario, Script};
use faultyard::process::SimTime;

/// The labs of the registry and the toys of these tests.
pub fn find(slug: &str) -> Option<Entry> {
    let toys = [ring::ENTRY, shelf::ENTRY];
    let toy = toys.into_iter().find(|entry| entry.meta.slug == slug);
    toy.or_else(|| faultyard::labs::find(slug).copied())
}

/// A scenario from its text.
pub fn scenario(text: &str) -> Scenario {
    Script::parse(text).unwrap_or_else(|why| panic!("{why}: {text}")).scenario
}

/// A run at its start.
pub fn open(text: &str) -> Box<dyn Run> {
    let scenario = scenario(text);
    let entry = find(&scenario.lab).unwrap_or_else(|| panic!("no lab {}", scenario.lab));
    (entry.open)(&scenario)
}

/// A moment in milliseconds.
pub fn ms(ms: u64) -> SimTime {
    SimTime::from_ms(ms)
}

/// Everything that a person can see of a run, as text, so that two runs can be compared by it. Samples of the
/// very moment are not in it: a run that stands between two events of a moment may know it from an earlier pass.
pub fn everything(run: &dyn Run) -> String {
    let told: Vec<String> = run.events(0, usize::MAX).iter().map(|event| format!("{event:?}\n")).collect();
    let milestones = run.milestones();
    let seen = milestones.iter().take_while(|event| event.id < run.position().record);
    let milestones: Vec<String> = seen.map(|event| format!("{event:?}\n")).collect();
    let (verdicts, position) = (run.verdicts(), run.position());
    let scene = run.scene(640.0, 400.0);
    format!(
        "{:016x} event {} record {} at {}\n{verdicts:#?}\n{:?}\n{:?}\n{scene}{}\n{}",
        run.digest(),
        position.event,
        position.record,
        position.now,
        // At the very beginning no sample is behind.
        position.now.0.checked_sub(1).map(|before| measures_until(run, SimTime(before))),
        run.theory(),
        told.concat(),
        milestones.concat()
    )
}

/// The samples up to a time: a series reaches as far as the run was seen, which is not the same in two runs.
pub fn measures_until(run: &dyn Run, until: SimTime) -> Vec<(&'static str, Vec<f32>)> {
    let series = run.series().into_iter();
    series
        .map(|s| (s.key, s.values.into_iter().take((until.0 / s.every_us) as usize + 1).collect()))
        .collect()
}
