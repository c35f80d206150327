//! A retry budget after Finagle's `RetryBudget`: retries are allowed as a part of the requests of late, so that a storm
//! of them cannot feed itself.

use crate::process::{SimDuration, SimTime};

/// How many parts the time is divided into in which deposits are remembered.
const WINDOWS: usize = 10;

/// The budget: each request deposits a part of a retry, each retry takes a whole one; both are forgotten after
/// [`Budget::TTL`] (Finagle: a leaky token bucket).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Budget {
    /// Retries for each hundred requests.
    percent: u32,
    /// Retries that are always allowed in a `TTL`, in thousandths.
    reserve: i64,
    /// Deposits less withdrawals of the latest windows, in thousandths of a retry.
    windows: [i64; WINDOWS],
    /// The window that is filled, counted from the start of the run.
    current: u64,
}

impl Budget {
    /// How long deposits count: Finagle's default.
    pub const TTL: SimDuration = SimDuration::from_ms(10_000);

    /// A budget of so many retries for each hundred requests, and so many a second beside them.
    pub fn new(percent: u32, least_per_s: u32) -> Budget {
        let reserve = i64::from(least_per_s) * (Self::TTL.0 / 1_000_000) as i64 * 1_000;
        Budget { percent, reserve, windows: [0; WINDOWS], current: 0 }
    }

    /// A request is made.
    pub fn deposit(&mut self, now: SimTime) {
        *self.window(now) += i64::from(self.percent) * 10;
    }

    /// Takes a retry out, if there is one.
    pub fn withdraw(&mut self, now: SimTime) -> bool {
        let allowed = self.balance(now) >= 1_000;
        if allowed {
            *self.window(now) -= 1_000;
        }
        allowed
    }

    /// What is in it, in thousandths of a retry.
    pub fn balance(&mut self, now: SimTime) -> i64 {
        self.window(now);
        self.reserve + self.windows.iter().sum::<i64>()
    }

    /// The window of now; those that are over are emptied.
    fn window(&mut self, now: SimTime) -> &mut i64 {
        let number = now.0 / (Self::TTL.0 / WINDOWS as u64);
        let passed = (number - self.current).min(WINDOWS as u64);
        for gone in 0..passed {
            self.windows[((self.current + 1 + gone) % WINDOWS as u64) as usize] = 0;
        }
        self.current = number;
        &mut self.windows[(number % WINDOWS as u64) as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed(budget: &mut Budget, now: SimTime) -> u32 {
        (0..20_000).map(|_| u32::from(budget.withdraw(now))).sum()
    }

    #[test]
    fn a_tenth_of_ten_thousand_requests_may_be_tried_again() {
        let mut budget = Budget::new(10, 0);
        (0..10_000).for_each(|_| budget.deposit(SimTime::ZERO));
        assert_eq!(allowed(&mut budget, SimTime::ZERO), 1_000);
    }

    #[test]
    fn a_reserve_is_there_without_requests() {
        let mut budget = Budget::new(50, 5);
        (0..10_000).for_each(|_| budget.deposit(SimTime::ZERO));
        assert_eq!(allowed(&mut budget, SimTime::ZERO), 5_000 + 5 * 10);
    }

    #[test]
    fn deposits_are_forgotten_after_ten_seconds_and_withdrawals_too() {
        let mut budget = Budget::new(10, 1);
        (0..1_000).for_each(|_| budget.deposit(SimTime::from_ms(500)));
        assert_eq!(allowed(&mut budget, SimTime::from_ms(9_900)), 110);
        // The deposits have gone, the withdrawals not yet: nothing may be tried again.
        assert_eq!(allowed(&mut budget, SimTime::from_ms(11_000)), 0);
        assert_eq!(allowed(&mut budget, SimTime::from_ms(21_000)), 10);
        assert_eq!(budget.balance(SimTime::from_ms(500_000)), 10_000);
    }
}
