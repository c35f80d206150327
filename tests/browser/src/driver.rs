//! The driver's process: started on a free port, ended with all its children.

use crate::engine::Engine;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

/// So often the driver is started until it keeps its port.
const TRIES: u32 = 5;

/// A running driver with a folder for its browser's profile; both go when this is dropped.
pub struct Driver {
    child: Child,
    /// Where it listens.
    pub url: String,
    /// An empty folder for the browser.
    pub profile: PathBuf,
    printed: Printed,
}

/// What a driver and its browser print, a line each, until it is asked for.
type Printed = Arc<Mutex<Vec<String>>>;

impl Driver {
    /// Starts the driver that CHROMEDRIVER or GECKODRIVER names, else the one on PATH.
    pub fn start(engine: Engine) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let profile = std::env::temp_dir().join(format!("faultyard-browser-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&profile).expect("a folder for the browser's profile");
        // Drivers that start at once can choose the same port; then one of them ends, and tries again.
        let printed = Printed::default();
        let started = (0..TRIES).find_map(|_| {
            let mut child = spawn(engine, &profile);
            keep(
                BufReader::new(child.stderr.take().expect("a pipe")).lines().map_while(Result::ok),
                &printed,
            );
            let port = port(child.stdout.take().expect("a pipe"), engine.before_port(), &printed);
            if port.is_none() {
                let _ = child.wait();
            }
            port.map(|port| (child, port))
        });
        let (child, port) =
            started.expect("no driver told its port; `cargo xtask test browser` installs browsers");
        Self { child, url: format!("http://127.0.0.1:{port}"), profile, printed }
    }

    /// What was printed since the last time.
    pub fn printed(&self) -> Vec<String> {
        std::mem::take(&mut *self.printed.lock().expect("no poison"))
    }
}

fn spawn(engine: Engine, profile: &Path) -> Child {
    let (variable, name) = engine.driver();
    let program = std::env::var_os(variable).unwrap_or_else(|| name.into());
    let mut command = alone(&program, profile);
    command
        .args(engine.arguments(profile))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command.spawn().unwrap_or_else(|error| {
        panic!("{}: {error}; `cargo xtask test browser` installs a browser", Path::new(&program).display())
    })
}

/// The program in a group of processes that ends with us, however we end: a shell waits for the end of its input.
#[cfg(unix)]
fn alone(program: &std::ffi::OsStr, profile: &Path) -> Command {
    use std::os::unix::process::CommandExt;
    const SCRIPT: &str =
        "profile=$1; shift; \"$@\" & exec >/dev/null 2>&1; read -r _; trap '' TERM; kill -TERM 0; sleep 1;
        rm -rf -- \"$profile\"; kill -KILL 0";
    let mut command = Command::new("sh");
    command.args(["-c", SCRIPT, "sh"]).arg(profile).arg(program).process_group(0);
    command
}

#[cfg(not(unix))]
fn alone(program: &std::ffi::OsStr, _: &Path) -> Command {
    Command::new(program)
}

impl Drop for Driver {
    fn drop(&mut self) {
        #[cfg(unix)]
        let _ = Command::new("kill").args(["-KILL", "--", &format!("-{}", self.child.id())]).status();
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = std::fs::remove_dir_all(&self.profile);
    }
}

/// The port that the driver says it took, unless it ends before; what it prints later is read as well, so that it
/// never waits for us.
fn port(stdout: ChildStdout, before: &str, printed: &Printed) -> Option<u16> {
    let mut lines = BufReader::new(stdout).lines().map_while(Result::ok);
    let told = lines.find_map(|line| {
        line.trim_end().trim_end_matches('.').rsplit_once(before).map(|(_, port)| port.to_owned())
    })?;
    keep(lines, printed);
    Some(told.parse().expect("a port's number"))
}

/// Reads lines on and on, in a thread of its own.
fn keep(lines: impl Iterator<Item = String> + Send + 'static, printed: &Printed) {
    let printed = Arc::clone(printed);
    std::thread::spawn(move || lines.for_each(|line| printed.lock().expect("no poison").push(line)));
}
