//! What can be done to the thing that is chosen, right under the stage.

use crate::ui::components::palette::button;
use crate::ui::player::Shown;
use crate::ui::words;
use yew::prelude::*;

/// So many acts have room; the panel of actions has them all.
const MOST: usize = 4;

/// The chosen thing with its acts; none if nothing is chosen or nothing can be done.
pub fn bar(shown: &Shown) -> Option<Html> {
    let player = &shown.player;
    let item = player.item()?;
    let actions = player.run().actions(&item);
    if actions.is_empty() {
        return None;
    }
    let name = words::thing(&item);
    let close = player.clone();
    let onclick = Callback::from(move |_: MouseEvent| close.choose(None));
    Some(html! {
        <div class="bar-of-acts" role="group" aria-label={format!("Act on {name}")}>
            <strong>{ name }</strong>
            { for actions.iter().take(MOST).map(|action| button(shown, action)) }
            <button class="bare" aria-label="Choose nothing" {onclick}>{ "\u{d7}" }</button>
        </div>
    })
}
