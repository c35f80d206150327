//! The driver's process: started on a free port, ended with all its children.

use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

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
        let program = std::env::var_os("CHROMEDRIVER").unwrap_or_else(|| "chromedriver".into());
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let profile = std::env::temp_dir().join(format!("faultyard-browser-{}-{number}", std::process::id()));
        let mut command = Command::new(&program);
        command.arg("--port=0").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let mut child = command.spawn().unwrap_or_else(|error| {
            panic!(
                "{}: {error}; `cargo xtask test browser` installs a browser",
                Path::new(&program).display()
            )
        });
        std::fs::create_dir_all(&profile).expect("a folder for the browser's profile");
        let port = port(child.stdout.take().expect("a pipe"));
        Self { child, url: format!("http://127.0.0.1:{port}"), profile }
    }
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

/// The port that the driver says it took; what it prints later is read and forgotten, so that it never waits for us.
fn port(stdout: ChildStdout) -> u16 {
    let mut output = BufReader::new(stdout);
    let mut line = String::new();
    loop {
        line.clear();
        let read = output.read_line(&mut line).expect("the driver's output");
        assert!(read > 0, "the driver ended before it told its port");
        if let Some((_, port)) = line.trim_end().trim_end_matches('.').rsplit_once("successfully on port ") {
            let port = port.parse().expect("a port's number");
            std::thread::spawn(move || {
                std::io::copy(&mut output.by_ref().take(u64::MAX), &mut std::io::sink())
            });
            return port;
        }
    }
}
