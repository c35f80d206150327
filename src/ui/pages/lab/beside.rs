//! Runs side by side on the page: their stages, their seeds and controls, how one comes and goes.

use crate::ui::components::controls::Controls;
use crate::ui::components::difference::setting;
use crate::ui::components::stage::Stage;
use crate::ui::player::{Player, Shown, Which};
use faultyard::lab::Scenario;
use faultyard::labs;
use gloo::utils::document;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::prelude::*;

/// The stages, from the left to the right. Beside another one, each has its name and what can be done with it.
pub fn stages(shown: &Shown) -> Html {
    let player = &shown.player;
    if !player.is_comparing() {
        return html! { <Stage shown={shown.clone()} /> };
    }
    let stage = |which: &Which| {
        let (caption, act) = match which {
            Which::First => (which.name().to_string(), more(player)),
            other => (setting(player, *other), remove(player, *other)),
        };
        html! { <Stage key={which.name()} shown={shown.clone()} which={*which} {caption}>{ act }</Stage> }
    };
    player.runs().iter().map(stage).collect()
}

/// The controls of the runs beside the first, each under its name, and then those of the first.
pub fn controls(shown: &Shown) -> Html {
    let of = |which: &Which| {
        html! { <section key={which.name()} aria-label={format!("Controls of {}", which.name())}>
            <h2 class="heading">{ format!("Run {}", which.name()) }</h2>
            if *which != Which::First { { seed(&shown.player, *which) } }
            <Controls shown={shown.clone()} which={*which} />
        </section> }
    };
    let (first, others) = (std::iter::once(&Which::First), shown.player.others().iter());
    others.chain(first).map(of).collect()
}

/// Puts a copy of the first run beside it; takes the others away if there are any.
pub fn toggle(player: &Player) {
    match player.is_comparing() {
        true => player.remove_others(),
        false => add(player),
    }
}

/// Puts a copy of the first run beside the others.
fn add(player: &Player) {
    let scenario = player.run().scenario().clone();
    if let Some(entry) = labs::find(&scenario.lab) {
        player.add((entry.open)(&scenario));
    }
}

/// A button for another run, while there is room for one.
fn more(player: &Player) -> Html {
    if player.is_full() {
        return Html::default();
    }
    let player = player.clone();
    html! { <button type="button" class="small" onclick={move |_: MouseEvent| add(&player)}>{ "Add a third run" }</button> }
}

/// A button that takes a run away.
fn remove(player: &Player, which: Which) -> Html {
    let (player, label) = (player.clone(), format!("Remove {}", which.name()));
    let onclick = move |_: MouseEvent| {
        player.remove(which);
        // The button goes: the focus goes to where runs come from.
        let compare = document().query_selector("header .compare").ok().flatten();
        if let Some(compare) = compare.and_then(|button| button.dyn_into::<HtmlElement>().ok()) {
            let _ = compare.focus();
        }
    };
    html! { <button type="button" class="small" aria-label={label} {onclick}>{ "Remove" }</button> }
}

/// The seed of a run beside the first.
fn seed(player: &Player, which: Which) -> Html {
    let (seed, id) =
        (player.of(which).scenario().seed, format!("seed-{}", which.name().to_ascii_lowercase()));
    let player = player.clone();
    let onchange = Callback::from(move |event: Event| {
        let text = event.target_unchecked_into::<web_sys::HtmlInputElement>().value();
        let scenario = player.of(which).scenario().clone();
        match (text.trim().parse(), labs::find(&scenario.lab)) {
            (Ok(seed), Some(entry)) => player.replace(which, (entry.open)(&Scenario { seed, ..scenario })),
            _ => player.tell(Some(format!("{text} is not a seed: a whole number from 0 to {}", u64::MAX))),
        }
    });
    html! {
        <p class="control head"><label for={id.clone()}>{ "Seed" }</label>
            <input {id} type="text" inputmode="numeric" value={seed.to_string()} {onchange} /></p>
    }
}
