//! What comes into a run from outside, as data.

use super::{Aimed, Fault};
use crate::process::SimTime;
use std::fmt;

/// Something done to a run. Written and read as one line of text, in links, files and scenarios alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// Inject a fault, or end one: `crash n1`.
    Fault(Fault),
    /// Hurt whoever has a role by then: `crash leader`.
    Aimed(Aimed),
    /// Change a parameter while the run goes on: `set loss=10`.
    Set {
        /// The parameter's stable key.
        key: String,
        /// Its new value as the parameter's own text.
        value: String,
    },
    /// One of the lab's own acts: `do lookup apple`.
    Command(Command),
}

/// A lab's own act: a word, and the rest of the line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Command {
    /// Which act, from the lab's list.
    pub name: String,
    /// What it is done to or with, as the lab reads it; may be empty.
    pub argument: String,
}

/// An input and when it takes effect: after every event of that moment and before any later one.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // The types say it.
pub struct TimedInput {
    pub at: SimTime,
    pub input: Input,
}

impl Input {
    /// A lab's own act.
    pub fn command(name: &str, argument: &str) -> Input {
        Input::Command(Command { name: name.into(), argument: argument.into() })
    }

    /// Reads the text form.
    ///
    /// # Errors
    /// A sentence that says what was not understood.
    pub fn parse(text: &str) -> Result<Input, String> {
        let text = text.trim();
        let (word, rest) = text.split_once(' ').unwrap_or((text, ""));
        match word {
            "set" => match rest.split_once('=') {
                Some((key, value)) => Ok(Input::Set { key: key.trim().into(), value: value.trim().into() }),
                None => Err(format!("\"{text}\" should read: set key=value")),
            },
            "do" => {
                let (name, argument) = rest.split_once(' ').unwrap_or((rest, ""));
                match name {
                    "" => Err("\"do\" needs a word after it".into()),
                    name => Ok(Input::command(name, argument.trim())),
                }
            }
            _ => match Aimed::parse(text) {
                Some(aimed) => aimed.map(Input::Aimed),
                None => Fault::parse(text).map(Input::Fault),
            },
        }
    }

    /// Whether it is a fault or ends one.
    pub fn is_fault(&self) -> bool {
        matches!(self, Input::Fault(_) | Input::Aimed(_))
    }

    /// What ends it, if something does.
    pub fn ending(&self) -> Option<Input> {
        match self {
            Input::Fault(fault) => fault.ending().map(Input::Fault),
            Input::Aimed(aimed) => aimed.ending(),
            Input::Set { .. } | Input::Command(_) => None,
        }
    }
}

impl fmt::Display for Input {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Input::Fault(fault) => fault.fmt(f),
            Input::Aimed(aimed) => aimed.fmt(f),
            Input::Set { key, value } => write!(f, "set {key}={value}"),
            Input::Command(Command { name, argument }) if argument.is_empty() => write!(f, "do {name}"),
            Input::Command(Command { name, argument }) => write!(f, "do {name} {argument}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_input_reads_back_as_it_is_written() {
        for text in ["crash n1", "crash leader", "set loss=12.5", "do lookup two words", "do add"] {
            assert_eq!(Input::parse(text).unwrap().to_string(), text);
        }
    }

    #[test]
    fn a_line_that_makes_no_sense_gets_a_sentence_back() {
        assert!(Input::parse("set loss").unwrap_err().contains("set key=value"));
        assert!(Input::parse("explode n1").unwrap_err().contains("explode"));
        assert!(Input::parse("do").is_err());
    }
}
