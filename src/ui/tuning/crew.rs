//! Who does the runs of a sweep: workers, or where there can be none the page itself, a run at a time.

use super::job;
use super::worker::READY;
use faultyard::lab::{Outcome, Sweep};
use gloo::timers::callback::Timeout;
use gloo::utils::{document, window};
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{MessageEvent, Worker};
use yew::Callback;

/// At most so many workers: each has the program and its memory.
const MOST: usize = 8;
const SCRIPT: &str = "static/worker.js";
const STOPPED: &str = "A worker stopped in the middle of a run; what it was is in the browser's console.";

/// A run's number and what it came to; or why there is nothing more.
pub type Found = Result<(usize, Outcome), String>;

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
    /// The page does runs itself.
    alone: Cell<bool>,
    found: Callback<Found>,
}

/// A worker, and what listens to it as long as it may speak.
struct Hand {
    worker: Worker,
    _heard: Closure<dyn FnMut(MessageEvent)>,
    _failed: Closure<dyn FnMut()>,
}

impl Crew {
    /// Starts on a sweep; `found` is told of the runs in whatever order they come.
    pub fn start(sweep: Sweep, found: Callback<Found>) -> Crew {
        let (next, stopped, alone) = (Cell::new(0), Cell::new(false), Cell::new(false));
        let deal = Rc::new(Deal { sweep, next, stopped, alone, found });
        // One core is left to the page.
        let cores = window().navigator().hardware_concurrency() as usize;
        let count = cores.saturating_sub(1).clamp(1, MOST).min(deal.sweep.runs());
        let hands: Vec<Hand> = (0..count).map_while(|_| Hand::hire(&deal)).collect();
        if hands.is_empty() {
            deal.clone().do_alone();
        }
        Crew { deal, hands }
    }

    /// Nothing more is done.
    pub fn stop(self) {
        self.deal.stopped.set(true);
        self.hands.iter().for_each(|hand| hand.worker.terminate());
        // A worker's last word may be what stops the crew: who listens is let go when that has been heard.
        Timeout::new(0, move || drop(self.hands)).forget();
    }
}

impl Hand {
    /// A worker at work, unless the browser allows none.
    fn hire(deal: &Rc<Deal>) -> Option<Hand> {
        let program = program()?;
        let worker = Worker::new(&absolute(SCRIPT)?).ok()?;
        let started = Rc::new(Cell::new(false));
        let heard = Closure::new({
            let (worker, deal, started) = (worker.clone(), deal.clone(), started.clone());
            move |event: MessageEvent| {
                started.set(true);
                let said = event.data().as_string().unwrap_or_default();
                if said != READY {
                    deal.found.emit(job::read(&said).ok_or_else(|| STOPPED.into()));
                }
                if let Some(run) = deal.take() {
                    let _ = worker.post_message(&job::write(&deal.sweep, run).into());
                }
            }
        });
        let failed = Closure::new({
            let deal = deal.clone();
            move || match started.get() {
                true => deal.found.emit(Err(STOPPED.into())),
                // The browser does not let it start: the page does the runs.
                false => deal.clone().do_alone(),
            }
        });
        worker.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        worker.set_onerror(Some(failed.as_ref().unchecked_ref()));
        worker.post_message(&program).ok()?;
        Some(Hand { worker, _heard: heard, _failed: failed })
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

    /// From now on the page does runs, if it does not yet.
    fn do_alone(self: Rc<Self>) {
        if !self.alone.replace(true) {
            self.go_on();
        }
    }

    /// The page does the next run, and between two of them lives.
    fn go_on(self: Rc<Self>) {
        Timeout::new(0, move || {
            let Some(run) = self.take() else { return };
            let (cell, seed) = self.sweep.place(run);
            if let Some(outcome) = job::outcome(&self.sweep.scenario(cell, seed), self.sweep.until) {
                self.found.emit(Ok((run, outcome)));
            }
            self.go_on();
        })
        .forget();
    }
}

/// Where the page's own program is, for a worker to start it.
fn program() -> Option<js_sys::Object> {
    let program = js_sys::Object::new();
    let script = document().query_selector("script[data-js]").ok()??;
    for (name, attribute) in [("glue", "data-js"), ("wasm", "data-wasm")] {
        let address = script.get_attribute(attribute)?;
        js_sys::Reflect::set(&program, &name.into(), &absolute(&address)?.into()).ok()?;
    }
    Some(program)
}

/// An address of the site in full: a worker has its own idea of where it is.
fn absolute(address: &str) -> Option<String> {
    let base = document().base_uri().ok()??;
    web_sys::Url::new_with_base(address, &base).ok().map(|url| url.href())
}
