//! What a first visit loads, in bytes.

use crate::command::{command, on_path};
use crate::failure::{Result, on_file};
use crate::say;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Stdio;

/// Prints the sizes of the files that the first visit loads: raw, and compressed where gzip and brotli are there.
pub fn print() -> Result {
    let files = first_load(Path::new("dist"))?;
    say::note(&format!("{:<12}{:>12}{:>12}{:>12}", "first load", "raw", "gzip", "brotli"));
    let mut sums = [Some(0), Some(0), Some(0)];
    for file in &files {
        let raw = fs::metadata(file).map(|data| data.len()).ok();
        let sizes =
            [raw, compressed("gzip", &["-9", "-c"], file), compressed("brotli", &["-q", "11", "-c"], file)];
        let extension = file.extension().unwrap_or_default().to_string_lossy();
        say::note(&row(&extension, sizes));
        for (sum, size) in sums.iter_mut().zip(sizes) {
            *sum = sum.zip(size).map(|(sum, size)| sum + size);
        }
    }
    say::note(&row("together", sums));
    Ok(())
}

/// The index page and the scripts, styles and WebAssembly beside it.
fn first_load(dist: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(dist).map_err(|error| on_file(dist, &error))?;
    let loaded = |path: &PathBuf| {
        path.extension()
            .is_some_and(|extension| ["wasm", "js", "css", "html"].iter().any(|kind| extension == *kind))
    };
    let mut files: Vec<_> = entries.flatten().map(|entry| entry.path()).filter(loaded).collect();
    files.sort_by_key(|path| std::cmp::Reverse(fs::metadata(path).map_or(0, |data| data.len())));
    Ok(files)
}

fn compressed(program: &str, options: &[&str], file: &Path) -> Option<u64> {
    on_path(program)?;
    let done = command(program, options).stdin(File::open(file).ok()?).stderr(Stdio::null()).output().ok()?;
    done.status.success().then_some(done.stdout.len() as u64)
}

fn row(name: &str, sizes: [Option<u64>; 3]) -> String {
    let cells = sizes.map(|size| size.map_or_else(|| "not there".to_owned(), |size| size.to_string()));
    format!("{name:<12}{:>12}{:>12}{:>12}", cells[0], cells[1], cells[2])
}
