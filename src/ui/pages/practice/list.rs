//! The list of questions, and the ways to begin.

use super::All;
use super::files::Files;
use super::place::{address_of, follow};
use super::ways::{Mock, start};
use faultyard::labs;
use faultyard::practice::{Place, Progress, Question};
use yew::prelude::*;

/// What [`List`] shows.
#[derive(Properties, PartialEq)]
pub struct ListProps {
    /// All questions.
    pub all: All,
    /// The lab whose questions are shown, by its slug; none for all.
    pub area: Option<String>,
    /// What was answered so far.
    pub progress: Progress,
    /// Called with another progress: from a file, or none.
    pub set: Callback<Progress>,
    /// Begins the interview with a code.
    pub interview: Callback<u64>,
    /// Goes to another place.
    pub go: Callback<Place>,
    /// What was not understood of the address.
    pub told: Option<String>,
}

/// The list.
#[component]
pub fn List(props: &ListProps) -> Html {
    let (all, area) = (&props.all.0, props.area.as_deref());
    let of_area = all.iter().filter(|question| area.is_none_or(|area| question.lab() == area));
    let order = props.progress.order(of_area);
    let place = |question: &Question| Place::Question(question.id.clone(), props.area.clone());
    let first = order.first().map(|question| (place(question), *question));
    html! { <>
        <h1 tabindex="-1">{ "Practise for an interview" }</h1>
        <p class="lead">{ "An interviewer asks, you guess, and a run measures the answer. Then you learn to say it: claim, number, trade-off, failure mode." }</p>
        if let Some(told) = &props.told { <p class="practice-told" role="alert">{ told }</p> }
        <div class="practice-ways">
            { start(all, &props.progress, first, &props.go) }
            <Mock begin={props.interview.clone()} />
        </div>
        <div class="practice-areas" role="group" aria-label="Show the questions about">{ for areas(props) }</div>
        <ol class="practice-list">{ for order.iter().map(|question| line(props, question, place(question))) }</ol>
        <Files progress={props.progress.clone()} set={props.set.clone()} />
    </> }
}

/// A button for each lab with questions, and one for all.
fn areas(props: &ListProps) -> Vec<Html> {
    let all = &props.all.0;
    let cards = labs::CARDS.iter().filter(|card| all.iter().any(|question| question.lab() == card.slug));
    let every = std::iter::once((None, "All"));
    let each = every.chain(cards.map(|card| (Some(card.slug), card.title)));
    let button = |(of, words): (Option<&'static str>, &'static str)| {
        let onclick = props.go.reform(move |_: MouseEvent| Place::List(of.map(str::to_owned)));
        let pressed = (props.area.as_deref() == of).to_string();
        html! { <button type="button" aria-pressed={pressed} {onclick}>{ words }</button> }
    };
    each.map(button).collect()
}

fn line(props: &ListProps, question: &Question, place: Place) -> Html {
    let (class, sign, word) = match props.progress.of(&question.id) {
        None => ("", "\u{25cb}", "not asked yet"),
        Some(seen) if seen.right => ("is-right", "\u{2713}", "right last time"),
        Some(_) => ("is-wrong", "\u{2715}", "wrong last time"),
    };
    let lab = labs::card(question.lab()).map_or("", |card| card.title);
    html! {
        <li key={question.id.clone()}><a href={address_of(&place)} onclick={follow(&props.go, place)}>
            <span class={classes!("practice-sign", class)} aria-hidden="true">{ sign }</span>
            <span class="practice-what"><strong>{ &question.title }</strong>
                <span class="second">{ question.opening() }</span>
                <span class="small second">{ lab }{ " \u{b7} " }<span {class}>{ word }</span></span></span>
        </a></li>
    }
}
