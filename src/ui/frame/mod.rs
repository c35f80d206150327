//! A page in another page's frame: it listens to its host and tells it what happens (EMBED.md, Messages).
//!
//! ```text
//! mod    what comes in: who may command, how fast, and the answer
//! out    what goes out: the envelope, to whom, and what the page itself has to tell
//! size   the page's height, for a host that gives it the room it needs
//! ```

mod out;
mod size;

use super::player::{Player, Shown};
use super::{api, look, settings, slow, use_player};
use faultyard::embed::{self, Message, Pace, PageCommand, Watch};
use faultyard::link::{Fit, Settings};
use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use gloo::utils::window;
use out::Out;
use serde_json::{Value, json};
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::pin::Pin;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::MessageEvent;
use yew::prelude::*;

pub use out::tell;

/// The least height at which everything that an embed shows is seen, in CSS pixels.
const LEAST_HEIGHT: u32 = 300;
/// So many commands wait at most; more are refused.
const MOST_WAITING: usize = 1_000;

/// A message that waits: what it says, whether it can be carried out, and the origin that sent it.
type Waiting = (Message, Result<(), embed::Error>, String);

/// What a command comes to.
enum Answer {
    Now(Value),
    Later(Pin<Box<dyn Future<Output = Result<Value, embed::Error>>>>),
}

/// The line to the host.
struct Line {
    player: Player,
    settings: Rc<Settings>,
    out: Rc<Out>,
    watch: RefCell<Watch>,
    pace: RefCell<Pace>,
    /// Commands, in their order.
    waiting: RefCell<VecDeque<Waiting>>,
    /// A look at the commands that wait is due.
    due: Cell<bool>,
}

/// Listens to the page around this one, if there is one and it may command, and tells it what happens.
#[hook]
pub fn use_host(shown: &Shown) {
    let player = shown.player.clone();
    let line = use_memo((), |()| Line::open(player));
    use_effect_with((), {
        let line = line.clone();
        move |()| {
            let listener = (*line).clone().map(Line::listen);
            move || drop(listener)
        }
    });
    let notice = shown.player.notice();
    use_effect_with(notice, {
        let line = line.clone();
        move |notice: &Option<String>| {
            if let (Some(line), Some(words)) = (&*line, notice) {
                line.out.event_if_wanted("warning", json!({"message": words}));
            }
        }
    });
    use_effect_with(shown.version, move |_| {
        if let Some(line) = &*line {
            line.look();
        }
    });
}

impl Line {
    fn open(player: Player) -> Option<Rc<Line>> {
        let settings = settings::get();
        let out = Out::to_parent(settings.clone())?;
        out::keep(out.clone());
        Some(Rc::new(Line {
            player,
            settings,
            out,
            watch: RefCell::default(),
            pace: RefCell::default(),
            waiting: RefCell::default(),
            due: Cell::default(),
        }))
    }

    fn listen(self: Rc<Line>) -> Option<EventListener> {
        self.look();
        self.ready();
        if self.settings.fit == Fit::Content {
            size::follow(self.out.clone());
        }
        if !self.settings.api {
            return None;
        }
        Some(EventListener::new(&window(), "message", move |event| self.hear(event.unchecked_ref())))
    }

    /// Takes a message in, if it is a command of the one who may command.
    fn hear(self: &Rc<Line>, event: &MessageEvent) {
        let from_parent =
            event.source().is_some_and(|source| self.out.is_parent(source.unchecked_ref::<JsValue>()));
        let origin = event.origin();
        let allowed = self.settings.origin.as_ref().is_none_or(|only| *only == origin);
        if !from_parent || !allowed {
            return;
        }
        let Some((message, state)) = Message::read(&api::read(&event.data())) else { return };
        if message.kind != embed::Kind::Command {
            return;
        }
        if self.waiting.borrow().len() >= MOST_WAITING {
            let error = embed::Error::new("too-many", "a host sends at most 100 commands a second");
            return self.out.send(&message.answer(Err(error)), &origin);
        }
        self.waiting.borrow_mut().push_back((message, state, origin));
        self.work();
    }

    /// Carries out what waits, as fast as commands may come.
    fn work(self: &Rc<Line>) {
        while !self.waiting.borrow().is_empty() {
            if !self.pace.borrow_mut().take(use_player::clock()) {
                if !self.due.replace(true) {
                    let line = self.clone();
                    Timeout::new(20, move || {
                        line.due.set(false);
                        line.work();
                    })
                    .forget();
                }
                return;
            }
            let Some((message, state, origin)) = self.waiting.borrow_mut().pop_front() else { return };
            self.out.answer_to(&origin);
            match state.and_then(|()| self.carry_out(&message)) {
                Ok(Answer::Now(value)) => self.out.send(&message.answer(Ok(value)), &origin),
                Ok(Answer::Later(answer)) => {
                    let line = self.clone();
                    spawn_local(async move { line.out.send(&message.answer(answer.await), &origin) });
                }
                Err(error) => self.out.send(&message.answer(Err(error)), &origin),
            }
            // What lasts shorter than a redraw is told too.
            self.look();
        }
    }

    fn carry_out(self: &Rc<Line>, message: &Message) -> Result<Answer, embed::Error> {
        let Some(command) = embed::parse_page(&message.name, &message.data)? else {
            let value = embed::execute(&self.player, embed::parse(&message.name, &message.data)?)?;
            return Ok(Answer::Now(value));
        };
        let player = self.player.clone();
        Ok(Answer::Now(match command {
            PageCommand::Hello { resize, theme, lang: _, events } => {
                theme.map(look::set_theme);
                self.out.wanted.borrow_mut().add(&events);
                if resize {
                    size::follow(self.out.clone());
                }
                self.ready();
                json!({"lang": api::LANGUAGE})
            }
            PageCommand::Subscribe(events, every) => {
                let mut wanted = self.out.wanted.borrow_mut();
                wanted.add(&events);
                wanted.every_ms = every.or(wanted.every_ms);
                json!({"everyMs": wanted.every_ms})
            }
            PageCommand::Unsubscribe(events) => {
                self.out.wanted.borrow_mut().remove(&events);
                Value::Null
            }
            PageCommand::SetTheme(theme) => look::set_theme(theme),
            PageCommand::SetMotion(motion) => look::set_motion(motion),
            PageCommand::SetLang(_) => json!(api::LANGUAGE),
            PageCommand::Search(data) => {
                return Ok(Answer::Later(Box::pin(async move { slow::search(&player, &data).await })));
            }
            PageCommand::Snapshot { png, scale } => {
                return Ok(Answer::Later(Box::pin(async move { slow::snapshot(&player, png, scale).await })));
            }
        }))
    }

    fn ready(&self) {
        self.out.event("ready", embed::ready(&self.player, env!("CARGO_PKG_VERSION"), LEAST_HEIGHT));
    }

    /// Tells what has happened to the run since the last look.
    fn look(&self) {
        let told = self.watch.borrow_mut().look(&self.player, use_player::clock(), &self.out.wanted.borrow());
        told.into_iter().for_each(|(name, data)| self.out.event(name, data));
    }
}
