//! What the same question's runs say with many seeds: how far its answer is chance.

use super::{Ask, Question, Reply};
use crate::lab::figure;

/// What came of it.
#[derive(Clone, Debug, PartialEq)]
pub enum Spread {
    /// The numbers, from the least.
    Numbers(Vec<f64>),
    /// How often each choice was right.
    Choices(Vec<usize>),
}

impl Spread {
    /// What these replies come to.
    pub fn of(question: &Question, replies: &[Reply]) -> Spread {
        let Ask::Choice(predict) = &question.ask else {
            let number = |reply: &Reply| if let Reply::Number(value) = reply { Some(*value) } else { None };
            let mut values: Vec<f64> = replies.iter().filter_map(number).collect();
            values.sort_by(f64::total_cmp);
            return Spread::Numbers(values);
        };
        let times = |place: usize| {
            let says = |reply: &&Reply| matches!(reply, Reply::Choices(right) if right.contains(&place));
            replies.iter().filter(says).count()
        };
        Spread::Choices((0..predict.choices.len()).map(times).collect())
    }

    /// In a sentence.
    pub fn told(&self, question: &Question) -> String {
        match (self, &question.ask) {
            (Spread::Numbers(values), Ask::Number { unit, .. }) => {
                let (Some(least), Some(most)) = (values.first(), values.last()) else { return String::new() };
                let middle = figure(values[values.len() / 2], unit);
                match least == most {
                    true => format!("{} runs: {middle} each time. Chance has no part in it.", values.len()),
                    false => format!(
                        "{} runs: {} to {}, half of them below {middle}.",
                        values.len(),
                        figure(*least, ""),
                        figure(*most, unit)
                    ),
                }
            }
            (Spread::Choices(counts), Ask::Choice(predict)) => {
                let told = predict.choices.iter().zip(counts).filter(|(_, count)| **count > 0);
                let told: Vec<String> = told
                    .map(|(choice, count)| format!("\u{201c}{}\u{201d} in {count}", choice.text))
                    .collect();
                format!("{} runs: {}.", counts.iter().sum::<usize>(), told.join(", "))
            }
            _ => String::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::practice::questions;

    fn question(is_number: bool) -> Question {
        let all = questions().unwrap();
        all.into_iter().find(|question| matches!(question.ask, Ask::Number { .. }) == is_number).unwrap()
    }

    #[test]
    fn numbers_are_told_by_the_least_the_greatest_and_the_one_in_the_middle() {
        let question = question(true);
        let spread = |values: &[f64]| {
            let replies: Vec<Reply> = values.iter().map(|value| Reply::Number(*value)).collect();
            Spread::of(&question, &replies)
        };
        assert_eq!(spread(&[3.0, 1.0, 2.0]), Spread::Numbers(vec![1.0, 2.0, 3.0]));
        let told = spread(&[3.0, 1.0, 2.0]).told(&question);
        assert!(told.starts_with("3 runs: 1 to 3\u{a0}ms, half of them below 2\u{a0}ms"), "{told}");
        assert!(spread(&[2.0, 2.0]).told(&question).contains("each time"));
        assert_eq!(spread(&[]).told(&question), "");
    }

    #[test]
    fn choices_are_told_by_how_often_each_was_right() {
        let question = question(false);
        let replies = [vec![1], vec![1], vec![2]].map(Reply::Choices);
        let spread = Spread::of(&question, &replies);
        assert_eq!(spread, Spread::Choices(vec![0, 2, 1]));
        let told = spread.told(&question);
        assert!(told.contains("\u{201d} in 2, ") && told.ends_with("\u{201d} in 1."), "{told}");
    }
}
