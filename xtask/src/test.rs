//! `cargo xtask test`: everything that has to pass, in order, each step under a heading.

use crate::browser::{self, Browsers};
use crate::build::{self, Mode, Pipeline};
use crate::command::{command, run};
use crate::failure::{Failure, Result};
use crate::suite::{self, Times};
use crate::toolchain::WASM;
use crate::{format, samples, say, speed};
use std::process::Command;
use std::time::Instant;

/// A step: the name to choose it by, its heading, and what it does.
struct Step {
    name: &'static str,
    title: &'static str,
    work: Work,
}

/// What a step does, whether the set-up comes first, and whether it tells the times of its tests.
enum Work {
    Alone(fn() -> Result),
    AfterSetup(fn(&Setup) -> Result),
    Tests(fn(&mut Times) -> Result),
    TestsAfterSetup(fn(&Setup, &mut Times) -> Result),
}

/// So many of the tests that took longest are named at the end.
const SLOWEST: usize = 10;

/// What the page's steps need: a pipeline to build it and browsers to try it.
struct Setup {
    pipeline: Pipeline,
    browsers: Browsers,
}

const STEPS: [Step; 8] = [
    Step { name: "fmt", title: "Format", work: Work::Alone(format::check) },
    Step { name: "lint", title: "Clippy, native and WebAssembly", work: Work::AfterSetup(lint) },
    Step { name: "lib", title: "The library, its labs and its documentation", work: Work::Tests(library) },
    Step {
        name: "speed",
        title: "Instructions for each message, request, lookup",
        work: Work::Alone(speed::test),
    },
    Step { name: "page", title: "The page and the commands, natively", work: Work::Tests(page) },
    Step {
        name: "site",
        title: "The release build of the site, and what a visit fetches",
        work: Work::TestsAfterSetup(site),
    },
    Step { name: "docs", title: "The samples for documentation tools", work: Work::Alone(samples::build) },
    Step { name: "browser", title: "The site in real browsers", work: Work::TestsAfterSetup(in_browser) },
];

/// Runs the steps of these names, or all, and stops at the first that fails.
pub fn test(names: &[String]) -> Result {
    let steps = chosen(names)?;
    let (mut times, mut tests) = (Vec::new(), Times::new());
    let needed = steps.iter().any(|step| matches!(step.work, Work::AfterSetup(_) | Work::TestsAfterSetup(_)));
    let setup = if needed { Some(timed("Set-up", &mut times, Setup::ready)?) } else { None };
    for step in &steps {
        let title = format!("{} ({})", step.title, step.name);
        timed(&title, &mut times, || match (&step.work, &setup) {
            (Work::Alone(work), _) => work(),
            (Work::Tests(work), _) => work(&mut tests),
            (Work::AfterSetup(work), Some(setup)) => work(setup),
            (Work::TestsAfterSetup(work), Some(setup)) => work(setup, &mut tests),
            (_, None) => unreachable!("a step that needs the set-up is among the steps"),
        })?;
    }
    suite::print_slowest(&mut tests, SLOWEST);
    say::heading("Passed");
    times.iter().for_each(|(title, seconds)| say::note(&format!("{seconds:>5} s  {title}")));
    Ok(())
}

/// The same, in an environment that tells every test to try all that there is to try.
pub fn nightly(names: &[String]) -> Result {
    let itself = std::env::current_exe()
        .map_err(|error| Failure::new(format!("this program was not found: {error}"), "Run it again."))?;
    run(command(itself, &["test"]).args(names).env("FAULTYARD_NIGHTLY", "1"), "What failed is named above.")
}

fn chosen(names: &[String]) -> Result<Vec<&'static Step>> {
    if let Some(unknown) = names.iter().find(|name| STEPS.iter().all(|step| step.name != **name)) {
        let known = STEPS.map(|step| step.name).join(" ");
        return Err(Failure::new(format!("there is no step `{unknown}`"), format!("Choose from: {known}")));
    }
    let is_chosen = |step: &&Step| names.is_empty() || names.iter().any(|name| name == step.name);
    Ok(STEPS.iter().filter(is_chosen).collect())
}

impl Setup {
    fn ready() -> Result<Self> {
        let pipeline = Pipeline::ready(Mode::Release)?;
        pipeline.toolchain().clippy_ready()?;
        Ok(Self { pipeline, browsers: browser::ready()? })
    }

    /// Tells a test program where the browsers are.
    fn in_browsers(&self) -> impl Fn(&mut Command) + Sync {
        |tests: &mut Command| {
            let Browsers { chrome, driver, firefox, geckodriver, axe } = &self.browsers;
            tests.env("CHROME", chrome).env("CHROMEDRIVER", driver);
            tests.env("FIREFOX", firefox).env("GECKODRIVER", geckodriver).env("AXE", axe);
        }
    }
}

fn timed<T>(title: &str, times: &mut Vec<(String, u64)>, work: impl FnOnce() -> Result<T>) -> Result<T> {
    say::heading(title);
    let started = Instant::now();
    let done = work().map_err(|failure| failure.within(title))?;
    times.push((title.to_owned(), started.elapsed().as_secs()));
    Ok(done)
}

const LINT_REMEDY: &str = "Mend what Clippy names above.";

fn lint(setup: &Setup) -> Result {
    let strict = ["--quiet", "--", "-D", "warnings"];
    let native = |args: &[&str]| run(command("cargo", &["clippy"]).args(args).args(strict), LINT_REMEDY);
    native(&["--no-default-features"])?;
    native(&["--workspace", "--all-targets"])?;
    // The whole program, as `serve` builds it, and the one in parts.
    for features in [&[][..], &["--features", "split"]] {
        run(setup.pipeline.cargo(&["clippy", "--target", WASM]).args(features).args(strict), LINT_REMEDY)?;
    }
    Ok(())
}

fn library(times: &mut Times) -> Result {
    let alone = ["--no-default-features"];
    suite::test(&alone, |_| (), times)?;
    suite::examples(&alone)
}

fn page(times: &mut Times) -> Result {
    let packages = ["faultyard", "xtask", "site", "speed"].map(|name| ["--package", name]);
    let args = [&["--bins", "--features", "faultyard/ssr"], &packages.concat()[..]].concat();
    suite::test(&args, |_| (), times)
}

/// Builds the site, and holds what a visit fetches under its budgets.
fn site(setup: &Setup, times: &mut Times) -> Result {
    build::build_with(&setup.pipeline)?;
    let weighed =
        suite::test(&["--package", "browser-tests", "--test", "weight"], setup.in_browsers(), times);
    say::note("what a first visit fetches, in bytes of brotli:");
    println!("{}", std::fs::read_to_string("target/weight.txt").unwrap_or_default());
    weighed
}

fn in_browser(setup: &Setup, times: &mut Times) -> Result {
    let all_else = ["--package", "browser-tests", "--lib", "--bins", "--test", "browser"];
    suite::test(&all_else, setup.in_browsers(), times)
}
