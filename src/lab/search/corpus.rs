//! What a search remembers: the states that its runs have reached, and the runs that were the first to reach one.
//!
//! Guidance by coverage, after AFL (Zalewski, 2013), with states in the place of branches of code.

use super::attempt::Attempt;
use crate::process::{NodeId, Random, SimTime};
use crate::sim::Digest;
use std::collections::BTreeSet;

/// So many attempts are kept; the oldest go.
const KEPT: usize = 400;
/// And so many moments of each.
const MOMENTS: usize = 48;

/// When a run reached a state that no run had reached, and at which machine.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Moment {
    pub at: SimTime,
    pub node: NodeId,
}

/// A run that reached something new.
struct Kept {
    attempt: Attempt,
    moments: Vec<Moment>,
    /// How often it was changed into another.
    used: u64,
}

/// The states seen, and the attempts that saw one first.
#[derive(Default)]
pub(super) struct Corpus {
    states: BTreeSet<u64>,
    kept: Vec<Kept>,
    words: Vec<u64>,
    sorted: Vec<u64>,
}

impl Corpus {
    /// How many different states were reached.
    pub fn states(&self) -> usize {
        self.states.len()
    }

    /// Takes note of a state; whether it is new.
    pub fn note(&mut self, state: u64) -> bool {
        self.states.insert(state)
    }

    /// Takes note of the machines' words after an event. The moment, if that is a new state.
    pub fn look(
        &mut self,
        at: SimTime,
        write: impl FnOnce(&mut Vec<u64>),
        before: &mut Vec<u64>,
    ) -> Option<Moment> {
        self.words.clear();
        write(&mut self.words);
        if self.words == *before {
            return None;
        }
        let changed = self.words.iter().zip(before.iter()).position(|(now, then)| now != then);
        std::mem::swap(&mut self.words, before);
        // Which machine is in which state is no matter: they are alike.
        self.sorted.clone_from(before);
        self.sorted.sort_unstable();
        let state = Digest::of(&self.sorted);
        self.note(state).then(|| Moment { at, node: NodeId(changed.unwrap_or(0) as u16) })
    }

    /// Keeps an attempt that reached something new.
    pub fn keep(&mut self, attempt: Attempt, mut moments: Vec<Moment>) {
        if self.kept.len() == KEPT {
            self.kept.remove(0);
        }
        moments.truncate(MOMENTS);
        self.kept.push(Kept { attempt, moments, used: 0 });
    }

    /// One that is worth another try: of three, the one that was used least for what it found.
    pub fn choose(&mut self, random: &mut Random) -> Option<(&Attempt, &[Moment])> {
        let count = self.kept.len() as u64;
        if count == 0 {
            return None;
        }
        let draws = [(); 3].map(|()| random.below(count) as usize);
        let worth = |place: &usize| {
            let kept = &self.kept[*place];
            (kept.moments.len() as u64 + 1) * 1_000 / (kept.used + 1)
        };
        let place = draws.into_iter().max_by_key(worth)?;
        let kept = &mut self.kept[place];
        kept.used += 1;
        Some((&kept.attempt, &kept.moments))
    }
}
