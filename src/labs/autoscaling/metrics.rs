//! How a controller learns what the machines do: scraped at even times, averaged, late, and sometimes not at all.

use super::demand::STEP;
use super::machine::{Machine, State};
use super::service::StepStats;
use crate::algorithms::autoscaling as policy;
use crate::process::{Random, SimDuration, SimTime};
use std::collections::VecDeque;
use std::hash::{Hash, Hasher};

/// What the pipeline is like.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pipeline {
    /// The time between two scrapes.
    pub every: SimDuration,
    /// A value is the mean of so many scrapes.
    pub window: u32,
    /// A value is known so long after it was measured.
    pub delay: SimDuration,
    /// So many of a thousand samples are lost.
    pub lost_per_mille: u32,
}

impl Pipeline {
    /// A sample that is older than this is no sample any more.
    fn stale_after(&self) -> SimDuration {
        SimDuration(self.delay.0 + self.every.0 * 2)
    }

    /// How many samples are kept.
    fn keep(&self) -> usize {
        (u64::from(self.window) + self.delay.0 / self.every.0.max(1) + 2) as usize
    }

    /// Whether a scrape is due.
    pub fn is_due(&self, now: SimTime) -> bool {
        now.0.is_multiple_of(self.every.0.max(STEP.0))
    }
}

/// What was measured of one thing, the latest last.
#[derive(Clone, Debug, Default)]
pub struct Samples {
    /// Since the latest scrape: thousandths of a core and requests, times seconds, and the seconds.
    so_far: [f64; 3],
    kept: VecDeque<(SimTime, [f64; 3])>,
}

impl Samples {
    /// A step passed in which so much was used: thousandths of a core, requests a second.
    pub fn pass(&mut self, cpu: f64, requests: f64) {
        let seconds = STEP.seconds();
        self.so_far =
            [self.so_far[0] + cpu * seconds, self.so_far[1] + requests * seconds, self.so_far[2] + seconds];
    }

    /// A scrape: the means since the one before, and a third value as it is now.
    pub fn scrape(&mut self, now: SimTime, third: f64, is_lost: bool, pipeline: &Pipeline) {
        let [cpu, requests, seconds] = self.so_far.map(|sum| sum / self.so_far[2].max(1e-9));
        self.so_far = [0.0; 3];
        if !is_lost && seconds > 0.0 {
            self.kept.push_back((now, [cpu, requests, third]));
        }
        while self.kept.len() > pipeline.keep() {
            self.kept.pop_front();
        }
    }

    /// The means that are known at `now`, and when the latest of them was measured.
    pub fn known(&self, now: SimTime, pipeline: &Pipeline) -> Option<(SimTime, [f64; 3])> {
        let seen = self.kept.iter().rev().filter(|(at, _)| *at + pipeline.delay <= now);
        let mut values = seen.take(pipeline.window as usize);
        let (at, first) = values.next().copied()?;
        if now.since(at) > pipeline.stale_after() {
            return None;
        }
        let oldest = at.0.saturating_sub(u64::from(pipeline.window) * pipeline.every.0);
        let (sum, count) =
            values.filter(|(one, _)| one.0 > oldest).fold((first, 1.0), |(sum, count), (_, value)| {
                ([sum[0] + value[0], sum[1] + value[1], sum[2] + value[2]], count + 1.0)
            });
        Some((at, sum.map(|sum| sum / count)))
    }

    /// Bytes held on the heap.
    pub fn bytes(&self) -> usize {
        let Self { so_far: _, kept } = self;
        kept.capacity() * size_of::<(SimTime, [f64; 3])>()
    }
}

impl Hash for Samples {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self { so_far, kept } = self;
        (so_far.map(f64::to_bits), kept.len() as u64).hash(state);
        kept.iter().for_each(|(at, values)| (at, values.map(f64::to_bits)).hash(state));
    }
}

/// What is measured of the service as a whole: response time in ms, backlog, requests a second that came.
#[derive(Clone, Debug, Default, Hash)]
pub struct Whole {
    samples: Samples,
}

impl Whole {
    /// Bytes held on the heap.
    pub fn bytes(&self) -> usize {
        let Self { samples } = self;
        samples.bytes()
    }

    /// A step passed.
    pub fn pass(&mut self, stats: &StepStats) {
        self.samples.pass(stats.mean_s * 1e3, stats.rate);
    }

    /// A scrape.
    pub fn scrape(&mut self, now: SimTime, backlog: f64, is_lost: bool, pipeline: &Pipeline) {
        self.samples.scrape(now, backlog, is_lost, pipeline);
    }

    /// The values by [`policy::Signal`], as far as they are known at `now`.
    pub fn known(&self, now: SimTime, pipeline: &Pipeline) -> [Option<f64>; 5] {
        match self.samples.known(now, pipeline) {
            Some((_, [latency, requests, backlog])) => {
                [None, None, Some(requests), Some(latency), Some(backlog)]
            }
            None => [None; 5],
        }
    }
}

/// A machine as a controller sees it.
pub fn seen(machine: &Machine, now: SimTime, pipeline: &Pipeline) -> policy::Machine {
    let known = machine.samples.known(now, pipeline);
    let values = known.map_or([None; 5], |(_, [cpu, requests, memory])| {
        [Some(cpu), Some(memory), Some(requests), None, None]
    });
    policy::Machine {
        running: !matches!(machine.state, State::Booting | State::Failed | State::Pending),
        ready: machine.state == State::Ready,
        failed: machine.state == State::Failed,
        started: machine.started,
        ready_changed: machine.changed,
        values,
        measured: known.map_or(SimTime::ZERO, |(at, _)| at),
        window_seconds: pipeline.every.seconds() * f64::from(pipeline.window),
    }
}

/// Whether chance takes a sample away.
pub fn is_lost(random: &mut Random, per_mille: u32) -> bool {
    // Drawn always, so that a fault does not change what comes after it.
    random.below(1_000) < u64::from(per_mille)
}
