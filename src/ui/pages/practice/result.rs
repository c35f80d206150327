//! What became of an interview's five questions.

use super::All;
use super::asked::AskedProps;
use crate::ui::share::CopyButton;
use faultyard::front;
use faultyard::practice::{Answer, Guess, LENGTH, Place, interview};
use std::fmt::Write as _;
use yew::prelude::*;

/// What became of a question.
#[derive(Clone, Debug, PartialEq)]
pub struct Done {
    /// The question's id.
    pub id: String,
    /// Its interview's code; none on its own.
    pub code: Option<u64>,
    /// Which of the five it was.
    pub at: usize,
    /// The guess in words.
    pub said: String,
    /// What was measured, in words.
    pub measured: String,
    /// Whether the guess was right.
    pub right: bool,
    /// How long it took, in milliseconds.
    pub took_ms: f64,
}

impl Done {
    /// What became of it.
    pub fn of(asked: &AskedProps, guess: Option<Guess>, answer: Option<&Answer>, took_ms: f64) -> Done {
        let question = &asked.question;
        let right = guess.zip(answer).is_some_and(|(guess, answer)| answer.is_right(question, guess));
        Done {
            id: question.id.clone(),
            code: asked.of.map(|(code, _)| code),
            at: asked.of.map_or(0, |(_, at)| at),
            said: guess.map_or_else(|| "no guess".into(), |guess| question.said(guess)),
            measured: answer.map_or_else(String::new, |answer| answer.words.clone()),
            right,
            took_ms,
        }
    }
}

/// What [`Result`] shows.
#[derive(Properties, PartialEq)]
pub struct ResultProps {
    /// The interview's code.
    pub code: u64,
    /// All questions.
    pub all: All,
    /// What became of questions.
    pub done: Vec<Done>,
    /// Goes to another place.
    pub go: Callback<Place>,
}

/// A row for each of the five.
#[component]
pub fn Result(props: &ResultProps) -> Html {
    let asked = interview(props.code, &props.all.0);
    let title = |id: &str| {
        let question = props.all.0.iter().find(|question| question.id == id);
        question.map(|question| question.title.clone()).unwrap_or_default()
    };
    let done = |at: usize| props.done.iter().find(|done| done.code == Some(props.code) && done.at == at);
    let right = (0..LENGTH).filter(|at| done(*at).is_some_and(|done| done.right)).count();
    let row = |(at, id): (usize, &String)| {
        let back = props.go.reform({
            let place = Place::Interview(props.code, at);
            move |_: MouseEvent| place.clone()
        });
        let (sign, said, measured) = match done(at) {
            Some(done) if done.right => ("\u{2713} right", done.said.clone(), done.measured.clone()),
            Some(done) => ("\u{2715} not this time", done.said.clone(), done.measured.clone()),
            None => ("not answered", String::new(), String::new()),
        };
        html! {
            <tr key={at}><th scope="row"><button type="button" class="link-button" onclick={back}>{ title(id) }</button></th>
                <td>{ said }</td><td>{ measured }</td><td>{ sign }</td></tr>
        }
    };
    let rows: Vec<Html> = asked.iter().enumerate().map(|(at, one)| row((at, &one.id))).collect();
    let text = text(props, asked.iter().map(|one| title(&one.id)).collect());
    let again = props.go.reform({
        let code = props.code;
        move |_: MouseEvent| Place::Interview(code, 0)
    });
    let list = props.go.reform(|_: MouseEvent| Place::List);
    html! { <div class="practice-result">
        <h1>{ format!("{right} of {LENGTH} right") }</h1>
        <p class="second">{ format!("Mock interview {}. Whoever types this code gets the same questions and the same runs.", props.code) }</p>
        <div class="practice-table" role="region" aria-label="What became of the questions" tabindex="0"><table>
            <thead><tr><th scope="col">{ "Question" }</th><th scope="col">{ "You said" }</th><th scope="col">{ "Measured" }</th><th scope="col">{ "" }</th></tr></thead>
            <tbody>{ for rows }</tbody></table></div>
        <p class="acts"><CopyButton {text} label="Your answers" words="Copy my answers" />
            <button type="button" onclick={again}>{ "The same five again" }</button>
            <button type="button" onclick={list}>{ "All questions" }</button></p>
    </div> }
}

/// The rows as text, with the address of the interview.
fn text(props: &ResultProps, titles: Vec<String>) -> String {
    let mut text = format!("Mock interview {}: {}?code={}\n", props.code, front::PRACTICE, props.code);
    for (at, title) in titles.iter().enumerate() {
        let done = props.done.iter().find(|done| done.code == Some(props.code) && done.at == at);
        let (said, measured) = done.map_or(("-", "-"), |done| (&*done.said, &*done.measured));
        let seconds = done.map_or(0.0, |done| done.took_ms / 1e3);
        let _ = writeln!(text, "{}. {title}\tsaid {said}\tmeasured {measured}\t{seconds:.0} s", at + 1);
    }
    text
}
