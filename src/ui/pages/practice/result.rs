//! What became of an interview's five questions.

use super::All;
use super::place::{address_of, follow};
use crate::ui::address;
use crate::ui::share::CopyButton;
use faultyard::front;
use faultyard::practice::{Done, LENGTH, Place, Sheet, clock, interview};
use yew::prelude::*;

/// What [`Result`] shows.
#[derive(Properties, PartialEq)]
pub struct ResultProps {
    /// The interview's code.
    pub code: u64,
    /// All questions.
    pub all: All,
    /// What became of its questions.
    pub sheet: Sheet,
    /// Begins it anew.
    pub again: Callback<()>,
    /// Goes to another place.
    pub go: Callback<Place>,
}

/// A row for each of the five.
#[component]
pub fn Result(props: &ResultProps) -> Html {
    let (code, asked) = (props.code, interview(props.code, &props.all.0));
    let title = |id: &str| {
        let question = props.all.0.iter().find(|question| question.id == id);
        question.map(|question| question.title.clone()).unwrap_or_default()
    };
    let titles: Vec<String> = asked.iter().map(|one| title(&one.id)).collect();
    let row = |(at, title): (usize, &String)| row(props, at, title);
    // Of another code nothing is known.
    let sheet = if props.sheet.code == code { props.sheet.clone() } else { Sheet { code, rows: Vec::new() } };
    let right = sheet.right();
    let link = format!("{}{}?code={code}", address::base(), front::PRACTICE);
    let list = props.go.reform(|_: MouseEvent| Place::default());
    let timed = sheet.rows.iter().flatten().any(|done| done.took_s.is_some());
    html! { <div class="practice-result">
        <p class="practice-head small second">{ format!("Mock interview \u{b7} code {code}") }</p>
        <h1 tabindex="-1">{ format!("{right} of {LENGTH} right") }</h1>
        <table>
            <thead><tr><th scope="col">{ "Question" }</th><th scope="col">{ "You said" }</th><th scope="col">{ "Measured" }</th>
                <th scope="col">{ "Result" }</th>if timed { <th scope="col">{ "Time" }</th> }</tr></thead>
            <tbody>{ for titles.iter().enumerate().map(row) }</tbody>
        </table>
        <p class="acts"><CopyButton text={sheet.told(&titles, &link)} label="Your answers" words="Copy my answers" />
            <button type="button" onclick={props.again.reform(|_: MouseEvent| ())}>{ "The same five again" }</button>
            <button type="button" onclick={list}>{ "All questions" }</button></p>
        <p class="second practice-link">{ "Whoever opens " }<a href={link.clone()}>{ &link }</a>{ " gets the same five questions and the same numbers." }</p>
    </div> }
}

fn row(props: &ResultProps, at: usize, title: &str) -> Html {
    let place = Place::Interview(props.code, at);
    let name = html! { <th scope="row"><a href={address_of(&place)} onclick={follow(&props.go, place)}>{ title.to_owned() }</a></th> };
    let Some(Done { said, measured, right, took_s, .. }) = props.sheet.row(props.code, at) else {
        return html! { <tr key={at}>{ name }<td>{ "\u{2013}" }</td><td>{ "\u{2013}" }</td><td>{ "\u{25cb} not answered" }</td></tr> };
    };
    let (class, word) = if *right { ("is-right", "\u{2713} right") } else { ("is-wrong", "\u{2715} wrong") };
    let said = if said.is_empty() { "no guess" } else { said };
    html! {
        <tr key={at}>{ name }<td data-head="You said">{ said }</td><td data-head="Measured">{ measured }</td><td {class}>{ word }</td>
            if let Some(took) = took_s { <td data-head="Time">{ clock(*took) }</td> }</tr>
    }
}
