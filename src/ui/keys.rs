//! The keyboard: each key is also a control somewhere on the page.

use super::components::transport::{is_typing, speeds};
use super::look;
use super::player::Player;
use faultyard::process::{NodeId, SimDuration, SimTime};
use faultyard::sim::{Fault, Input};
use std::cell::Cell;
use wasm_bindgen::JsCast;
use yew::KeyboardEvent;

/// The keys and what they do, for the help.
pub const HELP: [(&str, &str); 16] = [
    ("Space, K", "play or pause"),
    ("\u{2192} \u{2190}", "next and previous event"),
    ("Shift+\u{2192} \u{2190}", "one second forward and back"),
    ("Home, End", "to the start, to the furthest point reached"),
    ("> <", "faster, slower"),
    ("Page Down, Page Up", "next and previous step of the lesson"),
    ("1 to 9", "select a node"),
    ("\u{2193} \u{2191}", "next and previous item on the stage"),
    ("X", "crash or restart the selected node"),
    ("I", "inspect the selected item"),
    ("R", "run again from the start; with Shift: a new seed"),
    ("V", "next view"),
    ("P", "projector; there . and B play or pause, as a clicker sends them"),
    ("F", "full screen"),
    ("/", "search"),
    ("?", "this list"),
];

thread_local! {
    static ON: Cell<bool> = const { Cell::new(true) };
}

/// Switches the keys on or off.
pub fn switch(on: bool) {
    ON.set(on);
}

/// Whether the keys do anything.
pub fn are_on() -> bool {
    ON.get()
}

/// What a key asks of the page rather than of the player.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    Inspect,
    NewSeed,
    NextView,
    Lesson(i64),
    Help,
}

/// Does what a key means; gives what the page must do itself. Keys count while the focus is on nothing, on the
/// stage or on the transport, and never while typing.
pub fn press(event: &KeyboardEvent, player: &Player) -> Option<Ask> {
    if !are_on()
        || event.ctrl_key()
        || event.meta_key()
        || event.alt_key()
        || is_typing(event)
        || !is_here(event)
    {
        return None;
    }
    let shift = event.shift_key();
    let position = player.run().position();
    let on_button = is_on_button(event);
    match event.key().as_str() {
        // A clicker's key for a black screen: on this page what moves stands still.
        "." | "b" | "B" if look::is_projector() => player.play(!player.is_playing()),
        " " if on_button => return None,
        " " | "k" | "K" => player.play(!player.is_playing()),
        "ArrowRight" if shift => player.seek(position.now + SimDuration::from_ms(1_000)),
        "ArrowLeft" if shift => player.seek(SimTime(position.now.0.saturating_sub(1_000_000))),
        "ArrowRight" if !is_slider(event) => player.step(1),
        "ArrowLeft" if !is_slider(event) => player.step(-1),
        "Home" => player.seek(SimTime::ZERO),
        "End" => player.seek(position.seen),
        ">" | "." => faster(player, true),
        "<" | "," => faster(player, false),
        "PageDown" => return consumed(event, Ask::Lesson(1)),
        "PageUp" => return consumed(event, Ask::Lesson(-1)),
        "x" | "X" => crash_or_restart(player),
        "r" => player.seek(SimTime::ZERO),
        "R" => return consumed(event, Ask::NewSeed),
        "i" | "I" => return consumed(event, Ask::Inspect),
        "v" | "V" => return consumed(event, Ask::NextView),
        "p" | "P" => look::toggle_projector(),
        "f" | "F" => look::toggle_full_screen(),
        "?" => return consumed(event, Ask::Help),
        digit => match digit.parse::<u16>() {
            Ok(n @ 1..=9) => player.choose(Some(NodeId(n - 1).to_string())),
            _ => return None,
        },
    }
    event.prevent_default();
    None
}

fn consumed(event: &KeyboardEvent, ask: Ask) -> Option<Ask> {
    event.prevent_default();
    Some(ask)
}

fn target(event: &KeyboardEvent) -> Option<web_sys::Element> {
    event.target()?.dyn_into().ok()
}

fn is_here(event: &KeyboardEvent) -> bool {
    let Some(element) = target(event) else { return true };
    element.tag_name() == "BODY" || element.closest(".stages, .transport, .hero").ok().flatten().is_some()
}

fn is_on_button(event: &KeyboardEvent) -> bool {
    target(event).is_some_and(|element| element.closest("button, a, [role=button]").ok().flatten().is_some())
}

fn is_slider(event: &KeyboardEvent) -> bool {
    target(event).is_some_and(|element| element.get_attribute("type").as_deref() == Some("range"))
}

/// Goes to the next speed of the list.
fn faster(player: &Player, faster: bool) {
    let now = player.speed();
    let run = player.run();
    let mut speeds = speeds(run.meta());
    let next = match faster {
        true => speeds.find(|speed| *speed > now * 1.001),
        false => speeds.rfind(|speed| *speed < now * 0.999),
    };
    drop(speeds);
    drop(run);
    if let Some(next) = next {
        player.set_speed(next);
    }
}

fn crash_or_restart(player: &Player) {
    let Some(node) = player.item().and_then(|item| NodeId::parse(&item)) else { return };
    if player.act(Input::Fault(Fault::Crash(node))).is_err() {
        let _ = player.act(Input::Fault(Fault::Restart(node)));
    }
}
