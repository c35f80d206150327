//! How the lines of a file are read, once that is known.

use super::cells::{Cutter, Split, fields};
use super::date::{self, Form, Order};
use super::header::Unit;
use super::moment::LATEST_US;
use super::number::{Mark, number};
use super::profile::MOST_PER_S;
use std::collections::BTreeMap;

/// What a file's lines are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Rows of a time and a rate.
    Table,
    /// Rows of a time and of what is no rate: each is a request.
    Requests,
    /// The moment of one request.
    Timestamps,
    /// Lines with a date as access logs have it.
    AccessLog,
    /// Lines with any other date.
    Log,
    /// JSON objects.
    Json,
    /// W3C extended log file format.
    W3c,
}

impl Format {
    /// For people: "an access log".
    pub fn name(self) -> &'static str {
        match self {
            Format::Table => "a table of rates",
            Format::Requests => "a table with a request a row",
            Format::Timestamps => "one timestamp a line",
            Format::AccessLog => "an access log",
            Format::Log => "a log with a date a line",
            Format::Json => "JSON lines",
            Format::W3c => "a W3C extended log",
        }
    }
}

/// What a plain number of time counts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Clock {
    /// What its size says: today is 1.8e9 seconds, 1.8e12 milliseconds, 1.8e15 microseconds, 1.8e18 nanoseconds after
    /// 1970. What is less than 1e11 is seconds.
    BySize,
    /// As many microseconds each.
    Us(f64),
    /// It is a date without marks: 20240312.
    Day,
}

/// Where a row's time stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum TimeAt {
    /// In a column, as a date or a number.
    Column(usize, Clock),
    /// The day in one column, the time in another.
    Pair(usize, usize),
    /// Only the time of the day, in a column.
    OfDay(usize),
}

/// How a table is read.
#[derive(Clone, Debug)]
pub struct Table {
    /// Its lines' cells.
    pub cutter: Cutter,
    /// The names of its columns, or for JSON the paths of its fields.
    pub names: Vec<String>,
    /// Whether the file has told these names.
    pub has_names: bool,
    /// The columns that hold numbers, which could be rates.
    pub numeric: Vec<usize>,
    /// The columns that could be times.
    pub timely: Vec<usize>,
    /// Where the time stands.
    pub time: TimeAt,
    /// Where the rate stands; without one, each row is a request.
    pub value: Option<usize>,
    /// The column that tells one series from another, and the one that is read of several.
    pub series: Option<(usize, Option<String>)>,
    /// The marks of numbers, in times and in rates; whether the latter are a guess.
    pub marks: (Mark, Mark, bool),
    /// What a value counts, if the header says so, and how many requests it stands for.
    pub unit: Option<Unit>,
    /// So many requests are one of a value.
    pub times: f64,
    /// The line of the names.
    pub header_line: Option<u64>,
}

/// Where a line's date stands.
#[derive(Clone, Debug)]
pub enum How {
    /// Its first date of this form.
    Dated(Form),
    /// Its first number of seconds, or parts of them, since 1970 in the word with this number.
    Counted(usize),
    /// A cell.
    Table(Box<Table>),
}

/// How a file is read.
#[derive(Clone, Debug)]
pub struct Plan {
    /// What its lines are.
    pub format: Format,
    /// Where the date stands.
    pub how: How,
    /// Which number of a date is the day, and whether that is a guess.
    pub order: (Order, bool),
}

/// What a line says.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// When, in microseconds.
    pub at_us: i64,
    /// So many requests, in the table's unit; `None` for one request.
    pub value: Option<f64>,
    /// Which series it belongs to.
    pub series: String,
    /// Whether it says its zone, of a date.
    pub zoned: Option<bool>,
    /// Whether it has no year.
    pub no_year: bool,
}

impl Plan {
    /// Reads a line or a table's record; `None` for a row of a series that is left out.
    ///
    /// # Errors
    /// A sentence that says what is wrong with it.
    pub fn read(&mut self, line: &[u8], day_us: i64) -> Result<Option<Row>, String> {
        let order = self.order.0;
        match &mut self.how {
            How::Dated(form) => {
                let found = date::first(line, *form, order).ok_or_else(|| no_date(line, *form))?;
                Ok(Some(request(found.us, Some(found.zoned), found.form == Form::NoYear)))
            }
            How::Counted(word) => {
                let at = counted(line).find(|(place, _)| place == word);
                let (_, at_us) = at.ok_or("there is no number of seconds since 1970 where others have it")?;
                Ok(Some(request(at_us, None, false)))
            }
            How::Table(table) => table.read(line, order, day_us),
        }
    }
}

fn request(at_us: i64, zoned: Option<bool>, no_year: bool) -> Row {
    Row { at_us, value: None, series: String::new(), zoned, no_year }
}

/// Why a line has no date of a form: the nearest to one is quoted.
pub fn no_date(line: &[u8], form: Form) -> String {
    let bracket = line.iter().position(|byte| *byte == b'[').map(|open| &line[open + 1..]);
    let inside = bracket.and_then(|rest| Some(&rest[..rest.iter().position(|byte| *byte == b']')?]));
    match inside.filter(|inside| inside.iter().filter(|byte| byte.is_ascii_digit()).count() >= 6) {
        Some(inside) => format!("{} is not a date as in {}", quoted(inside), form.example()),
        None => format!("there is no date as in {}", form.example()),
    }
}

/// The start of some bytes for people, in quotes, whatever they are.
pub fn quoted(bytes: &[u8]) -> String {
    const LONGEST: usize = 40;
    let cut = if bytes.len() > LONGEST { "..." } else { "" };
    format!("{:?}{cut}", String::from_utf8_lossy(&bytes[..bytes.len().min(LONGEST)]))
}

/// The numbers of a line that count from 1970 to 2001 or later, each with the number of its word.
pub fn counted(line: &[u8]) -> impl Iterator<Item = (usize, i64)> + '_ {
    line.split(|byte| byte.is_ascii_whitespace()).enumerate().filter_map(|(place, word)| {
        let digit = |byte: &u8| byte.is_ascii_digit();
        let from = word.iter().position(digit)?;
        let number = &word[from..];
        let long = number.iter().take_while(|byte| digit(byte) || **byte == b'.').count();
        let text = std::str::from_utf8(&number[..long]).ok()?.trim_end_matches('.');
        since_1970(text).map(|at| (place, at))
    })
}

/// The moment of a number of seconds, milliseconds, microseconds or nanoseconds from 2001 to 2100.
pub fn since_1970(text: &str) -> Option<i64> {
    let whole = text.split('.').next()?;
    let plausible =
        matches!(whole.len(), 10 | 13 | 16 | 19) && (b'1'..=b'4').contains(whole.as_bytes().first()?);
    if !plausible || !text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
        return None;
    }
    let us = number(text, Mark::Point)?;
    in_range(us * us_each(us, Clock::BySize), text).ok()
}

impl Table {
    fn read(&mut self, line: &[u8], order: Order, day_us: i64) -> Result<Option<Row>, String> {
        if self.cutter_is_json() {
            let found = fields(line)?;
            let cells: Vec<&str> =
                self.names.iter().map(|name| found.get(name).map_or("", String::as_str)).collect();
            return self.row(&cells, order, day_us);
        }
        let cells = self.cutter.cells(line)?;
        let wide = self.names.len();
        if cells.iter().skip(wide).any(|cell| !cell.is_empty()) {
            return Err(format!("it has {} columns, not {wide}", cells.len()));
        }
        let mut cells: Vec<&str> = cells.iter().map(String::as_str).collect();
        cells.resize(wide, "");
        self.row(&cells, order, day_us)
    }

    /// Whether the lines are JSON.
    pub fn cutter_is_json(&self) -> bool {
        self.cutter.split() == Split::Json
    }

    /// What the cells of a row say.
    ///
    /// # Errors
    /// A sentence that says which cell is wrong.
    pub fn row(&self, cells: &[&str], order: Order, day_us: i64) -> Result<Option<Row>, String> {
        let mut row = self.time(cells, order, day_us)?;
        if let Some((column, only)) = &self.series {
            cells[*column].clone_into(&mut row.series);
            if only.as_ref().is_some_and(|only| only != cells[*column]) {
                return Ok(None);
            }
        }
        if let Some(column) = self.value {
            row.value = Some(rate(cells[column], self.marks.1, self.times)?);
        }
        Ok(Some(row))
    }

    fn time(&self, cells: &[&str], order: Order, day_us: i64) -> Result<Row, String> {
        match self.time {
            TimeAt::Column(column, clock) => cell_time(cells[column], clock, self.marks.0, order),
            TimeAt::Pair(day, time) => {
                let day = cell_time(cells[day], Clock::Day, self.marks.0, order)?;
                let time = date::time_of_day(cells[time].as_bytes())
                    .ok_or_else(|| format!("{} is not a time of the day", quoted(cells[time].as_bytes())))?;
                Ok(request(day.at_us + time, Some(false), false))
            }
            TimeAt::OfDay(column) => {
                let time = date::time_of_day(cells[column].as_bytes()).ok_or_else(|| {
                    format!("{} is not a time of the day", quoted(cells[column].as_bytes()))
                })?;
                Ok(request(day_us + time, (day_us > 0).then_some(false), false))
            }
        }
    }
}

fn cell_time(cell: &str, clock: Clock, mark: Mark, order: Order) -> Result<Row, String> {
    let packed = || {
        let found = date::whole(format!("{cell} 0000").as_bytes(), order)?;
        (cell.len() == 8).then_some(found)
    };
    let found =
        date::whole(cell.as_bytes(), order).or_else(|| if clock == Clock::Day { packed() } else { None });
    if let Some(found) = found {
        return Ok(request(found.us, found.timed.then_some(found.zoned), found.form == Form::NoYear));
    }
    let number = number(cell, mark).filter(|_| clock != Clock::Day);
    let count = number.ok_or_else(|| format!("{} is not a time", quoted(cell.as_bytes())))?;
    in_range(count * us_each(count, clock), cell).map(|at_us| request(at_us, None, false))
}

fn rate(cell: &str, mark: Mark, times: f64) -> Result<f64, String> {
    if cell.is_empty() {
        return Err("there is no rate in it".into());
    }
    let value =
        number(cell, mark).ok_or_else(|| format!("{} is not a rate", quoted(cell.as_bytes())))? * times;
    let why = || format!("{} is not a rate from 0 on", quoted(cell.as_bytes()));
    // A total of a day at the highest rate, and more than that for none.
    (0.0..=MOST_PER_S * 1e7).contains(&value).then_some(value).ok_or_else(why)
}

fn in_range(us: f64, text: &str) -> Result<i64, String> {
    let possible = (0.0..LATEST_US as f64).contains(&us);
    let why = || format!("{} is not a time from 0 to the year 2286", quoted(text.as_bytes()));
    // Whole microseconds since 1970 are exact in 53 bits for the next 200 years.
    possible.then(|| us.round() as i64).ok_or_else(why)
}

fn us_each(number: f64, clock: Clock) -> f64 {
    match clock {
        Clock::Us(each) => each,
        _ if number >= 1e17 => 1e-3,
        _ if number >= 1e14 => 1.0,
        _ if number >= 1e11 => 1e3,
        _ => 1e6,
    }
}

/// What a person has chosen for a reading, by the choice's key.
pub type Chosen = BTreeMap<String, String>;
