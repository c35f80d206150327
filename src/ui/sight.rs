//! Whether anybody can see the page: a frame out of view does no work.

use gloo::utils::document_element;
use std::cell::Cell;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{IntersectionObserver, IntersectionObserverEntry};

thread_local! {
    static IN_VIEW: Cell<bool> = const { Cell::new(true) };
}

/// Begins to follow whether the page is in view, through all the frames around it.
pub fn watch() {
    let changed = Closure::<dyn FnMut(js_sys::Array)>::new(|entries: js_sys::Array| {
        if let Some(entry) =
            entries.iter().last().and_then(|entry| entry.dyn_into::<IntersectionObserverEntry>().ok())
        {
            IN_VIEW.set(entry.is_intersecting());
        }
    });
    if let Ok(observer) = IntersectionObserver::new(changed.as_ref().unchecked_ref()) {
        observer.observe(&document_element());
        changed.forget();
    }
}

/// Whether the page is in view.
pub fn is_in_view() -> bool {
    IN_VIEW.get()
}
