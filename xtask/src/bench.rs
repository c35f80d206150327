//! `cargo xtask bench`: the benchmarks, of the library alone; README's table of rates; figures of instructions.

use crate::command::{command, output, run};
use crate::failure::{Failure, Result, on_file};
use crate::{browser, say, speed};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const REMEDY: &str = "The benchmark's own message stands above.";

/// Runs the benchmarks; the arguments go to Criterion, but for those that are ours.
pub fn bench(args: &[String]) -> Result {
    match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["--count"] => speed::write(),
        ["--table"] => table(),
        ["--search", ref rules @ ..] => {
            let search = ["bench", "--no-default-features", "--bench", "search", "--"];
            run(command("cargo", &search).args(rules), REMEDY)
        }
        _ => {
            let mut bench = command("cargo", &["bench", "--no-default-features", "--benches"]);
            if !args.is_empty() {
                bench.arg("--").args(args);
            }
            run(&mut bench, REMEDY)
        }
    }
}

/// Measures the list natively and, if the site is built, in Chromium, and writes README's table.
fn table() -> Result {
    let folder = Path::new("target/speed");
    std::fs::create_dir_all(folder).map_err(|error| on_file(folder, &error))?;
    let (native, in_browser) = (folder.join("native.json"), folder.join("browser.json"));
    let list = ["bench", "--no-default-features", "--bench", "list", "--", "--json"];
    save(&mut command("cargo", &list), &native)?;
    let _ = std::fs::remove_file(&in_browser);
    if Path::new("dist/bench/index.html").is_file() {
        let browsers = browser::ready()?;
        let mut rates = command("cargo", &["run", "--package", "browser-tests", "--example", "rates"]);
        rates.env("CHROME", &browsers.chrome).env("CHROMEDRIVER", &browsers.driver);
        save(&mut rates, &in_browser)?;
    } else {
        say::note("there is no site in dist/: the browser's column stays as it is (cargo xtask build)");
    }
    let mut write = command("cargo", &["run", "--quiet", "--package", "speed", "--", "table"]);
    run(write.arg(native).arg(in_browser).arg(of()?), "The message stands above.")
}

/// Runs a command in the open, but for what it prints: that goes to a file.
fn save(command: &mut Command, path: &PathBuf) -> Result {
    let file = std::fs::File::create(path).map_err(|error| on_file(path, &error))?;
    run(command.stdout(Stdio::from(file)), REMEDY)
}

/// When and of which commit the numbers are.
fn of() -> Result<String> {
    let word = |program: &str, args: &[&str]| {
        let missing = || Failure::new(format!("`{program}` says nothing"), "It has to be on PATH.");
        output(&mut command(program, args)).ok_or_else(missing)
    };
    let (date, commit) = (word("date", &["-u", "+%F"])?, word("git", &["describe", "--always", "--dirty"])?);
    Ok(format!("{date}, commit {commit}"))
}
