//! What can be done: to the thing that is chosen, to the whole, and the lab's own acts.

use super::command::Command;
use crate::ui::player::Shown;
use faultyard::lab::Action;
use faultyard::scene::Shape;
use faultyard::sim::Input;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// What the field for any fault understands, for its help.
const EXAMPLES: &str = "partition n1,n2|n3,n4 \u{b7} reunite \u{b7} heal \u{b7} cut n1>n2 \u{b7} join n1>n2 \u{b7} loss * 10% \u{b7} latency n1>n2 50ms..80ms \u{b7} \
    duplicate * 5% \u{b7} reorder * 30% 40ms \u{b7} pause n1 500ms \u{b7} slow n1 20ms \u{b7} skew n1 50ms \u{b7} drift n1 100000 \u{b7} \
    lose-disk n1 \u{b7} crash n1 \u{b7} restart n1";

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
    let whole = if item.is_empty() { Vec::new() } else { player.run().actions("") };
    let heading = match item.as_str() {
        "" => "Whole system".to_string(),
        item => format!("Act on {}", item.replace('>', " \u{2192} ")),
    };
    html! { <>
        { for player.run().commands().iter().enumerate().map(|(place, command)| html! { <Command key={command.name} shown={props.shown.clone()} {place} /> }) }
        if !actions.is_empty() {
            <section><h3 class="heading">{ heading }</h3><div class="acts">{ for actions.iter().map(|action| button(&props.shown, action)) }</div></section>
        }
        if actions.is_empty() && item.is_empty() && !things(&props.shown).is_empty() {
            <p class="small second">{ "Select something on the stage, or here, to act on it." }</p>
        }
        if !whole.is_empty() || !actions.is_empty() { <AnyFault shown={props.shown.clone()} /> }
        if !whole.is_empty() { <section><div class="acts">{ for whole.iter().map(|action| button(&props.shown, action)) }</div></section> }
        { choose(&props.shown, &item) }
    </> }
}

/// A button that does something to the run.
pub fn button(shown: &Shown, action: &Action) -> Html {
    let (player, input) = (shown.player.clone(), action.input.clone());
    let onclick = Callback::from(move |_: MouseEvent| {
        let _ = player.act(input.clone());
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
        <section class="control"><label class="heading" for="choose">{ "Choose" }</label>
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
