//! The page. `player` holds a run and the clock that plays it; `pages` put `components` together.

mod address;
mod answer;
mod api;
pub mod components;
mod frame;
mod frames;
mod keep;
mod keys;
mod look;
pub mod pages;
mod panic;
pub mod player;
mod reading;
mod save;
mod settings;
mod share;
mod sight;
mod tuning;
mod use_player;
mod use_size;
mod words;

/// Draws the page that the address asks for; in a worker, waits for runs to score.
pub fn start() {
    if tuning::worker::start() {
        return;
    }
    panic::show_in_page();
    let settings = settings::get();
    look::start(settings.theme.word(), settings.motion.word(), settings.projector);
    sight::watch();
    yew::Renderer::<pages::App>::new().render();
}
