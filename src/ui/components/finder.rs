//! The button that opens the search, and its key.

use super::transport::is_typing;
use crate::ui::{address, keys, lazy};
use faultyard::front::LENS;
use faultyard::link::said;
use gloo::events::{EventListener, EventListenerOptions};
use gloo::utils::document;
use wasm_bindgen::JsCast;
use yew::prelude::*;

#[derive(Properties, PartialEq, Clone)]
pub struct FindProps {
    /// What is searched for at first.
    pub words: AttrValue,
    pub close: Callback<()>,
}

#[derive(Properties, PartialEq)]
pub struct FinderProps {
    /// Says its name beside its sign, and opens at once where the address says `?find=`.
    #[prop_or_default]
    pub named: bool,
}

/// Opens the search, as the key `/` does.
#[component]
pub fn Finder(props: &FinderProps) -> Html {
    let named = props.named;
    let open = use_state(|| named.then(|| said(&address::query(), "find")).flatten().map(AttrValue::from));
    let set = open.setter();
    use_effect_with((), {
        let set = set.clone();
        move |()| {
            let options = EventListenerOptions::enable_prevent_default();
            let listener = EventListener::new_with_options(&document(), "keydown", options, move |event| {
                if opens(event.unchecked_ref()) {
                    event.prevent_default();
                    set.set(Some(AttrValue::default()));
                }
            });
            move || drop(listener)
        }
    });
    let onclick = {
        let set = set.clone();
        move |_: MouseEvent| set.set(Some(AttrValue::default()))
    };
    let close = Callback::from(move |()| set.set(None));
    html! { <>
        <button class="finder" title="Search (/)" aria-label="Search" aria-haspopup="dialog" {onclick}>
            { Html::from_html_unchecked(AttrValue::Static(LENS)) }
            if named { <span>{ "Search" }</span> }
        </button>
        if let Some(words) = &*open { { lazy::FIND.with(FindProps { words: words.clone(), close }) } }
    </> }
}

/// Whether a key opens the search: not while somebody types, nor over another dialog.
fn opens(event: &KeyboardEvent) -> bool {
    let is_plain = !event.ctrl_key() && !event.meta_key() && !event.alt_key();
    event.key() == "/"
        && is_plain
        && keys::are_on()
        && !is_typing(event)
        && document().query_selector("dialog[open]").ok().flatten().is_none()
}
