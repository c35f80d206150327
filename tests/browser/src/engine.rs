//! The two browsers: their drivers, and what each wants to be told.

use serde_json::{Value, json};
use std::path::Path;

/// A browser that the tests know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// Chromium or Chrome.
    Chromium,
    /// Firefox.
    Firefox,
}

impl Engine {
    /// The variable that names the driver's program, and the program's name on PATH.
    pub fn driver(self) -> (&'static str, &'static str) {
        match self {
            Engine::Chromium => ("CHROMEDRIVER", "chromedriver"),
            Engine::Firefox => ("GECKODRIVER", "geckodriver"),
        }
    }

    /// What the driver is started with: any free port, and for Firefox the folder of its profiles.
    pub fn arguments(self, profile: &Path) -> Vec<String> {
        match self {
            Engine::Chromium => vec!["--port=0".into()],
            Engine::Firefox => {
                vec![
                    "--port=0".into(),
                    "--websocket-port=0".into(),
                    format!("--profile-root={}", profile.display()),
                ]
            }
        }
    }

    /// What the driver prints before the number of its port.
    pub fn before_port(self) -> &'static str {
        match self {
            Engine::Chromium => "successfully on port ",
            Engine::Firefox => "Listening on 127.0.0.1:",
        }
    }

    /// How the browser is to be started.
    pub fn capabilities(self, profile: &Path) -> Value {
        match self {
            Engine::Chromium => chromium(profile),
            Engine::Firefox => firefox(),
        }
    }
}

fn chromium(profile: &Path) -> Value {
    let mut arguments = vec![
        "--headless".to_owned(),
        "--no-sandbox".to_owned(),
        "--disable-gpu".to_owned(),
        "--disable-dev-shm-usage".to_owned(),
        "--disable-quic".to_owned(),
        "--no-first-run".to_owned(),
        "--disable-background-networking".to_owned(),
        "--disable-component-update".to_owned(),
        "--disable-sync".to_owned(),
        "--hide-scrollbars".to_owned(),
        // No other machine has an address: asking for one is an error in the console.
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1".to_owned(),
        // A sandboxed frame stays in the page's process, so that the console has its errors too.
        "--disable-features=IsolateSandboxedIframes".to_owned(),
    ];
    arguments.push(format!("--user-data-dir={}", profile.display()));
    let mut options = json!({ "args": arguments });
    if let Some(chrome) = std::env::var_os("CHROME") {
        options["binary"] = json!(chrome.to_string_lossy());
    }
    json!({ "goog:chromeOptions": options, "goog:loggingPrefs": { "browser": "ALL" } })
}

fn firefox() -> Value {
    let preferences = json!({
        // Errors are printed: the standard has no command for the console.
        "browser.dom.window.dump.enabled": true,
        "devtools.console.stdout.content": true,
        // But not those of Firefox's own code, which wants servers that are not there.
        "devtools.console.stdout.chrome": false,
        "network.proxy.type": 0,
        "ui.systemUsesDarkTheme": 0,
    });
    let mut options = json!({ "args": ["-headless"], "prefs": preferences });
    if let Some(firefox) = std::env::var_os("FIREFOX") {
        options["binary"] = json!(firefox.to_string_lossy());
    }
    json!({ "moz:firefoxOptions": options })
}
