//! The programs that turn the crate into a site: trunk, wasm-bindgen, wasm-opt. Those on PATH serve if they fit; the
//! others are kept in a cache outside the checkout.

use crate::apt;
use crate::command::{command, on_path, output, run_patiently, version};
use crate::failure::{Failure, Result};
use crate::say;
use crate::workspace::{locked_version, read};
use std::ffi::OsString;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The trunk to install. 0.22 wants a newer Rust than the project.
const TRUNK: &str = "0.21.14";
/// The releases that Trunk.toml admits.
const TRUNK_FITS: Range<[u32; 3]> = [0, 21, 0]..[0, 23, 0];
/// The npm package that brings wasm-opt.
const BINARYEN: &str = "binaryen@132.0.0";
/// The npm package that makes scripts and style sheets small.
const ESBUILD: &str = "esbuild@0.28.2";
/// The oldest esbuild that knows what the scripts are written in.
const ESBUILD_OLDEST: [u32; 3] = [0, 20, 0];
/// The npm package that looks for barriers in a page; only the browser tests use it.
const AXE: &str = "axe-core@4.14.1";
/// The driver of Firefox to install; only the browser tests use it.
const GECKODRIVER: &str = "0.37.1";
/// The oldest geckodriver that fits a Firefox of today.
const GECKODRIVER_OLDEST: [u32; 3] = [0, 34, 0];
/// The oldest wasm-opt that knows what today's Rust emits (Debian 12 has 108).
const WASM_OPT_OLDEST: [u32; 3] = [116, 0, 0];

/// The folder that tools are kept in.
pub fn cache() -> Result<PathBuf> {
    let absolute = |name| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let home = || absolute("HOME").or_else(|| absolute("USERPROFILE")).map(|home| home.join(".cache"));
    let base = absolute("XDG_CACHE_HOME").or_else(home);
    let missing = || Failure::new("neither XDG_CACHE_HOME nor HOME names a folder", "Set XDG_CACHE_HOME.");
    base.map(|base| base.join("faultyard").join("tools")).ok_or_else(missing)
}

/// PATH with the cached tools in front.
pub fn path() -> Result<OsString> {
    let cache = cache()?;
    let ours = [cache.join("bin"), npm_bin(&cache)];
    let others = std::env::var_os("PATH").unwrap_or_default();
    std::env::join_paths(ours.into_iter().chain(std::env::split_paths(&others))).map_err(|error| {
        Failure::new(format!("PATH: {error}"), "Use a cache folder without the character that parts PATH.")
    })
}

/// Makes sure that trunk and the right wasm-bindgen are there.
pub fn ready() -> Result {
    let cache = cache()?;
    if !found("trunk", &cache.join("bin"), |text| version(text).is_some_and(|is| TRUNK_FITS.contains(&is))) {
        let options = ["--locked", "--no-default-features", "--features", "rustls"];
        cargo_install(&cache, "trunk", TRUNK, &options)?;
    }
    let wanted = locked_version(&read("Cargo.lock")?, "wasm-bindgen").ok_or_else(|| {
        Failure::new("Cargo.lock names no wasm-bindgen", "Is the page's feature `ui` still in Cargo.toml?")
    })?;
    let fits = |text: &str| text.split(' ').nth(1) == Some(wanted.as_str());
    if !found("wasm-bindgen", &cache.join("bin"), fits) {
        cargo_install(&cache, "wasm-bindgen-cli", &wanted, &["--bin", "wasm-bindgen"])?;
    }
    tidy(&cache);
    Ok(())
}

/// Makes sure that a recent wasm-opt and esbuild are there: release builds run them.
pub fn optimizers_ready() -> Result {
    let cache = cache()?;
    let tools = [
        ("wasm-opt", WASM_OPT_OLDEST, BINARYEN, "which brings wasm-opt"),
        ("esbuild", ESBUILD_OLDEST, ESBUILD, "which makes scripts and style sheets small"),
    ];
    for (tool, oldest, package, what_for) in tools {
        if !found(tool, &npm_bin(&cache), |text| version(text).is_some_and(|is| is >= oldest)) {
            let remedy = format!("Check that npm's registry can be reached, or put a recent {tool} on PATH.");
            npm_install(&cache, package, what_for, &remedy)?;
        }
    }
    Ok(())
}

/// Makes sure that axe-core is there, and tells its file.
pub fn axe_ready() -> Result<PathBuf> {
    let cache = cache()?;
    let package = cache.join("npm").join("node_modules").join("axe-core");
    let wanted = AXE.rsplit_once('@').map(|(_, version)| format!("\"version\": \"{version}\""));
    let manifest = read(package.join("package.json")).unwrap_or_default();
    if !wanted.is_some_and(|wanted| manifest.contains(&wanted)) {
        let remedy = "Check that npm's registry can be reached.";
        npm_install(&cache, AXE, "which looks for barriers in the page", remedy)?;
    }
    Ok(package.join("axe.min.js"))
}

/// Makes sure that Firefox's driver is there, and tells its program.
pub fn geckodriver_ready() -> Result<PathBuf> {
    let cache = cache()?;
    let bin = cache.join("bin");
    if !found("geckodriver", &bin, |text| version(text).is_some_and(|is| is >= GECKODRIVER_OLDEST)) {
        cargo_install(&cache, "geckodriver", GECKODRIVER, &["--locked"])?;
        tidy(&cache);
    }
    program("geckodriver", &bin).ok_or_else(|| {
        Failure::new(
            format!("geckodriver is not in {}, where it was installed", bin.display()),
            "Name its program in GECKODRIVER.",
        )
    })
}

/// Installs an npm package into the cache, beside those that are there.
fn npm_install(cache: &Path, package: &str, what_for: &str, remedy: &str) -> Result {
    if on_path("npm").is_none() {
        apt::install(&["npm"], &format!("npm, for {package}, {what_for}"))?;
    }
    say::note(&format!("installing {package}, {what_for}"));
    let prefix = cache.join("npm");
    std::fs::create_dir_all(&prefix).map_err(|error| crate::failure::on_file(&prefix, &error))?;
    let mut install = command("npm", &["install", "--no-audit", "--no-fund", "--loglevel=error", "--prefix"]);
    run_patiently(install.arg(&prefix).arg(package), remedy)
}

fn npm_bin(cache: &Path) -> PathBuf {
    cache.join("npm").join("node_modules").join(".bin")
}

/// The tool that would be run: the cached one before the one on PATH.
fn program(name: &str, folder: &Path) -> Option<PathBuf> {
    let cached = Some(folder.join(name)).filter(|path| crate::command::is_program(path));
    cached.or_else(|| on_path(name))
}

/// Whether the tool that would be run is one that fits.
fn found(name: &str, folder: &Path, fits: impl Fn(&str) -> bool) -> bool {
    program(name, folder)
        .and_then(|program| output(&mut command(program, &["--version"])))
        .is_some_and(|text| fits(&text))
}

/// Builds a tool from crates.io into the cache, quickly: these tools wait for Cargo and for the disk. Cargo shows how far
/// it is. What two tools have in common is built once: it stays until `tidy`.
fn cargo_install(cache: &Path, package: &str, version: &str, options: &[&str]) -> Result {
    say::note(&format!("building {package} {version} into {}, once, for some minutes:", cache.display()));
    say::note("no registry has it ready-made; one on PATH that fits is taken instead");
    let mut install = command("cargo", &["install", package, "--version", version, "--root"]);
    install.arg(cache).args(options);
    fast_profile(&mut install).env("CARGO_TARGET_DIR", build_folder(cache));
    run_patiently(&mut install, "Check that crates.io can be reached; the compiler's message stands above.")
}

fn build_folder(cache: &Path) -> PathBuf {
    cache.join("build")
}

/// Removes what was needed only to build tools.
fn tidy(cache: &Path) {
    let _ = std::fs::remove_dir_all(build_folder(cache));
}

/// Builds quickly rather than well.
pub fn fast_profile(install: &mut Command) -> &mut Command {
    for (name, value) in [("DEBUG", "false"), ("LTO", "off"), ("OPT_LEVEL", "1"), ("CODEGEN_UNITS", "64")] {
        install.env(format!("CARGO_PROFILE_RELEASE_{name}"), value);
    }
    install
}
