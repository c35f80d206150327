//! What can be set: the traffic, what a request needs, machines and their price, the controller, the metrics.

use super::behaviour::Behaviour;
use super::hours::Hours;
use super::metrics::Pipeline;
use super::nodes::Room;
use super::release::Rolling;
use super::service::Work;
use super::thresholds::Thresholds;
use crate::algorithms::autoscaling::Kind;
use crate::lab::Alternative;
use crate::process::SimDuration;

/// How the rate of requests goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // The others are what they are called.
pub enum Shape {
    /// Always the same rate.
    Steady,
    Step,
    Flash,
    /// Days and nights, with a weekend.
    Week,
    /// Up slowly, down at once, again and again.
    Sawtooth,
    /// Up slowly, over the whole time.
    Ramp,
    /// The day that comes with the project.
    Recorded,
}

/// What target tracking and thresholds go by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // The others are what they are called.
pub enum Watched {
    Cpu,
    Memory,
    /// Requests of each machine.
    Requests,
    /// The mean response time.
    Latency,
    /// The greater of what the two ask for.
    CpuAndRequests,
}

/// What forecasts the demand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // The others are what they are called.
pub enum Forecasting {
    None,
    /// As it was a day ago.
    Naive,
    /// Holt-Winters with a day as its season.
    HoltWinters,
    Regression,
}

/// All controllers, in the order of [`Kind::ALL`].
pub const KINDS: &[Alternative<Kind>] = &{
    let mut list = [Alternative::new("", "", Kind::ALL[0]); Kind::ALL.len()];
    let mut place = 0;
    while place < list.len() {
        let kind = Kind::ALL[place];
        list[place] = Alternative::new(kind.key(), kind.name(), kind);
        place += 1;
    }
    list
};

/// What can be set. Times are in the unit of the name.
#[derive(Clone, Debug, PartialEq)]
pub struct AutoscalingParams {
    pub(super) kind: Kind,
    pub(super) watched: Watched,
    pub(super) target: u32,
    pub(super) sync_s: u32,
    pub(super) forecast: Forecasting,
    pub(super) behaviour: Behaviour,
    pub(super) thresholds: Thresholds,
    pub(super) hours: Hours,
    pub(super) shape: Shape,
    /// Somebody's own traffic comes instead; set by the act `traffic`.
    pub(super) own_traffic: bool,
    /// Requests a second.
    pub(super) rate: u64,
    pub(super) peak_tenths: u64,
    pub(super) period_minutes: u32,
    pub(super) days: u32,
    pub(super) noise: bool,
    /// Tenths of a millisecond.
    pub(super) cpu_tenths: u64,
    pub(super) wait_ms: u64,
    pub(super) threads: u32,
    pub(super) patience_s: u32,
    pub(super) objective_ms: u64,
    pub(super) start: u32,
    pub(super) min: u32,
    pub(super) max: u32,
    pub(super) size: u32,
    pub(super) boot_s: u32,
    pub(super) warm_s: u32,
    pub(super) drain_s: u32,
    pub(super) price_cents: u32,
    pub(super) minimum_s: u32,
    pub(super) scrape_s: u32,
    pub(super) window: u32,
    pub(super) delay_s: u32,
    pub(super) missing_percent: u32,
    pub(super) rolling: Rolling,
    pub(super) nodes: Room,
}

impl Default for AutoscalingParams {
    fn default() -> Self {
        AutoscalingParams {
            kind: Kind::Hpa,
            watched: Watched::Cpu,
            target: 60,
            sync_s: 15,
            forecast: Forecasting::None,
            behaviour: Behaviour::default(),
            thresholds: Thresholds::default(),
            hours: Hours::default(),
            shape: Shape::Week,
            own_traffic: false,
            rate: 400,
            peak_tenths: 18,
            period_minutes: 30,
            days: 7,
            noise: true,
            cpu_tenths: 200,
            wait_ms: 30,
            threads: 32,
            patience_s: 10,
            objective_ms: 300,
            start: 8,
            min: 2,
            max: 40,
            size: 1,
            boot_s: 90,
            warm_s: 60,
            drain_s: 30,
            price_cents: 10,
            minimum_s: 60,
            scrape_s: 15,
            window: 2,
            delay_s: 0,
            missing_percent: 0,
            rolling: Rolling::default(),
            nodes: Room::default(),
        }
    }
}

/// Whole seconds.
pub(super) fn seconds(seconds: u32) -> SimDuration {
    SimDuration(u64::from(seconds) * 1_000_000)
}

impl AutoscalingParams {
    /// How the rate goes now.
    pub(super) fn pattern(&self) -> Shape {
        if self.own_traffic { Shape::Recorded } else { self.shape }
    }

    /// The price of an hour of the smallest machine.
    pub fn price(&self) -> f64 {
        f64::from(self.price_cents) / 100.0
    }

    /// The objective for the 99th percentile, in seconds.
    pub fn objective_s(&self) -> f64 {
        self.objective_ms as f64 / 1e3
    }

    /// From a machine's start until it takes requests, in the mean.
    pub fn boot(&self) -> SimDuration {
        seconds(self.boot_s)
    }

    /// How long a machine is slow after its boot.
    pub fn warm_up(&self) -> SimDuration {
        seconds(self.warm_s)
    }

    /// How long a machine is kept that gets nothing more.
    pub fn drain(&self) -> SimDuration {
        seconds(self.drain_s)
    }

    /// For how long a machine is paid at least.
    pub fn minimum(&self) -> SimDuration {
        seconds(self.minimum_s)
    }

    /// The time between two decisions.
    pub fn sync(&self) -> SimDuration {
        seconds(self.sync_s)
    }

    /// The fewest and the most machines, the fewest first whatever was set.
    pub fn bounds(&self) -> (u32, u32) {
        (self.min.min(self.max), self.max.max(self.min))
    }

    /// A number of machines inside the bounds.
    pub fn clamp(&self, count: u32) -> u32 {
        let (least, most) = self.bounds();
        count.clamp(least, most)
    }

    /// What a request needs while what it waits for takes `slow` times as long.
    pub fn work(&self, slow: f64) -> Work {
        Work {
            cpu_s: self.cpu_tenths as f64 / 1e4,
            wait_s: self.wait_ms as f64 / 1e3 * slow,
            threads: self.threads.into(),
            patience_s: self.patience_s.into(),
        }
    }

    /// Requests a second that a warm machine of the size that is set can do.
    pub fn machine_rate(&self) -> f64 {
        self.work(1.0).rate() * f64::from(self.size)
    }

    /// How metrics come to the controller.
    pub fn pipeline(&self) -> Pipeline {
        Pipeline {
            every: seconds(self.scrape_s),
            window: self.window,
            delay: seconds(self.delay_s),
            lost_per_mille: self.missing_percent * 10,
        }
    }
}
