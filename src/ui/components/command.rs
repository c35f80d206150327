//! One of the lab's own acts in the palette, with a field or a file chooser for what it asks.

use crate::ui::player::{Player, Shown};
use crate::ui::reading;
use faultyard::lab::{Asks, CommandSpec};
use faultyard::sim::Input;
use web_sys::HtmlInputElement;
use yew::prelude::*;

const CHOOSE: &str = "Choose a file";
const STAYS: &str = "Or drop it on the page.";

#[derive(Properties, PartialEq)]
pub struct CommandProps {
    pub shown: Shown,
    /// Its place among the lab's commands.
    pub place: usize,
}

/// The act's button, and what it needs.
#[component]
pub fn Command(props: &CommandProps) -> Html {
    let field = use_node_ref();
    let player = &props.shown.player;
    let command = player.run().commands()[props.place];
    let CommandSpec { name, label, asks, help } = command;
    if let Asks::File { accept, .. } = asks {
        return file(player, command, accept, field);
    }
    let onsubmit = {
        let (player, field) = (player.clone(), field.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let argument = field.cast::<HtmlInputElement>().map(|input| input.value()).unwrap_or_default();
            let _ = player.act(Input::command(name, argument.trim()));
        })
    };
    html! {
        <form class="command" {onsubmit}>
            <p class="small second">{ help }</p>
            if let Asks::Text(example) = asks { <input ref={field} type="text" placeholder={example} aria-label={format!("{label}: {example}")} /> }
            <button type="submit">{ label }</button>
        </form>
    }
}

/// A button that opens the browser's file chooser.
fn file(player: &Player, command: CommandSpec, accept: &'static str, field: NodeRef) -> Html {
    let onchange = {
        let player = player.clone();
        Callback::from(move |event: Event| {
            let input: HtmlInputElement = event.target_unchecked_into();
            if let Some(file) = input.files().and_then(|files| files.get(0)) {
                reading::start(&player, &command, file);
            }
            // So that the same file can be chosen again.
            input.set_value("");
        })
    };
    let open = field.clone();
    let onclick = Callback::from(move |_: MouseEvent| {
        if let Some(input) = open.cast::<HtmlInputElement>() {
            input.click();
        }
    });
    html! {
        <section class="command file">
            <h3 class="heading">{ command.label }</h3>
            <input ref={field} type="file" hidden=true {accept} {onchange} aria-label={command.label} />
            <button type="button" {onclick} aria-label={format!("{}: {CHOOSE}", command.label)}>{ CHOOSE }</button>
            <p class="small second">{ command.help }{ " " }{ STAYS }</p>
        </section>
    }
}
