//! The control loop: machines are scraped, the controller is shown what is known of them, and says how many there are to be.

use super::controls::FORECAST_STEP;
use super::event::FleetEvent;
use super::judge::Judge;
use super::machine::{Machine, State};
use super::metrics::{self, Whole};
use super::situation::{FULL, Situation};
use crate::algorithms::autoscaling as policy;
use crate::algorithms::autoscaling::forecast::Expected;
use crate::algorithms::autoscaling::predictive::Predictive;
use crate::algorithms::autoscaling::{Controller, Decision, Gauge, Observation};
use crate::process::{Random, SimDuration, SimTime};
use crate::sim::{Record, Trace};
use std::rc::Rc;

/// Who decides how many machines there are, and by what.
#[derive(Clone)]
#[allow(missing_docs)] // The others are said by their types.
pub struct Control {
    /// What is measured of the service as a whole.
    pub whole: Whole,
    pub controller: Controller,
    pub predictive: Option<Predictive>,
    /// Requests that came since the forecast's latest step.
    pub(super) came: f64,
    pub decision: Option<Rc<Decision>>,
    /// How many machines there are to be.
    pub desired: u32,
    /// The size that they are to have.
    pub size: u32,
    /// Which samples are lost.
    pub(super) losses: Random,
}

impl Control {
    /// Nothing has been measured or decided yet.
    pub fn new(at: &Situation, predictive: Option<Predictive>, losses: Random) -> Control {
        let controller = at.params.controller();
        Control {
            whole: Whole::default(),
            size: controller.size().unwrap_or(at.params.size),
            controller,
            predictive,
            came: 0.0,
            decision: None,
            desired: at.params.clamp(at.params.start),
            losses,
        }
    }

    /// Measures the machines and the service, if it is time.
    pub fn scrape(&mut self, machines: &mut [Machine], backlog: f64, at: &Situation) {
        let pipeline = at.pipeline();
        if !pipeline.is_due(at.now) {
            return;
        }
        for machine in machines {
            let memory = at.memory(machine);
            let lost = metrics::is_lost(&mut self.losses, pipeline.lost_per_mille);
            machine.samples.scrape(at.now, memory, lost, &pipeline);
        }
        let lost = metrics::is_lost(&mut self.losses, pipeline.lost_per_mille);
        self.whole.scrape(at.now, backlog, lost, &pipeline);
    }

    /// Asks the controller, if it is time. Whether another number of machines is desired now.
    pub fn decide(
        &mut self,
        machines: &[Machine],
        at: &Situation,
        judge: &mut Judge,
        trace: &mut Trace<FleetEvent>,
    ) -> bool {
        if !at.now.0.is_multiple_of(at.params.sync().0) {
            return false;
        }
        let seen = seen(machines, at);
        let observation = self.observe(&seen, at);
        let mut decision = self.controller.decide(&observation);
        let decided = decision.desired;
        if let Some(predictive) = &self.predictive {
            decision = predictive.decide(decision);
        }
        keep_in_bounds(&mut decision, at);
        if decision.desired != decided {
            self.controller.amend(&observation, decision.desired);
        }
        judge.decided(at.now, (self.desired, decided), &decision, at.params);
        let changes = self.take_decision(decision, at.now, trace);
        if let Some(size) = self.controller.size() {
            self.size = size;
        }
        changes
    }

    fn take_decision(&mut self, decision: Decision, now: SimTime, trace: &mut Trace<FleetEvent>) -> bool {
        let (from, to) = (self.desired, decision.desired);
        if from != to {
            let note = FleetEvent::Decided { from, to, because: decision.reason.clone() };
            trace.push(Record::note(now, note).made_by(decision.site));
            self.desired = to;
        }
        self.decision = Some(Rc::new(decision));
        from != to
    }

    fn observe<'a>(&self, machines: &'a [policy::Machine], at: &Situation) -> Observation<'a> {
        let size = f64::from(self.size);
        Observation {
            now: at.now,
            desired: self.desired,
            machines,
            promised: [1_000.0 * size, FULL * size, at.params.machine_rate(), 0.0, 0.0],
            whole: self.whole.known(at.now, &at.pipeline()),
        }
    }

    /// How busy the controller believes the machines to be, in percent of a core.
    pub fn seen_percent(&self, machines: &[Machine], at: &Situation) -> f64 {
        let seen = seen(machines, at);
        Gauge::Utilisation(policy::Signal::Cpu).read(&self.observe(&seen, at)).unwrap_or(0.0)
    }

    /// The forecast is shown the requests that came in a step.
    pub fn foresee(&mut self, came: f64, now: SimTime) {
        self.came += came;
        if now.0.is_multiple_of(FORECAST_STEP.0) {
            let rate = std::mem::take(&mut self.came) / FORECAST_STEP.seconds();
            if let Some(predictive) = &mut self.predictive {
                predictive.forecast.observe(rate);
            }
        }
    }

    /// What the forecast expects of the demand when a machine that is asked for now can serve, and in how long that is.
    pub fn expected(&self) -> Option<(SimDuration, Expected)> {
        let predictive = self.predictive.as_ref()?;
        let steps = predictive.settings.lead_steps;
        Some((SimDuration(steps * FORECAST_STEP.0), predictive.forecast.ahead(steps)?))
    }

    /// The forecast's mean absolute percentage error so far; nought without one.
    pub fn forecast_error(&self) -> f64 {
        let far = self.predictive.as_ref().and_then(|one| one.forecast.far().mean_absolute_percentage());
        far.unwrap_or(0.0)
    }

    /// Bytes that it holds on the heap, by estimate; a decision that a clone shares is weighed once.
    pub fn bytes(&self) -> usize {
        let Self { whole, controller, predictive, came: _, decision, desired: _, size: _, losses: _ } = self;
        let own = decision.as_ref().filter(|decision| Rc::strong_count(decision) == 1);
        whole.bytes()
            + controller.bytes()
            + predictive.as_ref().map_or(0, Predictive::bytes)
            + own.map_or(0, |decision| decision.bytes())
    }
}

/// The machines as the controller sees them.
fn seen(machines: &[Machine], at: &Situation) -> Vec<policy::Machine> {
    let pipeline = at.pipeline();
    let stays = machines.iter().filter(|machine| machine.state != State::Draining);
    stays.map(|machine| metrics::seen(machine, at.now, &pipeline)).collect()
}

/// A forecast or a fixed count may be outside the bounds.
fn keep_in_bounds(decision: &mut Decision, at: &Situation) {
    let inside = at.params.clamp(decision.desired);
    if inside != decision.desired {
        decision.reason = format!("{}, kept in bounds at {inside}", decision.reason);
        decision.desired = inside;
    }
}
