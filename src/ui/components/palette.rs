//! What can be done: to the thing that is chosen, to the whole, and the lab's own acts.

use super::command::Command;
use crate::ui::look;
use crate::ui::player::Shown;
use faultyard::lab::{Action, Asks, CommandSpec};
use faultyard::scene::Shape;
use faultyard::sim::Input;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// What the field for any fault understands, for its help.
const EXAMPLES: &str = "partition n1,n2|n3,n4 \u{b7} reunite \u{b7} heal \u{b7} cut n1>n2 \u{b7} join n1>n2 \u{b7} loss * 10% \u{b7} latency n1>n2 50ms..80ms \u{b7} \
    duplicate * 5% \u{b7} reorder * 30% 40ms \u{b7} pause n1 500ms \u{b7} slow n1 20ms \u{b7} skew n1 50ms \u{b7} drift n1 100000 \u{b7} \
    lose-disk n1 \u{b7} crash n1 \u{b7} restart n1";

/// Over what can be done to no thing in particular, beside what can be done to one.
const WHOLE: &str = "Whole system";
const NUMBERS: &str = "With your own numbers";

#[derive(Properties, PartialEq, Clone)]
pub struct PaletteProps {
    pub shown: Shown,
}

/// Buttons for the chosen thing, or a list of things to choose.
#[component]
pub fn Palette(props: &PaletteProps) -> Html {
    let player = &props.shown.player;
    let item = player.item().unwrap_or_default();
    let actions = player.run().actions(&item);
    let whole = if item.is_empty() { actions.clone() } else { player.run().actions("") };
    let act = |action: &Action| button(&props.shown, action);
    let commands = player.run().commands();
    let some = |of_files: bool| {
        let is_one = move |command: &CommandSpec| matches!(command.asks, Asks::File { .. }) == of_files;
        let some = commands.iter().enumerate().filter(|(_, command)| is_one(command));
        some.map(
            |(place, command)| html! { <Command key={command.name} shown={props.shown.clone()} {place} /> },
        )
        .collect::<Html>()
    };
    html! { <>
        if !item.is_empty() && !actions.is_empty() {
            <section><h3 class="heading">{ item.replace('>', " \u{2192} ") }</h3><div class="acts large">{ for actions.iter().map(act) }</div></section>
        }
        if !whole.is_empty() {
            <section>
                if !item.is_empty() { <h3 class="heading">{ WHOLE }</h3> }
                <div class="acts large">{ for whole.iter().map(act) }</div>
            </section>
        }
        { choose(&props.shown, &item) }
        { some(true) }
        if !commands.is_empty() || !whole.is_empty() {
            <details class="with-numbers"><summary class="heading">{ NUMBERS }</summary>
                { some(false) }
                if !whole.is_empty() { <AnyFault shown={props.shown.clone()} /> }
            </details>
        }
    </> }
}

/// A button that does something to the run, which comes into sight.
pub fn button(shown: &Shown, action: &Action) -> Html {
    let (player, input) = (shown.player.clone(), action.input.clone());
    let onclick = Callback::from(move |_: MouseEvent| {
        let _ = player.act(input.clone());
        look::bring(".stages");
    });
    html! { <button {onclick}><span class="sign" aria-hidden="true">{ action.sign }</span>{ &action.label }</button> }
}

/// Everything on the stage that can be chosen, as ids with a word for their kind.
fn things(shown: &Shown) -> Vec<(String, bool)> {
    let scene = shown.player.run().scene(720.0, 480.0);
    let items = scene
        .items
        .into_iter()
        .filter(|item| item.selectable && !matches!(item.shape, Shape::Message { .. }));
    items.map(|item| (item.id, matches!(item.shape, Shape::Link { .. }))).collect()
}

/// The same choice as on the stage, for those who do not point.
fn choose(shown: &Shown, item: &str) -> Html {
    let things = things(shown);
    if things.is_empty() {
        return Html::default();
    }
    let player = shown.player.clone();
    let onchange = Callback::from(move |event: Event| {
        let value = event.target_unchecked_into::<web_sys::HtmlSelectElement>().value();
        player.choose((!value.is_empty()).then_some(value));
    });
    let option = |id: &String| html! { <option value={id.clone()} selected={id == item}>{ id.replace('>', " \u{2192} ") }</option> };
    html! {
        <section class="control"><label class="heading" for="choose">{ "Or choose a thing to break" }</label>
            <select id="choose" {onchange}>
                <option value="" selected={item.is_empty()}>{ "nothing" }</option>
                { for things.iter().filter(|(_, link)| !link).map(|(id, _)| option(id)) }
                { for things.iter().filter(|(_, link)| *link).map(|(id, _)| option(id)) }
            </select></section>
    }
}

/// A field for any fault, in the words of scripts and links.
#[component]
fn AnyFault(props: &PaletteProps) -> Html {
    let field = use_node_ref();
    let onsubmit = {
        let (player, field) = (props.shown.player.clone(), field.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let text = field.cast::<HtmlInputElement>().map(|input| input.value()).unwrap_or_default();
            match Input::parse(text.trim()) {
                Ok(input) => drop(player.act(input)),
                Err(why) => player.tell(Some(why)),
            }
        })
    };
    html! {
        <form class="command any" title={EXAMPLES} {onsubmit}>
            <input ref={field} type="text" placeholder="partition n1,n2|n3" aria-label="Any fault" />
            <button type="submit">{ "Apply" }</button>
        </form>
    }
}
