//! What every lab is held to, from its entry alone. A lab gets all of it by being in the list.

use super::nightly::share;
use super::{everything, ms, seeds, settings};
use faultyard::lab::{
    Action, Asks, Coming, CommandSpec, Entry, Field, FieldRole, Importer, Lesson, Promise, Run, Scenario,
    Script,
};
use faultyard::process::{SimDuration, SimTime};
use faultyard::scene::{Scene, Shape};
use faultyard::sim::{Input, TimedInput};
use std::collections::{BTreeMap, BTreeSet};
use std::task::{Context, Poll, Waker};

/// Looks at a lab, and panics with the reason when it is not as it should be.
pub type Check = fn(&Entry);

/// Every check, with the claim that it holds a lab to.
pub const CHECKS: &[(&str, Check)] = &[
    ("it says what it is, where that comes from and what it leaves out", says_what_it_is),
    ("each parameter has its row: a key, words, bounds and a default within them", rows),
    ("a parameter's text reads back as it is written, alone and in a script", texts),
    ("the schema names each parameter with its bounds and its default", schema),
    ("its properties are named, sourced, and no safety stands alone", properties),
    ("nothing that should happen is so from the start", starts),
    ("with its defaults and many seeds, nothing always breaks and each sometimes happens", many_seeds),
    ("in some seed or step each promise is put to the test", tested),
    ("with extreme parameters, nothing always breaks", extremes),
    ("a setting made while the run goes on is in force from then on", settings::live),
    ("a setting that is said to have no effect has none", settings::unused),
    ("each parameter changes something that is seen, or there is a reason why not", settings::each_changes),
    ("its picture is on every stage, with ids and words", scenes),
    ("the same scenario gives the same run, in steps of any size", same_digest),
    ("a formula is about one of its measures, and has a number or says why not", theory),
    ("it does not matter in which order one goes through it", seek_order),
    ("each button can be pressed, also one that is there after another", buttons),
    ("each command is offered with words and can be done", commands),
    ("each step of its lesson is true, and each question has an answer", lesson),
    ("a claim with a threshold holds over twenty seeds, or says in how many", seeds::thresholds),
    ("what has nothing to do with a run changes nothing of it", seeds::unrelated),
];

/// Holds a lab to everything, and says which claim it does not keep.
pub fn all(entry: &Entry) {
    let (lab, mut broken) = (entry.meta.slug, Vec::new());
    for (claim, check) in CHECKS {
        let kept = std::panic::catch_unwind(|| check(entry));
        if kept.is_err() {
            broken.push(*claim);
        }
    }
    assert!(
        broken.is_empty(),
        "the lab {lab} does not keep:\n- {}\n(the reasons are above)",
        broken.join("\n- ")
    );
}

/// How long a plain run is played, at most.
pub fn length(entry: &Entry, most_ms: u64) -> SimTime {
    SimTime(entry.meta.length.0).min(ms(most_ms))
}

fn plain(entry: &Entry, seed: u64) -> Scenario {
    Scenario::new(entry.meta.slug, seed)
}

/// A plain run in which each of the lab's commands is given a few times, but for those that need a file.
pub fn lively(entry: &Entry, seed: u64) -> Scenario {
    let mut scenario = plain(entry, seed);
    let commands = (entry.open)(&scenario).commands();
    let commands: Vec<CommandSpec> =
        commands.into_iter().filter(|command| !matches!(command.asks, Asks::File { .. })).collect();
    for (i, command) in commands.iter().cycle().take(3 * commands.len()).enumerate() {
        let argument = if let Asks::Text(example) = command.asks { example } else { "" };
        let at = SimTime(200_000 + 150_000 * i as u64 + seed * 1_000);
        scenario.inputs.push(TimedInput { at, input: Input::command(command.name, argument) });
    }
    scenario
}

pub fn play(entry: &Entry, scenario: &Scenario, to: SimTime) -> Box<dyn Run> {
    let mut run = (entry.open)(scenario);
    run.seek(to);
    run
}

pub fn says_what_it_is(entry: &Entry) {
    let meta = entry.meta;
    let slug_ok = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    assert!(!meta.slug.is_empty() && meta.slug.chars().all(slug_ok), "the slug \"{}\"", meta.slug);
    assert!(!meta.title.is_empty() && !meta.chapter.is_empty(), "no title or no chapter");
    assert!(meta.question.ends_with('?'), "\"{}\" is not a question", meta.question);
    assert!(meta.sources.iter().any(|source| !source.is_empty()), "no sources");
    assert!(
        meta.leaves_out.iter().any(|what| !what.is_empty()),
        "it leaves something out, and does not say what"
    );
    assert!(meta.speed > 0.0 && meta.speed.is_finite() && meta.sample.0 > 0, "speed or sample");
    assert!(meta.poster.0 <= meta.length.0, "the poster's moment is after the end");
}

pub fn rows(entry: &Entry) {
    let run = (entry.open)(&plain(entry, 1));
    let (fields, values) = (run.fields(), run.values());
    let keys: BTreeSet<&str> = fields.iter().map(|field| field.key).collect();
    assert_eq!((keys.len(), values.len()), (fields.len(), fields.len()), "two parameters have the same key");
    for (field, value) in fields.iter().zip(values) {
        let (min, max) = field.bounds();
        assert!(min < max && (min..=max).contains(&value), "{}: {value} in {min}..={max}", field.key);
        let words = [field.key, field.label, field.help];
        assert!(words.iter().all(|word| !word.is_empty()), "{} has no label or no help", field.key);
        let key_ok = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        assert!(field.key.chars().all(key_ok) && field.key != "seed", "the key \"{}\" in a link", field.key);
    }
}

/// Each parameter alone at its least and at its most, as (key, text, value, place).
fn edges(entry: &Entry) -> Vec<(&'static Field, String, i64, usize)> {
    let fields = (entry.open)(&plain(entry, 1)).fields();
    let both = |(place, field): (usize, &'static Field)| {
        let (min, max) = field.bounds();
        [min, max].map(|value| (field, field.text(value), value, place))
    };
    fields.into_iter().enumerate().flat_map(both).collect()
}

pub fn texts(entry: &Entry) {
    let run = (entry.open)(&plain(entry, 1));
    let mut spelt = plain(entry, 1);
    for (field, value) in run.fields().iter().zip(run.values()) {
        spelt = spelt.with(field.key, &field.text(value));
    }
    let again = (entry.open)(&spelt);
    assert_eq!((again.values(), again.warnings()), (run.values(), [].as_slice()), "the defaults, spelt out");
    assert_eq!(again.scenario().params, [], "a default that is spelt out is left out again");
    for (field, text, value, place) in edges(entry) {
        let run = (entry.open)(&plain(entry, 1).with(field.key, &text));
        let mut expected = again.values();
        expected[place] = value;
        assert_eq!(run.values(), expected, "{}={text} sets this value and no other", field.key);
        assert_eq!(run.warnings(), [] as [String; 0], "{}={text}", field.key);
        let script = Script::parse(&run.scenario().to_string()).expect("a scenario reads back");
        assert_eq!(&script.scenario, run.scenario());
        let (low, high) = field.bounds();
        let outside = field.parse(&field.text(high + 1)).ok().map(|(value, _)| value);
        assert!(outside.is_none_or(|value| (low..=high).contains(&value)), "{} beyond its bounds", field.key);
    }
}

pub fn schema(entry: &Entry) {
    let schema = (entry.schema)();
    let text = serde_json::to_string(&schema).expect("JSON");
    assert_eq!(serde_json::from_str::<serde_json::Value>(&text).expect("JSON"), schema);
    let run = (entry.open)(&plain(entry, 1));
    let keys: BTreeSet<&str> = run.fields().iter().map(|field| field.key).collect();
    let properties = schema["properties"].as_object().expect("an object of properties");
    assert_eq!(properties.keys().map(String::as_str).collect::<BTreeSet<_>>(), keys);
    assert_eq!(schema["additionalProperties"], false);
    for (key, property) in properties {
        let described = property["description"].as_str().is_some_and(|text| !text.is_empty());
        assert!(
            described && !property["default"].is_null() && !property["title"].is_null(),
            "{key}: {property}"
        );
        if let Some(default) = property["default"].as_f64() {
            let bounds =
                [&property["minimum"], &property["maximum"]].map(|bound| bound.as_f64().expect("a bound"));
            assert!(bounds[0] <= default && default <= bounds[1], "{key}: {property}");
        }
    }
}

pub fn properties(entry: &Entry) {
    let verdicts = (entry.open)(&plain(entry, 1)).verdicts();
    let names: BTreeSet<&str> = verdicts.iter().map(|verdict| verdict.name).collect();
    assert!(names.len() == verdicts.len() && !names.is_empty(), "properties without names of their own");
    for verdict in &verdicts {
        let words = [verdict.name, verdict.claim, verdict.source];
        assert!(words.iter().all(|word| !word.is_empty()), "{words:?}");
    }
    let has = |promise| verdicts.iter().any(|verdict| verdict.promise == promise);
    assert!(
        !has(Promise::Always) || has(Promise::Sometimes),
        "an Always with no Sometimes beside it may never have run"
    );
}

fn nothing_breaks(run: &dyn Run) {
    for verdict in run.verdicts().iter().filter(|verdict| verdict.promise == Promise::Always) {
        assert!(!verdict.broken, "\"{}\": {}\n{}", verdict.name, verdict.text, run.scenario());
    }
}

pub fn starts(entry: &Entry) {
    for seed in 1..=20 {
        for verdict in (entry.open)(&plain(entry, seed)).verdicts() {
            let is_so = verdict.promise == Promise::Sometimes && verdict.held.is_some();
            assert!(!is_so, "\"{}\" is so at the start, with seed {seed}: it tells nothing", verdict.name);
        }
    }
}

/// Steps of the lesson, as they are to be played.
fn steps(entry: &Entry) -> impl Iterator<Item = (Scenario, SimTime)> {
    let steps = Lesson::parse(entry.lesson).map(|lesson| lesson.steps).unwrap_or_default();
    steps.into_iter().map(|step| (step.script.scenario, step.script.until))
}

/// How often each promise was put to the test, summed over the lesson's steps and, for those that no step tests, over
/// seeds: a promise that nothing tests cannot be broken.
pub fn tests_of(entry: &Entry) -> Vec<(&'static str, u64)> {
    let verdicts = (entry.open)(&plain(entry, 1)).verdicts();
    let promises = verdicts.iter().filter(|verdict| verdict.promise != Promise::Sometimes);
    let mut counts: Vec<(&str, u64)> = promises.map(|verdict| (verdict.name, 0)).collect();
    let seeds = (1..=3).flat_map(|seed| [plain(entry, seed), lively(entry, seed)]);
    for (scenario, until) in steps(entry).chain(seeds.map(|scenario| (scenario, length(entry, 10_000)))) {
        let verdicts = play(entry, &scenario, until).verdicts();
        for (name, count) in &mut counts {
            *count += verdicts.iter().find(|verdict| verdict.name == *name).map_or(0, |one| one.tested);
        }
    }
    counts
}

pub fn tested(entry: &Entry) {
    for (name, count) in tests_of(entry) {
        assert!(count > 0, "\"{name}\" is never put to the test, in a step of the lesson or in 3 seeds");
    }
}

pub fn many_seeds(entry: &Entry) {
    let verdicts = (entry.open)(&plain(entry, 1)).verdicts();
    let sometimes = verdicts.iter().filter(|verdict| verdict.promise == Promise::Sometimes);
    let mut to_come: BTreeSet<&str> = sometimes.map(|verdict| verdict.name).collect();
    let seeds = (1..=20).flat_map(|seed| [plain(entry, seed), lively(entry, seed)]);
    let seeds = seeds.map(|scenario| (scenario, length(entry, 10_000)));
    for (i, (scenario, until)) in seeds.chain(steps(entry)).enumerate() {
        let run = play(entry, &scenario, until);
        if i < 40 {
            nothing_breaks(&*run);
        }
        run.verdicts().iter().filter(|verdict| verdict.held.is_some()).for_each(|verdict| {
            to_come.remove(verdict.name);
        });
    }
    assert!(
        to_come.is_empty(),
        "never happened, in 20 seeds with and without commands, or in a lesson: {to_come:?}"
    );
}

pub fn extremes(entry: &Entry) {
    for (field, text, ..) in edges(entry).into_iter().filter(|(field, ..)| field.role == FieldRole::Setting) {
        for seed in 1..=share(1, 4) {
            let scenario = lively(entry, seed).with(field.key, &text);
            let run = play(entry, &scenario, length(entry, 3_000));
            nothing_breaks(&*run);
            on_stage(&run.scene(360.0, 330.0), 360.0, 330.0, run.scenario());
        }
    }
}

pub fn scenes(entry: &Entry) {
    for scenario in [plain(entry, 1), lively(entry, 2)] {
        let mut run = (entry.open)(&scenario);
        let length = length(entry, 10_000).0;
        for at in [0, length / 50, length / 7, length / 3, length] {
            run.seek(SimTime(at));
            for (width, height) in [(720.0, 480.0), (640.0, 300.0), (360.0, 330.0)] {
                on_stage(&run.scene(width, height), width, height, &scenario);
            }
            // A stage that has hardly any room yet, as while a page is laid out, is drawn all the same.
            for (width, height) in [(1.0, 1.0), (10.0, 10.0), (30.0, 400.0), (700.0, 0.5)] {
                run.scene(width, height);
            }
            run.scene(720.0, 480.0).items.iter().for_each(|item| {
                run.inspect(&item.id);
                run.actions(&item.id);
            });
            let _ = (
                run.inspect(""),
                run.inspect("no such thing"),
                run.actions("no such thing"),
                run.active_faults(),
            );
        }
    }
}

fn on_stage(scene: &Scene, width: f32, height: f32, scenario: &Scenario) {
    let place = format!("on a stage of {width} by {height}, in\n{scenario}");
    assert!(!scene.summary.trim().is_empty(), "a picture without a summary {place}");
    let mut ids = BTreeSet::new();
    for item in &scene.items {
        assert!(!item.id.is_empty() && ids.insert(&item.id), "two things are called \"{}\" {place}", item.id);
        assert!(
            !item.selectable || !item.description.is_empty(),
            "{item} can be chosen and has no words {place}"
        );
        let mut points = item.shape.points();
        if let Shape::Node { x, y, r, .. } = item.shape {
            points.extend([(x - r, y - r), (x + r, y + r)]);
        }
        for (x, y) in points {
            let inside = (-0.5..=width + 0.5).contains(&x) && (-0.5..=height + 0.5).contains(&y);
            assert!(x.is_finite() && y.is_finite() && inside, "{item}: {x}, {y} is not {place}");
        }
    }
}

pub fn theory(entry: &Entry) {
    let alone = [plain(entry, 1), lively(entry, 2)];
    let edges = edges(entry).into_iter().map(|(field, text, ..)| lively(entry, 3).with(field.key, &text));
    for scenario in alone.into_iter().chain(edges) {
        let mut run = (entry.open)(&scenario);
        let measures: Vec<&str> = run.series().iter().map(|series| series.key).collect();
        for at in [SimTime::ZERO, length(entry, 1_000)] {
            run.seek(at);
            for theory in run.theory() {
                assert!(measures.contains(&theory.measure) && !theory.formula.is_empty(), "{theory:?}");
                let told =
                    theory.value.as_ref().map_or_else(|why| !why.is_empty(), |value| value.is_finite());
                assert!(told, "{theory:?} at {at}, in\n{scenario}");
            }
        }
    }
}

pub fn same_digest(entry: &Entry) {
    let (scenario, until) = (lively(entry, 3), length(entry, 5_000));
    let whole = play(entry, &scenario, until);
    let mut steps = (entry.open)(&scenario);
    while !steps.advance(until, 7) {}
    assert_eq!(everything(&*steps), everything(&*whole), "one big step and many of seven events\n{scenario}");
    // A digest that sees nothing would pass all this: some act must change it, or time itself.
    let start = (entry.open)(&scenario);
    let changed = start.next_at().is_none() || start.digest() != whole.digest();
    assert!(changed, "the fingerprint is the same at the start and after {} events", whole.position().event);
}

pub fn seek_order(entry: &Entry) {
    let scenario = lively(entry, 4);
    let length = length(entry, 8_000).0;
    let mut run = (entry.open)(&scenario);
    for part in [7, 3, 8, 1, 5, 0, 6, 2, 8, 4] {
        let at = SimTime(length * part / 8);
        run.seek(at);
        assert_eq!(everything(&*run), everything(&*play(entry, &scenario, at)), "at {at}\n{scenario}");
    }
    run.seek_event(run.position().event / 2);
    let mut other = (entry.open)(&scenario);
    other.seek_event(run.position().event);
    assert_eq!(everything(&*run), everything(&*other), "at event {}\n{scenario}", run.position().event);
}

/// So many buttons with the same words are pressed.
const ALIKE: u32 = 8;
/// So many are pressed one after the other.
const DEEP: usize = 3;

/// Presses the buttons of a plain moment, and those that are there once others were pressed; how many, by their words.
pub fn pressed(entry: &Entry) -> BTreeMap<String, u32> {
    let mut pressed = BTreeMap::new();
    let mut to_try = vec![plain(entry, 5)];
    while let Some(scenario) = to_try.pop() {
        let now = length(entry, 2_000 + 400 * scenario.inputs.len() as u64);
        let run = play(entry, &scenario, now);
        let things = run.scene(720.0, 480.0).items.into_iter().filter(|item| item.selectable);
        let ids = things.map(|item| item.id.to_string()).chain([String::new()]);
        for action in ids.flat_map(|id| run.actions(&id)) {
            assert!(!action.label.is_empty() && !action.sign.is_empty(), "{action:?}");
            let count: &mut u32 = pressed.entry(action.label.to_string()).or_default();
            if *count == ALIKE {
                continue;
            }
            *count += 1;
            press(entry, &scenario, now, &action);
            if *count == 1 && scenario.inputs.len() < DEEP {
                let input = TimedInput { at: now, input: action.input };
                let inputs = scenario.inputs.iter().cloned().chain([input]).collect();
                to_try.push(Scenario { inputs, ..scenario.clone() });
            }
        }
    }
    pressed
}

fn press(entry: &Entry, scenario: &Scenario, now: SimTime, action: &Action) {
    let text = action.input.to_string();
    assert_eq!(Input::parse(&text), Ok(action.input.clone()), "a button must be sayable in a script");
    let mut fresh = play(entry, scenario, now);
    let done = fresh.act(action.input.clone());
    assert_eq!(done, Ok(()), "the button \"{}\" ({text})\n{scenario}", action.label);
    fresh.seek(now + SimDuration::from_ms(1_000));
}

pub fn buttons(entry: &Entry) {
    pressed(entry);
}

pub fn commands(entry: &Entry) {
    let mut run = (entry.open)(&plain(entry, 6));
    for command in run.commands() {
        let words = [command.name, command.label, command.help];
        assert!(words.iter().all(|word| !word.is_empty()), "{command:?}");
        let argument = match command.asks {
            Asks::Nothing => "",
            Asks::Text(example) => {
                assert!(!example.is_empty(), "{} asks without an example", command.name);
                example
            }
            Asks::File { accept, importer } => {
                assert!(accept.starts_with('.'), "{} takes \"{accept}\"", command.name);
                reads_anything(command.name, importer);
                continue;
            }
        };
        let input = Input::command(command.name, argument);
        assert_eq!(Input::parse(&input.to_string()), Ok(input.clone()));
        run.seek(length(entry, 1_000));
        assert_eq!(run.act(input), Ok(()), "the lab's own example of {}", command.name);
    }
    assert!(
        run.act(Input::command("no-such-act", "")).is_err(),
        "an act that does not exist is done in silence"
    );
}

/// A reader that is there: in the whole program nothing has to be fetched.
pub fn at_once(reader: Coming) -> Box<dyn Importer> {
    let mut reader = reader;
    match reader.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(Ok(reader)) => reader,
        Poll::Pending => panic!("a reader waits for something"),
    }
}

/// A reader of files finds nothing in an empty one, says so, and bears one that is no text at all.
fn reads_anything(command: &str, importer: fn() -> Coming) {
    let importer = || at_once(importer());
    let nothing = importer().finish();
    assert!(nothing.as_ref().is_err_and(|why| !why.is_empty()), "{command} of an empty file: {nothing:?}");
    let noise: Vec<u8> = (0..40_000_u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    let read = |piece: usize| {
        let mut reader = importer();
        noise.chunks(piece).for_each(|piece| reader.feed(piece));
        reader.finish()
    };
    let whole = read(noise.len());
    assert_eq!(read(997), whole, "{command}: it matters where a piece ends");
    if let Ok(taken) = whole {
        let input = Input::command(command, &taken.argument);
        assert_eq!(Input::parse(&input.to_string()), Ok(input), "what is read must be sayable in a script");
    }
}

pub fn lesson(entry: &Entry) {
    let lesson = Lesson::parse(entry.lesson).unwrap_or_else(|why| panic!("the lesson: {why}"));
    let names = || lesson.steps.iter().flat_map(|step| [&step.id].into_iter().chain(&step.aliases));
    let ids: BTreeSet<&String> = names().collect();
    assert!(!ids.is_empty() && ids.len() == names().count(), "steps without names of their own: {ids:?}");
    for step in &lesson.steps {
        let Script { scenario, until, expect } = &step.script;
        assert_eq!(scenario.lab, entry.meta.slug, "step {}", step.id);
        assert!(
            *until > SimTime::ZERO && !expect.is_empty(),
            "step {} plays no time or claims nothing",
            step.id
        );
        let run = play(entry, scenario, *until);
        assert_eq!(run.warnings(), [] as [String; 0], "step {}", step.id);
        for claim in expect {
            claim.check(&*run).unwrap_or_else(|seen| panic!("step {}: {seen}\n{scenario}", step.id));
        }
        if let Some(predict) = &step.predict {
            let right = predict.answers(&*run).len();
            assert_eq!(right, 1, "step {}: of {} answers so many are right", step.id, predict.choices.len());
        }
    }
}
