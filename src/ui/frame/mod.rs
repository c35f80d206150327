//! A page in another page's frame: it listens to its host and tells it what happens (EMBED.md, Messages).
//!
//! ```text
//! mod    when there is a host, and when it is told
//! line   what comes in: who may command, how fast, and the answer
//! out    what goes out: the envelope, to whom, and what the page itself has to tell
//! size   the page's height, for a host that gives it the room it needs
//! ```

mod line;
mod out;
mod size;

use super::player::Shown;
use line::Line;
use serde_json::json;
use yew::prelude::*;

pub use out::{tell, warn};

/// Listens to the page around this one, if there is one and it may command, and tells it what happens.
#[hook]
pub fn use_host(shown: &Shown) {
    let player = shown.player.clone();
    let line = use_memo((), |()| Line::open(player));
    use_effect_with((), {
        let line = line.clone();
        move |()| {
            let listener = (*line).clone().map(Line::listen);
            move || drop(listener)
        }
    });
    let notice = shown.player.notice();
    use_effect_with(notice, {
        let line = line.clone();
        move |notice: &Option<String>| {
            if let (Some(line), Some(words)) = (&*line, notice) {
                line.out.event_if_wanted("warning", json!({"message": words}));
            }
        }
    });
    use_effect_with(shown.version, move |_| {
        if let Some(line) = &*line {
            line.look();
        }
    });
}
