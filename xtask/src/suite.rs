//! A package's tests: built once, then its test programs run two at a time, and each test with the time that it took.
//!
//! `cargo test` runs one program after another, so that one long test leaves a core idle, and tells no times.

use crate::command::{command, run};
use crate::failure::{Failure, Result};
use crate::say;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::time::Instant;

/// So many programs run at once, each with a thread for each core: the system shares the cores out.
const AT_ONCE: usize = 2;
const REMEDY: &str = "The failed test is named above.";

/// The tests that ran, as `program: test`, and the seconds that each took.
pub type Times = Vec<(String, f64)>;

/// A program full of tests.
#[derive(Debug, PartialEq, Eq)]
struct Program {
    name: String,
    file: PathBuf,
    /// Its package's folder, where it runs.
    folder: PathBuf,
}

/// Builds the test programs of `cargo test ARGS` and runs all of them, in an environment that `set` completes.
pub fn test(args: &[&str], set: impl Fn(&mut Command) + Sync, times: &mut Times) -> Result {
    let programs = Mutex::new(built(args)?);
    let (all, failed) = (Mutex::new(times), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        let work = || {
            while let Some(program) = next(&programs) {
                let mut command = Command::new(&program.file);
                set(command.current_dir(&program.folder).env("CARGO_MANIFEST_DIR", &program.folder));
                let (passed, tests) = program.run(&mut command);
                all.lock().expect("no poison").extend(tests);
                if !passed {
                    failed.lock().expect("no poison").push(program.name);
                }
            }
        };
        (0..AT_ONCE).for_each(|_| drop(scope.spawn(work)));
    });
    let failed = failed.into_inner().expect("no poison");
    if failed.is_empty() {
        Ok(())
    } else {
        Err(Failure::new(format!("tests of {}", failed.join(", ")), REMEDY))
    }
}

/// Runs the documentation's examples, which Cargo alone can find.
pub fn examples(args: &[&str]) -> Result {
    run(command("cargo", &["test", "--doc"]).args(args), REMEDY)
}

fn next(programs: &Mutex<Vec<Program>>) -> Option<Program> {
    programs.lock().expect("no poison").pop()
}

/// Builds, and tells what came of it; the last built come last, as they are mostly the largest.
fn built(args: &[&str]) -> Result<Vec<Program>> {
    let mut cargo = command("cargo", &["test", "--no-run", "--message-format=json-render-diagnostics"]);
    cargo.args(args).stdout(Stdio::piped());
    say::note(&format!("$ cargo test {}", args.join(" ")));
    let failed = || {
        Failure::new(
            format!("`cargo test --no-run {}`", args.join(" ")),
            "The compiler's message stands above.",
        )
    };
    let mut child = cargo.spawn().map_err(|_| failed())?;
    let lines =
        BufReader::new(child.stdout.take().ok_or_else(failed)?).lines().map_while(std::io::Result::ok);
    let programs = lines.filter_map(|line| program(&line)).collect();
    if child.wait().is_ok_and(|status| status.success()) { Ok(programs) } else { Err(failed()) }
}

/// The test program that a line of Cargo's is about.
fn program(line: &str) -> Option<Program> {
    let profile = line.split_once("\"profile\":{")?.1.split('}').next()?;
    if !profile.contains("\"test\":true") {
        return None;
    }
    let (file, manifest) = (text(line, "executable")?, text(line, "manifest_path")?);
    let source = text(line, "src_path")?;
    let folder = Path::new(&manifest).parent()?.to_owned();
    let name = Path::new(&source).strip_prefix(&folder).unwrap_or(Path::new(&source)).display().to_string();
    Some(Program { name, file: file.into(), folder })
}

/// The text of a member in a line of JSON.
fn text(line: &str, key: &str) -> Option<String> {
    let rest = line.split_once(&format!("\"{key}\":\""))?.1;
    Some(rest.split_once('"')?.0.replace("\\\\", "\\"))
}

impl Program {
    /// Runs it to its end: whether all passed, and the time of each test. A test's line is printed as it comes, the
    /// rest in one piece.
    fn run(&self, command: &mut Command) -> (bool, Times) {
        let started = Instant::now();
        // Times are not stable in Rust's test harness; the variable reaches no compiler from here.
        command.args(["-Z", "unstable-options", "--report-time"]).env("RUSTC_BOOTSTRAP", "1");
        let (mut times, mut rest) = (Times::new(), String::new());
        let ended = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().and_then(|mut child| {
            let output = child.stdout.take().map(BufReader::new);
            for line in output.into_iter().flat_map(|output| output.lines().map_while(std::io::Result::ok)) {
                match time(&line) {
                    Some((test, seconds)) => {
                        say::note(&format!("{}: {}", self.name, line.trim_start_matches("test ")));
                        times.push((format!("{}: {test}", self.name), seconds));
                    }
                    None => rest += &format!("{line}\n"),
                }
            }
            child.wait()
        });
        println!("\n     {} ({:.1} s)\n{}\n", self.name, started.elapsed().as_secs_f64(), rest.trim());
        (ended.is_ok_and(|status| status.success()), times)
    }
}

/// The test that a line of the harness tells of, and its seconds.
fn time(line: &str) -> Option<(&str, f64)> {
    let (test, how) = line.strip_prefix("test ")?.split_once(" ... ")?;
    let seconds = how.rsplit_once('<')?.1.strip_suffix("s>")?;
    Some((test, seconds.parse().ok()?))
}

/// Prints the tests that took longest.
pub fn print_slowest(times: &mut Times, count: usize) {
    times.sort_by(|(_, one), (_, other)| other.total_cmp(one));
    say::heading(&format!("The {count} slowest of {} tests", times.len()));
    times.iter().take(count).for_each(|(test, seconds)| say::note(&format!("{seconds:>5.1} s  {test}")));
}

#[cfg(test)]
mod tests {
    use super::{Program, program, time};

    #[test]
    fn a_test_program_is_told_from_what_else_cargo_builds() {
        let line = |test: bool, executable: &str| {
            format!(
                r#"{{"reason":"compiler-artifact","manifest_path":"/a/Cargo.toml","target":{{"src_path":"/a/tests/labs.rs","test":true}},"profile":{{"opt_level":"1","test":{test}}},"executable":{executable}}}"#
            )
        };
        let labs = Program { name: "tests/labs.rs".into(), file: "/a/labs-1".into(), folder: "/a".into() };
        assert_eq!(program(&line(true, "\"/a/labs-1\"")), Some(labs));
        assert_eq!(program(&line(false, "\"/a/page\"")), None);
        assert_eq!(program(&line(true, "null")), None);
    }

    #[test]
    fn the_time_of_a_test_is_read_from_its_line() {
        assert_eq!(time("test a::b ... ok <1.250s>"), Some(("a::b", 1.25)));
        assert_eq!(time("test c - should panic ... FAILED <0.001s>"), Some(("c - should panic", 0.001)));
        assert_eq!(time("test result: ok. 3 passed; 0 failed; finished in 0.01s"), None);
    }
}
