//! What a controller sees, and what it answers.

use crate::process::SimTime;
use std::hash::{Hash, Hasher};
use std::panic::Location;

/// What is measured of machines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Signal {
    /// Processor time used, in thousandths of a core.
    Cpu,
    /// Memory used, in MiB.
    Memory,
    /// Requests that came, a second.
    Requests,
    /// The mean response time of late, in milliseconds.
    Latency,
    /// Requests that wait.
    Backlog,
}

impl Signal {
    /// All of them, in order.
    pub const ALL: [Signal; 5] =
        [Signal::Cpu, Signal::Memory, Signal::Requests, Signal::Latency, Signal::Backlog];
}

/// One machine as the metrics pipeline shows it: late, averaged, and sometimes not at all.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Machine {
    /// It runs: it is neither waiting for its boot nor gone.
    pub running: bool,
    /// It is ready: requests are sent to it.
    pub ready: bool,
    /// It failed for good, or is being taken away: it counts no more.
    pub failed: bool,
    /// When it was started.
    pub started: SimTime,
    /// When its readiness last changed.
    pub ready_changed: SimTime,
    /// The latest value of each signal, by [`Signal`]; none where a sample is missing.
    pub values: [Option<f64>; 5],
    /// When those were measured, and over how long they are means, in seconds.
    pub measured: SimTime,
    /// The time over which a value is a mean, in seconds.
    pub window_seconds: f64,
}

impl Machine {
    /// The value of a signal, if there is one.
    pub fn value(&self, signal: Signal) -> Option<f64> {
        self.values[signal as usize]
    }
}

/// What a controller sees at one moment.
#[derive(Clone, Copy, Debug)]
pub struct Observation<'a> {
    /// Now.
    pub now: SimTime,
    /// How many machines are asked for at present.
    pub desired: u32,
    /// The machines that there are, booting ones too.
    pub machines: &'a [Machine],
    /// What each machine was promised of a signal, by [`Signal`]: its request in thousandths of a core and MiB.
    pub promised: [f64; 5],
    /// The value of each signal for the whole service, by [`Signal`]: requests a second and the backlog summed, the
    /// response time in the mean; none where a sample is missing.
    pub whole: [Option<f64>; 5],
}

impl Observation<'_> {
    /// How many machines serve: they run, are ready and have not failed.
    pub fn serving(&self) -> u32 {
        let serves = |machine: &&Machine| machine.running && machine.ready && !machine.failed;
        self.machines.iter().filter(serves).count() as u32
    }

    /// How many machines there are, without those that failed or are being taken away.
    pub fn there(&self) -> u32 {
        self.machines.iter().filter(|machine| !machine.failed).count() as u32
    }
}

/// A line of a decision's working: words, and the formula with this moment's numbers.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Working {
    /// What is done: "Ratio", "Stabilise", "Limit".
    pub rule: &'static str,
    /// With numbers: `486 / 540 = 0.90; 1.50 of the target`.
    pub shown: String,
}

impl Working {
    /// A line.
    pub fn new(rule: &'static str, shown: impl Into<String>) -> Working {
        Working { rule, shown: shown.into() }
    }
}

/// How many machines there should be, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    /// How many.
    pub desired: u32,
    /// How many the metrics asked for before anything held them back, where that is known.
    pub proposed: Option<u32>,
    /// The metric that counted by its target, with what was assumed of machines that are not known; target tracking alone.
    pub ratio: Option<f64>,
    /// In one short line: what was measured, against what, and what held the count back, if anything did:
    /// `CPU 81 % over target 60 %, capped by 100 %/15 s`.
    pub reason: String,
    /// Line by line.
    pub working: Vec<Working>,
    /// The line of code that decided.
    pub site: &'static Location<'static>,
}

impl Decision {
    /// Bytes that it holds, itself included, by estimate.
    pub fn bytes(&self) -> usize {
        let Self { reason, working, desired: _, proposed: _, ratio: _, site: _ } = self;
        let lines = working.iter().map(|line| size_of::<Working>() + line.shown.capacity());
        size_of::<Self>() + reason.capacity() + lines.sum::<usize>()
    }
}

/// Not the line of code: it moves.
impl Hash for Decision {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self { desired, proposed, ratio, reason, working, site: _ } = self;
        (desired, proposed, ratio.map(f64::to_bits), reason, working).hash(state);
    }
}

impl Decision {
    /// A decision that was taken where this is called.
    #[track_caller]
    pub fn new(desired: u32, reason: impl Into<String>, working: Vec<Working>) -> Decision {
        Decision {
            desired,
            proposed: None,
            ratio: None,
            reason: reason.into(),
            working,
            site: Location::caller(),
        }
    }
}
