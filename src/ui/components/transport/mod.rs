//! The transport: where the run is in time, and how to go elsewhere.

mod run;
mod track;

use crate::ui::player::Shown;
use crate::ui::{look, settings, words};
use faultyard::lab::Meta;
use faultyard::link::Part;
use faultyard::process::words::grouped;
use faultyard::process::{SimTime, decimal};
use run::{branch, seed};
use wasm_bindgen::JsCast;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

const BREAK: &str = "Break it";

/// The speeds to choose from, in simulated seconds a second.
const SPEEDS: [f64; 20] = [
    0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 300.0,
    600.0, 1_200.0, 3_600.0,
];

/// Those of them at which a lab is played.
pub fn speeds(meta: &Meta) -> impl DoubleEndedIterator<Item = f64> {
    let fastest = meta.fastest();
    SPEEDS.into_iter().filter(move |speed| *speed <= fastest)
}

#[derive(Properties, PartialEq)]
pub struct TransportProps {
    pub shown: Shown,
    /// A new run with this seed; none for a fresh one.
    pub on_seed: Callback<Option<u64>>,
    /// Shows what can be broken.
    #[prop_or_default]
    pub on_break: Option<Callback<()>>,
    /// Without seed and branch, for a frame.
    #[prop_or_default]
    pub compact: bool,
}

/// Play, pause, step, seek, speed, seed, faults and branch, always in sight.
#[component]
pub fn Transport(props: &TransportProps) -> Html {
    let player = &props.shown.player;
    let act = |act: fn(&crate::ui::player::Player)| {
        let player = player.clone();
        Callback::from(move |_: MouseEvent| act(&player))
    };
    let playing = player.is_playing();
    let settings = settings::get();
    let position = player.run().position();
    // On a phone there is no room for all: the rest opens in rows of its own.
    let open = use_state(|| false);
    html! {
        <section class={classes!("transport", open.then_some("is-open"))} aria-label="Transport">
            if !props.compact {
                <button class="bare optional" title="Back to the start (Home)" aria-label="Back to the start"
                    onclick={act(|player| player.seek(SimTime::ZERO))}>{ "|\u{25c1}" }</button>
            }
            <button title="Back one event (left arrow)" aria-label="Back one event" onclick={act(|player| player.step(-1))}>{ "\u{25c1}" }</button>
            <button class="main play" onclick={act(|player| player.play(!player.is_playing()))}>
                <span aria-hidden="true">{ if playing { "\u{275a}\u{275a}" } else { "\u{25b6}" } }</span>
                <span class={if props.compact { "visually-hidden" } else { "" }}>{ if playing { "Pause" } else { "Play" } }</span>
            </button>
            <button title="Forward one event (right arrow)" aria-label="Forward one event" onclick={act(|player| player.step(1))}>{ "\u{25b7}" }</button>
            { speed(props) }
            if player.is_behind() { <span class="behind small" role="status">{ "as fast as it goes here" }</span> }
            if settings.shows(Part::Clock, true) { { clock(position.now) } }
            if !props.compact {
                <span class="event second small optional">{ format!("event {}", grouped(position.event)) }</span>
            }
            { track::track(&props.shown) }
            if !props.compact { { run::more(player, &open) } if settings.shows(Part::Seed, true) { { seed(props) } } }
            { broken(&props.shown) }
            { active_faults(props) }
            if !props.compact { { branch(&props.shown) } }
        </section>
    }
}

/// The simulated time; from a day on it takes more room.
fn clock(now: SimTime) -> Html {
    let text = words::time(now);
    let long = (text.chars().count() > 9).then_some("long");
    html! { <span class={classes!("time", long)} role="timer" aria-label="Simulated time">{ text }</span> }
}

fn speed(props: &TransportProps) -> Html {
    let player = props.shown.player.clone();
    let now = player.speed();
    let run = player.run();
    let own = !speeds(run.meta()).any(|speed| (speed / now - 1.0).abs() < 1e-9);
    let onchange = Callback::from({
        let player = player.clone();
        move |event: Event| {
            let value = event.target_unchecked_into::<HtmlSelectElement>().value();
            if let Some(speed) = decimal(&value) {
                player.set_speed(speed);
            }
        }
    });
    let short = props.compact || look::is_phone();
    let option = |speed: f64| {
        let selected = (speed / now - 1.0).abs() < 1e-9;
        html! { <option value={speed.to_string()} {selected}>{ if short { words::short_speed(speed) } else { words::speed(speed) } }</option> }
    };
    html! {
        <select aria-label="Speed" title={if player.is_behind() { "This device cannot go as fast" } else { "Simulated time per second (< and >)" }} {onchange}>
            if own { { option(now) } }
            { for speeds(run.meta()).map(option) }
        </select>
    }
}

/// The promises that are broken, in short: a person sees it wherever they look.
fn broken(shown: &Shown) -> Html {
    let verdicts = shown.player.run().verdicts();
    let broken: Vec<&str> =
        verdicts.iter().filter(|verdict| verdict.broken).map(|verdict| verdict.name).collect();
    let words = match broken[..] {
        [] => return Html::default(),
        [one] => format!("\u{2715} {one} broken"),
        _ => format!("\u{2715} {} properties broken", broken.len()),
    };
    html! { <span class="broken small" role="status" title={broken.join(", ")}>{ words }</span> }
}

/// The faults in force, and the way to more. On a phone, where what can be broken is far down, it says so.
fn active_faults(props: &TransportProps) -> Html {
    let faults = props.shown.player.run().active_faults();
    let text = match faults.len() {
        0 if props.compact => return Html::default(),
        0 if look::is_phone() && props.on_break.is_some() => BREAK.to_string(),
        count if props.compact => format!("\u{2715} {count}"),
        0 => "0 faults".to_string(),
        1 => "\u{2715} 1 fault".to_string(),
        count => format!("\u{2715} {count} faults"),
    };
    let class = classes!("active-faults", "small", if faults.is_empty() { "second" } else { "fault-count" });
    let title = if faults.is_empty() { "No active faults".to_string() } else { faults.join("; ") };
    match &props.on_break {
        None => html! { <span {class} {title}>{ text }</span> },
        Some(on_break) => {
            let onclick = on_break.reform(|_: MouseEvent| ());
            // With a border where it is the way to what is far down.
            let bare = (!look::is_phone()).then_some("bare");
            html! { <button type="button" class={classes!(bare, class)} {title} {onclick}>{ text }</button> }
        }
    }
}

/// Whether an event comes from a field in which keys have their own meaning.
pub fn is_typing(event: &KeyboardEvent) -> bool {
    let element = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    element.is_some_and(|element| {
        let kind = element.get_attribute("type").unwrap_or_default();
        let name = element.tag_name();
        matches!(name.as_str(), "SELECT" | "TEXTAREA")
            || (name == "INPUT" && !matches!(kind.as_str(), "checkbox" | "radio"))
    })
}
