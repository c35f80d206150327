//! The page. `player` holds a run and the clock that plays it; `pages` put `components` together.

mod address;
mod api;
pub mod components;
mod frames;
mod keep;
mod keys;
mod look;
pub mod pages;
mod panic;
pub mod player;
mod reading;
mod save;
mod tuning;
mod use_player;
mod use_size;
mod words;

use faultyard::link::{Motion, Settings, Theme};

/// Draws the page that the address asks for; in a worker, waits for runs to score.
pub fn start() {
    if tuning::worker::start() {
        return;
    }
    panic::show_in_page();
    let (settings, _) = Settings::parse(&address::query());
    let theme = match settings.theme {
        Theme::Auto => "auto",
        Theme::Light => "light",
        Theme::Dark => "dark",
    };
    let motion = match settings.motion {
        Motion::Auto => "auto",
        Motion::Full => "full",
        Motion::Reduced => "reduced",
    };
    look::start(theme, motion, settings.projector);
    yew::Renderer::<pages::App>::new().render();
}
