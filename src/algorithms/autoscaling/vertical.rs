//! Vertical scaling: larger or smaller machines instead of more or fewer.
//!
//! Use over or under a threshold for a time asks for another size: the smallest on which the same use would be under
//! the upper threshold, else the largest. A machine in full use may want more than it shows, so from a size that was far
//! too small the way up has several steps.
//!
//! Source: the rule of thumb (thresholds and a hold time). Deviation from Kubernetes' VerticalPodAutoscaler, which
//! goes by percentiles of a decaying histogram of use; that machines have to start anew for another size is for the
//! caller.

use super::gauge::Gauge;
use super::observation::{Decision, Observation, Signal, Working};
use super::words::{length, number};
use crate::process::{SimDuration, SimTime};
use std::hash::{Hash, Hasher};

/// What vertical scaling is told.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// How many machines there are, whatever their size.
    pub count: u32,
    /// The sizes that there are, in multiples of the smallest, ascending; at least one.
    pub sizes: Vec<u32>,
    /// The size at the start, one of `sizes`.
    pub start: u32,
    /// What is looked at: a resource that a size has more or less of.
    pub signal: Signal,
    /// A larger size from this use on, in percent.
    pub up: f64,
    /// A smaller size from this use on down, in percent; below `up`.
    pub down: f64,
    /// How long the use has to be there.
    pub hold: SimDuration,
}

impl Default for Settings {
    /// One machine, CPU at 75 and 35 %, for 5 min.
    fn default() -> Settings {
        Settings {
            count: 1,
            sizes: vec![1, 2, 4, 8],
            start: 1,
            signal: Signal::Cpu,
            up: 75.0,
            down: 35.0,
            hold: SimDuration::from_ms(300_000),
        }
    }
}

/// Where use is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Zone {
    Above,
    Between,
    Below,
}

/// A size that follows use, and since when use is where it is.
#[derive(Clone, Debug)]
pub struct Vertical {
    settings: Settings,
    size: u32,
    zone: Zone,
    since: SimTime,
}

impl Hash for Vertical {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self { settings: _, size, zone, since } = self;
        (size, zone, since).hash(state);
    }
}

impl Vertical {
    /// A controller that has seen nothing yet.
    ///
    /// # Panics
    /// If the sizes are none, not ascending, or without `start`.
    pub fn new(settings: Settings) -> Vertical {
        assert!(settings.sizes.contains(&settings.start), "the first size is one of the sizes");
        assert!(settings.sizes.is_sorted() && settings.sizes[0] > 0, "sizes ascend from above zero");
        Vertical { size: settings.start, settings, zone: Zone::Between, since: SimTime::ZERO }
    }

    /// The size that machines should have.
    pub fn size(&self) -> u32 {
        self.size
    }

    /// As many machines as always; [`Vertical::size`] says of what size. What is promised is of the present size.
    pub fn decide(&mut self, seen: &Observation) -> Decision {
        let gauge = Gauge::Utilisation(self.settings.signal);
        let Some(usage) = gauge.read(seen) else {
            (self.zone, self.since) = (Zone::Between, seen.now);
            let working = vec![Working::new("Unknown", "no machine has a sample: the size stays")];
            return Decision::new(self.settings.count, "no sample of a machine", working);
        };
        let zone = self.zone_of(usage);
        if zone != self.zone {
            (self.zone, self.since) = (zone, seen.now);
        }
        let reason = self.where_it_is(usage, seen.now, gauge);
        let mut working = vec![Working::new("Use", reason.clone())];
        if zone != Zone::Between && seen.now.since(self.since) >= self.settings.hold {
            working.push(self.resize(usage, seen.now));
        }
        Decision::new(self.settings.count, reason, working)
    }

    fn zone_of(&self, usage: f64) -> Zone {
        if usage >= self.settings.up {
            Zone::Above
        } else if usage <= self.settings.down {
            Zone::Below
        } else {
            Zone::Between
        }
    }

    fn where_it_is(&self, usage: f64, now: SimTime, gauge: Gauge) -> String {
        let (shown, size) = (gauge.shown(usage), self.size);
        let (up, down) = (number(self.settings.up), number(self.settings.down));
        let (since, hold) = (length(now.since(self.since)), length(self.settings.hold));
        match self.zone {
            Zone::Above => format!("{shown} of size {size} is at or above {up} for {since} of {hold}"),
            Zone::Below => format!("{shown} of size {size} is at or below {down} for {since} of {hold}"),
            Zone::Between => format!("{shown} of size {size} is between {down} and {up}"),
        }
    }

    /// The smallest size on which this use is under the upper threshold.
    fn resize(&mut self, usage: f64, now: SimTime) -> Working {
        let used = usage * f64::from(self.size);
        let fits = |size: &&u32| used / f64::from(**size) < self.settings.up;
        let largest = self.settings.sizes.last().copied().unwrap_or(self.size);
        let size = self.settings.sizes.iter().find(fits).copied().unwrap_or(largest);
        let (usage, on, old) = (number(usage), number(used / f64::from(size)), self.size);
        let shown = match size == old {
            true => format!("no size suits {usage} % of size {old} better: it stays"),
            false => format!("{usage} % of size {old} are {on} % of size {size}: so large"),
        };
        (self.size, self.zone, self.since) = (size, Zone::Between, now);
        Working::new("Size", shown)
    }

    /// Bytes on the heap that a clone copies.
    pub fn bytes(&self) -> usize {
        let Self { settings, size: _, zone: _, since: _ } = self;
        settings.sizes.len() * size_of::<u32>()
    }
}
