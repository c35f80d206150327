//! How the page looks: theme, motion and projector, as attributes of the document that the style sheet reads.

use faultyard::link::{Motion, Theme};
use gloo::utils::{document_element, window};
use serde_json::{Value, json};

const KEY: &str = "faultyard.theme";

/// Sets the theme; `auto` is what was chosen before or what the system prefers. Gives the word that is in force.
pub fn set_theme(theme: Theme) -> Value {
    choose(Some(theme.word()), None);
    json!(document_element().get_attribute("data-theme"))
}

/// Sets whether things move; gives the word that is in force.
pub fn set_motion(motion: Motion) -> Value {
    choose(None, Some(motion.word()));
    json!(document_element().get_attribute("data-motion"))
}

/// Sets theme, motion and projector from the settings, what was chosen before, or what the system prefers.
pub fn start(theme: &str, motion: &str, projector: bool) {
    choose(Some(if projector { "light" } else { theme }), Some(motion));
    set("data-projector", if projector { "1" } else { "0" });
}

/// Sets theme and motion; `auto` is what was chosen before or what the system prefers, none is as it is.
pub fn choose(theme: Option<&str>, motion: Option<&str>) {
    match theme {
        Some(theme @ ("light" | "dark")) => set("data-theme", theme),
        Some(_) => set("data-theme", &remembered().unwrap_or_else(|| system_theme().into())),
        None => {}
    }
    match motion {
        Some(motion @ ("full" | "reduced")) => set("data-motion", motion),
        Some(_) => set("data-motion", preferred("(prefers-reduced-motion: reduce)", "reduced", "full")),
        None => {}
    }
}

fn system_theme() -> &'static str {
    preferred("(prefers-color-scheme: dark)", "dark", "light")
}

/// Whether the ground is dark.
pub fn is_dark() -> bool {
    document_element().get_attribute("data-theme").as_deref() == Some("dark")
}

/// Whether nothing should move.
pub fn is_reduced() -> bool {
    document_element().get_attribute("data-motion").as_deref() == Some("reduced")
}

/// Whether the page is for a room.
pub fn is_projector() -> bool {
    document_element().get_attribute("data-projector").as_deref() == Some("1")
}

/// How many times larger pictures are drawn than on the page for one person.
pub fn scale() -> f32 {
    if is_projector() { 1.5 } else { 1.0 }
}

/// Changes between light and dark, and remembers it where the browser lets it.
pub fn toggle_theme() {
    let theme = if is_dark() { "light" } else { "dark" };
    set("data-theme", theme);
    if let Ok(Some(storage)) = window().local_storage() {
        let _ = storage.set_item(KEY, theme);
    }
}

/// Fills the screen with the page, or not any more.
pub fn toggle_full_screen() {
    let document = gloo::utils::document();
    if document.fullscreen_element().is_some() {
        document.exit_fullscreen();
    } else {
        let _ = document_element().request_fullscreen();
    }
}

/// Changes between the page for one person and the page for a room.
pub fn toggle_projector() {
    let on = is_projector();
    set("data-projector", if on { "0" } else { "1" });
    if !on {
        set("data-theme", "light");
    }
}

fn set(name: &str, value: &str) {
    let _ = document_element().set_attribute(name, value);
}

fn remembered() -> Option<String> {
    let theme = window().local_storage().ok()??.get_item(KEY).ok()??;
    matches!(theme.as_str(), "light" | "dark").then_some(theme)
}

/// Whether the window is as narrow as a phone, where words are short; the style sheet has the same bound.
pub fn is_phone() -> bool {
    preferred("(max-width: 640px)", "yes", "no") == "yes"
}

/// Brings the first element that a selector finds into the window, where the page is one long column and it begins out of
/// sight.
pub fn bring(selector: &str) {
    let Ok(Some(element)) = gloo::utils::document().query_selector(selector) else { return };
    let height = window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or_default();
    if !(0.0..height * 0.6).contains(&element.get_bounding_client_rect().top()) {
        element.scroll_into_view();
    }
}

fn preferred(query: &str, yes: &'static str, no: &'static str) -> &'static str {
    let matches = window().match_media(query).ok().flatten().is_some_and(|list| list.matches());
    if matches { yes } else { no }
}
