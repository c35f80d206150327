//! A model checker: tries every order in which messages can arrive and timers run out, and every crash and loss that the
//! bounds allow, breadth first, so that the first flaw found has a shortest script.
//!
//! A state is what machines and disks hold, which timers are set, which messages are on their way, what the witness
//! remembers, and what is left of the bounds. Neither times nor message numbers count: a message may take for ever, a timer
//! run out at once. States are told apart by 64 bits of digest: of a million, two are taken for one by a chance of one in
//! forty million.
//!
//! Chance is one: each step of a machine draws the same numbers ([`Hand::fix_chance`]), so what an algorithm decides by
//! chance is tried in one way only. A message for a machine that is down waits, which it may do at any rate; to lose it
//! takes a loss. For what can be seen without looking at the messages, a loss is nothing but a message that stays for ever,
//! so losses need not be allowed.

use super::hand::{Hand, Step, Witness};
use crate::process::{NodeId, Process};
use std::collections::BTreeSet;
use std::hash::Hash;

/// How far a search goes. [`Bounds::NONE`] is no bound on steps or faults.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// The most steps from the start.
    pub depth: u32,
    /// The most timers that run out along one way.
    pub fires: u32,
    /// The most crashes along one way. What is down may come up at any time.
    pub crashes: u32,
    /// The most messages lost along one way.
    pub losses: u32,
    /// The most messages doubled along one way.
    pub copies: u32,
    /// The most states: the search ends with this many.
    pub states: usize,
}

impl Default for Bounds {
    /// No crash, loss or copy, and up to a million states.
    fn default() -> Bounds {
        Bounds {
            depth: Bounds::NONE,
            fires: Bounds::NONE,
            crashes: 0,
            losses: 0,
            copies: 0,
            states: 1_000_000,
        }
    }
}

impl Bounds {
    /// No limit.
    pub const NONE: u32 = u32::MAX;

    /// What is left after a step; `None` if it is one too many.
    fn after<T>(mut self, step: &Step<T>) -> Option<Bounds> {
        let left = match step {
            Step::Fire(..) => &mut self.fires,
            Step::Crash(_) => &mut self.crashes,
            Step::Drop(_) => &mut self.losses,
            Step::Copy(_) => &mut self.copies,
            Step::Give(_) | Step::Restart(_) => return Some(self),
        };
        if *left < Bounds::NONE {
            *left = left.checked_sub(1)?;
        }
        Some(self)
    }

    /// What of it makes a state another one.
    fn of_state(&self) -> [u32; 4] {
        [self.fires, self.crashes, self.losses, self.copies]
    }
}

/// What a search found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explored {
    /// How many states it saw, the start among them.
    pub states: usize,
    /// The most steps that it went from the start.
    pub depth: u32,
    /// Whether it saw all that the bounds on steps and faults allow, and no flaw.
    pub complete: bool,
    /// The first flaw, if there is one.
    pub flaw: Option<Flaw>,
}

/// A flaw, and how to get there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// What is wrong.
    pub text: String,
    /// The steps from the start, a line each, for [`Hand::play`] on a copy of the start with its chance fixed.
    pub script: String,
}

/// A state whose successors are not known yet.
struct Open<P: Process, W> {
    hand: Hand<P, W>,
    left: Bounds,
    number: usize,
}

/// Searches from `start` for a state of which `flaw` says what is wrong.
pub fn explore<P, W>(
    start: &Hand<P, W>,
    bounds: Bounds,
    flaw: impl Fn(&Hand<P, W>) -> Option<String>,
) -> Explored
where
    P: Process,
    W: Witness<P> + Clone + Hash,
{
    let mut start = start.clone();
    start.fix_chance();
    let mut seen = BTreeSet::from([start.state_digest(bounds.of_state())]);
    // How each state was first reached: from which, by which step.
    let mut ways: Vec<(usize, Step<P::Timer>)> = Vec::new();
    let mut explored = Explored { states: 1, depth: 0, complete: false, flaw: None };
    let found = |text: String, ways: &[_], number| Some(Flaw { text, script: script(&start, ways, number) });
    if let Some(text) = flaw(&start) {
        return Explored { flaw: found(text, &ways, 0), ..explored };
    }
    let mut level = vec![Open { hand: start.clone(), left: bounds, number: 0 }];
    while !level.is_empty() && explored.depth < bounds.depth {
        explored.depth += 1;
        for Open { hand, left, number } in std::mem::take(&mut level) {
            for (step, left) in steps(&hand, left) {
                let mut next = hand.clone();
                next.take(step).expect("a step that can be done");
                next.notes.clear();
                if !seen.insert(next.state_digest(left.of_state())) {
                    continue;
                }
                ways.push((number, step));
                explored.states += 1;
                if let Some(text) = flaw(&next) {
                    return Explored { flaw: found(text, &ways, ways.len()), ..explored };
                }
                if explored.states >= bounds.states {
                    return explored;
                }
                level.push(Open { hand: next, left, number: ways.len() });
            }
        }
    }
    Explored { complete: true, ..explored }
}

/// Everything that can happen next, and what it leaves of the bounds.
fn steps<P: Process, W: Witness<P>>(hand: &Hand<P, W>, left: Bounds) -> Vec<(Step<P::Timer>, Bounds)> {
    let mut steps = Vec::new();
    for letter in &hand.letters {
        if hand.is_up(letter.to) {
            steps.push(Step::Give(letter.id));
        }
        steps.extend([Step::Drop(letter.id), Step::Copy(letter.id)]);
    }
    for node in hand.nodes() {
        let of_node = |node: NodeId| hand.timers(node).iter().map(move |(timer, _)| Step::Fire(node, *timer));
        steps.extend(of_node(node));
        steps.push(if hand.is_up(node) { Step::Crash(node) } else { Step::Restart(node) });
    }
    steps.into_iter().filter_map(|step| Some((step, left.after(&step)?))).collect()
}

/// The steps to the state with this number, each as it is written when it is done.
fn script<P: Process, W: Witness<P> + Clone>(
    start: &Hand<P, W>,
    ways: &[(usize, Step<P::Timer>)],
    mut number: usize,
) -> String {
    let mut steps = Vec::new();
    while number > 0 {
        let (before, step) = ways[number - 1];
        steps.push(step);
        number = before;
    }
    let mut hand = start.clone();
    let line = |step: Step<P::Timer>| {
        let line = hand.write(step);
        hand.take(step).expect("a step that was done before");
        line + "\n"
    };
    steps.into_iter().rev().map(line).collect()
}

#[cfg(test)]
mod tests;
