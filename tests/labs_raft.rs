//! The Raft lab: its lesson comes true, its pictures fit every stage, random faults break nothing, and each rule is
//! needed.

#[path = "labs_raft/faults.rs"]
mod faults;
#[path = "labs_raft/lesson.rs"]
mod lesson;
#[path = "labs_raft/liveness.rs"]
mod liveness;
#[path = "labs_raft/pictures.rs"]
mod pictures;
#[path = "labs_raft/rules.rs"]
mod rules;
#[path = "labs_raft/schedule.rs"]
mod schedule;
#[path = "labs_raft/world.rs"]
mod world;

mod support;

use faultyard::lab::{Run, Script, Session, Verdict};
use faultyard::labs::raft::Raft;

/// A script played to its end; everything in it could be done.
fn play(text: &str) -> Session<Raft> {
    let run = play_warned(text);
    assert!(run.warnings().is_empty(), "{:?}\n{text}", run.warnings());
    run
}

/// A script played to its end; some of it may have been refused.
fn play_warned(text: &str) -> Session<Raft> {
    let script = Script::parse(text).unwrap_or_else(|why| panic!("{why}\n{text}"));
    let mut run = Session::<Raft>::new(&script.scenario);
    run.seek(script.until);
    run
}

fn verdict(run: &dyn Run, name: &str) -> Verdict {
    run.verdicts().into_iter().find(|verdict| verdict.name == name).expect("a property of that name")
}

/// The names of the properties that are broken.
fn broken(run: &dyn Run) -> Vec<&'static str> {
    run.verdicts().into_iter().filter(|verdict| verdict.broken).map(|verdict| verdict.name).collect()
}

/// Whether some event's sentence contains these words.
fn told(run: &dyn Run, words: &str) -> bool {
    run.events(0, usize::MAX).iter().any(|event| event.text.contains(words))
}
