//! The envelope of every message between a host page and an embed.

use super::Error;
use crate::link::MOST_BYTES;
use serde_json::{Value, json};

/// What `ctx` says in every message.
pub const CONTEXT: &str = "faultyard";
/// The version of the messages.
pub const VERSION: u64 = 1;

/// What a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The host asks.
    Command,
    /// The embed answers.
    Response,
    /// The embed tells.
    Event,
}

/// A message.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// The embed's id, from its address.
    pub id: Option<String>,
    /// What it is.
    pub kind: Kind,
    /// The command's or the event's name.
    pub name: String,
    /// What joins an answer to its command: a number or a text of the host's.
    pub rid: Option<Value>,
    /// The rest.
    pub data: Value,
}

impl Kind {
    /// The word in the envelope.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Command => "cmd",
            Kind::Response => "res",
            Kind::Event => "evt",
        }
    }

    fn parse(word: &str) -> Option<Kind> {
        [Kind::Command, Kind::Response, Kind::Event].into_iter().find(|kind| kind.word() == word)
    }
}

impl Message {
    /// An event of the embed.
    pub fn event(name: &str, data: Value) -> Message {
        Message { id: None, kind: Kind::Event, name: name.into(), rid: None, data }
    }

    /// The answer to this command.
    pub fn answer(&self, result: Result<Value, Error>) -> Message {
        let data = match result {
            Ok(value) => json!({"ok": true, "value": value}),
            Err(error) => json!({"ok": false, "error": error.value()}),
        };
        Message { kind: Kind::Response, data, ..self.clone() }
    }

    /// Reads a message from an object or from its JSON text. `None` for all that is not meant for us, to be
    /// ignored silently; an error for what is, but of another version or too large.
    pub fn read(value: &Value) -> Option<(Message, Result<(), Error>)> {
        match value.as_str() {
            Some(text) if text.len() > MOST_BYTES => None,
            Some(text) => Message::read_object(&serde_json::from_str(text).ok()?),
            None => Message::read_object(value),
        }
    }

    fn read_object(value: &Value) -> Option<(Message, Result<(), Error>)> {
        if value["ctx"] != CONTEXT {
            return None;
        }
        let short = |value: &Value| value.as_str().filter(|text| text.len() <= 200).map(str::to_string);
        let message = Message {
            id: short(&value["id"]),
            kind: Kind::parse(value["kind"].as_str()?)?,
            name: short(&value["name"])?,
            rid: Some(&value["rid"]).filter(|rid| rid.is_number() || short(rid).is_some()).cloned(),
            data: value["data"].clone(),
        };
        let state = match value["v"].as_u64() {
            Some(VERSION) if weight(value) > MOST_BYTES => {
                Err(Error::new("too-large", format!("a message is at most {} KiB", MOST_BYTES / 1024)))
            }
            Some(VERSION) => Ok(()),
            _ => Err(Error::new("version", format!("this page speaks version {VERSION}"))),
        };
        Some((message, state))
    }

    /// The message as JSON.
    pub fn value(&self) -> Value {
        let mut value = json!({"ctx": CONTEXT, "v": VERSION, "kind": self.kind.word(), "name": self.name});
        if let Some(id) = &self.id {
            value["id"] = id.as_str().into();
        }
        if let Some(rid) = &self.rid {
            value["rid"] = rid.clone();
        }
        value["data"] = self.data.clone();
        value
    }
}

/// About how many bytes the JSON has.
fn weight(value: &Value) -> usize {
    let (mut bytes, mut open) = (0, vec![value]);
    while let Some(value) = open.pop() {
        bytes += 2;
        match value {
            Value::String(text) => bytes += text.len(),
            Value::Array(items) => open.extend(items),
            Value::Object(members) => {
                bytes += members.keys().map(|name| name.len() + 3).sum::<usize>();
                open.extend(members.values());
            }
            Value::Number(_) => bytes += 4,
            Value::Null | Value::Bool(_) => bytes += 3,
        }
    }
    bytes
}
