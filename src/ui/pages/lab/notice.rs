//! What the page says over everything else: a notice, how far a file has been read, how far it is to the moment asked for.

use crate::ui::player::Player;
use crate::ui::{reading, words};
use yew::prelude::*;

/// What could not be done or understood, until it is dismissed; and the file that is being read.
pub fn notice(player: &Player) -> Html {
    let act = |act: fn(&Player)| {
        let player = player.clone();
        Callback::from(move |_: MouseEvent| act(&player))
    };
    let line = |line: &str| html! { <p>{ line.to_string() }</p> };
    html! { <>
        if let Some(reading) = player.reading() {
            <div class="notice">
                <label class="lines" for="reading"><span role="status">{ format!("Reading {}", reading.name) }</span>
                    <progress id="reading" max="1" value={reading.part.to_string()} /></label>
                <button onclick={act(reading::stop)}>{ "Cancel" }</button>
            </div>
        } else if let Some((to, part)) = player.journey() {
            <div class="notice" aria-busy="true">
                <label class="lines" for="journey"><span role="status">{ format!("Going to {}", words::time(to)) }</span>
                    <progress id="journey" max="1" value={part.to_string()} /></label>
                <button onclick={act(Player::stay)}>{ "Stop here" }</button>
            </div>
        } else if let Some(notice) = player.notice() {
            <div class="notice">
                <div class="lines" role="status" tabindex="0">{ for notice.lines().map(line) }</div>
                <button class="bare" aria-label="Dismiss" onclick={act(|player| player.tell(None))}>{ "\u{2715}" }</button>
            </div>
        }
    </> }
}
