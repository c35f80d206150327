//! What opens over a page: the keys.

use crate::ui::components::modal::Modal;
use crate::ui::keys;
use yew::prelude::*;

#[derive(Properties, PartialEq, Clone)]
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
