//! The page's size, told to a host that gives it the room it needs.

use super::out::Out;
use crate::ui::use_player::clock;
use gloo::timers::callback::Timeout;
use gloo::utils::{document, document_element};
use serde_json::json;
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{Element, ResizeObserver};

/// Smaller changes are not told, in CSS pixels.
const LEAST: f64 = 2.0;
/// Between two messages, in milliseconds.
const PAUSE_MS: u32 = 100;
/// After so many growths at one width, one after another, the page and its host chase each other: no more is told.
const MOST_GROWTHS: u32 = 20;

thread_local! {
    static FOLLOWING: Cell<bool> = const { Cell::new(false) };
}

struct Follower {
    page: Element,
    out: Rc<Out>,
    told: Cell<(f64, f64)>,
    told_at: Cell<f64>,
    growths: Cell<u32>,
    due: Cell<bool>,
}

/// Lets the page's height follow from its content, and tells it now and whenever it changes.
pub fn follow(out: Rc<Out>) {
    let _ = document_element().set_attribute("data-fit", "content");
    let Ok(Some(page)) = document().query_selector(".embed") else { return };
    if FOLLOWING.replace(true) {
        return;
    }
    let follower = Rc::new(Follower {
        page: page.clone(),
        out,
        told: Cell::default(),
        told_at: Cell::new(f64::NEG_INFINITY),
        growths: Cell::default(),
        due: Cell::default(),
    });
    let changed = Closure::<dyn FnMut()>::new(move || follower.measure());
    if let Ok(observer) = ResizeObserver::new(changed.as_ref().unchecked_ref()) {
        observer.observe(&page);
        // As long as the page.
        changed.forget();
    }
}

impl Follower {
    fn measure(self: &Rc<Follower>) {
        let size = self.page.get_bounding_client_rect();
        let (width, height) = (size.width().ceil(), size.height().ceil());
        let (told_width, told_height) = self.told.get();
        if (width - told_width).abs() < LEAST && (height - told_height).abs() < LEAST {
            return;
        }
        let wait = f64::from(PAUSE_MS) - (clock() - self.told_at.get());
        if wait > 0.0 {
            if !self.due.replace(true) {
                let again = self.clone();
                Timeout::new(wait.ceil() as u32, move || {
                    again.due.set(false);
                    again.measure();
                })
                .forget();
            }
            return;
        }
        let grown = height > told_height && (width - told_width).abs() < LEAST;
        self.growths.set(if grown { self.growths.get() + 1 } else { 0 });
        if self.growths.get() > MOST_GROWTHS {
            return;
        }
        self.told.set((width, height));
        self.told_at.set(clock());
        self.out.event("size", json!({"width": width, "height": height}));
    }
}
