//! The list of questions, the mock interview, and progress as a file.

use super::{All, kept};
use crate::ui::save::save;
use faultyard::labs;
use faultyard::practice::{LENGTH, Place, Progress, Question, code};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// A code that nobody chose has so many digits.
const FRESH: u32 = 1_000_000;

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

#[derive(Properties, PartialEq)]
struct MockProps {
    go: Callback<Place>,
}

/// Five questions by a code.
#[component]
fn Mock(props: &MockProps) -> Html {
    let (field, wrong) = (use_node_ref(), use_state(|| false));
    let clock = use_state(kept::clock);
    let onsubmit = {
        let (go, field, wrong) = (props.go.clone(), field.clone(), wrong.setter());
        move |event: SubmitEvent| {
            event.prevent_default();
            let text = field.cast::<HtmlInputElement>().map(|input| input.value()).unwrap_or_default();
            let fresh = || getrandom::u32().map_or(1, |bits| u64::from(bits % FRESH));
            let chosen = if text.trim().is_empty() { Some(fresh()) } else { code(text.trim()) };
            wrong.set(chosen.is_none());
            if let Some(chosen) = chosen {
                go.emit(Place::Interview(chosen, 0));
            }
        }
    };
    let onchange = {
        let clock = clock.setter();
        move |event: Event| {
            let on = event.target_unchecked_into::<HtmlInputElement>().checked();
            kept::set_clock(on);
            clock.set(on);
        }
    };
    html! {
        <section><h2 class="heading">{ format!("Mock interview: {LENGTH} questions") }</h2>
            <p class="second" id="code-help">{ "The same code gives everybody the same questions and the same runs: a class can compare." }</p>
            <form class="practice-code" {onsubmit}>
                <label for="code">{ "Code" }</label>
                <input id="code" ref={field} type="text" inputmode="numeric" maxlength="9" size="9" autocomplete="off"
                    placeholder="any" aria-describedby="code-help" aria-invalid={wrong.to_string()} />
                <button type="submit">{ "Start" }</button>
                <label class="practice-clock"><input type="checkbox" checked={*clock} {onchange} />{ " with a clock" }</label>
            </form>
            if *wrong { <p role="alert">{ "A code is 1 to 9 digits." }</p> }
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct FilesProps {
    progress: Progress,
    set: Callback<Progress>,
}

/// Progress as a file, from a file, and away with it.
#[component]
fn Files(props: &FilesProps) -> Html {
    let (told, sure) = (use_state(String::new), use_state(|| false));
    let export = {
        let text = props.progress.text();
        move |_: MouseEvent| save("faultyard-practice.json", "application/json", &text)
    };
    let import = {
        let (set, told) = (props.set.clone(), told.setter());
        move |event: Event| {
            let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
            let Some(file) = input.and_then(|input| input.files()?.get(0)) else { return };
            let (set, told) = (set.clone(), told.clone());
            spawn_local(async move {
                let text = JsFuture::from(file.text()).await.ok().and_then(|text| text.as_string());
                match Progress::parse(&text.unwrap_or_default()) {
                    Ok(progress) => {
                        set.emit(progress);
                        told.set("Your progress is there.".into());
                    }
                    Err(why) => told.set(why),
                }
            });
        }
    };
    let forget = {
        let (set, sure, told) = (props.set.clone(), sure.clone(), told.setter());
        move |_: MouseEvent| {
            if *sure {
                set.emit(Progress::default());
                told.set("All is forgotten.".into());
            }
            sure.set(!*sure);
        }
    };
    html! {
        <section class="practice-files"><h2 class="heading">{ "Your progress" }</h2>
            <p class="second">{ if kept::is_there() { "It stays in this browser." } else { "This browser keeps nothing, so it lasts until you close the page. A file keeps it." } }</p>
            <p class="acts"><button type="button" onclick={export}>{ "Save as a file" }</button>
                <label class="button">{ "Take from a file" }<input class="visually-hidden" type="file" accept=".json,application/json" onchange={import} /></label>
                <button type="button" onclick={forget}>{ if *sure { "Forget all: are you sure?" } else { "Forget all" } }</button></p>
            <p role="status">{ (*told).clone() }</p>
        </section>
    }
}
