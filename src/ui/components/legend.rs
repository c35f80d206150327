//! What the signs on the stage mean: those that are on it now.

use crate::ui::player::Shown;
use faultyard::scene::{Item, Role, Shape};
use std::collections::BTreeMap;
use yew::prelude::*;

#[derive(Properties, PartialEq, Clone)]
pub struct LegendProps {
    pub shown: Shown,
}

/// Each kind of thing on the stage with its sign, and one of them in words.
#[component]
pub fn Legend(props: &LegendProps) -> Html {
    let scene = props.shown.player.run().scene(640.0, 400.0);
    let mut kinds: BTreeMap<(&str, &str), &Item> = BTreeMap::new();
    for item in scene.items.iter().filter(|item| !item.description.is_empty()) {
        if let Some(kind) = kind(&item.shape) {
            kinds.entry((kind, role(item.role))).or_insert(item);
        }
    }
    let line = |((kind, role), item): (&(&str, &str), &&Item)| {
        html! { <li><strong>{ format!("{kind}, {role}: ") }</strong>{ &item.description }</li> }
    };
    html! { <ul class="legend small">{ for kinds.iter().map(line) }</ul> }
}

/// What a shape is called; none for words.
fn kind(shape: &Shape) -> Option<&'static str> {
    match shape {
        Shape::Node { .. } => Some("Circle"),
        Shape::Link { .. } => Some("Line"),
        Shape::Message { .. } => Some("Sign on its way"),
        Shape::Arc { .. } => Some("Arc"),
        Shape::Bar { .. } => Some("Bar"),
        Shape::Cell { .. } => Some("Box"),
        Shape::Dot { .. } => Some("Dot"),
        Shape::Dial { .. } => Some("Dial"),
        Shape::Region { .. } => Some("Area"),
        Shape::Text { .. } => None,
    }
}

/// How a role looks, in words that need no colour.
fn role(role: Role) -> &'static str {
    match role {
        Role::Plain => "plain",
        Role::Idle => "grey",
        Role::Leader => "double line",
        Role::Candidate => "dashed",
        Role::Healthy => "full line",
        Role::Degraded => "with an exclamation mark or a triangle",
        Role::Failed => "crossed out",
        Role::Unreachable => "dotted",
        Role::Series(_) | Role::Muted(_) => "one of several equals",
        Role::Load(_) => "the more, the further from the ground",
    }
}
