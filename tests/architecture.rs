//! The plan of the house, held as a table: who may know whom, which words are banned where, and how long things
//! may get. Each rule is also shown a file that breaks it, so that a rule that sees nothing cannot pass.

mod support;

use std::path::Path;
use support::source::{File, files, functions, paths};

/// Which module may name which others, besides itself. What is not in the table may name nothing.
const MAY_NAME: &[(&str, &[&str])] = &[
    ("process", &[]),
    ("theory", &[]),
    ("scene", &[]),
    ("algorithms", &["process"]),
    ("sim", &["process"]),
    ("traffic", &["process", "sim", "algorithms"]),
    ("lab", &["process", "sim", "scene"]),
    ("link", &["lab", "process", "sim"]),
    ("embed", &["lab", "process", "sim", "link"]),
    ("kit", &["lab", "traffic", "scene", "sim", "process"]),
    ("labs", &["kit", "lab", "algorithms", "traffic", "theory", "scene", "sim", "process"]),
    ("find", &[]),
    ("front", &["labs", "lab", "link", "scene"]),
    ("summary", &["front", "labs", "lab", "link", "process"]),
    ("practice", &["summary", "lab", "process"]),
    ("bench", &["labs", "lab", "algorithms", "traffic", "process"]),
    (
        "ui",
        &[
            "kit",
            "labs",
            "lab",
            "link",
            "embed",
            "find",
            "front",
            "summary",
            "practice",
            "algorithms",
            "traffic",
            "theory",
            "scene",
            "sim",
            "process",
        ],
    ),
];

/// The module that keeps the list of labs, the only one beside the folder's own file that names them.
const LIST: &str = "registry";

/// Words that only the page may name, and what to use instead.
const PAGE_ONLY: &[(&str, &str)] = &[
    ("yew", "only src/ui knows the browser: return plain values and let the page draw them"),
    ("web_sys", "only src/ui knows the browser"),
    ("js_sys", "only src/ui knows the browser"),
    ("wasm_bindgen", "only src/ui knows the browser"),
    ("gloo", "only src/ui knows the browser"),
    ("getrandom", "chance comes from the scenario's seed: use Seed::stream"),
    ("std::time", "a run has simulated time only: use process::SimTime"),
    ("Instant", "a run has simulated time only: use process::SimTime"),
    ("SystemTime", "a run has simulated time only: use process::SimTime"),
    ("HashMap", "its order differs from run to run: use BTreeMap"),
    ("HashSet", "its order differs from run to run: use BTreeSet"),
    ("DefaultHasher", "it is not stable: use sim::Digest or xxhash"),
    ("RandomState", "it is not stable: use sim::Digest or xxhash"),
    ("thread_rng", "chance comes from the scenario's seed: use Seed::stream"),
];

/// Functions of f64 and f32 that differ in the last bit between native and WebAssembly builds.
const TRANSCENDENTAL: &[&str] = &[
    "exp", "exp2", "exp_m1", "ln", "ln_1p", "log", "log2", "log10", "powf", "powi", "cbrt", "hypot", "sin",
    "cos", "tan", "sin_cos", "asin", "acos", "atan", "atan2", "sinh", "cosh", "tanh", "asinh", "acosh",
    "atanh",
];

/// Where libm may be named, which gives the same bits everywhere.
const LIBM: &[&str] = &["src/process/math.rs", "src/scene/layout.rs", "src/theory/"];

/// One offence: where, which rule, what to do.
fn offence(file: &File, line: usize, rule: &str, remedy: &str) -> String {
    let code = file.text.lines().nth(line - 1).unwrap_or("").trim();
    format!("{}:{line}: {code}\n    rule:   {rule}\n    remedy: {remedy}\n", file.path)
}

fn has_word(line: &str, word: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(word).any(|(place, _)| {
        let (before, after) = (line[..place].chars().next_back(), line[place + word.len()..].chars().next());
        !before.is_some_and(part) && !after.is_some_and(part)
    })
}

fn is_page(file: &File) -> bool {
    file.path.starts_with("src/ui/") || file.path == "src/main.rs"
}

fn wrong_edges(file: &File) -> Vec<String> {
    let module = file.module();
    let Some(from) = module.first().filter(|_| file.path != "src/main.rs") else { return Vec::new() };
    let row = MAY_NAME.iter().find(|(name, _)| name == from);
    let Some((_, may)) = row else {
        return vec![offence(
            file,
            1,
            "each module has a row in the table",
            "add it to MAY_NAME, and to the map in ARCHITECTURE.md",
        )];
    };
    let known = |name: &str| MAY_NAME.iter().any(|(known, _)| *known == name);
    let mut found = Vec::new();
    for (line, path) in paths(file) {
        let to = path[0].as_str();
        if to != *from && known(to) && !may.contains(&to) {
            let rule = format!("{from} may name only {}", [&[*from], *may].concat().join(", "));
            found.push(offence(
                file,
                line,
                &rule,
                &format!("move what both need down, or turn {to} -> {from} round"),
            ));
        }
        found.dedup();
        let other_lab = *from == "labs" && to == "labs" && module.len() > 1 && path.len() > 1;
        if other_lab && path[1] != module[1] && module[1] != LIST {
            let remedy = "the third use moves it into a shared module below the labs";
            found.push(offence(file, line, "a lab never names another lab", remedy));
        }
    }
    found
}

/// What the page and all that every visit loads may name of the labs: what is told of each, and how to get one. All
/// else would bring a lab's program into the file that everybody loads.
const OF_LABS: &[&str] = &["self", "CARDS", "card", "find", "load", "PLANNED", "Planned"];

fn wrong_loads(file: &File) -> Vec<String> {
    if !is_page(file) || file.path.contains("/tests/") {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (number, line) in file.lines() {
        for (place, _) in line.match_indices("labs::") {
            let rest = &line[place + "labs::".len()..];
            let end = if rest.starts_with('{') {
                rest.find('}')
            } else {
                rest.find(|c: char| !c.is_alphanumeric() && c != '_')
            };
            let names = rest[..end.unwrap_or(rest.len())].split(|c: char| !c.is_alphanumeric() && c != '_');
            if let Some(name) = names.filter(|name| !name.is_empty()).find(|name| !OF_LABS.contains(name)) {
                let rule =
                    format!("the page may name of the labs only {}, not {name}", OF_LABS[1..].join(", "));
                let remedy = "every visit would load it: ask labs::load for the lab by its slug";
                found.push(offence(file, number, &rule, remedy));
            }
        }
    }
    found
}

/// The folder of practice opens one part only: the splitter leaves out for the others what a lab's page has already.
fn wrong_parts_of_practice(file: &File) -> Vec<String> {
    if !file.path.starts_with("src/ui/pages/practice/") {
        return Vec::new();
    }
    let opens = |line: &str| {
        line.match_indices("lazy::").any(|(place, _)| word(&line[place + "lazy::".len()..]) != "QUESTION")
    };
    let found = file.lines().filter(|(_, line)| opens(line));
    let remedy = "name the page in OUTER of xtask/src/split.rs too, and weigh what that costs every lab";
    found.map(|(number, _)| offence(file, number, "practice opens QUESTION only", remedy)).collect()
}

fn wrong_words(file: &File) -> Vec<String> {
    if is_page(file) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (number, line) in file.lines() {
        for (word, remedy) in PAGE_ONLY.iter().filter(|(word, _)| has_word(line, word)) {
            found.push(offence(file, number, &format!("nothing below the page names {word}"), remedy));
        }
        let may_libm = LIBM.iter().any(|place| file.path.starts_with(place));
        if has_word(line, "libm") && !may_libm {
            let rule = "libm is named in process/math.rs, scene/layout.rs and theory only";
            found.push(offence(file, number, rule, "use process::math"));
        }
        let calls = |name: &&&str| {
            ["f64::", "f32::", "."].iter().any(|before| {
                // The standard `log` takes its base: `server.log()` is a log of entries.
                let called = format!("{before}{name}(");
                let other = ".log()";
                line.contains(&called)
                    && !line.contains("math::")
                    && !(**name == "log" && line.contains(other))
            })
        };
        if let Some(name) = TRANSCENDENTAL.iter().find(calls).filter(|_| file.path != "src/process/math.rs") {
            let rule = format!("{name} differs between native and WebAssembly in the last bit");
            found.push(offence(file, number, &rule, "use process::math, or integers"));
        }
    }
    found
}

fn wrong_lengths(file: &File) -> Vec<String> {
    let component = ["src/ui/components/", "src/ui/pages/"].iter().any(|place| file.path.starts_with(place));
    let most = if component { 180 } else { 600 };
    let lines = file.text.lines().count();
    let mut found = Vec::new();
    if lines > most {
        let rule = format!("{lines} lines: a file here has at most {most}");
        found.push(offence(file, 1, &rule, "find the second subject in it and give it a file"));
    }
    for (line, name, length) in functions(file).into_iter().filter(|(.., length)| *length > 70) {
        let rule = format!("fn {name} has {length} lines: a function has at most 70");
        found.push(offence(file, line, &rule, "name its parts"));
    }
    found
}

fn wrong_opening(file: &File) -> Vec<String> {
    let rule = "a module's first line says what it is for";
    let wrong = !file.text.starts_with("//! ");
    wrong.then(|| offence(file, 1, rule, "begin the file with //! and a sentence")).into_iter().collect()
}

/// Functions that stand for a whole struct: what they forget, no checkpoint weighs and no digest sees.
fn wrong_parts(file: &File) -> Vec<String> {
    if is_page(file) {
        return Vec::new();
    }
    let lines: Vec<&str> = file.code.lines().collect();
    let mut found = Vec::new();
    for (line, name, length) in functions(file) {
        let body = lines[line - 1..line - 1 + length].join("\n");
        let is_whole = match name.as_str() {
            "hash" => body.contains("state: &mut"),
            "bytes" => body.contains("(&self) -> usize"),
            _ => false,
        };
        let apart = body.contains("let Self") || body.contains("match self {");
        let forgets = [", ..", "{ ..", "_ =>"].iter().any(|rest| body.contains(rest))
            || body.lines().any(|line| line.trim() == "..");
        if is_whole && (!apart || forgets) {
            let rule = format!("a `{name}` takes its struct apart, and names every field");
            let remedy =
                "begin with `let Self { a, b: _ } = self`, without `..`: a new field is then not forgotten";
            found.push(offence(file, line, &rule, remedy));
        }
    }
    found
}

/// State whose digest would differ between 32 and 64 bits: a list of `usize` is hashed as its bytes lie in memory.
fn wrong_widths(file: &File) -> Vec<String> {
    if is_page(file) {
        return Vec::new();
    }
    let by_hand: Vec<&str> = file.code.split("Hash for ").skip(1).map(word).collect();
    let lines: Vec<(usize, &str)> = file.lines().collect();
    let (mut derived, mut found) = (false, Vec::new());
    for (place, (_, line)) in lines.iter().enumerate() {
        let code = line.trim_start();
        let indent = &line[..line.len() - code.len()];
        if code.starts_with("#[derive(") {
            derived |= has_word(code, "Hash");
            continue;
        }
        let Some(name) =
            ["struct ", "enum "].iter().find_map(|kind| code.split_once(kind)).map(|(_, rest)| word(rest))
        else {
            derived &= code.is_empty() || code.starts_with("#[") || code.starts_with("///");
            continue;
        };
        let (derived, by_hand) = (std::mem::take(&mut derived), by_hand.contains(&name));
        let ends = |line: &str| line == format!("{indent}}}") || line.ends_with("};") || line.ends_with(");");
        let last = lines[place..].iter().position(|(_, line)| ends(line)).unwrap_or(0);
        for (number, field) in &lines[place..=place + last] {
            let listed = ["[usize", "<usize", "<Option<usize"].iter().any(|list| field.contains(list));
            // The length of an array is no state.
            let held = derived && has_word(&field.replace(" as usize", ""), "usize");
            if held || by_hand && listed {
                let rule = "what is hashed has the same width everywhere";
                found.push(offence(
                    file,
                    *number,
                    rule,
                    "use u16, u32 or u64, and cast where it is an index",
                ));
            }
        }
    }
    found
}

fn word(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_');
    &text[..end.unwrap_or(text.len())]
}

const RULES: [fn(&File) -> Vec<String>; 8] = [
    wrong_edges,
    wrong_loads,
    wrong_parts_of_practice,
    wrong_words,
    wrong_lengths,
    wrong_opening,
    wrong_parts,
    wrong_widths,
];

fn hold(rule: fn(&File) -> Vec<String>) {
    let files = files("src");
    assert!(files.len() > 30, "only {} files were found: the test looks in the wrong place", files.len());
    let found: Vec<String> = files.iter().flat_map(rule).collect();
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn arrows_between_modules_point_down_only_and_no_lab_names_another() {
    hold(wrong_edges);
}

#[test]
fn a_visit_loads_one_lab_since_the_page_names_none() {
    hold(wrong_loads);
}

#[test]
fn practice_opens_no_part_that_a_labs_page_opens() {
    hold(wrong_parts_of_practice);
}

#[test]
fn nothing_below_the_page_knows_a_browser_a_clock_an_unordered_map_or_an_inexact_function() {
    hold(wrong_words);
}

#[test]
fn files_and_functions_stay_short_enough_to_be_read() {
    hold(wrong_lengths);
}

#[test]
fn every_file_says_in_its_first_line_what_it_is_for() {
    hold(wrong_opening);
}

#[test]
fn what_is_hashed_or_weighed_forgets_no_field() {
    hold(wrong_parts);
}

#[test]
fn what_is_hashed_is_as_wide_in_webassembly_as_it_is_here() {
    hold(wrong_widths);
}

#[test]
fn every_lab_is_a_folder_with_its_code_and_its_lesson_and_is_in_the_list() {
    let labs = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/labs");
    let mut folders = Vec::new();
    for folder in std::fs::read_dir(&labs).unwrap().flatten().filter(|entry| entry.path().is_dir()) {
        let slug = folder.file_name().to_string_lossy().replace('_', "-");
        for file in ["mod.rs", "lesson.md", "inspect.json"] {
            assert!(folder.path().join(file).is_file(), "src/labs/{slug}/{file} is missing");
        }
        assert!(
            faultyard::labs::find(&slug).is_some(),
            "src/labs/{slug} has no line in src/labs/mod.rs: LABS"
        );
        folders.push(slug);
    }
    for entry in faultyard::labs::LABS {
        let slug = entry.meta.slug;
        assert!(folders.iter().any(|folder| folder == slug), "the lab {slug} has no folder src/labs/{slug}");
    }
}

#[test]
fn each_rule_sees_the_file_that_breaks_it() {
    let long = format!("//! Long.\nfn f() {{\n{}}}\n", "    g();\n".repeat(70));
    let huge = format!("//! Huge.\n{}", "// line\n".repeat(600));
    let page = format!("//! Page.\n{}", "// line\n".repeat(180));
    for (path, text, says) in [
        ("src/sim/x.rs", "//! X.\nuse crate::lab::Session;", "x.rs:2: use crate::lab::Session"),
        ("src/sim/x.rs", "//! X.\nuse crate::{process::Seed,\n  scene::{Item, Role}};", "sim may name only"),
        ("src/process/x.rs", "//! X.\nfn f() { crate::sim::Digest::of(&1); }", "process may name only"),
        ("src/algorithms/raft/x.rs", "//! X.\nuse crate::sim::Fault;", "algorithms may name only"),
        ("src/scene/x.rs", "//! X.\nuse super::super::process::NodeId;", "scene may name only"),
        ("src/lab/x.rs", "//! X.\nuse crate::labs::LABS;", "lab may name only"),
        ("src/labs/raft/x.rs", "//! X.\nuse super::super::hashing::Ring;", "never names another lab"),
        ("src/labs/raft/x.rs", "//! X.\nuse crate::labs::hashing;", "never names another lab"),
        ("src/ui/x.rs", "//! X.\nuse faultyard::labs::raft::Raft;", "not raft"),
        ("src/ui/x.rs", "//! X.\nuse faultyard::labs::{self, LABS};", "not LABS"),
        ("src/ui/x.rs", "//! X.\nfn f() { labs::hashing::f(); }", "labs::load"),
        ("src/ui/x.rs", "//! X.\nuse faultyard::bench::COUNTED;", "ui may name only"),
        ("src/ui/pages/practice/x.rs", "//! X.\nfn f() { lazy::PLOTS.with(()) }", "QUESTION only"),
        ("src/cellar/x.rs", "//! X.", "row in the table"),
        ("src/lab/x.rs", "//! X.\nuse std::collections::HashMap;", "BTreeMap"),
        ("src/lab/x.rs", "//! X.\nlet x = std::time::Duration::ZERO;", "SimTime"),
        ("src/labs/mod.rs", "//! X.\nuse web_sys::window;", "src/ui"),
        ("src/labs/raft/x.rs", "//! X.\nlet y = x.ln();", "ln differs"),
        ("src/labs/raft/x.rs", "//! X.\nlet y = f64::powi(x, 2);", "powi differs"),
        ("src/sim/x.rs", "//! X.\nlet y = libm::log(x);", "use process::math"),
        ("src/sim/x.rs", long.as_str(), "fn f has 72 lines"),
        ("src/sim/x.rs", huge.as_str(), "at most 600"),
        ("src/ui/pages/x.rs", page.as_str(), "at most 180"),
        ("src/sim/x.rs", "// X.", "first line"),
        (
            "src/sim/x.rs",
            "//! X.\nfn hash<H>(&self, state: &mut H) {\n    self.a.hash(state);\n}",
            "takes its struct apart",
        ),
        (
            "src/sim/x.rs",
            "//! X.\nfn hash<H>(&self, state: &mut H) {\n    let Self { a, .. } = self;\n}",
            "takes its struct apart",
        ),
        ("src/sim/x.rs", "//! X.\nfn bytes(&self) -> usize {\n    self.a.bytes()\n}", "every field"),
        (
            "src/sim/x.rs",
            "//! X.\nfn bytes(&self) -> usize {\n    match self {\n        Self::A(a) => a.bytes(),\n        _ => 0,\n    }\n}",
            "every field",
        ),
        ("src/sim/x.rs", "//! X.\n#[derive(Clone, Hash)]\npub struct A {\n    b: Vec<usize>,\n}", "x.rs:4"),
        ("src/sim/x.rs", "//! X.\n#[derive(Hash)]\nstruct A(usize);", "the same width"),
        ("src/sim/x.rs", "//! X.\nstruct A {\n    b: Rc<[usize]>,\n}\nimpl Hash for A {}", "the same width"),
    ] {
        let file = File::new(path, text);
        let found: Vec<String> = RULES.iter().flat_map(|rule| rule(&file)).collect();
        assert!(found.len() == 1 && found[0].contains(says), "{path} {text}\ngave {found:?}");
    }
}

#[test]
fn what_is_allowed_and_what_stands_in_words_only_is_left_alone() {
    for (path, text) in [
        ("src/sim/x.rs", "//! X.\nuse crate::process::Seed;\nuse super::{Trace, node::Node};"),
        ("src/labs/raft/x.rs", "//! X.\nuse super::world::World;\nuse crate::algorithms::raft::Server;"),
        ("src/labs/mod.rs", "//! X.\nuse raft::Raft;\nmod raft;"),
        (
            "src/sim/x.rs",
            "//! X.\n// not a HashMap\nlet x = \"HashMap // {\"; let y = '\"'; let z = b.explain(1);",
        ),
        ("src/sim/x.rs", "//! X.\n/* yew */ let x = r#\"yew \" {\"#; fn f<'a>(x: &'a str) {}"),
        ("src/ui/x.rs", "//! X.\nuse yew::prelude::*;\nuse faultyard::lab::Run;"),
        (
            "src/ui/x.rs",
            "//! X.\nuse faultyard::labs::{self, CARDS};\nfn f() { labs::find(\"raft\"); labs::load(s); }",
        ),
        ("src/lab/x.rs", "//! X.\nlet x = math::exp(y).sqrt().floor();"),
        (
            "src/sim/x.rs",
            "//! X.\nfn bytes(&self) -> usize {\n    let Self { a, b: _ } = self;\n    a.len() * 4\n}",
        ),
        ("src/sim/x.rs", "//! X.\nfn bytes(self, bytes: &[u8]) -> u64 {\n    self.0\n}"),
        (
            "src/sim/x.rs",
            "//! X.\n#[derive(Clone, Hash)]\nstruct A {\n    b: u32,\n}\nstruct C {\n    d: usize,\n}",
        ),
        ("src/sim/x.rs", "//! X.\nstruct A {\n    done: usize,\n}\nimpl Hash for A {}"),
        ("src/sim/x.rs", "//! X.\n#[derive(Hash)]\nstruct A {\n    all: [u16; MOST as usize],\n}"),
    ] {
        let file = File::new(path, text);
        let found: Vec<String> = RULES.iter().flat_map(|rule| rule(&file)).collect();
        assert_eq!(found, [] as [String; 0], "{path} {text}");
    }
}
