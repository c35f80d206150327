//! What is said aloud: the sentence that is read, in one polite live region, at most one each 1.5 s.

use crate::ui::player::{Player, Shown};
use faultyard::lab::Weight;
use gloo::timers::callback::Timeout;
use std::cell::RefCell;
use std::rc::Rc;
use yew::prelude::*;

/// Between two sentences, in milliseconds.
const PAUSE_MS: u32 = 1_500;

/// What [`Announcer`] follows.
#[derive(Properties, PartialEq)]
pub struct AnnouncerProps {
    /// The player.
    pub shown: Shown,
}

/// What the announcer knows between two looks.
#[derive(Default)]
struct State {
    /// The sentence that was heard last.
    heard: String,
    /// One that waits to be said. What matters holds the line for longer than a pause, so none of that is lost.
    next: Option<String>,
    /// The pause after a sentence.
    pause: Option<Timeout>,
}

/// The live region.
#[component]
pub fn Announcer(props: &AnnouncerProps) -> Html {
    let said = use_state(AttrValue::default);
    let state = use_mut_ref(State::default);
    let say = said.setter();
    let player = props.shown.player.clone();
    use_effect_with(props.shown.version, move |_| {
        listen(&mut state.borrow_mut(), &player);
        speak(&state, &say);
    });
    html! { <p class="announcer visually-hidden" role="status" aria-live="polite" aria-atomic="true">{ (*said).clone() }</p> }
}

/// Takes note of another sentence. How things stand is not said over and over while the run plays.
fn listen(state: &mut State, player: &Player) {
    let idle = |weight: Weight| player.is_playing() && weight == Weight::Idle;
    if let Some(told) = player.told().filter(|told| told.text != state.heard && !idle(told.weight)) {
        state.heard.clone_from(&told.text);
        state.next = Some(told.text);
    }
}

/// Says the next sentence, unless one was said just now; then it is said when the pause is over.
fn speak(state: &Rc<RefCell<State>>, say: &UseStateSetter<AttrValue>) {
    let mut now = state.borrow_mut();
    if now.pause.is_some() {
        return;
    }
    let Some(sentence) = now.next.take() else { return };
    say.set(sentence.into());
    let (later, say) = (state.clone(), say.clone());
    now.pause = Some(Timeout::new(PAUSE_MS, move || {
        later.borrow_mut().pause = None;
        speak(&later, &say);
    }));
}
