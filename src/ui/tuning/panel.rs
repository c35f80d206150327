//! The panel: form, progress, heat map and front.

use super::form::Form;
use super::{Found, Tuning, front, heat};
use crate::ui::player::{Player, Shown};
use faultyard::lab::Score;
use faultyard::labs;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

#[derive(Properties, PartialEq, Clone)]
pub struct TunerProps {
    pub shown: Shown,
    pub tuning: Tuning,
}

/// Which goals are weighed against each other, by their places, and which of the two the table shows.
#[derive(Clone, Copy, PartialEq)]
struct Weighed {
    goals: [usize; 2],
    shade: usize,
}

/// The tuning view.
#[component]
pub fn Tuner(props: &TunerProps) -> Html {
    let redraw = use_force_update();
    let weighed = use_state(|| Weighed { goals: [0, 1], shade: 0 });
    use_effect_with((), {
        let tuning = props.tuning.clone();
        move |()| {
            tuning.listen(Callback::from(move |()| redraw.force_update()));
            move || tuning.listen(Callback::noop())
        }
    });
    let (player, tuning) = (&props.shown.player, &props.tuning);
    let busy = tuning.is_busy();
    html! {
        <div class="tuner">
            <Form shown={props.shown.clone()} tuning={tuning.clone()} {busy} />
            if let Some(why) = tuning.why() { <p class="small" role="alert">{ why }</p> }
            if let Some(found) = tuning.found() {
                { progress(&found, busy) }
                { results(player, &found, &weighed) }
            } else {
                <p class="small second">{ "Every setting runs with the same seeds. What costs least, and what does it make users bear? A click on a setting opens its run." }</p>
            }
        </div>
    }
}

fn progress(found: &Found, busy: bool) -> Html {
    let (done, all) = (found.done, found.sweep.runs());
    let words = match (busy, done < all) {
        (true, _) => format!("{done} of {all} runs"),
        (false, true) => format!("Stopped after {done} of {all} runs"),
        (false, false) => format!("All {all} runs are done"),
    };
    html! {
        <p class="tuner-progress small second">
            if busy { <progress max={all.to_string()} value={done.to_string()} aria-label="Runs done"></progress> }
            <span role="status">{ words }</span>
        </p>
    }
}

fn results(player: &Player, found: &Found, weighed: &UseStateHandle<Weighed>) -> Html {
    let (scores, fields) = (player.run().scores(), player.run().fields());
    let goals = weighed.goals.map(|place| place.min(scores.len() - 1));
    let goals = [(goals[0], scores[goals[0]]), (goals[1], scores[goals[1]])];
    let open = {
        let (player, sweep) = (player.clone(), found.sweep.clone());
        Callback::from(move |cell: usize| {
            let scenario = sweep.scenario(cell, 0);
            if let Some(entry) = labs::find(&scenario.lab) {
                let length = player.length();
                player.load((entry.open)(&scenario), sweep.until);
                player.set_length(length);
            }
        })
    };
    html! { <>
        <div class="tuner-goals small">
            { choice("Weigh", &scores, weighed, 0) }
            { choice("against", &scores, weighed, 1) }
            <span class="acts" role="group" aria-label="The table shows">
                { for [0, 1].map(|shade| shown(&goals[shade].1, weighed, shade)) }
            </span>
            <span class="second">{ "\u{2605} on the Pareto front: nothing has less of both" }</span>
        </div>
        <div class="tuner-pictures">
            <div class="tuner-scroll" tabindex="0" role="region" aria-label="The settings">{ heat::heat(found, &fields, goals, weighed.shade, &open) }</div>
            { front::front(found, &fields, goals, &open) }
        </div>
    </> }
}

/// Which goal is weighed.
fn choice(label: &'static str, scores: &[Score], weighed: &UseStateHandle<Weighed>, place: usize) -> Html {
    let chosen = weighed.goals[place];
    let onchange = {
        let weighed = weighed.clone();
        move |event: Event| {
            let mut next = *weighed;
            next.goals[place] =
                event.target_unchecked_into::<HtmlSelectElement>().value().parse().unwrap_or(place);
            weighed.set(next);
        }
    };
    let option = |(number, score): (usize, &Score)| html! { <option value={number.to_string()} selected={number == chosen}>{ score.label.to_ascii_lowercase() }</option> };
    html! { <label>{ label }{ " " }<select {onchange}>{ for scores.iter().enumerate().map(option) }</select></label> }
}

/// The button that lets the table show one of the two goals.
fn shown(score: &Score, weighed: &UseStateHandle<Weighed>, shade: usize) -> Html {
    let pressed = weighed.shade == shade;
    let weighed = weighed.clone();
    let onclick = move |_: MouseEvent| weighed.set(Weighed { shade, ..*weighed });
    html! { <button class="tuner-shade" aria-pressed={pressed.to_string()} {onclick}>{ format!("Show {}", score.label.to_ascii_lowercase()) }</button> }
}
