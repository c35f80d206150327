//! A mock interview: five questions, each with a seed, that a code decides.

use super::Question;
use crate::process::Seed;

/// So many questions.
pub const LENGTH: usize = 5;
/// Runs of an interview have seeds from 1 to so many: over these the tests hold each question.
pub const SEEDS: u64 = 20;

/// A question of an interview.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The question's id.
    pub id: String,
    /// The seed of its run.
    pub seed: u64,
}

/// The questions that a code asks: the same everywhere, each from another lab where there are enough.
pub fn interview(code: u64, questions: &[Question]) -> Vec<Asked> {
    let mut random = Seed(code).stream("interview", 0);
    let mut left: Vec<&Question> = questions.iter().collect();
    for last in (1..left.len()).rev() {
        left.swap(last, random.below(last as u64 + 1) as usize);
    }
    let mut asked: Vec<&Question> = Vec::new();
    while asked.len() < LENGTH && !left.is_empty() {
        // Of the labs that were asked least, the first that comes.
        let times = |question: &&Question| asked.iter().filter(|one| one.lab() == question.lab()).count();
        let least = left.iter().map(times).min().unwrap_or(0);
        let place = left.iter().position(|question| times(question) == least).unwrap_or(0);
        asked.push(left.remove(place));
    }
    asked.iter().map(|one| Asked { id: one.id.clone(), seed: 1 + random.below(SEEDS) }).collect()
}
