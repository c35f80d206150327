//! The first page: a live cluster to break at once, every lab, and what each kind of visitor can do with them.

mod hero;

use crate::ui::components::header::{Skip, ThemeButton};
use faultyard::lab::Card;
use faultyard::labs::{self, Planned};
use faultyard::practice;
use faultyard::summary::NAV;
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
            <nav aria-label="Labs">{ for labs::CARDS.iter().map(link) }<a href={NAV.0}>{ NAV.1 }</a><a href={practice::NAV.0}>{ practice::NAV.1 }</a></nav>
            <ThemeButton />
        </header>
        <main class="home">
            if let Some(raft) = labs::find("raft") { <Hero entry={super::lab::Of(raft)} /> }
            <section id="labs" tabindex="-1" aria-label="Labs"><ul class="cards built">{ for labs::CARDS.iter().map(card) }</ul></section>
            <section class="doors" aria-label="What it is for">{ for labs::DOORS.iter().map(door) }</section>
            <section aria-label="Planned labs">
                <h2 class="heading">{ "Coming later" }</h2>
                <p class="planned small second">{ for labs::PLANNED.iter().map(planned) }</p>
            </section>
            <footer class="foot small second">
                <p>{ "Everything runs in your browser, from a seed. No account, no server, no tracking." }</p>
            </footer>
        </main>
    </> }
}

/// A lab by the one word that is its slug.
fn link(card: &Card) -> Html {
    let slug = card.slug;
    let word = slug[..1].to_ascii_uppercase() + &slug[1..];
    html! { <a class="wide" href={format!("lab/{slug}/")}>{ word }</a> }
}

/// A lab's card with its poster.
fn card(card: &Card) -> Html {
    html! {
        <li><a class="card" href={format!("lab/{}/", card.slug)}>
            <div class="picture">{ poster(card, "") }{ poster(card, "-dark") }</div>
            <div class="words"><div class="head"><strong>{ card.title }</strong></div>
                <p class="small second">{ card.question }</p></div>
        </a></li>
    }
}

/// One of a lab's two posters; the style sheet shows that of the theme, and only that one is loaded. Sites have the
/// files from `cargo xtask build`.
fn poster(card: &Card, ground: &str) -> Html {
    let class = if ground.is_empty() { "if-light" } else { "if-dark" };
    html! { <img {class} loading="lazy" alt="" width="640" height="330" src={format!("poster/{}{ground}.svg", card.slug)} /> }
}

fn door((who, what): &(&'static str, &'static str)) -> Html {
    html! { <div><h2 class="heading">{ *who }</h2><p>{ *what }</p></div> }
}

/// A lab to come, in a word; its question for who points at it.
fn planned(planned: &Planned) -> Html {
    html! { <span title={planned.question}>{ planned.title }</span> }
}
