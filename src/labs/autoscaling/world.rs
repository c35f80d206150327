//! The world: demand, a fleet of machines, what is measured of them, and a controller that is asked at even times.

use super::bill::Bill;
use super::bound::Bound;
use super::controls::FORECAST_STEP;
use super::demand::{Demand, STEP};
use super::judge::Judge;
use super::machine::{Machine, State};
use super::metrics::{self, Whole};
use super::params::AutoscalingParams;
use super::params::Watched;
use super::service::{Service, Work};
use super::told::Told;
use super::trouble::Trouble;
use crate::algorithms::autoscaling as policy;
use crate::algorithms::autoscaling::forecast::Expected;
use crate::algorithms::autoscaling::predictive::Predictive;
use crate::algorithms::autoscaling::{Controller, Decision, Gauge, Kind, Observation};
use crate::lab::Theory;
use crate::process::{NodeId, Random, Seed, SimDuration, SimTime};
use crate::sim::{Digest, Fault, Record, RecordId, Trace, World};
use std::hash::{Hash, Hasher};
use std::rc::Rc;

/// Zones that machines are spread over.
pub const ZONES: u8 = 3;

/// The service, its machines and who decides how many there are.
#[derive(Clone)]
pub struct FleetWorld {
    pub(super) params: AutoscalingParams,
    pub(super) seed: Seed,
    pub(super) now: SimTime,
    pub(super) demand: Demand,
    pub(super) machines: Vec<Machine>,
    pub(super) service: Service,
    pub(super) whole: Whole,
    pub(super) controller: Controller,
    /// The forecast under the controller, and what came since its latest step.
    pub(super) predictive: Option<Predictive>,
    came: f64,
    /// The latest decision that changed something, or the latest of all.
    pub(super) decision: Option<Rc<Decision>>,
    pub(super) wanted: u32,
    /// The size that machines are to have.
    pub(super) size: u32,
    pub(super) trouble: Trouble,
    pub(super) bill: Bill,
    pub(super) bound: Rc<Bound>,
    pub(super) judge: Judge,
    /// Of the latest step: the objective was missed, requests were lost.
    missed: bool,
    loses: bool,
    chances: Chances,
}

/// A stream of chance for each purpose.
#[derive(Clone, Hash)]
struct Chances {
    boot: Random,
    scrape: Random,
}

impl FleetWorld {
    /// The world at the start of a run: the machines that it begins with are ready and warm.
    pub fn new(params: &AutoscalingParams, seed: Seed) -> FleetWorld {
        FleetWorld::facing(Demand::new(params, seed), params, seed)
    }

    /// The same with another demand.
    pub(super) fn facing(demand: Demand, params: &AutoscalingParams, seed: Seed) -> FleetWorld {
        let bound = Rc::new(Bound::of(&demand, params));
        let mut world = FleetWorld {
            seed,
            now: SimTime::ZERO,
            machines: Vec::new(),
            service: Service::default(),
            whole: Whole::default(),
            controller: params.controller(),
            predictive: params.predictive(seed, &demand, SimTime::ZERO),
            came: 0.0,
            decision: None,
            wanted: params.clamp(params.start),
            size: params.controller().size().unwrap_or(params.size),
            trouble: Trouble::default(),
            bill: Bill::default(),
            judge: Judge::default(),
            missed: false,
            loses: false,
            chances: Chances { boot: seed.stream("boot", 0), scrape: seed.stream("scrape", 0) },
            params: params.clone(),
            demand,
            bound,
        };
        for _ in 0..world.wanted {
            let machine = world.new_machine();
            world.machines.push(Machine { state: State::Ready, warm: true, ..machine });
        }
        world
    }

    /// What a request needs now.
    pub(super) fn work(&self) -> Work {
        self.params.work(self.trouble.dependency(self.now))
    }

    /// What the machines that are ready do, in machines of the smallest size that are warm.
    pub(super) fn units(&self) -> f64 {
        self.machines.iter().map(|machine| machine.weight(self.now, self.params.warm_up())).sum()
    }

    /// How many machines are in a state.
    pub(super) fn count(&self, state: State) -> u32 {
        self.machines.iter().filter(|machine| machine.state == state).count() as u32
    }

    fn new_machine(&mut self) -> Machine {
        let is_free = |number: &u16| self.machines.iter().all(|machine| machine.id.0 != *number);
        let id = NodeId((0..).find(is_free).expect("there are fewer machines than numbers"));
        let boot = self.params.boot().seconds() * self.trouble.boots(self.now);
        // A tenth more or less, by chance.
        let boot = boot * (0.9 + 0.2 * self.chances.boot.unit());
        let fails = self.chances.boot.below(100) < self.trouble.boots_fail(self.now);
        let until = self.now + SimDuration((boot * 1e6) as u64);
        let zone = self.emptiest_zone();
        Machine { stillborn: fails, ..Machine::new(id, self.now, until, zone, self.size) }
    }

    fn emptiest_zone(&self) -> u8 {
        let held = |zone: u8| self.machines.iter().filter(|machine| machine.zone == zone).count();
        let open = (0..ZONES).filter(|zone| !self.trouble.zone_is_gone(*zone, self.now));
        open.min_by_key(|zone| (held(*zone), *zone)).unwrap_or(0)
    }

    /// Machines whose time in a state is over.
    fn turn(&mut self, trace: &mut Trace<Told>) {
        let (now, mut told) = (self.now, Vec::new());
        for machine in &mut self.machines {
            let is_over = machine.until <= now;
            match machine.state {
                State::Booting if is_over && machine.stillborn => {
                    (machine.state, machine.changed) = (State::Failed, now);
                    told.push((machine.id, Told::NotBooted(machine.id)));
                }
                State::Booting | State::Resizing if is_over => {
                    (machine.state, machine.changed, machine.fresh, machine.warm) =
                        (State::Ready, now, now, false);
                    told.push((machine.id, Told::Ready(machine.id, machine.age(now))));
                }
                _ => {}
            }
        }
        for (id, note) in told {
            trace.push(Record::note(now, note).at_node(id));
        }
        let minimum = self.params.minimum();
        let gone = |machine: &Machine| machine.state == State::Draining && machine.until <= now;
        let leaving: Vec<Machine> = self.machines.extract_if(.., |machine| gone(machine)).collect();
        for machine in leaving {
            // It was not there in the step that ends now.
            let paid = SimDuration(machine.age(now).0.saturating_sub(STEP.0));
            self.bill.end(machine.size, paid, minimum);
            trace.push(Record::note(now, Told::Gone(machine.id)).at_node(machine.id));
        }
    }

    /// Requests come and are served; machines are used for it.
    fn serve(&mut self) {
        let step = self.now.0 / STEP.0 - 1;
        let came = f64::from(self.demand.at(step));
        let flood = came * self.trouble.attack(self.now);
        let (work, units) = (self.work(), self.units());
        self.service.pass(came + flood, units, &work);
        self.foresee(came + flood);
        let passed = self.service.latest;
        let each = if units > 0.0 { passed.served / units } else { 0.0 };
        let (now, warm_up) = (self.now, self.params.warm_up());
        for machine in &mut self.machines {
            let requests = each * machine.weight(now, warm_up);
            // A machine that boots works hard for nobody.
            let cpu = if machine.state == State::Booting { BOOT_CPU } else { requests * work.cpu_s * 1e3 };
            machine.samples.pass(cpu, requests);
        }
        self.whole.pass(&passed);
        let units = self.machines.iter().map(|machine| u64::from(machine.size)).sum();
        self.bill.pass(units, &passed, work.rate(), self.params.objective_s());
        // What the demand says, not what the service was given.
        let demanded = f64::from(self.demand.at(step));
        self.judge.look_at_requests(demanded + demanded * self.trouble.attack(self.now), &self.service);
    }

    /// Memory that a machine uses, in MiB.
    pub(super) fn memory(&self, machine: &Machine) -> f64 {
        let hours = self.now.since(machine.fresh.max(self.trouble.leak_since())).seconds() / 3_600.0;
        f64::from(machine.size) * MEMORY + self.trouble.leak() * hours
    }

    /// A machine whose memory is full starts its service anew, without what it was working at.
    fn run_out(&mut self, trace: &mut Trace<Told>) {
        let full = |machine: &Machine| self.memory(machine) > f64::from(machine.size) * FULL;
        let ready = |machine: &&Machine| machine.state == State::Ready && full(machine);
        let out: Vec<NodeId> = self.machines.iter().filter(ready).map(|machine| machine.id).collect();
        for id in out {
            let (now, until) = (self.now, self.now + RESTART);
            if let Some(machine) = self.machine_mut(id) {
                (machine.state, machine.changed, machine.until) = (State::Resizing, now, until);
                machine.fresh = now;
            }
            trace.push(Record::note(now, Told::OutOfMemory(id)).at_node(id));
        }
    }

    pub(super) fn machine_mut(&mut self, id: NodeId) -> Option<&mut Machine> {
        self.machines.iter_mut().find(|machine| machine.id == id)
    }

    fn scrape(&mut self) {
        let pipeline = self.pipeline();
        if !pipeline.is_due(self.now) {
            return;
        }
        let now = self.now;
        let memory: Vec<f64> = self.machines.iter().map(|machine| self.memory(machine)).collect();
        for (machine, memory) in self.machines.iter_mut().zip(memory) {
            let lost = metrics::is_lost(&mut self.chances.scrape, pipeline.lost_per_mille);
            machine.samples.scrape(now, memory, lost, &pipeline);
        }
        let lost = metrics::is_lost(&mut self.chances.scrape, pipeline.lost_per_mille);
        self.whole.scrape(now, self.service.backlog, lost, &pipeline);
    }

    pub(super) fn pipeline(&self) -> metrics::Pipeline {
        let own = self.params.pipeline();
        let (delay, lost) = (self.trouble.metrics_delay(), self.trouble.metrics_lost());
        metrics::Pipeline { delay: own.delay.max(delay), lost_per_mille: own.lost_per_mille.max(lost), ..own }
    }

    /// Asks the controller, if it is time.
    fn decide(&mut self, trace: &mut Trace<Told>) {
        if !self.now.0.is_multiple_of(self.params.sync().0) {
            return;
        }
        let (now, wanted) = (self.now, self.wanted);
        let seen = self.seen();
        let observation = self.observe(&seen);
        let mut decision = self.controller.decide(&observation);
        let decided = decision.wanted;
        if let Some(predictive) = &self.predictive {
            decision = predictive.decide(decision);
        }
        self.keep_in_bounds(&mut decision);
        if decision.wanted != decided {
            self.controller.amend(&observation, decision.wanted);
        }
        self.judge.decided(now, (wanted, decided), &decision, &self.params);
        self.take_decision(decision, trace);
        if let Some(size) = self.controller.size() {
            self.size = size;
        }
    }

    /// A forecast or a fixed count may be outside the bounds.
    fn keep_in_bounds(&self, decision: &mut Decision) {
        let inside = self.params.clamp(decision.wanted);
        if inside != decision.wanted {
            decision.reason = format!("{}, kept in bounds at {inside}", decision.reason);
            decision.wanted = inside;
        }
    }

    /// The machines as the controller sees them.
    fn seen(&self) -> Vec<policy::Machine> {
        let pipeline = self.pipeline();
        let stays = self.machines.iter().filter(|machine| machine.state != State::Draining);
        stays.map(|machine| metrics::seen(machine, self.now, &pipeline)).collect()
    }

    fn observe<'a>(&self, machines: &'a [policy::Machine]) -> Observation<'a> {
        let size = f64::from(self.size);
        Observation {
            now: self.now,
            wanted: self.wanted,
            machines,
            promised: [1_000.0 * size, FULL * size, self.params.machine_rate(), 0.0, 0.0],
            whole: self.whole.known(self.now, &self.pipeline()),
        }
    }

    /// How busy the controller believes the machines to be, in percent of a core.
    pub(super) fn seen_percent(&self) -> f64 {
        let seen = self.seen();
        Gauge::Utilisation(policy::Signal::Cpu).read(&self.observe(&seen)).unwrap_or(0.0)
    }

    /// The forecast's mean absolute percentage error so far; nought without one.
    pub(super) fn forecast_error(&self) -> f64 {
        let far = self.predictive.as_ref().and_then(|one| one.forecast.far().mean_absolute_percentage());
        far.unwrap_or(0.0)
    }

    /// What the forecast expects of the demand when a machine that is asked for now can serve, and in how long that is.
    pub(super) fn expected(&self) -> Option<(SimDuration, Expected)> {
        let predictive = self.predictive.as_ref()?;
        let steps = predictive.settings.lead_steps;
        Some((SimDuration(steps * FORECAST_STEP.0), predictive.forecast.ahead(steps)?))
    }

    /// The forecast is shown what came.
    fn foresee(&mut self, came: f64) {
        self.came += came;
        if self.now.0.is_multiple_of(FORECAST_STEP.0) {
            let rate = std::mem::take(&mut self.came) / FORECAST_STEP.seconds();
            if let Some(predictive) = &mut self.predictive {
                predictive.forecast.observe(rate);
            }
        }
    }

    /// What is to be held against the measures: the objective and the target.
    pub(super) fn rules(&self) -> Vec<Theory> {
        let rule = |measure, formula, value| Theory { measure, formula, value: Ok(value) };
        let objective = rule("p99", "the objective", self.params.objective_s() * 1e3);
        let tracks =
            matches!(self.params.kind, Kind::Hpa | Kind::ScheduledHpa) && self.params.watched == Watched::Cpu;
        let target = rule("metric", "the target", self.params.target.into());
        [Some(objective), tracks.then_some(target)].into_iter().flatten().collect()
    }

    fn take_decision(&mut self, decision: Decision, trace: &mut Trace<Told>) {
        let (from, to) = (self.wanted, decision.wanted);
        if from != to {
            let note = Told::Decided { from, to, because: decision.reason.clone() };
            trace.push(Record::note(self.now, note).made_by(decision.site));
            self.bill.scalings += 1;
            self.wanted = to;
        }
        self.decision = Some(Rc::new(decision));
    }

    /// Starts or takes away machines until there are as many as are wanted.
    fn reconcile(&mut self, trace: &mut Trace<Told>) {
        let (now, minimum) = (self.now, self.params.minimum());
        let failed: Vec<Machine> =
            self.machines.extract_if(.., |machine| machine.state == State::Failed).collect();
        for machine in failed {
            self.bill.end(machine.size, machine.age(now), minimum);
        }
        self.resize();
        let cause = trace.cause();
        let mut there = self.machines.iter().filter(|machine| machine.counts()).count() as u32;
        while there < self.wanted {
            let machine = self.new_machine();
            let id = machine.id;
            let place = self.machines.partition_point(|other| other.id < id);
            self.machines.insert(place, machine);
            trace.push(Record::note(now, Told::Started(id)).at_node(id).because(cause));
            there += 1;
        }
        while there > self.wanted {
            self.take_away(cause, trace);
            there -= 1;
        }
    }

    /// One machine after the other is made larger or smaller; meanwhile it stands still.
    fn resize(&mut self) {
        if self.count(State::Resizing) > 0 {
            return;
        }
        let (now, until, size) = (self.now, self.now + self.params.boot(), self.size);
        let other = |machine: &&mut Machine| machine.state == State::Ready && machine.size != size;
        if let Some(machine) = self.machines.iter_mut().find(other) {
            (machine.state, machine.changed, machine.until) = (State::Resizing, now, until);
            machine.size = size;
        }
    }

    /// The machine that goes first: one that boots, else the one that became ready last (as a ReplicaSet ranks them).
    fn take_away(&mut self, cause: Option<RecordId>, trace: &mut Trace<Told>) {
        let ranked = |machine: &&Machine| {
            (
                machine.state != State::Booting,
                std::cmp::Reverse(machine.changed),
                std::cmp::Reverse(machine.id),
            )
        };
        let counting = self.machines.iter().filter(|machine| machine.counts());
        let Some(id) = counting.min_by_key(ranked).map(|machine| machine.id) else { return };
        let (now, drain) = (self.now, self.params.drain());
        if let Some(machine) = self.machine_mut(id) {
            let drain = if machine.state == State::Booting { SimDuration::ZERO } else { drain };
            (machine.state, machine.changed, machine.until) = (State::Draining, now, now + drain);
        }
        trace.push(Record::note(now, Told::Drains(id)).at_node(id).because(cause));
    }

    /// Says when the objective begins to be missed and to be met, and when requests begin and cease to be lost.
    fn report(&mut self, trace: &mut Trace<Told>) {
        let passed = self.service.latest;
        let missed = passed.p99_s > self.params.objective_s();
        let loses = passed.lost > 0.0;
        if missed != self.missed {
            let p99 = SimDuration((passed.p99_s * 1e6) as u64);
            trace.push(Record::note(self.now, Told::Objective { met: !missed, p99 }));
        }
        if loses != self.loses {
            trace.push(Record::note(self.now, Told::Loses(loses)));
        }
        (self.missed, self.loses) = (missed, loses);
    }

    /// Takes over what may change while the run goes on.
    pub fn reconfigure(&mut self, params: &AutoscalingParams) {
        if (params.kind, params.settings()) != (self.params.kind, self.params.settings()) {
            self.controller = params.controller();
            self.judge.begin();
        }
        if params.forecasts() != self.params.forecasts() {
            self.predictive = params.predictive(self.seed, &self.demand, self.now);
        }
        self.params = params.clone();
        self.wanted = params.clamp(self.wanted);
    }
}

/// Thousandths of a core that a booting machine uses.
const BOOT_CPU: f64 = 800.0;
/// MiB that a machine of the smallest size uses, and has.
const MEMORY: f64 = 512.0;
const FULL: f64 = 1_024.0;
/// How long a service takes to start anew on a machine that is up.
const RESTART: SimDuration = SimDuration::from_ms(20_000);

impl World for FleetWorld {
    type Note = Told;

    fn next_at(&self) -> Option<SimTime> {
        Some(self.now + STEP)
    }

    fn step(&mut self, trace: &mut Trace<Told>) {
        let began = self.now;
        self.now += STEP;
        self.turn(trace);
        let minimum = self.params.minimum();
        self.judge.book.take_stock(began, &self.machines, minimum);
        self.serve();
        self.run_out(trace);
        self.scrape();
        let passed = self.service.latest;
        let note = Told::Passed { rate: passed.rate, ready: self.count(State::Ready), load: passed.load() };
        trace.push(Record::note(self.now, note));
        self.report(trace);
        self.decide(trace);
        self.reconcile(trace);
        self.judge.book.take_stock(self.now, &self.machines, minimum);
        self.judge.look_at_bill(self.now, &self.bill);
    }

    fn inject(&mut self, _: SimTime, fault: &Fault, _: &mut Trace<Told>) -> Result<(), String> {
        match fault {
            Fault::Crash(id) => self.crash(*id),
            Fault::Restart(id) => self.restart(*id),
            _ => Err("machines here crash and restart; the rest are orders".into()),
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
            machines,
            service: _,
            whole,
            controller,
            predictive,
            came: _,
            decision,
            wanted: _,
            size: _,
            trouble: _,
            bill: _,
            bound,
            judge,
            missed: _,
            loses: _,
            chances: _,
        } = self;
        // What a clone shares is weighed once.
        let own = |count: usize, bytes: usize| if count > 1 { 0 } else { bytes };
        size_of::<Self>()
            + demand.bytes()
            + machines.iter().map(Machine::bytes).sum::<usize>()
            + whole.bytes()
            + controller.bytes()
            + predictive.as_ref().map_or(0, Predictive::bytes)
            + decision.as_ref().map_or(0, |decision| own(Rc::strong_count(decision), decision.bytes()))
            + own(Rc::strong_count(bound), bound.bytes())
            + judge.bytes()
    }

    fn wounds(&self, now: SimTime) -> Vec<String> {
        let failed = self.machines.iter().filter(|machine| machine.state == State::Failed);
        let failed = failed.map(|machine| format!("{} has failed", machine.id));
        failed.chain(self.trouble.wounds(now)).collect()
    }
}

impl FleetWorld {
    fn crash(&mut self, id: NodeId) -> Result<(), String> {
        let now = self.now;
        let machine = self.machine_mut(id).ok_or_else(|| format!("there is no {id}"))?;
        if machine.state == State::Failed {
            return Err(format!("{id} has failed already"));
        }
        (machine.state, machine.changed) = (State::Failed, now);
        Ok(())
    }

    /// A machine that failed boots again, unless it has been replaced by then.
    fn restart(&mut self, id: NodeId) -> Result<(), String> {
        let (now, until) = (self.now, self.now + self.params.boot());
        let machine = self.machine_mut(id).ok_or_else(|| format!("there is no {id}"))?;
        if machine.state != State::Failed {
            return Err(format!("{id} has not failed"));
        }
        (machine.state, machine.changed, machine.until) = (State::Booting, now, until);
        machine.stillborn = false;
        Ok(())
    }
}

impl Hash for FleetWorld {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self {
            params: _,
            seed: _,
            now,
            demand,
            machines,
            service,
            whole,
            controller,
            predictive,
            came,
            decision,
            wanted,
            size,
            trouble,
            bill,
            bound: _,
            judge,
            missed,
            loses,
            chances,
        } = self;
        (now, demand, machines, service, whole, controller, predictive, came.to_bits()).hash(state);
        (decision, wanted, size, trouble, bill, judge, missed, loses, chances).hash(state);
    }
}
