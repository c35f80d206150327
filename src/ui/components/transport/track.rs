//! The slider of time, with the marks of what was done.

use crate::ui::player::Shown;
use crate::ui::use_player::clock;
use crate::ui::words;
use faultyard::process::SimTime;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// The slider's positions.
const POSITIONS: f64 = 10_000.0;

/// The slider: a fault is marked by a cross, another act by a diamond.
pub fn track(shown: &Shown) -> Html {
    let player = shown.player.clone();
    let (now, length) = (player.run().position().now, player.length());
    let part = |at: SimTime| at.0 as f64 / length.0.max(1) as f64;
    let oninput = Callback::from({
        let player = player.clone();
        move |event: InputEvent| {
            let input: HtmlInputElement = event.target_unchecked_into();
            let to = input.value_as_number() / POSITIONS * length.seconds();
            player.play(false);
            player.travel(SimTime::from_seconds(to), None, clock);
        }
    });
    let marks = player
        .run()
        .scenario()
        .inputs
        .iter()
        .filter(|input| input.at <= length)
        .map(|input| (input.at, input.input.is_fault(), input.input.to_string()))
        .collect::<Vec<_>>();
    let mark = |(at, fault, text): &(SimTime, bool, String)| {
        let (class, sign) = if *fault { ("mark fault", "\u{2715}") } else { ("mark", "\u{25c6}") };
        let style = format!("left: calc(8px + (100% - 16px) * {:.4})", part(*at));
        html! { <span {class} {style} title={text.clone()} aria-hidden="true">{ sign }</span> }
    };
    html! {
        <div class="track">
            <input type="range" min="0" max={POSITIONS.to_string()} value={(part(now) * POSITIONS).round().to_string()}
                aria-label="Time" aria-valuetext={words::time(now)} {oninput} />
            { for marks.iter().map(mark) }
        </div>
    }
}
