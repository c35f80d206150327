//! Links that are out in the world: each must go on meaning what it meant.
//!
//! In `links/*.txt` an entry is a link, then the scenario that it stands for, indented. A line that begins with `!`
//! is a part of a warning. Entries are only ever added. `determinism/links.txt` has the states that they open, written
//! with `FAULTYARD_BLESS=1`; the browser tests hold Chromium and Firefox to the same file.

mod support;

use faultyard::lab::Script;
use faultyard::labs;
use faultyard::link::{Link, MOST_INPUTS, Opening, Saved, When, file, scenario_schema};
use faultyard::process::SimTime;
use serde_json::{Value, json};
use std::fs;
use support::golden::{compare, folder};

/// The link, its scenario's text, and the warnings expected.
type Golden = (String, String, Vec<String>);

fn entries(text: &str) -> Vec<Golden> {
    let mut entries: Vec<Golden> = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with("# ")) {
        match (line.strip_prefix("    "), entries.last_mut()) {
            (Some(line), Some((_, _, warnings))) if line.starts_with('!') => {
                warnings.push(line[1..].trim().into())
            }
            (Some(line), Some((_, script, _))) => *script += &format!("{}\n", line.trim()),
            _ => entries.push((line.trim().into(), String::new(), Vec::new())),
        }
    }
    entries
}

fn golden() -> Vec<Golden> {
    let mut files: Vec<_> = fs::read_dir("tests/links").unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    let texts = files.iter().filter(|file| file.extension().is_some_and(|ending| ending == "txt"));
    texts.flat_map(|file| entries(&fs::read_to_string(file).unwrap())).collect()
}

#[test]
fn every_golden_link_still_opens() {
    let golden = golden();
    assert!(golden.len() >= 8, "only {} links were found", golden.len());
    for (link, script, warnings) in golden {
        let read = Link::parse(&link);
        assert_eq!(read.scenario().to_string(), script, "{link}");
        assert_eq!(read.warnings.len(), warnings.len(), "{link}: {:?}", read.warnings);
        let pairs = read.warnings.iter().zip(&warnings);
        pairs.for_each(|(told, part)| assert!(told.contains(part), "{link}: {told}"));
    }
}

/// The seed of a page whose address names none.
const PAGE_SEED: u64 = 42;

/// A link below the site's root, the digest of the moment that it opens at, a later moment and the digest then.
fn opened(link: &str) -> String {
    let below = link.find("lab/").into_iter().chain(link.find("embed/")).min().unwrap();
    let (rest, state) = link.split_once('#').unwrap_or((link, ""));
    let query = rest.split_once('?').map_or("", |(_, query)| query);
    let lab = labs::find(Link::parse(link).place.page.lab().unwrap()).unwrap();
    let opening = Opening::of(lab, query, state.trim_start_matches('#'), PAGE_SEED);
    let mut run = (lab.open)(&opening.scenario);
    match opening.t {
        Some(When::Time(at)) => run.seek(at),
        Some(When::Event(event)) => run.seek_event(event),
        Some(When::Mark(id)) => panic!("{link}: this test knows no mark {id}"),
        // What happens at the start is done.
        None => run.seek(SimTime::ZERO),
    }
    let digest = run.digest();
    let last = opening.scenario.inputs.iter().map(|input| input.at).max().unwrap_or(SimTime::ZERO);
    let later = SimTime(run.position().now.max(last).0 + run.meta().length.0 / 20);
    run.seek(later);
    format!("{} {digest:016x} {later} {:016x}\n", &link[below..], run.digest())
}

#[test]
fn every_golden_link_opens_the_state_that_it_opened_when_it_was_written() {
    let now: String = golden().iter().map(|(link, ..)| opened(link)).collect();
    compare(&folder("determinism").join("links.txt"), &now).unwrap_or_else(|why| panic!("{why}"));
}

/// Whether a value is as a schema says, for the words that our schema uses.
fn accepts(schema: &Value, value: &Value) -> bool {
    let is = |kind: &Value| match kind.as_str() {
        Some("object") => value.is_object(),
        Some("array") => value.is_array(),
        Some("string") => value.is_string(),
        Some("integer") => value.is_i64() || value.is_u64(),
        Some("number") => value.is_number(),
        Some("boolean") => value.is_boolean(),
        _ => false,
    };
    let kind = match &schema["type"] {
        Value::Null => true,
        Value::Array(kinds) => kinds.iter().any(is),
        kind => is(kind),
    };
    let bound = |name: &str, holds: fn(f64, f64) -> bool, of: Option<f64>| {
        schema[name].as_f64().zip(of).is_none_or(|(bound, of)| holds(of, bound))
    };
    let length = value.as_array().map(|items| items.len() as f64);
    let members = value.as_object().map(|members| members.len() as f64);
    kind && schema.get("const").is_none_or(|only| only == value)
        && schema["enum"].as_array().is_none_or(|words| words.contains(value))
        && bound("minimum", |of, least| of >= least, value.as_f64())
        && bound("maximum", |of, most| of <= most, value.as_f64())
        && bound("minItems", |of, least| of >= least, length)
        && bound("maxItems", |of, most| of <= most, length)
        && bound("maxProperties", |of, most| of <= most, members)
        && parts_are_accepted(schema, value)
}

fn parts_are_accepted(schema: &Value, value: &Value) -> bool {
    let required = schema["required"].as_array().into_iter().flatten();
    let has_required = required.into_iter().all(|name| value.get(name.as_str().unwrap()).is_some());
    let members = value.as_object().into_iter().flatten();
    let mut members =
        members.map(|(name, value)| match (&schema["properties"][name], &schema["additionalProperties"]) {
            (Value::Null, Value::Bool(allowed)) => *allowed,
            (Value::Null, other) => accepts(other, value),
            (own, _) => accepts(own, value),
        });
    let items = value.as_array().into_iter().flatten().enumerate();
    let mut items = items.map(|(place, item)| match schema["prefixItems"].get(place) {
        Some(own) => accepts(own, item),
        None => schema.get("items").is_none_or(|every| accepts(every, item)),
    });
    has_required && members.all(|ok| ok) && items.all(|ok| ok)
}

#[test]
fn the_schema_accepts_what_files_hold() {
    let script = "raft n=5 seed=18446744073709551615\nat 400ms crash n1\nat 2s set loss=10\n";
    let scenario = Script::parse(script).unwrap().scenario;
    let saved =
        Saved { speed: Some(0.5), item: Some("n1".into()), ..Saved::new(&scenario, SimTime::from_ms(3_000)) };
    let value: Value = serde_json::from_str(&file::write(&saved)).unwrap();
    assert!(accepts(&scenario_schema(), &value), "{value}");
    assert!(accepts(
        &scenario_schema(),
        &json!({"lab": "raft", "params": {"n": 5}, "inputs": [[0.4, "heal"]]})
    ));
}

#[test]
fn the_schema_refuses_what_is_no_scenario() {
    let many = vec![json!(["1s", "heal"]); MOST_INPUTS + 1];
    for value in [
        json!([]),
        json!({}),
        json!({"lab": 1}),
        json!({"lab": "raft", "x": 1}),
        json!({"lab": "raft", "inputs": [["1s"]]}),
        json!({"lab": "raft", "inputs": many}),
        json!({"lab": "raft", "seed": -1}),
        json!({"lab": "raft", "speed": 0}),
        json!({"lab": "raft", "view": "up"}),
        json!({"lab": "raft", "params": {"n": []}}),
        json!({"lab": "raft", "faultyard": 2}),
    ] {
        assert!(!accepts(&scenario_schema(), &value), "{value:.80}");
    }
}
