//! What a caller's server keeps of an edge: its breaker, its retry budget, its calls under way. Each server has its own:
//! it knows what happened to its calls, not to those of its neighbours.

use super::plan::{Call, Trip};
use crate::algorithms::breaker::{Leave, Sliding, SlidingSettings, State};
use crate::algorithms::retry::{Budget, BudgetSettings};
use crate::process::SimTime;

/// Calls that an open breaker lets through to see, at most.
const PROBES: u32 = 3;

/// What one server keeps of one edge.
#[derive(Clone, Debug, Hash)]
pub struct Guard {
    /// Calls under way.
    pub under_way: u32,
    budget: Option<Budget>,
    breaker: Option<Sliding>,
}

/// Leave to send, from a breaker if there is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Pass(Option<Leave>);

impl Guard {
    /// As it is at the start of a run, and after a server has come back.
    pub fn new(call: &Call) -> Guard {
        let budget = |percent: u32| {
            Budget::new(BudgetSettings {
                per_mille: percent * 10,
                reserve_per_s: 0,
                ..BudgetSettings::default()
            })
        };
        Guard { under_way: 0, budget: call.budget.map(budget), breaker: call.breaker.map(sliding) }
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

    /// Retries that the budget allows now; none without a budget.
    pub fn retries_left(&self, now: SimTime) -> Option<i64> {
        self.budget.as_ref().map(|budget| budget.balance(now))
    }

    /// Leave to send, if the breaker gives it.
    pub fn admit(&mut self, now: SimTime) -> Option<Pass> {
        match &mut self.breaker {
            None => Some(Pass(None)),
            Some(breaker) => breaker.admit(now).map(|leave| Pass(Some(leave))),
        }
    }

    /// A sending ended; what the breaker has become by it, if it changed.
    pub fn ended(&mut self, pass: Pass, ok: bool, now: SimTime) -> Option<State> {
        self.breaker.as_mut()?.ended(pass.0?, ok, now)
    }

    /// The breaker; none without one.
    pub fn breaker(&self) -> Option<&Sliding> {
        self.breaker.as_ref()
    }
}

fn sliding(trip: Trip) -> Sliding {
    let Trip { percent, window, open } = trip;
    Sliding::new(SlidingSettings { window, least: window, percent, open, probes: PROBES })
}
