//! Scripts played to their end: what golden tests compare, and what a browser is held against.

use super::{Entry, Run, Script};
use crate::process::SimTime;
use crate::sim::Digest;

/// Finds a lab by its slug.
pub type Find<'a> = &'a dyn Fn(&str) -> Option<Entry>;

/// Opens the script's lab and plays to the script's end.
///
/// # Errors
/// A sentence that says what is wrong: the script, its lab, or anything that the run warned of.
pub fn play(find: Find, text: &str) -> Result<Box<dyn Run>, String> {
    let Script { scenario, until, .. } = Script::parse(text)?;
    let entry = find(&scenario.lab).ok_or_else(|| format!("there is no lab \"{}\"", scenario.lab))?;
    if until == SimTime::ZERO {
        return Err("the script does not say until when to play".into());
    }
    let mut run = (entry.open)(&scenario);
    run.seek(until);
    match run.warnings() {
        [] => Ok(run),
        warnings => Err(warnings.join("; ")),
    }
}

/// Plays each of several scripts, each under a line `== name`, and gives a line for each: its name, the number
/// of events, the fingerprint of the state and that of everything told. Equal on every target.
pub fn digests(find: Find, scripts: &str) -> String {
    sections(scripts).map(|(name, script)| format!("{name} {}\n", digest(find, script))).collect()
}

fn digest(find: Find, script: &str) -> String {
    match play(find, script) {
        Ok(run) => {
            let told: Vec<String> = run.events(0, usize::MAX).into_iter().map(|event| event.text).collect();
            let (events, state, told) = (run.position().event, run.digest(), Digest::of(&told));
            format!("events={events} state={state:016x} told={told:016x}")
        }
        Err(why) => format!("failed: {why}"),
    }
}

/// The parts of a text under its lines `== name`.
fn sections(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let parts = text.split("\n== ").enumerate();
    let parts = parts.filter_map(|(i, part)| if i == 0 { part.strip_prefix("== ") } else { Some(part) });
    parts.map(|part| part.split_once('\n').unwrap_or((part, ""))).map(|(name, script)| (name.trim(), script))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_script_stands_under_its_name() {
        let parts: Vec<_> = sections("# a == comment\n== one\nraft\n== two\nhashing\n").collect();
        assert_eq!(parts, [("one", "raft"), ("two", "hashing\n")]);
        assert_eq!(sections("== one\nraft").collect::<Vec<_>>(), [("one", "raft")]);
    }

    #[test]
    fn a_script_that_cannot_be_played_says_why_instead_of_a_digest() {
        let nothing: Find = &|_| None;
        assert_eq!(digests(nothing, "== a\nraft\nuntil 1s\n"), "a failed: there is no lab \"raft\"\n");
        assert!(digests(nothing, "== a\nraft\nat noon heal\n").contains("line 2"));
    }
}
