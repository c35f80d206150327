//! What `inspect` answers is held against each lab's schema of it, `src/labs/<folder>/inspect.json`.

mod support;

use faultyard::lab::{Entry, Lesson, Run, Scenario, Target};
use faultyard::labs::LABS;
use faultyard::process::SimTime;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use support::schema::accepts;

/// The stage whose things are asked about.
const STAGE: (f32, f32) = (720.0, 480.0);
/// So many things of a kind are asked about at a moment.
const MOST: usize = 40;

fn schema(entry: &Entry) -> Value {
    let file = format!("src/labs/{}/inspect.json", entry.meta.slug.replace('-', "_"));
    serde_json::from_str(&std::fs::read_to_string(file).expect("a file")).expect("JSON")
}

/// The definition that describes the thing with this id.
fn kind(id: &str) -> &'static str {
    match Target::parse(id) {
        Target::Whole => "inspect",
        Target::Link(..) => "link",
        Target::Balancer(_) => "balancer",
        Target::Message(_) => "message",
        _ => "node",
    }
}

/// The lab as it is with four seeds, and each step of its lesson; how far each is asked.
fn runs(entry: &Entry) -> Vec<(Scenario, SimTime)> {
    let end = SimTime::ZERO + entry.meta.length;
    let plain = (1..=4).map(|seed| (Scenario::new(entry.meta.slug, seed), end));
    let lesson = Lesson::parse(entry.lesson).expect("a lesson");
    plain.chain(lesson.steps.into_iter().map(|step| (step.script.scenario, step.script.until))).collect()
}

/// Calls `each` with what is answered of every kind of thing at many moments of many runs.
fn each_answer(entry: &Entry, mut each: impl FnMut(&'static str, &Value, &str)) {
    for (scenario, end) in runs(entry) {
        let mut run = (entry.open)(&scenario);
        for part in [0, 1, 7, 23, 50, 77, 100] {
            run.seek(SimTime(end.0 * part / 100));
            let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
            for id in ids(&*run) {
                let count = seen.entry(kind(&id)).or_default();
                let state = if *count < MOST { run.inspect(&id) } else { Value::Null };
                if !state.is_null() {
                    *count += 1;
                    let what = format!("{id:?} at {} of {scenario}\n{state:#}", run.position().now);
                    each(kind(&id), &state, &what);
                }
            }
        }
    }
}

/// The whole, the ways between the first two nodes, and each thing on the stage.
fn ids(run: &dyn Run) -> Vec<String> {
    let scene = run.scene(STAGE.0, STAGE.1);
    let things = scene.items.into_iter().map(|item| item.id).filter(|id| !id.is_empty());
    [String::new(), "n1>n2".into(), "n2>n1".into()].into_iter().chain(things).collect()
}

#[test]
fn what_inspect_answers_is_as_the_labs_schema_says_at_every_moment() {
    for entry in LABS {
        let schema = schema(entry);
        let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
        each_answer(entry, |kind, state, what| {
            assert!(!schema[kind].is_null(), "{} has no schema of a {kind}: {what}", entry.meta.slug);
            assert!(accepts(&schema[kind], state), "{} is not a {kind}: {what}", entry.meta.slug);
            *seen.entry(kind).or_default() += 1;
        });
        let kinds: Vec<&str> = schema.as_object().expect("kinds").keys().map(String::as_str).collect();
        for kind in kinds {
            assert!(seen.get(kind) > Some(&20), "{}: {kind} was seen too seldom: {seen:?}", entry.meta.slug);
        }
    }
}

/// Texts for people, and the name of a looked-up key, whatever it looks like.
const WORDS: [&str; 2] = ["shown", "key"];

/// Texts that are a number, with a unit or not.
fn numbers_as_texts(key: &str, value: &Value) -> Vec<String> {
    match value {
        Value::String(text) if !WORDS.contains(&key) => {
            let sign = |sign: char| sign.is_alphabetic() || sign == '%' || sign.is_whitespace();
            let is_number = text.trim_end_matches(sign).parse::<f64>().is_ok();
            is_number.then(|| format!("{key}: {text}")).into_iter().collect()
        }
        Value::Array(values) => values.iter().flat_map(|value| numbers_as_texts(key, value)).collect(),
        Value::Object(members) => {
            members.iter().flat_map(|(key, value)| numbers_as_texts(key, value)).collect()
        }
        _ => Vec::new(),
    }
}

/// Keys that a script cannot write after a dot.
fn phrases(value: &Value) -> Vec<String> {
    let plain = |key: &str| {
        key.starts_with(|first: char| first.is_ascii_lowercase()) && key.chars().all(char::is_alphanumeric)
    };
    match value {
        Value::Array(values) => values.iter().flat_map(phrases).collect(),
        Value::Object(members) => {
            let own = members.keys().filter(|key| !plain(key)).cloned();
            own.chain(members.values().flat_map(phrases)).collect()
        }
        _ => Vec::new(),
    }
}

#[test]
fn no_number_is_a_text_and_no_key_is_a_phrase() {
    for entry in LABS {
        each_answer(entry, |_, state, what| {
            assert_eq!(numbers_as_texts("", state), [""; 0], "{}: {what}", entry.meta.slug);
            assert_eq!(phrases(state), [""; 0], "{}: {what}", entry.meta.slug);
        });
    }
    assert_eq!(numbers_as_texts("", &json!(["16.0%", "400ms", "7"])).len(), 3);
    assert_eq!(phrases(&json!({"p99 (ms)": 1, "a": [{"Cost so far": 2}]})).len(), 2);
}

#[test]
fn a_schema_refuses_an_answer_with_a_member_too_few_or_too_many_or_of_another_type() {
    for entry in LABS {
        let schema = schema(entry);
        let run = (entry.open)(&Scenario::new(entry.meta.slug, 1));
        for id in ["", "n1"] {
            let (schema, right) = (&schema[kind(id)], run.inspect(id));
            assert!(accepts(schema, &right));
            let refused = |change: &dyn Fn(&mut Value)| {
                let mut wrong = right.clone();
                change(&mut wrong);
                assert!(!accepts(schema, &wrong), "{} {id:?}: {wrong}", entry.meta.slug);
            };
            refused(&|wrong| wrong["p99 (ms)"] = json!(1));
            for key in schema["required"].as_array().expect("names").iter().filter_map(Value::as_str) {
                refused(&|wrong| drop(wrong.as_object_mut().expect("members").remove(key)));
                refused(&|wrong| wrong[key] = json!([[[]]]));
            }
        }
    }
}

#[test]
fn everything_that_a_schema_describes_has_a_title_and_a_type() {
    fn check(place: &str, schema: &Value) {
        assert!(!schema["type"].is_null(), "{place} has no type");
        for (key, part) in schema["properties"].as_object().into_iter().flatten() {
            let place = format!("{place}.{key}");
            assert!(part["title"].is_string() && part["description"].is_string(), "{place}: {part}");
            let unit = ["Ms", "Seconds", "Bytes", "Mib", "PerSecond", "Fraction"];
            let has_unit = unit.iter().any(|unit| key.ends_with(unit));
            assert!(!has_unit || part["x-unit"].is_string(), "{place} has no unit: {part}");
            check(&place, part);
        }
        let closed = schema["properties"].is_null() || schema["additionalProperties"] == false;
        assert!(closed, "{place} takes whatever comes");
        for inner in ["items", "additionalProperties"] {
            schema.get(inner).filter(|part| part.is_object()).into_iter().for_each(|part| check(place, part));
        }
    }
    for entry in LABS {
        let schema = schema(entry);
        let kinds = schema.as_object().expect("kinds");
        kinds.iter().for_each(|(kind, part)| check(&format!("{} {kind}", entry.meta.slug), part));
    }
}
