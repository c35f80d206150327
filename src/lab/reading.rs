//! A number read from a run that has been played to its end, and how it is told.
//!
//! ```text
//! KEY [at T]                       a measure at a time, or at the end
//! greatest KEY [from T] [to T]     over a span, or over all of the run
//! mean KEY [from T] [to T]
//! rate KEY [from T] [to T]         how much a running total grows in a second
//! count "WORDS"                    how many events say so
//! when "WORDS"                     when the first event says so, in milliseconds
//! ```

use super::{Run, Series};
use crate::process::{SimTime, words};

/// The unit of a value that is a time.
const MS: &str = "ms";

/// What is read from a run.
#[derive(Clone, Debug, PartialEq)]
pub enum Reading {
    /// A measure at a time, or at the end.
    At(String, Option<SimTime>),
    /// The greatest value of a measure.
    Greatest(String, Span),
    /// The mean of its samples.
    Mean(String, Span),
    /// How much a running total grows in a second.
    Rate(String, Span),
    /// How many events contain these words.
    Count(String),
    /// When the first event does, in milliseconds.
    When(String),
}

/// A part of a run: from its start and to its end, unless it says so.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Span {
    /// Its first moment.
    pub from: Option<SimTime>,
    /// Its last.
    pub to: Option<SimTime>,
}

impl Reading {
    /// Reads it.
    ///
    /// # Errors
    /// A sentence that says what was not understood.
    pub fn parse(text: &str) -> Result<Reading, String> {
        let not_understood = || format!("\"{text}\" is not a value");
        let (word, rest) = text.split_once(' ').unwrap_or((text, ""));
        let quoted = || rest.trim().strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
        let over = |reading: fn(String, Span) -> Reading| {
            let (key, span) = rest.split_once(' ').unwrap_or((rest, ""));
            Ok(reading(key.into(), Span::parse(span)?))
        };
        match word {
            "greatest" => over(Reading::Greatest),
            "mean" => over(Reading::Mean),
            "rate" => over(Reading::Rate),
            "count" => Ok(Reading::Count(quoted().ok_or_else(not_understood)?.into())),
            "when" => Ok(Reading::When(quoted().ok_or_else(not_understood)?.into())),
            key => match rest.split_once(' ') {
                None if rest.is_empty() => Ok(Reading::At(key.into(), None)),
                Some(("at", at)) => Ok(Reading::At(key.into(), Some(SimTime::parse(at)?))),
                _ => Err(not_understood()),
            },
        }
    }

    /// What it is in this run, in the unit that is asked for where both are times.
    ///
    /// # Errors
    /// A sentence that says what was not measured.
    pub fn of(&self, run: &dyn Run, unit: &str) -> Result<f64, String> {
        let in_unit = |ms: f64| match unit {
            "s" => ms / 1e3,
            "min" => ms / 6e4,
            _ => ms,
        };
        match self {
            Reading::Count(words) => Ok(events(run, words).count() as f64),
            Reading::When(words) => {
                let first = events(run, words).next().ok_or_else(|| format!("no event says \"{words}\""))?;
                Ok(in_unit(first.0 as f64 / 1e3))
            }
            Reading::At(key, _)
            | Reading::Greatest(key, _)
            | Reading::Mean(key, _)
            | Reading::Rate(key, _) => {
                let series = run.series().into_iter().find(|series| series.key == key);
                let series = series.ok_or_else(|| format!("there is no measure \"{key}\""))?;
                let value = self.in_series(&series, run.position().now)?;
                Ok(if series.unit == MS { in_unit(value) } else { value })
            }
        }
    }

    fn in_series(&self, series: &Series, end: SimTime) -> Result<f64, String> {
        let at = |time: SimTime| {
            let value = series.values.get((time.0 / series.every_us) as usize).copied().map(f64::from);
            value.ok_or_else(|| format!("{} was not measured at {time}", series.key))
        };
        let over = |span: &Span| {
            let (from, to) = span.of(end);
            let place = |time: SimTime| (time.0 / series.every_us) as usize;
            let values = series.values.get(place(from)..=place(to));
            values.ok_or_else(|| format!("{} was not measured from {from} to {to}", series.key))
        };
        match self {
            Reading::At(_, time) => at(time.unwrap_or(end)),
            Reading::Greatest(_, span) => {
                Ok(over(span)?.iter().copied().map(f64::from).fold(f64::NEG_INFINITY, f64::max))
            }
            Reading::Mean(_, span) => {
                let values = over(span)?;
                Ok(values.iter().copied().map(f64::from).sum::<f64>() / values.len() as f64)
            }
            Reading::Rate(_, span) => {
                let (from, to) = span.of(end);
                Ok((at(to)? - at(from)?) / (to.seconds() - from.seconds()))
            }
            Reading::Count(_) | Reading::When(_) => unreachable!("read from events"),
        }
    }
}

impl Span {
    fn parse(text: &str) -> Result<Span, String> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let (from, to) = match words[..] {
            [] => (None, None),
            ["from", from] => (Some(from), None),
            ["to", to] => (None, Some(to)),
            ["from", from, "to", to] => (Some(from), Some(to)),
            _ => return Err(format!("\"{text}\" is not a span")),
        };
        Ok(Span { from: from.map(SimTime::parse).transpose()?, to: to.map(SimTime::parse).transpose()? })
    }

    fn of(&self, end: SimTime) -> (SimTime, SimTime) {
        (self.from.unwrap_or(SimTime::ZERO), self.to.unwrap_or(end))
    }
}

/// When events say so.
fn events<'a>(run: &dyn Run, words: &'a str) -> impl Iterator<Item = SimTime> + 'a {
    let events = run.events(0, usize::MAX).into_iter();
    events.filter(move |event| event.text.contains(words)).map(|event| event.at)
}

/// A number for people, with its unit: three significant digits, thousands apart, one thing in the singular.
pub fn figure(value: f64, unit: &str) -> String {
    let size = value.abs();
    let number = match size {
        _ if size >= 9_999.5 => {
            let mut scale = 100.0;
            while size / scale >= 999.5 {
                scale *= 10.0;
            }
            words::grouped(((size / scale).round() * scale) as u64)
        }
        _ if size >= 999.5 => words::grouped(size.round() as u64),
        _ if size >= 99.95 => format!("{size:.0}"),
        _ if size >= 9.995 => trimmed(&format!("{size:.1}")),
        _ if size >= 0.9995 => trimmed(&format!("{size:.2}")),
        _ => trimmed(&format!("{size:.3}")),
    };
    let sign = if value < 0.0 && number != "0" { "-" } else { "" };
    match unit {
        "" => format!("{sign}{number}"),
        "%" | "\u{d7}" => format!("{sign}{number}{unit}"),
        _ if number == "1" && unit.ends_with('s') && !unit.ends_with("/s") && unit.len() > 2 => {
            format!("{sign}{number}\u{a0}{}", unit.trim_end_matches('s'))
        }
        _ => format!("{sign}{number}\u{a0}{unit}"),
    }
}

fn trimmed(number: &str) -> String {
    number.trim_end_matches('0').trim_end_matches('.').into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_three_significant_digits_and_its_unit() {
        for (value, unit, told) in [
            (9.0712, "\u{d7}", "9.07\u{d7}"),
            (91.0, "%", "91%"),
            (123_456.0, "requests", "123,000\u{a0}requests"),
            (1_234.4, "", "1,234"),
            (1.0, "machines", "1\u{a0}machine"),
            (1.0, "commands/s", "1\u{a0}commands/s"),
            (0.0496, "s", "0.05\u{a0}s"),
            (-3.0, "", "-3"),
            (0.0, "ms", "0\u{a0}ms"),
        ] {
            assert_eq!(figure(value, unit), told);
        }
    }
}
