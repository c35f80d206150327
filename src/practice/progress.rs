//! What somebody has answered so far, what comes next, and both as a file.

use super::Question;
use serde_json::{Map, Value, json};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// What was answered, by the question's id.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Progress {
    /// How many answers were given in all.
    turns: u64,
    seen: BTreeMap<String, Seen>,
}

/// What became of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Which of all answers was the last to it.
    pub turn: u64,
    /// Whether that one was right.
    pub right: bool,
    /// How often it was answered.
    pub times: u64,
}

impl Progress {
    /// Takes note of an answer.
    pub fn note(&mut self, id: &str, right: bool) {
        self.turns = self.turns.saturating_add(1);
        let times = self.seen.get(id).map_or(0, |seen| seen.times).saturating_add(1);
        self.seen.insert(id.into(), Seen { turn: self.turns, right, times });
    }

    /// What became of a question; none if it was never answered.
    pub fn of(&self, id: &str) -> Option<Seen> {
        self.seen.get(id).copied()
    }

    /// The questions in the order in which to ask them: those answered wrong first, then those not seen for longest.
    pub fn order<'a>(&self, questions: impl IntoIterator<Item = &'a Question>) -> Vec<&'a Question> {
        let mut all: Vec<&Question> = questions.into_iter().collect();
        all.sort_by_key(|question| {
            let seen = self.of(&question.id);
            (Reverse(seen.is_some_and(|seen| !seen.right)), seen.map_or(0, |seen| seen.turn))
        });
        all
    }

    /// What to ask after a question, of those of a lab or of all.
    pub fn next<'a>(
        &self,
        questions: &'a [Question],
        after: &str,
        area: Option<&str>,
    ) -> Option<&'a Question> {
        let of_area = questions.iter().filter(|question| area.is_none_or(|area| question.lab() == area));
        self.order(of_area).into_iter().find(|question| question.id != after)
    }

    /// How many of these were right and how many wrong when they were last answered.
    pub fn tally(&self, questions: &[Question]) -> (usize, usize) {
        let count = |right: bool| {
            let is_so = |question: &&Question| self.of(&question.id).is_some_and(|seen| seen.right == right);
            questions.iter().filter(is_so).count()
        };
        (count(true), count(false))
    }

    /// As a file's text.
    pub fn text(&self) -> String {
        let seen: Map<String, Value> = self
            .seen
            .iter()
            .map(|(id, Seen { turn, right, times })| {
                (id.clone(), json!({ "turn": turn, "right": right, "times": times }))
            })
            .collect();
        json!({ "faultyard": "practice", "version": 1, "seen": seen }).to_string()
    }

    /// Reads it again.
    ///
    /// # Errors
    /// A sentence that says what is wrong with it.
    pub fn parse(text: &str) -> Result<Progress, String> {
        let value: Value = serde_json::from_str(text).map_err(|_| "The file is not JSON.")?;
        if value["faultyard"] != "practice" {
            return Err("The file holds no progress in practice.".into());
        }
        if value["version"] != 1 {
            return Err("The file is of a later version of Faultyard.".into());
        }
        let seen = value["seen"].as_object().ok_or("The file lists no questions.")?;
        let mut progress = Progress::default();
        for (id, one) in seen {
            let read = || {
                Some(Seen {
                    turn: one["turn"].as_u64()?,
                    right: one["right"].as_bool()?,
                    times: one["times"].as_u64()?,
                })
            };
            let read = read().ok_or_else(|| format!("What it says of \"{id}\" is not understood."))?;
            progress.turns = progress.turns.max(read.turn);
            progress.seen.insert(id.clone(), read);
        }
        Ok(progress)
    }
}
