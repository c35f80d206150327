//! What the address says of the page: read once, when the page starts.

use super::address;
use faultyard::link::Settings;
use std::rc::Rc;

thread_local! {
    static SETTINGS: Rc<Settings> = Rc::new(Settings::parse(&address::query()).0);
}

/// The settings of this page.
pub fn get() -> Rc<Settings> {
    SETTINGS.with(Rc::clone)
}
