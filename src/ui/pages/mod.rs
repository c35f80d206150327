//! What an address shows.

mod bench;
mod embed;
mod home;
mod lab;
mod missing;
mod practice;
#[cfg(not(feature = "split"))]
mod summary;

pub use bench::Bench;
pub use embed::EmbedPage;
pub use home::Home;
pub use lab::{Keys, KeysProps, LabPage, LabProps, LeftOut, LeftOutProps, Of, PanelProps, Side};
pub use missing::{Missing, MissingProps};
pub use practice::{Practice, Trial, TrialProps};
#[cfg(not(feature = "split"))]
pub use summary::Summary;

use crate::ui::{address, frame, lazy};
use faultyard::labs;
use faultyard::link::address::Page;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// Fetches what the page needs before it can be drawn. Until then the words stand there that the site's builder wrote.
/// False if something could not be had.
pub async fn load() -> bool {
    match address::page() {
        Page::Gallery => with_lab(lazy::HOME, "raft").await,
        Page::Bench => lazy::BENCH.load().await,
        Page::Practice => {
            // What a question needs is on its way before the list of them is read.
            if ["q=", "code="].iter().any(|key| address::query().contains(key)) {
                spawn_local(async {
                    let _ = lazy::QUESTION.load().await;
                });
            }
            lazy::PRACTICE.load().await
        }
        #[cfg(not(feature = "split"))]
        Page::Summary => lazy::SUMMARY.load().await,
        Page::Lab(slug) if labs::card(&slug).is_some() => with_run(lazy::LAB, &slug).await,
        Page::Embed(slug) if labs::card(&slug).is_some() => with_run(lazy::EMBED, &slug).await,
        _ => lazy::MISSING.load().await,
    }
}

/// A page and its lab. All is begun at once and then waited for: nobody waits for one file after the other.
async fn with_lab(page: lazy::Part, slug: &str) -> bool {
    spawn_local(async move {
        let _ = page.load().await;
    });
    labs::load(slug).await.is_some() && page.load().await
}

/// The same with the run that the address holds, and in a frame with the line to the page around it.
async fn with_run(page: lazy::Part, slug: &str) -> bool {
    spawn_local(async {
        let _ = address::ready().await;
    });
    if frame::is_framed() {
        spawn_local(async {
            let _ = frame::load().await;
        });
    }
    with_lab(page, slug).await
        && address::ready().await
        && (!frame::is_framed() || frame::load().await.is_ok())
}

/// The page that the address asks for.
#[component]
pub fn App() -> Html {
    let of = |slug: &str| labs::find(slug).map(|entry| LabProps { entry: Of(entry) });
    let page = address::page();
    match &page {
        Page::Gallery => lazy::HOME.with(()),
        Page::Bench => lazy::BENCH.with(()),
        Page::Practice => lazy::PRACTICE.with(()),
        #[cfg(not(feature = "split"))]
        Page::Summary => lazy::SUMMARY.with(()),
        // A built site has it as a page without the program.
        #[cfg(feature = "split")]
        Page::Summary => lazy::MISSING.with(MissingProps { what: page.path() }),
        Page::Lab(slug) | Page::Embed(slug) => match (of(slug), &page) {
            (Some(lab), Page::Lab(_)) => lazy::LAB.with(lab),
            (Some(lab), _) => lazy::EMBED.with(lab),
            (None, _) => lazy::MISSING.with(MissingProps { what: slug.clone() }),
        },
        Page::Unknown(path) => lazy::MISSING.with(MissingProps { what: path.clone() }),
    }
}
