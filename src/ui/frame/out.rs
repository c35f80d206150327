//! What goes out to the host.

use crate::ui::api;
use faultyard::embed::{Message, Subscriptions};
use faultyard::link::Settings;
use gloo::utils::window;
use serde_json::{Value, json};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsValue;
use web_sys::Window;

/// Everybody: an opaque origin has no name.
const ANYBODY: &str = "*";

/// The way to the window around this one.
pub struct Out {
    parent: Window,
    settings: Rc<Settings>,
    /// The origin that commanded last: it is told what happens.
    host: RefCell<String>,
    /// The events that the host wants.
    pub(super) wanted: RefCell<Subscriptions>,
    /// What was not as it should be in the address, a sentence each.
    warnings: RefCell<Vec<String>>,
}

impl Out {
    /// The way to the host; none if the page is not in a frame.
    pub(super) fn to_parent(settings: Rc<Settings>) -> Option<Rc<Out>> {
        let own = window();
        let parent = own.parent().ok().flatten().filter(|parent| *parent != own)?;
        let host = RefCell::new(settings.origin.clone().unwrap_or(ANYBODY.into()));
        Some(Rc::new(Out {
            parent,
            settings,
            host,
            wanted: RefCell::default(),
            warnings: RefCell::default(),
        }))
    }

    /// Whether this is the window around this one.
    pub(super) fn is_parent(&self, source: &JsValue) -> bool {
        *source == *AsRef::<JsValue>::as_ref(&self.parent)
    }

    /// Events go to this origin from now on.
    pub(super) fn answer_to(&self, origin: &str) {
        *self.host.borrow_mut() = target(origin).into();
    }

    /// The host wants these events from now on; of warnings also those that there were.
    pub(super) fn subscribe(&self, events: &[&'static str]) {
        let knew = self.wanted.borrow().has("warning");
        self.wanted.borrow_mut().add(events);
        if !knew {
            self.warnings()
                .iter()
                .for_each(|words| self.event_if_wanted("warning", json!({"message": words})));
        }
    }

    /// Tells the host's author what was not as it should be in the address.
    pub(super) fn begin_warnings(&self, warnings: &[String]) {
        self.warnings.borrow_mut().clear();
        self.warn(warnings);
    }

    /// Tells the host's author what was not as it should be.
    pub(super) fn warn(&self, warnings: &[String]) {
        for words in warnings {
            web_sys::console::warn_1(&words.as_str().into());
            self.event_if_wanted("warning", json!({"message": words}));
            let mut known = self.warnings.borrow_mut();
            if !known.contains(words) {
                known.push(words.clone());
            }
        }
    }

    /// What was not as it should be in the address, and in the greetings.
    pub(super) fn warnings(&self) -> Vec<String> {
        self.warnings.borrow().clone()
    }

    /// Sends an event.
    pub(super) fn event(&self, name: &str, data: Value) {
        let host = self.host.borrow().clone();
        self.send(&Message::event(name, data), &host);
    }

    /// Sends an event that the host has subscribed to.
    pub(super) fn event_if_wanted(&self, name: &str, data: Value) {
        if self.wanted.borrow().has(name) {
            self.event(name, data);
        }
    }

    /// Sends a message to an origin.
    pub(super) fn send(&self, message: &Message, origin: &str) {
        let id = self.settings.id.clone().or_else(|| message.id.clone());
        let message = Message { id, ..message.clone() };
        let _ = self.parent.post_message(&api::write(&message.value()), target(origin));
    }
}

/// A sandboxed page and a file have an origin without a name.
fn target(origin: &str) -> &str {
    if matches!(origin, "" | "null") { ANYBODY } else { origin }
}
