//! The run on paper: a sheet that the page hides and printing shows.

use super::picture::{STAGE, data_address};
use super::{TabProps, full, make, qr};
use crate::ui::components::markdown::Markdown;
use crate::ui::components::trail;
use crate::ui::player::Player;
use crate::ui::words;
use faultyard::embed::Host;
use faultyard::lab::{Choice, Field, Lesson, Predict, Step};
use faultyard::link::Settings;
use faultyard::scene::svg;
use yew::prelude::*;

const GIVES: &str = "One sheet: the step and its question with room to write, the picture at this moment, what is set, the seed, and \
    the link as text and as a QR code. Always black on white.";
/// Lines to write on under a question.
const LINES: usize = 3;

/// The sheet, as it will be printed, and a button that does.
#[component]
pub fn PrintTab(props: &TabProps) -> Html {
    let print = |_: MouseEvent| {
        let _ = gloo::utils::window().print();
    };
    html! { <>
        <p class="share-acts"><button class="main" onclick={print}>{ "Print" }</button><span class="small second">{ GIVES }</span></p>
        { sheet(props) }
    </> }
}

fn sheet(props: &TabProps) -> Html {
    let player = &props.shown.player;
    let made = make(player, &props.saved, &Settings::default(), &full(player), false);
    let query = made.as_ref().map(|made| made.short.query.clone()).unwrap_or_default();
    let step = Settings::parse(&query)
        .0
        .preset
        .and_then(|id| Lesson::parse(player.lab().lesson).ok()?.step(&id).cloned());
    let run = player.run();
    let meta = run.meta();
    let told = trail::told(&*run, player.event()).map(|event| event.text);
    let now = words::time(run.position().now);
    html! {
        <article class="sheet" aria-label="The sheet">
            <p class="sheet-name"><span>{ "Name" }</span><span>{ "Date" }</span></p>
            <h1>{ meta.title }</h1>
            <p>{ meta.question }</p>
            { stage(player) }
            if let Some(told) = told { <p><strong>{ format!("At {now}: ") }</strong>{ told }</p> }
            if let Some(step) = step { { lesson(&step) } }
            <p>{ format!("Seed {}", run.scenario().seed) }</p>
            { parameters(player) }
            { match made {
                Err(why) => html! { <p>{ why }</p> },
                Ok(made) => html! { <div class="sheet-link">{ qr::picture(&made.address, false) }<p>{ made.address }</p></div> },
            } }
        </article>
    }
}

/// The picture as an image: on light ground whatever the theme.
fn stage(player: &Player) -> Html {
    let run = player.run();
    let scene = run.scene(STAGE.0, STAGE.1);
    let text = svg::svg(&scene, STAGE, run.position().now.0, false);
    html! { <img src={data_address(&text)} alt={scene.summary} /> }
}

fn lesson(step: &Step) -> Html {
    html! { <>
        <h2>{ &step.title }</h2>
        <Markdown text={step.story.clone()} />
        if let Some(predict) = &step.predict { { question(predict) } }
    </> }
}

/// A question to answer by hand: boxes to tick, lines for the reason.
fn question(predict: &Predict) -> Html {
    let choice = |choice: &Choice| html! { <li>{ &choice.text }</li> };
    html! { <div class="sheet-question">
        <h3>{ "Predict first" }</h3>
        <Markdown text={predict.question.clone()} />
        <ul>{ for predict.choices.iter().map(choice) }</ul>
        <p>{ "Because:" }</p>
        { for (0..LINES).map(|line| html! { <div key={line} class="sheet-line"></div> }) }
    </div> }
}

/// What is set otherwise than the lab has it.
fn parameters(player: &Player) -> Html {
    let run = player.run();
    let is_set = |field: &Field| run.scenario().params.iter().any(|(key, _)| key == field.key);
    let one = |(field, value): (&'static Field, i64)| {
        let name = if field.group.is_empty() {
            field.label.into()
        } else {
            format!("{}: {}", field.group, field.label)
        };
        html! { <div><dt>{ name }</dt><dd>{ field.shown(value) }</dd></div> }
    };
    let set = run.fields().into_iter().zip(run.values()).filter(|(field, _)| is_set(field));
    html! { <dl>{ for set.map(one) }</dl> }
}
