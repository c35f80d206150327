//! The files of source that the site carries, fetched when first asked for.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

const NOT_HERE: &str = "This copy of the site does not carry the file";
const NO_NETWORK: &str = "The file could not be fetched: there is no connection to the site.";

thread_local! {
    static FILES: RefCell<BTreeMap<String, Rc<str>>> = const { RefCell::new(BTreeMap::new()) };
}

/// A file that has been fetched.
pub fn known(path: &str) -> Option<Rc<str>> {
    FILES.with_borrow(|files| files.get(path).cloned())
}

/// The address of a file below `src`, on this site.
pub fn address(path: &str) -> String {
    format!("source/{path}")
}

/// Fetches a file below `src`; what went wrong as a sentence.
pub async fn fetch(path: String) -> Result<Rc<str>, String> {
    if let Some(text) = known(&path) {
        return Ok(text);
    }
    let text: Rc<str> = get(&path).await?.into();
    FILES.with_borrow_mut(|files| files.insert(path, text.clone()));
    Ok(text)
}

async fn get(path: &str) -> Result<String, String> {
    let offline = |_: JsValue| NO_NETWORK.to_string();
    let window = web_sys::window().ok_or(NO_NETWORK)?;
    let base = window.document().and_then(|document| document.base_uri().ok().flatten()).unwrap_or_default();
    let address = web_sys::Url::new_with_base(&address(path), &base).map_err(offline)?.href();
    let answer = JsFuture::from(window.fetch_with_str(&address)).await.map_err(offline)?;
    let answer: web_sys::Response = answer.dyn_into().map_err(offline)?;
    // A server that answers every address with the page itself has no such file either.
    let is_page =
        answer.headers().get("content-type").ok().flatten().is_some_and(|kind| kind.contains("html"));
    if !answer.ok() || is_page {
        return Err(format!("{NOT_HERE} {path}."));
    }
    let text = JsFuture::from(answer.text().map_err(offline)?).await.map_err(offline)?;
    text.as_string().ok_or_else(|| NO_NETWORK.into())
}
