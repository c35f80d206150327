//! Practice for an interview: a list of questions, a question with its run, five in a row.
//!
//! ```text
//! place     where the address says that one is, and the way to another place
//! list      all questions, in the order in which to ask them
//! ways      the ways to begin: one after the other, or a mock interview
//! files     progress as a file
//! asked     a question whose lab is being fetched
//! question  the question, the guess, the run, the answer: a part of its own, that the list does not fetch
//! result    what became of an interview's five
//! kept      what the browser keeps
//! ```

mod asked;
mod files;
mod kept;
mod list;
mod place;
mod question;
mod result;
mod ways;

pub use question::{Trial, TrialProps};

use crate::ui::components::header::{SiteHeader, Skip};
use asked::{Asked, End, Next};
use faultyard::front;
use faultyard::practice::{LENGTH, Place, Progress, Question, Sheet, interview, questions};
use list::List;
use place::{Way, use_place};
use result::Result;
use std::rc::Rc;
use yew::prelude::*;

const NEXT: &str = "Next question";
const RESULT: &str = "See how it went";
const LIST: &str = "All questions";

/// All questions, as a property.
#[derive(Clone)]
pub struct All(Rc<Vec<Question>>);

impl PartialEq for All {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

/// The page.
#[component]
pub fn Practice() -> Html {
    let all = use_memo((), |()| All(Rc::new(questions().unwrap_or_default())));
    let Way { place, told, go } = use_place(&all);
    let progress = use_state(kept::progress);
    let sheet = use_state(kept::sheet);
    let on_end = {
        let (progress, sheet, place) = (progress.clone(), sheet.clone(), place.clone());
        Callback::from(move |End(done): End| {
            let mut known = (*progress).clone();
            known.note(&done.id, done.right);
            kept::keep(&known);
            progress.set(known);
            if let Place::Interview(code, at) = place {
                let mut noted = (*sheet).clone();
                noted.note(code, at, done);
                kept::keep_sheet(&noted);
                sheet.set(noted);
            }
        })
    };
    html! { <>
        <Skip to="content" words="Skip to the content" />
        <SiteHeader here={front::PRACTICE} />
        <main class="practice" id="content" tabindex="-1">
            { body(&all, &place, told, &Means { progress, sheet, go, on_end }) }
        </main>
    </> }
}

/// What the places have in common.
struct Means {
    progress: UseStateHandle<Progress>,
    sheet: UseStateHandle<Sheet>,
    go: Callback<Place>,
    on_end: Callback<End>,
}

fn body(all: &All, place: &Place, told: Option<String>, means: &Means) -> Html {
    match place {
        Place::List(area) => list(all, area.as_deref(), told, means),
        Place::Question(id, area) => single(all, id, area.as_deref(), means),
        Place::Interview(code, at) if *at < LENGTH => of_five(all, *code, *at, means),
        Place::Interview(code, _) => {
            let again = {
                let (go, sheet, code) = (means.go.clone(), means.sheet.clone(), *code);
                Callback::from(move |()| begin(&sheet, &go, code))
            };
            html! { <Result code={*code} all={all.clone()} sheet={(*means.sheet).clone()} {again} go={means.go.clone()} /> }
        }
    }
}

fn list(all: &All, area: Option<&str>, told: Option<String>, means: &Means) -> Html {
    let set = {
        let progress = means.progress.clone();
        Callback::from(move |to: Progress| {
            kept::keep(&to);
            progress.set(to);
        })
    };
    let interview = {
        let (go, sheet) = (means.go.clone(), means.sheet.clone());
        Callback::from(move |code: u64| begin(&sheet, &go, code))
    };
    html! { <List all={all.clone()} area={area.map(str::to_owned)} progress={(*means.progress).clone()} {set} {interview}
    go={means.go.clone()} {told} /> }
}

/// Begins an interview, on an empty sheet.
fn begin(sheet: &UseStateHandle<Sheet>, go: &Callback<Place>, code: u64) {
    let empty = Sheet { code, rows: Vec::new() };
    kept::keep_sheet(&empty);
    sheet.set(empty);
    go.emit(Place::Interview(code, 0));
}

/// A question on its own.
fn single(all: &All, id: &str, area: Option<&str>, means: &Means) -> Html {
    let Some(question) = all.0.iter().find(|question| question.id == id) else { return html! {} };
    let next = means.progress.next(&all.0, id, area);
    let next = match next {
        Some(next) => Next(Place::Question(next.id.clone(), area.map(str::to_owned)), NEXT),
        None => Next(Place::List(None), LIST),
    };
    let of: Vec<&Question> = all.0.iter().filter(|other| other.lab() == question.lab()).collect();
    let at = of.iter().position(|other| other.id == id).unwrap_or_default();
    let head = format!("question {} of {}", at + 1, of.len());
    html! { <Asked key={id.to_owned()} question={Rc::new(question.clone())} seed={question.script.scenario.seed} {head}
    {next} once=false list={Place::List(area.map(str::to_owned))} go={means.go.clone()} on_end={means.on_end.clone()} /> }
}

/// A question of an interview.
fn of_five(all: &All, code: u64, at: usize, means: &Means) -> Html {
    let asked = interview(code, &all.0);
    let one = asked.get(at);
    let question = one.and_then(|one| all.0.iter().find(|question| question.id == one.id));
    let (Some(one), Some(question)) = (one, question) else { return html! {} };
    let next = Next(Place::Interview(code, at + 1), if at + 1 < LENGTH { NEXT } else { RESULT });
    let head = format!("question {} of {LENGTH} \u{b7} code {code}", at + 1);
    html! { <Asked key={format!("{code}-{at}")} question={Rc::new(question.clone())} seed={one.seed} {head} {next} once=true
    list={Place::List(None)} go={means.go.clone()} on_end={means.on_end.clone()} /> }
}
