//! A retry storm, worked out by hand: one server, clients that lose patience, retries, an outage, and what is left.
//!
//! The server answers 300 requests a second in order of arrival, and also serves those that nobody waits for any more.
//! Requests come evenly; who has no answer after a second asks again, at once. After Bronson et al., "Metastable failures
//! in distributed systems", HotOS 2021, section 2.1.

use super::*;
use crate::process::{SimDuration, SimTime};
use std::collections::VecDeque;

const PATIENCE: SimDuration = SimDuration::from_ms(1_000);
const OUTAGE_AT: SimTime = SimTime::from_ms(20_000);
/// A backlog of ten seconds is worked off at 6 requests a second in the slowest of these.
const END: SimTime = SimTime::from_ms(700_000);

struct Storm {
    capacity_per_s: u64,
    offered_per_s: u64,
    attempts: u32,
    outage_ms: u64,
    guard: Guard,
}

impl Storm {
    fn with(offered_per_s: u64, outage_ms: u64) -> Storm {
        Storm { capacity_per_s: 300, offered_per_s, attempts: 2, outage_ms, guard: Guard::None }
    }

    fn budget(offered_per_s: u64, per_mille: u32) -> Storm {
        let settings = BudgetSettings { per_mille, reserve_per_s: 0, ttl: SimDuration::from_ms(10_000) };
        Storm { guard: Guard::Budget(Budget::new(settings)), ..Storm::with(offered_per_s, 10_000) }
    }

    /// The share of the requests of the last 20 s that were answered in time.
    fn goodput(mut self) -> f64 {
        let service = SimDuration(1_000_000 / self.capacity_per_s);
        let (mut free_at, mut down) = (SimTime::ZERO, false);
        let mut retries: VecDeque<(SimTime, u32)> = VecDeque::new();
        let (mut requests, mut counted, mut in_time) = (0, 0, 0);
        loop {
            let next = SimTime(requests * 1_000_000 / self.offered_per_s);
            // Everybody waits equally long, so retries come in the order in which they were made.
            let retry = retries.pop_front_if(|(at, _)| *at <= next);
            let (now, attempt) = retry.unwrap_or((next, 1));
            if now > END {
                return f64::from(in_time) / f64::from(counted);
            }
            if attempt == 1 {
                requests += 1;
                self.guard.requested(now);
            }
            if now >= OUTAGE_AT && !down {
                down = true;
                free_at = free_at.max(OUTAGE_AT) + SimDuration::from_ms(self.outage_ms);
            }
            free_at = free_at.max(now) + service;
            let ok = free_at.since(now) <= PATIENCE;
            // A wait of more than a second is known only later. What the guard thinks in between decides nothing here.
            self.guard.ended(ok);
            let late = END.since(now) <= SimDuration::from_ms(20_000);
            counted += i32::from(late && attempt == 1);
            in_time += i32::from(late && ok);
            if !ok && attempt < self.attempts && self.guard.admits(now + PATIENCE) {
                retries.push_back((now + PATIENCE, attempt + 1));
            }
        }
    }
}

#[track_caller]
fn heals(storm: Storm) {
    let goodput = storm.goodput();
    assert!(goodput > 0.99, "{goodput}");
}

#[track_caller]
fn stays_down(storm: Storm) {
    let goodput = storm.goodput();
    assert!(goodput < 0.01, "{goodput}");
}

#[test]
fn with_two_attempts_less_than_half_of_the_capacity_always_heals() {
    for outage_ms in [1_600, 5_000, 10_000] {
        heals(Storm::with(140, outage_ms));
    }
}

#[test]
fn between_half_and_all_of_the_capacity_a_short_trigger_heals_and_a_longer_one_never_does() {
    for offered_per_s in [160, 200, 250, 280] {
        heals(Storm::with(offered_per_s, 0));
        heals(Storm::with(offered_per_s, 950));
        stays_down(Storm::with(offered_per_s, 1_600));
    }
}

#[test]
fn who_asks_once_makes_no_storm() {
    heals(Storm { attempts: 1, ..Storm::with(280, 10_000) });
}

#[test]
fn a_budget_heals_only_if_the_requests_and_their_share_of_retries_stay_below_the_capacity() {
    // 300 / 280 - 1 is 7.14 %, 300 / 250 - 1 is 20 %.
    heals(Storm::budget(280, 50));
    stays_down(Storm::budget(280, 100));
    heals(Storm::budget(250, 150));
    stays_down(Storm::budget(250, 250));
}

#[test]
fn a_token_count_stops_retries_while_most_calls_fail_and_so_ends_the_storm() {
    stays_down(Storm::with(280, 10_000));
    heals(Storm { guard: Guard::Throttle(Throttle::default()), ..Storm::with(280, 10_000) });
}

#[test]
fn three_attempts_at_two_fifths_of_the_capacity_stay_down_when_the_trigger_is_gone() {
    let storm =
        |attempts, outage_ms| Storm { capacity_per_s: 1_000, attempts, ..Storm::with(400, outage_ms) };
    assert!(400 * worst_amplification(&[3]) > 1_000 && 400 * worst_amplification(&[2]) < 1_000);
    heals(storm(3, 0));
    stays_down(storm(3, 10_000));
    heals(storm(2, 10_000));
}
