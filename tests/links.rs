//! Links that are out in the world: each must go on meaning what it meant.
//!
//! In `links/*.txt` an entry is a link, then the scenario that it stands for, indented. A line that begins with `!`
//! is a part of a warning. One that begins with `?` is what its settings say, the shortest way; with `@`, what its state
//! says beside the run: the moment, the event at that moment, the speed, the thing chosen, the view; its lab opens such a
//! link without another warning. Entries are only ever added.

use faultyard::lab::Script;
use faultyard::labs;
use faultyard::link::{Link, MOST_INPUTS, Opening, Saved, file, scenario_schema};
use faultyard::process::SimTime;
use serde_json::{Value, json};
use std::fs;

/// A link, and what is expected of it.
#[derive(Default)]
struct Golden {
    link: String,
    script: String,
    warnings: Vec<String>,
    settings: Option<String>,
    moment: Option<String>,
}

impl Golden {
    fn take(&mut self, line: &str) {
        let rest = line.get(1..).unwrap_or_default().trim().to_owned();
        match line.chars().next() {
            Some('!') => self.warnings.push(rest),
            Some('?') => self.settings = Some(rest),
            Some('@') => self.moment = Some(rest),
            _ => self.script += &format!("{}\n", line.trim()),
        }
    }

    fn check(&self) {
        let (read, link) = (Link::parse(&self.link), &self.link);
        assert_eq!(read.scenario().to_string(), self.script, "{link}");
        assert_eq!(read.warnings.len(), self.warnings.len(), "{link}: {:?}", read.warnings);
        let pairs = read.warnings.iter().zip(&self.warnings);
        pairs.for_each(|(told, part)| assert!(told.contains(part), "{link}: {told}"));
        if let Some(settings) = &self.settings {
            assert_eq!(read.settings.query().as_ref(), Ok(settings), "{link}");
        }
        if let Some(moment) = &self.moment {
            assert_eq!(read.saved.as_ref().map(said).as_ref(), Some(moment), "{link}");
        }
        let page = format!("{}{}", read.place.base, read.place.page.path());
        assert!(link.starts_with(page.trim_end_matches('/')), "{link} is taken for {page}");
    }

    /// Its lab opens it too: the presets, questions and parameters that it names are still there.
    fn check_opening(&self) {
        let place = Link::parse(&self.link).place;
        let lab = place.page.lab().and_then(labs::find);
        let lab = lab.unwrap_or_else(|| panic!("{} is of no lab", self.link));
        let (rest, state) = self.link.split_once('#').unwrap_or((&self.link, ""));
        let opening = Opening::of(lab, rest.split_once('?').map_or("", |(_, query)| query), state, 0);
        let warnings = [opening.warnings, (lab.open)(&opening.scenario).warnings().to_vec()].concat();
        assert_eq!(warnings.len(), self.warnings.len(), "{}: {warnings:?}", self.link);
    }
}

/// What a state says beside its run.
fn said(saved: &Saved) -> String {
    let mut value = saved.value();
    let members = value.as_object_mut().expect("a state is an object");
    members.retain(|name, _| ["t", "event", "speed", "item", "view"].contains(&name.as_str()));
    value.to_string()
}

fn entries(text: &str) -> Vec<Golden> {
    let mut entries: Vec<Golden> = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with("# ")) {
        match (line.strip_prefix("    "), entries.last_mut()) {
            (Some(line), Some(golden)) => golden.take(line),
            _ => entries.push(Golden { link: line.trim().into(), ..Golden::default() }),
        }
    }
    entries
}

#[test]
fn every_golden_link_still_opens() {
    let mut files: Vec<_> = fs::read_dir("tests/links").unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    let mut links = 0;
    for file in files.iter().filter(|file| file.extension().is_some_and(|ending| ending == "txt")) {
        for golden in entries(&fs::read_to_string(file).unwrap()) {
            golden.check();
            if golden.settings.is_some() || golden.moment.is_some() {
                golden.check_opening();
            }
            links += 1;
        }
    }
    assert!(links >= 80, "only {links} links were found");
}

#[test]
fn each_setting_of_the_guide_has_a_golden_link_that_says_it() {
    let guide = fs::read_to_string("docs/embedding.md").unwrap();
    let table = guide.split("## Settings").nth(1).and_then(|rest| rest.split("\n## ").next()).unwrap();
    let rows = table.lines().filter_map(|line| line.strip_prefix("| `")?.split(" |").next());
    let names = rows.flat_map(|cell| cell.split('`').filter(|word| word.chars().any(char::is_alphabetic)));
    let said = fs::read_to_string("tests/links/settings.txt").unwrap();
    let mut count = 0;
    for name in names {
        let name = name.trim_end_matches("<key>");
        assert!(
            said.contains(&format!("?{name}")) || said.contains(&format!("&{name}")),
            "no link says {name}"
        );
        count += 1;
    }
    assert!(count >= 27, "only {count} names were found");
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
