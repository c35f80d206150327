//! One worker and one second of patience, twice as much work as it can do: what each rule makes of it.
//!
//! The worker takes 10 ms a request and one comes every 5 ms, for a minute. Who has no answer after a second is gone, and
//! the worker does not know. Goodput is the share of the worker's time that somebody still waited for.

use super::super::retry::Deadline;
use super::*;
use crate::process::{SimDuration, SimTime};
use std::collections::VecDeque;

const SERVICE: SimDuration = SimDuration::from_ms(10);
const PATIENCE: SimDuration = SimDuration::from_ms(1_000);

/// Decides at the door and at the head of the queue.
trait Rule {
    /// Whether a request may come in.
    fn enters(&mut self, _waiting: u32, _now: SimTime) -> bool {
        true
    }
    /// Whether a request that was taken is served.
    fn serves(&mut self, _arrived: SimTime, _left: u32, _now: SimTime) -> bool {
        true
    }
    fn order(&self, _waiting: u32) -> Order {
        Order::Oldest
    }
}

struct Nothing;
impl Rule for Nothing {}

struct DropExpired;
impl Rule for DropExpired {
    fn serves(&mut self, arrived: SimTime, _left: u32, now: SimTime) -> bool {
        !Deadline::after(PATIENCE, arrived).has_passed(now + SERVICE)
    }
}

impl Rule for QueueLimit {
    fn enters(&mut self, waiting: u32, _now: SimTime) -> bool {
        self.admits(waiting)
    }
}

impl Rule for AdaptiveLifo {
    fn order(&self, waiting: u32) -> Order {
        AdaptiveLifo::order(*self, waiting)
    }
}

impl Rule for Codel {
    fn serves(&mut self, arrived: SimTime, left: u32, now: SimTime) -> bool {
        self.take(now.since(arrived), left, now) == Fate::Serve
    }
}

/// Limits were given at the door; this remembers those of who waits.
struct Controlled(ControlledDelay, VecDeque<(SimTime, SimDuration)>);
impl Rule for Controlled {
    fn enters(&mut self, waiting: u32, now: SimTime) -> bool {
        if waiting == 0 {
            self.0.found_empty(now);
        }
        self.1.push_back((now, self.0.limit(now)));
        true
    }
    fn serves(&mut self, arrived: SimTime, _left: u32, now: SimTime) -> bool {
        let (told, limit) = self.1.pop_front().unwrap();
        assert_eq!(told, arrived);
        now.since(arrived) <= limit
    }
}

/// The goodput of the last half minute, and the longest wait of who was served in it.
fn goodput(mut rule: impl Rule) -> (f64, SimDuration) {
    let (mut queue, mut free_at) = (VecDeque::new(), SimTime::ZERO);
    let (mut in_time, mut longest) = (0, SimDuration::ZERO);
    for arrival in (0..60_000).step_by(5).map(SimTime::from_ms) {
        while free_at <= arrival && !queue.is_empty() {
            let now = free_at;
            let next = match rule.order(queue.len() as u32) {
                Order::Oldest => queue.pop_front(),
                Order::Newest => queue.pop_back(),
            };
            let arrived: SimTime = next.unwrap();
            if rule.serves(arrived, queue.len() as u32, now) {
                free_at = now + SERVICE;
                if now >= SimTime::from_ms(30_000) {
                    in_time += u32::from(free_at.since(arrived) <= PATIENCE);
                    longest = longest.max(now.since(arrived));
                }
            }
        }
        free_at = free_at.max(arrival);
        if rule.enters(queue.len() as u32, arrival) {
            queue.push_back(arrival);
        }
    }
    (f64::from(in_time) / 3_000.0, longest)
}

#[test]
fn without_shedding_a_worker_is_always_busy_and_nobody_waits_for_what_it_does() {
    let (goodput, longest) = goodput(Nothing);
    assert_eq!(goodput, 0.0);
    assert!(longest > SimDuration::from_ms(29_000), "{longest}");
}

#[test]
fn dropping_what_nobody_waits_for_makes_all_of_the_work_useful_again() {
    let (goodput, longest) = goodput(DropExpired);
    assert!(goodput > 0.99, "{goodput}");
    assert!(longest > SimDuration::from_ms(900), "but everybody is served at the last moment: {longest}");
}

#[test]
fn a_short_queue_keeps_the_work_useful_and_the_wait_short_and_one_that_is_too_long_does_neither() {
    let (short, wait) = goodput(QueueLimit { most: 20 });
    assert!(short > 0.99 && wait <= SimDuration::from_ms(200), "{short} {wait}");
    assert_eq!(goodput(QueueLimit { most: 500 }).0, 0.0);
}

#[test]
fn the_newest_first_keeps_the_work_useful_at_once() {
    let (goodput, _) = goodput(AdaptiveLifo { normal: 5 });
    assert!(goodput > 0.99, "{goodput}");
}

#[test]
fn controlled_delay_keeps_the_wait_of_whoever_is_served_near_its_limits() {
    let rule = Controlled(ControlledDelay::new(ControlledDelaySettings::default()), VecDeque::new());
    let (goodput, wait) = goodput(rule);
    assert!(goodput > 0.95 && wait <= SimDuration::from_ms(100), "{goodput} {wait}");
}

#[test]
fn codel_finds_the_rate_of_drops_at_which_the_wait_is_short_if_it_is_given_time() {
    let (goodput, wait) = goodput(Codel::new(CodelSettings::default()));
    assert!(goodput > 0.99, "{goodput}");
    assert!(wait < PATIENCE, "{wait}");
}
