//! The worker's side: the same program without a document, that scores the runs it is told.

use super::job;
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

/// What a worker says when it can be told runs.
pub const READY: &str = "ready";

/// Takes runs from now on, if this is a worker; false if it is a page.
pub fn start() -> bool {
    let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else { return false };
    let answering = scope.clone();
    let heard = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let answer = event.data().as_string().and_then(|text| job::work(&text));
        // A job that is none is answered too, so that the page does not wait for it.
        let _ = answering.post_message(&answer.unwrap_or_default().into());
    });
    scope.set_onmessage(Some(heard.as_ref().unchecked_ref()));
    heard.forget();
    let _ = scope.post_message(&READY.into());
    true
}
