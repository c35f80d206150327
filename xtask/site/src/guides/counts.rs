//! The numbers of a build, counted when it is made.

use faultyard::lab::{Lesson, Scenario};
use faultyard::labs::LABS;
use faultyard::practice::questions;
use faultyard::summary::{effort, measured};
use std::path::Path;

/// Where tests are written, from the checkout's root.
const SOURCES: [&str; 3] = ["src", "tests", "xtask"];

/// A list of what there is, and how much of it.
///
/// # Errors
/// A sentence that says what could not be read.
pub fn numbers() -> Result<String, String> {
    let mut steps = 0;
    for lab in LABS {
        steps += Lesson::parse(lab.lesson)?.steps.len();
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let tests: usize = SOURCES.iter().map(|folder| tests(&root.join(folder))).sum();
    let run = |lab: &faultyard::lab::Entry| (lab.open)(&Scenario::new(lab.meta.slug, 1));
    let properties: usize = LABS.iter().map(|lab| run(lab).verdicts().len()).sum();
    let settings: usize = LABS.iter().map(|lab| run(lab).fields().len()).sum();
    let effort = effort();
    let counts = [
        (LABS.len(), "labs"),
        (steps, "lesson steps"),
        (measured().len(), "measured claims"),
        (effort.events as usize, "events in their runs"),
        (effort.judged as usize, "judgements of properties in them"),
        (questions()?.len(), "practice questions"),
        (settings, "settings"),
        (properties, "properties judged"),
        (tests, "tests in the source"),
    ];
    let one = |(count, what): (usize, &str)| match count {
        0 | 1 => String::new(),
        count => format!("<div><dt>{what}</dt><dd>{}</dd></div>", grouped(count)),
    };
    Ok(format!("<dl class=\"guide-numbers\">{}</dl>", counts.map(one).concat()))
}

/// How many tests the Rust files below a folder have.
fn tests(folder: &Path) -> usize {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let of = |path: std::path::PathBuf| match path.extension() {
        _ if path.is_dir() => tests(&path),
        Some(kind) if kind == "rs" => {
            let text = std::fs::read_to_string(path).unwrap_or_default();
            text.lines().filter(|line| line.trim() == "#[test]").count()
        }
        _ => 0,
    };
    entries.map(|entry| of(entry.path())).sum()
}

fn grouped(count: usize) -> String {
    faultyard::process::words::grouped(count as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_there_is_counted() {
        let html = numbers().unwrap();
        assert!(html.contains(&format!("<dt>labs</dt><dd>{}</dd>", LABS.len())), "{html}");
        assert!(tests(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src")) > 30);
    }
}
