//! The fields that forms are made of.

use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

/// A switch with its words.
pub fn switch(words: impl Into<Html>, on: bool, on_switch: Callback<bool>) -> Html {
    let words: Html = words.into();
    let onchange =
        on_switch.reform(|event: Event| event.target_unchecked_into::<HtmlInputElement>().checked());
    html! { <label class="switch"><input type="checkbox" checked={on} {onchange} /><span>{ words }</span></label> }
}

/// A list to choose from, by place.
pub fn choose(label: &'static str, names: &[String], chosen: usize, on_choose: Callback<usize>) -> Html {
    let onchange = on_choose.reform(|event: Event| {
        let select = event.target_unchecked_into::<HtmlSelectElement>();
        usize::try_from(select.selected_index()).unwrap_or(0)
    });
    let option =
        |(place, name): (usize, &String)| html! { <option selected={place == chosen}>{ name }</option> };
    html! {
        <label class="share-field"><span>{ label }</span><select {onchange}>{ for names.iter().enumerate().map(option) }</select></label>
    }
}

/// A whole number from `least` to `most`: acts as it is typed, and is put right when the field is left.
pub fn number(label: &'static str, value: u32, (least, most): (u32, u32), on_change: Callback<u32>) -> Html {
    let oninput = on_change.clone();
    let oninput = Callback::from(move |event: InputEvent| {
        let typed = event.target_unchecked_into::<HtmlInputElement>().value().parse();
        if let Some(number) = typed.ok().filter(|number| (least..=most).contains(number)) {
            oninput.emit(number);
        }
    });
    let onchange = Callback::from(move |event: Event| {
        let input = event.target_unchecked_into::<HtmlInputElement>();
        let number = input.value().parse::<u32>().unwrap_or(value).clamp(least, most);
        input.set_value(&number.to_string());
        on_change.emit(number);
    });
    html! {
        <label class="share-field"><span>{ format!("{label}, {least} to {most}") }</span><input type="number" min={least.to_string()} max={most.to_string()}
            value={value.to_string()} {oninput} {onchange} /></label>
    }
}

/// Whether the run begins where it is now or at its start, by place.
pub fn moment(from_start: &UseStateHandle<bool>) -> Html {
    let set = from_start.setter();
    let names = ["This moment".to_string(), "The beginning".to_string()];
    choose("Starts at", &names, usize::from(**from_start), Callback::from(move |place| set.set(place == 1)))
}
