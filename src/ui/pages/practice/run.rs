//! The run that answers, on its stage.

use crate::ui::components::controls::ControlsProps;
use crate::ui::components::sentence::Sentence;
use crate::ui::components::stage::Stage;
use crate::ui::components::transport::{Transport, speeds};
use crate::ui::player::{Player, Shown, Until, Which};
use crate::ui::use_player::clock;
use crate::ui::{lazy, look};
use faultyard::lab::FieldRole;
use faultyard::practice::Question;
use yew::prelude::*;

/// The run that answers is over in about so many seconds.
const WATCHED_S: f64 = 10.0;

/// Plays the run up to its end, in about ten seconds; who wants nothing to move sees its end.
pub fn play(player: &Player, question: &Question) {
    let until = question.script.until;
    player.ask(None);
    player.set_until(Until { end: Some(until), ..Until::default() });
    let least = until.seconds() / WATCHED_S;
    let fitting = speeds(player.run().meta()).find(|speed| *speed >= least);
    player.set_speed(fitting.unwrap_or(least));
    if look::is_reduced() {
        player.travel(until, None, clock);
    } else {
        player.play(true);
    }
    look::bring(".practice-run");
}

/// To the end of the run at once.
pub fn skip(player: &Player, question: &Question) -> Html {
    let (player, until) = (player.clone(), question.script.until);
    let onclick = move |_: MouseEvent| player.travel(until, None, clock);
    html! { <button type="button" {onclick}>{ "Skip to the answer" }</button> }
}

/// The stage, and what belongs to it: what happens, time, and once there is an answer the parameters to turn.
pub fn run(shown: &Shown, question: &Question, (begun, answered): (bool, bool)) -> Html {
    html! {
        <section class="practice-run" aria-label="The run">
            <div class="stages" id="stage" tabindex="-1"><Stage shown={shown.clone()} /></div>
            if begun {
                <Sentence shown={shown.clone()} />
                <Transport shown={shown.clone()} on_seed={Callback::noop()} compact=true />
            }
            if answered && !question.vary.is_empty() {
                <div class="practice-turn"><h2 class="heading">{ "Turn it yourself" }</h2>
                    { lazy::CONTROLS.with(ControlsProps { shown: shown.clone(), which: Which::First, role: FieldRole::Setting, first: question.vary.clone() }) }</div>
            }
        </section>
    }
}
