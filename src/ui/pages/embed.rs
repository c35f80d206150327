//! A lab in a frame: title, stage, sentence, one small plot, transport.

use super::lab::{Of, plain, use_address};
use crate::ui::components::plot::Plots;
use crate::ui::components::sentence::Sentence;
use crate::ui::components::stage::Stage;
use crate::ui::components::transport::Transport;
use crate::ui::use_player::use_player;
use crate::ui::use_size::use_size;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct EmbedProps {
    pub entry: Of,
}

/// The compact page.
#[component]
pub fn EmbedPage(props: &EmbedProps) -> Html {
    let entry = props.entry.0;
    let shown = use_player(|| plain(entry));
    use_address(entry, &shown);
    let place = use_node_ref();
    let width = f64::from(use_size(&place).0);
    let seed = shown.player.run().scenario().seed;
    let full = format!("lab/{}/", entry.meta.slug);
    html! {
        <main class="embed">
            <header class="top">
                <h1>{ entry.meta.title }</h1>
                <span class="question second">{ entry.meta.question }</span>
                <span class="spring"></span>
                <span class="second wide">{ format!("seed {seed}") }</span>
                <a href={full} target="_blank" rel="noopener" aria-label="open in Faultyard \u{2197}"><span class="words">{ "open in Faultyard " }</span>{ "\u{2197}" }</a>
            </header>
            <div class="stages"><Stage shown={shown.clone()} /></div>
            <Sentence shown={shown.clone()} />
            <div class="spark" ref={place}>
                if width > 0.0 { <Plots shown={shown.clone()} width={width - 28.0} height={46.0} most={1} spark=true /> }
            </div>
            { super::lab::notice(&shown.player) }
            <Transport shown={shown.clone()} on_seed={Callback::noop()} compact=true />
        </main>
    }
}
