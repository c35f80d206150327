//! How many machines one metric asks for: replica_calculator.go of the Kubernetes HPA.
//!
//! Whole numbers of thousandths are summed and divided as there, so that 100 of 300 is 33 % and not 33.3 %. The ratio
//! of use to target is multiplied with the machines that were counted, never with those that are asked for, and
//! rounded up; in binary fractions, so that 25 machines at 121 % for 55 % become 56, since 2.2 x 25 is
//! 55.00000000000001. What is not known is taken for what changes least: a machine without a sample uses nothing when the
//! rest would scale up and all it was promised when the rest would scale down; one that is not ready yet uses
//! nothing when the rest would scale up and is left out otherwise.
//!
//! Deviations: a machine is a pod with one container. A sample belongs to a machine, so there are none of machines that
//! are gone, which the reference counts when it makes up for missing ones.

use super::super::observation::{Machine, Signal};
use crate::process::{SimDuration, SimTime};
use std::panic::Location;

/// How far the ratio of use to target may be from 1 before anything changes; the HPA's default is 0.1 each way.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tolerance {
    /// Above 1, at least 0.
    pub up: f64,
    /// Below 1, at least 0.
    pub down: f64,
}

impl Tolerance {
    /// True if the ratio is inside, both ends included: so since Kubernetes 1.33. Before it was |1 - ratio| <= 0.1, by
    /// which a ratio of 1.1 was outside, since 1.1 - 1 is more than 0.1 in binary.
    pub fn holds(self, ratio: f64) -> bool {
        (1.0 - self.down) <= ratio && ratio <= (1.0 + self.up)
    }
}

impl Default for Tolerance {
    fn default() -> Tolerance {
        Tolerance { up: 0.1, down: 0.1 }
    }
}

/// When a machine's CPU is believed: kube-controller-manager's flags.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Readiness {
    /// For so long after its start a machine's CPU counts only while it is ready, and only a sample that began after
    /// it became ready: `--horizontal-pod-autoscaler-cpu-initialization-period`, 5 min.
    pub cpu_initialization: SimDuration,
    /// After that, a machine that is not ready is left out if its readiness changed within this time of its start, as
    /// it was never ready: `--horizontal-pod-autoscaler-initial-readiness-delay`, 30 s.
    pub initial_delay: SimDuration,
}

impl Default for Readiness {
    fn default() -> Readiness {
        Readiness {
            cpu_initialization: SimDuration::from_ms(300_000),
            initial_delay: SimDuration::from_ms(30_000),
        }
    }
}

/// What a machine is for one metric: the reference's `groupPods`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// It counts.
    Ready,
    /// It boots, or its CPU is not believed yet.
    Unready,
    /// It has no sample.
    Missing,
    /// It failed or is being taken away.
    Ignored,
}

/// What a machine is for a metric of this signal.
pub fn standing(machine: &Machine, signal: Signal, now: SimTime, readiness: &Readiness) -> Standing {
    if machine.failed {
        Standing::Ignored
    } else if !machine.running {
        Standing::Unready
    } else if machine.value(signal).is_none() {
        Standing::Missing
    } else if signal == Signal::Cpu && is_cold(machine, now, readiness) {
        Standing::Unready
    } else {
        Standing::Ready
    }
}

/// True if its CPU says more of its start than of its work.
fn is_cold(machine: &Machine, now: SimTime, readiness: &Readiness) -> bool {
    if machine.started + readiness.cpu_initialization > now {
        let window = SimDuration((machine.window_seconds * 1e6) as u64);
        !machine.ready || machine.measured < machine.ready_changed + window
    } else {
        !machine.ready && machine.started + readiness.initial_delay > machine.ready_changed
    }
}

/// One machine as one metric sees it, in thousandths of the metric's unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Sample {
    /// What it is.
    pub standing: Standing,
    /// What it uses; 0 without a sample.
    pub usage: i64,
    /// What it was promised; only [`Aim::Utilisation`] reads it.
    pub promised: i64,
}

/// What a metric of machines is held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Aim {
    /// The sum of use is so many percent of the sum of promises; at least 1.
    Utilisation(i64),
    /// The mean use of a machine, in thousandths; at least 1.
    Average(i64),
}

/// What was measured, and its ratio to the target.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reading {
    /// Percent for [`Aim::Utilisation`], else thousandths; rounded down.
    pub usage: i64,
    /// That by the target.
    pub ratio: f64,
    /// The sum of use, in thousandths.
    pub sum: i64,
    /// The sum of promises, in thousandths, where there are any.
    pub promised: i64,
    /// How many machines it is of.
    pub counted: u32,
}

impl Aim {
    fn read(self, samples: &[Sample]) -> Reading {
        let sum: i64 = samples.iter().map(|sample| sample.usage).sum();
        let promised: i64 = samples.iter().map(|sample| sample.promised).sum();
        let (usage, target) = match self {
            Aim::Utilisation(percent) => (100 * sum / promised, percent),
            Aim::Average(value) => (sum / samples.len() as i64, value),
        };
        Reading { usage, ratio: usage as f64 / target as f64, sum, promised, counted: samples.len() as u32 }
    }

    /// What a machine without a sample is taken to use when the rest would scale down: all of its promise, or the
    /// target where that is more.
    fn fallback(self, sample: &Sample) -> i64 {
        match self {
            Aim::Utilisation(percent) => sample.promised * percent.max(100) / 100,
            Aim::Average(value) => value,
        }
    }
}

/// Why there is no proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Trouble {
    /// There is no machine.
    NoMachines,
    /// No machine that counts has a sample, or the service's own sample is missing.
    NoSamples,
    /// A machine was promised nothing, so that there is no percentage.
    NoPromise,
}

impl Trouble {
    /// A sentence.
    pub fn sentence(self) -> &'static str {
        match self {
            Trouble::NoMachines => "there is no machine",
            Trouble::NoSamples => "there is no sample of a machine that counts",
            Trouble::NoPromise => "machines are promised none of it, so that there is no percentage",
        }
    }
}

/// Why a proposal is what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// The ratio is inside the tolerance: as many as now.
    Within,
    /// With what was assumed, the ratio is on the other side of 1: as many as now.
    Reversed,
    /// With what was assumed, the count goes the other way than the ratio: as many as now.
    WrongWay,
    /// The ratio by the machines counted, rounded up.
    Computed,
}

/// How many machines a metric asks for, and how that came.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Proposal {
    /// How many.
    pub desired: u32,
    /// Of the machines that count.
    pub first: Reading,
    /// With what was assumed of others, where something was.
    pub second: Option<Reading>,
    /// Why so many.
    pub outcome: Outcome,
    /// The line of code that decided.
    pub site: &'static Location<'static>,
}

impl Proposal {
    #[track_caller]
    fn new(desired: u32, first: Reading, second: Option<Reading>, outcome: Outcome) -> Proposal {
        Proposal { desired, first, second, outcome, site: Location::caller() }
    }
}

/// So many machines, rounded up; the reference counts in 32 bits with a sign.
fn rounded_up(count: f64) -> u32 {
    count.ceil().min(f64::from(i32::MAX)) as u32
}

fn of(samples: &[Sample], standing: Standing) -> impl Iterator<Item = Sample> {
    samples.iter().copied().filter(move |sample| sample.standing == standing)
}

/// What a metric of machines asks for, where `current` are asked for at present: `GetResourceReplicas` and
/// `GetMetricReplicas`.
pub fn of_machines(
    current: u32,
    samples: &[Sample],
    aim: Aim,
    tolerance: Tolerance,
) -> Result<Proposal, Trouble> {
    if samples.is_empty() {
        return Err(Trouble::NoMachines);
    }
    let ready: Vec<Sample> = of(samples, Standing::Ready).collect();
    if ready.is_empty() {
        return Err(Trouble::NoSamples);
    }
    if matches!(aim, Aim::Utilisation(_)) && samples.iter().any(|sample| sample.promised <= 0) {
        return Err(Trouble::NoPromise);
    }
    let first = aim.read(&ready);
    let unready_count_as_idle = first.ratio > 1.0 && of(samples, Standing::Unready).next().is_some();
    if !unready_count_as_idle && of(samples, Standing::Missing).next().is_none() {
        return Ok(plainly(current, first, tolerance));
    }
    let second = aim.read(&with_assumed(ready, samples, aim, first.ratio));
    Ok(cautiously(current, first, second, tolerance))
}

/// The machines that count, and those of which something has to be assumed.
fn with_assumed(mut counted: Vec<Sample>, samples: &[Sample], aim: Aim, ratio: f64) -> Vec<Sample> {
    let missing = of(samples, Standing::Missing);
    if ratio > 1.0 {
        let idle = missing.chain(of(samples, Standing::Unready));
        counted.extend(idle.map(|sample| Sample { usage: 0, ..sample }));
    } else if ratio < 1.0 {
        counted.extend(missing.map(|sample| Sample { usage: aim.fallback(&sample), ..sample }));
    }
    counted
}

fn plainly(current: u32, reading: Reading, tolerance: Tolerance) -> Proposal {
    if tolerance.holds(reading.ratio) {
        return Proposal::new(current, reading, None, Outcome::Within);
    }
    let desired = rounded_up(reading.ratio * f64::from(reading.counted));
    Proposal::new(desired, reading, None, Outcome::Computed)
}

fn cautiously(current: u32, first: Reading, second: Reading, tolerance: Tolerance) -> Proposal {
    let (before, after) = (first.ratio, second.ratio);
    if tolerance.holds(after) {
        return Proposal::new(current, first, Some(second), Outcome::Within);
    }
    if (before < 1.0 && after > 1.0) || (before > 1.0 && after < 1.0) {
        return Proposal::new(current, first, Some(second), Outcome::Reversed);
    }
    let desired = rounded_up(after * f64::from(second.counted));
    if (after < 1.0 && desired > current) || (after > 1.0 && desired < current) {
        return Proposal::new(current, first, Some(second), Outcome::WrongWay);
    }
    Proposal::new(desired, first, Some(second), Outcome::Computed)
}

/// What a metric of the whole service asks for, against a target for the whole, in thousandths, where `serving`
/// machines are ready: `GetObjectMetricReplicas` and `GetExternalMetricReplicas` with a target of type Value.
pub fn of_whole(current: u32, serving: u32, usage: i64, target: i64, tolerance: Tolerance) -> Proposal {
    let ratio = usage as f64 / target as f64;
    // From nothing, the ratio alone says how many to begin with.
    let counted = if current == 0 { 1 } else { serving };
    let reading = Reading { usage, ratio, sum: usage, promised: 0, counted };
    if current > 0 && tolerance.holds(ratio) {
        return Proposal::new(current, reading, None, Outcome::Within);
    }
    Proposal::new(rounded_up(ratio * f64::from(counted)), reading, None, Outcome::Computed)
}

/// What a metric of the whole service asks for, against a target for each machine's share, in thousandths, where
/// `there` machines are: `GetObjectPerPodMetricReplicas` and `GetExternalPerPodMetricReplicas`, of type AverageValue.
pub fn of_share(there: u32, usage: i64, target: i64, tolerance: Tolerance) -> Proposal {
    let ratio = usage as f64 / (target as f64 * f64::from(there));
    let share = if there == 0 { 0 } else { (usage as f64 / f64::from(there)).ceil() as i64 };
    let reading = Reading { usage: share, ratio, sum: usage, promised: 0, counted: there };
    if tolerance.holds(ratio) {
        return Proposal::new(there, reading, None, Outcome::Within);
    }
    Proposal::new(rounded_up(usage as f64 / target as f64), reading, None, Outcome::Computed)
}
