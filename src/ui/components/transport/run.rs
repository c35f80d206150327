//! Which run it is: its seed, and whether it is the original or a branch.

use super::TransportProps;
use crate::ui::player::{Player, Shown};
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

/// A run without others beside it: also what a link holds, which is a run of its own, whatever it was a branch of.
const ALONE: &str = "one run";
/// The first of those that are compared.
const FIRST: &str = "run A";
const ACT: &str = "Acting in its past begins another";

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
    let branch = if run.branches().is_empty() { ALONE.into() } else { name(run.branch()) };
    let (now, set) = (**open, open.setter());
    html! {
        <button type="button" class="more" aria-expanded={now.to_string()} onclick={move |_| set.set(!now)}>
            <span>{ format!("seed {}", run.scenario().seed) }</span><span class="second">{ branch }</span>
        </button>
    }
}

/// Which branch of the run this is, and the way to the others.
pub fn branch(shown: &Shown) -> Html {
    let player = shown.player.clone();
    let (now, mut all) = {
        let run = player.run();
        (run.branch(), run.branches().iter().map(|branch| branch.number).collect::<Vec<_>>())
    };
    if all.is_empty() {
        let alone = if player.is_comparing() { FIRST } else { ALONE };
        return html! { <span class="branch small second optional" title={ACT}>{ alone }</span> };
    }
    let there = all.clone();
    let switch = Callback::from(move |event: Event| {
        let select: HtmlSelectElement = event.target_unchecked_into();
        let chosen = select.value().parse().ok();
        if let Some(place) = there.iter().position(|number| Some(*number) == chosen) {
            player.switch(place);
        }
    });
    all.push(now);
    all.sort_unstable();
    let option = |number: &u32| {
        html! { <option value={number.to_string()} selected={*number == now}>{ name(*number) }</option> }
    };
    html! {
        <select class="branch small optional" aria-label="Branch" title="The run, and each that you began in its past"
            onchange={switch}>{ for all.iter().map(option) }</select>
    }
}

fn name(branch: u32) -> String {
    if branch == 0 { "original".into() } else { format!("branch {}", branch + 1) }
}
