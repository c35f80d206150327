//! The hook that tells how large an element is.

use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{Element, ResizeObserver};
use yew::prelude::*;

/// The inner width and height of the element in CSS pixels; zero before it is on the page.
#[hook]
pub fn use_size(node: &NodeRef) -> (f32, f32) {
    let size = use_state(|| (0.0_f32, 0.0_f32));
    let (node, setter) = (node.clone(), size.setter());
    use_effect_with((), move |()| watch(node.cast::<Element>(), move |now| setter.set(now)));
    *size
}

/// Tells the size of an element now and whenever it changes, until the returned cleaner is called.
fn watch(element: Option<Element>, tell: impl Fn((f32, f32)) + 'static) -> impl FnOnce() + 'static {
    let measured = Rc::new(Cell::new((0.0, 0.0)));
    let measure = {
        let element = element.clone();
        move || {
            let Some(element) = &element else { return };
            let now = (element.client_width() as f32, element.client_height() as f32);
            if measured.replace(now) != now {
                tell(now);
            }
        }
    };
    measure();
    let changed = Closure::<dyn FnMut()>::new(measure);
    let observer = ResizeObserver::new(changed.as_ref().unchecked_ref()).ok();
    if let (Some(observer), Some(element)) = (&observer, &element) {
        observer.observe(element);
    }
    move || {
        if let Some(observer) = observer {
            observer.disconnect();
        }
        drop(changed);
    }
}
