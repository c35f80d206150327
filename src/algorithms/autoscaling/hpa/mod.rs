//! The Kubernetes HorizontalPodAutoscaler, autoscaling/v2, as a policy: horizontal.go and replica_calculator.go.
//!
//! Each metric asks for a count ([`replicas`]); the greatest counts. Recommendations of late hold it ([`stabilise`]),
//! then scaling policies limit how fast it changes, then the least and greatest count ([`limits`]). If a metric has
//! no answer, machines may be added by the others but none removed. A count outside its bounds is first brought
//! inside without a look at any metric.
//!
//! The caller asks every sync period, 15 s by default, and does what is said. Not here: several containers in a
//! machine, who owns which machines, and errors of an API.

pub mod limits;
mod reason;
pub mod replicas;
mod settings;
pub mod stabilise;
mod words;

pub use settings::{Metric, Settings, Target};

use super::bounds::Bounds;
use super::observation::{Decision, Machine, Observation, Signal};
use crate::process::SimDuration;
use limits::{Events, Limits, Reason};
use replicas::{Aim, Proposal, Sample, Trouble, of_machines, of_share, of_whole, standing};
use stabilise::Recommendations;
use std::hash::{Hash, Hasher};

/// An autoscaler with its memory: recommendations and changes of late.
#[derive(Clone, Debug)]
pub struct Hpa {
    settings: Settings,
    recommendations: Recommendations,
    events: Events,
}

impl Hash for Hpa {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self { settings: _, recommendations, events } = self;
        (recommendations, events).hash(state);
    }
}

/// A value in thousandths of its unit, to the nearest; CPU is in thousandths already. The reference rounds up
/// (`Quantity.MilliValue`), which would make 1101 of 1.1.
fn thousandths(signal: Signal, value: f64) -> i64 {
    let scale = if signal == Signal::Cpu { 1.0 } else { 1_000.0 };
    (value * scale).round() as i64
}

impl Hpa {
    /// An autoscaler that has seen nothing yet.
    pub fn new(settings: Settings) -> Hpa {
        Hpa { settings, recommendations: Recommendations::default(), events: Events::default() }
    }

    /// What it was told.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Other bounds from the next look on.
    pub fn set_bounds(&mut self, bounds: Bounds) {
        self.settings.bounds = bounds;
    }

    /// How many machines there should be. The caller is expected to ask for as many: it counts as done.
    pub fn decide(&mut self, seen: &Observation) -> Decision {
        self.recommendations.begin(seen.desired, seen.now);
        let decision = self.before_metrics(seen).unwrap_or_else(|| self.by_metrics(seen));
        self.events.push(seen.desired, decision.desired, seen.now, self.longest_period());
        decision
    }

    /// The caller asks for another number than was decided at this look: that is what counts as done.
    pub fn amend(&mut self, seen: &Observation, desired: u32) {
        self.events.amend(seen.desired, desired, seen.now);
    }

    /// What is decided without a look at any metric.
    fn before_metrics(&self, seen: &Observation) -> Option<Decision> {
        let bounds = self.settings.bounds;
        if seen.desired == 0 && bounds.min > 0 {
            return Some(Decision::new(0, "no machine is asked for", vec![words::off()]));
        }
        let inside = bounds.clamp(seen.desired);
        let working = || vec![words::outside(seen.desired, bounds)];
        (inside != seen.desired).then(|| Decision::new(inside, bounds.outside(seen.desired), working()))
    }

    fn by_metrics(&mut self, seen: &Observation) -> Decision {
        let mut working = Vec::new();
        let metrics = self.settings.metrics.iter();
        let proposals: Vec<_> = metrics.map(|metric| (*metric, self.propose(metric, seen))).collect();
        for (metric, (samples, proposal)) in &proposals {
            working.extend(words::proposal(metric, samples, proposal, self.settings.tolerance, seen.desired));
        }
        let answers: Vec<_> = proposals.iter().map(|(metric, (_, proposal))| (*metric, *proposal)).collect();
        // The first of equals, as in the reference.
        let known = answers.iter().rev().filter_map(|(metric, proposal)| Some((*metric, proposal.ok()?)));
        let best = known.max_by_key(|(_, one)| one.desired);
        let some_failed = answers.iter().any(|(_, proposal)| proposal.is_err());
        if let Some((metric, best)) = best.filter(|(_, best)| !some_failed || best.desired >= seen.desired) {
            working.extend(words::greatest(&answers, best.desired));
            return self.moderate(seen, &metric, best, working);
        }
        working.push(words::blocked(best.map(|(_, best)| best), seen.desired));
        Decision::new(seen.desired, "a metric is unknown", working)
    }

    /// What a metric asks for, and the machines as it sees them.
    fn propose(&self, metric: &Metric, seen: &Observation) -> (Vec<Sample>, Result<Proposal, Trouble>) {
        let Metric { signal, target } = *metric;
        let tolerance = self.settings.tolerance;
        let whole = || {
            let value = seen.whole[signal as usize].ok_or(Trouble::NoSamples);
            value.map(|value| thousandths(signal, value))
        };
        let target_in_thousandths = |value: f64| thousandths(signal, value).max(1);
        let of_aim = |aim: Aim| {
            let samples = self.samples(signal, seen);
            let proposal = of_machines(seen.desired, &samples, aim, tolerance);
            (samples, proposal)
        };
        match target {
            Target::Utilisation(percent) => of_aim(Aim::Utilisation(i64::from(percent.max(1)))),
            Target::Average(value) => of_aim(Aim::Average(target_in_thousandths(value))),
            Target::Whole(value) => {
                let target = target_in_thousandths(value);
                let proposal = |usage| of_whole(seen.desired, seen.serving(), usage, target, tolerance);
                (Vec::new(), whole().map(proposal))
            }
            Target::Share(value) => {
                let target = target_in_thousandths(value);
                (Vec::new(), whole().map(|usage| of_share(seen.there(), usage, target, tolerance)))
            }
        }
    }

    fn samples(&self, signal: Signal, seen: &Observation) -> Vec<Sample> {
        let promised = thousandths(signal, seen.promised[signal as usize]);
        let sample = |machine: &Machine| Sample {
            standing: standing(machine, signal, seen.now, &self.settings.readiness),
            usage: thousandths(signal, machine.value(signal).unwrap_or(0.0)),
            promised,
        };
        seen.machines.iter().map(sample).collect()
    }

    /// Stabilises and limits a recommendation.
    fn moderate(
        &mut self,
        seen: &Observation,
        metric: &Metric,
        best: Proposal,
        mut working: Vec<super::Working>,
    ) -> Decision {
        let Settings { up, down, bounds, .. } = &self.settings;
        let current = seen.desired;
        let held = self.recommendations.stabilise(current, best.desired, seen.now, up.window, down.window);
        working.push(words::stabilised(best.desired, &held, up.window, down.window));
        let limits = Limits { up, down, bounds: *bounds, events: &self.events, now: seen.now };
        let limited = limits.limit(current, held.desired);
        working.extend(words::limited(current, held.desired, &limited, &limits));
        let reason = [
            reason::measured(metric, &best),
            reason::stabilised(best.desired, &held, up.window, down.window),
            reason::limited(current, held.desired, &limited, &limits),
        ];
        let site = match limited.reason {
            Reason::Within if held.desired == best.desired => best.site,
            Reason::Within => held.site,
            _ => limited.site,
        };
        Decision {
            desired: limited.desired,
            proposed: Some(best.desired),
            ratio: Some(best.second.unwrap_or(best.first).ratio),
            reason: reason.concat(),
            working,
            site,
        }
    }

    /// The longest time that a scaling policy looks back.
    fn longest_period(&self) -> SimDuration {
        let policies = self.settings.up.policies.iter().chain(&self.settings.down.policies);
        policies.map(|policy| policy.period).max().unwrap_or(SimDuration::ZERO)
    }

    /// Bytes on the heap that a clone copies, by estimate.
    pub fn bytes(&self) -> usize {
        let Self { settings, recommendations, events } = self;
        let policies = settings.up.policies.len() + settings.down.policies.len();
        let told = policies * size_of::<limits::Policy>() + settings.metrics.len() * size_of::<Metric>();
        told + recommendations.bytes() + events.bytes()
    }
}
