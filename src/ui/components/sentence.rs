//! One large sentence: what is happening; and what can be done to the chosen thing.

use super::bar::bar;
use crate::ui::player::Shown;
use faultyard::lab::Weight;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct SentenceProps {
    pub shown: Shown,
    /// What stands at the right while nothing is chosen: the line of code.
    #[prop_or_default]
    pub children: Html,
}

/// What matters most of what is seen, for as long as it takes to read it; or the chosen event.
#[component]
pub fn Sentence(props: &SentenceProps) -> Html {
    let player = &props.shown.player;
    let told = player.told();
    let words = match &told {
        Some(told) => names_strong(&told.text),
        None if player.run().next_at().is_some() => {
            html! { "Press Play, or click anything on the stage to break it." }
        }
        None => {
            html! { "Nothing happens here on its own. Select something on the stage, or change a setting." }
        }
    };
    let is_breach = told.as_ref().is_some_and(|told| told.weight == Weight::Breach);
    // By its key, other words are another line: nothing of the old one moves.
    html! {
        <div class={classes!("sentence", is_breach.then_some("is-breach"))}>
            <p key={told.as_ref().map_or("", |told| &told.text)} class="what" title={told.as_ref().map(|told| told.text.clone())}>
                if player.is_comparing() { <span class="second">{ "A: " }</span> }{ words }
            </p>
            { bar(&props.shown).unwrap_or_else(|| props.children.clone()) }
        </div>
    }
}

/// A sentence with the names of nodes in bold.
fn names_strong(text: &str) -> Html {
    let is_node =
        |word: &str| faultyard::process::NodeId::parse(word.trim_end_matches([',', ':', '.'])).is_some();
    let word = |word: &str| {
        if is_node(word) {
            html! { <><strong>{ word.to_string() }</strong>{ " " }</> }
        } else {
            html! { { format!("{word} ") } }
        }
    };
    text.split(' ').map(word).collect()
}
