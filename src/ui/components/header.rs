//! The line at the top of a page.

use super::finder::Finder;
use crate::ui::{look, settings};
use faultyard::front;
use faultyard::lab::Meta;
use faultyard::link::Part;
use wasm_bindgen::JsCast;
use yew::prelude::*;

const BESIDE: &str = "Compare with a second run";
const ALONE: &str = "Close the comparison";

/// A lab's description as a property.
#[derive(Clone, Copy)]
pub struct About(pub &'static Meta);

impl PartialEq for About {
    fn eq(&self, other: &Self) -> bool {
        self.0.slug == other.0.slug
    }
}

#[derive(Properties, PartialEq)]
pub struct HeaderProps {
    pub about: About,
    pub comparing: bool,
    pub on_compare: Callback<()>,
    pub on_share: Callback<()>,
    pub on_help: Callback<()>,
}

/// Where one is, and what concerns the whole page.
#[component]
pub fn Header(props: &HeaderProps) -> Html {
    let meta = props.about.0;
    let settings = settings::get();
    let shows = |part| settings.shows(part, true);
    let press = |callback: &Callback<()>| callback.reform(|_: MouseEvent| ());
    html! {
        <header class="top">
            if shows(Part::Brand) { <a class="brand" href=".">{ "Faultyard" }</a> }
            if shows(Part::Title) {
                <span class="second small wide chapter-name">{ meta.chapter }{ " /" }</span>
                <h1>{ meta.title }</h1>
                <p class="question second small">{ meta.question }</p>
            }
            <span class="spring"></span>
            <Finder />
            <button class="compare" title={if props.comparing { ALONE } else { BESIDE }} aria-pressed={props.comparing.to_string()} onclick={press(&props.on_compare)}>{ "Compare" }</button>
            <button onclick={press(&props.on_share)}>{ "Share" }</button>
            <button class="wide" onclick={|_: MouseEvent| look::toggle_projector()}>{ "Projector" }</button>
            <button class="wide" title="Full screen (F)" aria-label="Full screen" onclick={|_: MouseEvent| look::toggle_full_screen()}>
                <svg class="corners" viewBox="0 0 16 16" aria-hidden="true"><path d="M1 5V1h4M11 1h4v4M15 11v4h-4M5 15H1v-4" /></svg>
            </button>
            <ThemeButton />
            <button title="Keys (?)" aria-label="Keys" onclick={press(&props.on_help)}>{ "?" }</button>
        </header>
    }
}

#[derive(Properties, PartialEq)]
pub struct SiteHeaderProps {
    /// The page's address, from the site's root.
    pub here: &'static str,
}

/// The line at the top of a page of no lab: the way to the others, and the search.
#[component]
pub fn SiteHeader(props: &SiteHeaderProps) -> Html {
    html! {
        <header class="top home-top">
            <a class="brand" href=".">{ "Faultyard" }</a>
            <span class="spring"></span>
            <nav aria-label="Site">{ written(front::links(props.here)) }</nav>
            <Finder named=true />
            <ThemeButton />
        </header>
    }
}

/// What the page's HTML had in this place before the program.
pub fn written(html: String) -> Html {
    Html::from_html_unchecked(html.into())
}

/// Light or dark.
#[component]
pub fn ThemeButton() -> Html {
    html! { <button title="Light or dark" aria-label="Light or dark" onclick={|_: MouseEvent| look::toggle_theme()}>{ "\u{25d0}" }</button> }
}

#[derive(Properties, PartialEq)]
pub struct SkipProps {
    /// The id of the place to go to; it must be able to take the focus.
    pub to: &'static str,
    pub words: &'static str,
}

/// A link past everything else. It moves the focus itself, since the address's fragment belongs to the run.
#[component]
pub fn Skip(props: &SkipProps) -> Html {
    let to = props.to;
    let onclick = Callback::from(move |event: MouseEvent| {
        event.prevent_default();
        let place = gloo::utils::document().get_element_by_id(to);
        if let Some(place) = place.and_then(|place| place.dyn_into::<web_sys::HtmlElement>().ok()) {
            let _ = place.focus();
        }
    });
    html! { <a class="skip" href={format!("#{to}")} {onclick}>{ props.words }</a> }
}
