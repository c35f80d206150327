//! Of which of the runs side by side the log is.

use crate::ui::player::Which;
use yew::prelude::*;

const RUNS: &str = "Which run";

/// A button for each run, one of them pressed.
pub fn switch(asked: &UseStateHandle<Which>, runs: &[Which], which: Which) -> Html {
    let button = |of: &Which| {
        let (of, asked) = (*of, asked.setter());
        let words = format!("{}\u{2019}s events", of.name());
        let pressed = (of == which).to_string();
        html! { <button type="button" class="log-chip" aria-pressed={pressed} onclick={move |_| asked.set(of)}>{ words }</button> }
    };
    html! { <div class="log-chips" role="group" aria-label={RUNS}>{ for runs.iter().map(button) }</div> }
}
