//! What the summary claims that this lab shows: its rows with their numbers, or the rows of one step.

use super::markdown::Markdown;
use faultyard::summary::{Measured, measured};
use yew::prelude::*;

#[derive(Properties, PartialEq, Clone)]
pub struct ClaimsProps {
    /// The lab's slug.
    pub lab: &'static str,
    /// Only what this step of its lesson shows.
    #[prop_or_default]
    pub step: Option<String>,
}

/// A list of rows; of a step one line, and nothing if the summary says nothing of it.
#[component]
pub fn Claims(props: &ClaimsProps) -> Html {
    let all = measured().into_iter().filter(|one| one.lab() == props.lab);
    let Some(step) = &props.step else {
        return html! { <ul class="claims">{ for all.map(|one| html! { <li>{ link(&one) }<Markdown text={one.says.clone()} /></li> }) }</ul> };
    };
    let mut rows: Vec<Measured> = all.filter(|one| one.is_of(props.lab, step)).collect();
    rows.dedup_by(|later, kept| later.row == kept.row);
    let links = rows.iter().enumerate().map(|(place, one)| {
        html! { <>{ if place > 0 { ", " } else { "" } }{ link(one) }</> }
    });
    if rows.is_empty() {
        return Html::default();
    }
    html! { <p class="small second">{ "In the summary: " }{ for links }</p> }
}

fn link(one: &Measured) -> Html {
    html! { <a href={one.place()}>{ &one.name }</a> }
}
