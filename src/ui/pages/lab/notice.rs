//! What the page says over everything else: a notice, how far a file has been read and how it was, how far it is to the
//! moment asked for.

use crate::ui::player::Player;
use crate::ui::{reading, words};
use faultyard::lab::{Guessed, Imported};
use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// What could not be done or understood, until it is dismissed; and the file that is being read.
pub fn notice(player: &Player) -> Html {
    let act = |act: fn(&Player)| {
        let player = player.clone();
        Callback::from(move |_: MouseEvent| act(&player))
    };
    let line = |line: &str| html! { <p>{ line.to_string() }</p> };
    if let Some(reading) = player.reading() {
        if let Some((read, wrong)) = &reading.offer {
            return offer(player, read, wrong.as_deref());
        }
        return html! {
            <div class="notice">
                <label class="lines" for="reading"><span role="status">{ format!("Reading {}", reading.name) }</span>
                    <progress id="reading" max="1" value={reading.part.to_string()} /></label>
                <button onclick={act(reading::stop)}>{ "Cancel" }</button>
            </div>
        };
    }
    if let Some((to, part)) = player.journey() {
        return html! {
            <div class="notice" aria-busy="true">
                <label class="lines" for="journey"><span role="status">{ format!("Going to {}", words::time(to)) }</span>
                    <progress id="journey" max="1" value={part.to_string()} /></label>
                <button onclick={act(Player::stay)}>{ "Stop here" }</button>
            </div>
        };
    }
    html! { <>
        if let Some(notice) = player.notice() {
            <div class="notice">
                <div class="lines" role="status" tabindex="0">{ for notice.lines().map(line) }</div>
                <button class="bare" aria-label="Dismiss" onclick={act(|player| player.tell(None))}>{ "\u{2715}" }</button>
            </div>
        }
    </> }
}

/// How a file was read, with what can be corrected before it is played.
fn offer(player: &Player, read: &Imported, wrong: Option<&str>) -> Html {
    let act = |act: fn(&Player)| {
        let player = player.clone();
        Callback::from(move |_: MouseEvent| act(&player))
    };
    let notes = reading::notice(&read.notes).unwrap_or_default();
    html! {
        <div class="notice offer" role="group" aria-label="Your own traffic">
            <div class="lines" role="status" tabindex="0">
                { for notes.lines().map(|line| html! { <p>{ line.to_string() }</p> }) }
                if let Some(why) = wrong { <p class="advice">{ format!("Not so: {why}") }</p> }
            </div>
            <div class="choices">{ for read.choices.iter().map(|choice| select(player, choice)) }</div>
            <div class="acts">
                <button onclick={act(reading::agree)}>{ "Play it" }</button>
                <button onclick={act(reading::stop)}>{ "Cancel" }</button>
            </div>
        </div>
    }
}

fn select(player: &Player, choice: &Guessed) -> Html {
    let onchange = {
        let (player, key) = (player.clone(), choice.key.clone());
        Callback::from(move |event: Event| {
            reading::choose(&player, &key, &event.target_unchecked_into::<HtmlSelectElement>().value());
        })
    };
    let option = |(value, name): &(String, String)| {
        html! { <option value={value.clone()} selected={*value == choice.chosen}>{ name }</option> }
    };
    html! {
        <label key={choice.key.clone()}>{ &choice.label }<select {onchange}>{ for choice.options.iter().map(option) }</select></label>
    }
}
