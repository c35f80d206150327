//! Faultyard's own commands: `cargo xtask serve`, `test`, `build`, `bench`, `claims`.
//!
//! Each command installs what it needs and does not find, says so in a line, and ends with a message that names the
//! command that failed and what to do about it.

mod apt;
mod bench;
mod browser;
mod build;
mod command;
mod failure;
mod format;
mod minify;
mod samples;
mod say;
mod serve;
mod speed;
mod split;
mod splitter;
mod suite;
mod test;
mod toolchain;
mod tools;
mod workspace;

use failure::{Failure, Result};
use std::process::ExitCode;

const HELP: &str = "\
Faultyard's commands. Each installs what it needs and does not find.

    cargo xtask serve [-- trunk's options]   the page while you work on it, rebuilt when a file changes
    cargo xtask build                        the static site, in dist/
    cargo xtask test [step ...]              everything that has to pass; steps: fmt lint lib speed page
                                             site docs browser
    cargo xtask nightly [step ...]           the same with all that there is to try: hours rather than an hour
    cargo xtask bench [-- criterion's]       the benchmarks
    cargo xtask bench --table                the list, native and in Chromium, into README's table
    cargo xtask bench --count                new figures of instructions, which `test speed` holds
    cargo xtask bench --search [rule ...]    how long the search needs for each rule of Raft that is taken out
    cargo xtask claims [--write]             what the summary claims, and what its runs measure;
                                             --write keeps the numbers for the page
    cargo xtask fmt                          formats every Rust file
    cargo xtask setup                        only the set-up for the page and the browser tests

Settings, as environment variables:
    XDG_CACHE_HOME     tools are kept in its faultyard/tools (else in ~/.cache/faultyard/tools)
    FAULTYARD_NIGHTLY  1: tests try all that there is to try, not only what finds most mistakes; `nightly` sets it
    FAULTYARD_WASM     rustup or distro: where the WebAssembly standard library comes from (else found out)
    CHROME, CHROMEDRIVER   Chromium and its driver (else found on PATH)
    FIREFOX, GECKODRIVER   Firefox and its driver (else found on PATH; the driver also among our tools)";

fn main() -> ExitCode {
    let mut args: Vec<String> = std::env::args().skip(1).collect();
    let name = if args.is_empty() { "help".to_owned() } else { args.remove(0) };
    args.retain(|arg| arg != "--");
    match workspace::enter().and_then(|()| dispatch(&name, &args)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("\ncargo xtask {name} failed.\n{failure}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(name: &str, args: &[String]) -> Result {
    match name {
        "serve" => serve::serve(args),
        "build" => build::build(),
        "test" => test::test(args),
        "nightly" => test::nightly(args),
        "bench" => bench::bench(args),
        "claims" => claims(args),
        "fmt" => format::fix(),
        "setup" => setup(),
        "help" | "--help" | "-h" => {
            println!("{HELP}");
            Ok(())
        }
        other => Err(Failure::new(
            format!("There is no command `{other}`."),
            "`cargo xtask help` lists the commands.",
        )),
    }
}

/// The site's builder knows the labs; this program does not.
fn claims(args: &[String]) -> Result {
    let mut claims = command::command("cargo", &["run", "--quiet", "--package", "site", "--", "claims"]);
    command::run(claims.args(args), "The message stands above.")
}

fn setup() -> Result {
    build::Pipeline::ready(build::Mode::Release)?;
    browser::ready().map(drop)
}
