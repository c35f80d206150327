//! The search: a dialog with a field and, below it, what is found, kind by kind.

mod index;
mod list;

use crate::ui::components::finder::FindProps;
use faultyard::find::{Entry, Kind};
use gloo::utils::document;
use index::use_index;
use wasm_bindgen::JsCast;
use web_sys::{HtmlDialogElement, HtmlElement, HtmlInputElement};
use yew::prelude::*;

const HINT: &str = "Labs, lesson steps, claims, practice questions and settings. A few letters will do, misspelled ones too.";

/// The dialog. Arrows choose, Enter opens, Escape closes it and gives the focus back.
#[component]
pub fn Find(props: &FindProps) -> Html {
    let (index, failed) = use_index();
    let typed = use_state(|| props.words.to_string());
    let active = use_state(|| 0_usize);
    let dialog = use_node_ref();
    use_effect_with(dialog.clone(), |dialog| {
        if let Some(dialog) = dialog.cast::<HtmlDialogElement>() {
            let _ = dialog.show_modal();
        }
    });
    let found: Vec<(Kind, Vec<&Entry>)> = index.iter().flat_map(|index| index.find(&typed)).collect();
    let count: usize = found.iter().map(|(_, of)| of.len()).sum();
    let at = (*active).min(count.saturating_sub(1));
    use_effect_with((at, (*typed).clone()), |(at, _)| list::bring(*at));
    let oninput = {
        let (typed, active) = (typed.setter(), active.setter());
        Callback::from(move |event: InputEvent| {
            typed.set(event.target_unchecked_into::<HtmlInputElement>().value());
            active.set(0);
        })
    };
    let onkeydown = {
        let active = active.setter();
        Callback::from(move |event: KeyboardEvent| match moved(&event.key(), at, count) {
            Some(to) => {
                event.prevent_default();
                active.set(to);
            }
            None if event.key() == "Enter" => open(at),
            None => {}
        })
    };
    let shut = {
        let dialog = dialog.clone();
        Callback::from(move |()| {
            if let Some(dialog) = dialog.cast::<HtmlDialogElement>() {
                dialog.close();
            }
        })
    };
    // Beside the dialog is the page.
    let onclick = {
        let (dialog, shut) = (dialog.clone(), shut.clone());
        Callback::from(move |event: MouseEvent| {
            if event.target().and_then(|target| target.dyn_into().ok()) == dialog.cast::<web_sys::Element>() {
                shut.emit(());
            }
        })
    };
    html! {
        <dialog ref={dialog} class="find" aria-label="Search" onclose={props.close.reform(|_: Event| ())} {onclick}>
            <div class="find-field">
                <input type="text" role="combobox" aria-label="Search" placeholder="Search" autocomplete="off" spellcheck="false"
                    aria-expanded={(count > 0).to_string()} aria-controls={list::ID} aria-autocomplete="list"
                    aria-activedescendant={(count > 0).then(|| list::id(at))} value={(*typed).clone()} {oninput} {onkeydown} />
                <button onclick={shut.reform(|_: MouseEvent| ())}>{ "Close" }</button>
            </div>
            <p class="visually-hidden" role="status">{ told(&typed, count) }</p>
            { list::list(&found, at, &shut) }
            if count == 0 { <p class="find-hint second">{ hint(&typed, index.is_some(), &failed) }</p> }
        </dialog>
    }
}

/// Where an arrow leads, round the ends of the list.
fn moved(key: &str, at: usize, count: usize) -> Option<usize> {
    match key {
        "ArrowDown" if count > 0 => Some((at + 1) % count),
        "ArrowUp" if count > 0 => Some((at + count - 1) % count),
        _ => None,
    }
}

/// Opens what is chosen, as a click does.
fn open(at: usize) {
    let chosen = document().get_element_by_id(&list::id(at));
    if let Some(chosen) = chosen.and_then(|chosen| chosen.dyn_into::<HtmlElement>().ok()) {
        chosen.click();
    }
}

/// How much is found, for who does not see it.
fn told(typed: &str, count: usize) -> String {
    match count {
        _ if typed.trim().is_empty() => String::new(),
        0 => "Nothing found".into(),
        1 => "1 result".into(),
        count => format!("{count} results"),
    }
}

/// What stands where nothing is found.
fn hint(typed: &str, is_there: bool, failed: &Option<AttrValue>) -> AttrValue {
    match failed {
        Some(why) => why.clone(),
        None if !is_there => "Loading\u{2026}".into(),
        None if typed.trim().is_empty() => HINT.into(),
        None => format!("Nothing found for \"{}\".", typed.trim()).into(),
    }
}
