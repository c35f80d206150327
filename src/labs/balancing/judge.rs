//! What is known of the traffic floor from outside: every choice and every ending is looked at, nothing that the floor
//! counted is believed, and what must not happen is written down.

use crate::algorithms::balancing::Kind;
use crate::lab::Check;
use crate::process::SimTime;
use crate::traffic::{Floor, name};

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
    pub fn new(floor: &Floor) -> Judge {
        let mut judge = Judge::default();
        judge.begin(floor);
        judge
    }

    /// The balancers begin without memory.
    pub fn begin(&mut self, floor: &Floor) {
        self.began = Some(floor.disturbances());
        self.turns = vec![Turns::default(); floor.balancers().len()];
    }

    /// Looks at what the latest event did.
    pub fn look(&mut self, floor: &Floor) {
        self.count(floor);
        let Some(chosen) = floor.chosen() else { return };
        let Some(server) = chosen.server else { return };
        self.chose_in.test(chosen.told_in, || format!("b{} chose {}", chosen.balancer + 1, name(server)));
        if floor.settings().policy == Kind::SmoothWeighted && self.began == Some(floor.disturbances()) {
            self.turn(floor, chosen.balancer, server);
        }
    }

    fn count(&mut self, floor: &Floor) {
        let sums = &mut self.sums;
        sums.area += sums.open * floor.now().since(sums.now).0;
        (sums.now, sums.open) = (floor.now(), floor.open_requests());
        for ended in floor.ended() {
            sums.ended += 1;
            sums.took += ended.took.0;
        }
        sums.most = sums.most.max(sums.open);
        sums.events += 1;
        let (born, ended, open) = (floor.tally().born, sums.ended, sums.open);
        self.conserved.test(born == ended + open, || {
            format!("at {}: {born} came, {ended} ended, {open} in flight", floor.now())
        });
        if sums.events >= EVENTS.max(sums.most) {
            sums.events = 0;
            let (area, times) = (sums.area, sums.took + open_us(floor));
            self.little.test(area == times, || {
                format!("{area} us of requests over time, {times} us of time over requests")
            });
        }
    }

    /// After k choices a server of weight w of W has had less than k w / W + 1, and after each W exactly its w.
    fn turn(&mut self, floor: &Floor, balancer: u16, server: u16) {
        let view = floor.balancers()[usize::from(balancer)].view();
        let weights = |n: usize| if view[n].usable { u64::from(view[n].weight) } else { 0 };
        let all: u64 = (0..view.len()).map(weights).sum();
        let turns = &mut self.turns[usize::from(balancer)];
        turns.picks.resize(view.len(), 0);
        turns.picks[usize::from(server)] += 1;
        turns.total += 1;
        let (picks, total) = (turns.picks[usize::from(server)], turns.total);
        let is_ahead = picks * all >= total * weights(server.into()) + all;
        self.not_ahead
            .test(!is_ahead, || format!("{} had {picks} of b{}'s {total}", name(server), balancer + 1));
        if total.is_multiple_of(all.max(1)) {
            let rounds = total / all.max(1);
            let wrong = (0..view.len()).find(|n| turns.picks[*n] != rounds * weights(*n));
            self.exact.test(wrong.is_none(), || {
                let n = wrong.unwrap_or_default();
                format!("{} had {} of b{}'s {total}", name(n as u16), turns.picks[n], balancer + 1)
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
fn open_us(floor: &Floor) -> u64 {
    floor.requests().map(|request| floor.now().since(request.born).0).sum()
}
