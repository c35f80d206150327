//! The driver's process: started on a free port, ended with all its children.

use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

/// So often the driver is started until it keeps its port.
const TRIES: u32 = 5;

/// A running chromedriver with a folder for its browser's profile; both go when this is dropped.
pub struct Driver {
    child: Child,
    /// Where it listens.
    pub url: String,
    /// An empty folder for the browser.
    pub profile: PathBuf,
}

impl Driver {
    /// Starts the driver named in CHROMEDRIVER, else the one on PATH.
    pub fn start() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let profile = std::env::temp_dir().join(format!("faultyard-browser-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&profile).expect("a folder for the browser's profile");
        // Drivers that start at once can choose the same port; then one of them ends, and tries again.
        let started = (0..TRIES).find_map(|_| {
            let mut child = spawn();
            let port = port(child.stdout.take().expect("a pipe"));
            if port.is_none() {
                let _ = child.wait();
            }
            port.map(|port| (child, port))
        });
        let (child, port) = started.expect("the driver ended before it told its port, each time");
        Self { child, url: format!("http://127.0.0.1:{port}"), profile }
    }
}

fn spawn() -> Child {
    let program = std::env::var_os("CHROMEDRIVER").unwrap_or_else(|| "chromedriver".into());
    let mut command = Command::new(&program);
    command.arg("--port=0").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    command.spawn().unwrap_or_else(|error| {
        panic!("{}: {error}; `cargo xtask test browser` installs a browser", Path::new(&program).display())
    })
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

/// The port that the driver says it took, unless it ends before; what it prints later is read and forgotten, so that it
/// never waits for us.
fn port(stdout: ChildStdout) -> Option<u16> {
    let mut output = BufReader::new(stdout);
    let mut line = String::new();
    loop {
        line.clear();
        let read = output.read_line(&mut line).expect("the driver's output");
        if read == 0 {
            return None;
        }
        if let Some((_, port)) = line.trim_end().trim_end_matches('.').rsplit_once("successfully on port ") {
            let port = port.parse().expect("a port's number");
            std::thread::spawn(move || {
                std::io::copy(&mut output.by_ref().take(u64::MAX), &mut std::io::sink())
            });
            return Some(port);
        }
    }
}
