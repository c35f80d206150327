//! A part's place in the page: it fetches the part once what is there is painted, and says so where it cannot be had.

use super::Part;
use gloo::timers::future::TimeoutFuture;
use gloo::utils::window;
use std::any::Any;
use std::rc::Rc;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use yew::prelude::*;

/// Who waits longer for a frame, in milliseconds, gets none. A busy page has its first frame late, but has it.
const LONGEST_FRAME_MS: i32 = 2_000;

/// What is drawn already is painted first: what comes later takes neither the line nor the processor from it.
pub async fn painted() {
    // A page that nobody sees has no frames, but time.
    let passed = js_sys::Promise::new(&mut |resolve, _| {
        let _ = window().request_animation_frame(&resolve);
        let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, LONGEST_FRAME_MS);
    });
    let _ = JsFuture::from(passed).await;
    TimeoutFuture::new(0).await;
}

/// Properties of whatever type.
#[derive(Clone)]
pub struct With(pub Rc<dyn Any>);

impl PartialEq for With {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

#[derive(Properties, PartialEq)]
pub struct ShellProps {
    /// What belongs here.
    pub part: Part,
    /// What has to be there too.
    pub other: Option<Part>,
    /// The part's properties.
    pub with: With,
}

/// A part's place in the page.
#[component]
pub fn Shell(props: &ShellProps) -> Html {
    let redraw = use_force_update();
    let failed = use_state(|| false);
    let (part, other) = (props.part, props.other);
    let drawn = move || part.loaded().filter(|_| other.is_none_or(|other| other.loaded().is_some()));
    let load = {
        let failed = failed.setter();
        Callback::from(move |()| {
            let (failed, redraw) = (failed.clone(), redraw.clone());
            spawn_local(async move {
                painted().await;
                // All files are asked for at once, and then waited for.
                let parts = || [Some(part), other].into_iter().flatten();
                for part in parts() {
                    spawn_local(async move {
                        part.load().await;
                    });
                }
                let mut are_there = true;
                for part in parts() {
                    are_there &= part.load().await;
                }
                match are_there {
                    true => redraw.force_update(),
                    false => failed.set(true),
                }
            });
        })
    };
    use_effect_with(part, {
        let load = load.clone();
        move |_| {
            if drawn().is_none() {
                load.emit(());
            }
        }
    });
    if let Some(draw) = drawn() {
        return draw(&*props.with.0);
    }
    if !*failed {
        return html! { <span aria-busy="true"></span> };
    }
    let again = move |_: MouseEvent| {
        failed.set(false);
        load.emit(());
    };
    html! {
        <p class="small" role="alert">{ "This part of the page did not load. " }
            <button class="small" onclick={again}>{ "Try again" }</button></p>
    }
}
