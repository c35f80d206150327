//! The run that answers, on its stage.

use super::course::Phase;
use crate::ui::components::format::brief;
use crate::ui::components::sentence::Sentence;
use crate::ui::components::stage::Stage;
use crate::ui::components::transport::Transport;
use crate::ui::look;
use crate::ui::player::{Player, Shown, Until};
use crate::ui::use_player::clock;
use faultyard::practice::Question;
use yew::prelude::*;

/// The run that answers is over in about so many seconds.
const WATCHED_S: f64 = 8.0;

/// Plays the run up to its end, in about eight seconds; who wants nothing to move sees its end.
pub fn play(player: &Player, question: &Question) {
    let until = question.script.until;
    player.ask(None);
    player.set_until(Until { end: Some(until), ..Until::default() });
    player.set_length(until);
    player.set_speed(until.seconds() / WATCHED_S);
    // Nor is there anything to watch where nothing happens.
    let is_still = player.run().next_at().is_none() && player.run().scenario().inputs.is_empty();
    if look::is_reduced() || is_still {
        player.travel(until, None, clock);
    } else {
        player.play(true);
    }
    look::bring(".practice-run");
}

/// The stage, and what belongs to it: what happens, and time. Before the guess it stands still and nothing of it acts.
pub fn run(shown: &Shown, question: &Question, phase: &Phase) -> Html {
    let waits = *phase == Phase::Asked;
    html! {
        <section class={classes!("practice-run", waits.then_some("waits"))} aria-label="The run">
            <div class="stages" id="stage" tabindex="-1"><Stage shown={shown.clone()} />
                if *phase == Phase::Shown { { skip(&shown.player, question) } }
            </div>
            if waits {
                <div class="sentence"><p class="what second">{ format!("Guess first. Then the run plays, {} of it.", brief(question.script.until)) }</p></div>
            } else {
                <Sentence shown={shown.clone()} />
            }
            <div inert={waits}><Transport shown={shown.clone()} on_seed={Callback::noop()} compact=true /></div>
        </section>
    }
}

/// To the end of the run at once.
fn skip(player: &Player, question: &Question) -> Html {
    if player.is_over() || player.journey().is_some() {
        return html! { <p class="practice-skip" role="status">{ "Measuring\u{2026}" }</p> };
    }
    let (player, until) = (player.clone(), question.script.until);
    let onclick = move |_: MouseEvent| {
        player.play(false);
        player.travel(until, None, clock);
    };
    html! { <button type="button" class="practice-skip" {onclick}>{ "Skip to the answer" }</button> }
}
