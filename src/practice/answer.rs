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

impl Question {
    /// What a run that was played to the script's end says, and the one that it is held against.
    ///
    /// # Errors
    /// A sentence that says what was not measured. The tests make sure that none of the questions gives one.
    pub fn answer(&self, run: &dyn Run, against: Option<&dyn Run>) -> Result<Answer, String> {
        let mut number = self.say.number.clone();
        let mut put = |name: &str, told: &str| {
            number = number.replace(&format!("{{{name}}}"), &format!("**{told}**"));
        };
        let mut answer = match &self.ask {
            Ask::Number { unit, answer, .. } => {
                let value = answer.of(run, unit)?;
                let words = figure(value, unit);
                put("answer", &words);
                Answer { value: Some(value), right: Vec::new(), words, number: String::new() }
            }
            Ask::Choice(predict) => {
                let right = predict.answers(run);
                let words = right.iter().map(|place| predict.choices[*place].text.as_str());
                let words = words.collect::<Vec<_>>().join("; ");
                Answer { value: None, right, words, number: String::new() }
            }
        };
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
        answer.number = number;
        Ok(answer)
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
