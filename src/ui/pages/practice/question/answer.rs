//! The answer: what was measured beside the guess, and what there is to say.

use super::opens::opens;
use super::scale::scale;
use super::seeds::Seeds;
use super::turn::Turn;
use super::{TrialProps, compared, verdict};
use crate::ui::components::markdown::Markdown;
use crate::ui::player::Shown;
use crate::ui::share::CopyButton;
use faultyard::practice::{Answer, Ask, Guess, Question};
use web_sys::HtmlElement;
use yew::prelude::*;

/// What [`Told`] tells.
#[derive(Properties, PartialEq)]
pub struct ToldProps {
    /// The question.
    pub trial: TrialProps,
    /// The player, with its run.
    pub shown: Shown,
    /// What the run says, or why it says nothing.
    pub answer: Result<Answer, String>,
    /// The guess.
    pub guess: Option<Guess>,
    /// Asks again.
    pub again: Callback<()>,
    /// Tells the keys.
    pub help: Callback<()>,
}

/// The answer.
#[component]
pub fn Told(props: &ToldProps) -> Html {
    let heading = use_node_ref();
    use_effect_with((), {
        let heading = heading.clone();
        move |()| {
            if let Some(heading) = heading.cast::<HtmlElement>() {
                let _ = heading.focus();
            }
        }
    });
    let question = &props.trial.asked.question;
    let answer = match &props.answer {
        Ok(answer) => answer,
        Err(why) => {
            return html! { <section class="practice-answer"><h2 tabindex="-1" ref={heading}>{ "No answer" }</h2>
            <p>{ format!("The run gave no answer: {why}.") }</p>{ acts(props) }</section> };
        }
    };
    let (look, sign, word) = verdict(question, props.guess, answer);
    html! {
        <section class={classes!("practice-answer", look)} aria-labelledby="answer">
            <h2 id="answer" tabindex="-1" ref={heading}><span aria-hidden="true">{ sign }{ " " }</span>{ word }</h2>
            <p>{ compared(question, props.guess, answer) }</p>
            { choices(question, props.guess, answer) }
            { scale(question, props.guess, answer) }
            if !question.say.formula.is_empty() { <p class="practice-formula"><span class="second">{ "Formula: " }</span>{ &question.say.formula }</p> }
            { say(question, answer) }
            <h3>{ "What the simulation leaves out" }</h3>
            <p>{ &question.say.leaves }</p>
            <Seeds entry={props.trial.entry} question={question.clone()} answer={answer.clone()} />
            if !question.vary.is_empty() { <Turn shown={props.shown.clone()} question={question.clone()} answer={answer.clone()} /> }
            { follow(props) }
            { acts(props) }
        </section>
    }
}

/// The choices again, with the right one and that of the guess.
fn choices(question: &Question, guess: Option<Guess>, answer: &Answer) -> Html {
    let Ask::Choice(predict) = &question.ask else { return Html::default() };
    let line = |(place, choice): (usize, &faultyard::lab::Choice)| {
        let (is_right, is_said) = (answer.right.contains(&place), guess == Some(Guess::Choice(place)));
        let sign = match (is_right, is_said) {
            (true, true) => "\u{2713} right, as you said",
            (true, false) => "\u{2713} right",
            (false, true) => "\u{2715} you said",
            (false, false) => "",
        };
        let class = match (is_right, is_said) {
            (true, _) => Some("is-right"),
            (false, true) => Some("is-wrong"),
            _ => None,
        };
        html! { <li {class}><span>{ &choice.text }</span><span class="sign">{ sign }</span></li> }
    };
    html! { <ul class="practice-choices" aria-label={predict.question.clone()}>{ for predict.choices.iter().enumerate().map(line) }</ul> }
}

/// The four sentences of an answer that convinces.
fn say(question: &Question, answer: &Answer) -> Html {
    let say = &question.say;
    let rows = [
        ("Claim", &say.claim),
        ("Number", &answer.number),
        ("Trade-off", &say.cost),
        ("Failure mode", &say.fails),
    ];
    let text = rows.map(|(name, words)| format!("{name}: {}", words.replace("**", ""))).join("\n");
    let row = |(name, words): &(&'static str, &String)| {
        html! { <div><dt>{ *name }</dt><dd><Markdown text={(*words).clone()} /></dd></div> }
    };
    html! { <section class="practice-say">
        <h3>{ "Say it" }</h3>
        <dl>{ for rows.iter().map(row) }</dl>
        <p><CopyButton {text} label="What to say" words="Copy" /></p>
    </section> }
}

/// What an interviewer asks next, and the lab.
fn follow(props: &ToldProps) -> Html {
    let (question, seed) = (&props.trial.asked.question, props.trial.asked.seed);
    let title = props.trial.entry.0.meta.title;
    let line = |follow: &faultyard::practice::Follow| {
        let address = opens(question, Some(follow), seed);
        html! { <li><a href={address} target="_blank" rel="noopener">{ &follow.words }</a></li> }
    };
    html! { <section>
        <h3>{ "The interviewer goes on" }</h3>
        <ul class="practice-follow">{ for question.follow.iter().map(line) }
            <li><a href={opens(question, None, seed)} target="_blank" rel="noopener">{ format!("Open this run in the lab: {title}") }</a></li></ul>
    </section> }
}

fn acts(props: &ToldProps) -> Html {
    let asked = &props.trial.asked;
    let next = {
        let place = asked.next.0.clone();
        asked.go.reform(move |_: MouseEvent| place.clone())
    };
    html! {
        <p class="acts practice-next"><button type="button" class="main" onclick={next}>{ asked.next.1 }</button>
            if !asked.once { <button type="button" onclick={props.again.reform(|_: MouseEvent| ())}>{ "Again" }</button> }
            <button type="button" class="link-button practice-keys" onclick={props.help.reform(|_: MouseEvent| ())}>{ "Keys" }</button></p>
    }
}
