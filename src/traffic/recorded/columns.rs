//! Which columns of a table are its time and its rate, by what they hold and by their names.

use super::cells::{Cutter, Split};
use super::date::{self, Order};
use super::guess::Line;
use super::header::{self, Unit};
use super::number::{Marks, number};
use super::plan::{Chosen, Clock, Format, How, Plan, Table, TimeAt, since_1970};
use std::collections::BTreeSet;

/// A field of JSON lines is a rate only in short ones: in the line of a log, a number is of one request.
const SHORT_JSON: usize = 5;
/// How well a name has to fit for that.
const PLAIN_FIT: i32 = 20;

/// What a column holds in the first rows.
#[derive(Clone, Debug, Default)]
pub struct Column {
    filled: usize,
    /// Dates with a time, and days.
    dates: usize,
    days: usize,
    /// Days without marks: 20240312.
    packed: usize,
    clocks: usize,
    numbers: usize,
    /// Numbers that count from 1970.
    since_1970: usize,
    marks: Marks,
    distinct: BTreeSet<String>,
    /// Numbers from 1973 on, in seconds since 1970.
    large: usize,
    /// The number before, and how often one is no less than that.
    last: Option<f64>,
    rises: usize,
}

impl Column {
    /// Looks at a cell.
    pub fn see(&mut self, cell: &str, order: Order) {
        if cell.is_empty() {
            return;
        }
        self.filled += 1;
        self.distinct.insert(cell.to_owned());
        if let Some(found) = date::whole(cell.as_bytes(), order) {
            *(if found.timed { &mut self.dates } else { &mut self.days }) += 1;
        } else if date::time_of_day(cell.as_bytes()).is_some() {
            self.clocks += 1;
        } else if is_number(cell) {
            self.numbers += 1;
            self.marks.see(cell);
            let now = number(cell, super::number::Mark::Point);
            self.large += usize::from(now >= Some(1e8));
            self.rises += usize::from(self.last.is_some() && now >= self.last);
            self.last = now;
            self.since_1970 += usize::from(since_1970(cell).is_some());
            let packed = || date::whole(format!("{cell} 0000").as_bytes(), order);
            let recent = (b"12").contains(&cell.as_bytes()[0]);
            self.packed += usize::from(cell.len() == 8 && recent && packed().is_some());
        }
    }

    /// Whether enough of its cells are such: the others are missing values and damaged lines.
    fn mostly(&self, some: usize) -> bool {
        some * 4 >= self.filled.max(1) && some > 0
    }

    fn is_numeric(&self) -> bool {
        self.mostly(self.numbers)
    }

    /// Words, and not always the same.
    fn is_varied_text(&self) -> bool {
        self.filled > 0 && !self.is_numeric() && !self.is_timely() && self.distinct.len() > 1
    }

    fn is_timely(&self) -> bool {
        self.mostly(self.dates + self.days + self.clocks)
    }

    /// Whether a column of nothing but numbers can be moments: counts do not grow.
    fn grows(&self) -> bool {
        self.mostly(self.large) || (self.numbers > 0 && self.rises * 4 >= (self.numbers - 1) * 3)
    }

    fn all_differ(&self) -> bool {
        self.distinct.len() == self.filled
    }
}

/// A number with any marks.
fn is_number(cell: &str) -> bool {
    use super::number::Mark::{Comma, Point};
    number(cell, Point).or_else(|| number(cell, Comma)).is_some()
}

/// The plan for rows of one width, the first of which may have the names.
///
/// # Errors
/// A sentence with the number of a line.
pub fn cut(
    rows: &[&(u64, Vec<String>)],
    cutter: Cutter,
    order: (Order, bool),
    chosen: &Chosen,
) -> Result<Plan, String> {
    let (number, first) = rows[0];
    let has_names = is_header(first, order.0);
    let wide = first.len();
    let names: Vec<String> =
        if has_names { first.clone() } else { (1..=wide).map(|place| format!("column {place}")).collect() };
    let mut columns = vec![Column::default(); wide];
    for (_, cells) in &rows[usize::from(has_names)..] {
        columns.iter_mut().zip(cells).for_each(|(column, cell)| column.see(cell, order.0));
    }
    let whole = cutter.split() == Split::Whole;
    let header_line = has_names.then_some(*number);
    let table = table(cutter, names.clone(), header_line, &columns, chosen).ok_or_else(|| {
        let told = if has_names { format!(" ({})", names.join(", ")) } else { String::new() };
        match wide {
            1 => format!("line {number}: the only column{told} is not a time: neither dates nor numbers that grow"),
            _ => format!("line {number}: of the {wide} columns{told} none is a time: neither dates nor numbers that grow"),
        }
    })?;
    // Without names, rows of more than a time and a number are lines of a log.
    if !has_names && table.value.is_none() && !whole && !chosen.contains_key("rate") {
        return Err(format!("line {number}: of the {wide} columns none is a rate"));
    }
    let format = match table.value {
        Some(_) => Format::Table,
        None if whole => Format::Timestamps,
        None => Format::Requests,
    };
    Ok(Plan { format, how: How::Table(Box::new(table)), order })
}

/// A row of names has no number, no date, and letters.
fn is_header(cells: &[String], order: Order) -> bool {
    let value = |cell: &String| {
        is_number(cell)
            || date::whole(cell.as_bytes(), order).is_some()
            || matches!(cell.as_str(), "NaN" | "nan" | "inf" | "-inf")
    };
    let word = |cell: &String| cell.chars().any(char::is_alphabetic);
    let short = cells.iter().all(|cell| cell.len() <= 80);
    short && cells.iter().any(word) && !cells.iter().any(value) && (cells.len() > 1 || named(&cells[0]))
}

/// Whether a single word is a name of a time or of a rate: another is a line of nothing.
fn named(cell: &str) -> bool {
    header::time(cell).is_some() || header::value(cell).fit != 0
}

/// The table that these columns make; `None` if none of them is a time.
pub fn table(
    cutter: Cutter,
    names: Vec<String>,
    header_line: Option<u64>,
    columns: &[Column],
    chosen: &Chosen,
) -> Option<Table> {
    let json = cutter.split() == Split::Json;
    let has_names = header_line.is_some();
    let picked =
        |key: &str| chosen.get(key).and_then(|place| place.parse().ok()).filter(|place| *place < names.len());
    let time = picked("time").map(|place| at(place, &names, columns, has_names));
    let time = time.or_else(|| time_of(&names, columns, has_names))?;
    let times = match time {
        TimeAt::Column(column, _) | TimeAt::OfDay(column) => vec![column],
        TimeAt::Pair(day, time) => vec![day, time],
    };
    let other = |place: &usize| !times.contains(place);
    let numeric: Vec<usize> =
        (0..names.len()).filter(other).filter(|place| columns[*place].is_numeric()).collect();
    let timely = |place: &usize| columns[*place].is_timely() || columns[*place].is_numeric();
    let guessed = || value_of(&names, columns, &times, &numeric, has_names, json);
    let value = match chosen.get("rate").map(String::as_str) {
        Some("none") => None,
        _ => picked("rate").filter(other).or_else(guessed),
    };
    let is_series = |place: &usize| {
        let column = &columns[*place];
        !json
            && has_names
            && column.is_varied_text()
            && header::is_series(&names[*place])
            && !column.all_differ()
    };
    let series = value.and((0..names.len()).filter(other).find(is_series));
    let said = value.filter(|_| has_names).map(|column| header::value(&names[column]));
    // Metrics are exported as rates, a column for their names.
    let metric = has_names
        && names.iter().any(|name| header::words(name) == ["series"] || header::words(name) == ["metric"]);
    let between = cutter.split() == Split::At(b',');
    let (value_mark, guessed) =
        value.map_or_else(Default::default, |column| columns[column].marks.decide(between));
    let value_mark = match chosen.get("numbers").map(String::as_str) {
        Some("point") => super::number::Mark::Point,
        Some("comma") => super::number::Mark::Comma,
        _ => value_mark,
    };
    let headless = (!has_names || metric).then_some(Unit::Per(1e6));
    Some(Table {
        timely: (0..names.len()).filter(timely).collect(),
        marks: (columns[times[0]].marks.decide(between).0, value_mark, guessed),
        series: series.map(|column| (column, one_series(&columns[column], chosen))),
        unit: said.and_then(|named| named.unit).or(headless),
        times: said.map_or(1.0, |named| named.times),
        cutter,
        names,
        has_names,
        numeric,
        time,
        value,
        header_line: header_line.filter(|_| !json),
    })
}

/// The series that has all others in it, or the one that is chosen.
fn one_series(column: &Column, chosen: &Chosen) -> Option<String> {
    match chosen.get("series") {
        Some(name) if name.is_empty() => None,
        Some(name) => Some(name.clone()),
        None => {
            let total =
                |name: &&String| matches!(name.to_ascii_lowercase().as_str(), "total" | "all" | "sum");
            column.distinct.iter().find(total).cloned()
        }
    }
}

/// How a column is read as the time.
fn at(place: usize, names: &[String], columns: &[Column], has_names: bool) -> TimeAt {
    let column = &columns[place];
    let unit = header::time(&names[place]).flatten().filter(|_| has_names);
    if column.mostly(column.clocks) {
        return TimeAt::OfDay(place);
    }
    let clock = match unit {
        _ if column.numbers > 0 && column.packed == column.numbers => Clock::Day,
        // What counts from 1970 in the unit of its size is not counted in another.
        Some(unit) if !(column.mostly(column.since_1970) && unit > 1e6) => Clock::Us(unit),
        _ => Clock::BySize,
    };
    TimeAt::Column(place, clock)
}

/// The column of times: dates before numbers, a name of a time before others, the first of several.
fn time_of(names: &[String], columns: &[Column], has_names: bool) -> Option<TimeAt> {
    let named = |place: usize| has_names && header::time(&names[place]).is_some();
    let rated = |place: usize| has_names && !named(place) && header::value(&names[place]).fit != 0;
    let best = |fits: &dyn Fn(usize) -> bool| {
        let fitting: Vec<usize> = (0..columns.len()).filter(|place| fits(*place)).collect();
        fitting.iter().copied().find(|place| named(*place)).or_else(|| fitting.first().copied())
    };
    let read = |place: usize| at(place, names, columns, has_names);
    if let Some(place) = best(&|place| columns[place].mostly(columns[place].dates)) {
        return Some(read(place));
    }
    let day = best(&|place| columns[place].mostly(columns[place].days));
    let clock = best(&|place| columns[place].mostly(columns[place].clocks));
    let packed = best(&|place| named(place) && columns[place].mostly(columns[place].packed));
    match (day.or(packed), clock) {
        (Some(day), Some(clock)) => return Some(TimeAt::Pair(day, clock)),
        (Some(day), None) => return Some(read(day)),
        (None, Some(clock)) => return Some(read(clock)),
        (None, None) => {}
    }
    let since_1970 = |place: usize| columns[place].mostly(columns[place].since_1970) && !rated(place);
    if let Some(place) = best(&since_1970) {
        return Some(read(place));
    }
    let plain = |place: usize| columns[place].is_numeric() && !rated(place);
    if let Some(place) = best(&|place| plain(place) && named(place)) {
        return Some(read(place));
    }
    // Times differ; by custom they stand first.
    let place = best(&|place| plain(place) && columns[place].all_differ()).or_else(|| best(&plain))?;
    (columns.len() > 1 || has_names || columns[0].grows()).then(|| read(place))
}

/// The column of rates; none if each row is a request.
fn value_of(
    names: &[String],
    columns: &[Column],
    times: &[usize],
    numeric: &[usize],
    has_names: bool,
    json: bool,
) -> Option<usize> {
    let texts: Vec<usize> = (0..columns.len())
        .filter(|place| !times.contains(place) && columns[*place].filled > 0 && !numeric.contains(place))
        .collect();
    let varied = texts.iter().any(|place| columns[*place].is_varied_text());
    if !has_names {
        // Beside words there is room for one number only.
        let alone = texts.is_empty() || (!varied && numeric.len() == 1 && columns.len() <= 3);
        return numeric.first().copied().filter(|_| alone);
    }
    let fit = |place: &usize| header::value(&names[*place]).fit;
    let best = numeric.iter().copied().rev().filter(|place| fit(place) >= 0).max_by_key(fit)?;
    let sure = fit(&best) >= PLAIN_FIT && (!json || names.len() <= SHORT_JSON);
    let many = |place: &usize| {
        let column = &columns[*place];
        column.is_varied_text() && column.distinct.len() * 2 > column.filled && column.distinct.len() > 3
    };
    let requests = texts.iter().any(many);
    (sure || (!json && !requests)).then_some(best)
}

/// The plan for a log whose fields a line `#Fields:` has named.
///
/// # Errors
/// A sentence, if none of them is a time.
pub fn w3c(lines: &[Line], names: &[String], order: (Order, bool), chosen: &Chosen) -> Result<Plan, String> {
    let tabs = lines.iter().filter(|(_, line)| line.contains(&b'\t')).count() * 2 > lines.len();
    let mut cutter = Cutter::new(Split::At(if tabs { b'\t' } else { b' ' }));
    let place = |name: &str| names.iter().position(|known| known == name);
    let time = match (place("date"), place("time")) {
        (Some(day), Some(time)) => TimeAt::Pair(day, time),
        (None, Some(time)) => TimeAt::OfDay(time),
        _ => {
            let mut columns = vec![Column::default(); names.len()];
            for (_, line) in lines {
                let cells = cutter.cells(line).unwrap_or_default();
                columns.iter_mut().zip(&cells).for_each(|(column, cell)| column.see(cell, order.0));
            }
            let number = lines.first().map_or(1, |(number, _)| *number);
            let why = || format!("line {number}: none of the fields ({}) is a time", names.join(" "));
            let table =
                table(cutter.clone(), names.to_vec(), Some(number), &columns, chosen).ok_or_else(why)?;
            table.time
        }
    };
    let table = Table {
        cutter,
        names: names.to_vec(),
        has_names: true,
        numeric: Vec::new(),
        timely: Vec::new(),
        time,
        value: None,
        series: None,
        marks: Default::default(),
        unit: None,
        times: 1.0,
        header_line: None,
    };
    Ok(Plan { format: Format::W3c, how: How::Table(Box::new(table)), order })
}
