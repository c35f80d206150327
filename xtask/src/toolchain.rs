//! Where the standard library for WebAssembly comes from.
//!
//! Mostly rustup has it ready-made. Where rustup's server cannot be reached, Debian's Rust for browsers brings the
//! library's source, and Cargo builds it once for each target folder.

use crate::apt;
use crate::command::{command, on_path, output, run, run_within, version};
use crate::failure::{Failure, Result};
use crate::say;
use crate::workspace::{read, rust_version};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// The target of the page.
pub const WASM: &str = "wasm32-unknown-unknown";
/// What rustup calls the distribution's Rust, once linked.
const DISTRO: &str = "distro";
const DISTRO_PACKAGES: [&str; 4] = ["rustc-web", "cargo-web", "rust-web-src", "libstd-rust-web-dev"];
const LINKER_PACKAGE: &str = "lld-22";
const CLIPPY_PACKAGE: &str = "rust-web-clippy";
const RUSTUP_LIMIT: Duration = Duration::from_secs(180);

/// A Rust that can build for WebAssembly.
#[derive(Debug)]
pub enum Toolchain {
    /// The one in use: it has the target's library.
    Ready,
    /// One with the library's source; `name` is rustup's word for it, absent where there is no rustup.
    FromSource { name: Option<&'static str>, linker: PathBuf },
}

impl Toolchain {
    /// Finds such a Rust, or installs what is missing.
    pub fn ready() -> Result<Self> {
        let wish = std::env::var("FAULTYARD_WASM").unwrap_or_default();
        if wish != DISTRO && has_target() {
            return Ok(Self::Ready);
        }
        if wish != "rustup"
            && let Some(found) = from_source()
        {
            return Ok(found);
        }
        say::note(&format!("no standard library for {WASM} found; installing it"));
        if wish != DISTRO {
            match by_rustup() {
                Ok(()) => return Ok(Self::Ready),
                Err(failure) if wish == "rustup" => return Err(failure),
                Err(failure) => {
                    say::note(&format!("not by rustup: {}; trying the distribution's Rust", failure.what()))
                }
            }
        }
        by_distribution()
    }

    /// Makes sure that Clippy can check the page with this Rust.
    pub fn clippy_ready(&self) -> Result {
        let works = || output(self.set(&mut command("cargo", &["clippy", "--version"]))).is_some();
        if works() {
            return Ok(());
        }
        match self {
            Self::Ready => run(&mut command("rustup", &["component", "add", "clippy"]), "Install Clippy."),
            Self::FromSource { .. } => apt::install(&[CLIPPY_PACKAGE], "Clippy for the distribution's Rust"),
        }
    }

    /// Sets a command's environment so that Cargo under it builds for WebAssembly with this Rust.
    pub fn set<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        if let Self::FromSource { name, linker } = self {
            command.env("RUSTC_BOOTSTRAP", "1");
            command.env("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort");
            // Sorting is a copy for each type: the small one, not the fastest.
            command.env("CARGO_UNSTABLE_BUILD_STD_FEATURES", "optimize_for_size");
            command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
            name.map(|name| command.env("RUSTUP_TOOLCHAIN", name));
        }
        command
    }

    /// One line on which Rust this is.
    pub fn describe(&self) -> String {
        match self {
            Self::Ready => format!("Rust in use, with the library for {WASM}"),
            Self::FromSource { name: Some(name), .. } => {
                format!("Rust `{name}`, building the library for {WASM}")
            }
            Self::FromSource { name: None, .. } => format!("Rust in use, building the library for {WASM}"),
        }
    }
}

/// Whether the Rust in use has the library for WebAssembly.
fn has_target() -> bool {
    let folder =
        output(&mut command("rustc", &["--print", "target-libdir", "--target", WASM])).unwrap_or_default();
    let libraries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    libraries.into_iter().any(|entry| entry.file_name().to_string_lossy().starts_with("libstd-"))
}

/// The distribution's Rust, if it is recent enough and has the library's source and a linker.
fn from_source() -> Option<Toolchain> {
    let rustup = on_path("rustup").is_some();
    let rustc = if rustup { PathBuf::from("/usr/bin/rustc") } else { on_path("rustc")? };
    let sysroot = output(&mut command(&rustc, &["--print", "sysroot"]))?;
    let source = Path::new(&sysroot).join("lib/rustlib/src/rust/library/std/Cargo.toml");
    let needed = rust_version(&read("Cargo.toml").ok()?)?;
    let recent = version(&output(&mut command(&rustc, &["--version"]))?)? >= needed;
    let cargo = !rustup || Path::new(&sysroot).join("bin/cargo").is_file();
    if !source.is_file() || !recent || !cargo {
        return None;
    }
    let linker = linker()?;
    if !rustup {
        return Some(Toolchain::FromSource { name: None, linker });
    }
    let linked = output(&mut command("rustup", &["toolchain", "list", "--quiet"]))?;
    if !linked.lines().any(|name| name == DISTRO) {
        say::note("telling rustup of the distribution's Rust");
        run(&mut command("rustup", &["toolchain", "link", DISTRO, &sysroot]), "").ok()?;
    }
    Some(Toolchain::FromSource { name: Some(DISTRO), linker })
}

/// A linker for WebAssembly: the distribution's, else the one in the Rust in use.
fn linker() -> Option<PathBuf> {
    on_path("wasm-ld-22").or_else(rust_lld).or_else(|| on_path("wasm-ld"))
}

fn rust_lld() -> Option<PathBuf> {
    let libraries = output(&mut command("rustc", &["--print", "target-libdir"]))?;
    Some(Path::new(&libraries).parent()?.join("bin/rust-lld")).filter(|path| path.is_file())
}

fn by_rustup() -> Result {
    if on_path("rustup").is_none() {
        return Err(Failure::new(
            "there is no rustup",
            "Install Rust with rustup, or choose FAULTYARD_WASM=distro.",
        ));
    }
    let remedy = "Check that rustup's server can be reached, or choose FAULTYARD_WASM=distro.";
    let mut add = command("rustup", &["target", "add", WASM]);
    add.env_remove("RUST_BACKTRACE");
    run_within(&mut add, RUSTUP_LIMIT, remedy)
}

fn by_distribution() -> Result<Toolchain> {
    let mut packages = DISTRO_PACKAGES.to_vec();
    if linker().is_none() {
        packages.push(LINKER_PACKAGE);
    }
    apt::install(&packages, "a Rust that can build the library for WebAssembly")?;
    from_source().ok_or_else(|| {
        Failure::new(
            "the distribution's Rust is too old, or has no library source or no linker for WebAssembly",
            format!("Where rustup's server can be reached: rustup target add {WASM}"),
        )
    })
}
