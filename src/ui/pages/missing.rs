//! An address that leads nowhere.

use yew::prelude::*;

#[derive(Properties, PartialEq, Clone)]
pub struct MissingProps {
    pub what: String,
}

/// Says so, and where to go.
#[component]
pub fn Missing(props: &MissingProps) -> Html {
    html! {
        <main class="crash">
            <h1>{ "Page not found" }</h1>
            <p>{ format!("Faultyard has nothing called \u{201c}{}\u{201d}.", props.what) }</p>
            <p><a class="button main" href=".">{ "All labs" }</a></p>
        </main>
    }
}
