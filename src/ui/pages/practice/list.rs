//! The list of questions, and the ways to begin.

use super::All;
use super::files::Files;
use super::mock::Mock;
use faultyard::labs;
use faultyard::practice::{Place, Progress, Question};
use yew::prelude::*;

/// What [`List`] shows.
#[derive(Properties, PartialEq)]
pub struct ListProps {
    /// All questions.
    pub all: All,
    /// What was answered so far.
    pub progress: Progress,
    /// Called with another progress: from a file, or none.
    pub set: Callback<Progress>,
    /// Goes to another place.
    pub go: Callback<Place>,
    /// What was not understood of the address.
    pub told: Option<String>,
}

/// The list.
#[component]
pub fn List(props: &ListProps) -> Html {
    let area = use_state(|| None::<&'static str>);
    let all = &props.all.0;
    let of_area = all.iter().filter(|question| area.is_none_or(|area| question.lab() == area));
    let order = props.progress.order(of_area);
    let first = order.first().map(|question| Place::Question(question.id.clone()));
    let start = first.map(|place| props.go.reform(move |_: MouseEvent| place.clone()));
    let seen = all.iter().filter(|question| props.progress.of(&question.id).is_some()).count();
    html! { <>
        <h1>{ "Practise for an interview" }</h1>
        <p class="lead">{ "An interviewer's question. Your guess. Then a run measures the answer, and you learn to say it: claim, number, trade-off, failure mode." }</p>
        if let Some(told) = &props.told { <p role="alert">{ told }</p> }
        <div class="practice-ways">
            <section><h2 class="heading">{ "One after the other" }</h2>
                <p class="second">{ format!("{} of {} answered. What went wrong comes first, then what you have not seen for longest.", seen, all.len()) }</p>
                <button type="button" class="main" disabled={start.is_none()} onclick={start.unwrap_or_default()}>{ "Start practising" }</button>
            </section>
            <Mock go={props.go.clone()} />
        </div>
        <div class="practice-areas" role="group" aria-label="Show the questions of">{ for areas(all, &area) }</div>
        <ol class="practice-list">{ for order.iter().map(|question| line(props, question)) }</ol>
        <Files progress={props.progress.clone()} set={props.set.clone()} />
    </> }
}

/// A button for each lab with questions, and one for all.
fn areas(all: &[Question], area: &UseStateHandle<Option<&'static str>>) -> Vec<Html> {
    let cards = labs::CARDS.iter().filter(|card| all.iter().any(|question| question.lab() == card.slug));
    let every = std::iter::once((None, "All"));
    let each = every.chain(cards.map(|card| (Some(card.slug), card.title)));
    let button = |(of, words): (Option<&'static str>, &'static str)| {
        let set = area.setter();
        let pressed = (**area == of).to_string();
        html! { <button type="button" aria-pressed={pressed} onclick={move |_: MouseEvent| set.set(of)}>{ words }</button> }
    };
    each.map(button).collect()
}

fn line(props: &ListProps, question: &Question) -> Html {
    let id = question.id.clone();
    let (sign, word) = match props.progress.of(&id) {
        None => ("\u{25cb}", "not answered yet"),
        Some(seen) if seen.right => ("\u{2713}", "right last time"),
        Some(_) => ("\u{2715}", "wrong last time"),
    };
    let lab = labs::card(question.lab()).map_or("", |card| card.title);
    let onclick = {
        let (go, place) = (props.go.clone(), Place::Question(id.clone()));
        Callback::from(move |event: MouseEvent| {
            if !(event.ctrl_key() || event.meta_key() || event.shift_key()) {
                event.prevent_default();
                go.emit(place.clone());
            }
        })
    };
    html! {
        <li key={id.clone()}><a href={format!("practice/?q={id}")} {onclick}>
            <span class="practice-sign" aria-hidden="true">{ sign }</span>
            <span><strong>{ &question.title }</strong><span class="small second">{ format!(" {lab} \u{b7} {word}") }</span>
                <span class="practice-first second">{ first_words(&question.text) }</span></span>
        </a></li>
    }
}

/// The first sentence.
fn first_words(text: &str) -> String {
    let line = text.lines().map(str::trim).collect::<Vec<_>>().join(" ");
    line.split_inclusive(". ").next().unwrap_or_default().trim().to_string()
}
