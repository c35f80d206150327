//! The parameters' controls, made from the lab's table.

mod control;
mod scale;

pub use control::{Control, Row};

use crate::ui::player::{Shown, Which};
use faultyard::lab::{Field, FieldRole};
use std::collections::BTreeMap;
use yew::prelude::*;

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
