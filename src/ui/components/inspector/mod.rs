//! The whole state of what is chosen on the stage, and what can be done to it.

mod words;

use crate::ui::player::{Player, Shown};
use crate::ui::words::thing;
use faultyard::lab::Action;
use serde_json::{Map, Value};
use std::collections::BTreeSet;
use words::{MOST, label, rank, words};
use yew::prelude::*;

const HINT: &str = "Select a node, a link or a message on the stage to see all of its state.";
const WHOLE: &str = "The whole lab";
const CLOSE: &str = "Show the whole lab";
const WORDS: &str = "The stage in words";
const ACTIONS: &str = "Actions";
const NO_STATE: &str = "There is nothing more to show.";
const GONE: &str = "It no longer exists.";

/// What [`Inspector`] shows.
#[derive(Properties, PartialEq, Clone)]
pub struct InspectorProps {
    /// The player.
    pub shown: Shown,
}

/// The state of the chosen thing, or of the whole lab.
#[component]
pub fn Inspector(props: &InspectorProps) -> Html {
    let player = &props.shown.player;
    let item = player.item();
    let target = item.clone().unwrap_or_default();
    let state = player.run().inspect(&target);
    let actions = player.run().actions(&target);
    let close = player.clone();
    let of = if player.is_comparing() { " (A)" } else { "" };
    let nothing = if item.is_some() && actions.is_empty() { GONE } else { NO_STATE };
    html! {
        <div class="inspector">
            <h3 class="inspector-title">{ item.as_deref().map_or_else(|| WHOLE.into(), thing) }{ of }</h3>
            if item.is_some() {
                <button type="button" class="inspector-close" onclick={move |_| close.choose(None)}>{ CLOSE }</button>
            } else {
                <p class="inspector-hint">{ HINT }</p>
            }
            { buttons(player, &actions) }
            if state.is_null() { <p class="inspector-hint">{ nothing }</p> } else { { show("state", &state) } }
            if item.is_none() { { stage_in_words(player) } }
        </div>
    }
}

/// Everything on the stage as sentences, for those who do not look at it.
fn stage_in_words(player: &Player) -> Html {
    let scene = player.run().scene(720.0, 480.0);
    let told = scene.items.into_iter().filter(|item| !item.description.is_empty());
    html! {
        <details class="inspector-words">
            <summary>{ WORDS }</summary>
            <p>{ scene.summary }</p>
            <ul>{ for told.map(|item| html! { <li>{ item.description }</li> }) }</ul>
        </details>
    }
}

fn buttons(player: &Player, actions: &[Action]) -> Html {
    let button = |action: &Action| {
        let (player, input) = (player.clone(), action.input.clone());
        // What cannot be done becomes the player's notice, which the page tells.
        let act = move |_| drop(player.act(input.clone()));
        html! {
            <button type="button" onclick={act}>
                <span aria-hidden="true">{ action.sign }{ " " }</span>{ &action.label }
            </button>
        }
    };
    if actions.is_empty() {
        return html! {};
    }
    html! { <div class="inspector-actions" role="group" aria-label={ACTIONS}>{ for actions.iter().map(button) }</div> }
}

/// A value as a list of names and values, a table, or a word; `key` says its unit.
fn show(key: &str, value: &Value) -> Html {
    let are_rows = |mut values: serde_json::map::Values| values.len() > 1 && values.all(Value::is_object);
    match value {
        Value::Object(fields) if are_rows(fields.values()) => table(key, &named(fields)),
        Value::Object(fields) if !fields.is_empty() => list(fields),
        Value::Array(rows) if !rows.is_empty() && rows.iter().all(Value::is_object) => table(key, rows),
        other => html! { <span class="inspector-value">{ words(key, other) }</span> },
    }
}

/// Objects by name as rows that begin with the name.
fn named(fields: &Map<String, Value>) -> Vec<Value> {
    let row = |(name, value): (&String, &Value)| {
        let name = ("name".to_string(), Value::from(name.as_str()));
        let own = value.as_object().into_iter().flatten().map(|(key, value)| (key.clone(), value.clone()));
        Value::Object([name].into_iter().chain(own).collect())
    };
    fields.iter().map(row).collect()
}

/// What matters comes first: what the thing is and how it is, then what takes a line, then what takes several.
fn list(fields: &Map<String, Value>) -> Html {
    let mut fields: Vec<(&String, &Value)> = fields.iter().collect();
    fields.sort_by_key(|(name, value)| (rank(name), !is_short(value)));
    let field = |(name, value): (&String, &Value)| {
        let (label, _) = label(name);
        let class = if is_short(value) { "inspector-field" } else { "inspector-field is-long" };
        html! { <div {class}><dt title={name.clone()}>{ label }</dt><dd>{ show(name, value) }</dd></div> }
    };
    html! { <dl class="inspector-list">{ for fields.into_iter().map(field) }</dl> }
}

fn is_short(value: &Value) -> bool {
    !value.is_object()
        && words("", value).len() < 32
        && !value.as_array().is_some_and(|rows| rows.iter().any(Value::is_object))
}

/// Rows under their heads; `key` is its name for those who do not see it.
fn table(key: &str, rows: &[Value]) -> Html {
    let heads = columns(rows);
    let row = |row: &Value| {
        let cell =
            |head: &&String| html! { <td>{ row.get(head.as_str()).map(|value| words(head, value)) }</td> };
        html! { <tr>{ for heads.iter().map(cell) }</tr> }
    };
    let more = rows.len().saturating_sub(MOST);
    html! {
        <div class="inspector-table" tabindex="0" role="region" aria-label={label(key).0}>
            <table>
                <thead><tr>{ for heads.iter().map(|head| html! { <th scope="col">{ label(head).0 }</th> }) }</tr></thead>
                <tbody>{ for rows.iter().skip(more).map(row) }</tbody>
            </table>
            if more > 0 { <p>{ format!("and {more} earlier") }</p> }
        </div>
    }
}

/// The names of all fields of all rows, in the order in which they first occur.
fn columns(rows: &[Value]) -> Vec<&String> {
    let mut known = BTreeSet::new();
    let names = rows.iter().filter_map(Value::as_object).flat_map(Map::keys);
    names.filter(|name| known.insert(*name)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_table_has_every_field_once() {
        let rows = [json!({"index": 1, "term": 1}), json!({"index": 2, "value": "x"})];
        assert_eq!(columns(&rows), ["index", "term", "value"]);
    }

    #[test]
    fn long_lists_and_tables_get_a_line_of_their_own() {
        assert!(is_short(&json!("follower")) && is_short(&json!([1, 2, 3])));
        assert!(!is_short(&json!({"a": 1})) && !is_short(&json!([{"a": 1}])));
    }
}
