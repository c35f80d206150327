//! What comes in: who may command, how fast, and the answer.

use super::Ears;
use super::out::Out;
use super::size;
use crate::ui::answer::{self, Answer};
use crate::ui::player::Player;
use crate::ui::{api, look, settings, use_player};
use faultyard::embed::{self, Message, Pace, PageCommand, Watch};
use faultyard::link::{Fit, Settings};
use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use gloo::utils::window;
use serde_json::{Value, json};
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::MessageEvent;

/// The least height at which everything that an embed shows is seen, in CSS pixels.
const LEAST_HEIGHT: u32 = 300;
/// So many commands wait at most; more are refused.
const MOST_WAITING: usize = 1_000;

/// What is about the line itself.
const OWN: [&str; 3] = ["hello", "subscribe", "unsubscribe"];

/// A message that waits: what it says, whether it can be carried out, and the origin that sent it.
type Waiting = (Message, Result<(), embed::Error>, String);

/// The line to the host.
pub struct Line {
    player: Player,
    settings: Rc<Settings>,
    pub(super) out: Rc<Out>,
    watch: RefCell<Watch>,
    pace: RefCell<Pace>,
    /// Commands, in their order.
    waiting: RefCell<VecDeque<Waiting>>,
    /// A look at the commands that wait is due.
    due: Cell<bool>,
    /// Commands can be carried out, or refused.
    is_fit: Cell<bool>,
}

impl Line {
    /// The line, if there is a page around this one.
    pub fn open(player: Player) -> Option<Rc<Line>> {
        let settings = settings::get();
        let out = Out::to_parent(settings.clone())?;
        Some(Rc::new(Line {
            player,
            settings,
            out,
            watch: RefCell::default(),
            pace: RefCell::default(),
            waiting: RefCell::default(),
            due: Cell::default(),
            is_fit: Cell::new(answer::there().is_some()),
        }))
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

    /// Carries out what waits, as fast as commands may come, and once what carries them out is there.
    fn work(self: &Rc<Line>) {
        while !self.waiting.borrow().is_empty() {
            let is_own =
                self.waiting.borrow().front().is_some_and(|(message, ..)| OWN.contains(&&*message.name));
            if !is_own && !self.is_fit.get() {
                return self.prepare();
            }
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

    /// Fetches what carries out commands, and goes on. Where it cannot be had, each command is told.
    fn prepare(self: &Rc<Line>) {
        let line = self.clone();
        spawn_local(async move {
            let _ = answer::load().await;
            line.is_fit.set(true);
            line.work();
            line.is_fit.set(answer::there().is_some());
        });
    }

    /// What is about the line itself is done here, all else as for anybody.
    fn carry_out(self: &Rc<Line>, message: &Message) -> Result<Answer, embed::Error> {
        Ok(Answer::Now(match embed::parse_page(&message.name, &message.data)? {
            Some(PageCommand::Hello { resize, theme, lang: _, events, warnings }) => {
                theme.map(look::set_theme);
                self.out.subscribe(&events);
                self.out.warn(&warnings);
                if resize {
                    size::follow(self.out.clone());
                }
                self.ready();
                json!({"lang": answer::LANGUAGE})
            }
            Some(PageCommand::Subscribe(events, every)) => {
                self.out.subscribe(&events);
                let mut wanted = self.out.wanted.borrow_mut();
                wanted.every_ms = every.or(wanted.every_ms);
                json!({"everyMs": wanted.every_ms})
            }
            Some(PageCommand::Unsubscribe(events)) => {
                self.out.wanted.borrow_mut().remove(&events);
                Value::Null
            }
            _ => match answer::there() {
                Some(to) => return to(&self.player, &message.name, &message.data),
                None => return Err(answer::missing()),
            },
        }))
    }

    fn ready(&self) {
        let mut ready = embed::ready(&self.player, env!("CARGO_PKG_VERSION"), LEAST_HEIGHT);
        ready["warnings"] = self.out.warnings().into();
        self.out.event("ready", ready);
    }
}

impl Ears for Line {
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

    fn look(&self) {
        let told = self.watch.borrow_mut().look(&self.player, use_player::clock(), &self.out.wanted.borrow());
        told.into_iter().for_each(|(name, data)| self.out.event(name, data));
    }

    fn tell(&self, name: &'static str, data: Value) {
        self.out.event_if_wanted(name, data);
    }

    fn warn(&self, warnings: &[String]) {
        self.out.begin_warnings(warnings);
    }
}
