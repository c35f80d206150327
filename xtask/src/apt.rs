//! Debian's and Ubuntu's packages.

use crate::command::{command, on_path, output, run};
use crate::failure::{Failure, Result};
use crate::say;
use std::io::IsTerminal;
use std::process::{Command, Stdio};

/// Installs packages with apt-get; `why` goes into the line that announces it.
pub fn install(packages: &[&str], why: &str) -> Result {
    let by_hand = format!("As root: apt-get update && apt-get install {}", packages.join(" "));
    if on_path("apt-get").is_none() {
        let what = format!("{why}: this machine has no apt-get");
        return Err(Failure::new(what, format!("Install the equivalent of: {}", packages.join(" "))));
    }
    if !may_install() {
        return Err(Failure::new(format!("{why}: that needs root or sudo"), by_hand));
    }
    say::note(&format!("installing {} ({why})", packages.join(" ")));
    // A list that is out of date would bring an old version, so it is updated first, each time.
    if run(&mut apt_get(&["-qq", "update"]), "").is_err() {
        say::note("apt's package list could not be updated; trying with the one that is here");
    }
    if let Some(unknown) = packages.iter().find(|package| !is_known(package)) {
        return Err(Failure::new(format!("{why}: this distribution has no package `{unknown}`"), by_hand));
    }
    run(&mut apt_get(&install_args(packages)), &by_hand)
        .or_else(|_| run(&mut apt_get(&install_args(packages)), &by_hand))
}

fn install_args<'a>(packages: &[&'a str]) -> Vec<&'a str> {
    let options = ["-qq", "-y", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=300"];
    options.into_iter().chain(["install"]).chain(packages.iter().copied()).collect()
}

fn is_known(package: &str) -> bool {
    output(&mut command("apt-cache", &["show", "--no-all-versions", package]))
        .is_some_and(|text| !text.is_empty())
}

fn is_root() -> bool {
    output(&mut command("id", &["-u"])).as_deref() == Some("0")
}

/// As root, or with a sudo that asks nobody or can ask somebody.
fn may_install() -> bool {
    let quiet = || output(&mut command("sudo", &["-n", "true"])).is_some();
    is_root() || on_path("sudo").is_some() && (quiet() || std::io::stdin().is_terminal())
}

/// Its errors are shown, but not its hundreds of lines about each package.
fn apt_get(args: &[&str]) -> Command {
    let mut words = vec!["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"];
    if !is_root() {
        words.insert(0, "sudo");
    }
    words.extend(args);
    let mut apt_get = command(words[0], &words[1..]);
    apt_get.stdout(Stdio::null());
    apt_get
}
