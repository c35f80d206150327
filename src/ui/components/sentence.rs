//! One large sentence: what is happening; and what can be done to the chosen thing.

use super::bar::bar;
use super::trail;
use crate::ui::player::Shown;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct SentenceProps {
    pub shown: Shown,
    /// What stands at the right while nothing is chosen: the line of code.
    #[prop_or_default]
    pub children: Html,
}

/// The chosen event, or the latest one that matters.
#[component]
pub fn Sentence(props: &SentenceProps) -> Html {
    let player = &props.shown.player;
    let told = trail::told(&*player.run(), player.event());
    let words = match &told {
        Some(event) => names_strong(&event.text),
        None if player.run().next_at().is_some() => html! { "Nothing has happened yet. Press Play." },
        None => {
            html! { "Nothing happens here by itself. Choose something on the stage, or change a control." }
        }
    };
    // By its key, other words are another line: nothing of the old one moves.
    html! {
        <div class="sentence">
            <p key={told.as_ref().map_or("", |event| &event.text)} class="what" title={told.as_ref().map(|event| event.text.clone())}>
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
