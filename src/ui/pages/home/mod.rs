//! The first page: a live cluster to break at once, the ways into the site, and every lab.

mod hero;

use crate::ui::components::finder::Finder;
use crate::ui::components::header::{Skip, ThemeButton};
use faultyard::{front, labs};
use hero::Hero;
use yew::prelude::*;

/// The gallery.
#[component]
pub fn Home() -> Html {
    html! { <>
        <Skip to="labs" words="Skip to the labs" />
        <header class="top home-top">
            <a class="brand" href=".">{ "Faultyard" }</a>
            <span class="spring"></span>
            <nav aria-label="Site">{ written(front::links("")) }</nav>
            <Finder named=true />
            <ThemeButton />
        </header>
        <main class="home">
            if let Some(raft) = labs::find("raft") { <Hero entry={super::lab::Of(raft)} /> }
            { written(front::words()) }
        </main>
    </> }
}

/// What the page's HTML had in this place before the program.
fn written(html: String) -> Html {
    Html::from_html_unchecked(html.into())
}
