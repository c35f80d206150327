//! Which run it is: its seed, and whether it is the original or a branch.

use super::TransportProps;
use crate::ui::player::{Player, Shown};
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// The seed, to type in, and a new one.
pub fn seed(props: &TransportProps) -> Html {
    let seed = props.shown.player.run().scenario().seed;
    let onchange = props.on_seed.reform(|event: Event| {
        let input: HtmlInputElement = event.target_unchecked_into();
        Some(input.value().trim().parse().unwrap_or(0))
    });
    let fresh = props.on_seed.reform(|_: MouseEvent| None);
    html! {
        <span class="seed optional">
            <label class="small second" for="seed">{ "seed" }</label>
            <input id="seed" type="text" inputmode="numeric" value={seed.to_string()} {onchange} />
            <button class="bare" title="Another seed (Shift+R)" aria-label="Another seed" onclick={fresh}>{ "\u{27f3}" }</button>
        </span>
    }
}

/// On a phone: seed and branch in short, and a way to the rest.
pub fn more(player: &Player, open: &UseStateHandle<bool>) -> Html {
    let run = player.run();
    let branch = match run.branches().len() {
        0 => "original".to_string(),
        others => format!("branch {}", others + 1),
    };
    let (now, set) = (**open, open.setter());
    html! {
        <button type="button" class="more" aria-expanded={now.to_string()} onclick={move |_| set.set(!now)}>
            <span>{ format!("seed {}", run.scenario().seed) }</span><span class="second">{ branch }</span>
        </button>
    }
}

/// Whether this is the original run; the way back to it if it is not.
pub fn branch(shown: &Shown) -> Html {
    let player = shown.player.clone();
    let branches = player.run().branches().len();
    if branches == 0 {
        return html! { <span class="branch small second optional">{ "original" }</span> };
    }
    let back = Callback::from(move |_: MouseEvent| player.switch(0));
    html! {
        <button class="branch small optional" title="Back to the run that you left" onclick={back}>
            { format!("branch {} \u{b7} original \u{21a9}", branches + 1) }
        </button>
    }
}
