//! Running other programs: shown before they run, named when they fail, retried where a network is in it.

use crate::failure::{Failure, Result};
use crate::say;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// A command of the given program and arguments, free of what `cargo run` left in the environment for this program.
pub fn command(program: impl AsRef<std::ffi::OsStr>, args: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(args);
    for name in ["CARGO", "LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH", "CARGO_MANIFEST_DIR"] {
        command.env_remove(name);
    }
    command
}

/// Runs a command in the open; `remedy` is what to do should it fail.
pub fn run(command: &mut Command, remedy: &str) -> Result {
    say::note(&format!("$ {}", shown(command)));
    let status = command.status().map_err(|error| not_started(command, &error))?;
    if status.success() { Ok(()) } else { Err(failed(command, &status.to_string(), remedy)) }
}

/// Runs a command that uses the network, again after a pause when it fails: mirrors can hiccup.
pub fn run_patiently(command: &mut Command, remedy: &str) -> Result {
    for pause_s in [5, 20] {
        match run(command, remedy) {
            Ok(()) => return Ok(()),
            Err(failure) => say::note(&format!("{}; once more in {pause_s} s", failure.what())),
        }
        std::thread::sleep(Duration::from_secs(pause_s));
    }
    run(command, remedy)
}

/// Runs a command that may hang, and ends it after `limit`.
pub fn run_within(command: &mut Command, limit: Duration, remedy: &str) -> Result {
    say::note(&format!("$ {}", shown(command)));
    let mut child = command.spawn().map_err(|error| not_started(command, &error))?;
    let started = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(status)) if status.success() => return Ok(()),
            Ok(Some(status)) => return Err(failed(command, &status.to_string(), remedy)),
            Err(error) => return Err(not_started(command, &error)),
            Ok(None) if started.elapsed() > limit => {
                let _ = child.kill();
                let _ = child.wait();
                return Err(failed(command, &format!("no answer in {} s", limit.as_secs()), remedy));
            }
            Ok(None) => std::thread::sleep(Duration::from_millis(50)),
        }
    }
}

/// What a command prints, trimmed; nothing if it cannot be started or fails.
pub fn output(command: &mut Command) -> Option<String> {
    let done = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    done.status.success().then(|| String::from_utf8_lossy(&done.stdout).trim().to_owned())
}

/// Where the program of this name stands on PATH.
pub fn on_path(name: &str) -> Option<PathBuf> {
    std::env::split_paths(&std::env::var_os("PATH")?)
        .map(|folder| folder.join(name))
        .find(|path| is_program(path))
}

/// Whether the path is a file that can be run.
#[cfg(unix)]
pub fn is_program(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    path.metadata().is_ok_and(|data| data.is_file() && data.permissions().mode() & 0o111 != 0)
}

/// Whether the path is a file that can be run.
#[cfg(not(unix))]
pub fn is_program(path: &Path) -> bool {
    path.is_file()
}

/// The numbers of the first version in a text, such as `[0, 21, 14]` of `trunk 0.21.14`.
pub fn version(text: &str) -> Option<[u32; 3]> {
    text.split_whitespace().find_map(|word| {
        let digits = |part: &str| part.chars().take_while(char::is_ascii_digit).collect::<String>();
        let mut parts = word.split('.').map(digits).map(|part| part.parse().ok());
        Some([parts.next()??, parts.next().flatten().unwrap_or(0), parts.next().flatten().unwrap_or(0)])
    })
}

fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    let words: Vec<_> = words.map(|word| word.to_string_lossy().into_owned()).collect();
    words.join(" ")
}

fn failed(command: &Command, how: &str, remedy: &str) -> Failure {
    Failure::new(format!("`{}` ({how})", shown(command)), remedy)
}

fn not_started(command: &Command, error: &std::io::Error) -> Failure {
    let program = command.get_program().to_string_lossy();
    Failure::new(
        format!("`{}` could not be started: {error}", shown(command)),
        format!("Install `{program}`, or put it on PATH."),
    )
}

#[cfg(test)]
mod tests {
    use super::version;

    #[test]
    fn a_version_is_found_in_what_a_tool_prints() {
        assert_eq!(version("trunk 0.21.14"), Some([0, 21, 14]));
        assert_eq!(version("wasm-opt version 132 (version_132)"), Some([132, 0, 0]));
        assert_eq!(version("rustc 1.97.0-nightly (abc 2026-01-01)"), Some([1, 97, 0]));
        assert_eq!(version("no version"), None);
    }
}
