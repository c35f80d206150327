//! The browser for the browser tests: Chromium, its driver, and axe-core.

use crate::apt;
use crate::command::{is_program, on_path};
use crate::failure::{Failure, Result};
use crate::tools;
use std::path::{Path, PathBuf};

const BROWSERS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const MAC_CHROME: &str = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";

/// A browser and the program that drives it.
#[derive(Debug)]
pub struct Browser {
    /// The browser's program.
    pub chrome: PathBuf,
    /// Its driver.
    pub driver: PathBuf,
    /// axe-core's file, which the tests run in the page.
    pub axe: PathBuf,
}

/// Finds them, or installs them where apt is.
pub fn ready() -> Result<Browser> {
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
    Ok(Browser { chrome, driver, axe: tools::axe_ready()? })
}

fn chrome() -> Option<PathBuf> {
    let named = std::env::var_os("CHROME").map(PathBuf::from);
    let on_mac = || Some(Path::new(MAC_CHROME).to_path_buf()).filter(|path| is_program(path));
    named.or_else(|| BROWSERS.iter().find_map(|name| on_path(name))).or_else(on_mac)
}

fn driver() -> Option<PathBuf> {
    std::env::var_os("CHROMEDRIVER").map(PathBuf::from).or_else(|| on_path("chromedriver"))
}
