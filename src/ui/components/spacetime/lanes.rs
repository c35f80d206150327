//! The lanes of the nodes and the axis of time as SVG.

use super::draw::Frame;
use crate::ui::components::format;
use crate::ui::components::plot::{px, ticks};
use crate::ui::words;
use faultyard::process::SimTime;
use yew::prelude::*;

const DOWN: &str = "✕ down";
/// The room that a tick's words need, in pixels.
const TICK: f64 = 80.0;

/// A node's lane: its name, its line, and dashes with a word while it is down.
pub fn lane(frame: &Frame, place: usize, name: &str, down: &[(SimTime, SimTime)]) -> Html {
    let y = px(frame.y(place as f64));
    let mut at = frame.window.0;
    let mut up = Vec::new();
    for (from, to) in down {
        up.push((at, *from));
        at = *to;
    }
    up.push((at, frame.window.1));
    let piece = |class: &'static str, (from, to): &(SimTime, SimTime)| {
        let (x1, x2) = (px(frame.x(*from)), px(frame.x(*to)));
        html! { <line {class} {x1} {x2} y1={y.clone()} y2={y.clone()} /> }
    };
    let word = |(from, _): &(SimTime, SimTime)| {
        let x = px(frame.x(*from) + 6.0);
        html! { <text class="spacetime-down" {x} y={px(frame.y(place as f64) - 5.0)}>{ DOWN }</text> }
    };
    html! {
        <g key={name.to_string()} class="spacetime-lane">
            <text class="spacetime-name" x="0" y={px(frame.y(place as f64) + 5.0)}>{ name }</text>
            { for up.iter().filter(|(from, to)| from < to).map(|length| piece("is-up", length)) }
            { for down.iter().map(|length| piece("is-down", length)) }
            { for down.iter().map(word) }
        </g>
    }
}

/// The axis of time below the lanes, and now.
pub fn axis(frame: &Frame, bottom: f64, now: SimTime) -> Html {
    let seconds = |at: SimTime| at.seconds();
    let room = ((frame.right - frame.left) / TICK).clamp(1.0, 6.0) as usize;
    let ticks = ticks::times(seconds(frame.window.0), seconds(frame.window.1), room);
    let tick = |at: &f64| {
        let at = SimTime::from_seconds(*at);
        let x = px(frame.x(at));
        html! { <text class="spacetime-tick" {x} y={px(bottom + 18.0)}>{ precise(at, frame) }</text> }
    };
    let x = px(frame.x(now));
    html! {
        <>
            { for ticks.iter().map(tick) }
            <line class="spacetime-now" x1={x.clone()} x2={x} y1="0" y2={px(bottom)} />
        </>
    }
}

/// A tick's words: with milliseconds if the window is short.
fn precise(at: SimTime, frame: &Frame) -> String {
    match frame.window.1.since(frame.window.0).0 {
        ..2_000_000 => words::time(at),
        _ => format::brief(at),
    }
}
