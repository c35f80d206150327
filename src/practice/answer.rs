//! What a run says to a question, and whether a guess was right.

use super::{Ask, Question};
use crate::lab::{Run, figure};
use crate::summary::What;

/// What somebody thinks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Guess {
    /// A number, in the question's unit.
    Number(f64),
    /// The place of a choice, from 0.
    Choice(usize),
}

/// What the run says.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// The number that was asked for; none of a choice.
    pub value: Option<f64>,
    /// The places of the choices that are right; none of a number.
    pub right: Vec<usize>,
    /// In words: the number with its unit, or the right choice.
    pub words: String,
    /// The number's sentence, with values in `**`.
    pub number: String,
}

/// What a run says to what is asked, and no more.
#[derive(Clone, Debug, PartialEq)]
pub enum Reply {
    /// A number, in the question's unit.
    Number(f64),
    /// The places of the right choices.
    Choices(Vec<usize>),
}

impl Question {
    /// What a run that was played to the script's end says to what is asked.
    ///
    /// # Errors
    /// A sentence that says what was not measured.
    pub fn reply(&self, run: &dyn Run) -> Result<Reply, String> {
        match &self.ask {
            Ask::Number { unit, answer, .. } => answer.of(run, unit).map(Reply::Number),
            Ask::Choice(predict) => Ok(Reply::Choices(predict.answers(run))),
        }
    }

    /// What a run that was played to the script's end says, and the one that it is held against.
    ///
    /// # Errors
    /// A sentence that says what was not measured. The tests make sure that none of the questions gives one.
    pub fn answer(&self, run: &dyn Run, against: Option<&dyn Run>) -> Result<Answer, String> {
        let mut number = self.say.number.clone();
        let mut put = |name: &str, told: &str| {
            number = number.replace(&format!("{{{name}}}"), &format!("**{told}**"));
        };
        let (value, right) = match self.reply(run)? {
            Reply::Number(value) => (Some(value), Vec::new()),
            Reply::Choices(right) => (None, right),
        };
        let words = self.words(value, &right);
        put("answer", &words);
        for value in &self.values {
            let other = || against.ok_or_else(|| format!("{}: there is no second run", value.name));
            let read = match &value.what {
                What::Of(reading) => reading.of(run, &value.unit)?,
                What::Against(reading) => reading.of(other()?, &value.unit)?,
                What::Ratio(reading) => reading.of(run, &value.unit)? / reading.of(other()?, &value.unit)?,
                What::Mean(..) | What::Range(..) | What::Share(..) => {
                    unreachable!("refused when it was read")
                }
            };
            put(&value.name, &figure(read, &value.unit));
        }
        Ok(Answer { value, right, words, number })
    }

    /// An answer in words: a number with its unit, or choices.
    fn words(&self, value: Option<f64>, right: &[usize]) -> String {
        match (&self.ask, value) {
            (Ask::Number { unit, .. }, Some(value)) => figure(value, unit),
            (Ask::Choice(predict), _) => {
                let right = right.iter().filter_map(|place| predict.choices.get(*place));
                right.map(|choice| choice.text.as_str()).collect::<Vec<_>>().join("; ")
            }
            _ => String::new(),
        }
    }

    /// What a run says, in words.
    pub fn told(&self, reply: &Reply) -> String {
        match reply {
            Reply::Number(value) => self.words(Some(*value), &[]),
            Reply::Choices(right) => self.words(None, right),
        }
    }

    /// A guess in words.
    pub fn said(&self, guess: Guess) -> String {
        match guess {
            Guess::Number(value) => self.words(Some(value), &[]),
            Guess::Choice(place) => self.words(None, &[place]),
        }
    }
}

impl Answer {
    /// Whether a guess is right.
    pub fn is_right(&self, question: &Question, guess: Guess) -> bool {
        match (guess, &question.ask, self.value) {
            (Guess::Number(guess), Ask::Number { within, .. }, Some(value)) => {
                (guess - value).abs() <= within * value.abs()
            }
            (Guess::Choice(place), ..) => self.right.contains(&place),
            _ => false,
        }
    }
}
