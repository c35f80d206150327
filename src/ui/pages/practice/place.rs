//! Where the address says that one is, and the way to another place: the browser's back and forward know each of them.

use super::All;
use crate::ui::address;
use faultyard::front;
use faultyard::practice::{LENGTH, Place};
use gloo::events::EventListener;
use gloo::utils::{document, window};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::HtmlElement;
use yew::prelude::*;

/// Where one is.
pub struct Way {
    /// The place.
    pub place: Place,
    /// What was not understood of the address.
    pub told: Option<String>,
    /// Goes to another place.
    pub go: Callback<Place>,
}

/// Where one is, and the way to other places.
#[hook]
pub fn use_place(all: &All) -> Way {
    let here = use_state(|| Place::parse(&address::query(), &all.0));
    use_effect_with((), {
        let (here, all) = (here.setter(), all.clone());
        move |()| {
            let listener = EventListener::new(&window(), "popstate", move |_| {
                here.set(Place::parse(&address::query(), &all.0));
            });
            move || drop(listener)
        }
    });
    let go = {
        let here = here.setter();
        Callback::from(move |to: Place| {
            let address = address_of(&to);
            if let Ok(history) = window().history() {
                let _ = history.push_state_with_url(&JsValue::NULL, "", Some(&address));
            }
            here.set((to, None));
        })
    };
    // Each place begins at the top, with its heading; not the page itself, nor another part of the same list.
    let is_list = matches!(here.0, Place::List(_));
    let of = if is_list { Place::List(None) } else { here.0.clone() };
    let arrived = use_mut_ref(|| false);
    use_effect_with(of, {
        let (all, place) = (all.clone(), here.0.clone());
        move |_| {
            document().set_title(&title(&all, &place));
            if std::mem::replace(&mut *arrived.borrow_mut(), true) {
                window().scroll_to_with_x_and_y(0.0, 0.0);
                let heading = document().query_selector("main h1").ok().flatten();
                if let Some(heading) = heading.and_then(|heading| heading.dyn_into::<HtmlElement>().ok()) {
                    let _ = heading.focus();
                }
            }
        }
    });
    let (place, told) = (*here).clone();
    Way { place, told, go }
}

/// The address of a place, from the site's root, with what else the address says.
pub fn address_of(place: &Place) -> String {
    format!("{}{}", front::PRACTICE, place.query(&address::query()))
}

fn title(all: &All, place: &Place) -> String {
    let what = match place {
        Place::List(_) => String::new(),
        Place::Question(id, _) => {
            all.0.iter().find(|question| question.id == *id).map_or("", |question| &question.title).into()
        }
        Place::Interview(code, at) if *at < LENGTH => format!("Mock interview {code}"),
        Place::Interview(code, _) => format!("Mock interview {code}: how it went"),
    };
    let before = if what.is_empty() { what } else { format!("{what} - ") };
    format!("{before}Practise for an interview - Faultyard")
}

/// A click on a link that leads to a place of the page: without loading the page anew, but where another tab is asked for.
pub fn follow(go: &Callback<Place>, place: Place) -> Callback<MouseEvent> {
    let go = go.clone();
    Callback::from(move |event: MouseEvent| {
        if !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key()) {
            event.prevent_default();
            go.emit(place.clone());
        }
    })
}
