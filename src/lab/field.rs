//! Parameters as one table: it makes the control, the link's key, the help and the schema.
//!
//! Every value is an `i64` here: a switch is 0 or 1, a choice its place in the list, a number its value times ten
//! to the power of its decimals. Text is what links, files and people use.

use crate::process::decimal;
use serde_json::{Value, json};

/// When a changed value takes effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// The run starts again with it.
    Rebuild,
    /// At once, as an input of the run.
    Live,
    /// It changes only what is shown.
    View,
}

/// What values there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// A number from `min` to `max`, both included, all times `10^decimals`.
    Number {
        /// The least.
        min: i64,
        /// The most.
        max: i64,
        /// How far plus and minus go.
        step: i64,
        /// How many digits there are after the point.
        decimals: u8,
        /// The slider is logarithmic.
        log: bool,
    },
    /// On or off.
    Switch,
    /// One of a list: the stable key and the label of each.
    Choice(&'static [(&'static str, &'static str)]),
}

/// What a field is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldRole {
    /// It sets something.
    Setting,
    /// It takes a rule of the algorithm out or puts it back: without it a property is meant to break.
    Rule,
}

/// One row of the table, without the access to its struct.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Short and stable: part of links.
    pub key: &'static str,
    /// For people.
    pub label: &'static str,
    /// What values there are.
    pub kind: FieldKind,
    /// The unit, as `ms` or `%`; empty for a count.
    pub unit: &'static str,
    /// What it does, in a sentence or two.
    pub help: &'static str,
    /// Where it comes from: paper and section.
    pub source: &'static str,
    /// The heading that it stands under.
    pub group: &'static str,
    /// What it is for.
    pub role: FieldRole,
    /// When a change takes effect.
    pub takes: Takes,
    /// What the least number means where it is none: `as needed`; else empty.
    pub least: &'static str,
}

impl Field {
    /// A whole number from `min` to `max`.
    pub const fn number(key: &'static str, label: &'static str, min: i64, max: i64) -> Field {
        Field::new(key, label, FieldKind::Number { min, max, step: 1, decimals: 0, log: false })
    }

    /// A number with a decimal point; `min`, `max` and `step` are given times `10^decimals`.
    pub const fn decimal(key: &'static str, label: &'static str, min: i64, max: i64, decimals: u8) -> Field {
        Field::new(key, label, FieldKind::Number { min, max, step: 1, decimals, log: false })
    }

    /// On or off.
    pub const fn switch(key: &'static str, label: &'static str) -> Field {
        Field::new(key, label, FieldKind::Switch)
    }

    /// One of a list, which [`choice!`](crate::choice) gives it.
    pub const fn choice(key: &'static str, label: &'static str) -> Field {
        Field::new(key, label, FieldKind::Choice(&[]))
    }

    /// The same with the keys and labels of a list.
    pub const fn among(mut self, names: &'static [(&'static str, &'static str)]) -> Field {
        self.kind = FieldKind::Choice(names);
        self
    }

    const fn new(key: &'static str, label: &'static str, kind: FieldKind) -> Field {
        Field {
            key,
            label,
            kind,
            unit: "",
            help: "",
            source: "",
            group: "",
            role: FieldRole::Setting,
            takes: Takes::Rebuild,
            least: "",
        }
    }

    /// A switch for a rule of the algorithm.
    pub const fn rule(key: &'static str, label: &'static str) -> Field {
        let mut field = Field::switch(key, label).group("Rules");
        field.role = FieldRole::Rule;
        field
    }

    /// The same with another step.
    pub const fn step(mut self, by: i64) -> Field {
        if let FieldKind::Number { min, max, decimals, log, .. } = self.kind {
            self.kind = FieldKind::Number { min, max, step: by, decimals, log };
        }
        self
    }

    /// The same with a logarithmic slider.
    pub const fn log(mut self) -> Field {
        if let FieldKind::Number { min, max, step, decimals, .. } = self.kind {
            self.kind = FieldKind::Number { min, max, step, decimals, log: true };
        }
        self
    }

    /// The same with a unit.
    pub const fn unit(mut self, unit: &'static str) -> Field {
        self.unit = unit;
        self
    }

    /// The same under a heading.
    pub const fn group(mut self, group: &'static str) -> Field {
        self.group = group;
        self
    }

    /// The same, its least number standing for something else: it is shown as these words.
    pub const fn least_is(mut self, words: &'static str) -> Field {
        self.least = words;
        self
    }

    /// The same with its help and where that comes from.
    pub const fn help(mut self, help: &'static str, source: &'static str) -> Field {
        self.help = help;
        self.source = source;
        self
    }

    /// The same, changing while the run goes on.
    pub const fn live(mut self) -> Field {
        self.takes = Takes::Live;
        self
    }

    /// The same, changing only what is shown.
    pub const fn view(mut self) -> Field {
        self.takes = Takes::View;
        self
    }

    /// The least and the most value.
    pub fn bounds(&self) -> (i64, i64) {
        match self.kind {
            FieldKind::Number { min, max, .. } => (min, max),
            FieldKind::Switch => (0, 1),
            FieldKind::Choice(choices) => (0, choices.len() as i64 - 1),
        }
    }

    /// The value's stable text: what links and scenarios carry.
    pub fn text(&self, value: i64) -> String {
        match self.kind {
            FieldKind::Number { decimals: 0, .. } => value.to_string(),
            FieldKind::Number { decimals, .. } => {
                let scale = 10_i64.pow(u32::from(decimals));
                let sign = if value < 0 { "-" } else { "" };
                let (whole, part) = (value.abs() / scale, value.abs() % scale);
                let digits = format!("{sign}{whole}.{part:0width$}", width = usize::from(decimals));
                digits.trim_end_matches('0').trim_end_matches('.').to_string()
            }
            FieldKind::Switch => value.to_string(),
            FieldKind::Choice(choices) => {
                choices[value.clamp(0, choices.len() as i64 - 1) as usize].0.to_string()
            }
        }
    }

    /// The value for people, with its unit.
    pub fn shown(&self, value: i64) -> String {
        match self.kind {
            FieldKind::Switch if value == 0 => "off".into(),
            FieldKind::Switch => "on".into(),
            FieldKind::Choice(choices) => {
                choices[value.clamp(0, choices.len() as i64 - 1) as usize].1.to_string()
            }
            FieldKind::Number { min, .. } if value == min && !self.least.is_empty() => self.least.into(),
            FieldKind::Number { .. } if self.unit.is_empty() => self.text(value),
            FieldKind::Number { .. } if self.unit == "\u{d7}" => self.text(value) + self.unit,
            FieldKind::Number { .. } => format!("{}\u{a0}{}", self.text(value), self.unit),
        }
    }

    /// Reads a value's text. A number outside the bounds is moved to the nearest bound, and one between two values to
    /// the nearest of them, with a warning.
    ///
    /// # Errors
    /// A sentence that says why the text is no value.
    pub fn parse(&self, text: &str) -> Result<(i64, Option<String>), String> {
        let text = text.trim();
        match self.kind {
            FieldKind::Switch => match text {
                "1" | "true" | "on" | "yes" => Ok((1, None)),
                "0" | "false" | "off" | "no" => Ok((0, None)),
                _ => Err(format!("{}: \"{text}\" is not on or off", self.key)),
            },
            FieldKind::Choice(choices) => match choices.iter().position(|(key, _)| *key == text) {
                Some(place) => Ok((place as i64, None)),
                None => {
                    let keys: Vec<&str> = choices.iter().map(|(key, _)| *key).collect();
                    Err(format!("{}: \"{text}\" is not one of {}", self.key, keys.join(", ")))
                }
            },
            FieldKind::Number { decimals, .. } => self.parse_number(text, decimals),
        }
    }

    fn parse_number(&self, text: &str, decimals: u8) -> Result<(i64, Option<String>), String> {
        let number = decimal(text.strip_suffix(self.unit).unwrap_or(text).trim());
        let Some(number) = number.filter(|number| number.is_finite()) else {
            return Err(format!("{}: \"{text}\" is not a number", self.key));
        };
        let (min, max) = self.bounds();
        let exact = number * 10_i64.pow(u32::from(decimals)) as f64;
        let value = exact.round() as i64;
        let clamped = value.clamp(min, max);
        let warning = if clamped != value {
            Some(format!("{}: {text} is outside {} to {}", self.key, self.text(min), self.text(max)))
        } else if (exact - value as f64).abs() > 1e-6 {
            Some(format!("{}: {text} is rounded to {}", self.key, self.text(value)))
        } else {
            None
        };
        Ok((clamped, warning))
    }

    /// This field in JSON Schema (draft 2020-12), with its default.
    pub fn schema(&self, default: i64) -> Value {
        let mut schema = match self.kind {
            FieldKind::Switch => json!({"type": "boolean", "default": default != 0}),
            FieldKind::Choice(choices) => {
                let keys: Vec<&str> = choices.iter().map(|(key, _)| *key).collect();
                json!({"type": "string", "enum": keys, "default": self.text(default)})
            }
            FieldKind::Number { min, max, decimals, .. } => {
                let scale = 10_i64.pow(u32::from(decimals)) as f64;
                let number = |value: i64| value as f64 / scale;
                let kind = if decimals == 0 { "integer" } else { "number" };
                let (min, max, default) = (number(min), number(max), number(default));
                json!({"type": kind, "minimum": min, "maximum": max, "default": default})
            }
        };
        schema["title"] = self.label.into();
        let least = match self.least {
            "" => String::new(),
            words => format!(" {}: {words}.", self.text(self.bounds().0)),
        };
        schema["description"] = format!("{}{least} {}", self.help, self.source).trim().into();
        if !self.unit.is_empty() {
            schema["x-unit"] = self.unit.into();
        }
        schema
    }
}

/// A field and the way to its place in the struct `P`.
pub struct Row<P: 'static> {
    /// The field.
    pub field: Field,
    /// Reads it.
    pub get: fn(&P) -> i64,
    /// Writes it. The value is within the field's bounds.
    pub set: fn(&mut P, i64),
}

impl<P> Row<P> {
    /// A row of a table.
    ///
    /// # Panics
    /// If the field is a choice without a list. A table is a constant, so this is said when it is compiled.
    pub const fn new(field: Field, get: fn(&P) -> i64, set: fn(&mut P, i64)) -> Row<P> {
        assert!(!matches!(field.kind, FieldKind::Choice([])), "the list of a choice comes from choice!");
        Row { field, get, set }
    }
}

impl<P> Clone for Row<P> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<P> Copy for Row<P> {}

/// The number of rows in parts of a table.
pub const fn rows_in<P>(parts: &[&[Row<P>]]) -> usize {
    let (mut rows, mut part) = (0, 0);
    while part < parts.len() {
        rows += parts[part].len();
        part += 1;
    }
    rows
}

/// Parts of a table as one, where one file would be too long. `N` is [`rows_in`] of the parts.
pub const fn joined<P, const N: usize>(parts: &[&[Row<P>]]) -> [Row<P>; N] {
    let mut table = [parts[0][0]; N];
    let (mut next, mut part) = (0, 0);
    while part < parts.len() {
        let mut row = 0;
        while row < parts[part].len() {
            table[next] = parts[part][row];
            (next, row) = (next + 1, row + 1);
        }
        part += 1;
    }
    table
}

/// One thing that a choice offers.
#[derive(Clone, Copy, Debug)]
pub struct Alternative<T> {
    /// Short and stable: part of links.
    pub key: &'static str,
    /// For people.
    pub label: &'static str,
    /// What it stands for.
    pub value: T,
}

impl<T> Alternative<T> {
    /// A row of a list.
    pub const fn new(key: &'static str, label: &'static str, value: T) -> Alternative<T> {
        Alternative { key, label, value }
    }
}

/// The row of a choice: `choice!(field, LIST, |params| params.place)`. From the list of [`Alternative`]s come the field's
/// keys and labels, and the way from a value to its place and back.
#[macro_export]
macro_rules! choice {
    ($field:expr, $list:expr, |$params:ident| $place:expr) => {
        $crate::lab::Row::new(
            $field.among(const { &$crate::lab::names::<_, { $list.len() }>($list) }),
            |$params| $crate::lab::place($list, &$place),
            |$params, place| $place = $list[place as usize].value,
        )
    };
}

/// The row of a whole number, whatever its type: `number!(field, |params| params.place)`.
#[macro_export]
macro_rules! number {
    ($field:expr, |$params:ident| $place:expr) => {
        $crate::lab::Row::new($field, |$params| $place as i64, |$params, value| $place = value as _)
    };
}

/// The row of something that is on or off: `switch!(field, |params| params.place)`.
#[macro_export]
macro_rules! switch {
    ($field:expr, |$params:ident| $place:expr) => {
        $crate::lab::Row::new($field, |$params| $place.into(), |$params, value| $place = value != 0)
    };
}

/// Keys and labels of the `N` rows of a list.
pub const fn names<T, const N: usize>(list: &[Alternative<T>]) -> [(&'static str, &'static str); N] {
    let mut names = [("", ""); N];
    let mut place = 0;
    while place < N {
        names[place] = (list[place].key, list[place].label);
        place += 1;
    }
    names
}

/// The place of a value in its list.
pub fn place<T: PartialEq>(list: &[Alternative<T>], value: &T) -> i64 {
    list.iter().position(|one| one.value == *value).unwrap_or(0) as i64
}

/// A lab's parameters: a plain struct with its defaults, and a table with a row for each of its fields.
pub trait Params: Clone + Default + 'static {
    /// A row for each field, in the order in which they are shown.
    const TABLE: &'static [Row<Self>];

    /// Sets one parameter from its text; gives a warning if the value was moved to a bound.
    ///
    /// # Errors
    /// A sentence that says which key or value is wrong; nothing is changed.
    fn set(&mut self, key: &str, text: &str) -> Result<Option<String>, String> {
        let row = Self::TABLE.iter().find(|row| row.field.key == key);
        let row = row.ok_or_else(|| format!("there is no parameter \"{key}\""))?;
        let (value, warning) = row.field.parse(text)?;
        (row.set)(self, value);
        Ok(warning)
    }

    /// What differs from the defaults, as (key, text), in the order of the table.
    fn changes(&self) -> Vec<(String, String)> {
        let default = Self::default();
        let mut changes = Vec::new();
        for Row { field, get, .. } in Self::TABLE {
            if get(self) != get(&default) {
                changes.push((field.key.to_string(), field.text(get(self))));
            }
        }
        changes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOSS: Field = Field::decimal("loss", "Messages lost", 0, 1000, 1).unit("%");
    const KIND: Field = Field::choice("kind", "Kind").among(&[("ring", "Ring"), ("jump", "Jump hash")]);

    #[test]
    fn a_value_reads_back_as_it_is_written() {
        for value in [0, 1, 10, 125, 1000] {
            assert_eq!(LOSS.parse(&LOSS.text(value)), Ok((value, None)), "{}", LOSS.text(value));
        }
        assert_eq!(LOSS.text(125), "12.5");
        assert_eq!(KIND.parse("jump"), Ok((1, None)));
    }

    #[test]
    fn a_least_number_that_stands_for_something_else_is_shown_in_words_and_kept_as_a_number() {
        let field = Field::number("night", "At night", 0, 9).least_is("as needed").unit("machines");
        assert_eq!([0, 3].map(|value| field.shown(value)), ["as needed", "3\u{a0}machines"]);
        assert_eq!((field.text(0), field.parse("0")), ("0".into(), Ok((0, None))));
        assert!(field.schema(0)["description"].as_str().is_some_and(|text| text.contains("0: as needed")));
    }

    #[test]
    fn a_number_out_of_bounds_is_moved_to_the_nearest_with_a_warning() {
        let (value, warning) = LOSS.parse("250").unwrap();
        assert_eq!(value, 1000);
        assert!(warning.unwrap().contains("0 to 100"));
    }

    #[test]
    fn a_number_between_two_values_is_taken_as_the_nearest_with_a_warning() {
        assert_eq!(LOSS.parse("12.34"), Ok((123, Some("loss: 12.34 is rounded to 12.3".into()))));
        assert_eq!(LOSS.parse("0.1%"), Ok((1, None)));
        let whole = Field::number("n", "Nodes", 1, 9);
        assert_eq!(whole.parse("5.5"), Ok((6, Some("n: 5.5 is rounded to 6".into()))));
        assert_eq!(whole.parse("5.0"), Ok((5, None)));
    }

    #[test]
    fn text_that_is_no_value_is_refused_with_the_reason() {
        assert!(LOSS.parse("many").unwrap_err().contains("many"));
        assert!(LOSS.parse("NaN").is_err());
        assert!(KIND.parse("tree").unwrap_err().contains("ring, jump"));
    }
}
