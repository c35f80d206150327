//! The first page: a live cluster to hurt at once, and every lab by chapter.

use crate::ui::components::header::{Skip, ThemeButton};
use crate::ui::components::sentence::Sentence;
use crate::ui::components::stage::Stage;
use crate::ui::use_player::use_player;
use faultyard::lab::{Card, Scenario};
use faultyard::labs::{self, Chapter, Planned};
use faultyard::process::{NodeId, SimDuration, SimTime};
use faultyard::sim::{Fault, Input};
use yew::prelude::*;

/// The cluster on the first page has run for so long when it is first seen, and goes at this speed.
const BEGINS: SimTime = SimTime::from_ms(1_400);
const SPEED: f64 = 0.05;
/// A machine that was crashed here comes back by itself after this long, so that the next visitor's click works.
const BACK_AFTER: SimDuration = SimDuration::from_ms(2_500);

/// The gallery.
#[component]
pub fn Home() -> Html {
    html! { <>
        <Skip to="labs" words="Skip to the labs" />
        <header class="top home-top">
            <a class="brand" href=".">{ "Faultyard" }</a>
            <span class="spring"></span>
            <nav aria-label="Labs">{ for labs::CARDS.iter().map(link) }<a href="#labs">{ "All labs" }</a></nav>
            <ThemeButton />
        </header>
        <main class="home">
            if let Some(raft) = labs::find("raft") { <Hero entry={super::lab::Of(raft)} /> }
            <div id="labs" tabindex="-1">{ for labs::chapters().into_iter().map(chapter) }</div>
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

#[derive(Properties, PartialEq)]
struct HeroProps {
    entry: super::lab::Of,
}

/// A live cluster, and one button that hurts it.
#[component]
fn Hero(props: &HeroProps) -> Html {
    let entry = props.entry.0;
    let shown = use_player(|| {
        let mut run = (entry.open)(&Scenario::new(entry.meta.slug, 42));
        run.seek(BEGINS);
        run
    });
    let player = shown.player.clone();
    use_effect_with((), {
        let player = player.clone();
        move |()| {
            player.set_speed(SPEED);
            player.play(!crate::ui::look::is_reduced());
        }
    });
    let leader = player.run().resolve("leader");
    let crash = {
        let player = player.clone();
        Callback::from(move |_: MouseEvent| {
            let leader = player.run().resolve("leader").and_then(|name| NodeId::parse(&name));
            if let Some(leader) = leader {
                let _ = player.act(Input::Fault(Fault::Crash(leader)));
                let back = player.run().position().now + BACK_AFTER;
                let _ = player.plan(back, Input::Fault(Fault::Restart(leader)));
            }
            player.play(true);
        })
    };
    let play = {
        let player = player.clone();
        Callback::from(move |_: MouseEvent| player.play(!player.is_playing()))
    };
    html! {
        <section class="hero" aria-label="A live Raft cluster">
            <div>
                <h1>{ "Distributed systems, broken on purpose." }</h1>
                <p class="lead">{ "The real algorithms, running in your browser. Pull a plug, watch what happens, rewind, and send the run as a link." }</p>
                <div class="acts">
                    <button class="main" disabled={leader.is_none()} onclick={crash}>
                        { if leader.is_some() { "Crash the leader" } else { "They are electing\u{2026}" } }
                    </button>
                    <a class="button" href="lab/raft/">{ "Open this lab" }</a>
                </div>
                <p class="small second">{ "No account, no server. Everything you see is replayed from a seed." }</p>
            </div>
            <div class="frame">
                <Stage shown={shown.clone()} />
                <Sentence shown={shown.clone()}>
                    <button class="small" onclick={play}>{ if player.is_playing() { "Pause" } else { "Play" } }</button>
                </Sentence>
            </div>
        </section>
    }
}

fn chapter(Chapter { name, built, planned }: Chapter) -> Html {
    html! {
        <section aria-label={name}>
            <h2 class="chapter">{ name }</h2>
            <div class="shelf">
                if !built.is_empty() { <ul class="cards built">{ for built.into_iter().map(card) }</ul> }
                if !planned.is_empty() { <ul class="cards planned">{ for planned.into_iter().map(planned_card) }</ul> }
            </div>
        </section>
    }
}

/// A lab's card with its poster.
fn card(card: &'static Card) -> Html {
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

fn planned_card(planned: &'static Planned) -> Html {
    html! {
        <li><div class="card planned">
            <div class="words"><div class="head"><strong>{ planned.title }</strong><span class="small">{ "planned" }</span></div>
                <p class="small">{ planned.question }</p></div>
        </div></li>
    }
}
