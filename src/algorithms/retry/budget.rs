//! Retry budget after Finagle (RetryBudget.scala): retries are a share of the requests of the latest while, and a few more.
//!
//! Each request is a deposit that expires after a while (`ttl`), each retry a withdrawal that expires likewise. On top of
//! the deposits lies a reserve of so many retries a second for the whole of `ttl`, for clients that have just started or
//! have little to do. The client's calls share one budget.
//!
//! Deviation: the window is in twenty slices instead of ten, which do not begin when somebody looks (`window.rs`).

use super::super::window::Window;
use crate::process::{SimDuration, SimTime};

/// What a deposit is worth: Finagle's scale factor, so that the cost of a retry is a whole number.
const DEPOSIT: i64 = 1_000;

/// How many retries there may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct BudgetSettings {
    /// Retries in a thousand requests, up to 1,000,000: `percentCanRetry`. With 0 there is the reserve only.
    pub per_mille: u32,
    /// Retries a second on top, up to 1,000,000: `minRetriesPerSec`.
    pub reserve_per_s: u32,
    /// How long a deposit counts, 1 to 60 s: `ttl`.
    pub ttl: SimDuration,
}

impl Default for BudgetSettings {
    /// Finagle's: 20 % and ten a second, for ten seconds.
    fn default() -> BudgetSettings {
        BudgetSettings { per_mille: 200, reserve_per_s: 10, ttl: SimDuration::from_ms(10_000) }
    }
}

/// The deposits and withdrawals of a client.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Budget {
    deposit: i64,
    withdrawal: i64,
    reserve: i64,
    window: Window,
}

impl Budget {
    /// Nothing was deposited: there is the reserve. What is outside its range becomes the nearest that is inside.
    pub fn new(settings: BudgetSettings) -> Budget {
        let per_mille = i64::from(settings.per_mille.min(1_000_000));
        let ttl = settings.ttl.clamp(SimDuration::from_ms(1_000), SimDuration::from_ms(60_000));
        let (deposit, withdrawal) = match per_mille {
            0 => (0, 1),
            _ => (DEPOSIT, 1_000 * DEPOSIT / per_mille),
        };
        let retries = i64::from(settings.reserve_per_s.min(1_000_000)) * (ttl.0 / 1_000_000) as i64;
        Budget { deposit, withdrawal, reserve: retries * withdrawal, window: Window::new(ttl) }
    }

    /// A request was made, its first attempt: not a retry.
    pub fn deposit(&mut self, now: SimTime) {
        self.window.add(self.deposit, now);
    }

    /// Takes a retry from the budget. False if there is none left; then nothing is taken.
    pub fn withdraw(&mut self, now: SimTime) -> bool {
        let enough = self.credit(now) >= self.withdrawal;
        if enough {
            self.window.add(-self.withdrawal, now);
        }
        enough
    }

    /// How many retries could be made now. Below 0 when deposits expired and the retries they paid for have not.
    pub fn balance(&self, now: SimTime) -> i64 {
        self.credit(now) / self.withdrawal
    }

    fn credit(&self, now: SimTime) -> i64 {
        self.window.sum(now) + self.reserve
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn budget(per_mille: u32, reserve_per_s: u32, ttl_s: u64) -> Budget {
        Budget::new(BudgetSettings { per_mille, reserve_per_s, ttl: SimDuration::from_ms(ttl_s * 1_000) })
    }

    fn withdraw_all(budget: &mut Budget, now: SimTime) -> u32 {
        let mut retries = 0;
        while budget.withdraw(now) {
            retries += 1;
        }
        retries
    }

    #[test]
    fn the_balance_is_a_share_of_the_requests_and_the_reserve_of_the_whole_window() {
        for (requests, per_mille, reserve_per_s, ttl_s, retries) in [
            (10_000, 100, 0, 10, 1_000),
            (10_000, 500, 5, 2, 5_010),
            (10_000, 200, 10, 10, 2_100),
            (0, 200, 10, 10, 100),
            (10_000, 0, 5, 2, 10),
            (10_000, 2_000, 0, 10, 20_000),
            (9, 100, 0, 10, 0),
            (10_000, 0, 0, 10, 0),
        ] {
            let mut budget = budget(per_mille, reserve_per_s, ttl_s);
            (0..requests).for_each(|_| budget.deposit(SimTime::ZERO));
            let case = format!("{requests} requests, {per_mille} per mille, {reserve_per_s}/s for {ttl_s} s");
            assert_eq!(budget.balance(SimTime::ZERO), retries, "{case}");
            assert_eq!(i64::from(withdraw_all(&mut budget, SimTime::ZERO)), retries, "{case}");
            assert_eq!(budget.balance(SimTime::ZERO), 0, "{case}");
        }
    }

    #[test]
    fn deposits_expire_after_their_time_and_so_do_the_retries_that_they_paid_for() {
        let mut budget = budget(100, 0, 10);
        (0..1_000).for_each(|_| budget.deposit(SimTime::ZERO));
        let at = SimTime::from_ms;
        assert_eq!([0, 9_999, 10_000].map(|ms| budget.balance(at(ms))), [100, 100, 0]);
        assert_eq!(withdraw_all(&mut budget, at(9_000)), 100);
        assert_eq!(budget.balance(at(10_000)), -100, "the deposits are gone, the retries are remembered");
        assert_eq!(budget.balance(at(19_000)), 0);
    }

    #[test]
    fn a_client_that_retries_whatever_fails_adds_the_share_to_its_load_and_no_more() {
        let mut budget = budget(100, 0, 10);
        let (mut requests, mut retries) = (0, 0);
        for ms in 0..120_000 {
            let now = SimTime::from_ms(ms);
            budget.deposit(now);
            requests += 1;
            // It fails, and so do its retries: three attempts are allowed.
            retries += u32::from(budget.withdraw(now)) + u32::from(budget.withdraw(now));
        }
        assert_eq!(requests / retries, 10);
        assert!(retries <= requests / 10, "{retries} of {requests}");
    }

    #[test]
    fn a_limit_that_each_request_keeps_for_itself_multiplies_the_load_and_one_that_all_share_does_not() {
        let (requests, attempts) = (1_000, 3);
        let kept_by_each = requests * (attempts - 1);
        let mut shared = budget(100, 0, 10);
        (0..requests).for_each(|_| shared.deposit(SimTime::ZERO));
        let tried = (0..kept_by_each).filter(|_| shared.withdraw(SimTime::ZERO)).count();
        assert_eq!((kept_by_each, tried), (2_000, 100));
    }

    #[test]
    fn the_reserve_serves_a_client_that_has_just_started() {
        let mut budget = Budget::new(BudgetSettings::default());
        assert_eq!(withdraw_all(&mut budget, SimTime::ZERO), 100);
        assert!(!budget.withdraw(SimTime::from_ms(9_999)));
        assert_eq!(withdraw_all(&mut budget, SimTime::from_ms(10_000)), 100, "ten a second for ten seconds");
    }

    #[test]
    fn settings_out_of_range_become_the_nearest_in_range() {
        let wild =
            BudgetSettings { per_mille: u32::MAX, reserve_per_s: u32::MAX, ttl: SimDuration(u64::MAX) };
        assert_eq!(Budget::new(wild), budget(1_000_000, 1_000_000, 60));
        assert_eq!(budget(100, 1, 0), budget(100, 1, 1));
    }
}
