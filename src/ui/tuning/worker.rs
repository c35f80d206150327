//! The worker's side: the same program without a document, that scores the runs it is told.

use super::job;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

/// What a worker says when it can be told runs.
pub const READY: &str = "ready";

/// Takes runs from now on.
pub fn start() {
    let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else { return };
    let answering = scope.clone();
    let heard = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let (answering, text) = (answering.clone(), event.data().as_string());
        spawn_local(async move {
            let answer = match text {
                Some(text) => job::work(&text).await,
                None => None,
            };
            // A job that is none is answered too, so that the page does not wait for it.
            let _ = answering.post_message(&answer.unwrap_or_default().into());
        });
    });
    scope.set_onmessage(Some(heard.as_ref().unchecked_ref()));
    heard.forget();
    let _ = scope.post_message(&READY.into());
}
