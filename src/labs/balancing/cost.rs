//! What a choice costs: each policy at work before more and more servers, and how many it looks at.

use crate::algorithms::balancing::{Kind, Policy, Request, Server, Settings};
use crate::process::{Seed, SimDuration, SimTime};
use std::collections::VecDeque;

/// The numbers of servers at which it is measured.
pub const SIZES: [u32; 7] = [2, 5, 10, 30, 100, 300, 1_000];
/// Choices that count at each size.
const CHOICES: u32 = 60;
/// Requests under way for each server.
const LOAD: usize = 2;

/// Servers looked at for a choice, in the mean, at each of [`SIZES`].
#[derive(Clone, Debug, PartialEq)]
pub struct Cost {
    /// The policy.
    pub kind: Kind,
    /// The means.
    pub compared: [f64; SIZES.len()],
}

/// The costs of all policies with these settings.
pub fn measure(settings: &Settings) -> Vec<Cost> {
    Kind::ALL
        .into_iter()
        .map(|kind| Cost { kind, compared: SIZES.map(|n| compared(kind, settings, n)) })
        .collect()
}

/// Lets a policy choose while requests come and end in turn, so that every server has some under way.
fn compared(kind: Kind, settings: &Settings, n: u32) -> f64 {
    let mut servers = vec![Server { weight: 1, usable: true, active: 0, reported: 0 }; n as usize];
    let mut policy = Policy::new(kind, settings, &servers);
    let mut random = Seed(1).stream("cost", n.into());
    let mut under_way = VecDeque::new();
    let (mut total, mut counted) = (0, 0);
    let filled = LOAD * n as usize;
    for turn in 0..filled as u64 + u64::from(CHOICES) {
        let now = SimTime(turn * 1_000);
        let request = Request { session: random.bits(), address: [10, random.bits() as u8, turn as u8, 1] };
        let choice = policy.choose(&request, &servers, now, &mut random);
        let Some(server) = choice.server else { continue };
        servers[server.index()].active += 1;
        servers[server.index()].reported += 1;
        policy.load_changed(server, &servers);
        under_way.push_back(server);
        if under_way.len() > filled {
            (total, counted) = (total + choice.compared, counted + 1);
            let ended = under_way.pop_front().expect("there are more than none");
            servers[ended.index()].active -= 1;
            servers[ended.index()].reported -= 1;
            policy.ended(ended, SimDuration::from_ms(100), true, &servers, now);
        }
    }
    f64::from(total) / f64::from(counted.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at_a_thousand(kind: Kind) -> f64 {
        let costs = measure(&Settings::default());
        let cost = costs.iter().find(|cost| cost.kind == kind).unwrap();
        cost.compared[SIZES.len() - 1]
    }

    #[test]
    fn a_scan_looks_at_every_server_a_heap_at_few_and_two_choices_at_two() {
        assert_eq!(at_a_thousand(Kind::LeastConnections), 1_000.0);
        assert_eq!(at_a_thousand(Kind::PowerOfChoices), 2.0);
        let heap = at_a_thousand(Kind::LeastConnectionsHeap);
        // Down and up a heap of ten levels, two looked at on each.
        assert!((2.0..=40.0).contains(&heap), "{heap}");
    }

    #[test]
    fn what_is_stated_to_be_constant_does_not_grow_with_the_servers() {
        for cost in measure(&Settings::default()) {
            let (small, large) = (cost.compared[2], cost.compared[SIZES.len() - 1]);
            match cost.kind.stated_cost() {
                // Its worst choice goes round all servers, not its mean one.
                "O(n)" if cost.kind == Kind::InterleavedWeighted => assert!(large < 20.0, "{cost:?}"),
                "O(1)" => assert!(large <= small + 4.0, "{cost:?}"),
                "O(n)" => assert!(large > 50.0 * small, "{cost:?}"),
                _ => assert!(large > small && large < 10.0 * small, "{cost:?}"),
            }
        }
    }
}
