//! A moment as links name it: a time, an event's number, a mark.

use super::{is_word, quoted};
use crate::process::{SimDuration, SimTime};
use std::fmt;

/// A moment of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum When {
    /// A simulated time: `12`, `12.5s`, `1:02`.
    Time(SimTime),
    /// Just after the kernel's event with this number: `ev:134`.
    Event(u64),
    /// The mark with this id: `mark:leader-elected.1`.
    Mark(String),
}

impl When {
    /// Reads the text form.
    ///
    /// # Errors
    /// A sentence that says what was not understood.
    pub fn parse(text: &str) -> Result<When, String> {
        if let Some(number) = text.strip_prefix("ev:") {
            let number =
                number.parse().map_err(|_| format!("{} is not an event's number", quoted(number)))?;
            return Ok(When::Event(number));
        }
        match text.strip_prefix("mark:") {
            Some(id) if is_word(id) => Ok(When::Mark(id.into())),
            Some(id) => Err(format!("{} is not a mark", quoted(id))),
            None => time(text).map(When::Time),
        }
    }
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            When::Time(at) => f.write_str(&short(*at)),
            When::Event(number) => write!(f, "ev:{number}"),
            When::Mark(id) => write!(f, "mark:{id}"),
        }
    }
}

/// Reads a time.
pub(super) fn time(text: &str) -> Result<SimTime, String> {
    let length = SimDuration::parse(text.trim());
    length.map(|length| SimTime(length.0)).ok_or_else(|| format!("{} is not a time", quoted(text)))
}

/// A time in the shorter of its forms that read back: `400ms`, `12.5s`.
pub(super) fn short(at: SimTime) -> String {
    let (whole, fraction) = (at.to_string(), format!("{}s", at.seconds()));
    if fraction.len() < whole.len() && time(&fraction) == Ok(at) { fraction } else { whole }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_a_time_an_event_or_a_mark() {
        assert_eq!(When::parse("1:02"), Ok(When::Time(SimTime::from_ms(62_000))));
        assert_eq!(When::parse("ev:134"), Ok(When::Event(134)));
        assert_eq!(When::parse("mark:elected.1"), Ok(When::Mark("elected.1".into())));
    }

    #[test]
    fn a_moment_reads_back_as_it_is_written() {
        for text in ["12s", "12.5s", "40ms", "250us", "ev:134", "mark:a-1"] {
            assert_eq!(When::parse(text).unwrap().to_string(), text);
        }
    }

    #[test]
    fn what_is_no_moment_is_named_in_the_answer() {
        for text in ["soon", "ev:-1", "mark:", "mark:<b>", "", "-1", "1e99"] {
            assert!(When::parse(text).unwrap_err().contains('"'), "{text}");
        }
    }
}
