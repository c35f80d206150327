//! What the first lines of a file tell: its format, and where times and rates stand.

use super::cells::{Cutter, Split, fields};
use super::columns::{Column, table};
use super::date::{self, Form, Order};
use super::plan::{Chosen, Format, How, Plan, counted};
use std::collections::BTreeMap;

/// A line with its number.
pub type Line = (u64, Vec<u8>);

/// A way to read a file, or why there is none.
pub type Guess = Result<Plan, String>;

/// The delimiters of tables. Where lines have several, the first that makes a table is taken.
const DELIMITERS: [u8; 4] = *b"\t;|,";

/// How most of these lines can be read.
///
/// # Errors
/// The nearest format's reason, with the number of a line.
pub fn guess(lines: &[Line], fields_of_w3c: Option<&[String]>, chosen: &Chosen) -> Guess {
    let order = order(lines, chosen);
    if let Some(names) = fields_of_w3c {
        return super::columns::w3c(lines, names, order, chosen);
    }
    let mut found: Vec<(usize, Plan)> = Vec::new();
    let mut reasons: Vec<(usize, String)> = Vec::new();
    let mut consider = |guess: Result<Plan, (usize, String)>| match guess {
        Ok(mut plan) => match good(&mut plan, lines) {
            0 => reasons.push((lines.len(), first_reason(&mut plan, lines))),
            good => found.push((good, plan)),
        },
        Err(reason) => reasons.push(reason),
    };
    consider(json(lines, order, chosen));
    let has = |delimiter: &u8| lines.iter().any(|(_, line)| line.contains(delimiter));
    for delimiter in DELIMITERS.into_iter().filter(has) {
        consider(cut(lines, Split::At(delimiter), order, chosen));
    }
    consider(cut(lines, Split::Whole, order, chosen));
    consider(log(lines, order));
    // Of several that read as many lines, the first.
    let mut best: Option<(usize, Plan)> = None;
    for (good, plan) in found {
        if best.as_ref().is_none_or(|(most, _)| good > *most) {
            best = Some((good, plan));
        }
    }
    if let Some((_, plan)) = best {
        return Ok(plan);
    }
    let nearest = reasons.into_iter().rev().max_by_key(|(near, _)| *near).filter(|(near, _)| *near > 0);
    Err(nearest.map_or_else(|| nothing(lines), |(_, reason)| reason))
}

/// What is said of lines that are near to nothing.
fn nothing(lines: &[Line]) -> String {
    let number = lines.first().map_or(1, |(number, _)| *number);
    let (log, iso) = (Form::AccessLog.example(), Form::YearFirst.example());
    format!("line {number}: there is no date in it, as in {log} or {iso}, and no row of a time and a rate")
}

/// Why a plan reads none of these lines: the reason of the first behind the names.
fn first_reason(plan: &mut Plan, lines: &[Line]) -> String {
    let header = if let How::Table(table) = &plan.how { table.header_line } else { None };
    let bad = lines.iter().filter(|(number, _)| Some(*number) != header);
    let mut reasons =
        bad.filter_map(|(number, line)| Some(format!("line {number}: {}", plan.read(line, 0).err()?)));
    reasons.next().unwrap_or_default()
}

/// How many of these lines a plan reads.
fn good(plan: &mut Plan, lines: &[Line]) -> usize {
    lines.iter().filter(|(_, line)| plan.read(line, 0).is_ok()).count()
}

/// Which of two numbers is the day, and whether that is a guess.
fn order(lines: &[Line], chosen: &Chosen) -> (Order, bool) {
    let seen = |order: Order| lines.iter().flat_map(move |(_, line)| pairs(line, order));
    let (day_first, month_first): (Vec<_>, Vec<_>) =
        (seen(Order::DayFirst).collect(), seen(Order::MonthFirst).collect());
    let all = || day_first.iter().chain(&month_first);
    let Some((_, (.., mark))) = all().next() else { return (Order::DayFirst, false) };
    let span = |found: &[Pair]| {
        let times = || found.iter().map(|(us, _)| *us);
        times().max().zip(times().min()).map_or(i64::MAX, |(last, first)| last - first)
    };
    let large = |which: fn(&Pair) -> u8| all().filter(|pair| which(pair) > 12).count();
    let (first_large, second_large) = (large(|(_, (a, ..))| *a), large(|(_, (_, b, _))| *b));
    let guess = match (first_large, second_large) {
        (0, 0) => match span(&day_first).cmp(&span(&month_first)) {
            std::cmp::Ordering::Less => (Order::DayFirst, true),
            std::cmp::Ordering::Greater => (Order::MonthFirst, true),
            std::cmp::Ordering::Equal if *mark == b'/' => (Order::MonthFirst, true),
            std::cmp::Ordering::Equal => (Order::DayFirst, *mark != b'.'),
        },
        (day, month) => (if day >= month { Order::DayFirst } else { Order::MonthFirst }, false),
    };
    match chosen.get("dates").map(String::as_str) {
        Some("day") => (Order::DayFirst, true),
        Some("month") => (Order::MonthFirst, true),
        _ => guess,
    }
}

/// A moment, and the numbers and the mark that it is written with.
type Pair = (i64, (u8, u8, u8));

/// Dates of two numbers and a year, alone in a cell or anywhere with a time.
fn pairs(line: &[u8], order: Order) -> Vec<Pair> {
    let pair = |found: date::Found| Some((found.us, found.pair?));
    let timed: Vec<Pair> = date::each(line, order).filter_map(pair).collect();
    if !timed.is_empty() {
        return timed;
    }
    let cells = line.split(|byte| b",;\t|\"".contains(byte));
    cells.filter_map(|cell| date::whole(cell, order)).filter_map(pair).collect()
}

fn json(lines: &[Line], order: (Order, bool), chosen: &Chosen) -> Result<Plan, (usize, String)> {
    let (mut columns, mut rows, mut first) = (BTreeMap::new(), Vec::new(), None);
    for (number, line) in lines {
        match fields(line) {
            Ok(found) => rows.push((*number, found)),
            Err(why) if line.starts_with(b"{") => drop(first.get_or_insert(format!("line {number}: {why}"))),
            Err(_) => {}
        }
    }
    let Some((number, _)) = rows.first() else {
        let near = lines.iter().filter(|(_, line)| line.starts_with(b"{")).count();
        return Err((near, first.unwrap_or_default()));
    };
    for (_, row) in &rows {
        columns.extend(row.keys().map(|name| (name.clone(), Column::default())));
    }
    for (name, column) in &mut columns {
        rows.iter().for_each(|(_, row)| column.see(row.get(name).map_or("", String::as_str), order.0));
    }
    let names: Vec<String> = columns.keys().cloned().collect();
    let near = rows.len();
    let told = names.iter().take(6).map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ");
    let number = *number;
    let columns: Vec<Column> = columns.into_values().collect();
    let table = table(Cutter::new(Split::Json), names, Some(number), &columns, chosen).ok_or_else(|| {
        (near, format!("line {number}: it is JSON, and none of its fields ({told}) is a date or a time"))
    })?;
    Ok(Plan { format: Format::Json, how: How::Table(Box::new(table)), order })
}

/// A table that is cut so.
fn cut(lines: &[Line], split: Split, order: (Order, bool), chosen: &Chosen) -> Result<Plan, (usize, String)> {
    let mut cutter = Cutter::new(split);
    let mut records = Vec::new();
    for (number, line) in lines {
        records.extend(cutter.record(*number, line));
    }
    records.extend(cutter.rest());
    let rows: Vec<(u64, Vec<String>)> =
        records.iter().filter_map(|(number, record)| Some((*number, cutter.cells(record).ok()?))).collect();
    let mut widths = BTreeMap::new();
    rows.iter().for_each(|(_, cells)| *widths.entry(cells.len()).or_insert(0_usize) += 1);
    let least = if split == Split::Whole { 1 } else { 2 };
    let common = widths.range(least..).max_by_key(|(_, many)| **many);
    let Some((wide, near)) = common.map(|(wide, many)| (*wide, *many)) else {
        return Err((0, String::new()));
    };
    let of_width: Vec<&(u64, Vec<String>)> = rows.iter().filter(|(_, cells)| cells.len() == wide).collect();
    super::columns::cut(&of_width, cutter, order, chosen).map_err(|why| {
        // A line that has one column is near to a table of one only if it is short.
        let short = of_width.iter().filter(|(_, cells)| cells[0].len() <= 40 || wide > 1).count();
        let parts = near > 1 || wide > 1;
        (if parts && short * 2 > lines.len() && tabular(&of_width) { near } else { 0 }, why)
    })
}

/// Whether rows have cells that are numbers: prose has commas too.
fn tabular(rows: &[&(u64, Vec<String>)]) -> bool {
    let digits = |cells: &[String]| cells.iter().any(|cell| cell.bytes().any(|byte| byte.is_ascii_digit()));
    rows.iter().filter(|(_, cells)| digits(cells)).count() * 2 > rows.len()
        || (rows.len() == 1 && rows[0].1.len() > 1)
}

/// A log whose lines have a date of one form, or a number of seconds since 1970 in one place.
fn log(lines: &[Line], order: (Order, bool)) -> Result<Plan, (usize, String)> {
    let mut forms: BTreeMap<Form, usize> = BTreeMap::new();
    let mut words: BTreeMap<usize, usize> = BTreeMap::new();
    for (_, line) in lines {
        let mut seen: Vec<Form> = date::each(line, order.0).map(|found| found.form).collect();
        seen.sort_unstable();
        seen.dedup();
        seen.into_iter().for_each(|form| *forms.entry(form).or_insert(0) += 1);
        counted(line).for_each(|(word, _)| *words.entry(word).or_insert(0) += 1);
    }
    let most = forms.values().copied().max().unwrap_or(0);
    let word = words.into_iter().max_by_key(|(word, many)| (*many, std::cmp::Reverse(*word)));
    // A date with its year tells more than one without, even if fewer lines have it.
    if let Some((form, _)) = forms.into_iter().find(|(_, many)| many * 2 >= most)
        && word.is_none_or(|(_, many)| most * 2 >= many)
    {
        let format = if form == Form::AccessLog { Format::AccessLog } else { Format::Log };
        return Ok(Plan { format, how: How::Dated(form), order });
    }
    match word {
        Some((word, _)) => Ok(Plan { format: Format::Log, how: How::Counted(word), order }),
        None => {
            let dated = |line: &Line| super::plan::no_date(&line.1, Form::AccessLog).starts_with('"');
            let near = lines.iter().find(|line| dated(line));
            let why = |(number, line): &Line| {
                format!("line {number}: {}", super::plan::no_date(line, Form::AccessLog))
            };
            Err((lines.iter().filter(|line| dated(line)).count(), near.map(why).unwrap_or_default()))
        }
    }
}
