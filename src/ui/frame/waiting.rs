//! Commands that came and wait: for their turn, for the pace that a host may keep, for what carries them out.

use super::Ears;
use super::line::Line;
use crate::ui::answer::{self, Answer};
use crate::ui::{api, use_player};
use faultyard::embed::{self, Message};
use gloo::timers::callback::Timeout;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::MessageEvent;

/// So many commands wait at most; more are refused.
const MOST_WAITING: usize = 1_000;

/// What is about the line itself.
const OWN: [&str; 3] = ["hello", "subscribe", "unsubscribe"];

impl Line {
    /// Takes a message in, if it is a command of the one who may command.
    pub(super) fn hear(self: &Rc<Line>, event: &MessageEvent) {
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
}
