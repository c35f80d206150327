//! What is known of the balancers from outside: every choice is looked at, and what must not happen is written down.

use crate::algorithms::balancing::Kind;
use crate::process::SimTime;
use crate::traffic::{Floor, name};

/// The choices of one smooth weighted balancer since it began without memory.
#[derive(Clone, Debug, Default)]
struct Turns {
    picks: Vec<u64>,
    total: u64,
}

/// Who looks on.
#[derive(Clone, Debug)]
pub struct Judge {
    /// How often balancers had been disturbed when the turns began; smooth weighted round robin is exact from a
    /// start without memory until the first disturbance, so only that is judged.
    began: Option<u32>,
    turns: Vec<Turns>,
    /// A choice of a server that was told out.
    pub chose_out: Option<String>,
    /// A choice that was a whole turn ahead of its share.
    pub ahead: Option<String>,
    /// A cycle that was not exact.
    pub inexact: Option<String>,
    /// Whole cycles seen.
    pub cycles: u64,
    /// Moments at which the two sides of Little's law differed.
    pub little: Option<String>,
}

impl Judge {
    /// A judge at the start of a run.
    pub fn new(floor: &Floor) -> Judge {
        let mut judge = Judge {
            began: None,
            turns: Vec::new(),
            chose_out: None,
            ahead: None,
            inexact: None,
            cycles: 0,
            little: None,
        };
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
        let (area, sojourns) = floor.tally().little(floor.now());
        if area != sojourns && self.little.is_none() {
            self.little =
                Some(format!("{area} us of requests over time, {sojourns} us of time over requests"));
        }
        let Some(chosen) = floor.chosen() else { return };
        let Some(server) = chosen.server else { return };
        if !chosen.told_in && self.chose_out.is_none() {
            self.chose_out = Some(format!("b{} chose {}", chosen.balancer + 1, name(server)));
        }
        if floor.settings().policy == Kind::SmoothWeighted && self.began == Some(floor.disturbances()) {
            self.turn(floor, chosen.balancer, server);
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
        if picks * all >= total * weights(server.into()) + all && self.ahead.is_none() {
            self.ahead = Some(format!("{} had {picks} of b{}'s {total}", name(server), balancer + 1));
        }
        if total.is_multiple_of(all.max(1)) {
            self.cycles += 1;
            let rounds = total / all.max(1);
            let wrong = (0..view.len()).find(|n| turns.picks[*n] != rounds * weights(*n));
            if let (Some(n), None) = (wrong, &self.inexact) {
                let had = turns.picks[n];
                self.inexact = Some(format!("{} had {had} of b{}'s {total}", name(n as u16), balancer + 1));
            }
        }
    }

    /// Whether requests that were born, that ended and that are in flight add up.
    pub fn adds_up(floor: &Floor) -> bool {
        let tally = floor.tally();
        tally.born == tally.ended_all() + floor.open_requests()
    }

    /// What the judge says of a moment, for the explanation.
    pub fn account(floor: &Floor, now: SimTime) -> String {
        let tally = floor.tally();
        let there = floor.open_requests();
        format!("at {now}: {} born, {} ended, {there} in flight", tally.born, tally.ended_all())
    }
}
