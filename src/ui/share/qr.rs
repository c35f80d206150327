//! A link as a QR code: black on white whatever the theme, since readers expect that.

use faultyard::link::qr;
use yew::prelude::*;

const TOO_LONG: &str = "This link is too long for a QR code that a phone can read.";

/// The code of a link; `large` for a room.
pub fn picture(link: &str, large: bool) -> Html {
    let Some(code) = qr::code(link) else { return html! { <p class="small second">{ TOO_LONG }</p> } };
    let side = code.side.to_string();
    html! {
        <svg class={classes!("share-qr", large.then_some("is-large"))} role="img" aria-label="QR code of the link"
            viewBox={format!("0 0 {side} {side}")} shape-rendering="crispEdges">
            <rect width={side.clone()} height={side} fill="#ffffff" />
            <path d={code.path} fill="#000000" />
        </svg>
    }
}
