//! The code that ran: the very lines that made the event that is told.

mod excerpt;
mod fetch;
mod highlight;

use crate::ui::components::trail;
use crate::ui::player::Shown;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use yew::prelude::*;

const TITLE: &str = "Code: ";
const ABOUT: &str = "The code that ran";
const NO_CODE: &str = "No line of the algorithm made this event.";
const WAIT: &str = "Fetching the file …";
const WHOLE_FILE: &str = "The whole file";
const ACTING: &str = "this line ran: ";

/// What [`SourceCode`] shows.
#[derive(Properties, PartialEq)]
pub struct SourceCodeProps {
    /// The player.
    pub shown: Shown,
}

/// The lines behind the chosen event, or behind the latest.
#[component]
pub fn SourceCode(props: &SourceCodeProps) -> Html {
    let open = use_state(|| false);
    let player = &props.shown.player;
    let event = trail::latest(&*player.run(), player.event(), |event| event.site.is_some());
    let site = event.and_then(|event| event.site);
    let path = site.map_or(String::new(), |(file, _)| excerpt::below_src(file));
    let text = use_file(&path, *open && site.is_some());
    let Some((file, line)) = site else {
        return html! { if player.event().is_some() { <p class="source-none">{ NO_CODE }</p> } };
    };
    let toggle = {
        let open = open.setter();
        move |event: Event| {
            let element = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
            open.set(element.is_some_and(|element| element.has_attribute("open")));
        }
    };
    html! {
        <details class="source" ontoggle={toggle}>
            <summary title={ABOUT}>{ TITLE }<code>{ excerpt::short(file, line) }</code></summary>
            if *open {
                { match text {
                    None => html! { <p role="status">{ WAIT }</p> },
                    Some(Err(why)) => html! { <p class="source-none" role="status">{ why }</p> },
                    Some(Ok(text)) => code(&text, line as usize),
                } }
                <p><a href={fetch::address(&path)} target="_blank" rel="noopener">{ WHOLE_FILE }</a></p>
            }
        </details>
    }
}

/// A file's text once it is here; asked for only when it is wanted.
#[hook]
fn use_file(path: &str, wanted: bool) -> Option<Result<Rc<str>, String>> {
    let failed = use_state(|| None::<(String, String)>);
    let arrived = use_force_update();
    let setter = failed.setter();
    use_effect_with((path.to_string(), wanted), move |(path, wanted)| {
        if *wanted && fetch::known(path).is_none() {
            let path = path.clone();
            wasm_bindgen_futures::spawn_local(async move {
                match fetch::fetch(path.clone()).await {
                    Ok(_) => arrived.force_update(),
                    Err(why) => setter.set(Some((path, why))),
                }
            });
        }
    });
    let why = failed.as_ref().filter(|(failed, _)| failed == path).map(|(_, why)| Err(why.clone()));
    fetch::known(path).map(Ok).or(why)
}

/// The lines around the one that acted.
fn code(text: &str, acting: usize) -> Html {
    let lines: Vec<&str> = text.lines().collect();
    let range = excerpt::excerpt(&lines, acting);
    let line = |number: usize| {
        let acts = number == acting;
        let pieces = highlight::pieces(lines.get(number - 1).copied().unwrap_or(""));
        let piece = |(class, text): &highlight::Piece| match *class {
            "" => html! { { *text } },
            class => html! { <span class={format!("source-{class}")}>{ *text }</span> },
        };
        html! {
            <span key={number} class={classes!("source-line", acts.then_some("is-acting"))}>
                <span class="source-number">{ if acts { "▶ " } else { "" } }{ number }</span>
                if acts { <span class="sr-only">{ ACTING }</span> }
                { for pieces.iter().map(piece) }{ "\n" }
            </span>
        }
    };
    html! {
        <pre class="source-code" tabindex="0"><code>{ for range.map(line) }</code></pre>
    }
}
