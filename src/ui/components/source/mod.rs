//! The code that ran: the very lines that made the event that is told.

mod excerpt;
mod fetch;
mod highlight;

use crate::ui::components::trail;
use crate::ui::player::{Player, Shown};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use yew::prelude::*;

const TITLE: &str = "Code: ";
const ABOUT: &str = "The line that caused this event";
const NO_CODE: &str = "This event did not come from the algorithm's code.";
const WAIT: &str = "Fetching the file \u{2026}";
const WHOLE_FILE: &str = "The whole file";
const ACTING: &str = "this line ran: ";

/// What [`SourceLink`] shows.
#[derive(Properties, PartialEq)]
pub struct SourceLinkProps {
    /// The player.
    pub shown: Shown,
    /// Opens the code.
    pub on_open: Callback<()>,
}

/// The place of the code behind the event that is told, as a button that opens it.
#[component]
pub fn SourceLink(props: &SourceLinkProps) -> Html {
    let player = &props.shown.player;
    let Some((file, line)) = site(player) else {
        return Html::default();
    };
    let onclick = props.on_open.reform(|_: MouseEvent| ());
    html! {
        <button class="link-button source-link" title={ABOUT} {onclick}>{ TITLE }<code>{ excerpt::short(file, line) }</code></button>
    }
}

/// The code behind the event that the sentence tells; where it tells how things stand, behind the latest event.
fn site(player: &Player) -> Option<(&'static str, u32)> {
    let told = player.told().and_then(|told| told.event);
    trail::site(&*player.run(), told.or(player.event()))
}

/// What [`SourceCode`] shows.
#[derive(Properties, PartialEq, Clone)]
pub struct SourceCodeProps {
    /// The player.
    pub shown: Shown,
}

/// The lines behind the event that is told.
#[component]
pub fn SourceCode(props: &SourceCodeProps) -> Html {
    let player = &props.shown.player;
    let site = site(player);
    let path = site.map_or(String::new(), |(file, _)| excerpt::below_src(file));
    let text = use_file(&path, site.is_some());
    let lines = use_node_ref();
    {
        let lines = lines.clone();
        use_effect_with((site, text.is_some()), move |_| bring_into_sight(&lines));
    }
    let Some((file, line)) = site else {
        return html! { <p class="source-none">{ NO_CODE }</p> };
    };
    html! {
        <div class="source">
            <p class="source-place"><code>{ excerpt::short(file, line) }</code>
                <a href={fetch::address(&path)} target="_blank" rel="noopener">{ WHOLE_FILE }</a></p>
            { match text {
                None => html! { <p role="status">{ WAIT }</p> },
                Some(Err(why)) => html! { <p class="source-none" role="status">{ why }</p> },
                Some(Ok(text)) => code(&text, line as usize, lines),
            } }
        </div>
    }
}

/// Scrolls the lines, and only them, so that the one that acted is in their middle.
fn bring_into_sight(lines: &NodeRef) {
    let Some(lines) = lines.cast::<web_sys::HtmlElement>() else { return };
    let acting = lines.query_selector(".is-acting").ok().flatten();
    if let Some(acting) = acting.and_then(|line| line.dyn_into::<web_sys::HtmlElement>().ok()) {
        lines.set_scroll_top(acting.offset_top() - lines.client_height() / 2);
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
fn code(text: &str, acting: usize, node: NodeRef) -> Html {
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
                if acts { <span class="visually-hidden">{ ACTING }</span> }
                { for pieces.iter().map(piece) }{ "\n" }
            </span>
        }
    };
    html! {
        <pre class="source-code" tabindex="0" ref={node}><code>{ for range.map(line) }</code></pre>
    }
}
