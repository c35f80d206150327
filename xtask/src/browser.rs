//! The browsers for the browser tests: Chromium and Firefox with their drivers, and axe-core.

use crate::apt;
use crate::command::{is_program, on_path};
use crate::failure::{Failure, Result};
use crate::tools;
use std::path::{Path, PathBuf};

const BROWSERS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const MAC_CHROME: &str = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";

const FIREFOXES: [&str; 2] = ["firefox-esr", "firefox"];
const MAC_FIREFOX: &str = "/Applications/Firefox.app/Contents/MacOS/firefox";
/// Ubuntu's `firefox` is a snap, which cannot read a profile in a folder for temporary files.
const FIREFOX_REMEDY: &str = "Install Firefox and put it on PATH, or name its program in FIREFOX.\n\
    Ubuntu has it only as a snap, which a driver outside the snap cannot start: take the package of \
    packages.mozilla.org.";

/// Two browsers and the programs that drive them.
#[derive(Debug)]
pub struct Browsers {
    /// Chromium's program.
    pub chrome: PathBuf,
    /// Its driver.
    pub driver: PathBuf,
    /// Firefox's program.
    pub firefox: PathBuf,
    /// Its driver.
    pub geckodriver: PathBuf,
    /// axe-core's file, which the tests run in the page.
    pub axe: PathBuf,
}

/// Finds them, or installs them where apt is.
pub fn ready() -> Result<Browsers> {
    if chrome().is_none() || driver().is_none() {
        let packages = ["chromium", "chromium-driver", "fonts-liberation"];
        apt::install(&packages, "the browser tests need a browser and its driver")?;
    }
    let missing = |what: &str, name: &str| {
        Failure::new(
            format!("{what} was not found; the browser tests are not skipped for that"),
            format!("Install it and put it on PATH, or name its program in {name}."),
        )
    };
    let chrome = chrome().ok_or_else(|| missing("Chromium or Chrome", "CHROME"))?;
    let driver = driver().ok_or_else(|| missing("chromedriver", "CHROMEDRIVER"))?;
    let (firefox, geckodriver) = (firefox_ready()?, geckodriver()?);
    Ok(Browsers { chrome, driver, firefox, geckodriver, axe: tools::axe_ready()? })
}

fn firefox_ready() -> Result<PathBuf> {
    if let Some(there) = firefox() {
        return Ok(there);
    }
    let why = "the browser tests need Firefox";
    apt::install(&["firefox-esr"], why).map_err(|failure| Failure::new(failure.what(), FIREFOX_REMEDY))?;
    let missing = "Firefox was not found; the browser tests are not skipped for that";
    firefox().ok_or_else(|| Failure::new(missing, FIREFOX_REMEDY))
}

fn geckodriver() -> Result<PathBuf> {
    match std::env::var_os("GECKODRIVER") {
        Some(named) => Ok(PathBuf::from(named)),
        None => tools::geckodriver_ready(),
    }
}

fn chrome() -> Option<PathBuf> {
    browser("CHROME", &BROWSERS, MAC_CHROME)
}

fn firefox() -> Option<PathBuf> {
    browser("FIREFOX", &FIREFOXES, MAC_FIREFOX)
}

/// The program that a variable names, else the first of these on PATH that is no snap, else the one of a Mac.
fn browser(variable: &str, names: &[&str], on_mac: &str) -> Option<PathBuf> {
    let named = std::env::var_os(variable).map(PathBuf::from);
    let on_mac = || Some(Path::new(on_mac).to_path_buf()).filter(|path| is_program(path));
    named
        .or_else(|| names.iter().filter_map(|name| on_path(name)).find(|path| !is_snap(path)))
        .or_else(on_mac)
}

fn driver() -> Option<PathBuf> {
    std::env::var_os("CHROMEDRIVER").map(PathBuf::from).or_else(|| on_path("chromedriver"))
}

/// Whether a program is a snap, or Ubuntu's script that starts one: a driver cannot.
fn is_snap(program: &Path) -> bool {
    let script = || std::fs::read_to_string(program).is_ok_and(|script| script.contains("/snap/bin"));
    program.starts_with("/snap") || script()
}

#[cfg(test)]
mod tests {
    use super::is_snap;

    #[test]
    fn a_snap_is_told_from_a_program() {
        assert!(is_snap("/snap/bin/firefox".as_ref()));
        assert!(!is_snap(&std::env::current_exe().unwrap()));
        let script = std::env::temp_dir().join(format!("faultyard-snap-{}", std::process::id()));
        std::fs::write(&script, "#!/bin/sh\nexec /snap/bin/firefox \"$@\"\n").unwrap();
        assert!(is_snap(&script));
        std::fs::remove_file(script).unwrap();
    }
}
