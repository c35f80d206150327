//! A text to copy.

use wasm_bindgen_futures::{JsFuture, spawn_local};
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct CopyProps {
    /// The text.
    pub text: String,
    /// What it is.
    pub label: &'static str,
    /// The button's words.
    #[prop_or("Copy")]
    pub words: &'static str,
    /// More than one line.
    #[prop_or_default]
    pub long: bool,
}

/// A button that copies a text which is read elsewhere.
#[component]
pub fn CopyButton(props: &CopyProps) -> Html {
    let copied = use_state(|| None::<String>);
    let done = copied.as_deref() == Some(props.text.as_str());
    let onclick = {
        let (text, copied) = (props.text.clone(), copied.setter());
        move |_: MouseEvent| copy(text.clone(), copied.clone())
    };
    html! { <>
        <button type="button" class="main" {onclick}>{ if done { "Copied" } else { props.words } }</button>
        <span class="visually-hidden" role="status">{ if done { format!("{}: copied", props.label) } else { String::new() } }</span>
    </> }
}

/// A text that cannot be changed, and a button that copies it.
#[component]
pub fn Copy(props: &CopyProps) -> Html {
    let CopyProps { text, label, words, .. } = props;
    let button = html! { <CopyButton text={text.clone()} label={*label} words={*words} /> };
    if props.long {
        let rows = props.text.lines().count().clamp(3, 9).to_string();
        return html! {
            <div class="share-snippet">
                <textarea readonly=true {rows} wrap="off" spellcheck="false" value={props.text.clone()} aria-label={props.label} />
                <p>{ button }</p>
            </div>
        };
    }
    html! {
        <p class="command"><input type="text" readonly=true value={props.text.clone()} aria-label={props.label} />{ button }</p>
    }
}

fn copy(text: String, copied: UseStateSetter<Option<String>>) {
    spawn_local(async move {
        let clipboard = gloo::utils::window().navigator().clipboard();
        let done = JsFuture::from(clipboard.write_text(&text)).await.is_ok();
        copied.set(done.then_some(text));
    });
}
