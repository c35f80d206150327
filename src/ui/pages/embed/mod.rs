//! A lab in a frame: title, stage, sentence, one small plot, transport; and whatever its address adds or takes away.

mod extra;

use super::lab::{LabProps, notice, plain, use_address};
use crate::ui::components::plot::PlotsProps;
use crate::ui::components::sentence::Sentence;
use crate::ui::components::spacetime::SpacetimeProps;
use crate::ui::components::stage::Stage;
use crate::ui::components::transport::Transport;
use crate::ui::frame;
use crate::ui::player::{Player, Shown};
use crate::ui::use_player::use_player;
use crate::ui::use_size::use_size;
use crate::ui::{address, lazy, look, packing, settings};
use extra::Extra;
use faultyard::lab::Entry;
use faultyard::link::{Part, Settings, Ui, View};
use faultyard::process::SimTime;
use serde_json::json;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// Up to this width, in CSS pixels, there is no room for a panel beside the stage.
const NARROW: f32 = 520.0;

/// The compact page.
#[component]
pub fn EmbedPage(props: &LabProps) -> Html {
    let entry = props.entry.0;
    let shown = use_player(|| plain(entry));
    // Where nothing is to move, the diagram that stands still comes first.
    let view = use_memo((), |()| match address::opening(entry).view {
        View::Stage if look::is_reduced() => View::Spacetime,
        view => view,
    });
    use_address(entry, &shown);
    frame::use_host(&shown);
    let place = use_node_ref();
    let width = f64::from(use_size(&place).0);
    let middle = use_node_ref();
    let narrow = (1.0..=NARROW).contains(&use_size(&middle).0);
    let split = *view == View::Split;
    let redraw = use_force_update();
    let plainly = use_memo((), |()| plain(entry).scenario().clone());
    let is_plain =
        shown.player.run().position().now == SimTime::ZERO && *shown.player.run().scenario() == *plainly;
    // For the link to the lab's page, which carries the run as soon as there is more to it than the lab's name.
    use_effect_with(is_plain, move |is_plain| {
        if !is_plain {
            spawn_local(async move {
                lazy::painted().await;
                if packing::load().await.is_ok() {
                    redraw.force_update();
                }
            });
        }
    });
    let settings = settings::get();
    let spoken = matches!(settings.ui, Ui::Full | Ui::Compact);
    html! {
        <main class="embed">
            { top(entry, &shown, &settings) }
            <div class={classes!("middle", narrow.then_some("narrow"))} ref={middle}>
                <div class="stages">
                    if *view != View::Spacetime { <Stage shown={shown.clone()} /> }
                    if *view != View::Stage && !(split && narrow) { <Diagram shown={shown.clone()} /> }
                </div>
                <Extra entry={props.entry} shown={shown.clone()} {narrow} {split} />
            </div>
            if spoken { <Sentence shown={shown.clone()} /> }
            if settings.shows(Part::Plots, true) {
                <div class="spark" ref={place}>
                    if width > 0.0 {
                        { lazy::PLOTS.with(PlotsProps { shown: shown.clone(), width: width - 28.0, height: 46.0, most: 1, spark: true, about: Vec::new() }) }
                    }
                </div>
            }
            { notice(&shown.player) }
            if settings.ui == Ui::None && settings.autoplay { { pause(&shown.player) } }
            if settings.ui != Ui::None { <Transport shown={shown.clone()} on_seed={Callback::noop()} compact=true /> }
        </main>
    }
}

/// Name, seed, and the way to the whole lab.
fn top(entry: &Entry, shown: &Shown, settings: &Settings) -> Html {
    let shows = |part| settings.shows(part, true);
    if ![Part::Title, Part::Seed, Part::Brand].into_iter().any(shows) {
        return Html::default();
    }
    let seed = shown.player.run().scenario().seed;
    let full = format!("lab/{}/", entry.meta.slug);
    let player = shown.player.clone();
    // The run as it is now, not as the frame began.
    let onclick = move |_: MouseEvent| {
        frame::tell("open", json!({"t": player.run().position().now.seconds()}));
    };
    html! {
        <header class="top">
            if shows(Part::Title) {
                <h1>{ entry.meta.title }</h1>
                <span class="if-half">
                    <span class="question second" title={entry.meta.question} style={half(entry.meta.question)}>{ entry.meta.question }</span>
                </span>
            }
            <span class="spring"></span>
            if shows(Part::Seed) { <span class="second wide">{ format!("seed {seed}") }</span> }
            if shows(Part::Brand) {
                <a href={address::whole(&shown.player, &full)} target="_blank" rel="noopener" aria-label="open in Faultyard \u{2197}" {onclick}><span class="words">{ "open in Faultyard " }</span>{ "\u{2197}" }</a>
            }
        </header>
    }
}

/// What moves by itself can be stopped.
fn pause(player: &Player) -> Html {
    let (playing, player) = (player.is_playing(), player.clone());
    let (sign, name) = if playing { ("\u{275a}\u{275a}", "Pause") } else { ("\u{25b6}", "Play") };
    let onclick = move |_: MouseEvent| player.play(!player.is_playing());
    html! { <button class="pause" aria-label={name} title={name} {onclick}>{ sign }</button> }
}

/// Room for half of these words, or they are not shown.
fn half(words: &str) -> String {
    format!("flex-basis: {}ch", words.chars().count() / 2)
}

#[derive(Properties, PartialEq)]
struct DiagramProps {
    shown: Shown,
}

/// The space-time diagram in place of the stage, or beside it.
#[component]
fn Diagram(props: &DiagramProps) -> Html {
    let place = use_node_ref();
    let (width, height) = use_size(&place);
    let (width, height) = (f64::from(width), f64::from(height));
    html! {
        <div class="diagram" ref={place}>
            if width > 100.0 { { lazy::SPACETIME.with(SpacetimeProps { shown: props.shown.clone(), width, height: height - 8.0 }) } }
        </div>
    }
}
