//! One parameter's control: a slider with a button on each side, a switch, or a list.

use super::scale::Scale;
use crate::ui::player::Which;
use crate::ui::settings;
use faultyard::lab::{Field, FieldKind};
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

/// Said of a parameter that the address locks.
const LOCKED: &str = "Locked on this page";

/// A field as a property: the same field is equal to itself.
#[derive(Clone, Copy)]
pub struct Row(pub &'static Field);

impl PartialEq for Row {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.0, other.0)
    }
}

#[derive(Properties, PartialEq)]
pub struct ControlProps {
    pub field: Row,
    pub value: i64,
    pub which: Which,
    pub set: Callback<(&'static str, String)>,
}

/// A parameter's control, with its help.
#[component]
pub fn Control(props: &ControlProps) -> Html {
    let (field, value) = (props.field.0, props.value);
    let asked = use_state(|| false);
    let locked = settings::get().lock.holds(field.key);
    // The controls of several runs can be on the page at once.
    let id = match props.which {
        Which::First => format!("p-{}", field.key),
        Which::Second => format!("b-{}", field.key),
        Which::Third => format!("c-{}", field.key),
    };
    let hint = hint(field, &asked);
    let help = html! { if *asked { <p class="help">{ field.help }{ " " }<em>{ field.source }</em></p> } };
    let body = match field.kind {
        FieldKind::Number { .. } => number(props, id, hint, locked),
        FieldKind::Switch => {
            let set = props.set.reform(move |event: Event| {
                let on = event.target_unchecked_into::<HtmlInputElement>().checked();
                (field.key, if on { "1" } else { "0" }.to_string())
            });
            html! {
                <div class="head">
                    <label class="switch"><input type="checkbox" checked={value != 0} disabled={locked} onchange={set} /><span>{ field.label }</span></label>
                    { hint }
                </div>
            }
        }
        FieldKind::Choice(choices) => {
            let set = props.set.reform(move |event: Event| {
                (field.key, event.target_unchecked_into::<HtmlSelectElement>().value())
            });
            let option = |(place, (key, label)): (usize, &(&'static str, &'static str))| {
                html! { <option value={*key} selected={place as i64 == value}>{ *label }</option> }
            };
            html! { <>
                <div class="head"><label for={id.clone()}>{ field.label }</label>{ hint }</div>
                <select {id} disabled={locked} onchange={set}>{ for choices.iter().enumerate().map(option) }</select>
            </> }
        }
    };
    html! { <div class="control" title={locked.then_some(LOCKED)}>{ body }{ help }</div> }
}

/// A small button that opens the field's help.
fn hint(field: &Field, asked: &UseStateHandle<bool>) -> Html {
    if field.help.is_empty() {
        return Html::default();
    }
    let toggle = {
        let asked = asked.clone();
        Callback::from(move |_: MouseEvent| asked.set(!*asked))
    };
    html! {
        <button class="hint" aria-expanded={asked.to_string()} aria-label={format!("About {}", field.label.to_ascii_lowercase())}
            title={field.help} onclick={toggle}>{ "?" }</button>
    }
}

fn number(props: &ControlProps, id: String, hint: Html, locked: bool) -> Html {
    let (field, value) = (props.field.0, props.value);
    let FieldKind::Number { min, max, step, log, .. } = field.kind else { return Html::default() };
    let scale = Scale { min: min as f64, max: max as f64, log };
    let oninput = props.set.reform(move |event: InputEvent| {
        let place = event.target_unchecked_into::<HtmlInputElement>().value_as_number();
        (field.key, field.text(scale.value(place, step)))
    });
    let nudge = |by: i64| {
        let next = if log && value >= 20 {
            (value as f64 * if by > 0 { 1.25 } else { 0.8 }).round() as i64
        } else {
            value + by
        };
        props.set.reform(move |_: MouseEvent| (field.key, field.text(next.clamp(min, max))))
    };
    let label = field.label.to_ascii_lowercase();
    html! { <>
        <div class="head"><label for={id.clone()}>{ field.label }</label>{ hint }<span class="value">{ field.shown(value) }</span></div>
        <div class="slide">
            <button class="bare" aria-label={format!("Less {label}")} disabled={locked || value <= min} onclick={nudge(-step)}>{ "\u{2212}" }</button>
            <input type="range" {id} min="0" max="1000" value={scale.place(value).to_string()} aria-valuetext={field.shown(value)} disabled={locked} {oninput} />
            <button class="bare" aria-label={format!("More {label}")} disabled={locked || value >= max} onclick={nudge(step)}>{ "+" }</button>
        </div>
    </> }
}
