//! Golden transcripts: each file of `tests/golden` is a script and, below a line `---`, what the run told, how its
//! properties stand and its picture in words. The script's first line names the lab. `# all` in the script shows routine events, too.
//!
//! `FAULTYARD_BLESS_GOLDEN=1 cargo test --no-default-features --test golden` writes what is below the line anew.

mod support;

use faultyard::lab::{Run, Verdict, play};
use faultyard::process::Weight;
use support::golden::{compare, difference, folder};

/// What a run told up to now, as text.
fn transcript(run: &dyn Run, all: bool) -> String {
    let events = run.events(0, usize::MAX).into_iter().filter(|event| all || event.weight > Weight::Routine);
    let told: String =
        events.map(|event| format!("{:>10}  {}\n", event.at.to_string(), event.text)).collect();
    let standing = |v: &Verdict| match (v.broken, v.kept) {
        (true, _) => format!("broken: {}: {}\n", v.name, v.text),
        (false, true) if v.is_untested() => format!("not tested: {}\n", v.name),
        (false, true) => format!("kept: {}\n", v.name),
        (false, false) => format!("not yet: {}\n", v.name),
    };
    let verdicts: String = run.verdicts().iter().map(standing).collect();
    let scene = run.scene(720.0, 480.0).summary;
    format!("{told}\n{verdicts}{scene}\nafter {} events\n", run.position().event)
}

/// The whole golden file that belongs to a script.
fn file(script: &str) -> Result<String, String> {
    let run = play(&support::find, script)?;
    Ok(format!("{script}---\n{}", transcript(&*run, script.contains("# all"))))
}

#[test]
fn each_golden_script_tells_what_it_told_when_it_was_written() {
    let paths =
        std::fs::read_dir(folder("golden")).expect("tests/golden").flatten().map(|entry| entry.path());
    let mut paths: Vec<_> = paths.filter(|path| path.extension().is_some_and(|end| end == "txt")).collect();
    paths.sort();
    assert!(paths.len() >= 3, "tests/golden has only {} scripts", paths.len());
    let mut wrong = Vec::new();
    for path in paths {
        let text = std::fs::read_to_string(&path).expect("text");
        let script = text.split("---\n").next().unwrap_or_default();
        let told = file(script).and_then(|now| compare("GOLDEN", &path, &now));
        wrong.extend(told.err().map(|why| format!("{}: {why}", path.display())));
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn a_transcript_changes_with_the_seed_and_with_one_input() {
    let tell = |script: &str| file(script).unwrap().split_once("---\n").unwrap().1.to_string();
    let told = tell("token-ring seed=1\nuntil 500ms\n");
    assert_eq!(told, tell("token-ring seed=1\nuntil 500ms\n"));
    assert_ne!(told, tell("token-ring seed=2\nuntil 500ms\n"));
    assert_ne!(told, tell("token-ring seed=1\nat 400ms crash n1\nuntil 500ms\n"));
}

#[test]
fn a_script_whose_input_is_refused_is_not_golden() {
    let why = file("token-ring seed=1\nat 400ms restart n1\nuntil 500ms\n").unwrap_err();
    assert!(why.contains("n1 is up"), "{why}");
}

#[test]
fn a_difference_shows_the_first_line_that_changed_with_what_stood_before_it() {
    let shown = difference("a\nb\nc\nd\n", "a\nb\nx\nd\n").unwrap();
    assert!(shown.contains("    2   b\n    3 - c\n") && shown.contains("    3 + x\n"), "{shown}");
    assert!(difference("a\n", "a\nb\n").unwrap().contains("    2 + b"));
    assert_eq!(difference("a\n", "a\n"), None);
}
