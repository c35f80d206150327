//! A picture of the page with its looks written into it, since the style sheet does not go with it.

use super::picture::Picture;
use faultyard::process::decimal;
use gloo::utils::{document, window};
use wasm_bindgen::JsCast;
use web_sys::{Element, XmlSerializer};

/// What the style sheet says of a shape or a text, to be written into it.
const STYLES: [&str; 17] = [
    "fill",
    "fill-opacity",
    "stroke",
    "stroke-width",
    "stroke-dasharray",
    "stroke-linecap",
    "stroke-linejoin",
    "opacity",
    "visibility",
    "display",
    "font-family",
    "font-size",
    "font-weight",
    "font-style",
    "text-anchor",
    "dominant-baseline",
    "paint-order",
];

/// The SVG picture inside an element of the page, with what the style sheet says written into it.
pub fn of_dom(host: &Element) -> Option<Picture> {
    let shown = host.query_selector("svg").ok()??;
    let copy = shown.clone_node_with_deep(true).ok()?.dyn_into::<Element>().ok()?;
    inline(&shown, &copy)?;
    let size = shown.get_bounding_client_rect();
    let side = |name: &str, measured: f64| {
        shown.get_attribute(name).and_then(|text| decimal(&text)).unwrap_or(measured)
    };
    let size = (side("width", size.width()), side("height", size.height()));
    let ground = property(document().body()?.as_ref(), "background-color")?;
    let _ = copy.set_attribute("style", &format!("background:{ground}"));
    let _ = copy.set_attribute("viewBox", &format!("0 0 {} {}", size.0, size.1));
    Some(Picture { svg: XmlSerializer::new().ok()?.serialize_to_string(&copy).ok()?, size })
}

/// Writes the computed style of each element into its copy, which has the same elements in the same order.
fn inline(shown: &Element, copy: &Element) -> Option<()> {
    let (all, copies) = (shown.query_selector_all("*").ok()?, copy.query_selector_all("*").ok()?);
    for place in 0..all.length() {
        let (from, to) =
            (all.item(place)?.dyn_into::<Element>().ok()?, copies.item(place)?.dyn_into::<Element>().ok()?);
        let style = window().get_computed_style(&from).ok()??;
        let rules = STYLES.iter().filter_map(|name| {
            let value = style.get_property_value(name).ok().filter(|value| !value.is_empty())?;
            Some(format!("{name}:{value}"))
        });
        let rules: Vec<String> = rules.collect();
        let _ = to.set_attribute("style", &rules.join(";"));
        for name in ["class", "tabindex", "aria-label", "role"] {
            let _ = to.remove_attribute(name);
        }
    }
    Some(())
}

fn property(element: &Element, name: &str) -> Option<String> {
    window().get_computed_style(element).ok()??.get_property_value(name).ok()
}
