//! What the browser keeps between visits: what was answered, an interview's sheet, whether a timer runs. It may keep nothing.

use faultyard::practice::{Progress, Sheet};
use gloo::utils::window;
use web_sys::Storage;

const PROGRESS: &str = "faultyard-practice";
const SHEET: &str = "faultyard-practice-sheet";
const TIMER: &str = "faultyard-practice-clock";

fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

/// Whether anything can be kept.
pub fn is_there() -> bool {
    storage().is_some()
}

/// What was answered before.
pub fn progress() -> Progress {
    get(PROGRESS).and_then(|text| Progress::parse(&text).ok()).unwrap_or_default()
}

/// Keeps what was answered.
pub fn keep(progress: &Progress) {
    set(PROGRESS, &progress.text());
}

/// The sheet of the latest interview.
pub fn sheet() -> Sheet {
    get(SHEET).map(|text| Sheet::read(&text)).unwrap_or_default()
}

/// Keeps an interview's sheet.
pub fn keep_sheet(sheet: &Sheet) {
    set(SHEET, &sheet.kept());
}

/// Whether a timer is wanted.
pub fn timer() -> bool {
    get(TIMER).is_some_and(|text| text == "on")
}

/// Keeps whether a timer is wanted.
pub fn keep_timer(wanted: bool) {
    set(TIMER, if wanted { "on" } else { "off" });
}

fn get(key: &str) -> Option<String> {
    storage()?.get_item(key).ok()?
}

fn set(key: &str, text: &str) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(key, text);
    }
}
