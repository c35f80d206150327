//! The page that measures itself: the timed loops of every lab, run by this browser on this machine.

use crate::ui::components::format::number;
use faultyard::lab::{Benchmark, Loop};
use faultyard::labs;
use gloo::timers::callback::Timeout;
use gloo::utils::window;
use serde_json::{Value, json};
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// What is timed: the labs' rows, in the order of the labs.
type Rows = Rc<Vec<&'static Benchmark>>;
/// The results so far: a list for each row.
type Results = Vec<Vec<f64>>;

/// The page.
#[component]
pub fn Bench() -> Html {
    let rows = use_state(Rows::default);
    use_effect_with((), {
        let rows = rows.setter();
        move |()| {
            spawn_local(async move {
                // Each lab brings its own, in its own file.
                let mut all = Vec::new();
                for card in labs::CARDS {
                    all.extend(labs::load(card.slug).await.map_or(&[][..], |lab| lab.benchmarks));
                }
                rows.set(all.into());
            });
        }
    });
    let results = use_state(|| None::<Results>);
    let done = results
        .as_ref()
        .is_some_and(|results| results.iter().zip(&**rows).all(|(results, row)| results.len() == row.runs));
    let busy = results.is_some() && !done;
    let measure = {
        let (setter, rows) = (results.setter(), (*rows).clone());
        Callback::from(move |_: MouseEvent| {
            setter.set(Some(vec![Vec::new(); rows.len()]));
            let setter = setter.clone();
            go_on(Task::new(rows.clone()), Callback::from(move |results| setter.set(Some(results))));
        })
    };
    let empty = Vec::new();
    let of = |place: usize| results.as_ref().map_or(&empty, |results| &results[place]);
    html! {
        <main class="home paper prose">
            <p><a href=".">{ "\u{2039} Faultyard" }</a></p>
            <h1>{ "How fast is it here?" }</h1>
            <p>{ "The same loops as cargo bench, in this browser. Nothing is sent anywhere. Keep this tab in front; it takes a few seconds." }</p>
            <p><button class="main" disabled={busy || rows.is_empty()} onclick={measure}>{ if busy { "Measuring\u{2026}" } else { "Measure" } }</button></p>
            if !rows.is_empty() {
                <table>
                    <thead><tr>
                        { for ["What", "Measured", "Target", "Unit", "Counts", "Runs"].map(|head| html! { <th scope="col">{ head }</th> }) }
                    </tr></thead>
                    <tbody>{ for rows.iter().enumerate().map(|(place, row)| line(row, of(place))) }</tbody>
                </table>
            }
            <output id="measured" class="small second">{ if done { json(&rows, results.as_ref()).to_string() } else { String::new() } }</output>
        </main>
    }
}

fn line(row: &Benchmark, results: &[f64]) -> Html {
    let result = row.summary(results);
    let mark = |result| if row.reached(result) { "\u{2713} " } else { "\u{2717} " };
    let shown = result.map_or_else(String::new, |result| format!("{}{}", mark(result), grouped(result)));
    html! {
        <tr>
            <th scope="row">{ row.what }</th>
            <td>{ shown }</td>
            <td>{ grouped(row.target) }</td>
            <td>{ row.unit.word() }</td>
            <td>{ row.counts.word() }</td>
            <td>{ format!("{} of {}", results.len(), row.runs) }</td>
        </tr>
    }
}

/// What a program reads: the number that counts of each row, by its key.
fn json(rows: &[&Benchmark], results: Option<&Results>) -> Value {
    let rows = rows.iter().zip(results.into_iter().flatten());
    rows.map(|(row, results)| (row.key.to_owned(), json!(row.summary(results)))).collect()
}

/// Where the measuring stands.
struct Task {
    rows: Rows,
    results: Results,
    /// The row being measured, and its loop once it is prepared.
    row: usize,
    work: Option<Loop>,
}

impl Task {
    fn new(rows: Rows) -> Task {
        Task { results: vec![Vec::new(); rows.len()], rows, row: 0, work: None }
    }

    /// One slice: prepares a loop, or runs it once. False when all is measured.
    fn slice(&mut self) -> bool {
        let Some(row) = self.rows.get(self.row) else { return false };
        let Some(work) = &mut self.work else {
            self.work = Some((row.prepare)());
            return true;
        };
        let started = now();
        let amount = work();
        self.results[self.row].push(row.unit.result(amount, (now() - started) / 1e3));
        if self.results[self.row].len() == row.runs {
            (self.row, self.work) = (self.row + 1, None);
        }
        true
    }
}

/// Does a slice, shows it, and lets the page live before the next one.
fn go_on(mut task: Task, show: Callback<Results>) {
    let slice = move || {
        if task.slice() {
            show.emit(task.results.clone());
            go_on(task, show);
        }
    };
    Timeout::new(0, slice).forget();
}

/// A number with its digits in threes before the point.
fn grouped(value: f64) -> String {
    let text = number(value);
    let whole = text.find('.').unwrap_or(text.len());
    let comma = |place: usize| place > 0 && place < whole && (whole - place).is_multiple_of(3);
    text.char_indices()
        .flat_map(|(place, digit)| comma(place).then_some(',').into_iter().chain([digit]))
        .collect()
}

/// The browser's clock, in milliseconds.
fn now() -> f64 {
    window().performance().map_or(0.0, |performance| performance.now())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_numbers_are_grouped() {
        assert_eq!([1_234_567.0, 100.4, 999.0, 3.25].map(grouped), ["1,234,567", "100", "999", "3.25"]);
    }

    #[test]
    fn what_a_program_reads_has_each_row_by_its_key() {
        let rows: Vec<&Benchmark> = labs::find("raft").unwrap().benchmarks.iter().collect();
        let results = rows.iter().map(|row| vec![1.0; row.runs]).collect();
        let read = json(&rows, Some(&results));
        assert!(rows.iter().all(|row| read[row.key] == 1.0), "{read}");
        assert_eq!(json(&rows, None), json!({}));
    }
}
