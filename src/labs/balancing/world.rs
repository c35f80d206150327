//! The world: a traffic floor, and a judge who looks at it from outside.

use super::cost::{self, Cost};
use super::judge::Judge;
use super::params::{BalancingParams, Shows};
use crate::process::{Seed, SimTime};
use crate::sim::{Act, Digest, Trace, World};
use crate::traffic::{Floor, Told};
use std::rc::Rc;

/// Clients, balancers and servers, and what is known of them from outside.
#[derive(Clone)]
pub struct BalancingWorld {
    pub(super) floor: Floor,
    pub(super) judge: Judge,
    pub(super) params: BalancingParams,
    /// What choices cost, if the stage shows that.
    pub(super) costs: Rc<[Cost]>,
}

impl BalancingWorld {
    /// The world at the start of a run.
    pub fn new(params: &BalancingParams, seed: Seed) -> BalancingWorld {
        let floor = Floor::new(params.settings(), seed);
        BalancingWorld { judge: Judge::new(&floor), floor, costs: costs(params), params: params.clone() }
    }

    /// Takes over what may change while the run goes on.
    pub fn retune(&mut self, params: &BalancingParams) {
        let before = self.floor.disturbances();
        self.floor.retune(params.settings());
        self.params = params.clone();
        self.costs = costs(params);
        // Only balancers that begin anew, without memory, are a disturbance here.
        if self.floor.disturbances() != before {
            self.judge.begin(&self.floor);
        }
    }

    /// The floor, for measurements.
    pub fn floor(&self) -> &Floor {
        &self.floor
    }
}

fn costs(params: &BalancingParams) -> Rc<[Cost]> {
    match params.shows {
        Shows::Floor => Rc::default(),
        Shows::Cost => cost::measure(&params.policies()).into(),
    }
}

impl World for BalancingWorld {
    type Note = Told;

    fn next_at(&self) -> Option<SimTime> {
        self.floor.next_at()
    }

    fn step(&mut self, trace: &mut Trace<Told>) {
        self.floor.step(trace);
        self.judge.look(&self.floor);
    }

    fn apply(&mut self, now: SimTime, act: Act, trace: &mut Trace<Told>) -> Result<(), String> {
        match act {
            Act::Fault(fault) => self.floor.hurt(now, fault, trace)?,
            Act::Command(command) => self.floor.order(now, command, trace)?,
        }
        self.judge.look(&self.floor);
        Ok(())
    }

    fn digest(&self) -> u64 {
        let Self { floor, judge, params: _, costs: _ } = self;
        Digest::of(&(floor, judge))
    }

    fn bytes(&self) -> usize {
        // What choices cost is shared by all clones.
        let Self { floor, judge, params: _, costs: _ } = self;
        size_of::<Self>() - size_of_val(floor) + floor.bytes() + judge.bytes()
    }

    fn wounds(&self, now: SimTime) -> Vec<String> {
        self.floor.wounds(now)
    }
}
