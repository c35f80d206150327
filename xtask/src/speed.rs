//! Instructions for each piece of work, counted by valgrind's callgrind and held near the figures in [`FIGURES`].
//!
//! A count is the same on a busy machine and on an idle one, where a clock is not. `xtask/speed` has the loops; each runs
//! twice, once only prepared, and the difference is counted.

use crate::apt;
use crate::command::{command, on_path, output};
use crate::failure::{Failure, Result, on_file};
use crate::say;
use crate::workspace::read;
use std::path::{Path, PathBuf};
use std::process::Output;

/// The committed figures, for people and for this program.
const FIGURES: &str = "xtask/speed/instructions.txt";
/// How far a count may be from its figure, of 1.
const NEAR: f64 = 0.05;
/// The same where another compiler made the program.
const OTHER_COMPILER: f64 = 0.25;
const WRITE: &str = "cargo xtask bench --count";

/// A row: what is counted, for what, and how many instructions that takes.
#[derive(Clone, Debug, PartialEq)]
struct Row {
    key: String,
    per: String,
    count: f64,
}

/// Counts all rows and holds them against the figures.
pub fn test() -> Result {
    let text = read(FIGURES)?;
    let (compiler, rows) = (compiler()?, count()?);
    let same = compiler_of(&text) == Some(compiler.as_str());
    if !same {
        let of = compiler_of(&text).unwrap_or("no compiler");
        say::note(&format!("the figures are of {of}, this is {compiler}: held within 25 %, not 5 %"));
        say::note(&format!("Write figures of this compiler: {WRITE}"));
    }
    let wrong = compare(&figures(&text), &rows, if same { NEAR } else { OTHER_COMPILER });
    if wrong.is_empty() {
        return Ok(());
    }
    let remedy = format!(
        "If it is meant, write new figures and say why in the commit: {WRITE}\n\
         To see where they go: valgrind --tool=callgrind {} count KEY 1",
        program().display()
    );
    Err(Failure::new(wrong.join("\n"), remedy))
}

/// Counts all rows and writes them down as the new figures.
pub fn write() -> Result {
    let (compiler, rows) = (compiler()?, count()?);
    let text = format!(
        "# Instructions, as valgrind's callgrind counts them on x86-64. `cargo xtask test speed` holds each within 5 %.\n\
         # Written by `{WRITE}`.\n{compiler}\n{}",
        rows.iter()
            .map(|row| format!("{:<18}{:>14.1}  {}\n", row.key, row.count, row.per))
            .collect::<String>()
    );
    std::fs::write(FIGURES, text).map_err(|error| on_file(Path::new(FIGURES), &error))
}

/// What is wrong, a line each: a count too far from its figure, or a row without one.
fn compare(figures: &[Row], rows: &[Row], near: f64) -> Vec<String> {
    let mut wrong = Vec::new();
    for row in rows {
        let (key, count) = (&row.key, row.count);
        match figures.iter().find(|figure| figure.key == *key) {
            None => wrong.push(format!("{key}: {count:.1} instructions {}, and no figure", row.per)),
            Some(Row { count: figure, per, .. }) => {
                let change = count / figure - 1.0;
                let far = change.abs() > near;
                let line =
                    format!("{key:<18}{figure:>14.1} -> {count:>14.1}  {:+6.1} %  {per}", change * 100.0);
                say::note(&format!("{line}{}", if far { "  too far" } else { "" }));
                wrong.extend(far.then(|| format!("{key}: {figure:.1} -> {count:.1} instructions {per}")));
            }
        }
    }
    let gone = figures.iter().filter(|figure| rows.iter().all(|row| row.key != figure.key));
    wrong.extend(gone.map(|figure| format!("{}: has a figure, and is not counted any more", figure.key)));
    wrong
}

/// The rows of the file: key, count, what of.
fn figures(text: &str) -> Vec<Row> {
    let row = |line: &str| {
        let mut words = line.split_whitespace();
        let (key, count) = (words.next()?.to_owned(), words.next()?.parse().ok()?);
        Some(Row { key, per: words.collect::<Vec<_>>().join(" "), count })
    };
    text.lines()
        .filter(|line| !line.starts_with('#') && !line.starts_with("rustc "))
        .filter_map(row)
        .collect()
}

/// The line that says which compiler the figures are of.
fn compiler_of(text: &str) -> Option<&str> {
    text.lines().find(|line| line.starts_with("rustc "))
}

fn compiler() -> Result<String> {
    let version = output(&mut command("rustc", &["--version"]));
    version
        .map(|version| format!("{version}, {}", std::env::consts::ARCH))
        .ok_or_else(|| Failure::new("rustc does not say its version", "Install Rust with rustup."))
}

/// The program that runs the loops, once it is built.
fn program() -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| PathBuf::from("target"), PathBuf::from);
    target.join("release").join("speed")
}

/// Builds the program as benches are built, and counts each row: two at a time, since CI has two cores.
fn count() -> Result<Vec<Row>> {
    if on_path("valgrind").is_none() {
        apt::install(&["valgrind"], "valgrind, which counts instructions")?;
    }
    let build = ["build", "--quiet", "--profile", "bench", "--package", "speed"];
    crate::command::run(&mut command("cargo", &build), "The compiler's message stands above.")?;
    let missing = || Failure::new(format!("{} does not run", program().display()), "Run it by hand.");
    let listed = output(&mut command(program(), &["rows"])).ok_or_else(missing)?;
    let rows: Vec<(&str, &str)> = listed.lines().filter_map(|line| line.split_once(' ')).collect();
    let (even, odd): (Vec<_>, Vec<_>) = rows.iter().enumerate().partition(|(place, _)| place % 2 == 0);
    let count_all = |rows: Vec<(usize, &(&str, &str))>| {
        let counted = rows.into_iter().map(|(place, row)| Ok((place, one(row.0, row.1)?)));
        counted.collect::<Result<Vec<_>>>()
    };
    let mut counted = std::thread::scope(|scope| {
        let other = scope.spawn(|| count_all(odd));
        let mut counted = count_all(even)?;
        counted.extend(other.join().expect("counting does not panic")?);
        Ok::<_, Failure>(counted)
    })?;
    counted.sort_by_key(|(place, _)| *place);
    Ok(counted.into_iter().map(|(_, row)| row).collect())
}

fn one(key: &str, per: &str) -> Result<Row> {
    let [(before, _), (after, done)] = [callgrind(key, "0")?, callgrind(key, "1")?];
    let count = (after - before) / done.max(1.0);
    Ok(Row { key: key.into(), per: per.into(), count })
}

/// Instructions of a whole run, and how much it did.
fn callgrind(key: &str, times: &str) -> Result<(f64, f64)> {
    let mut valgrind = command("valgrind", &["--tool=callgrind", "--callgrind-out-file=/dev/null"]);
    valgrind.arg(program()).args(["count", key, times]);
    let failed =
        |why: String| Failure::new(format!("valgrind could not count {key}: {why}"), "Run it by hand.");
    let done = valgrind.output().map_err(|error| failed(error.to_string()))?;
    instructions(&done).ok_or_else(|| failed(String::from_utf8_lossy(&done.stderr).into_owned()))
}

/// Reads `Collected : 353824` and the program's own line.
fn instructions(done: &Output) -> Option<(f64, f64)> {
    let told = String::from_utf8_lossy(&done.stderr);
    let collected = told.lines().find_map(|line| line.split_once("Collected :"))?.1.trim().parse().ok()?;
    let amount = String::from_utf8_lossy(&done.stdout).trim().parse().ok()?;
    done.status.success().then_some((collected, amount))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str =
        "# Words.\nrustc 1.95.0 (abc)\nraft-raw   1990.5  a message\nring-build 3000000.0  a ring\n";

    fn row(key: &str, count: f64) -> Row {
        Row { key: key.into(), per: "a message".into(), count }
    }

    #[test]
    fn the_file_of_figures_is_read_as_people_read_it() {
        let rows = figures(TEXT);
        assert_eq!(rows[0], row("raft-raw", 1_990.5));
        assert_eq!((rows.len(), compiler_of(TEXT)), (2, Some("rustc 1.95.0 (abc)")));
    }

    #[test]
    fn a_count_may_be_a_twentieth_off_either_way_and_no_row_may_be_missing() {
        let rows = |raw| [row("raft-raw", raw), row("ring-build", 3e6)];
        assert!(compare(&figures(TEXT), &rows(2_085.0), NEAR).is_empty());
        for raw in [1_880.0, 2_100.0] {
            let wrong = compare(&figures(TEXT), &rows(raw), NEAR);
            assert!(wrong[0].contains("raft-raw: 1990.5 -> ") && wrong.len() == 1, "{wrong:?}");
        }
        let wrong = compare(&figures(TEXT), &[row("raft-raw", 1_990.5), row("new", 1.0)], NEAR);
        assert!(wrong[0].contains("no figure") && wrong[1].contains("not counted"), "{wrong:?}");
    }

    #[test]
    fn the_committed_figures_name_their_compiler_and_a_count_for_each_row() {
        let text = include_str!("../speed/instructions.txt");
        assert!(compiler_of(text).is_some());
        let rows = figures(text);
        assert!(rows.len() >= 9 && rows.iter().all(|row| row.count > 0.0 && !row.per.is_empty()), "{rows:?}");
    }
}
