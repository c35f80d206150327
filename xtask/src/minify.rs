//! Scripts and style sheets without what only their authors need: esbuild shortens what wasm-bindgen and people wrote.

use crate::command::{command, run};
use crate::failure::{Result, on_file};
use crate::tools;
use std::fs;
use std::path::Path;

/// Makes a script or a style sheet small, in its place. Its ending says which it is.
pub fn file(file: &Path) -> Result {
    let mut esbuild = command("esbuild", &["--minify", "--log-level=warning", "--allow-overwrite"]);
    let mut out = std::ffi::OsString::from("--outfile=");
    out.push(file);
    run(esbuild.arg(file).arg(out).env("PATH", tools::path()?), "esbuild's own message stands above.")
}

/// Makes the style sheets and the scripts of the pages small.
pub fn pages(dist: &Path) -> Result {
    for (folder, kind) in [(dist.to_owned(), "css"), (dist.join("static"), "js")] {
        let entries = fs::read_dir(&folder).map_err(|error| on_file(&folder, &error))?;
        let files = entries.flatten().map(|entry| entry.path());
        files
            .filter(|path| path.extension().is_some_and(|ending| ending == kind))
            .try_for_each(|found| file(&found))?;
    }
    Ok(())
}
