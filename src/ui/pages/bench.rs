//! The page that measures itself: the list of `faultyard::bench`, run by this browser on this machine.

use crate::ui::components::format::number;
use faultyard::bench::{Loop, MEASUREMENTS, Measurement};
use gloo::timers::callback::Timeout;
use gloo::utils::window;
use serde_json::{Value, json};
use yew::prelude::*;

/// The results so far: a list for each row.
type Results = Vec<Vec<f64>>;

/// The page.
#[component]
pub fn Bench() -> Html {
    let results = use_state(|| None::<Results>);
    let done = results.as_ref().is_some_and(|results| {
        results.iter().zip(&MEASUREMENTS).all(|(results, row)| results.len() == row.runs)
    });
    let busy = results.is_some() && !done;
    let measure = {
        let setter = results.setter();
        Callback::from(move |_: MouseEvent| {
            setter.set(Some(vec![Vec::new(); MEASUREMENTS.len()]));
            go_on(
                Task::new(),
                Callback::from({
                    let setter = setter.clone();
                    move |results| setter.set(Some(results))
                }),
            );
        })
    };
    let empty = Vec::new();
    let of = |place: usize| results.as_ref().map_or(&empty, |results| &results[place]);
    html! {
        <main class="home paper prose">
            <p><a href=".">{ "\u{2039} Faultyard" }</a></p>
            <h1>{ "How fast is it here?" }</h1>
            <p>{ "The same loops as cargo bench, in this browser. Nothing is sent anywhere. Leave the tab in front; it takes some seconds." }</p>
            <p><button class="main" disabled={busy} onclick={measure}>{ if busy { "Measuring\u{2026}" } else { "Measure" } }</button></p>
            <table>
                <thead><tr>
                    { for ["What", "Measured", "Target", "Unit", "Counts", "Runs"].map(|head| html! { <th scope="col">{ head }</th> }) }
                </tr></thead>
                <tbody>{ for MEASUREMENTS.iter().enumerate().map(|(place, row)| line(row, of(place))) }</tbody>
            </table>
            <output id="measured" class="small second">{ if done { json(results.as_ref()).to_string() } else { String::new() } }</output>
        </main>
    }
}

fn line(row: &Measurement, results: &[f64]) -> Html {
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
fn json(results: Option<&Results>) -> Value {
    let rows = MEASUREMENTS.iter().zip(results.into_iter().flatten());
    rows.map(|(row, results)| (row.key.to_owned(), json!(row.summary(results)))).collect()
}

/// Where the measuring stands.
struct Task {
    results: Results,
    /// The row being measured, and its loop once it is prepared.
    row: usize,
    work: Option<Loop>,
}

impl Task {
    fn new() -> Task {
        Task { results: vec![Vec::new(); MEASUREMENTS.len()], row: 0, work: None }
    }

    /// One slice: prepares a loop, or runs it once. False when all is measured.
    fn slice(&mut self) -> bool {
        let Some(row) = MEASUREMENTS.get(self.row) else { return false };
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
        let results = MEASUREMENTS.iter().map(|row| vec![1.0; row.runs]).collect();
        let read = json(Some(&results));
        assert!(MEASUREMENTS.iter().all(|row| read[row.key] == 1.0), "{read}");
        assert_eq!(json(None), json!({}));
    }
}
