//! Where things are: the checkout, its target folders, and what Cargo's files say.

use crate::failure::{Failure, Result, on_file};
use std::path::{Path, PathBuf};

/// Makes the checkout the current folder, so that every path below can be relative.
pub fn enter() -> Result {
    let manifest = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let root = manifest.as_deref().and_then(Path::parent).filter(|root| root.join("Cargo.lock").is_file());
    let root = root.ok_or_else(|| {
        Failure::new("the checkout was not found", "Run it inside the checkout, as `cargo xtask <command>`.")
    })?;
    std::env::set_current_dir(root).map_err(|error| on_file(root, &error))
}

/// Cargo's target folder for the page. The native builds have another: the two may be of different toolchains, which
/// would build everything anew in turns in a shared one.
pub fn wasm_target() -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| PathBuf::from("target"), PathBuf::from);
    std::path::absolute(target.join("wasm")).unwrap_or(target)
}

/// The text of a file.
pub fn read(path: impl AsRef<Path>) -> Result<String> {
    std::fs::read_to_string(path.as_ref()).map_err(|error| on_file(path.as_ref(), &error))
}

/// The version of a package in Cargo.lock's text.
pub fn locked_version(lock: &str, package: &str) -> Option<String> {
    let head = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != head).skip(1);
    Some(lines.next()?.strip_prefix("version = \"")?.strip_suffix('"')?.to_owned())
}

/// The oldest Rust that the project builds with, from Cargo.toml's text.
pub fn rust_version(manifest: &str) -> Option<[u32; 3]> {
    let line = manifest.lines().find(|line| line.starts_with("rust-version"))?;
    crate::command::version(line.split('"').nth(1)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lock_file_tells_the_version_of_exactly_that_package() {
        let lock = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"9.9.9\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(locked_version(lock, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(locked_version(lock, "yew"), None);
    }

    #[test]
    fn the_manifest_tells_the_oldest_rust() {
        assert_eq!(rust_version("edition = \"2024\"\nrust-version = \"1.95\"\n"), Some([1, 95, 0]));
    }
}
