//! The line to the host: that the page is ready, what happens to the run, and the commands about the line itself.

use super::Ears;
use super::out::Out;
use super::size;
use crate::ui::answer::{self, Answer};
use crate::ui::player::Player;
use crate::ui::{look, settings, use_player};
use faultyard::embed::{self, Message, Pace, PageCommand, Watch};
use faultyard::link::{Fit, Settings};
use gloo::events::EventListener;
use gloo::utils::window;
use serde_json::{Value, json};
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
use wasm_bindgen::JsCast;

/// The least height at which everything that an embed shows is seen, in CSS pixels.
const LEAST_HEIGHT: u32 = 300;

/// A message that waits: what it says, whether it can be carried out, and the origin that sent it.
pub(super) type Waiting = (Message, Result<(), embed::Error>, String);

/// The line to the host.
pub struct Line {
    player: Player,
    pub(super) settings: Rc<Settings>,
    pub(super) out: Rc<Out>,
    watch: RefCell<Watch>,
    pub(super) pace: RefCell<Pace>,
    /// Commands, in their order.
    pub(super) waiting: RefCell<VecDeque<Waiting>>,
    /// A look at the commands that wait is due.
    pub(super) due: Cell<bool>,
    /// Commands can be carried out, or refused.
    pub(super) is_fit: Cell<bool>,
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

    /// What is about the line itself is done here, all else as for anybody.
    pub(super) fn carry_out(self: &Rc<Line>, message: &Message) -> Result<Answer, embed::Error> {
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

    fn warn(&self, warnings: &[String], late: bool) {
        if late { self.out.warn(warnings) } else { self.out.begin_warnings(warnings) }
    }
}
