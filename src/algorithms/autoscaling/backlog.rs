//! Machines by the queue: so many that each has no more waiting than it can work off in time.
//!
//! AWS EC2 Auto Scaling, Scaling policy based on Amazon SQS: the acceptable backlog of an instance is the latency that
//! may pass by the time that a message takes; the backlog is divided among the machines that work. The count is the
//! backlog by the acceptable one, rounded up, which is target tracking with its proportion written out:
//! workers x (backlog / workers) / target. Target tracking takes machines away more slowly than it adds them; here
//! they may go once none were added for `hold`.

use super::bounds::Bounds;
use super::observation::{Decision, Observation, Signal, Working};
use super::words::{length, number};
use crate::process::{SimDuration, SimTime};
use std::hash::{Hash, Hasher};

/// What the queue-length controller is told.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// The fewest and the most machines.
    pub bounds: Bounds,
    /// How many requests may wait for each machine, above zero.
    pub each: f64,
    /// How long it has to ask for fewer machines before any go.
    pub hold: SimDuration,
}

impl Settings {
    /// How many requests may wait for a machine that takes `service` for each, if each may take `latency` in all.
    pub fn acceptable(latency: SimDuration, service: SimDuration) -> f64 {
        latency.0 as f64 / service.0.max(1) as f64
    }
}

impl Default for Settings {
    /// AWS's example: 10 s of latency at 0.1 s a message are 100 that may wait.
    fn default() -> Settings {
        Settings { bounds: Bounds::default(), each: 100.0, hold: SimDuration::from_ms(300_000) }
    }
}

/// Machines by the queue, and since when it asks for fewer than there are.
#[derive(Clone, Debug)]
pub struct Backlog {
    settings: Settings,
    fewer_since: Option<SimTime>,
}

impl Hash for Backlog {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self { settings: _, fewer_since } = self;
        fewer_since.hash(state);
    }
}

impl Backlog {
    /// A controller that has seen nothing yet.
    ///
    /// # Panics
    /// If [`Settings::each`] is not above zero.
    pub fn new(settings: Settings) -> Backlog {
        assert!(settings.each > 0.0, "a machine with nothing waiting is never reached");
        Backlog { settings, fewer_since: None }
    }

    /// How many machines there should be.
    pub fn decide(&mut self, seen: &Observation) -> Decision {
        let Settings { bounds, each, .. } = self.settings;
        let Some(backlog) = seen.whole[Signal::Backlog as usize] else {
            let shown = format!("the backlog is unknown: stay at {}", seen.desired);
            let working = vec![Working::new("Unknown", shown)];
            return Decision::new(bounds.clamp(seen.desired), "backlog unknown", working);
        };
        let needed = (backlog / each).ceil().clamp(0.0, f64::from(u32::MAX)) as u32;
        let inside = bounds.clamp(needed);
        let workers = seen.serving();
        let share = number(backlog / f64::from(workers.max(1)));
        let (waits, per) = (number(backlog), number(each));
        let mut working = vec![
            Working::new("Backlog", format!("{waits} wait for {workers} that work: {share} each, {per} may")),
            Working::new("Count", format!("{waits} / {per}, rounded up: {needed}")),
        ];
        if inside != needed {
            let shown = format!("{} to {}: {needed} becomes {inside}", bounds.min, bounds.max);
            working.push(Working::new("Bounds", shown));
        }
        let reason = self.reason(backlog, needed, seen.desired);
        if inside >= seen.desired {
            self.fewer_since = None;
            return Decision::new(inside, reason, working);
        }
        self.fewer(inside, seen, reason, working)
    }

    /// What waits against what may wait for the machines that are asked for, and the bound, if one holds it back.
    fn reason(&self, backlog: f64, needed: u32, current: u32) -> String {
        let Settings { bounds, each, .. } = self.settings;
        let (may, held) = (f64::from(current) * each, bounds.held(needed));
        let side = if backlog > may { "over" } else { "below" };
        format!("backlog {} {side} target {} ({} each){held}", number(backlog), number(may), number(each))
    }

    fn fewer(
        &mut self,
        inside: u32,
        seen: &Observation,
        reason: String,
        mut working: Vec<Working>,
    ) -> Decision {
        let asked = seen.now.since(*self.fewer_since.get_or_insert(seen.now));
        let (hold, since) = (self.settings.hold, length(asked));
        if asked < hold {
            let stay = self.settings.bounds.clamp(seen.desired);
            let shown = format!("fewer for {since} of {}: stay at {stay}", length(hold));
            working.push(Working::new("Hold", shown));
            let reason = format!("{reason}, held: fewer for {since} of {}", length(hold));
            return Decision::new(stay, reason, working);
        }
        working.push(Working::new("Hold", format!("fewer for {since}: {inside}")));
        Decision::new(inside, format!("{reason}, for {since}"), working)
    }
}
