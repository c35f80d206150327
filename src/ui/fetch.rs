//! A file of the site as text, fetched when somebody asks for what is in it.

use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Why there is no text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failed {
    /// This copy of the site does not have the file.
    NotHere,
    /// No answer came.
    NoNetwork,
}

impl From<JsValue> for Failed {
    fn from(_: JsValue) -> Failed {
        Failed::NoNetwork
    }
}

/// The text of a file, by its address from the site's root.
pub async fn text(address: &str) -> Result<String, Failed> {
    let window = web_sys::window().ok_or(Failed::NoNetwork)?;
    let base = window.document().and_then(|document| document.base_uri().ok().flatten()).unwrap_or_default();
    let address = web_sys::Url::new_with_base(address, &base)?.href();
    let answer: web_sys::Response = JsFuture::from(window.fetch_with_str(&address)).await?.dyn_into()?;
    // A server that answers every address with the page itself has no such file either.
    let is_page =
        answer.headers().get("content-type").ok().flatten().is_some_and(|kind| kind.contains("html"));
    if !answer.ok() || is_page {
        return Err(Failed::NotHere);
    }
    JsFuture::from(answer.text()?).await?.as_string().ok_or(Failed::NoNetwork)
}
