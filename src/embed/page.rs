//! The commands about the page itself, which only a page can carry out: read here, so that they are tried without one.

use super::data::{Data, need};
use super::{EVENTS, Error};
use crate::link::{Motion, Theme};
use serde_json::Value;
use std::collections::BTreeSet;

/// No event is told more often than this, in milliseconds.
const SHORTEST_MS: u64 = 100;

/// What a host asks of the page around a run.
#[derive(Clone, Debug, PartialEq)]
pub enum PageCommand {
    /// The host says that it is there, and is told `ready` again.
    Hello {
        /// It wants to be told the page's size, which then follows from its content.
        resize: bool,
        /// Light or dark.
        theme: Option<Theme>,
        /// A language.
        lang: Option<String>,
        /// Events that it wants.
        events: Vec<&'static str>,
    },
    /// Events that the host wants from now on.
    Subscribe(Vec<&'static str>, Option<u64>),
    /// Events that it no longer wants.
    Unsubscribe(Vec<&'static str>),
    /// Light or dark.
    SetTheme(Theme),
    /// Whether things move.
    SetMotion(Motion),
    /// A language.
    SetLang(String),
}

/// The names of the commands that only a page carries out.
pub const PAGE_METHODS: &[&str] = &["hello", "subscribe", "unsubscribe", "setTheme", "setMotion", "setLang"];

/// Reads a command about the page; `None` for one about the run.
///
/// # Errors
/// `bad-data`.
pub fn parse_page(name: &str, data: &Value) -> Result<Option<PageCommand>, Error> {
    let fields = Data(data);
    let theme = |text: &str| Theme::parse(text).map_err(Error::data);
    Ok(Some(match name {
        "hello" => PageCommand::Hello {
            resize: fields.truth("resize")?.unwrap_or(false),
            theme: fields.text("theme")?.map(theme).transpose()?,
            lang: fields.text("lang")?.map(language).transpose()?,
            events: events(fields)?.unwrap_or_default(),
        },
        "subscribe" => {
            let every = fields.count("everyMs")?.map(|every| every.max(SHORTEST_MS));
            PageCommand::Subscribe(need(events(fields)?, "events")?, every)
        }
        "unsubscribe" => PageCommand::Unsubscribe(need(events(fields)?, "events")?),
        "setTheme" => PageCommand::SetTheme(theme(need(fields.text("theme")?, "theme")?)?),
        "setMotion" => {
            let motion = need(fields.text("motion")?, "motion")?;
            PageCommand::SetMotion(Motion::parse(motion).map_err(Error::data)?)
        }
        "setLang" => PageCommand::SetLang(language(need(fields.text("lang")?, "lang")?)?),
        _ => return Ok(None),
    }))
}

fn language(text: &str) -> Result<String, Error> {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
    if (2..=35).contains(&text.len()) && text.chars().all(plain) {
        return Ok(text.into());
    }
    Err(Error::data("\"lang\" must be a language tag such as en or pt-BR"))
}

fn events(data: Data) -> Result<Option<Vec<&'static str>>, Error> {
    let known = |name: &String| {
        let short: String = name.chars().take(40).collect();
        let found = EVENTS.iter().find(|known| *known == name).copied();
        found.ok_or_else(|| Error::data(format!("there is no event \"{short}\"")))
    };
    data.texts("events")?.map(|names| names.iter().map(known).collect()).transpose()
}

/// The events that a host wants.
#[derive(Clone, Debug, Default)]
pub struct Subscriptions {
    names: BTreeSet<&'static str>,
    /// The least time between two `timeupdate`, in milliseconds; none for the usual.
    pub every_ms: Option<u64>,
}

impl Subscriptions {
    /// Adds events.
    pub fn add(&mut self, names: &[&'static str]) {
        self.names.extend(names);
    }

    /// Takes events away.
    pub fn remove(&mut self, names: &[&'static str]) {
        self.names.retain(|name| !names.contains(name));
    }

    /// Whether an event is wanted.
    pub fn has(&self, name: &str) -> bool {
        self.names.contains(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn each_command_of_the_page_is_read_and_none_of_the_run() {
        let data = json!({"resize": true, "theme": "dark", "lang": "de", "events": ["play", "mark"],
            "motion": "reduced", "everyMs": 5});
        for name in PAGE_METHODS {
            assert!(parse_page(name, &data).unwrap().is_some(), "{name}");
        }
        assert_eq!(parse_page("seek", &data), Ok(None));
        let subscribed = PageCommand::Subscribe(vec!["play", "mark"], Some(SHORTEST_MS));
        assert_eq!(parse_page("subscribe", &data), Ok(Some(subscribed)));
        let hello = PageCommand::Hello { resize: false, theme: None, lang: None, events: Vec::new() };
        assert_eq!(parse_page("hello", &Value::Null), Ok(Some(hello)));
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (name, data, part) in [
            ("hello", json!({"resize": 1}), "resize"),
            ("hello", json!({"theme": "pink"}), "pink"),
            ("subscribe", json!({}), "events"),
            ("subscribe", json!({"events": ["click"]}), "click"),
            ("subscribe", json!({"events": ["play"], "everyMs": -1}), "everyMs"),
            ("unsubscribe", json!({"events": 1}), "events"),
            ("setTheme", json!({}), "theme"),
            ("setMotion", json!({"motion": "fast"}), "fast"),
            ("setLang", json!({"lang": "<b>"}), "lang"),
        ] {
            let error = parse_page(name, &data).unwrap_err();
            assert!(error.code == "bad-data" && error.message.contains(part), "{name}: {error:?}");
        }
    }

    #[test]
    fn a_host_is_told_what_it_subscribed_to_and_nothing_else() {
        let mut wanted = Subscriptions::default();
        wanted.add(&["play", "mark"]);
        wanted.remove(&["play"]);
        assert_eq!(["play", "mark", "fault"].map(|name| wanted.has(name)), [false, true, false]);
    }
}
