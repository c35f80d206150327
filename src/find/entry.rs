//! One thing to find, and the file that lists them all.

use super::matching::words;
use serde_json::{Value, json};

/// What a thing is; in the order in which they are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A lab.
    Lab,
    /// A step of a lesson.
    Step,
    /// A claim of the summary.
    Claim,
    /// A question to practise.
    Question,
    /// A parameter of a lab.
    Setting,
    /// A lab that is still to be built.
    Planned,
}

impl Kind {
    /// All of them.
    pub const ALL: [Kind; 6] =
        [Kind::Lab, Kind::Step, Kind::Claim, Kind::Question, Kind::Setting, Kind::Planned];

    /// The heading over things of this kind, and their name in the file.
    pub const fn heading(self) -> &'static str {
        match self {
            Kind::Lab => "Labs",
            Kind::Step => "Lesson steps",
            Kind::Claim => "Claims",
            Kind::Question => "Practice questions",
            Kind::Setting => "Settings",
            Kind::Planned => "Planned labs",
        }
    }
}

/// One thing to find.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What it is.
    pub kind: Kind,
    /// Its name.
    pub title: String,
    /// What is said of it.
    pub says: String,
    /// Its address, from the site's root.
    pub address: String,
    /// Other words that it is found by.
    pub keys: String,
}

/// All that can be found, with each thing's words.
#[derive(Clone, Debug, Default)]
pub struct Index {
    pub(super) entries: Vec<(Entry, Words)>,
}

/// The words of an entry, as they are compared.
#[derive(Clone, Debug)]
pub(super) struct Words {
    /// Those of its name.
    pub title: Vec<String>,
    /// All others.
    pub rest: Vec<String>,
}

impl Index {
    /// The index of these entries.
    pub fn new(entries: Vec<Entry>) -> Index {
        let with_words = |entry: Entry| {
            let rest = words(&entry.keys).chain(words(&entry.says)).collect();
            let words = Words { title: words(&entry.title).collect(), rest };
            (entry, words)
        };
        Index { entries: entries.into_iter().map(with_words).collect() }
    }

    /// Reads the file that [`Index::text`] writes; what is not as it should be is left out.
    pub fn parse(text: &str) -> Index {
        let file: Value = serde_json::from_str(text).unwrap_or_default();
        let read = |kind: Kind, row: &Value| {
            let part = |place: usize| Some(row.get(place)?.as_str()?.to_string());
            let (title, says, address) = (part(0)?, part(1)?, part(2)?);
            Some(Entry { kind, title, says, address, keys: part(3).unwrap_or_default() })
        };
        let of = |kind: Kind| {
            let rows = file[kind.heading()].as_array().cloned().unwrap_or_default();
            rows.into_iter().filter_map(move |row| read(kind, &row))
        };
        Index::new(Kind::ALL.into_iter().flat_map(of).collect())
    }

    /// The file of these entries: kind by kind, a list of name, words, address and further words for each.
    pub fn text(entries: &[Entry]) -> String {
        let rows = |kind: Kind| {
            let of = entries.iter().filter(|entry| entry.kind == kind);
            let row = |Entry { title, says, address, keys, .. }: &Entry| match keys.as_str() {
                "" => json!([title, says, address]),
                keys => json!([title, says, address, keys]),
            };
            Value::Array(of.map(row).collect())
        };
        let file = Kind::ALL.map(|kind| (kind.heading().to_string(), rows(kind)));
        Value::Object(file.into_iter().collect()).to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back_and_what_is_none_is_left_out() {
        let entry = |kind, keys: &str| Entry {
            kind,
            title: "A \"b\"".into(),
            says: "c".into(),
            address: "lab/d/".into(),
            keys: keys.into(),
        };
        let entries = vec![entry(Kind::Lab, ""), entry(Kind::Setting, "e f")];
        let read = Index::parse(&Index::text(&entries));
        assert_eq!(read.entries.into_iter().map(|(entry, _)| entry).collect::<Vec<_>>(), entries);
        for text in ["", "[]", "{\"Labs\":[[1],[\"a\"],null]}", "{\"Labs\":7}"] {
            assert!(Index::parse(text).entries.is_empty(), "{text}");
        }
    }
}
