//! A row of tabs.

use wasm_bindgen::JsCast;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct TabsProps {
    /// What the row is for.
    pub label: AttrValue,
    /// The tabs' names.
    pub names: Vec<&'static str>,
    /// The one that is open.
    pub open: usize,
    pub on_open: Callback<usize>,
}

/// Tabs: one is open; the arrow keys go from one to the next.
#[component]
pub fn Tabs(props: &TabsProps) -> Html {
    let count = props.names.len();
    let tab = |(place, name): (usize, &&'static str)| {
        let selected = place == props.open;
        let onclick = props.on_open.reform(move |_: MouseEvent| place);
        let onkeydown = {
            let open = props.on_open.clone();
            Callback::from(move |event: KeyboardEvent| {
                let by = match event.key().as_str() {
                    "ArrowRight" => 1,
                    "ArrowLeft" => count - 1,
                    _ => return,
                };
                event.prevent_default();
                open.emit((place + by) % count);
                focus_neighbour(&event, (place + by) % count);
            })
        };
        html! {
            <button type="button" role="tab" aria-selected={selected.to_string()} tabindex={if selected { "0" } else { "-1" }}
                {onclick} {onkeydown}>{ *name }</button>
        }
    };
    html! { <div class="tabs" role="tablist" aria-label={props.label.clone()}>{ for props.names.iter().enumerate().map(tab) }</div> }
}

/// Moves the focus to another tab of the row that the event comes from.
fn focus_neighbour(event: &KeyboardEvent, place: usize) {
    let tab = event.target().and_then(|tab| tab.dyn_into::<web_sys::Element>().ok());
    let row = tab.and_then(|tab| tab.parent_element());
    let next = row.and_then(|row| row.children().item(place as u32));
    if let Some(next) = next.and_then(|next| next.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = next.focus();
    }
}
