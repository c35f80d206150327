//! How a file was read, in one sentence with every guess in it, and what of it a person can correct.

use super::date::{Form, Order};
use super::header::Unit;
use super::number::Mark;
use super::plan::{Clock, Format, How, Table, TimeAt};
use super::profile::Profile;
use super::recording::{Reading, Recording};
use super::window::Left;
use crate::process::{SimDuration, words};

const SECOND: f64 = 1e6;
const MINUTE: f64 = 60e6;
/// Below this peak, in requests per second, a run shows little.
const SMALL: f64 = 1.0;
/// What rates can be taken times.
const SCALES: [&str; 6] = ["0.1", "1", "10", "100", "1000", "10000"];
/// The units that can be chosen: a word, the unit, and its name.
const UNITS: [(&str, Unit, &str); 7] = [
    ("s", Unit::Per(SECOND), "requests per second"),
    ("min", Unit::Per(MINUTE), "requests per minute"),
    ("5min", Unit::Per(5.0 * MINUTE), "requests in 5 minutes"),
    ("h", Unit::Per(60.0 * MINUTE), "requests per hour"),
    ("d", Unit::Per(1_440.0 * MINUTE), "requests per day"),
    ("row", Unit::Row, "requests of each row"),
    ("total", Unit::Total, "a running total"),
];

/// Something that was guessed, and can be read in other ways.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// A short name: `rate`, `unit`.
    pub key: &'static str,
    /// For people.
    pub label: &'static str,
    /// The values and their names.
    pub options: Vec<(String, String)>,
    /// The value that was taken.
    pub chosen: String,
}

/// What a run takes of a recording.
#[derive(Clone, Debug)]
pub struct Taken {
    /// The rate over time.
    pub profile: Profile,
    /// One sentence on how the file was read, and one for each line that was skipped.
    pub notes: Vec<String>,
    /// What can be corrected.
    pub choices: Vec<Choice>,
}

/// The unit of a word that can be chosen.
pub(super) fn unit(word: &str) -> Option<Unit> {
    UNITS.iter().find(|(known, ..)| *known == word).map(|(_, unit, _)| *unit)
}

impl Recording {
    /// What a run takes of it: the rate over time in at most `most` bins, played in `longest` if it is longer.
    pub fn taken(&self, most: usize, longest: SimDuration) -> Taken {
        let scale = self.scale();
        let (profile, lost) = self.scaled(most, scale.parse().unwrap_or(1.0), self.least_us());
        let mut notes = vec![self.sentence(&profile, lost, scale, longest)];
        notes.extend(self.problems.iter().map(|problem| format!("Skipped {problem}.")));
        let more = self.bad_lines.saturating_sub(self.problems.len() as u64);
        if more > 0 {
            notes.push(format!("And {more} more lines were skipped."));
        }
        let choices = self.choices(scale);
        let profile = if profile.length() <= longest { profile } else { profile.stretched_to(longest) };
        Taken { profile, notes, choices }
    }

    fn scale(&self) -> &'static str {
        let chosen = self.how.chosen.get("scale");
        SCALES.into_iter().find(|scale| chosen.is_some_and(|word| word == scale)).unwrap_or("1")
    }

    fn sentence(&self, profile: &Profile, lost: usize, scale: &str, longest: SimDuration) -> String {
        let how = &self.how;
        let many = match how.rows {
            0 => words::plural(self.requests as u64, "request"),
            rows => words::plural(rows, "row"),
        };
        let (from, to) = (how.moment(self.from.0), how.moment(self.to.0));
        let length = words::span(SimDuration((self.to.0 - self.from.0) as u64));
        let mut parts =
            vec![format!("It reads as {}: {many} from {from} to {to} ({length})", self.format.name())];
        match &how.plan.how {
            How::Table(table) => table_parts(table, how, &mut parts),
            How::Dated(form) => parts.push(format!("dates as in {}", form.example())),
            How::Counted(word) => parts.push(format!("times since 1970 from word {}", word + 1)),
        }
        date_parts(how, &mut parts);
        self.left_parts(&mut parts);
        let bins = profile.rates_milli().len() as u64;
        if profile.bin().0 > SECOND as u64 && profile.bin().0 as i64 != how.step_us {
            parts.push(format!("told in {} of {}", words::plural(bins, "mean"), words::span(profile.bin())));
        }
        let length = words::span(profile.length());
        if profile.length() > longest {
            parts.push(format!("its {length} are played in {}, at its own rates", words::span(longest)));
        }
        let peak = profile.peak();
        parts.push(match scale {
            "1" if peak < SMALL && peak > 0.0 => {
                format!(
                    "its peak is {} requests per second, of which a run shows little: scale it up to see more",
                    short(peak)
                )
            }
            "1" => format!("its peak is {} requests per second", short(peak)),
            _ => format!("with {scale} times its requests the peak is {} per second", short(peak)),
        });
        if lost > 0 {
            parts
                .push(format!("{} below 0.001 per second count as none", words::plural(lost as u64, "mean")));
        }
        parts.join("; ") + "."
    }

    /// What is not played.
    fn left_parts(&self, parts: &mut Vec<String>) {
        let how = &self.how;
        match (how.left, how.astray) {
            (Left::Astray(lines), Some((line, at))) => {
                let first = format!("line {line}, {}", how.moment(at));
                let (are, their) =
                    if lines == 1 { ("is", "its date is") } else { ("are", "their dates are") };
                let lines = words::plural(lines, "line");
                parts.push(format!("{lines} ({first}) {are} left out, as {their} far from all others"));
            }
            (Left::TooLong, _) => {
                let length = words::span(SimDuration((how.whole_us.1 - how.whole_us.0) as u64));
                parts.push(format!(
                    "the file's {length} are more than four weeks: these are the busiest four weeks of it"
                ));
            }
            _ => {}
        }
        let mut push = |many: u64, thing: &str, what: &str| {
            if many > 0 {
                let verb = if many == 1 { "is" } else { "are" };
                parts.push(format!("{} {verb} {what}", words::plural(many, thing)));
            }
        };
        push(how.too_many, "row", "left out, with more than 1,000,000,000 requests per second");
        push(how.heard.left_rows, "row", "left out, as only the first 2,097,152 are read");
        push(self.bad_lines, "line", "left out that could not be read");
    }

    fn choices(&self, scale: &str) -> Vec<Choice> {
        let how = &self.how;
        let mut choices = Vec::new();
        if let How::Table(table) = &how.plan.how
            && self.format != Format::W3c
        {
            column_choices(table, &mut choices);
            if table.value.is_some() {
                choices.push(unit_choice(how));
            }
            if table.value.is_some() && (table.marks.2 || how.chosen.contains_key("numbers")) {
                let options = [("point", "1.5 is one and a half"), ("comma", "1,5 is one and a half")];
                let chosen = if table.marks.1 == Mark::Point { "point" } else { "comma" };
                choices.push(choice("numbers", "Numbers", &options, chosen));
            }
            if table.series.is_some()
                && how.heard.series.len() + usize::from(how.chosen.contains_key("series")) > 0
            {
                choices.extend(series_choice(table, how));
            }
        }
        if how.plan.order.1 {
            let options = [("day", "the day is first"), ("month", "the month is first")];
            let chosen = if how.plan.order.0 == Order::DayFirst { "day" } else { "month" };
            choices.push(choice("dates", "Dates", &options, chosen));
        }
        let name = |scale: &str| if scale == "1" { "as they are".into() } else { format!("times {scale}") };
        let options = SCALES.iter().map(|scale| ((*scale).into(), name(scale))).collect();
        choices.push(Choice { key: "scale", label: "Rates", options, chosen: scale.into() });
        choices
    }
}

fn choice(key: &'static str, label: &'static str, options: &[(&str, &str)], chosen: &str) -> Choice {
    let own = |(value, name): &(&str, &str)| ((*value).into(), (*name).into());
    Choice { key, label, options: options.iter().map(own).collect(), chosen: chosen.into() }
}

fn column_choices(table: &Table, choices: &mut Vec<Choice>) {
    let option = |place: &usize| (place.to_string(), column(table, *place));
    if let TimeAt::Column(time, _) | TimeAt::OfDay(time) = table.time
        && table.timely.len() > 1
    {
        let options = table.timely.iter().map(option).collect();
        choices.push(Choice { key: "time", label: "Times", options, chosen: time.to_string() });
    }
    if !table.numeric.is_empty() {
        let none = ("none".to_owned(), "none: each row is a request".to_owned());
        let options = table.numeric.iter().map(option).chain([none]).collect();
        let chosen = table.value.map_or("none".to_owned(), |place| place.to_string());
        choices.push(Choice { key: "rate", label: "Requests", options, chosen });
    }
}

fn unit_choice(how: &Reading) -> Choice {
    let mut options: Vec<(String, String)> =
        UNITS.iter().map(|(word, _, name)| ((*word).into(), (*name).into())).collect();
    let known = UNITS.iter().find(|(_, unit, _)| *unit == how.unit.0);
    let chosen = known.map_or("", |(word, ..)| word);
    if known.is_none() {
        options.push((String::new(), unit_name(how)));
    }
    Choice { key: "unit", label: "Counted as", options, chosen: chosen.into() }
}

/// One series of several, or all.
fn series_choice(table: &Table, how: &Reading) -> Option<Choice> {
    let (_, only) = table.series.as_ref()?;
    let mut names = how.heard.series.clone();
    names.sort();
    let mut options = vec![(String::new(), "all series added up".to_owned())];
    options.extend(names.into_iter().map(|name| (name.clone(), name)));
    Some(Choice { key: "series", label: "Series", options, chosen: only.clone().unwrap_or_default() })
}

/// A column for people: `"requests" (column 2)`.
fn column(table: &Table, place: usize) -> String {
    let name = &table.names[place];
    if table.cutter_is_json() {
        return format!("\"{name}\"");
    }
    if table.has_names { format!("\"{name}\" (column {})", place + 1) } else { name.clone() }
}

fn unit_name(how: &Reading) -> String {
    match how.unit.0 {
        Unit::Row => format!("requests of each row, {} long", words::span(SimDuration(how.step_us as u64))),
        Unit::Per(us) => {
            let known = UNITS.iter().find(|(_, unit, _)| *unit == how.unit.0);
            let length = || format!("requests in {}", words::span(SimDuration(us as u64)));
            known.map_or_else(length, |(.., name)| (*name).into())
        }
        Unit::Total => "a running total".into(),
    }
}

fn table_parts(table: &Table, how: &Reading, parts: &mut Vec<String>) {
    parts.push(match table.time {
        TimeAt::Column(place, clock) => {
            format!("times from {}{}", column(table, place), counted(table, how, clock))
        }
        TimeAt::Pair(day, time) => format!("times from {} and {}", column(table, day), column(table, time)),
        TimeAt::OfDay(time) => format!("times of the day from {}", column(table, time)),
    });
    let Some(place) = table.value else {
        if how.plan.format != Format::Timestamps {
            parts.push("each row is a request".into());
        }
        return;
    };
    let unsaid = if how.unit.1 { ", which the file does not say" } else { "" };
    let times = if table.times == 1.0 { String::new() } else { format!(" times {}", table.times) };
    parts.push(format!("{}{times} as {}{unsaid}", column(table, place), unit_name(how)));
    match (table.marks.1, table.marks.2) {
        (Mark::Comma, false) => parts.push("commas before decimals".into()),
        (Mark::Comma, true) => parts.push("points taken to stand between thousands".into()),
        (Mark::Point, true) => {
            parts.push("commas taken to stand between thousands, points before decimals".into())
        }
        (Mark::Point, false) => {}
    }
    let several = how.heard.series.len();
    match &table.series {
        Some((place, Some(only))) => {
            parts.push(format!("only the series \"{only}\" of {}", column(table, *place)))
        }
        Some(_) if several > 1 => parts.push(format!("its {several} series added up")),
        _ => {}
    }
    let mut push = |many: u64, what: &str| {
        if many > 0 {
            parts.push(format!("{} {what}", words::plural(many, "row")));
        }
    };
    push(how.unsorted, "not in the order of time, which was sorted");
    push(how.twice, "counted once, as they stand there twice");
    let one = if matches!(how.unit.0, Unit::Per(_)) { "their mean" } else { "their sum" };
    push(how.clashes, &format!("at the same time as another, of which {one} is taken"));
}

/// What plain numbers of time count.
fn counted(table: &Table, how: &Reading, clock: Clock) -> String {
    match clock {
        _ if how.is_dated() => String::new(),
        Clock::Us(us) if us == SECOND => " in seconds".into(),
        Clock::Us(us) => format!(" in units of {}", words::span(SimDuration(us as u64))),
        Clock::Day => " as days".into(),
        Clock::BySize if table.has_names => " by the size of its numbers".into(),
        Clock::BySize => String::new(),
    }
}

fn date_parts(how: &Reading, parts: &mut Vec<String>) {
    if how.form() == Some(Form::Numbers) || how.plan.order.1 {
        let first = if how.plan.order.0 == Order::DayFirst { "the day" } else { "the month" };
        let guess = if how.plan.order.1 { ", which is a guess" } else { "" };
        parts.push(format!("{first} first in its dates{guess}"));
    }
    let heard = &how.heard;
    match (heard.zoned, heard.unzoned) {
        (_, 0) => {}
        (0, _) => parts.push("without zones, as universal time".into()),
        (_, some) => parts.push(format!("{} without a zone as universal time", words::plural(some, "date"))),
    }
    if heard.no_year {
        parts.push("without a year".into());
    }
}

/// Three digits of a number at least.
fn short(number: f64) -> String {
    match number {
        _ if number >= 1_000.0 => words::grouped(number.round() as u64),
        _ if number >= 100.0 => format!("{number:.0}"),
        _ if number >= 10.0 => format!("{number:.1}"),
        _ if number >= 1.0 => format!("{number:.2}"),
        _ => format!("{number:.3}"),
    }
}
