//! The link of a run: where it begins, how it looks, and its QR code.

use super::copy::Copy;
use super::form::{choose, use_form};
use super::{TabProps, full, make, qr};
use faultyard::link::{LONGEST_LINK, Settings, Theme, View};
use yew::prelude::*;

pub const THEMES: [(Theme, &str); 3] =
    [(Theme::Auto, "As the reader has it"), (Theme::Light, "Light"), (Theme::Dark, "Dark")];
/// On the full page the stage is always there.
const VIEWS: [(View, &str); 2] =
    [(View::Stage, "Stage and plots"), (View::Split, "Stage and space-time diagram")];

/// A link to the lab's full page.
#[component]
pub fn LinkTab(props: &TabProps) -> Html {
    let form = use_form(Settings::default);
    let from_start = use_state(|| false);
    let player = &props.shown.player;
    let made = make(player, &props.saved, &form.look, &full(player), *from_start);
    let on_start = {
        let from_start = from_start.setter();
        Callback::from(move |place| from_start.set(place == 1))
    };
    let moments = ["This moment".to_string(), "The beginning".to_string()];
    html! { <>
        { match &made {
            Err(why) => html! { <p>{ why }</p> },
            Ok(made) => html! { <>
                <Copy label="Link" text={made.address.clone()} />
                <p class="small second">{ length(made.address.len(), made.short.fragment.is_empty()) }</p>
            </> },
        } }
        <div class="share-sides">
            <div class="share-form">
                { choose("Starts at", &moments, usize::from(*from_start), on_start) }
                { form.choice("Theme", &THEMES, form.look.theme, |look, theme| look.theme = theme) }
                { form.choice("Shows", &VIEWS, form.look.view, |look, view| look.view = view) }
                { form.switch("Plays by itself", form.look.autoplay, |look, on| look.autoplay = on) }
            </div>
            if let Ok(made) = &made { { qr::picture(&made.address, false) } }
        </div>
    </> }
}

/// How long a link is, and what it holds.
fn length(characters: usize, readable: bool) -> String {
    let holds = if readable { "It says in words what runs." } else { "It holds the whole run, packed." };
    format!("{characters} of at most {LONGEST_LINK} characters. {holds} Nothing is stored anywhere else.")
}
