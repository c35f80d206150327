//! The ways to begin: one question after the other, or a mock interview by a code.

use super::kept;
use faultyard::practice::{Place, Progress, Question, code, digits};
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// A code that nobody chose has six digits.
const FRESH: (u32, u32) = (100_000, 900_000);

/// In which order they are asked.
const ORDER: &str = "What went wrong comes back first, then what you have not seen for longest.";

/// One after the other, beginning with the first.
pub fn start(
    all: &[Question],
    progress: &Progress,
    first: Option<(Place, &Question)>,
    go: &Callback<Place>,
) -> Html {
    let ((right, wrong), count) = (progress.tally(all), all.len());
    let tally = match right + wrong {
        0 => format!("{count} questions. {ORDER}"),
        answered => format!(
            "{answered} of {count} answered: \u{2713}\u{a0}{right} right, \u{2715}\u{a0}{wrong} wrong last time. {ORDER}"
        ),
    };
    let button = |(place, question): (Place, &Question)| {
        let onclick = go.reform(move |_: MouseEvent| place.clone());
        html! { <>
            <button type="button" class="main" {onclick}>{ "Start practising" }</button>
            <p class="small second">{ "First: " }{ &question.title }</p>
        </> }
    };
    html! {
        <section><h2>{ "One question after the other" }</h2>
            <p class="second">{ tally }</p>
            <div class="practice-start">{ for first.map(button) }</div>
        </section>
    }
}

#[derive(Properties, PartialEq)]
pub struct MockProps {
    /// Begins the interview with this code.
    pub begin: Callback<u64>,
}

/// Five questions by a code.
#[component]
pub fn Mock(props: &MockProps) -> Html {
    let (field, wrong) = (use_node_ref(), use_state(|| false));
    let timer = use_state(kept::timer);
    let onsubmit = {
        let (begin, field, wrong) = (props.begin.clone(), field.clone(), wrong.setter());
        move |event: SubmitEvent| {
            event.prevent_default();
            let text = field.cast::<HtmlInputElement>().map(|input| input.value()).unwrap_or_default();
            let fresh = || getrandom::u32().map_or(4_711, |bits| u64::from(FRESH.0 + bits % FRESH.1));
            let chosen = if text.trim().is_empty() { Some(fresh()) } else { code(&text) };
            wrong.set(chosen.is_none());
            if let Some(chosen) = chosen {
                begin.emit(chosen);
            }
        }
    };
    let onchange = {
        let timer = timer.setter();
        move |event: Event| {
            let on = event.target_unchecked_into::<HtmlInputElement>().checked();
            kept::keep_timer(on);
            timer.set(on);
        }
    };
    html! {
        <section><h2>{ "Mock interview: five questions" }</h2>
            <p class="second">{ "Drawn from all labs by a code. The same code gives a whole class the same questions and the same numbers." }</p>
            <form class="practice-code" {onsubmit}>
                <label for="code">{ "Code, or empty for a fresh one" }</label>
                <input id="code" ref={field} type="text" inputmode="numeric" maxlength="12" size="9" autocomplete="off"
                    aria-describedby={wrong.then_some("code-wrong")} aria-invalid={wrong.to_string()} />
                <button type="submit">{ "Start the interview" }</button>
                <label class="practice-timer"><input type="checkbox" checked={*timer} {onchange} /><span>{ "With a timer" }</span></label>
            </form>
            if *wrong { <p id="code-wrong" class="small practice-wrong" role="alert">{ format!("\u{2715} A code is {} digits.", digits()) }</p> }
        </section>
    }
}
