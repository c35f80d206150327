//! `cargo xtask build`: the static site in dist/.

use crate::command::{command, output, run, run_patiently};
use crate::failure::Result;
use crate::toolchain::{Toolchain, WASM};
use crate::{minify, say, split, splitter, tools, workspace};
use std::path::Path;
use std::process::{Command, Stdio};

/// How the page is built.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Quickly, for work on it.
    Development,
    /// Small and fast, for people.
    Release,
}

/// What builds the page: a Rust for WebAssembly and the tools, all in place.
pub struct Pipeline {
    toolchain: Toolchain,
}

impl Pipeline {
    /// Installs what is missing.
    pub fn ready(mode: Mode) -> Result<Self> {
        let toolchain = Toolchain::ready()?;
        say::note(&toolchain.describe());
        tools::ready()?;
        if mode == Mode::Release {
            tools::optimizers_ready()?;
            splitter::ready()?;
        }
        let pipeline = Self { toolchain };
        pipeline.fetch()?;
        Ok(pipeline)
    }

    /// A Rust for WebAssembly, for commands other than trunk.
    pub fn toolchain(&self) -> &Toolchain {
        &self.toolchain
    }

    /// A Cargo command for the page.
    pub fn cargo(&self, args: &[&str]) -> Command {
        let mut cargo = command("cargo", args);
        self.toolchain.set(&mut cargo).env("CARGO_TARGET_DIR", workspace::wasm_target());
        cargo
    }

    /// A trunk command.
    pub fn trunk(&self, args: &[&str]) -> Result<Command> {
        let mut trunk = command("trunk", args);
        self.toolchain
            .set(&mut trunk)
            .env("CARGO_TARGET_DIR", workspace::wasm_target())
            .env("PATH", tools::path()?);
        // trunk 0.21 reads NO_COLOR as its own option and stumbles over the usual value, 1.
        if std::env::var_os("NO_COLOR").is_some() {
            trunk.env_remove("NO_COLOR").args(["--color", "never"]);
        }
        Ok(trunk)
    }

    /// Downloads the crates, so that trunk can work offline; nothing is asked of the network when they are there.
    fn fetch(&self) -> Result {
        let version = output(&mut command("rustc", &["-vV"])).unwrap_or_default();
        let host = version.lines().find_map(|line| line.strip_prefix("host: ")).unwrap_or(WASM);
        let fetch = |option| self.cargo(&["fetch", "--quiet", "--target", WASM, "--target", host, option]);
        if fetch("--offline").stderr(Stdio::null()).status().is_ok_and(|status| status.success()) {
            return Ok(());
        }
        say::note("downloading the crates that Cargo.lock names");
        run_patiently(&mut fetch("--config=net.retry=5"), "Check that crates.io can be reached.")
    }
}

/// Installs what is missing, and builds the site.
pub fn build() -> Result {
    build_with(&Pipeline::ready(Mode::Release)?)
}

/// Builds the site with a pipeline that is in place.
pub fn build_with(pipeline: &Pipeline) -> Result {
    let mut trunk = pipeline.trunk(&["build", "--release", "--offline", "--public-url", "./"])?;
    // The splitter needs the relocations, and the functions' names, which Cargo's `strip` would take. What is inlined
    // carries no notes on what does not alias: LLVM takes minutes to copy them from function to function, and the page
    // is smaller and no slower without.
    trunk
        .args(["--features", "split"])
        .env("RUSTFLAGS", "-Clink-arg=--emit-relocs -Cllvm-args=-enable-noalias-to-md-conversion=0");
    run(
        &mut trunk,
        "trunk's own message stands above; `cargo check --target wasm32-unknown-unknown` may tell more.",
    )?;
    split::split(Path::new("dist"))?;
    minify::pages(Path::new("dist"))?;
    // A package of its own, since it asks the library what there is; trunk knows of one page only.
    run(
        &mut command("cargo", &["run", "--quiet", "--package", "site", "--", "dist"]),
        "The message stands above.",
    )
}
