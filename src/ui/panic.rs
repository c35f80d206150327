//! When the program fails: a message with the run's link and a reload button, instead of a dead page.

use gloo::utils::{document, window};

/// What static/start.js hears when a file that the page needs cannot be had: it says so, and offers to try again.
const MISSING: &str = "faultyard-missing";

/// Says that the page cannot begin: a file of the program is not to be had, as when the network is gone or the site has
/// a newer version.
pub fn tell_of_missing() {
    if let Ok(event) = web_sys::Event::new(MISSING) {
        let _ = window().dispatch_event(&event);
    }
}

/// Shows a panic in the page and on the console. The page is built from plain elements, since nothing of ours
/// can be relied on any more.
pub fn show_in_page() {
    // Through Yew, which otherwise puts a hook of its own in this one's place.
    yew::set_custom_panic_hook(Box::new(|info| {
        let what = info.to_string();
        web_sys::console::error_1(&what.as_str().into());
        let _ = show(&what);
    }));
}

fn show(what: &str) -> Option<()> {
    let document = document();
    let body = document.body()?;
    let place = document.create_element("main").ok()?;
    place.set_class_name("crash");
    let add = |tag: &str, text: &str| {
        let element = document.create_element(tag).ok()?;
        element.set_text_content(Some(text));
        place.append_child(&element).ok()?;
        Some(element)
    };
    add("h1", "Faultyard crashed")?;
    add(
        "p",
        "This is our bug, not your mistake. The address below holds the run: please send it with a report.",
    )?;
    let address = window().location().href().unwrap_or_default();
    let field = add("textarea", &format!("{address}\n\n{what}"))?;
    field.set_attribute("readonly", "").ok()?;
    field.set_attribute("aria-label", "The run's address and what failed").ok()?;
    let again = add("a", "Reload this run")?;
    again.set_class_name("button main");
    again.set_attribute("href", &address).ok()?;
    // static/start.js reloads at a click: the address alone would lead to where the page is already.
    again.set_attribute("data-reload", "").ok()?;
    body.set_inner_html("");
    body.append_child(&place).ok()?;
    Some(())
}
