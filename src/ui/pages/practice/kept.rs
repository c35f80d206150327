//! What the browser keeps between visits: what was answered, and whether a clock is wanted. It may keep nothing.

use faultyard::practice::Progress;
use gloo::utils::window;
use web_sys::Storage;

const PROGRESS: &str = "faultyard-practice";
const CLOCK: &str = "faultyard-practice-clock";

fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

/// Whether anything can be kept.
pub fn is_there() -> bool {
    storage().is_some()
}

/// What was answered before.
pub fn progress() -> Progress {
    let text = storage().and_then(|storage| storage.get_item(PROGRESS).ok()).flatten();
    text.and_then(|text| Progress::parse(&text).ok()).unwrap_or_default()
}

/// Keeps what was answered.
pub fn keep(progress: &Progress) {
    set(PROGRESS, &progress.text());
}

/// Whether a clock is wanted.
pub fn clock() -> bool {
    storage().and_then(|storage| storage.get_item(CLOCK).ok()).flatten().is_some_and(|text| text == "on")
}

/// Keeps whether a clock is wanted.
pub fn set_clock(wanted: bool) {
    set(CLOCK, if wanted { "on" } else { "off" });
}

fn set(key: &str, text: &str) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(key, text);
    }
}
