//! The world: the traffic, and a judge who looks at it from outside.

use super::cost::{self, Cost};
use super::judge::Judge;
use super::params::{BalancingParams, Shows};
use crate::process::{Seed, SimTime};
use crate::sim::{Digest, Fault, Trace, World};
use crate::traffic::{Chosen, Order, Traffic, TrafficEvent};
use std::rc::Rc;

/// Clients, balancers and servers, and what is known of them from outside.
#[derive(Clone)]
pub struct BalancingWorld {
    pub(super) traffic: Traffic,
    pub(super) judge: Judge,
    pub(super) params: BalancingParams,
    /// What choices cost, if the stage shows that.
    pub(super) costs: Rc<[Cost]>,
    /// The latest choice, for the picture.
    pub(super) latest: Option<Chosen>,
}

impl BalancingWorld {
    /// The world at the start of a run.
    pub fn new(params: &BalancingParams, seed: Seed) -> BalancingWorld {
        let traffic = Traffic::new(params.settings(), seed);
        let judge = Judge::new(&traffic);
        BalancingWorld { judge, traffic, costs: costs(params), latest: None, params: params.clone() }
    }

    /// Takes over what may change while the run goes on.
    pub fn reconfigure(&mut self, params: &BalancingParams) {
        let before = self.traffic.service().disturbances();
        let mut settings = params.settings();
        // Traffic that somebody gave goes on until something of what comes is set.
        let own_traffic = params.own_traffic && settings.source == self.params.settings().source;
        if own_traffic {
            settings.source = self.traffic.settings().source.clone();
        }
        self.traffic.reconfigure(settings);
        self.params = BalancingParams { own_traffic, ..params.clone() };
        self.costs = costs(params);
        // Only balancers that begin anew, without memory, are a disturbance here.
        if self.traffic.service().disturbances() != before {
            self.judge.begin(&self.traffic);
        }
    }

    /// Does what a person orders.
    pub(super) fn order(
        &mut self,
        now: SimTime,
        words: &str,
        trace: &mut Trace<TrafficEvent>,
        order: Order,
    ) -> Result<(), String> {
        self.traffic.order(now, words, trace, order)?;
        self.judge.look(&self.traffic);
        Ok(())
    }

    /// Plays traffic of somebody's own, whatever the pattern was.
    pub(super) fn play(
        &mut self,
        now: SimTime,
        words: &str,
        trace: &mut Trace<TrafficEvent>,
    ) -> Result<(), String> {
        self.order(now, words, trace, Traffic::order_traffic)?;
        self.params.own_traffic = true;
        Ok(())
    }

    /// The traffic, for measurements.
    pub fn traffic(&self) -> &Traffic {
        &self.traffic
    }
}

fn costs(params: &BalancingParams) -> Rc<[Cost]> {
    match params.shows {
        Shows::Floor => Rc::default(),
        Shows::Cost => cost::measure(&params.policies()).into(),
    }
}

impl World for BalancingWorld {
    type Note = TrafficEvent;

    fn next_at(&self) -> Option<SimTime> {
        self.traffic.next_at()
    }

    fn step(&mut self, trace: &mut Trace<TrafficEvent>) {
        self.traffic.step(trace);
        self.judge.look(&self.traffic);
        self.latest = self.traffic.chosen().or(self.latest);
    }

    fn inject(&mut self, now: SimTime, fault: &Fault, trace: &mut Trace<TrafficEvent>) -> Result<(), String> {
        self.traffic.inject(now, fault, trace)?;
        self.judge.look(&self.traffic);
        Ok(())
    }

    fn digest(&self) -> u64 {
        let Self { traffic, judge, params: _, costs: _, latest: _ } = self;
        Digest::of(&(traffic, judge))
    }

    fn bytes(&self) -> usize {
        // What choices cost is shared by all clones.
        let Self { traffic, judge, params: _, costs: _, latest: _ } = self;
        size_of::<Self>() - size_of_val(traffic) + traffic.bytes() + judge.bytes()
    }

    fn active_faults(&self, now: SimTime) -> Vec<String> {
        self.traffic.active_faults(now)
    }
}
