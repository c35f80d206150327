//! Golden transcripts: each file of `tests/golden` is a script and, below a line `---`, what the run told, how its
//! properties stand and its picture in words. The script's first line names the lab. `# all` in the script shows routine
//! events, too; `show n2` and `drop n1>n3` are lines of such scripts alone (`support/transcript.rs`).
//!
//! `FAULTYARD_BLESS_GOLDEN=1 cargo test --no-default-features --test golden` writes what is below the line anew.

mod support;

use support::golden::{compare, difference, folder};
use support::transcript::transcript;

/// The whole golden file that belongs to a script.
fn file(script: &str) -> Result<String, String> {
    Ok(format!("{script}---\n{}", transcript(script)?))
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
fn a_message_named_by_its_ends_is_the_newest_of_them_on_its_way() {
    let script = |act: &str| format!("raft n=3 clients=1 seed=1\nat 170ms {act}\nuntil 200ms\n");
    let tell = |act: &str| file(&script(act)).unwrap().split_once("---\n").unwrap().1.to_string();
    // n3 stands at 154 ms; n2's answer is on its way from 166 to 178 ms, and n1 has the request since 170 ms.
    assert!(tell("drop n2>n3").contains("you drop n2's vote for term 1 to n3"));
    let nothing = file(&script("drop n3>n1")).unwrap_err();
    assert!(nothing.contains("nothing is on its way n3>n1"), "{nothing}");
}

#[test]
fn what_is_shown_stands_where_it_was_asked_for_and_leaves_no_mark_on_the_run() {
    let script = |show: &str| format!("token-ring seed=1\n{show}until 100ms\n");
    let tell = |show: &str| file(&script(show)).unwrap().split_once("---\n").unwrap().1.to_string();
    let (plain, shown) = (tell(""), tell("at 60ms show n3\nat 60ms show n1 passed\n"));
    let holds = "49430us  n3 takes token 3\n      60ms  show n3\n              holds 3, passed 0\n      60ms  show n1\n";
    assert!(shown.contains(holds), "{shown}");
    let states = [
        "      60ms  show n3\n",
        "      60ms  show n1\n",
        "              holds 3, passed 0\n",
        "              passed 1\n",
    ];
    assert_eq!(states.iter().fold(shown, |text, line| text.replacen(line, "", 1)), plain);
    assert!(file(&script("at 60ms show n1 colour\n")).unwrap_err().contains("no colour"));
}

#[test]
fn a_difference_shows_the_first_line_that_changed_with_what_stood_before_it() {
    let shown = difference("a\nb\nc\nd\n", "a\nb\nx\nd\n").unwrap();
    assert!(shown.contains("    2   b\n    3 - c\n") && shown.contains("    3 + x\n"), "{shown}");
    assert!(difference("a\n", "a\nb\n").unwrap().contains("    2 + b"));
    assert_eq!(difference("a\n", "a\n"), None);
}
