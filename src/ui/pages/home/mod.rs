//! The first page: a live cluster to break at once, the ways into the site, and every lab.

mod hero;

use crate::ui::components::header::{SiteHeader, Skip, written};
use faultyard::{front, labs};
use hero::Hero;
use yew::prelude::*;

/// The gallery.
#[component]
pub fn Home() -> Html {
    html! { <>
        <Skip to="labs" words="Skip to the labs" />
        <SiteHeader here="" />
        <main class="home">
            if let Some(raft) = labs::find("raft") { <Hero entry={super::lab::Of(raft)} /> }
            { written(front::words()) }
        </main>
    </> }
}
