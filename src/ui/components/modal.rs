//! A dialog over a page.

use web_sys::HtmlDialogElement;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct ModalProps {
    pub title: &'static str,
    /// Makes room for a form beside a preview.
    #[prop_or_default]
    pub wide: bool,
    pub close: Callback<()>,
    pub children: Html,
}

/// A dialog that keeps the focus, closes with Escape, and gives the focus back.
#[component]
pub fn Modal(props: &ModalProps) -> Html {
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
        <dialog ref={node} class={props.wide.then_some("wide-dialog")} aria-label={props.title} {onclose}>
            <h2>{ props.title }</h2>
            { props.children.clone() }
            <p><button {onclick}>{ "Close" }</button></p>
        </dialog>
    }
}
