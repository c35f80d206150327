//! The page's program in several files: what every page needs, and each lab and each rarely opened part by itself.
//!
//! trunk builds the program with relocations and knows nothing of its parts. Here the program is split before
//! wasm-bindgen sees it, since wasm-bindgen drops the relocations; then wasm-bindgen goes over the main file, wasm-opt
//! over all, the loader goes into the glue, and all get names by their content, in place of what trunk put into dist/.

mod glue;
mod names;

use crate::command::{command, run};
use crate::failure::{Failure, Result, on_file};
use crate::workspace::{read, wasm_target};
use crate::{minify, say, splitter, tools};
use std::collections::BTreeMap;
use std::fs;
use std::hash::{DefaultHasher, Hasher};
use std::path::{Path, PathBuf};

const NAME: &str = "faultyard";
/// The loader's script, as the splitter writes it.
const LOADER: &str = "__wasm_split.js";
/// Which files each part is in, for `site`, which takes it away.
const PARTS: &str = "parts.txt";
/// A file that parts share has at least so many bytes before it is made small; what would be in a smaller one is in
/// the main file.
const LEAST_SHARED: &str = "4000";
/// The kinds of pages on which the rest is opened, such as plots: each shows any lab. A question shows one too, and
/// opens nothing, so what all of these two need weighs less (tests/architecture.rs holds it).
const OUTER: [&str; 2] = ["lab", "embed"];
/// wasm-opt's option for functions in the order of their names.
const BY_NAME: &str = "--reorder-functions-by-name";

/// Puts the split program in the place of the whole one.
pub fn split(dist: &Path) -> Result {
    let whole = wasm_target().join("wasm32-unknown-unknown/release").join(format!("{NAME}.wasm"));
    let out = wasm_target().join("split");
    let _ = fs::remove_dir_all(&out);
    let (cut, bound, small) = (out.join("cut"), out.join("bound"), out.join("small"));
    for folder in [&cut, &bound, &small] {
        fs::create_dir_all(folder).map_err(|error| on_file(folder, &error))?;
    }
    cut_up(&whole, &cut)?;
    bind(&cut.join(format!("{NAME}.wasm")), &bound)?;

    let main = bound.join(format!("{NAME}_bg.wasm"));
    let glue = bound.join(format!("{NAME}.js"));
    let (program, script) = names::shorten(&bytes(&main)?, &read(&glue)?)?;
    save(&main, &program)?;
    save(&glue, script.as_bytes())?;
    let parts = listed(&cut, "wasm")?.into_iter().filter(|file| file.file_stem() != Some(NAME.as_ref()));
    let files: Vec<PathBuf> = std::iter::once(main.clone()).chain(parts).collect();
    optimize(&files, &small)?;

    // The parts by the names that the splitter gave them, and by those that they have in the site.
    let mut names = BTreeMap::new();
    for file in &files[1..] {
        let stem = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let content = bytes(&small.join(file.file_name().unwrap_or_default()))?;
        let name = format!("{}-{}.wasm", stem.trim_start_matches("split_"), hash(&[&content]));
        save(&dist.join(&name), &content)?;
        names.insert(stem, name);
    }
    let loader = glue::Loader::read(&read(cut.join(LOADER))?, &names)?;
    save(&glue, loader.joined(&read(&glue)?)?.as_bytes())?;
    minify::file(&glue)?;
    let script = read(&glue)?;
    let program = bytes(&small.join(main.file_name().unwrap_or_default()))?;

    let old = old_name(dist)?;
    let new = format!("{NAME}-{}", hash(&[&program, script.as_bytes()]));
    for (ending, content) in [(".js", script.as_bytes()), ("_bg.wasm", &program)] {
        let _ = fs::remove_file(dist.join(format!("{old}{ending}")));
        save(&dist.join(format!("{new}{ending}")), content)?;
    }
    let index = dist.join("index.html");
    save(&index, read(&index)?.replace(&old, &new).as_bytes())?;
    save(&dist.join(PARTS), loader.parts().as_bytes())?;
    say::note(&format!("the program is in {} files", names.len() + 1));
    Ok(())
}

/// Cuts the program into its parts.
fn cut_up(whole: &Path, into: &Path) -> Result {
    let mut cut = command(splitter::ready()?, &["--out-name", NAME]);
    cut.arg(whole).arg(into);
    let labs = labs()?;
    cut.env("WASM_SPLIT_LEAST", LEAST_SHARED).env("WASM_SPLIT_VIEWS", views(&labs));
    cut.env("WASM_SPLIT_OUTER", format!("^({})$", OUTER.join("|")));
    run(&mut cut, "The splitter's own message stands above.")
}

/// What is loaded together when a page begins: the first page shows a live cluster, and the bench itself. The search
/// opens on the first page too, so it relies on nothing that only a lab's page has. A question comes with
/// its list.
fn views<T: AsRef<str>>(labs: &[T]) -> String {
    let pages = || OUTER.into_iter().chain(["practice+question"]);
    let shown = labs.iter().flat_map(|lab| pages().map(move |page| format!("{page}+{}", lab.as_ref())));
    let own = ["home+raft", "~bench", "~find", "~practice"].map(str::to_owned);
    own.into_iter().chain(shown).collect::<Vec<_>>().join(" ")
}

/// The parts that are labs: each is a folder of that name.
fn labs() -> Result<Vec<String>> {
    let folder = Path::new("src/labs");
    let entries = fs::read_dir(folder).map_err(|error| on_file(folder, &error))?;
    let folders = entries.flatten().filter(|entry| entry.path().is_dir());
    let mut labs: Vec<String> =
        folders.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    labs.sort();
    Ok(labs)
}

/// Ties the main file to JavaScript.
fn bind(main: &Path, into: &Path) -> Result {
    let mut bind = command("wasm-bindgen", &["--target=web", "--no-typescript", "--out-name", NAME]);
    // Else the function table is not exported, and no part can be instantiated.
    bind.arg("--keep-lld-exports").arg("--out-dir").arg(into).arg(main).env("PATH", tools::path()?);
    run(&mut bind, "wasm-bindgen's own message stands above.")
}

/// Makes the files small, two at a time, with the options that index.html gives to trunk.
fn optimize(files: &[PathBuf], into: &Path) -> Result {
    let options = options(&read("index.html")?)?;
    let one = |file: &PathBuf, order: Option<&str>| -> Result {
        let mut optimize = command("wasm-opt", &[]);
        optimize
            .args(&options)
            .args(order)
            .arg(file)
            .arg("-o")
            .arg(into.join(file.file_name().unwrap_or_default()));
        run(optimize.env("PATH", tools::path()?), "wasm-opt's own message stands above.")
    };
    // The first is as large as all others.
    let (first, others) = files.split_at(1);
    std::thread::scope(|scope| {
        // Its functions have names that bring together what is alike; those of the others are mangled.
        let main = scope.spawn(|| first.iter().try_for_each(|file| one(file, Some(BY_NAME))));
        others.iter().try_for_each(|file| one(file, None))?;
        main.join().unwrap_or_else(|_| Err(Failure::new("the thread of wasm-opt ended early", "Try again.")))
    })
}

/// wasm-opt's options, as index.html gives them to trunk.
fn options(index: &str) -> Result<Vec<String>> {
    let of = |name: &str| index.split(&format!("{name}=\"")).nth(1).and_then(|rest| rest.split('"').next());
    let level = of("data-wasm-opt").map(|level| format!("-O{level}"));
    let more = of("data-wasm-opt-params").unwrap_or_default().split(' ').map(str::to_owned);
    let level = level
        .ok_or_else(|| Failure::new("index.html names no data-wasm-opt", "Name wasm-opt's level there."))?;
    Ok(std::iter::once(level).chain(more).collect())
}

/// How trunk named the program: without endings.
fn old_name(dist: &Path) -> Result<String> {
    let files = listed(dist, "wasm")?;
    let mut names = files.iter().filter_map(|file| file.file_name()?.to_str()?.strip_suffix("_bg.wasm"));
    let missing = || Failure::new("dist/ has no program", "trunk's messages stand above.");
    names.next().map(str::to_owned).ok_or_else(missing)
}

fn listed(folder: &Path, ending: &str) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).map_err(|error| on_file(folder, &error))?;
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.retain(|file| file.extension().is_some_and(|found| found == ending));
    files.sort();
    Ok(files)
}

fn bytes(file: &Path) -> Result<Vec<u8>> {
    fs::read(file).map_err(|error| on_file(file, &error))
}

fn save(file: &Path, content: &[u8]) -> Result {
    fs::write(file, content).map_err(|error| on_file(file, &error))
}

/// A name for a content, of 16 digits.
fn hash(contents: &[&[u8]]) -> String {
    let mut hasher = DefaultHasher::new();
    contents.iter().for_each(|content| hasher.write(content));
    format!("{:016x}", hasher.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wasm_opts_options_are_those_of_the_index() {
        let found = options("<link data-wasm-opt=\"z\" data-wasm-opt-params=\"--a --b\" />").unwrap();
        assert_eq!(found, ["-Oz", "--a", "--b"]);
        assert!(options("<link />").is_err());
    }

    #[test]
    fn a_page_begins_with_one_lab() {
        assert_eq!(
            views(&["raft", "ring"]),
            "home+raft ~bench ~find ~practice lab+raft embed+raft practice+question+raft lab+ring embed+ring \
             practice+question+ring"
        );
    }

    #[test]
    fn another_content_has_another_name() {
        assert_ne!(hash(&[b"one"]), hash(&[b"two"]));
        assert_eq!(hash(&[b"one"]).len(), 16);
    }
}
