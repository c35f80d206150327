//! From event to event by keyboard: the diagram is one stop for Tab.

use super::diagram::Diagram;
use super::draw;
use wasm_bindgen::JsCast;
use yew::prelude::*;

/// Arrow keys move the focus from event to event; Enter and Space choose.
pub fn keys(
    diagram: &Diagram,
    reached: Option<u64>,
    set: UseStateSetter<Option<u64>>,
    choose: Callback<(u64, u64)>,
) -> Callback<KeyboardEvent> {
    let order: Vec<(u64, u64)> = diagram.drawn.iter().map(|item| (item.id, item.event)).collect();
    Callback::from(move |event: KeyboardEvent| {
        let Some(place) = order.iter().position(|(id, _)| Some(*id) == reached) else { return };
        let next = match event.key().as_str() {
            "ArrowRight" => (place + 1).min(order.len() - 1),
            "ArrowLeft" => place.saturating_sub(1),
            "Home" => 0,
            "End" => order.len() - 1,
            "Enter" | " " => {
                choose.emit(order[place]);
                place
            }
            _ => return,
        };
        event.prevent_default();
        event.stop_propagation();
        set.set(Some(order[next].0));
        let document = web_sys::window().and_then(|window| window.document());
        let element =
            document.and_then(|document| document.get_element_by_id(&draw::element_id(order[next].0)));
        if let Some(element) = element.and_then(|element| element.dyn_into::<web_sys::SvgElement>().ok()) {
            let _ = element.focus();
        }
    })
}
