//! Links that are out in the world: each must go on meaning what it meant.
//!
//! In `links/*.txt` an entry is a link, then the scenario that it stands for, indented. A line that begins with `!`
//! is a part of a warning. One that begins with `?` is what its settings say, the shortest way; with `@`, what its state
//! says beside the run: the moment, the event at that moment, the speed, the thing chosen, the view; its lab opens such a
//! link without another warning. Entries are only ever added. `determinism/links.txt` has the states that they open,
//! written with `FAULTYARD_BLESS_LINKS=1`; the browser tests hold Chromium and Firefox to the same file.

mod support;

use faultyard::lab::{Entry, Lesson, Script};
use faultyard::labs;
use faultyard::link::{
    Link, MOST_INPUTS, Opening, Saved, Settings, When, file, same_run, scenario_schema, short,
};
use faultyard::process::SimTime;
use serde_json::{Value, json};
use std::fs;
use support::golden::{compare, folder};
use support::schema::accepts;

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
        if let Some(settings) = &self.settings {
            assert_eq!(read.settings.query().as_ref(), Ok(settings), "{link}");
        }
        if let Some(moment) = &self.moment {
            assert_eq!(read.saved.as_ref().map(said).as_ref(), Some(moment), "{link}");
        }
        let page = format!("{}{}", read.place.base, read.place.page.path());
        assert!(link.starts_with(page.trim_end_matches('/')), "{link} is taken for {page}");
        let held = self.settings.is_some() || self.moment.is_some();
        let has_lab = read.place.page.lab().and_then(labs::find).is_some();
        let warnings = match held {
            true => self.warnings_of_its_lab(),
            false if has_lab => self.opening(0).1.warnings,
            false => read.warnings,
        };
        assert_eq!(warnings.len(), self.warnings.len(), "{link}: {warnings:?}");
        let pairs = warnings.iter().zip(&self.warnings);
        pairs.for_each(|(told, part)| assert!(told.contains(part), "{link}: {told}"));
    }

    /// What its lab says of it: whether the presets, questions and parameters that it names are still there.
    fn warnings_of_its_lab(&self) -> Vec<String> {
        let (lab, opening) = self.opening(0);
        [opening.warnings, (lab.open)(&opening.scenario).warnings().to_vec()].concat()
    }

    /// What its lab opens; `fresh` is the seed if it names none.
    fn opening(&self, fresh: u64) -> (&'static Entry, Opening) {
        let place = Link::parse(&self.link).place;
        let lab = place.page.lab().and_then(labs::find);
        let lab = lab.unwrap_or_else(|| panic!("{} is of no lab", self.link));
        let (rest, state) = self.link.split_once('#').unwrap_or((&self.link, ""));
        (lab, Opening::of(lab, rest.split_once('?').map_or("", |(_, query)| query), state, fresh))
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

fn golden() -> Vec<Golden> {
    let mut files: Vec<_> = fs::read_dir("tests/links").unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    let texts = files.iter().filter(|file| file.extension().is_some_and(|ending| ending == "txt"));
    texts.flat_map(|file| entries(&fs::read_to_string(file).unwrap())).collect()
}

#[test]
fn every_golden_link_still_opens() {
    let golden = golden();
    assert!(golden.len() >= 80, "only {} links were found", golden.len());
    golden.iter().for_each(Golden::check);
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

/// The seed of a page whose address names none.
const PAGE_SEED: u64 = 42;

/// A link below the site's root, the digest of the moment that it opens at, a later moment and the digest then.
fn opened(golden: &Golden) -> String {
    let link = &golden.link;
    let below = link.find("lab/").into_iter().chain(link.find("embed/")).min().unwrap();
    let (lab, opening) = golden.opening(PAGE_SEED);
    let mut run = (lab.open)(&opening.scenario);
    match opening.t {
        Some(When::Time(at)) => run.seek(at),
        Some(When::Event(event)) => run.seek_event(event),
        Some(When::Mark(id)) => panic!("{link}: this test knows no mark {id}"),
        // What happens at the start is done.
        None => run.seek(SimTime::ZERO),
    }
    if let Some(event) = opening.event.filter(|event| *event < run.position().event) {
        run.seek_event(event);
    }
    let digest = run.digest();
    let last = opening.scenario.inputs.iter().map(|input| input.at).max().unwrap_or(SimTime::ZERO);
    let later = SimTime(run.position().now.max(last).0 + run.meta().length.0 / 20);
    run.seek(later);
    format!("{} {digest:016x} {later} {:016x}\n", &link[below..], run.digest())
}

#[test]
fn every_golden_link_opens_the_state_that_it_opened_when_it_was_written() {
    // Of the settings, most say how a run is shown, not which.
    let runs = golden().into_iter().filter(|golden| golden.settings.is_none());
    let now: String = runs.map(|golden| opened(&golden)).collect();
    compare("LINKS", &folder("determinism").join("links.txt"), &now).unwrap_or_else(|why| panic!("{why}"));
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

/// A step's run as it stands on the page, and the shortest address of it.
fn shared(lab: &Entry, script: &Script, look: &Settings) -> String {
    let run = (lab.open)(&script.scenario);
    let saved = Saved::new(run.scenario(), SimTime::ZERO);
    let made = short(lab, &saved, look, 60).expect("it fits");
    assert_eq!(made.fragment, "", "{}: {}", lab.meta.slug, script.scenario);
    made.query
}

#[test]
fn the_run_of_each_step_of_each_lesson_is_shared_by_a_name_of_its_own_run() {
    for lab in labs::LABS {
        for step in Lesson::parse(lab.lesson).expect("a lesson").steps {
            let query = shared(lab, &step.script, &Settings::default());
            let opening = Opening::of(lab, &query, "", 99);
            assert!(same_run(lab, &opening.scenario, &step.script.scenario), "{}: {query}", step.id);
            assert!(query.starts_with("preset=") && !query.contains('&'), "{}: {query}", step.id);
        }
    }
}

#[test]
fn a_question_that_is_shared_brings_its_own_run_and_with_another_it_is_told_of_and_not_asked() {
    let lab = labs::find("raft").expect("raft");
    let lesson = Lesson::parse(lab.lesson).expect("a lesson");
    let step = lesson.step("split-vote").expect("the step");
    let look = Settings { predict: Some("split-vote".into()), ..Settings::default() };
    assert_eq!(shared(lab, &step.script, &look), "predict=split-vote");
    for (query, asked) in [
        ("predict=split-vote", true),
        ("preset=split-vote&predict=split-vote", true),
        ("preset=first-election&predict=split-vote", false),
        ("predict=split-vote&faults=crash:n3@2s", false),
        ("predict=split-vote&p.n=7", false),
    ] {
        let opening = Opening::of(lab, query, "", 1);
        assert_eq!(same_run(lab, &opening.scenario, &step.script.scenario), asked, "{query}");
        let told = opening.warnings.iter().any(|warning| warning.starts_with("predict: \"split-vote\""));
        assert_eq!(told, !asked, "{query}: {:?}", opening.warnings);
    }
}
