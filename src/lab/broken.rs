//! How each property of a lab is seen broken. A property that nothing breaks may be one that cannot fail: so every lab has a
//! row for each, and the tests try them all.

use super::{Judgement, Lab, Lesson, Promise, Run, Scenario, Script, Session, Verdict};

/// What breaks a property of lab `L`.
pub(crate) enum Broken<L: Lab> {
    /// The step of its lesson with this name.
    Step(&'static str),
    /// A run: a rule is taken out, something is set unwisely, everything is hurt. Of what should happen at some moment, one in
    /// which it does not.
    Run(&'static str),
    /// A world in which something is wrong that no run makes so.
    World(fn() -> L::World),
}

/// Holds a lab to having a row for each of its properties, and each row to breaking it. The rows are in the order of the
/// properties.
pub(crate) fn hold<L: Lab>(rows: &[(&str, Broken<L>)]) {
    let names: Vec<&str> = L::PROPERTIES.iter().map(|property| property.name).collect();
    let listed: Vec<&str> = rows.iter().map(|(name, _)| *name).collect();
    assert_eq!(listed, names, "{}: a row for each property, in the same order", L::META.slug);
    for (place, (name, broken)) in rows.iter().enumerate() {
        let why = match broken {
            Broken::Step(step) => in_run(place, played::<L>(&step_of::<L>(step))),
            Broken::Run(script) => in_run(place, played::<L>(&Script::parse(script).expect("a script"))),
            Broken::World(world) => {
                let (world, property) = (world(), &L::PROPERTIES[place]);
                (property.judge(&world) == Judgement::Fails).then(|| property.explain(&world))
            }
        };
        let why = why.unwrap_or_else(|| panic!("{}: nothing breaks \"{name}\"", L::META.slug));
        assert!(!why.is_empty(), "{}: \"{name}\" breaks without a word", L::META.slug);
    }
}

fn step_of<L: Lab>(name: &str) -> Script {
    let lesson = Lesson::parse(L::LESSON).expect("a lesson");
    lesson.step(name).unwrap_or_else(|| panic!("no step {name}")).script.clone()
}

fn played<L: Lab>(script: &Script) -> Vec<Verdict> {
    let mut run = Session::<L>::new(&script.scenario);
    run.seek(script.until);
    assert_eq!(run.warnings(), [] as [String; 0], "{}", script.scenario);
    run.verdicts()
}

/// Why the property at this place is broken, if it is.
fn in_run(place: usize, verdicts: Vec<Verdict>) -> Option<String> {
    let verdict = &verdicts[place];
    match verdict.promise {
        Promise::Sometimes => verdict.held.is_none().then(|| "it does not happen".into()),
        _ => verdict.broken.then(|| verdict.text.clone()),
    }
}

/// A lab's world after some seconds of a run with these parameters.
pub(crate) fn world_of<L: Lab>(script: &str) -> L::World {
    let script = Script::parse(script).expect("a script");
    let scenario = Scenario { lab: L::META.slug.into(), ..script.scenario };
    let mut run = Session::<L>::new(&scenario);
    run.seek(script.until);
    assert_eq!(run.warnings(), [] as [String; 0], "{scenario}");
    run.world().clone()
}
