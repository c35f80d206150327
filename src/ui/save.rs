//! A text or bytes as a file to keep.

use wasm_bindgen::{JsCast, JsValue};

/// Hands a text of this media type to the browser as a file to keep.
pub fn save(name: &str, kind: &str, text: &str) {
    let parts = js_sys::Array::of1(&JsValue::from_str(text));
    let options = web_sys::BlobPropertyBag::new();
    options.set_type(kind);
    match web_sys::Blob::new_with_str_sequence_and_options(&parts, &options) {
        Ok(blob) => save_blob(name, &blob),
        Err(why) => web_sys::console::error_1(&why),
    }
}

/// Hands bytes to the browser as a file to keep.
pub fn save_blob(name: &str, blob: &web_sys::Blob) {
    let give = || -> Result<(), JsValue> {
        let address = web_sys::Url::create_object_url_with_blob(blob)?;
        let document = web_sys::window().and_then(|window| window.document()).ok_or(JsValue::NULL)?;
        let link: web_sys::HtmlAnchorElement = document.create_element("a")?.unchecked_into();
        link.set_href(&address);
        link.set_download(name);
        link.click();
        web_sys::Url::revoke_object_url(&address)
    };
    if let Err(why) = give() {
        web_sys::console::error_1(&why);
    }
}

/// What is told of a file that the browser was given.
pub fn saved(name: &str) -> String {
    format!("{name} is saved.")
}
