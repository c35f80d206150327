//! The commands about the page itself, which only a page can carry out: read here, so that they are tried without one.

use super::data::{Data, need};
use super::{EVENTS, Error, Host, saved};
use crate::lab::search::{FaultKind, Found, Search};
use crate::link::{Motion, Saved, Theme, quoted};
use crate::process::SimDuration;
use serde_json::{Value, json};
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
        /// What was not as it should be in it, a sentence each: a greeting is never refused for one wrong name.
        warnings: Vec<String>,
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
    /// A run that breaks a promise.
    Search(SearchData),
    /// The stage, or what has happened, as a picture.
    Snapshot {
        /// The space-time diagram, else the stage.
        spacetime: bool,
        /// PNG, else SVG.
        png: bool,
        /// Pixels of a PNG for each of CSS.
        scale: f64,
    },
}

/// What a search is for.
#[derive(Clone, Debug, PartialEq)]
pub struct SearchData {
    /// The property's name.
    pub property: String,
    /// The kinds of faults that may be used; none for all.
    pub rules: Vec<FaultKind>,
    /// At most so many runs are tried.
    pub budget: u64,
}

impl SearchData {
    /// The search that this asks for, from the run that is shown.
    ///
    /// # Errors
    /// `unknown-property`.
    pub fn begin(&self, host: &dyn Host) -> Result<Search, Error> {
        let scenario = saved(host).scenario;
        let search = Search::new(host.lab(), scenario, &self.property, self.rules.clone());
        search.map_err(|why| Error::new("unknown-property", why))
    }

    /// What the search has come to, as the answer to its command; it took so long.
    pub fn answer(&self, search: &Search, found: Option<Found>, took: SimDuration) -> Value {
        let rules: Vec<&str> = search.kinds().iter().map(|kind| kind.word()).collect();
        let mut value = json!({
            "found": found.is_some(), "tried": search.tried(), "states": search.states(), "rules": rules,
            "account": search.account(Some(took), found.is_some()),
        });
        if let Some(found) = found {
            value["scenario"] = Saved::new(&found.scenario, found.t).value();
            value["t"] = found.t.seconds().into();
            value["text"] = found.text.into();
        }
        value
    }
}

/// The names of the commands that only a page carries out.
pub const PAGE_METHODS: &[&str] =
    &["hello", "subscribe", "unsubscribe", "setTheme", "setMotion", "setLang", "search", "snapshot"];

/// A search tries so many runs if nobody says how many, and never more than the other.
const BUDGET: (u64, u64) = (100, 2_000);
/// The largest scale of a picture.
const LARGEST: f64 = 4.0;

/// Reads a command about the page; `None` for one about the run.
///
/// # Errors
/// `bad-data`.
pub fn parse_page(name: &str, data: &Value) -> Result<Option<PageCommand>, Error> {
    let fields = Data(data);
    let theme = |text: &str| Theme::parse(text).map_err(Error::data);
    Ok(Some(match name {
        "hello" => {
            let asked = fields.texts("events")?.unwrap_or_default();
            let (known, unknown): (Vec<_>, Vec<_>) = asked.iter().map(event).partition(Result::is_ok);
            let mut warnings: Vec<String> = unknown.into_iter().filter_map(Result::err).collect();
            PageCommand::Hello {
                resize: fields.truth("resize")?.unwrap_or(false),
                theme: unless_wrong(fields.text("theme")?.map(theme).transpose(), &mut warnings),
                lang: unless_wrong(fields.text("lang")?.map(language).transpose(), &mut warnings),
                events: known.into_iter().flatten().collect(),
                warnings,
            }
        }
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
        "search" => PageCommand::Search(search(fields)?),
        "snapshot" => {
            let spacetime = fields.word("view", &[("stage", false), ("spacetime", true)])?;
            let png = fields.word("format", &[("svg", false), ("png", true)])?;
            let scale = fields.number("scale")?.unwrap_or(1.0).clamp(0.25, LARGEST);
            PageCommand::Snapshot { spacetime, png, scale }
        }
        _ => return Ok(None),
    }))
}

fn search(data: Data) -> Result<SearchData, Error> {
    let rule = |word: &String| {
        let found = FaultKind::ALL.into_iter().find(|kind| kind.word() == word);
        let words: Vec<&str> = FaultKind::ALL.iter().map(|kind| kind.word()).collect();
        found.ok_or_else(|| Error::data(format!("\"rules\" must be some of {}", words.join(", "))))
    };
    Ok(SearchData {
        property: need(data.text("property")?, "property")?.into(),
        rules: data.texts("rules")?.unwrap_or_default().iter().map(rule).collect::<Result<_, _>>()?,
        budget: data.count("budget")?.unwrap_or(BUDGET.0).clamp(1, BUDGET.1),
    })
}

/// What is right; what is wrong becomes a warning.
fn unless_wrong<T>(read: Result<Option<T>, Error>, warnings: &mut Vec<String>) -> Option<T> {
    read.unwrap_or_else(|why| {
        warnings.push(why.message);
        None
    })
}

fn language(text: &str) -> Result<String, Error> {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
    if (2..=35).contains(&text.len()) && text.chars().all(plain) {
        return Ok(text.into());
    }
    Err(Error::data("\"lang\" must be a language tag such as en or pt-BR"))
}

fn events(data: Data) -> Result<Option<Vec<&'static str>>, Error> {
    let known = |name: &String| event(name).map_err(Error::data);
    data.texts("events")?.map(|names| names.iter().map(known).collect()).transpose()
}

/// The event of this name.
fn event(name: &String) -> Result<&'static str, String> {
    let found = EVENTS.iter().find(|known| *known == name).copied();
    found.ok_or_else(|| format!("there is no event {}", quoted(name)))
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
            "motion": "reduced", "everyMs": 5, "property": "Election Safety", "format": "png", "scale": 99});
        for name in PAGE_METHODS {
            assert!(parse_page(name, &data).unwrap().is_some(), "{name}");
        }
        let picture = PageCommand::Snapshot { spacetime: false, png: true, scale: LARGEST };
        assert_eq!(parse_page("snapshot", &data), Ok(Some(picture)));
        assert_eq!(parse_page("seek", &data), Ok(None));
        let subscribed = PageCommand::Subscribe(vec!["play", "mark"], Some(SHORTEST_MS));
        assert_eq!(parse_page("subscribe", &data), Ok(Some(subscribed)));
        assert_eq!(parse_page("hello", &Value::Null), Ok(Some(hello(&[], &[]))));
    }

    fn hello(events: &[&'static str], warnings: &[&str]) -> PageCommand {
        let warnings = warnings.iter().map(ToString::to_string).collect();
        PageCommand::Hello { resize: false, theme: None, lang: None, events: events.into(), warnings }
    }

    #[test]
    fn a_greeting_with_a_name_that_is_no_event_is_heard_for_the_rest() {
        let greeting = json!({"events": ["play", "clik", "mark"]});
        let heard = hello(&["play", "mark"], &["there is no event \"clik\""]);
        assert_eq!(parse_page("hello", &greeting), Ok(Some(heard)));
    }

    #[test]
    fn a_greeting_is_not_refused_for_one_wrong_word() {
        let data = json!({"resize": true, "theme": "pink", "lang": "<b>", "events": ["play", "click"]});
        let Ok(Some(PageCommand::Hello { resize, theme, lang, events, warnings })) =
            parse_page("hello", &data)
        else {
            panic!("refused");
        };
        assert_eq!((resize, theme, lang, events), (true, None, None, vec!["play"]));
        let named = ["click", "pink", "lang"];
        assert!(
            warnings.len() == 3 && named.iter().all(|word| warnings.iter().any(|told| told.contains(word))),
            "{warnings:?}"
        );
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (name, data, part) in [
            ("hello", json!({"resize": 1}), "resize"),
            ("subscribe", json!({}), "events"),
            ("subscribe", json!({"events": ["click"]}), "click"),
            ("subscribe", json!({"events": ["play"], "everyMs": -1}), "everyMs"),
            ("unsubscribe", json!({"events": 1}), "events"),
            ("setTheme", json!({}), "theme"),
            ("setMotion", json!({"motion": "fast"}), "fast"),
            ("setLang", json!({"lang": "<b>"}), "lang"),
            ("search", json!({}), "property"),
            ("search", json!({"property": "x", "rules": ["magic"]}), "crash, partition"),
            ("snapshot", json!({"format": "gif"}), "svg, png"),
            ("snapshot", json!({"view": "split"}), "stage, spacetime"),
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
