//! The same question with twenty seeds: how far the answer is chance.

use super::measuring::{self, Stop};
use super::scale::dots;
use crate::ui::pages::lab::Of;
use faultyard::lab::Predict;
use faultyard::practice::{Answer, Ask, Question, Reply, SEEDS, Spread};
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// What [`Seeds`] needs.
#[derive(Properties, PartialEq)]
pub struct SeedsProps {
    /// The lab.
    pub entry: Of,
    /// The question.
    pub question: Rc<Question>,
    /// What its own run says.
    pub answer: Answer,
}

/// The same with twenty seeds: how far the answer is chance.
#[component]
pub fn Seeds(props: &SeedsProps) -> Html {
    let replies = use_state(|| None::<Vec<Reply>>);
    let stop = use_mut_ref(Stop::default);
    use_effect_with((), {
        let stop = stop.clone();
        move |()| move || stop.borrow().set(true)
    });
    let start = {
        let (entry, question, stop, set) =
            (props.entry.0, props.question.clone(), stop.clone(), replies.setter());
        move |_: MouseEvent| {
            set.set(Some(Vec::new()));
            let (set, question, now) = (set.clone(), question.clone(), Stop::default());
            stop.replace(now.clone());
            spawn_local(measuring::seeds(entry, question, now, move |all| set.set(Some(all))));
        }
    };
    let cancel = {
        let set = replies.setter();
        move |_: MouseEvent| {
            stop.borrow().set(true);
            set.set(None);
        }
    };
    let body = match &*replies {
        None => {
            html! { <p><button type="button" onclick={start}>{ format!("Run it with {SEEDS} seeds") }</button></p> }
        }
        Some(all) if (all.len() as u64) < SEEDS => html! {
            <p class="practice-progress"><label for="seeds">{ format!("{} of {SEEDS} runs", all.len()) }</label>
                <progress id="seeds" max={SEEDS.to_string()} value={all.len().to_string()} />
                <button type="button" onclick={cancel}>{ "Cancel" }</button></p>
        },
        Some(all) => strip(props, &Spread::of(&props.question, all)),
    };
    html! { <section><h3>{ "Was it chance?" }</h3>{ body }</section> }
}

fn strip(props: &SeedsProps, spread: &Spread) -> Html {
    let told = spread.told(&props.question);
    html! { <>
        { match (spread, &props.question.ask) {
            (Spread::Numbers(values), _) => dots(&props.question, values, &props.answer, &told),
            (Spread::Choices(counts), Ask::Choice(predict)) => html! { <ul class="practice-counts" aria-hidden="true">{ for bars(predict, counts) }</ul> },
            _ => Html::default(),
        } }
        <p role="status">{ told }</p>
    </> }
}

/// A row of dots for each choice: one for each run in which it was right.
fn bars(predict: &Predict, counts: &[usize]) -> Vec<Html> {
    let bar = |(choice, count): (&faultyard::lab::Choice, &usize)| {
        let dots = "\u{25cf}".repeat(*count) + &"\u{25cb}".repeat((SEEDS as usize).saturating_sub(*count));
        html! { <li><span>{ &choice.text }</span><span class="practice-dots">{ dots }</span></li> }
    };
    predict.choices.iter().zip(counts).map(bar).collect()
}
