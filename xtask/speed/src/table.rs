//! README's table of rates, between two marks: written by the program, never by hand.

use faultyard::bench::benchmarks;
use faultyard::lab::{Benchmark, Unit};
use serde_json::Value;
use std::fs;

const README: &str = "README.md";
const BEGIN: &str = "<!-- speed: written by `cargo xtask bench --table` -->\n";
const END: &str = "<!-- /speed -->\n";

/// Where the numbers of the two columns are from, as the lines above the table say it.
const FROM: [&str; 2] = ["Browser: ", "Native: "];

/// Writes the table anew. A column without a file stays as it was, with the line that says where it is from.
///
/// # Errors
/// A sentence that says which file or mark is missing.
pub fn write(native: &str, browser: &str, of: &str) -> Result<(), String> {
    let readme = fs::read_to_string(README).map_err(|why| format!("{README}: {why}"))?;
    let (before, table, after) = parts(&readme)?;
    let table = table_of(&[results(browser)?, results(native)?], table, of);
    fs::write(README, format!("{before}{BEGIN}{table}{END}{after}")).map_err(|why| format!("{README}: {why}"))
}

/// The numbers that count, by the row's key; none if there is no such file.
fn results(path: &str) -> Result<Value, String> {
    let Ok(text) = fs::read_to_string(path) else { return Ok(Value::Null) };
    serde_json::from_str(&text).map_err(|why| format!("{path}: {why}"))
}

/// What is before the table, the table, and what follows.
fn parts(readme: &str) -> Result<(&str, &str, &str), String> {
    let marks = readme.split_once(BEGIN).and_then(|(before, rest)| {
        let (table, after) = rest.split_once(END)?;
        Some((before, table, after))
    });
    marks.ok_or_else(|| format!("{README} has no {} and {}", BEGIN.trim(), END.trim()))
}

/// The cells of each row of a table.
fn rows(table: &str) -> Vec<Vec<&str>> {
    let lines = table.lines().filter(|line| line.starts_with('|')).skip(2);
    lines.map(|line| line.trim_matches('|').split('|').map(str::trim).collect()).collect()
}

fn table_of(measured: &[Value; 2], old: &str, of: &str) -> String {
    let mut text = String::new();
    for (from, results) in FROM.iter().zip(measured) {
        let known = old.lines().find_map(|line| line.strip_prefix(from)).unwrap_or("not measured yet.");
        let words = if results.is_null() { known.to_owned() } else { format!("{of}.") };
        text += &format!("{from}{words}\n\n");
    }
    text += "| what | target | browser | native | browser's rate |\n|---|---|---|---|---|\n";
    let old = rows(old);
    for row in benchmarks() {
        let name = name(row);
        let before = old.iter().find(|cells| cells.first() == Some(&&*name));
        let [browser, native] = [0, 1].map(|column| {
            let known = before.and_then(|cells| cells.get(column + 2)).map_or("", |cell| *cell);
            measured[column][row.key].as_f64().map_or(known.to_owned(), |value| shown(row.unit, value))
        });
        let target = shown(row.unit, row.target);
        let rate = rate(row.unit, &browser, &native);
        text += &format!("| {name} | {target} | {browser} | {native} | {rate} |\n");
    }
    text
}

/// What is done, and in what it is counted.
fn name(row: &Benchmark) -> String {
    if row.unit.more_is_better() { format!("{}, {}", row.what, row.unit.word()) } else { row.what.to_owned() }
}

/// A rate to three digits, with commas; a time or a size with its unit.
fn shown(unit: Unit, value: f64) -> String {
    if unit.more_is_better() {
        let step = 10_f64.powf(value.max(1.0).log10().floor() - 2.0);
        return grouped((value / step).round() * step);
    }
    let digits = if value < 10.0 && value.fract() != 0.0 { 1 } else { 0 };
    let number = if digits == 1 { format!("{value:.1}") } else { grouped(value.round()) };
    format!("{number} {}", unit.word())
}

fn grouped(value: f64) -> String {
    let digits = format!("{value:.0}");
    let comma = |place: usize| place > 0 && (digits.len() - place).is_multiple_of(3);
    digits
        .char_indices()
        .flat_map(|(place, digit)| comma(place).then_some(',').into_iter().chain([digit]))
        .collect()
}

/// How fast the browser is, native being 1, by what is shown; of what takes no clock there is none.
fn rate(unit: Unit, browser: &str, native: &str) -> String {
    let number = |cell: &str| cell.split(' ').next()?.replace(',', "").parse::<f64>().ok();
    match (unit, number(browser), number(native)) {
        (Unit::Megabytes, ..) | (_, None, _) | (.., None) => String::new(),
        (unit, Some(browser), Some(native)) if unit.more_is_better() => format!("{:.2}", browser / native),
        (_, Some(browser), Some(native)) => format!("{:.2}", native / browser),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn readme() -> String {
        fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../README.md")).unwrap()
    }

    #[test]
    fn the_readme_has_a_row_for_each_measurement_and_says_which_commit_it_is_of() {
        let readme = readme();
        let (_, table, _) = parts(&readme).unwrap();
        let rows = rows(table);
        let names: Vec<&str> = rows.iter().map(|cells| cells[0]).collect();
        assert_eq!(names, benchmarks().map(name).collect::<Vec<_>>());
        for (cells, row) in rows.iter().zip(benchmarks()) {
            assert_eq!((cells.len(), cells[1]), (5, &*shown(row.unit, row.target)), "{}", row.key);
        }
        for from in FROM {
            let line = table.lines().find(|line| line.starts_with(from)).unwrap();
            assert!(line.contains(" commit "), "{line}");
        }
    }

    #[test]
    fn a_column_that_was_not_measured_stays_as_it_was_with_its_date() {
        let of = |key: &str| benchmarks().find(|row| row.key == key).unwrap();
        let (first, second) = (of("raft-raw"), of("ring-build"));
        let whole = [json!({first.key: 1.5e6, second.key: 5.56}), json!({first.key: 2.9e6, second.key: 2.0})];
        let before = table_of(&whole, "", "then");
        let after = table_of(&[Value::Null, json!({first.key: 3.004e6})], &before, "now");
        assert!(after.starts_with("Browser: then.\n\nNative: now.\n"), "{after}");
        let line = |row: &Benchmark| after.lines().find(|line| line.contains(row.what)).unwrap().to_owned();
        assert!(line(first).ends_with("| 1,000,000 | 1,500,000 | 3,000,000 | 0.50 |"), "{after}");
        assert!(line(second).ends_with("| 10 ms | 5.6 ms | 2 ms | 0.36 |"), "{after}");
    }
}
