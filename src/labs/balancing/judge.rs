//! What is known of the traffic from outside: every choice and every ending is looked at, nothing that the traffic itself
//! counted is believed, and what must not happen is written down.

use crate::algorithms::balancing::Kind;
use crate::lab::Check;
use crate::process::SimTime;
use crate::traffic::{BalancerId, ServerId, Traffic};

/// The open requests are summed up again after so many events, or as many as there ever were open ones: so that an event
/// pays for a few of them at most.
const EVENTS: u64 = 16;

/// The choices of one smooth weighted balancer since it began without memory.
#[derive(Clone, Debug, Default, Hash)]
struct Turns {
    picks: Vec<u64>,
    total: u64,
}

/// Who looks on.
#[derive(Clone, Debug, Default, Hash)]
pub struct Judge {
    /// How often balancers had been disturbed when the turns began; smooth weighted round robin is exact from a
    /// start without memory until the first disturbance, so only that is judged.
    began: Option<u32>,
    turns: Vec<Turns>,
    sums: Sums,
    /// Requests that came are those that ended and those that are open: tested with every event.
    pub conserved: Check,
    /// A server that is chosen was told in: tested with every choice.
    pub chose_in: Check,
    /// A choice is no whole turn ahead of its server's share: tested with every choice of a smooth balancer.
    pub not_ahead: Check,
    /// A cycle gives each server its weight: tested with every whole cycle of a smooth balancer.
    pub exact: Check,
    /// The two sides of Little's law, each summed up by itself: tested every so many events.
    pub little: Check,
}

/// Both sides of Little's law: the open requests that are there, times the time that passes; and the times in the
/// system that are told when requests end.
#[derive(Clone, Debug, Default, Hash)]
struct Sums {
    now: SimTime,
    /// Requests that are open from `now` on.
    open: u64,
    /// Request-microseconds so far.
    area: u64,
    /// Requests that ended, and the microseconds that they were in the system.
    ended: u64,
    took: u64,
    /// The most that were ever open.
    most: u64,
    /// Events since the sides were compared.
    events: u64,
}

impl Judge {
    /// A judge at the start of a run.
    pub fn new(traffic: &Traffic) -> Judge {
        let mut judge = Judge::default();
        judge.begin(traffic);
        judge
    }

    /// The balancers begin without memory.
    pub fn begin(&mut self, traffic: &Traffic) {
        self.began = Some(traffic.service().disturbances());
        self.turns = vec![Turns::default(); traffic.service().balancers().len()];
    }

    /// Looks at what the latest event did.
    pub fn look(&mut self, traffic: &Traffic) {
        self.count(traffic);
        let Some(chosen) = traffic.chosen() else { return };
        let Some(server) = chosen.server else { return };
        self.chose_in.test(chosen.in_rotation, || format!("{} chose {server}", chosen.balancer));
        if traffic.settings().policy == Kind::SmoothWeighted
            && self.began == Some(traffic.service().disturbances())
        {
            self.turn(traffic, chosen.balancer, server);
        }
    }

    fn count(&mut self, traffic: &Traffic) {
        let sums = &mut self.sums;
        sums.area += sums.open * traffic.now().since(sums.now).0;
        (sums.now, sums.open) = (traffic.now(), traffic.open_requests());
        for ended in traffic.ended() {
            sums.ended += 1;
            sums.took += ended.took.0;
        }
        sums.most = sums.most.max(sums.open);
        sums.events += 1;
        let (born, ended, open) = (traffic.metrics().arrived, sums.ended, sums.open);
        self.conserved.test(born == ended + open, || {
            format!("at {}: {born} came, {ended} ended, {open} in flight", traffic.now())
        });
        if sums.events >= EVENTS.max(sums.most) {
            sums.events = 0;
            let (area, times) = (sums.area, sums.took + open_us(traffic));
            self.little.test(area == times, || {
                format!("{area} us of requests over time, {times} us of time over requests")
            });
        }
    }

    /// After k choices a server of weight w of W has had less than k w / W + 1, and after each W exactly its w.
    fn turn(&mut self, traffic: &Traffic, balancer: BalancerId, server: ServerId) {
        let view = traffic.service().balancers()[balancer.index()].view();
        let weights = |n: usize| if view[n].usable { u64::from(view[n].weight) } else { 0 };
        let all: u64 = (0..view.len()).map(weights).sum();
        let turns = &mut self.turns[balancer.index()];
        turns.picks.resize(view.len(), 0);
        turns.picks[server.index()] += 1;
        turns.total += 1;
        let (picks, total) = (turns.picks[server.index()], turns.total);
        let is_ahead = picks * all >= total * weights(server.index()) + all;
        self.not_ahead.test(!is_ahead, || format!("{server} had {picks} of {balancer}'s {total}"));
        if total.is_multiple_of(all.max(1)) {
            let rounds = total / all.max(1);
            let wrong = (0..view.len()).find(|n| turns.picks[*n] != rounds * weights(*n));
            self.exact.test(wrong.is_none(), || {
                let n = wrong.unwrap_or_default();
                format!("{} had {} of {balancer}'s {total}", ServerId(n as u16), turns.picks[n])
            });
        }
    }

    /// Bytes that it holds on the heap, by estimate.
    pub fn bytes(&self) -> usize {
        let Self { turns, conserved, chose_in, not_ahead, exact, little, began: _, sums: _ } = self;
        let turns = turns.iter().map(|turns| size_of::<Turns>() + turns.picks.capacity() * size_of::<u64>());
        let checks = [conserved, chose_in, not_ahead, exact, little];
        turns.sum::<usize>() + checks.into_iter().map(Check::bytes).sum::<usize>()
    }

    /// Whether nothing was ever broken.
    pub fn is_sound(&self) -> bool {
        let Self { conserved, chose_in, not_ahead, exact, little, began: _, turns: _, sums: _ } = self;
        [conserved, chose_in, not_ahead, exact, little].iter().all(|check| check.flaw.is_none())
    }
}

/// Microseconds that the requests that are open have been in the system.
fn open_us(traffic: &Traffic) -> u64 {
    traffic.requests().map(|request| traffic.now().since(request.arrived).0).sum()
}
