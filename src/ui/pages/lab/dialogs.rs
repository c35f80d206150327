//! What opens over a page: keys and sharing.

use crate::ui::player::Shown;
use crate::ui::{address, keep, keys};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{HtmlDialogElement, HtmlInputElement};
use yew::prelude::*;

#[derive(Properties, PartialEq)]
struct ModalProps {
    title: &'static str,
    close: Callback<()>,
    children: Html,
}

/// A dialog that keeps the focus, closes with Escape, and gives the focus back.
#[component]
fn Modal(props: &ModalProps) -> Html {
    let node = use_node_ref();
    use_effect_with((), {
        let node = node.clone();
        move |()| {
            if let Some(dialog) = node.cast::<HtmlDialogElement>() {
                let _ = dialog.show_modal();
            }
        }
    });
    let onclose = props.close.reform(|_: Event| ());
    // The browser closes it, so that the focus goes back to where it was; then `onclose` takes it away.
    let onclick = {
        let node = node.clone();
        move |_: MouseEvent| {
            if let Some(dialog) = node.cast::<HtmlDialogElement>() {
                dialog.close();
            }
        }
    };
    html! {
        <dialog ref={node} aria-label={props.title} {onclose}>
            <h2>{ props.title }</h2>
            { props.children.clone() }
            <p><button {onclick}>{ "Close" }</button></p>
        </dialog>
    }
}

#[derive(Properties, PartialEq)]
pub struct KeysProps {
    pub close: Callback<()>,
}

/// The keys, and a switch for them.
#[component]
pub fn Keys(props: &KeysProps) -> Html {
    let toggle = Callback::from(|event: Event| {
        keys::switch(event.target_unchecked_into::<web_sys::HtmlInputElement>().checked());
    });
    let row = |(key, what): &(&'static str, &'static str)| html! { <tr><th scope="row"><kbd>{ *key }</kbd></th><td>{ *what }</td></tr> };
    html! {
        <Modal title="Keys" close={props.close.clone()}>
            <p class="small second">{ "They count while the focus is on the stage or on the transport." }</p>
            <table><tbody>{ for keys::HELP.iter().map(row) }</tbody></table>
            <p class="control"><label class="switch"><input type="checkbox" checked={keys::are_on()} onchange={toggle} /><span>{ "Use these keys" }</span></label></p>
        </Modal>
    }
}

#[derive(Properties, PartialEq)]
pub struct ShareProps {
    pub shown: Shown,
    pub close: Callback<()>,
}

/// The link of this run at this moment, and the run as a file.
#[component]
pub fn Share(props: &ShareProps) -> Html {
    let copied = use_state(|| false);
    let link = address::of(&props.shown.player);
    let body = match link {
        Err(why) => html! { <p>{ why }</p> },
        Ok(link) => {
            let onclick = {
                let (link, copied) = (link.clone(), copied.setter());
                Callback::from(move |_: MouseEvent| copy(link.clone(), copied.clone()))
            };
            html! { <>
                <p class="small second">{ format!("This run, at this moment, for anyone. {} characters; nothing is stored anywhere else.", link.len()) }</p>
                <p class="command"><input type="text" readonly=true value={link} aria-label="Link" /><button class="main" {onclick}>{ if *copied { "Copied" } else { "Copy" } }</button></p>
            </> }
        }
    };
    html! { <Modal title="Share this run" close={props.close.clone()}>{ body }<Files shown={props.shown.clone()} /></Modal> }
}

#[derive(Properties, PartialEq)]
struct FilesProps {
    shown: Shown,
}

/// Saves the run as a file, and opens one that was saved.
#[component]
fn Files(props: &FilesProps) -> Html {
    let field = use_node_ref();
    let (save, open, chooser) = (props.shown.player.clone(), props.shown.player.clone(), field.clone());
    let onchange = move |event: Event| {
        let input: HtmlInputElement = event.target_unchecked_into();
        if let Some(file) = input.files().and_then(|files| files.get(0)) {
            keep::open(&open, file);
            close_around(&input);
        }
    };
    let choose = move |_: MouseEvent| {
        if let Some(input) = chooser.cast::<HtmlInputElement>() {
            input.click();
        }
    };
    html! {
        <p class="acts">
            <button onclick={move |_| keep::keep(&save)}>{ "Save as a file" }</button>
            <button onclick={choose}>{ "Open a saved run" }</button>
            <input ref={field} type="file" hidden=true accept=".json" aria-label="A saved run" {onchange} />
        </p>
    }
}

/// Closes the dialog that an element is in.
fn close_around(element: &web_sys::Element) {
    let dialog = element.closest("dialog").ok().flatten();
    if let Some(dialog) = dialog.and_then(|dialog| dialog.dyn_into::<HtmlDialogElement>().ok()) {
        dialog.close();
    }
}

fn copy(link: String, copied: UseStateSetter<bool>) {
    spawn_local(async move {
        let clipboard = gloo::utils::window().navigator().clipboard();
        copied.set(JsFuture::from(clipboard.write_text(&link)).await.is_ok());
    });
}
