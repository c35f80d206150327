//! What a caller's server keeps of an edge: its breaker, its retry budget, its calls under way. Each server has its own:
//! it knows what happened to its calls, not to those of its neighbours.

use super::plan::{Call, Trip};
use crate::algorithms::breaker::resilience4j::{self, Span};
use crate::algorithms::breaker::{Breaker, Outcome, Settings, Transition};
use crate::algorithms::retry::{Budget, BudgetSettings};
use crate::process::{SimDuration, SimTime};

/// Calls that an open breaker lets through to see, at most.
const PROBES: u32 = 3;

/// What one server keeps of one edge.
#[derive(Clone, Debug, Hash)]
pub struct Guard {
    /// Calls under way.
    pub under_way: u32,
    budget: Option<Budget>,
    breaker: Option<Breaker>,
}

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
        Guard { under_way: 0, budget: call.budget.map(budget), breaker: call.breaker.map(breaker) }
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

    /// Whether a sending may go out, and what the breaker has become by the question.
    pub fn may_send(&mut self, now: SimTime) -> (bool, Option<Transition>) {
        self.breaker.as_mut().map_or((true, None), |breaker| {
            let admission = breaker.may_call(now);
            (admission.permitted, admission.transition)
        })
    }

    /// A sending ended after so long; what the breaker has become by it, if it changed.
    pub fn ended(&mut self, ok: bool, took: SimDuration, now: SimTime) -> Option<Transition> {
        let outcome = if ok { Outcome::Success } else { Outcome::Failure };
        self.breaker.as_mut()?.ended(now, outcome, took)
    }

    /// The breaker; none without one.
    pub fn breaker(&self) -> Option<&Breaker> {
        self.breaker.as_ref()
    }

    /// Bytes held on the heap.
    pub fn bytes(&self) -> usize {
        let Self { under_way: _, budget: _, breaker } = self;
        breaker.as_ref().map_or(0, Breaker::bytes)
    }
}

fn breaker(trip: Trip) -> Breaker {
    let Trip { percent, window, open } = trip;
    Breaker::new(&Settings::Resilience4j(resilience4j::Settings {
        window: Span::Calls(window),
        minimum_calls: window,
        failure_percent: percent,
        wait: open,
        trial_calls: PROBES,
        ..resilience4j::Settings::default()
    }))
}
