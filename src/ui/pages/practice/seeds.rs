//! The same question with twenty seeds: how far the answer is chance.

use super::measuring;
use crate::ui::pages::lab::Of;
use faultyard::lab::figure;
use faultyard::practice::{Ask, Question, Reply, SEEDS};
use std::cell::Cell;
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
}

/// The same with twenty seeds: how far the answer is chance.
#[component]
pub fn Seeds(props: &SeedsProps) -> Html {
    let replies = use_state(|| None::<Vec<Reply>>);
    let stop = use_memo((), |()| Rc::new(Cell::new(false)));
    use_effect_with((), {
        let stop = (*stop).clone();
        move |()| move || stop.set(true)
    });
    let start = {
        let (entry, question, stop, set) =
            (props.entry.0, props.question.clone(), (*stop).clone(), replies.setter());
        move |_: MouseEvent| {
            set.set(Some(Vec::new()));
            let (set, question, stop) = (set.clone(), question.clone(), stop.clone());
            spawn_local(measuring::seeds(entry, question, stop, Box::new(move |all| set.set(Some(all)))));
        }
    };
    let Some(replies) = &*replies else {
        return html! { <p><button type="button" onclick={start}>{ format!("And with {SEEDS} seeds?") }</button></p> };
    };
    if (replies.len() as u64) < SEEDS {
        return html! { <p role="status">{ format!("{} of {SEEDS} runs\u{2026}", replies.len()) }</p> };
    }
    html! { <p role="status">{ spread(&props.question, replies) }</p> }
}

/// What twenty runs say, in a sentence.
fn spread(question: &Question, replies: &[Reply]) -> String {
    let count = replies.len();
    match &question.ask {
        Ask::Number { unit, .. } => {
            let mut values: Vec<f64> = replies
                .iter()
                .filter_map(|reply| if let Reply::Number(value) = reply { Some(*value) } else { None })
                .collect();
            values.sort_by(f64::total_cmp);
            let (least, most) = (values.first(), values.last());
            let [least, most] = [least, most].map(|value| value.copied().unwrap_or_default());
            let middle = values.get(count / 2).copied().unwrap_or_default();
            format!(
                "{count} seeds: {} to {}, median {}.",
                figure(least, ""),
                figure(most, unit),
                figure(middle, unit)
            )
        }
        Ask::Choice(predict) => {
            let times = |place: usize| {
                let says = |reply: &&Reply| matches!(reply, Reply::Choices(right) if right.contains(&place));
                replies.iter().filter(says).count()
            };
            let told = predict.choices.iter().enumerate().filter(|(place, _)| times(*place) > 0);
            let told: Vec<String> = told
                .map(|(place, choice)| format!("\u{201c}{}\u{201d} in {}", choice.text, times(place)))
                .collect();
            format!("{count} seeds: {}.", told.join(", "))
        }
    }
}
