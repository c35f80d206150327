//! The parameters' controls, made from the lab's table.

mod scale;

use crate::ui::player::{Shown, Which};
use crate::ui::settings;
use faultyard::lab::{Field, FieldKind, FieldRole};
use scale::Scale;
use std::collections::BTreeMap;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

/// Said of a parameter that the address locks.
const LOCKED: &str = "Locked on this page";

#[derive(Properties, PartialEq, Clone)]
pub struct ControlsProps {
    pub shown: Shown,
    #[prop_or_default]
    pub which: Which,
    /// Only those for this.
    #[prop_or(FieldRole::Setting)]
    pub role: FieldRole,
    /// The keys of those that matter here: the others are a click away. None for all alike.
    #[prop_or_default]
    pub first: Vec<String>,
}

/// Every parameter under its heading: the first group open, the others to be opened.
#[component]
pub fn Controls(props: &ControlsProps) -> Html {
    let player = &props.shown.player;
    let (fields, values) = (player.of(props.which).fields(), player.of(props.which).values());
    let mut groups: Vec<&str> = Vec::new();
    let mut members: BTreeMap<&str, Vec<(&'static Field, i64)>> = BTreeMap::new();
    for (field, value) in fields.into_iter().zip(values) {
        if field.role == props.role {
            if !groups.contains(&field.group) {
                groups.push(field.group);
            }
            members.entry(field.group).or_default().push((field, value));
        }
    }
    let set = {
        let (player, which) = (player.clone(), props.which);
        Callback::from(move |(key, text): (&'static str, String)| {
            let _ = player.set(which, key, &text);
        })
    };
    let is_first = |key: &str| props.first.iter().any(|first| first == key);
    let control = |(field, value): &(&'static Field, i64)| {
        html! { <Control key={field.key} field={Row(field)} value={*value} which={props.which} set={set.clone()} /> }
    };
    let controls = |group: &str| {
        members[group].iter().filter(|(field, _)| !is_first(field.key)).map(control).collect::<Html>()
    };
    // Advice tells what a setting does: while that is the question, it waits.
    let advised = props.role == FieldRole::Setting && player.question().is_none();
    let advice = if advised { player.of(props.which).advice() } else { Vec::new() };
    let advice = html! { { for advice.iter().map(|advice| html! { <p class="advice">{ advice }</p> }) } };
    let all = members.values().flatten();
    let first: Vec<&(&'static Field, i64)> = all.clone().filter(|(field, _)| is_first(field.key)).collect();
    if !first.is_empty() {
        let group = |group: &&str| html! { <details key={*group}><summary class="heading">{ *group }</summary>{ controls(group) }</details> };
        return html! { <>
            { advice }
            { for first.iter().map(|member| control(member)) }
            <details><summary class="heading">{ format!("All {} controls", all.count()) }</summary>{ for groups.iter().map(group) }</details>
        </> };
    }
    html! { <>
        { advice }
        { for groups.iter().enumerate().map(|(place, group)| if place == 0 {
            html! { <fieldset key={*group}><legend>{ *group }</legend>{ controls(group) }</fieldset> }
        } else {
            html! { <details key={*group}><summary class="heading">{ *group }</summary>{ controls(group) }</details> }
        }) }
    </> }
}

/// A field as a property: the same field is equal to itself.
#[derive(Clone, Copy)]
pub struct Row(pub &'static Field);

impl PartialEq for Row {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.0, other.0)
    }
}

#[derive(Properties, PartialEq)]
struct ControlProps {
    field: Row,
    value: i64,
    which: Which,
    set: Callback<(&'static str, String)>,
}

#[component]
fn Control(props: &ControlProps) -> Html {
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
