//! What authors are told is what there is: the guide, the element and the samples against the library.

use faultyard::embed::{EVENTS, METHODS, PAGE_METHODS};
use faultyard::labs;
use faultyard::link::Opening;
use std::fs;
use std::path::Path;

const GUIDE: &str = "docs/embedding.md";
const ELEMENT: &str = "static/embed.js";
const HOSTING: &str = "docs/hosting.md";
const TYPES: &str = "static/embed.d.ts";

fn read(path: impl AsRef<Path>) -> String {
    fs::read_to_string(path.as_ref()).unwrap_or_else(|error| panic!("{}: {error}", path.as_ref().display()))
}

/// The words of a text: names of commands, events and settings are made of these letters.
fn has_word(text: &str, word: &str) -> bool {
    text.split(|c: char| !c.is_ascii_alphanumeric()).any(|found| found == word)
}

/// Every file below a folder.
fn files(folder: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("the folder can be read").path();
        if path.is_dir() { files(&path, found) } else { found.push(read(path)) }
    }
}

fn texts() -> Vec<String> {
    let mut texts = vec![read(GUIDE)];
    files(Path::new("examples/embedding"), &mut texts);
    texts
}

/// The text between each `open` and the first `close` after it.
fn between<'a>(text: &'a str, open: &'a str, close: char) -> impl Iterator<Item = &'a str> {
    text.split(open).skip(1).filter_map(move |rest| rest.split_once(close).map(|(inside, _)| inside))
}

/// Opens without a warning, and leaves the seed of a preset alone.
fn held(lab: &str, query: &str) {
    let both = ["preset=", "seed="].map(|name| query.split('&').any(|part| part.starts_with(name)));
    assert_ne!(both, [true, true], "{lab}/?{query}: a preset has a seed of its own");
    let lab = labs::find(lab).unwrap_or_else(|| panic!("there is no lab {lab}"));
    let warnings = Opening::of(lab, query, "", 1).warnings;
    assert!(warnings.is_empty(), "{}/?{query}: {warnings:?}", lab.meta.slug);
}

#[test]
fn the_element_and_its_types_have_a_method_for_each_command() {
    let (element, types) = (read(ELEMENT), read(TYPES));
    let commands =
        element.split("const COMMANDS").nth(1).and_then(|rest| rest.split_once(';')).expect("a list").0;
    for name in METHODS.iter().chain(PAGE_METHODS).filter(|name| **name != "hello") {
        assert!(has_word(commands, name), "{ELEMENT} has no {name}");
        assert!(types.contains(&format!("  {name}(")), "{TYPES} has no {name}");
    }
}

#[test]
fn the_guide_and_the_types_name_each_event() {
    let (guide, types) = (read(GUIDE), read(TYPES));
    for name in EVENTS {
        assert!(has_word(&guide, name), "{GUIDE} does not name the event {name}");
        assert!(types.contains(&format!("\"{name}\"")), "{TYPES} has no event {name}");
    }
}

#[test]
fn the_guide_has_a_row_for_each_command() {
    let guide = read(GUIDE);
    for name in METHODS.iter().chain(PAGE_METHODS) {
        assert!(guide.contains(&format!("`{name}`")), "{GUIDE} does not tell of {name}");
    }
}

#[test]
fn every_frame_of_the_guide_and_the_samples_opens_without_a_warning() {
    let mut frames = 0;
    for text in texts() {
        for address in between(&text, "src=\"", '"').chain(between(&text, "src={`", '`')) {
            let Some((lab, query)) = address.split_once("embed/").and_then(|(_, rest)| rest.split_once("/?"))
            else {
                continue;
            };
            if !lab.contains('{') {
                held(lab, &query.replace("&amp;", "&"));
                frames += 1;
            }
        }
        for tag in between(&text, "{{< faultyard-frame ", '>') {
            let value = |name| between(tag, name, '"').next().unwrap_or_else(|| panic!("no {name} in {tag}"));
            held(value("lab=\""), value("query=\""));
            frames += 1;
        }
    }
    assert!(frames >= 8, "only {frames} frames were found");
}

#[test]
fn the_example_of_the_contract_opens_the_step_that_it_names() {
    let raft = labs::find("raft").expect("there is a Raft lab");
    let open = |query: &str| Opening::of(raft, query, "", 1);
    let (named, shown) = (open("preset=leader-loss&seed=7"), open("preset=leader-crash&seed=7"));
    assert!(named.warnings.is_empty() && !named.scenario.inputs.is_empty(), "{named:?}");
    assert_eq!(named.scenario, shown.scenario);
}

#[test]
fn every_element_of_the_guide_and_the_samples_opens_without_a_warning() {
    let mut elements = 0;
    for text in texts() {
        for tag in between(&text, "<faultyard-demo", '>').chain(between(&text, "{{< faultyard ", '>')) {
            let attribute = |name: &str| {
                let start = format!(" {name}=\"");
                tag.split(&start)
                    .nth(1)
                    .and_then(|rest| rest.split_once('"'))
                    .map(|(value, _)| value.to_string())
            };
            let Some(lab) = attribute("lab") else { continue };
            let settings = ["preset", "seed", "t", "view", "faults", "p-n"];
            let said = settings
                .iter()
                .filter_map(|name| Some(format!("{}={}", name.replace('-', "."), attribute(name)?)));
            held(&lab, &said.collect::<Vec<_>>().join("&"));
            elements += 1;
        }
    }
    assert!(elements >= 12, "only {elements} elements were found");
}

#[test]
fn the_hosting_guide_says_to_ask_again_for_each_script_whose_name_stays() {
    let guide = read(HOSTING);
    let row = guide.lines().find(|line| line.contains("`Cache-Control: no-cache`")).expect("a row");
    let scripts =
        fs::read_dir("static").expect("the folder is there").map(|entry| entry.expect("a file").path());
    let mut names: Vec<String> = scripts
        .filter(|path| path.extension().is_some_and(|extension| extension == "js"))
        .map(|path| path.file_name().expect("a name").to_string_lossy().into_owned())
        // The build gives these names with their hashes.
        .filter(|name| !["early.js", "start.js"].contains(&name.as_str()))
        .collect();
    names.push("sw.js".into());
    for name in names {
        assert!(row.contains(&format!("{name}`")), "{HOSTING} does not name {name}: {row}");
    }
    assert!(!guide.contains("script-src 'self' 'unsafe-inline'"), "no page has an inline script");
}
