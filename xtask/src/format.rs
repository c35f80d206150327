//! Formatting of every Rust file, those too that `cargo fmt` does not reach.

use crate::command::{command, run};
use crate::failure::{Failure, Result};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const FOLDERS: [&str; 5] = ["src", "tests", "benches", "examples", "xtask"];

/// Fails with the names of the files that rustfmt would change.
pub fn check() -> Result {
    let mut rustfmt = rustfmt();
    let done = rustfmt.args(["--check", "-l"]).args(rust_files()).stderr(Stdio::inherit()).output();
    let done =
        done.map_err(|error| Failure::new(format!("rustfmt: {error}"), "rustup component add rustfmt"))?;
    let listed = String::from_utf8_lossy(&done.stdout);
    let here = std::env::current_dir().unwrap_or_default();
    let mut files: Vec<_> =
        listed.lines().map(|line| Path::new(line).strip_prefix(&here).unwrap_or(line.as_ref())).collect();
    files.sort();
    files.dedup();
    if done.status.success() && files.is_empty() {
        return Ok(());
    }
    let names: Vec<_> = files.iter().map(|file| file.display().to_string()).collect();
    Err(Failure::new(format!("rustfmt would change:\n{}", names.join("\n")), "cargo xtask fmt"))
}

/// Formats every Rust file.
pub fn fix() -> Result {
    run(rustfmt().args(rust_files()), "rustfmt's own message stands above.")
}

fn rustfmt() -> Command {
    command("rustfmt", &["--edition", "2024"])
}

/// Every Rust file of the checkout, in order.
fn rust_files() -> Vec<PathBuf> {
    let mut files = Vec::new();
    for folder in FOLDERS {
        collect(Path::new(folder), &mut files);
    }
    files.sort();
    files
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() && entry.file_name() != "target" {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}
