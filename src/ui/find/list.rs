//! What is found, as a list under headings.

use faultyard::find::{Entry, Kind};
use gloo::utils::document;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::prelude::*;

/// The list's id.
pub const ID: &str = "find-list";

/// The id of what stands at this place.
pub fn id(at: usize) -> String {
    format!("find-{at}")
}

/// A list of links; `at` is the one that Enter opens.
pub fn list(found: &[(Kind, Vec<&Entry>)], at: usize, shut: &Callback<()>) -> Html {
    let mut next = 0;
    let groups = found.iter().map(|(kind, of)| {
        let first = next;
        next += of.len();
        let options = of.iter().enumerate().map(|(n, entry)| option(entry, first + n, at, shut));
        let heading = format!("find-kind-{first}");
        html! {
            <div role="group" aria-labelledby={heading.clone()}>
                <div class="find-kind" role="presentation" id={heading}>{ kind.heading() }</div>
                { for options }
            </div>
        }
    });
    html! { <div class="find-list" id={ID} role="listbox" aria-label="Results">{ for groups }</div> }
}

/// A link that the field has the focus of.
fn option(entry: &Entry, place: usize, at: usize, shut: &Callback<()>) -> Html {
    html! {
        <a role="option" tabindex="-1" id={id(place)} aria-selected={(place == at).to_string()} href={entry.address.clone()}
            onclick={shut.reform(|_: MouseEvent| ())}>
            <strong>{ &entry.title }</strong><span class="second">{ &entry.says }</span>
        </a>
    }
}

/// Scrolls the list, and nothing else, until the chosen place is seen.
pub fn bring(at: usize) {
    let element = |id: &str| document().get_element_by_id(id)?.dyn_into::<HtmlElement>().ok();
    let (Some(list), Some(chosen)) = (element(ID), element(&id(at))) else { return };
    let (top, height) = (chosen.offset_top() - list.offset_top(), chosen.offset_height());
    let (seen, room) = (list.scroll_top(), list.client_height());
    if at == 0 || top < seen {
        list.set_scroll_top(if at == 0 { 0 } else { top });
    } else if top + height > seen + room {
        list.set_scroll_top(top + height - room);
    }
}
