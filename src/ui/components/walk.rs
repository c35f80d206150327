//! Going through things by keyboard: those that have the attribute `data-id` and the same parent.

use wasm_bindgen::JsCast;
use web_sys::{Element, SvgElement};
use yew::KeyboardEvent;

/// The key `on` goes to the next thing, the key `back` to the one before.
pub fn walk(event: &KeyboardEvent, back: &str, on: &str) {
    let step = |at: &Element| match event.key() {
        key if key == on => at.next_element_sibling(),
        key if key == back => at.previous_element_sibling(),
        _ => None,
    };
    let here = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let mut others = std::iter::successors(here.as_ref().and_then(step), step);
    let next = others.find(|each| each.has_attribute("data-id"));
    if let Some(next) = next.and_then(|next| next.dyn_into::<SvgElement>().ok()) {
        event.prevent_default();
        let _ = next.focus();
    }
}
