//! A command's data, read member by member.

use super::Error;
use crate::link::When;
use crate::process::SimTime;
use serde_json::Value;

/// The data of a command.
#[derive(Clone, Copy)]
pub(super) struct Data<'a>(pub &'a Value);

impl<'a> Data<'a> {
    /// A member that is there and not null.
    pub fn get(self, name: &str) -> Option<&'a Value> {
        self.0.get(name).filter(|value| !value.is_null())
    }

    fn read<T>(
        self,
        name: &str,
        what: &str,
        read: impl Fn(&'a Value) -> Option<T>,
    ) -> Result<Option<T>, Error> {
        match self.get(name) {
            None => Ok(None),
            Some(value) => match read(value) {
                Some(found) => Ok(Some(found)),
                None => Err(Error::data(format!("\"{name}\" must be {what}"))),
            },
        }
    }

    /// A text.
    pub fn text(self, name: &str) -> Result<Option<&'a str>, Error> {
        self.read(name, "a text", Value::as_str)
    }

    /// A finite number.
    pub fn number(self, name: &str) -> Result<Option<f64>, Error> {
        self.read(name, "a number", |value| value.as_f64().filter(|number| number.is_finite()))
    }

    /// A truth.
    pub fn truth(self, name: &str) -> Result<Option<bool>, Error> {
        self.read(name, "true or false", Value::as_bool)
    }

    /// A whole number that is not negative.
    pub fn count(self, name: &str) -> Result<Option<u64>, Error> {
        self.read(name, "a whole number", Value::as_u64)
    }

    /// A whole number, also as text.
    pub fn seed(self, name: &str) -> Result<Option<u64>, Error> {
        self.read(name, "a whole number of 64 bits", crate::link::whole)
    }

    /// A text, number or truth, as the text that parameters read.
    pub fn plain(self, name: &str) -> Result<Option<String>, Error> {
        self.read(name, "a text, a number or true or false", crate::link::plain_text)
    }

    /// A time: seconds, or a text such as `1:02`.
    pub fn time(self, name: &str) -> Result<Option<SimTime>, Error> {
        self.read(name, "a time in seconds", |value| match value {
            Value::Number(number) => number.as_f64().map(SimTime::from_seconds),
            Value::String(text) => match When::parse(text) {
                Ok(When::Time(at)) => Some(at),
                _ => None,
            },
            _ => None,
        })
    }

    /// A list of texts; a single text is a list of one.
    pub fn texts(self, name: &str) -> Result<Option<Vec<String>>, Error> {
        self.read(name, "a list of texts", |value| match value {
            Value::String(text) => Some(vec![text.clone()]),
            value => value.as_array()?.iter().map(|text| text.as_str().map(str::to_string)).collect(),
        })
    }

    /// One of a few words, or the first if it is not there.
    pub fn word<T: Copy>(self, name: &str, words: &[(&str, T)]) -> Result<T, Error> {
        let Some(text) = self.text(name)? else { return Ok(words[0].1) };
        let found = words.iter().find(|(word, _)| *word == text);
        found.map(|(_, value)| *value).ok_or_else(|| {
            let words: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            Error::data(format!("\"{name}\" must be one of {}", words.join(", ")))
        })
    }
}

/// What must be there.
pub(super) fn need<T>(found: Option<T>, name: &str) -> Result<T, Error> {
    found.ok_or_else(|| Error::data(format!("\"{name}\" is missing")))
}
