//! The way into a mock interview: a code, and whether a clock runs.

use super::kept;
use faultyard::practice::{LENGTH, Place, code};
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// A code that nobody chose is below this: six digits.
const FRESH: u32 = 1_000_000;

#[derive(Properties, PartialEq)]
pub struct MockProps {
    /// Goes to another place.
    pub go: Callback<Place>,
}

/// Five questions by a code.
#[component]
pub fn Mock(props: &MockProps) -> Html {
    let (field, wrong) = (use_node_ref(), use_state(|| false));
    let clock = use_state(kept::clock);
    let onsubmit = {
        let (go, field, wrong) = (props.go.clone(), field.clone(), wrong.setter());
        move |event: SubmitEvent| {
            event.prevent_default();
            let text = field.cast::<HtmlInputElement>().map(|input| input.value()).unwrap_or_default();
            let fresh = || getrandom::u32().map_or(1, |bits| u64::from(bits % FRESH));
            let chosen = if text.trim().is_empty() { Some(fresh()) } else { code(text.trim()) };
            wrong.set(chosen.is_none());
            if let Some(chosen) = chosen {
                go.emit(Place::Interview(chosen, 0));
            }
        }
    };
    let onchange = {
        let clock = clock.setter();
        move |event: Event| {
            let on = event.target_unchecked_into::<HtmlInputElement>().checked();
            kept::set_clock(on);
            clock.set(on);
        }
    };
    html! {
        <section><h2 class="heading">{ format!("Mock interview: {LENGTH} questions") }</h2>
            <p class="second" id="code-help">{ "The same code gives everybody the same questions and the same runs: a class can compare." }</p>
            <form class="practice-code" {onsubmit}>
                <label for="code">{ "Code" }</label>
                <input id="code" ref={field} type="text" inputmode="numeric" maxlength="9" size="9" autocomplete="off"
                    placeholder="any" aria-describedby="code-help" aria-invalid={wrong.to_string()} />
                <button type="submit">{ "Start" }</button>
                <label class="practice-clock"><input type="checkbox" checked={*clock} {onchange} />{ " with a clock" }</label>
            </form>
            if *wrong { <p role="alert">{ "A code is 1 to 9 digits." }</p> }
        </section>
    }
}
