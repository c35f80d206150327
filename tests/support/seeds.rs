//! What is a matter of chance, and what has nothing to do with a run.

use super::checks::{length, lively};
use super::everything;
use faultyard::lab::{Entry, Expectation, Lesson, Run, SEEDS, Scenario, Step};
use faultyard::link::Settings;
use faultyard::process::SimTime;

/// The views that an address may ask for, and the words for a room: none of them is about the run.
const VIEWS: &[&str] = &[
    "theme=dark&view=split&ui=compact&hide=plots,log&lang=en",
    "projector=1&teacher=1&motion=reduced&show=spacetime,plots&speed=2&t=1&lock=all",
];

/// A claim of the lesson that holds a number against a threshold holds in each of twenty runs with seeds of their own,
/// or the step says in how many, and that is so.
pub fn thresholds(entry: &Entry) {
    let lesson = Lesson::parse(entry.lesson).unwrap_or_else(|why| panic!("the lesson: {why}"));
    let wrong: Vec<String> = lesson.steps.iter().flat_map(|step| miscounted(entry, step)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn miscounted(entry: &Entry, step: &Step) -> Vec<String> {
    let claims: Vec<&Expectation> = step.script.expect.iter().filter(|claim| claim.has_threshold()).collect();
    if claims.is_empty() {
        return Vec::new();
    }
    let mut counts = vec![0; claims.len()];
    for more in 0..u64::from(SEEDS) {
        let seed = step.script.scenario.seed.wrapping_add(more);
        let mut run = (entry.open)(&Scenario { seed, ..step.script.scenario.clone() });
        run.seek(step.script.until);
        for (claim, count) in claims.iter().zip(&mut counts) {
            *count += u32::from(claim.check(&*run).is_ok());
        }
    }
    let told = claims.iter().zip(counts);
    let wrong = told.filter(|(claim, count)| *count != claim.share().unwrap_or(SEEDS));
    wrong
        .map(|(claim, count)| format!("step {}: {claim}: so it is in {count} of {SEEDS} seeds", step.id))
        .collect()
}

/// Whatever is asked of a run, and with whatever view, it stays as it is; so it does beside another run.
pub fn unrelated(entry: &Entry) {
    let (scenario, until) = (lively(entry, 5), length(entry, 4_000));
    let mut plain = (entry.open)(&scenario);
    plain.seek(until);
    for views in VIEWS {
        let (settings, warnings) = Settings::parse(views);
        assert!(warnings.is_empty(), "{warnings:?}");
        let mut told = Vec::new();
        let start = settings.script(entry, scenario.seed, &mut told).scenario;
        assert_eq!((start.params.len(), start.inputs.len()), (0, 0), "{views} changes the run: {start}");
        let mut run = (entry.open)(&Scenario { inputs: scenario.inputs.clone(), ..start });
        let mut other = (entry.open)(&lively(entry, 6));
        for part in 1..=8 {
            other.seek(SimTime(until.0 * part / 8));
            run.seek(SimTime(until.0 * part / 8));
            look(&*run);
        }
        assert_eq!(
            everything(&*run),
            everything(&*plain),
            "looked at with {views}, beside another, in\n{scenario}"
        );
    }
}

/// Asks for all that a page may show.
fn look(run: &dyn Run) {
    for (width, height) in [(1_000.0, 600.0), (360.0, 300.0), (1.0, 1.0)] {
        for item in run.scene(width, height).items {
            run.inspect(&item.id);
            run.actions(&item.id);
        }
    }
    let _ = (run.inspect(""), run.series(), run.theory(), run.scores(), run.verdicts(), run.advice());
    let _ = (
        run.active_faults(),
        run.events(0, usize::MAX),
        run.meanwhile(),
        run.memory(),
        run.resolve("leader"),
    );
}
