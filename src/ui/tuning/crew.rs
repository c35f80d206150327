//! Who does the runs of a sweep: workers, or where there can be none the page itself, a run at a time.

use super::job;
use faultyard::lab::{Outcome, Sweep};
use gloo::timers::callback::Timeout;
use gloo::utils::{document, window};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{MessageEvent, Worker};
use yew::Callback;

/// At most so many workers: each has the program and its memory.
const MOST: usize = 8;
const SCRIPT: &str = "static/worker.js";

/// The workers of a sweep.
pub struct Crew {
    deal: Rc<Deal>,
    hands: Vec<Hand>,
}

/// What is to be done, shared by all hands.
struct Deal {
    sweep: Sweep,
    next: Cell<usize>,
    stopped: Cell<bool>,
    found: Callback<(usize, Outcome)>,
}

struct Hand {
    worker: Worker,
    /// Kept as long as the worker may speak.
    heard: Closure<dyn FnMut(MessageEvent)>,
    failed: Closure<dyn FnMut()>,
}

impl Crew {
    /// Starts on a sweep; `found` gets each run's number and outcome, in whatever order they come.
    pub fn start(sweep: Sweep, found: Callback<(usize, Outcome)>) -> Crew {
        let deal = Rc::new(Deal { sweep, next: Cell::new(0), stopped: Cell::new(false), found });
        // One core is left to the page.
        let cores = window().navigator().hardware_concurrency() as usize;
        let count = cores.saturating_sub(1).clamp(1, MOST).min(deal.sweep.runs());
        let alone = Rc::new(RefCell::new(Some(deal.clone())));
        let hands: Vec<Hand> = (0..count).filter_map(|_| Hand::hire(&deal, &alone)).collect();
        if hands.is_empty() {
            deal.clone().go_on();
        }
        Crew { deal, hands }
    }

    /// Nothing more is done.
    pub fn stop(self) {
        self.deal.stopped.set(true);
        self.hands.iter().for_each(|hand| hand.worker.terminate());
        // A worker's last word may be what stops the crew: it is let go when that has been heard.
        Timeout::new(0, move || drop(self.hands)).forget();
    }
}

impl Hand {
    /// A worker at work, unless the browser allows none. One that fails to start leaves the runs to the page.
    fn hire(deal: &Rc<Deal>, alone: &Rc<RefCell<Option<Rc<Deal>>>>) -> Option<Hand> {
        let worker = Worker::new(&absolute(SCRIPT)?).ok()?;
        let (speaking, dealing) = (worker.clone(), deal.clone());
        let heard = Closure::new(move |event: MessageEvent| {
            let text = event.data().as_string().unwrap_or_default();
            if let Some((run, outcome)) = job::read(&text) {
                dealing.found.emit((run, outcome));
            }
            if let Some(run) = dealing.take() {
                let _ = speaking.post_message(&job::write(&dealing.sweep, run).into());
            }
        });
        let alone = alone.clone();
        let failed = Closure::new(move || {
            if let Some(deal) = alone.borrow_mut().take() {
                deal.go_on();
            }
        });
        worker.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        worker.set_onerror(Some(failed.as_ref().unchecked_ref()));
        let program = js_sys::Object::new();
        for (name, link) in [("glue", "link[rel=modulepreload]"), ("wasm", "link[rel=preload][as=fetch]")] {
            let link = document().query_selector(link).ok()??.get_attribute("href")?;
            js_sys::Reflect::set(&program, &name.into(), &absolute(&link)?.into()).ok()?;
        }
        worker.post_message(&program).ok()?;
        Some(Hand { worker, heard, failed })
    }
}

impl Drop for Hand {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        let _ = (&self.heard, &self.failed);
    }
}

impl Deal {
    /// The number of the next run, if one is left.
    fn take(&self) -> Option<usize> {
        let run = self.next.get();
        let is_left = run < self.sweep.runs() && !self.stopped.get();
        self.next.set(run + usize::from(is_left));
        is_left.then_some(run)
    }

    /// The page does the next run, and between two of them lives.
    fn go_on(self: Rc<Self>) {
        Timeout::new(0, move || {
            let Some(run) = self.take() else { return };
            let answer = job::work(&job::write(&self.sweep, run));
            if let Some((run, outcome)) = answer.and_then(|answer| job::read(&answer)) {
                self.found.emit((run, outcome));
            }
            self.go_on();
        })
        .forget();
    }
}

/// An address of the site in full: a worker has its own idea of where it is.
fn absolute(address: &str) -> Option<String> {
    let base = document().base_uri().ok()??;
    web_sys::Url::new_with_base(address, &base).ok().map(|url| url.href())
}
