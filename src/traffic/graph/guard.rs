//! What a caller's server keeps of an edge: its breaker, its retry budget, its calls under way. Each server has its own:
//! it knows what happened to its calls, not to those of its neighbours.

use super::plan::Call;
use crate::process::SimTime;
use crate::traffic::Budget;

/// What one server keeps of one edge.
#[derive(Clone, Debug, Hash)]
pub struct Guard {
    /// Calls under way.
    pub under_way: u32,
    budget: Option<Budget>,
}

impl Guard {
    /// As it is at the start of a run, and after a server has come back.
    pub fn new(call: &Call) -> Guard {
        Guard {
            under_way: 0,
            budget: call.budget.map(|percent| Budget::new(percent, 0)),
        }
    }

    /// A call is made: it deposits its part of a retry.
    pub fn deposit(&mut self, now: SimTime) {
        if let Some(budget) = &mut self.budget {
            budget.deposit(now);
        }
    }

    /// Whether a retry is allowed; it is then spent.
    pub fn spend(&mut self, now: SimTime) -> bool {
        self.budget.as_mut().is_none_or(|budget| budget.withdraw(now))
    }

    /// Whether the breaker lets a sending through.
    pub fn lets_through(&mut self, _now: SimTime) -> bool {
        true
    }

    /// A sending ended; what the breaker has become by it, if it changed.
    pub fn note(&mut self, _ok: bool, _now: SimTime) -> Option<State> {
        None
    }

    /// Bytes held on the heap.
    pub fn bytes(&self) -> usize {
        0
    }
}

/// How a breaker stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// Calls go through.
    Closed,
    /// None does.
    Open,
    /// A few do, to see.
    HalfOpen,
}
