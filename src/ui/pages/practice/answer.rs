//! The answer: what was measured beside the guess, and what there is to say.

use super::asked::AskedProps;
use super::guess::part;
use super::seeds::Seeds;
use crate::ui::components::markdown::Markdown;
use crate::ui::pages::lab::Of;
use crate::ui::share::CopyButton;
use faultyard::lab::figure;
use faultyard::link::{Settings, When};
use faultyard::practice::{Answer, Ask, Follow, Guess, Place, Question, Range};
use yew::prelude::*;

/// The number line's width and height, in its own units.
const LINE: (f64, f64) = (400.0, 44.0);

/// What [`Told`] tells.
#[derive(Properties, PartialEq)]
pub struct ToldProps {
    /// The lab.
    pub entry: Of,
    /// The question.
    pub asked: AskedProps,
    /// What the run says, or why it says nothing.
    pub answer: Result<Answer, String>,
    /// The guess.
    pub guess: Option<Guess>,
}

/// The answer.
#[component]
pub fn Told(props: &ToldProps) -> Html {
    let question = &props.asked.question;
    let answer = match &props.answer {
        Ok(answer) => answer,
        Err(why) => return html! { <p role="alert">{ format!("The run gave no answer: {why}.") }</p> },
    };
    let next = props.asked.go.reform({
        let place = props.asked.next.0.clone();
        move |_: MouseEvent| place.clone()
    });
    let list = props.asked.go.reform(|_: MouseEvent| Place::List);
    let (said, is_right) = (props.guess, props.guess.map(|guess| answer.is_right(question, guess)));
    let (look, head) = match is_right {
        Some(true) => ("is-right", "\u{2713} Right."),
        Some(false) => ("is-wrong", "\u{2715} Not this time."),
        None => ("", "Measured."),
    };
    html! {
        <div class={classes!("practice-answer", look)}>
            <h2>{ head }</h2>
            <p>if let Some(said) = said { { "You said " }<strong>{ question.said(said) }</strong>{ ". " } }
                { "The run: " }<strong>{ &answer.words }</strong>{ "." }</p>
            { number_line(question, said, answer) }
            if !question.say.formula.is_empty() { <p class="small second">{ "Theory: " }{ &question.say.formula }</p> }
            <Seeds entry={props.entry} question={question.clone()} />
            { say(question, answer) }
            <h3 class="heading">{ "What the simulation leaves out" }</h3>
            <p>{ &question.say.leaves }</p>
            <h3 class="heading">{ "The interviewer goes on" }</h3>
            <ul>{ for question.follow.iter().map(|follow| html! { <li><a href={opens(question, Some(follow), props.asked.seed)} target="_blank" rel="noopener">{ &follow.words }</a></li> }) }
                <li><a href={opens(question, None, props.asked.seed)} target="_blank" rel="noopener">{ format!("This run in the lab \u{201c}{}\u{201d}", props.entry.0.meta.title) }</a></li></ul>
            <p class="acts"><button type="button" class="main" onclick={next}>{ props.asked.next.1 }</button>
                <button type="button" onclick={list}>{ "All questions" }</button></p>
        </div>
    }
}

/// The four sentences of an answer that convinces.
fn say(question: &Question, answer: &Answer) -> Html {
    let say = &question.say;
    let rows = [
        ("Claim", &say.claim),
        ("Number", &answer.number),
        ("Trade-off", &say.cost),
        ("When it fails", &say.fails),
    ];
    let text = rows.map(|(_, words)| words.replace("**", "")).join("\n");
    let row = |(name, words): &(&str, &String)| {
        html! { <><dt>{ name.to_string() }</dt><dd><Markdown text={(*words).clone()} /></dd></> }
    };
    html! { <>
        <h3 class="heading">{ "Say it" }</h3>
        <dl class="practice-say">{ for rows.iter().map(row) }</dl>
        <p><CopyButton {text} label="What to say" words="Copy the four sentences" /></p>
    </> }
}

/// The guess, the measured number and the guesses that are right, on the range of the guess.
fn number_line(question: &Question, guess: Option<Guess>, answer: &Answer) -> Html {
    let (Ask::Number { range, within, unit, .. }, Some(value)) = (&question.ask, answer.value) else {
        return Html::default();
    };
    let x = |value: f64| 8.0 + (LINE.0 - 16.0) * part(*range, value);
    let (from, to) = (x(value * (1.0 - within)), x(value * (1.0 + within)));
    let told = match guess {
        Some(Guess::Number(guess)) => format!("You said {}, measured {}", figure(guess, unit), answer.words),
        _ => format!("Measured {}", answer.words),
    };
    let mark = |at: f64, class: &'static str, shape: &str| {
        html! { <path {class} d={shape.to_string()} transform={format!("translate({:.1} 22)", x(at))} /> }
    };
    html! {
        <svg class="practice-line" viewBox={format!("0 0 {} {}", LINE.0, LINE.1)} role="img" aria-label={told}>
            <rect class="practice-within" x={from.to_string()} y="12" width={(to - from).max(2.0).to_string()} height="20" />
            <line x1="8" x2={(LINE.0 - 8.0).to_string()} y1="22" y2="22" />
            { mark(value, "practice-measured", "M0 -9L7 0L0 9L-7 0Z") }
            if let Some(Guess::Number(guess)) = guess { { mark(guess, "practice-said", "M0 2L7 14H-7Z") } }
            { ends(*range) }
        </svg>
    }
}

fn ends(range: Range) -> Html {
    html! { <>
        <text x="8" y="42">{ range.from }</text>
        <text x={(LINE.0 - 8.0).to_string()} y="42" text-anchor="end">{ range.to }</text>
    </> }
}

/// The address of a run: the question's own with a seed, or a changed one.
fn opens(question: &Question, follow: Option<&Follow>, seed: u64) -> String {
    let script = follow.map_or_else(|| question.script.clone(), |follow| follow.of(&question.script));
    let settings = Settings {
        seed: Some(seed),
        params: script.scenario.params,
        faults: script.scenario.inputs,
        end: Some(When::Time(script.until)),
        ..Settings::default()
    };
    let page = format!("lab/{}/", question.lab());
    settings.query().map_or_else(|_| page.clone(), |query| format!("{page}?{query}"))
}
