//! What became of the questions of an interview: a row for each, and all of them as a text.

use super::{Answer, Guess, Question};
use serde_json::{Value, json};
use std::fmt::Write as _;

/// What became of a question.
#[derive(Clone, Debug, PartialEq)]
pub struct Done {
    /// The question's id.
    pub id: String,
    /// The guess in words; empty if there was none.
    pub said: String,
    /// What was measured, in words.
    pub measured: String,
    /// Whether the guess was right.
    pub right: bool,
    /// How long it took, in seconds, if a timer ran.
    pub took_s: Option<u64>,
}

impl Done {
    /// What became of it.
    pub fn of(question: &Question, guess: Option<Guess>, answer: &Answer, took_s: Option<u64>) -> Done {
        Done {
            id: question.id.clone(),
            said: guess.map_or_else(String::new, |guess| question.said(guess)),
            measured: answer.words.clone(),
            right: guess.is_some_and(|guess| answer.is_right(question, guess)),
            took_s,
        }
    }
}

/// An interview's answers so far.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sheet {
    /// Its code.
    pub code: u64,
    /// What became of each of its questions; none of one that was not answered.
    pub rows: Vec<Option<Done>>,
}

impl Sheet {
    /// Takes down what became of a question. The first answer counts; with another code another sheet begins.
    pub fn note(&mut self, code: u64, at: usize, done: Done) {
        if self.code != code {
            *self = Sheet { code, rows: Vec::new() };
        }
        if self.rows.len() <= at {
            self.rows.resize(at + 1, None);
        }
        self.rows[at].get_or_insert(done);
    }

    /// What became of a question of the interview with this code.
    pub fn row(&self, code: u64, at: usize) -> Option<&Done> {
        self.rows.get(at).filter(|_| self.code == code)?.as_ref()
    }

    /// How many were right.
    pub fn right(&self) -> usize {
        self.rows.iter().flatten().filter(|done| done.right).count()
    }

    /// As a text to send to somebody: the questions by their titles, guesses and measured answers.
    pub fn told(&self, titles: &[String], address: &str) -> String {
        let mut text =
            format!("Mock interview {}: {} of {} right\n{address}\n", self.code, self.right(), titles.len());
        for (at, title) in titles.iter().enumerate() {
            let _ = write!(text, "\n{}. {title}\n   ", at + 1);
            let _ = match self.rows.get(at).and_then(Option::as_ref) {
                None => writeln!(text, "not answered"),
                Some(Done { said, measured, right, took_s, .. }) => {
                    let said = if said.is_empty() { "no guess" } else { said };
                    let right = if *right { "right" } else { "wrong" };
                    let took = took_s.map_or_else(String::new, |took| format!(", {}", clock(took)));
                    writeln!(text, "guess: {said}, measured: {measured}, {right}{took}")
                }
            };
        }
        text
    }

    /// For the browser to keep.
    pub fn kept(&self) -> String {
        let row = |done: &Option<Done>| {
            done.as_ref().map_or(Value::Null, |done| {
                json!([done.id, done.said, done.measured, done.right, done.took_s])
            })
        };
        json!([self.code, self.rows.iter().map(row).collect::<Vec<_>>()]).to_string()
    }

    /// What the browser kept; an empty one if that is not understood.
    pub fn read(text: &str) -> Sheet {
        let row = |row: &Value| {
            let word = |place: usize| row[place].as_str().map(str::to_owned);
            Some(Done {
                id: word(0)?,
                said: word(1)?,
                measured: word(2)?,
                right: row[3].as_bool()?,
                took_s: row[4].as_u64(),
            })
        };
        let sheet: Value = serde_json::from_str(text).unwrap_or_default();
        let rows = sheet[1].as_array().map(|rows| rows.iter().map(row).collect());
        let read = sheet[0].as_u64().zip(rows);
        read.map(|(code, rows)| Sheet { code, rows }).unwrap_or_default()
    }
}

/// Seconds as a clock shows them: `02:05`.
pub fn clock(seconds: u64) -> String {
    format!("{:02}:{:02}", seconds / 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn done(said: &str, right: bool) -> Done {
        Done {
            id: "a".into(),
            said: said.into(),
            measured: "9 ms".into(),
            right,
            took_s: right.then_some(65),
        }
    }

    #[test]
    fn the_first_answer_counts_and_another_code_begins_anew() {
        let mut sheet = Sheet::default();
        sheet.note(7, 1, done("8 ms", true));
        sheet.note(7, 1, done("1 ms", false));
        assert_eq!((sheet.right(), sheet.row(7, 0), sheet.row(7, 1)), (1, None, Some(&done("8 ms", true))));
        assert_eq!((sheet.row(8, 1), sheet.row(7, 4)), (None, None));
        sheet.note(8, 0, done("", false));
        assert_eq!((sheet.right(), sheet.rows.len()), (0, 1));
    }

    #[test]
    fn the_browser_gives_back_what_it_kept_and_nonsense_is_an_empty_sheet() {
        let mut sheet = Sheet::default();
        sheet.note(4711, 0, done("8 ms", true));
        sheet.note(4711, 2, done("", false));
        assert_eq!(Sheet::read(&sheet.kept()), sheet);
        for text in ["", "{}", "[1]", "[\"x\", []]", "nonsense"] {
            assert_eq!(Sheet::read(text), Sheet::default(), "{text}");
        }
    }

    #[test]
    fn the_text_has_the_code_each_question_the_guess_and_what_was_measured() {
        let mut sheet = Sheet::default();
        sheet.note(7, 0, done("8 ms", true));
        sheet.note(7, 1, done("", false));
        let told = sheet.told(&["One", "Two", "Three"].map(String::from), "https://x.org/practice/?code=7");
        assert_eq!(
            told,
            "Mock interview 7: 1 of 3 right\nhttps://x.org/practice/?code=7\n\n1. One\n   guess: 8 ms, measured: 9 ms, \
             right, 01:05\n\n2. Two\n   guess: no guess, measured: 9 ms, wrong\n\n3. Three\n   not answered\n"
        );
    }
}
