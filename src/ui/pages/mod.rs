//! What an address shows.

mod bench;
mod embed;
mod home;
mod lab;
mod missing;

use crate::ui::address;
use faultyard::labs;
use faultyard::link::address::Page;
use yew::prelude::*;

/// The page that the address asks for.
#[component]
pub fn App() -> Html {
    let lab = |slug: &str| labs::find(slug);
    match address::page() {
        Page::Gallery => html! { <home::Home /> },
        Page::Lab(slug) => match lab(&slug) {
            Some(entry) => html! { <lab::LabPage entry={lab::Of(entry)} /> },
            None => html! { <missing::Missing what={slug} /> },
        },
        Page::Embed(slug) => match lab(&slug) {
            Some(entry) => html! { <embed::EmbedPage entry={lab::Of(entry)} /> },
            None => html! { <missing::Missing what={slug} /> },
        },
        Page::Bench => html! { <bench::Bench /> },
        Page::Unknown(path) => html! { <missing::Missing what={path} /> },
    }
}
