//! The run as a frame in somebody's page: its settings, the text for their tool, and how it looks.

use super::copy::Copy;
use super::field::{choose, moment, number};
use super::form::use_form;
use super::preview::Preview;
use super::{TabProps, length, make};
use crate::ui::address;
use faultyard::embed::Host;
use faultyard::link::address::Page;
use faultyard::link::snippet::{Snippet, Tool};
use faultyard::link::{Fit, Lock, Part, Settings, Ui};
use yew::prelude::*;

/// A frame as wide as an article's text.
const SIZE: (u32, u32) = (640, 400);
/// Smaller than this a frame shows a poster only; wider no page is.
const WIDTHS: (u32, u32) = (300, 1_600);
const HEIGHTS: (u32, u32) = (200, 1_200);

const UIS: [(Ui, &str); 4] = [
    (Ui::Full, "All of it"),
    (Ui::Compact, "Compact"),
    (Ui::Min, "Playback controls only"),
    (Ui::None, "Stage only"),
];
const FITS: [(Fit, &str); 2] = [(Fit::Fill, "Fills its box"), (Fit::Content, "Height follows content")];
const PARTS: [Part; 11] = [
    Part::Title,
    Part::Brand,
    Part::Clock,
    Part::Seed,
    Part::Plots,
    Part::Params,
    Part::Faults,
    Part::Spacetime,
    Part::Log,
    Part::Legend,
    Part::Story,
];

/// What a frame shows if nobody says anything.
fn usual(part: Part) -> bool {
    matches!(part, Part::Title | Part::Brand | Part::Clock | Part::Seed | Part::Plots)
}

/// Settings, text and preview of a frame.
#[component]
pub fn EmbedTab(props: &TabProps) -> Html {
    let form = use_form(Settings::default);
    let (size, tool, from_start) = (use_state(|| SIZE), use_state(|| 0_usize), use_state(|| false));
    let player = &props.shown.player;
    let meta = player.lab().meta;
    let page = Page::Embed(meta.slug.into());
    let made = match make(player, &props.saved, &form.look, &page, *from_start) {
        Err(why) => return html! { <p>{ why }</p> },
        Ok(made) => made,
    };
    let base = address::base();
    let snippet = Snippet { base: &base, slug: meta.slug, title: meta.title, what: &made.short, size: *size };
    let asked = Tool::ALL[*tool % Tool::ALL.len()];
    let names: Vec<String> = Tool::ALL.iter().map(|tool| tool.name().to_string()).collect();
    let (wide, high) = {
        let (wide, high) = (size.clone(), size.clone());
        (
            Callback::from(move |width| wide.set((width, wide.1))),
            Callback::from(move |height| high.set((high.0, height))),
        )
    };
    let on_tool = {
        let tool = tool.setter();
        Callback::from(move |place| tool.set(place))
    };
    html! { <>
        { choose("For", &names, *tool, on_tool) }
        <Copy label="Text for the page" words="Copy the text" long=true text={snippet.text(asked)} />
        <p class="small second">{ asked.place() }</p>
        { length(&made) }
        <div class="share-sides">
            <div class="share-form">
                <div class="share-pair">
                    { number("Width", size.0, WIDTHS, wide) }
                    { number("Height", size.1, HEIGHTS, high) }
                </div>
                { form.choice("Page around the stage", &UIS, form.look.ui, |look, ui| look.ui = ui) }
                { moment(&from_start) }
                { form.theme() }
                { form.choice("In its box", &FITS, form.look.fit, |look, fit| look.fit = fit) }
                { form.switch("A poster until it is clicked", form.look.ctl, |look, on| look.ctl = on) }
                { form.switch("Autoplay", form.look.autoplay, |look, on| look.autoplay = on) }
                { form.switch("Parameters locked", form.look.lock == Lock::All, |look, on| look.lock = if on { Lock::All } else { Lock::Nothing }) }
                { form.parts(&PARTS, usual) }
            </div>
            <Preview address={made.relative} size={*size} />
        </div>
    </> }
}
