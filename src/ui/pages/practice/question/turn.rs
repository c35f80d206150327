//! The parameters to turn, and what the run says then.

use super::run::play;
use crate::ui::components::controls::{Control, Row};
use crate::ui::player::{Player, Shown, Which};
use faultyard::lab::{Field, Scenario};
use faultyard::practice::{Answer, Question};
use faultyard::process::SimTime;
use std::rc::Rc;
use yew::prelude::*;

/// What [`Turn`] turns.
#[derive(Properties, PartialEq)]
pub struct TurnProps {
    /// The player, with the run that has answered.
    pub shown: Shown,
    /// The question.
    pub question: Rc<Question>,
    /// What its own run says.
    pub answer: Answer,
}

/// The parameters to turn.
#[component]
pub fn Turn(props: &TurnProps) -> Html {
    let player = &props.shown.player;
    let own = use_memo((), |()| player.run().scenario().clone());
    let set = {
        let player = player.clone();
        Callback::from(move |(key, text): (&'static str, String)| {
            player.play(false);
            // From the start: else the setting would only count from here on.
            player.seek(SimTime::ZERO);
            let _ = player.set(Which::First, key, &text);
        })
    };
    let control = |(field, value): (&'static Field, i64)| {
        html! { <Control key={field.key} field={Row(field)} {value} which={Which::First} set={set.clone()} /> }
    };
    let run_it = {
        let (player, question) = (player.clone(), props.question.clone());
        move |_: MouseEvent| {
            player.seek(SimTime::ZERO);
            play(&player, &question);
        }
    };
    html! {
        <section class="practice-turn"><h3>{ "Turn it yourself" }</h3>
            { for fields(player, &props.question.vary).into_iter().map(control) }
            <p class="acts"><button type="button" onclick={run_it}>{ "Run it" }</button></p>
            <p role="status">{ says(props, &own) }</p>
        </section>
    }
}

/// The parameters with these keys, in this order, and their values.
fn fields(player: &Player, keys: &[String]) -> Vec<(&'static Field, i64)> {
    let run = player.run();
    let all: Vec<(&'static Field, i64)> = run.fields().into_iter().zip(run.values()).collect();
    keys.iter().filter_map(|key| all.iter().find(|(field, _)| field.key == key).copied()).collect()
}

/// What a run that was changed says at its end, beside what the question's own said.
fn says(props: &TurnProps, own: &Scenario) -> String {
    let (player, question) = (&props.shown.player, &props.question);
    if *player.run().scenario() == *own || !player.is_over() || player.journey().is_some() {
        return String::new();
    }
    match question.reply(&*player.run()) {
        Ok(reply) => {
            let words = question.told(&reply);
            let words = if words.is_empty() { "none of the answers" } else { &words };
            format!("Now the run says: {words}. Before: {}.", props.answer.words)
        }
        Err(why) => format!("Now the run gives no answer: {why}."),
    }
}
