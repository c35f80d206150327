//! The search for a run that breaks a promise, by hand: which promise, how far it has come, and the run that was found.

use crate::ui::player::Player;
use crate::ui::player::Shown;
use crate::ui::use_player::clock;
use faultyard::embed::Host;
use faultyard::lab::search::{Found, Search};
use faultyard::lab::{Promise, Run};
use faultyard::process::{SimDuration, words};
use gloo::timers::future::TimeoutFuture;
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

const TITLE: &str = "Search for a run that breaks a promise";
const WHAT: &str = "It plays one run after the other, each with other faults, and stops at the first that breaks the promise.";
const ANY: &str = "Any that must always hold";
const START: &str = "Search";
const STOP: &str = "Stop";
const OPEN: &str = "Open this run";
/// The page says how far it is so often, in milliseconds.
const TELL_MS: f64 = 250.0;

/// What [`SearchPanel`] shows.
#[derive(Properties, PartialEq, Clone)]
pub struct SearchPanelProps {
    /// The player.
    pub shown: Shown,
}

/// How a search stands.
#[derive(Clone, PartialEq)]
enum Standing {
    /// None was begun.
    None,
    /// It goes on: so far, in words.
    Going(String),
    /// It has ended: what was tried, and what was found.
    Over(String, Option<Found>),
}

/// The form, and what has come of it.
#[component]
pub fn SearchPanel(props: &SearchPanelProps) -> Html {
    let standing = use_state(|| Standing::None);
    let promise = use_node_ref();
    // Whether the search that goes on is to end.
    let stop = use_memo((), |()| Rc::new(Cell::new(false)));
    use_effect_with((), {
        let stop = (*stop).clone();
        move |()| move || stop.set(true)
    });
    let player = &props.shown.player;
    let is_going = matches!(*standing, Standing::Going(_));
    let onclick = {
        let (player, promise, stop, set) =
            (player.clone(), promise.clone(), (*stop).clone(), standing.setter());
        move |_: MouseEvent| {
            stop.set(is_going);
            if !is_going {
                let promise = promise.cast::<HtmlSelectElement>().map_or_else(String::new, |one| one.value());
                set.set(Standing::Going("Begins\u{2026}".into()));
                spawn_local(look(player.clone(), promise, stop.clone(), set.clone()));
            }
        }
    };
    html! {
        <details class="search-panel">
            <summary class="heading">{ TITLE }</summary>
            <p class="small second">{ WHAT }</p>
            <select ref={promise} aria-label="Promise" disabled={is_going}>
                <option value="">{ ANY }</option>
                { for promises(&*player.run()).map(|(name, claim)| html! { <option value={name}>{ claim }</option> }) }
            </select>
            <button type="button" {onclick}>{ if is_going { STOP } else { START } }</button>
            <div role="status">{ told(player, &standing) }</div>
        </details>
    }
}

/// The promises that a run can break, by name and claim.
fn promises(run: &dyn Run) -> impl Iterator<Item = (&'static str, &'static str)> {
    let can_break = run.verdicts().into_iter().filter(|verdict| verdict.promise != Promise::Sometimes);
    can_break.map(|verdict| (verdict.name, verdict.claim))
}

fn told(player: &Player, standing: &Standing) -> Html {
    match standing {
        Standing::None => Html::default(),
        Standing::Going(words) => html! { <p class="small">{ words.clone() }</p> },
        Standing::Over(account, None) => html! { <p class="small">{ account.clone() }</p> },
        Standing::Over(account, Some(found)) => {
            let onclick = {
                let (player, found) = (player.clone(), found.clone());
                move |_: MouseEvent| player.load((player.lab().open)(&found.scenario), found.t)
            };
            html! { <>
                <p><strong>{ format!("Broken: {}.", found.property) }</strong>{ format!(" {}", found.text) }</p>
                <p><button type="button" {onclick}>{ OPEN }</button></p>
                <p class="small second">{ account.clone() }</p>
            </> }
        }
    }
}

/// Searches from the run that is shown, a run at a time so that the page stays alive.
async fn look(player: Player, promise: String, stop: Rc<Cell<bool>>, set: UseStateSetter<Standing>) {
    let scenario = player.run().scenario().clone();
    let mut search = match Search::new(player.lab(), scenario, &promise, Vec::new()) {
        Ok(search) => search,
        Err(why) => return set.set(Standing::Over(why, None)),
    };
    let began = clock();
    let mut told = began;
    loop {
        let found = search.attempt();
        let took = SimDuration::from_ms((clock() - began) as u64);
        if found.is_some() || stop.get() {
            let account = search.account(Some(took), found.is_some());
            return set.set(Standing::Over(account, found));
        }
        if clock() - told >= TELL_MS {
            told = clock();
            let (runs, states) = (search.tried(), search.states() as u64);
            let [runs, states] = [words::plural(runs, "run"), words::plural(states, "different state")];
            set.set(Standing::Going(format!("{runs} in {}; {states}.", words::length(took))));
        }
        TimeoutFuture::new(0).await;
    }
}
