//! Claims about a whole run that a lesson or a golden scenario makes, and that the tests check.

use super::Run;
use crate::process::{SimDuration, SimTime, decimal};
use std::fmt;

/// How two numbers stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compare {
    /// Less.
    Less,
    /// Less or equal.
    AtMost,
    /// Equal, to within a millionth.
    Equal,
    /// Greater or equal.
    AtLeast,
    /// Greater.
    More,
}

/// One claim about a run, up to the script's end.
#[derive(Clone, Debug, PartialEq)]
pub enum Expectation {
    /// A property was put to the test, and its promise is not broken: `always "Election Safety"`.
    Always(String),
    /// A property's promise is broken: `broken "Election Safety"`.
    Broken(String),
    /// A property held at some moment: `sometimes "A leader exists"`.
    Sometimes(String),
    /// Some event's sentence contains this: `told "n2 becomes leader"`.
    Told(String),
    /// No event's sentence contains this: `untold "n4 becomes leader"`.
    Untold(String),
    /// A measure at a time, or at the end: `term >= 2 at 3s`. If chance decides it, it holds of this run and of so many
    /// of [`SEEDS`], of which this is the first: `longest > 200 in 16 of 20 seeds`.
    Measure(String, Compare, f64, Option<SimTime>, Option<u32>),
}

/// So many seeds, from the scenario's on, a claim with a threshold is held over.
pub const SEEDS: u32 = 20;

impl Compare {
    fn parse(text: &str) -> Option<Compare> {
        Some(match text {
            "<" => Compare::Less,
            "<=" => Compare::AtMost,
            "=" | "==" => Compare::Equal,
            ">=" => Compare::AtLeast,
            ">" => Compare::More,
            _ => return None,
        })
    }

    fn holds(self, left: f64, right: f64) -> bool {
        match self {
            Compare::Less => left < right,
            Compare::AtMost => left <= right,
            Compare::Equal => (left - right).abs() <= 1e-6 * right.abs().max(1.0),
            Compare::AtLeast => left >= right,
            Compare::More => left > right,
        }
    }
}

impl Expectation {
    /// Reads what follows `expect` on its line.
    ///
    /// # Errors
    /// A sentence that says what was not understood.
    pub fn parse(text: &str) -> Result<Expectation, String> {
        let text = text.trim();
        let (word, rest) = text.split_once(' ').ok_or_else(|| format!("\"{text}\" expects nothing"))?;
        let quoted = rest.trim().strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
        match (word, quoted) {
            ("always", Some(name)) => Ok(Expectation::Always(name.into())),
            ("broken", Some(name)) => Ok(Expectation::Broken(name.into())),
            ("sometimes", Some(name)) => Ok(Expectation::Sometimes(name.into())),
            ("told", Some(words)) => Ok(Expectation::Told(words.into())),
            ("untold", Some(words)) => Ok(Expectation::Untold(words.into())),
            _ => Self::parse_measure(text),
        }
    }

    fn parse_measure(text: &str) -> Result<Expectation, String> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let not_understood = || format!("\"{text}\" is not an expectation");
        let (claim, share) = match &words[..] {
            [claim @ .., "in", count, "of", "20", "seeds"] => (claim, Some(*count)),
            claim => (claim, None),
        };
        let (key, compare, number, at) = match *claim {
            [key, compare, number] => (key, compare, number, None),
            [key, compare, number, "at", at] => (key, compare, number, Some(at)),
            _ => return Err(not_understood()),
        };
        let share = share.map(|count| count.parse().ok().filter(|count| (1..SEEDS).contains(count)));
        let share = share.map(|count| count.ok_or_else(not_understood)).transpose()?;
        let compare = Compare::parse(compare).ok_or_else(not_understood)?;
        let number = decimal(number).ok_or_else(not_understood)?;
        let at = match at {
            Some(at) => Some(SimTime(SimDuration::parse(at).ok_or_else(not_understood)?.0)),
            None => None,
        };
        Ok(Expectation::Measure(key.into(), compare, number, at, share))
    }

    /// Whether a number is held against a threshold, so that it is no matter of one seed.
    pub fn has_threshold(&self) -> bool {
        matches!(self, Expectation::Measure(_, compare, ..) if *compare != Compare::Equal)
    }

    /// In how many of [`SEEDS`] it holds, if not in all.
    pub fn share(&self) -> Option<u32> {
        if let Expectation::Measure(.., share) = self { *share } else { None }
    }

    /// Whether the claim holds of a run that has been played to its end.
    ///
    /// # Errors
    /// A sentence that says what was seen instead.
    pub fn check(&self, run: &dyn Run) -> Result<(), String> {
        match self {
            Expectation::Always(name) | Expectation::Broken(name) | Expectation::Sometimes(name) => {
                let verdicts = run.verdicts();
                let verdict = verdicts.iter().find(|verdict| verdict.name == name);
                let verdict = verdict.ok_or_else(|| format!("there is no property \"{name}\""))?;
                let ok = match self {
                    Expectation::Always(_) => !verdict.broken && !verdict.is_untested(),
                    Expectation::Broken(_) => verdict.broken,
                    _ => verdict.held.is_some(),
                };
                let seen = match self {
                    _ if verdict.broken => &verdict.text,
                    Expectation::Always(_) => "nothing has put it to the test",
                    Expectation::Broken(_) => "it is not broken",
                    _ => "it never held",
                };
                if ok { Ok(()) } else { Err(format!("{self}: {seen}")) }
            }
            Expectation::Told(words) | Expectation::Untold(words) => {
                let told = run.events(0, usize::MAX).into_iter().find(|event| event.text.contains(words));
                match (self, told) {
                    (Expectation::Told(_), None) => Err(format!("no event says \"{words}\"")),
                    (Expectation::Untold(_), Some(event)) => Err(format!("at {}: {}", event.at, event.text)),
                    _ => Ok(()),
                }
            }
            Expectation::Measure(key, compare, number, at, _) => {
                let series = run.series();
                let series = series.iter().find(|series| series.key == key);
                let series = series.ok_or_else(|| format!("there is no measure \"{key}\""))?;
                let at = at.unwrap_or(run.position().now);
                let place = (at.0 / series.every_us) as usize;
                let value = series.values.get(place).copied();
                let value = f64::from(value.ok_or_else(|| format!("{key} was not measured at {at}"))?);
                if compare.holds(value, *number) { Ok(()) } else { Err(format!("{self}: it was {value}")) }
            }
        }
    }
}

impl fmt::Display for Compare {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Compare::Less => "<",
            Compare::AtMost => "<=",
            Compare::Equal => "=",
            Compare::AtLeast => ">=",
            Compare::More => ">",
        })
    }
}

impl fmt::Display for Expectation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Expectation::Always(name) => write!(f, "always \"{name}\""),
            Expectation::Broken(name) => write!(f, "broken \"{name}\""),
            Expectation::Sometimes(name) => write!(f, "sometimes \"{name}\""),
            Expectation::Told(words) => write!(f, "told \"{words}\""),
            Expectation::Untold(words) => write!(f, "untold \"{words}\""),
            Expectation::Measure(key, compare, number, at, share) => {
                write!(f, "{key} {compare} {number}")?;
                at.map_or(Ok(()), |at| write!(f, " at {at}"))?;
                share.map_or(Ok(()), |count| write!(f, " in {count} of {SEEDS} seeds"))
            }
        }
    }
}
