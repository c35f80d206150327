//! Of which of two runs the log is.

use crate::ui::player::Which;
use yew::prelude::*;

const RUNS: &str = "Of which run";

/// Two buttons, one of them pressed.
pub fn switch(asked: &UseStateHandle<Which>, which: Which) -> Html {
    let button = |(of, words): (Which, &'static str)| {
        let asked = asked.setter();
        let pressed = (of == which).to_string();
        html! { <button type="button" class="log-chip" aria-pressed={pressed} onclick={move |_| asked.set(of)}>{ words }</button> }
    };
    let both = [(Which::First, "A\u{2019}s events"), (Which::Second, "B\u{2019}s events")];
    html! { <div class="log-chips" role="group" aria-label={RUNS}>{ for both.map(button) }</div> }
}
