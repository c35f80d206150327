//! A function called before each frame that the browser draws, while the page is in view.

use super::sight;
use gloo::render::{AnimationFrame, request_animation_frame};
use std::cell::RefCell;
use std::rc::Rc;

type Slot = Rc<RefCell<Option<AnimationFrame>>>;

/// Calls a function before each frame, with the frame's time in milliseconds, until it is dropped.
pub struct Frames(Slot);

impl Frames {
    /// Begins with the next frame.
    pub fn start(call: impl Fn(f64) + 'static) -> Frames {
        let slot = Slot::default();
        next(&slot, Rc::new(call));
        Frames(slot)
    }
}

fn next(slot: &Slot, call: Rc<dyn Fn(f64)>) {
    let again = Rc::downgrade(slot);
    let frame = request_animation_frame(move |time| {
        if sight::is_in_view() {
            call(time);
        }
        if let Some(slot) = again.upgrade() {
            next(&slot, call);
        }
    });
    *slot.borrow_mut() = Some(frame);
}

impl Drop for Frames {
    fn drop(&mut self) {
        self.0.borrow_mut().take();
    }
}
