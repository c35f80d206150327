//! What an embed says of itself: `ready`, its parameters, its events.

use super::{Host, PAGE_METHODS, marks};
use crate::lab::{Event, Field, FieldKind, Run};
use crate::process::decimal;
use serde_json::{Map, Value, json};

/// The commands that [`super::execute`] carries out. The page adds its own.
pub const METHODS: &[&str] = &[
    "play",
    "pause",
    "toggle",
    "step",
    "seek",
    "setSpeed",
    "reset",
    "load",
    "getParams",
    "setParam",
    "inject",
    "inspect",
    "trace",
    "properties",
    "digest",
    "getScenario",
    "getState",
    "setState",
    "getMetrics",
    "describe",
    "ping",
];

/// The events that a host can subscribe to.
pub const EVENTS: &[&str] = &[
    "play",
    "pause",
    "ended",
    "timeupdate",
    "event",
    "mark",
    "fault",
    "param",
    "fork",
    "property",
    "prediction",
    "complete",
    "warning",
    "open",
];

/// The data of `ready`.
pub fn ready(host: &dyn Host, version: &str, min_height: u32) -> Value {
    let methods: Vec<&str> = METHODS.iter().chain(PAGE_METHODS).copied().collect();
    let run = host.run();
    let marks: Vec<Value> = marks(&*run).iter().map(super::Mark::value).collect();
    let params: Vec<Value> =
        run.fields().into_iter().zip(run.values()).map(|(field, value)| param(field, value)).collect();
    json!({
        "lab": run.meta().slug,
        "title": run.meta().title,
        "version": version,
        "methods": methods,
        "events": EVENTS,
        "marks": marks,
        "params": params,
        "minHeight": min_height,
    })
}

/// One parameter: its schema, with its key and its value now.
fn param(field: &Field, value: i64) -> Value {
    let mut described = field.schema(value);
    if let Some(members) = described.as_object_mut() {
        members.remove("default");
    }
    described["key"] = field.key.into();
    described["value"] = typed(field, value);
    described
}

/// The parameters as they are now: an object that `schema/<slug>.json` describes.
pub fn params_value(run: &dyn Run) -> Value {
    let values = run.fields().into_iter().zip(run.values());
    let members: Map<String, Value> =
        values.map(|(field, value)| (field.key.to_string(), typed(field, value))).collect();
    Value::Object(members)
}

/// A value as its schema says: a truth, a number, or a word.
pub(super) fn typed(field: &Field, value: i64) -> Value {
    match field.kind {
        FieldKind::Switch => json!(value != 0),
        FieldKind::Choice(_) => json!(field.text(value)),
        FieldKind::Number { decimals: 0, .. } => json!(value),
        FieldKind::Number { .. } => decimal(&field.text(value)).into(),
    }
}

/// An event of the trace as `trace` and the event `event` tell it.
pub fn event_value(event: &Event) -> Value {
    let node = |node: Option<crate::process::NodeId>| node.map(|node| node.to_string());
    let mut data =
        json!({"event": event.event, "weight": format!("{:?}", event.salience).to_ascii_lowercase()});
    if event.began != event.at {
        data["began"] = event.began.seconds().into();
    }
    if let Some(message) = event.message {
        data["message"] = message.to_string().into();
    }
    let mut value = json!({
        "seq": event.id,
        "t": event.at.seconds(),
        "kind": event.kind,
        "node": node(event.node),
        "text": event.text,
        "data": data,
    });
    if let Some(peer) = node(event.peer) {
        value["peer"] = peer.into();
    }
    if let Some(cause) = event.cause {
        value["cause"] = cause.into();
    }
    value
}
