//! The program that cuts the page's WebAssembly into its parts: `wasm-split-cli` of the crate `wasm_split_cli_support`,
//! whose source comes from the registry and gets a patch of ours (`xtask/split/gather.patch`) before it is built.

use crate::command::{command, output, run_patiently};
use crate::failure::{Failure, Result, on_file};
use crate::tools::{cache, fast_profile};
use crate::workspace::read;
use crate::{apt, say};
use std::fs;
use std::hash::{DefaultHasher, Hasher};
use std::path::{Path, PathBuf};

const CRATE: &str = "wasm_split_cli_support";
const VERSION: &str = "0.2.4";
const PATCH: &str = "xtask/split/gather.patch";
const REMEDY: &str = "Check that crates.io can be reached; the message stands above.";

/// The program, which is installed if it is not there.
pub fn ready() -> Result<PathBuf> {
    let patch = read(PATCH)?;
    let program = cache()?.join("bin").join(format!("wasm-split-cli-{VERSION}-{}", fingerprint(&patch)));
    if !program.is_file() {
        install(&patch, &program)?;
    }
    Ok(program)
}

fn install(patch: &str, program: &Path) -> Result {
    say::note(&format!("building {CRATE} {VERSION} with {PATCH}: about a minute, once"));
    let work = cache()?.join("splitter");
    let _ = fs::remove_dir_all(&work);
    let source = work.join("source");
    copy(&registry_source(&work)?, &source)?;
    patched(&source, patch)?;
    let mut build =
        command("cargo", &["build", "--release", "--features", "build-binary", "--manifest-path"]);
    build.arg(source.join("Cargo.toml"));
    run_patiently(fast_profile(&mut build).env("CARGO_TARGET_DIR", work.join("target")), REMEDY)?;
    let built = work.join("target/release").join(format!("wasm-split-cli{}", std::env::consts::EXE_SUFFIX));
    let folder = program.parent().unwrap_or(program);
    fs::create_dir_all(folder).map_err(|error| on_file(folder, &error))?;
    fs::copy(&built, program).map_err(|error| on_file(&built, &error))?;
    let _ = fs::remove_dir_all(work);
    Ok(())
}

/// Where Cargo keeps the crate's source: a package that needs it makes Cargo fetch it and tell.
fn registry_source(work: &Path) -> Result<PathBuf> {
    let asks = work.join("asks");
    let manifest = asks.join("Cargo.toml");
    let text = format!(
        "[package]\nname = \"asks\"\nversion = \"0.0.0\"\n[workspace]\n[dependencies]\n{CRATE} = \"={VERSION}\"\n"
    );
    let library = asks.join("src/lib.rs");
    fs::create_dir_all(asks.join("src")).map_err(|error| on_file(&asks, &error))?;
    fs::write(&manifest, text).map_err(|error| on_file(&manifest, &error))?;
    fs::write(&library, "").map_err(|error| on_file(&library, &error))?;
    run_patiently(command("cargo", &["fetch", "--quiet", "--manifest-path"]).arg(&manifest), REMEDY)?;
    let mut asked = command("cargo", &["metadata", "--format-version", "1", "--offline", "--manifest-path"]);
    let told = output(asked.arg(&manifest)).unwrap_or_default();
    named(&told).ok_or_else(|| Failure::new(format!("Cargo does not tell where {CRATE} is"), REMEDY))
}

/// The crate's folder, of what `cargo metadata` tells.
fn named(metadata: &str) -> Option<PathBuf> {
    let end = format!("{CRATE}-{VERSION}/Cargo.toml\"");
    let paths = metadata.split("\"manifest_path\":\"").skip(1);
    let path =
        paths.filter_map(|rest| rest.split('"').next()).find(|path| format!("{path}\"").ends_with(&end))?;
    Path::new(path).parent().map(Path::to_path_buf)
}

fn copy(from: &Path, to: &Path) -> Result {
    fs::create_dir_all(to).map_err(|error| on_file(to, &error))?;
    for entry in fs::read_dir(from).map_err(|error| on_file(from, &error))?.flatten() {
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if from.is_dir() {
            copy(&from, &to)?;
        } else {
            fs::copy(&from, &to).map_err(|error| on_file(&from, &error))?;
        }
    }
    Ok(())
}

/// Puts the patch to the source.
fn patched(source: &Path, patch: &str) -> Result {
    if output(&mut command("git", &["--version"])).is_none() {
        apt::install(&["git"], "git, which puts a patch to the splitter")?;
    }
    let file = source.join("gather.patch");
    fs::write(&file, patch).map_err(|error| on_file(&file, &error))?;
    let mut apply = command("git", &["apply", "-p0", "gather.patch"]);
    // Outside any repository, whatever folder the cache is in.
    apply.current_dir(source).env("GIT_CEILING_DIRECTORIES", source.parent().unwrap_or(source));
    run_patiently(&mut apply, &format!("{PATCH} is for {CRATE} {VERSION}."))
}

fn fingerprint(text: &str) -> String {
    let mut hasher = DefaultHasher::new();
    hasher.write(text.as_bytes());
    format!("{:08x}", hasher.finish() >> 32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_crates_folder_is_found_in_what_cargo_tells() {
        let told = "{\"packages\":[{\"manifest_path\":\"/a/clap-4.5.0/Cargo.toml\"},\
            {\"manifest_path\":\"/a/wasm_split_cli_support-0.2.4/Cargo.toml\"}]}";
        assert_eq!(named(told), Some(PathBuf::from("/a/wasm_split_cli_support-0.2.4")));
        assert_eq!(named("{}"), None);
    }

    #[test]
    fn another_patch_is_another_program() {
        assert_ne!(fingerprint("one"), fingerprint("two"));
    }
}
