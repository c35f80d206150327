//! The page. `player` holds a run and the clock that plays it; `pages` put `components` together.

mod address;
mod answer;
mod api;
pub mod components;
mod doubts;
mod fetch;
mod find;
mod frame;
mod frames;
mod keep;
mod keys;
mod lazy;
mod look;
mod packing;
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

use js_sys::global;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;

/// Draws the page that the address asks for; in a worker, waits for runs to score.
pub fn start() {
    if global().has_type::<web_sys::DedicatedWorkerGlobalScope>() {
        spawn_local(async {
            // The parts of a lab's page share files, and rely on it that these are there.
            if lazy::LAB.load().await {
                let _ = tuning::work().await;
            }
        });
        return;
    }
    panic::show_in_page();
    let settings = settings::get();
    look::start(settings.theme.word(), settings.motion.word(), settings.projector);
    sight::watch();
    spawn_local(async {
        match pages::load().await {
            true => drop(yew::Renderer::<pages::App>::new().render()),
            false => panic::tell_of_missing(),
        }
    });
}
