//! The event log: what happened around now, newest at the bottom; choosing an event goes to it.

mod filter;
mod switch;

use crate::ui::components::format::salience;
use crate::ui::components::recent::{Recent, use_recent};
use crate::ui::components::trail::{Relation, Trail};
use crate::ui::player::{Shown, Which};
use crate::ui::words;
use faultyard::lab::Event;
use faultyard::process::{NodeId, SimTime};
use faultyard::sim::RecordId;
use filter::Filter;
use std::collections::BTreeSet;
use switch::switch;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

const NAME: &str = "Events, oldest first";
const NOTHING: &str = "No events yet. Press Play, or show more kinds of events.";
const FIND: &str = "Find in the log";
const NODE: &str = "Node";
const EVERY_NODE: &str = "every node";
const ROUTINE: &str = "Hide routine events";
const KINDS: &str = "Kinds";
const ALL: &str = ": all";
const LATER: &str = "after the current moment";

/// What [`EventLog`] shows.
#[derive(Properties, PartialEq, Clone)]
pub struct EventLogProps {
    /// The player.
    pub shown: Shown,
}

/// The log around now.
#[component]
pub fn EventLog(props: &EventLogProps) -> Html {
    let player = &props.shown.player;
    let asked = use_state(Which::default);
    let which = if player.runs().contains(&asked) { *asked } else { Which::First };
    let recent = use_recent(&props.shown, which);
    let filter = use_state(Filter::default);
    let list = use_node_ref();
    // What is chosen in another run is known here only, and as long as time stands where it happened.
    let elsewhere = use_state(|| None::<(Which, RecordId, SimTime)>);
    let chosen = match which {
        Which::First => player.event(),
        _ => {
            let is_here =
                |(of, _, at): &(Which, RecordId, SimTime)| *of == which && *at == player.run().position().now;
            elsewhere.filter(is_here).map(|(_, event, _)| event)
        }
    };
    let rows = filter.rows(&recent.events, recent.so_far(), chosen);
    let trail = Trail::of(&recent.events, chosen);
    let latest = rows.iter().rev().find(|event| event.id < recent.now).map(|event| event.id);
    {
        let list = list.clone();
        use_effect_with(chosen.or(latest), move |_| bring_into_sight(&list));
    }
    let row = |event: &&Event| {
        let mark = Some(event.id) == chosen.or(latest);
        let (id, at, at_event, player) = (event.id, event.at, event.event, player.clone());
        let elsewhere = elsewhere.setter();
        let choose = Callback::from(move |_: MouseEvent| match which {
            Which::First => player.choose_event(id, at_event),
            _ => {
                player.play(false);
                player.seek(at);
                elsewhere.set(Some((which, id, at)));
            }
        });
        row(choose, event, trail.relation(event.id), event.id >= recent.now, mark)
    };
    html! {
        <div class="log">
            if player.is_comparing() { { switch(&asked, player.runs(), which) } }
            { tools(&filter, &recent) }
            <ol class="log-rows" ref={list} tabindex="0" aria-label={NAME}>
                { for rows.iter().map(row) }
            </ol>
            if rows.is_empty() { <p class="log-none">{ NOTHING }</p> }
        </div>
    }
}

fn row(onclick: Callback<MouseEvent>, event: &Event, relation: Relation, later: bool, mark: bool) -> Html {
    let (sign, word) = salience(event.salience);
    let class = classes!("log-row", relation.class(), later.then_some("is-later"), mark.then_some("is-now"));
    let current = (relation == Relation::Chosen).then_some("true");
    html! {
        <li key={event.id} {class}>
            <button type="button" aria-current={current} {onclick}>
                <span class="log-time">{ words::time(event.at) }</span>
                <span class={format!("log-sign salience-{word}")} aria-hidden="true">{ sign }</span>
                <span class="visually-hidden">{ word }</span>
                <span class="log-node">{ event.node.map(|node| node.to_string()) }</span>
                <span class="log-text">{ &event.text }</span>
                if relation != Relation::None { <span class="log-relation">{ relation.word() }</span> }
                if later { <span class="visually-hidden">{ LATER }</span> }
            </button>
        </li>
    }
}

fn tools(filter: &UseStateHandle<Filter>, recent: &Recent) -> Html {
    let kinds: BTreeSet<&'static str> = recent.events.iter().map(|event| event.kind).collect();
    let nodes: BTreeSet<NodeId> = recent.events.iter().filter_map(|event| event.node).collect();
    let now = (**filter).clone();
    let change = |change: fn(Filter, Event_) -> Filter| {
        let filter = filter.clone();
        Callback::from(move |event: Event_| filter.set(change((*filter).clone(), event)))
    };
    let find = {
        let filter = filter.clone();
        move |event: InputEvent| {
            let input: HtmlInputElement = event.target_unchecked_into();
            filter.set(Filter { words: input.value(), ..(*filter).clone() });
        }
    };
    let pick = change(|filter, event| {
        let select: HtmlSelectElement = event.target_unchecked_into();
        Filter { node: NodeId::parse(&select.value()), ..filter }
    });
    let routine = change(|filter, event| {
        let input: HtmlInputElement = event.target_unchecked_into();
        Filter { hide_routine: input.checked(), ..filter }
    });
    let option = |node: &NodeId| {
        html! { <option value={node.to_string()} selected={now.node == Some(*node)}>{ node.to_string() }</option> }
    };
    let chip = |kind: &&'static str| {
        let (filter, kind) = (filter.clone(), *kind);
        let pressed = now.kinds.contains(&kind).to_string();
        html! {
            <button key={kind} type="button" class="log-chip" aria-pressed={pressed}
                onclick={move |_| filter.set(filter.toggled(kind))}>{ kind }</button>
        }
    };
    html! {
        <div class="log-tools">
            <input class="log-find" type="search" placeholder={FIND} aria-label={FIND} value={now.words.clone()}
                oninput={find} />
            <label>{ NODE }{ " " }<select onchange={pick}>
                <option value="" selected={now.node.is_none()}>{ EVERY_NODE }</option>
                { for nodes.iter().map(option) }
            </select></label>
            <label class="log-routine"><input type="checkbox" checked={now.hide_routine} onchange={routine} />{ " " }{ ROUTINE }</label>
            <details class="log-kinds">
                <summary>{ KINDS }{ if now.kinds.is_empty() { ALL.to_string() } else { format!(": {}", now.kinds.len()) } }</summary>
                <div class="log-chips" role="group" aria-label={KINDS}>{ for kinds.iter().map(chip) }</div>
            </details>
        </div>
    }
}

/// The browser's event, beside the run's.
type Event_ = web_sys::Event;

/// Scrolls the list, and only the list, so that the row of now is in its middle.
fn bring_into_sight(list: &NodeRef) {
    let Some(list) = list.cast::<HtmlElement>() else { return };
    let row = list.query_selector(".is-now").ok().flatten();
    if let Some(row) = row.and_then(|row| row.dyn_into::<HtmlElement>().ok()) {
        let (top, height) = (row.offset_top(), list.client_height());
        let seen = list.scroll_top()..list.scroll_top() + height - row.offset_height();
        if !seen.contains(&top) {
            list.set_scroll_top(top - height / 2);
        }
    }
}
