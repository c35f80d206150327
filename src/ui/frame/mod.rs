//! A page in another page's frame: it listens to its host and tells it what happens (docs/embedding.md, Messages).
//!
//! ```text
//! mod      when there is a host, and when it is told
//! line     the line to the host, and the commands about the line itself
//! waiting  what comes in: who may command, how fast, and the answer
//! out      what goes out: the envelope, to whom, and what the page itself has to tell
//! size     the page's height, for a host that gives it the room it needs
//! ```

mod line;
mod out;
mod size;
mod waiting;

use super::address;
use super::lazy::{Missing, apart, once};
use super::player::{Player, Shown};
use super::{answer, api};
use faultyard::labs;
use faultyard::link::address::Page;
use gloo::events::EventListener;
use gloo::utils::window;
use line::Line;
use serde_json::{Value, json};
use std::cell::{Cell, RefCell};
use std::pin::Pin;
use std::rc::Rc;
use wasm_bindgen::JsValue;
use yew::prelude::*;

/// What the page knows of its line to the page around it; the line is in a file of its own.
pub trait Ears {
    /// Says that the page is ready, and listens if the host may command.
    fn listen(self: Rc<Self>) -> Option<EventListener>;
    /// Tells what has happened to the run since the last look.
    fn look(&self);
    /// Tells the host, if it wants to know.
    fn tell(&self, name: &'static str, data: Value);
    /// What was not as it should be in the address; `late` is what came out as the run went on.
    fn warn(&self, warnings: &[String], late: bool);
}

/// What a script's command comes to, and what it throws.
type Called = Pin<Box<dyn Future<Output = Result<JsValue, JsValue>>>>;

/// Commands and the line that they come by.
#[derive(Clone, Copy)]
pub struct Host {
    /// The line, if there is a page around this one.
    open: fn(Player) -> Option<Rc<dyn Ears>>,
    /// Carries out a command that a script gives, in JavaScript's own values.
    pub call: fn(Player, String, JsValue) -> Called,
}

thread_local! {
    static HOST: Cell<Option<Host>> = const { Cell::new(None) };
    static LINE: RefCell<Option<Rc<dyn Ears>>> = const { RefCell::new(None) };
}

apart! {
    in host: async fn host() -> Host {
        Host {
            open: |player| Line::open(player).map(|line| line as Rc<dyn Ears>),
            call: |player, name, data| {
                Box::pin(async move {
                    let done = called(player, name, api::read(&data)).await;
                    done.map(|value| api::write(&value)).map_err(|error| api::thrown(&error))
                })
            },
        }
    }
}

async fn called(player: Player, name: String, data: Value) -> Result<Value, faultyard::embed::Error> {
    match &*name {
        // For the tests, which hold a browser's fingerprints against the native ones. No embed offers it.
        "digests" => {
            let scripts = data.get("scripts").and_then(Value::as_str).unwrap_or_default();
            for card in labs::CARDS {
                labs::load(card.slug).await;
            }
            Ok(json!(faultyard::lab::digests(&|slug| labs::find(slug).copied(), scripts)))
        }
        _ => answer::load().await.map_err(|_| answer::missing())?(&player, &name, &data)?.value().await,
    }
}

/// Commands, once their file is there.
pub async fn load() -> Result<Host, Missing> {
    once(&HOST, host()).await
}

/// Whether there is a page around this one.
pub fn is_framed() -> bool {
    let own = window();
    own.parent().ok().flatten().is_some_and(|parent| parent != own)
}

/// Tells the host, if there is one that wants to know: for what only a part of the page can tell.
pub fn tell(name: &'static str, data: Value) {
    if let Some(line) = LINE.with_borrow(Option::clone) {
        line.tell(name, data);
    }
}

/// What was not as it should be in the address is for the page's author: the host is told, now or when it wants to
/// know, and the console; what came out `late` is told beside what was told at first. False if nobody is there: then the
/// reader is to be told.
pub fn warn(warnings: &[String], late: bool) -> bool {
    let Some(line) = LINE.with_borrow(Option::clone).filter(|_| matches!(address::page(), Page::Embed(_)))
    else {
        return false;
    };
    line.warn(warnings, late);
    true
}

/// Listens to the page around this one, if there is one and it may command, and tells it what happens.
#[hook]
pub fn use_host(shown: &Shown) {
    let player = shown.player.clone();
    // In a frame the commands are there before the page is.
    let line = use_memo((), |()| {
        let line = HOST.get().and_then(|host| (host.open)(player));
        LINE.set(line.clone());
        line
    });
    use_effect_with((), {
        let line = line.clone();
        move |()| {
            let listener = (*line).clone().map(Ears::listen);
            move || drop(listener)
        }
    });
    let notice = shown.player.notice();
    use_effect_with(notice, {
        let line = line.clone();
        move |notice: &Option<String>| {
            if let (Some(line), Some(words)) = (&*line, notice) {
                line.tell("warning", json!({"message": words}));
            }
        }
    });
    use_effect_with(shown.version, move |_| {
        if let Some(line) = &*line {
            line.look();
        }
    });
}
