//! The link of a run: where it begins, how it looks, and its QR code.

use super::copy::Copy;
use super::field::moment;
use super::form::use_form;
use super::{TabProps, full, here, length, make, qr};
use faultyard::link::View;
use yew::prelude::*;

/// On the full page the stage is always there.
const VIEWS: [(View, &str); 2] =
    [(View::Stage, "Stage and plots"), (View::Split, "Stage and space-time diagram")];

/// A link to the lab's full page.
#[component]
pub fn LinkTab(props: &TabProps) -> Html {
    let form = use_form(here);
    let from_start = use_state(|| false);
    let player = &props.shown.player;
    let made = make(player, &props.saved, &form.look, &full(player), *from_start);
    html! { <>
        { match &made {
            Err(why) => html! { <p>{ why }</p> },
            Ok(made) => html! { <><Copy label="Link" text={made.address.clone()} />{ length(made) }</> },
        } }
        <div class="share-sides">
            <div class="share-form">
                { moment(&from_start) }
                { form.theme() }
                { form.choice("Shows", &VIEWS, form.look.view, |look, view| look.view = view) }
                { form.switch("Autoplay", form.look.autoplay, |look, on| look.autoplay = on) }
            </div>
            if let Ok(made) = &made { { qr::picture(&made.address, false) } }
        </div>
    </> }
}
