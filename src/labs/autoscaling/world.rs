//! The world: demand, the service that a fleet gives it, the bill for that, and a control loop over the fleet.

use super::bill::Bill;
use super::bound::Bound;
use super::control::Control;
use super::demand::{Demand, STEP};
use super::disruptions::Disruptions;
use super::event::FleetEvent;
use super::fleet::Fleet;
use super::history::{History, Order, Part, arithmetic};
use super::judge::{Judge, Stood};
use super::machine::{Machine, State};
use super::params::{AutoscalingParams, Watched};
use super::release::Release;
use super::service::Service;
use super::situation::Situation;
use crate::algorithms::autoscaling::Kind;
use crate::lab::Theory;
use crate::process::{Seed, SimDuration, SimTime};
use crate::sim::{Digest, Fault, Record, Trace, World};
use std::hash::{Hash, Hasher};
use std::rc::Rc;

/// The service, its machines and who decides how many there are.
#[derive(Clone)]
pub struct FleetWorld {
    pub(super) params: AutoscalingParams,
    pub(super) seed: Seed,
    pub(super) now: SimTime,
    pub(super) demand: Demand,
    pub(super) fleet: Fleet,
    pub(super) release: Release,
    pub(super) service: Service,
    pub(super) control: Control,
    pub(super) disruptions: Disruptions,
    pub(super) bill: Bill,
    pub(super) bound: Rc<Bound>,
    pub(super) judge: Judge,
    pub(super) history: History,
    /// Of the latest step: the objective was missed, requests were lost.
    missed: bool,
    loses: bool,
}

impl FleetWorld {
    /// The world at the start of a run: the machines that it begins with are ready and warm.
    pub fn new(params: &AutoscalingParams, seed: Seed) -> FleetWorld {
        FleetWorld::facing(Demand::new(params, seed), params, seed)
    }

    /// The world at the start of a run that faces this demand.
    pub(super) fn facing(demand: Demand, params: &AutoscalingParams, seed: Seed) -> FleetWorld {
        let disruptions = Disruptions::default();
        let start = Situation { now: SimTime::ZERO, params, disruptions: &disruptions };
        let predictive = params.predictive(seed, &demand, start.now);
        let control = Control::new(&start, predictive, seed.stream("scrape", 0));
        FleetWorld {
            seed,
            now: start.now,
            fleet: Fleet::new(control.desired, control.size, seed.stream("boot", 0), &start),
            release: Release::new(control.desired),
            service: Service::default(),
            control,
            bill: Bill::default(),
            bound: Rc::new(Bound::of(&demand, params)),
            judge: Judge::default(),
            history: History::new(params),
            missed: false,
            loses: false,
            params: params.clone(),
            disruptions,
            demand,
        }
    }

    /// What is so for every machine now.
    pub(super) fn situation(&self) -> Situation<'_> {
        Situation { now: self.now, params: &self.params, disruptions: &self.disruptions }
    }

    /// Machines whose time in a state is over; who leaves is paid for.
    fn turn(&mut self, trace: &mut Trace<FleetEvent>) {
        let (now, minimum) = (self.now, self.params.minimum());
        for gone in self.fleet.turn(now, trace) {
            // It was not there in the step that ends now.
            self.bill.end(&gone, SimTime(now.0 - STEP.0), minimum);
        }
    }

    /// Requests come and are served; machines are used for it.
    fn serve(&mut self) {
        let at = Situation { now: self.now, params: &self.params, disruptions: &self.disruptions };
        let step = at.now.0 / STEP.0 - 1;
        let came = f64::from(self.demand.at(step));
        let flood = came * self.disruptions.attack(at.now);
        let (work, units) = (at.work(), self.fleet.units(&at));
        self.service.pass(came + flood, units, &work);
        self.control.foresee(came + flood, at.now);
        let stats = self.service.latest;
        let each = if units > 0.0 { stats.served / units } else { 0.0 };
        self.fleet.serve(each, work.cpu_s, &at);
        self.control.whole.pass(&stats);
        self.bill.pass(self.fleet.paid_units(), &stats, work.rate(), self.params.objective_s());
        // What the demand says, not what the service was given.
        let demanded = f64::from(self.demand.at(step));
        self.judge.look_at_requests(demanded + demanded * self.disruptions.attack(at.now), &self.service);
    }

    /// Machines that leak run out of memory, and those that are due are scraped.
    fn look(&mut self, trace: &mut Trace<FleetEvent>) {
        let at = Situation { now: self.now, params: &self.params, disruptions: &self.disruptions };
        self.fleet.run_out(&at, trace);
        self.control.scrape(&mut self.fleet.machines, self.service.backlog, &at);
    }

    /// Tells of the step: what came, when the objective begins to be missed and to be met, and when requests begin and cease
    /// to be lost.
    fn report(&mut self, trace: &mut Trace<FleetEvent>) {
        let stats = self.service.latest;
        let ready = self.fleet.count(State::Ready);
        let note = FleetEvent::Stepped { rate: stats.rate, ready, load: stats.load() };
        trace.push(Record::note(self.now, note));
        let missed = stats.p99_s > self.params.objective_s();
        let loses = stats.lost > 0.0;
        if missed != self.missed {
            let p99 = SimDuration((stats.p99_s * 1e6) as u64);
            trace.push(Record::note(self.now, FleetEvent::Objective { met: !missed, p99 }));
        }
        if loses != self.loses {
            trace.push(Record::note(self.now, FleetEvent::Loses(loses)));
        }
        (self.missed, self.loses) = (missed, loses);
    }

    /// Writes the step down for the picture.
    fn remember(&mut self) {
        let at = Situation { now: self.now, params: &self.params, disruptions: &self.disruptions };
        let mut counts = [0; Part::ALL.len()];
        for machine in &self.fleet.machines {
            counts[self.part(machine) as usize] += 1;
        }
        let each = at.work().rate() * self.fleet.mean_size().unwrap_or_default();
        let room = self.room();
        self.history.pass(&self.service.latest, each, counts, room, self.params.objective_s());
    }

    /// The controller decides, and the fleet follows.
    fn scale(&mut self, trace: &mut Trace<FleetEvent>) {
        let at = Situation { now: self.now, params: &self.params, disruptions: &self.disruptions };
        let before = self.control.desired;
        let changes = self.control.decide(&self.fleet.machines, &at, &mut self.judge, trace);
        if changes {
            let (ready, decision) = (self.fleet.count(State::Ready), self.control.decision.as_ref());
            let said =
                decision.map_or_else(String::new, |decision| arithmetic(decision, before, ready, at.params));
            self.history.ordered(Order {
                at: at.now,
                from: before,
                to: self.control.desired,
                said: said.into(),
            });
        }
        self.bill.scalings += u64::from(changes);
        self.fleet.resize(self.control.size, &at);
        let stood = Stood::of(&self.fleet.machines, self.release.rollout.is_under_way(), &at);
        self.release.sync(self.control.desired, &self.fleet.machines, &at, trace);
        for gone in self.fleet.reconcile(&self.release, self.control.size, &at, trace) {
            self.bill.end(&gone, at.now, at.params.minimum());
        }
        self.judge.look_at_rollout(stood, &self.fleet.machines, self.control.desired, &at);
        if let Some(nodes) = &self.fleet.nodes {
            self.judge.look_at_nodes(&nodes.there, &self.fleet.machines, at.params.nodes.places);
        }
    }

    /// What a machine is in the picture.
    pub(super) fn part(&self, machine: &Machine) -> Part {
        Part::of(machine, self.now, self.params.warm_up(), self.release.coming())
    }

    /// Machines of the version that was rolled out last that are ready.
    pub(super) fn updated(&self) -> u32 {
        let version = self.release.rollout.newest().version;
        let there = self.fleet.machines.iter().filter(|machine| machine.version == version);
        there.filter(|machine| machine.state == State::Ready).count() as u32
    }

    /// How many nodes there are, those that boot too.
    pub(super) fn nodes(&self) -> u32 {
        self.fleet.nodes.as_ref().map_or(0, |nodes| nodes.there.len() as u32)
    }

    /// Places for machines on nodes that are ready, where nodes are the limit.
    pub(super) fn room(&self) -> Option<u32> {
        self.fleet.nodes.as_ref().map(|nodes| nodes.room(self.params.nodes.places))
    }

    /// What is to be held against the measures: the objective and the target.
    pub(super) fn rules(&self) -> Vec<Theory> {
        let rule = |measure, formula, value| Theory { measure, formula, value: Ok(value) };
        let objective = rule("p99", "objective", self.params.objective_s() * 1e3);
        let tracks =
            matches!(self.params.kind, Kind::Hpa | Kind::ScheduledHpa) && self.params.watched == Watched::Cpu;
        let target = rule("metric", "target", self.params.target.into());
        [Some(objective), tracks.then_some(target)].into_iter().flatten().collect()
    }

    /// Takes over what may change while the run goes on.
    pub fn reconfigure(&mut self, params: &AutoscalingParams) {
        if (params.kind, params.settings()) != (self.params.kind, self.params.settings()) {
            self.control.controller = params.controller();
            self.judge.begin();
        }
        if params.forecasts() != self.params.forecasts() {
            self.control.predictive = params.predictive(self.seed, &self.demand, self.now);
        }
        self.params = params.clone();
        self.control.desired = params.clamp(self.control.desired);
    }
}

impl World for FleetWorld {
    type Note = FleetEvent;

    fn next_at(&self) -> Option<SimTime> {
        Some(self.now + STEP)
    }

    fn step(&mut self, trace: &mut Trace<FleetEvent>) {
        let began = self.now;
        self.now += STEP;
        self.turn(trace);
        let minimum = self.params.minimum();
        self.judge.book.take_stock(began, self.fleet.rented(), minimum);
        self.serve();
        self.look(trace);
        self.report(trace);
        self.scale(trace);
        self.judge.book.take_stock(self.now, self.fleet.rented(), minimum);
        self.judge.look_at_bill(self.now, &self.bill);
        self.remember();
    }

    fn inject(&mut self, _: SimTime, fault: &Fault, _: &mut Trace<FleetEvent>) -> Result<(), String> {
        match fault {
            Fault::Crash(id) => self.fleet.crash(*id, self.now),
            Fault::Restart(id) => self.fleet.restart(*id, self.now, self.params.boot()),
            _ => Err("machines here only crash and restart; everything else is a command".into()),
        }
    }

    fn digest(&self) -> u64 {
        Digest::of(self)
    }

    fn bytes(&self) -> usize {
        let Self {
            params: _,
            seed: _,
            now: _,
            demand,
            fleet,
            release,
            service: _,
            control,
            disruptions: _,
            bill: _,
            bound,
            judge,
            history,
            missed: _,
            loses: _,
        } = self;
        // What a clone shares is weighed once.
        let bound = if Rc::strong_count(bound) > 1 { 0 } else { bound.bytes() };
        size_of::<Self>()
            + demand.bytes()
            + fleet.bytes()
            + release.bytes()
            + control.bytes()
            + bound
            + judge.bytes()
            + history.bytes()
    }

    fn active_faults(&self, now: SimTime) -> Vec<String> {
        let failed = self.fleet.machines.iter().filter(|machine| machine.state == State::Failed);
        let failed = failed.map(|machine| format!("{} has failed", machine.id));
        failed.chain(self.disruptions.active_faults(now)).collect()
    }
}

impl Hash for FleetWorld {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self {
            params: _,
            seed: _,
            now,
            demand,
            fleet: Fleet { machines, boots, nodes },
            release,
            service,
            control: Control { whole, controller, predictive, came, decision, desired, size, losses },
            disruptions,
            bill,
            bound: _,
            judge,
            history: _,
            missed,
            loses,
        } = self;
        (now, demand, machines, service, whole, controller, predictive, came.to_bits()).hash(state);
        (decision, desired, size, disruptions, bill, judge, missed, loses, boots, losses).hash(state);
        release.hash(state);
        if let Some(nodes) = nodes {
            nodes.hash(state);
        }
    }
}
