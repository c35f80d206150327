//! The grid of settings as a table: each cell the mean of one goal, the darker the more, and a button to its run.

use super::Found;
use crate::ui::components::format::{number, with_unit};
use faultyard::lab::{Field, Score};
use yew::prelude::*;

/// The deepest shade, in percent of the colour: text stays readable on it.
const DEEPEST: f64 = 55.0;

/// The table. `goals` are the two that are weighed; `shade` says which of them is shown.
pub fn heat(
    found: &Found,
    fields: &[&'static Field],
    goals: [(usize, Score); 2],
    shade: usize,
    open: &Callback<usize>,
) -> Html {
    let front = found.front(goals[0].0, goals[1].0);
    let shown = goals[shade].0;
    let values: Vec<f64> =
        (0..found.cells.len()).filter_map(|cell| found.mean(cell, shown)).map(|mean| mean.0).collect();
    let least = values.iter().copied().fold(f64::INFINITY, f64::min);
    let most = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let columns = found.sweep.axes[0].values.len();
    let rows = found.cells.len() / columns;
    let cell = |cell: usize| {
        let Some((mean, _)) = found.mean(cell, shown) else { return html! { <td key={cell}></td> } };
        let part = if most > least { (mean - least) / (most - least) * DEEPEST } else { 0.0 };
        let is_best = front.contains(&cell);
        let onclick = open.reform(move |_: MouseEvent| cell);
        let said = said(found, fields, &goals, cell, is_best);
        html! {
            <td key={cell}>
                <button class={classes!("tuner-cell", is_best.then_some("is-best"))} style={format!("--part: {part:.0}%")}
                    title={said.clone()} aria-label={said} {onclick}>
                    { number(mean) }if is_best { <span class="tuner-star">{ "\u{2605}" }</span> }
                </button>
            </td>
        }
    };
    let head = |axis: usize, place: usize| text(found, fields, axis, place);
    let second = found.sweep.axes.get(1).map_or("", |axis| label(fields, &axis.key));
    html! {
        <table class="tuner-heat">
            <caption>{ format!("{}, the mean of each setting", goals[shade].1.label) }</caption>
            <thead>
                <tr><td></td><th scope="colgroup" colspan={columns.to_string()}>{ label(fields, &found.sweep.axes[0].key) }</th></tr>
                <tr><th scope="col">{ second }</th>{ for (0..columns).map(|place| html! { <th scope="col">{ head(0, place) }</th> }) }</tr>
            </thead>
            <tbody>{ for (0..rows).map(|row| html! {
                <tr key={row}>
                    <th scope="row">{ if rows > 1 { head(1, row) } else { String::new() } }</th>
                    { for (0..columns).map(|column| cell(row * columns + column)) }
                </tr>
            }) }</tbody>
        </table>
    }
}

fn field<'a>(fields: &'a [&'static Field], key: &str) -> Option<&'a &'static Field> {
    fields.iter().find(|field| field.key == key)
}

fn label(fields: &[&'static Field], key: &str) -> &'static str {
    field(fields, key).map_or("", |field| field.label)
}

/// A value of an axis for people.
fn text(found: &Found, fields: &[&'static Field], axis: usize, place: usize) -> String {
    let axis = &found.sweep.axes[axis];
    let value = &axis.values[place];
    let shown = field(fields, &axis.key).and_then(|field| Some(field.shown(field.parse(value).ok()?.0)));
    shown.unwrap_or_else(|| value.clone())
}

/// All about a cell in a sentence or two.
pub fn said(
    found: &Found,
    fields: &[&'static Field],
    goals: &[(usize, Score); 2],
    cell: usize,
    is_best: bool,
) -> String {
    let columns = found.sweep.axes[0].values.len();
    let places = [cell % columns, cell / columns];
    let settings: Vec<String> = (0..found.sweep.axes.len())
        .map(|axis| {
            format!(
                "{} {}",
                label(fields, &found.sweep.axes[axis].key),
                text(found, fields, axis, places[axis])
            )
        })
        .collect();
    let scores: Vec<String> = goals
        .iter()
        .filter_map(|(goal, score)| {
            let (mean, interval) = found.mean(cell, *goal)?;
            let around = interval.map_or_else(String::new, |half| format!(" \u{b1} {}", number(half)));
            Some(format!("{} {}{around}", score.label.to_ascii_lowercase(), with_unit(mean, score.unit)))
        })
        .collect();
    let best = if is_best { " On the Pareto front." } else { "" };
    let broken = match found.broken(cell) {
        0 => String::new(),
        runs => format!(" A property broke in {runs} of its runs."),
    };
    format!("{}: {}.{best}{broken} Open this run", settings.join(", "), scores.join(", "))
}
