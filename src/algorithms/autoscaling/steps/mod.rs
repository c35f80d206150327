//! Step scaling: thresholds on one number, a window in which it has to pass them, and steps by how far it is past.
//!
//! AWS EC2 Auto Scaling, Step scaling policies, and Application Auto Scaling, Cooldown. A step's interval begins with
//! its lower end included; a change in percent is rounded towards zero, and up to 1 where it would be less than 1.
//! Of two sides that are past their thresholds, the one that adds machines counts.
//!
//! Where the sources differ from one another: after a change upwards only a further one upwards has to wait (as in
//! Application Auto Scaling), but a change downwards waits after any change (as in simple scaling), so that the
//! two sides do not undo one another. The change is made to the count that is asked for; left out: warm-up, and
//! counting only what a greater breach adds while the cool-down lasts.

mod preset;

pub use preset::Preset;

use super::bounds::Bounds;
use super::gauge::Gauge;
use super::observation::{Decision, Observation, Working};
use super::words::{length, number};
use crate::process::{SimDuration, SimTime};
use std::hash::{Hash, Hasher};

/// How a count is changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Change {
    /// By so many machines: ChangeInCapacity.
    By(u32),
    /// By so many percent: PercentChangeInCapacity.
    Percent(u32),
    /// To so many: ExactCapacity.
    Exactly(u32),
}

/// A change from a distance past the threshold on, up to the next step's.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// How far past the threshold it begins, at least 0.
    pub from: f64,
    /// What is done.
    pub change: Change,
}

/// How a window is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Judge {
    /// By the mean of its samples.
    Mean,
    /// Each sample has to be past the threshold; the one nearest to it decides the step.
    All,
}

/// One direction.
#[derive(Clone, Debug, PartialEq)]
pub struct Side {
    /// Where it begins; reaching it is enough.
    pub threshold: f64,
    /// What is done, by how far the number is past the threshold.
    pub steps: Vec<Step>,
    /// The time that is judged; zero is the latest sample.
    pub window: SimDuration,
    /// How it is judged.
    pub judge: Judge,
    /// How long nothing further happens in this direction.
    pub cooldown: SimDuration,
}

/// What step scaling is told.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// The fewest and the most machines.
    pub bounds: Bounds,
    /// The number that is looked at.
    pub gauge: Gauge,
    /// From which number on machines are added.
    pub up: Side,
    /// To which number machines are taken away; below `up`.
    pub down: Side,
}

impl Default for Settings {
    /// CPU from 75 % up and 35 % down, in the mean of 5 min.
    fn default() -> Settings {
        Preset::CPU.settings(100.0, Bounds::default())
    }
}

/// A number at a moment.
#[derive(Clone, Copy, Debug)]
struct Sample {
    at: SimTime,
    value: f64,
}

impl Hash for Sample {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self { at, value } = self;
        (at, value.to_bits()).hash(state);
    }
}

/// Step scaling with its memory: samples of late, and when it last changed something.
#[derive(Clone, Debug)]
pub struct Steps {
    settings: Settings,
    samples: Vec<Sample>,
    /// The first time it was asked: no window is full that begins before.
    since: Option<SimTime>,
    up_at: Option<SimTime>,
    down_at: Option<SimTime>,
}

impl Hash for Steps {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self { settings: _, samples, since, up_at, down_at } = self;
        (samples, since, up_at, down_at).hash(state);
    }
}

/// A direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Up,
    Down,
}

impl Way {
    /// How far a value is past a threshold; negative if it is not.
    fn past(self, value: f64, threshold: f64) -> f64 {
        match self {
            Way::Up => value - threshold,
            Way::Down => threshold - value,
        }
    }

    fn words(self) -> (&'static str, &'static str) {
        match self {
            Way::Up => ("Up", "at or above"),
            Way::Down => ("Down", "at or below"),
        }
    }
}

impl Change {
    /// The count after it.
    fn of(self, count: u32, way: Way) -> u32 {
        let by = match self {
            Change::Exactly(exactly) => return exactly,
            Change::By(by) => by,
            Change::Percent(0) => 0,
            Change::Percent(percent) => (u64::from(count) * u64::from(percent) / 100).max(1) as u32,
        };
        if way == Way::Up { count.saturating_add(by) } else { count.saturating_sub(by) }
    }

    fn shown(self, way: Way) -> String {
        let sign = if way == Way::Up { '+' } else { '-' };
        match self {
            Change::By(by) => format!("{sign}{by}"),
            Change::Percent(percent) => format!("{sign}{percent} %"),
            Change::Exactly(count) => format!("exactly {count}"),
        }
    }
}

impl Steps {
    /// Step scaling that has seen nothing yet.
    pub fn new(settings: Settings) -> Steps {
        Steps { settings, samples: Vec::new(), since: None, up_at: None, down_at: None }
    }

    /// How many machines there should be. The caller is expected to ask for as many.
    pub fn decide(&mut self, seen: &Observation) -> Decision {
        self.remember(seen);
        let bounds = self.settings.bounds;
        let (mut working, mut reasons) = (Vec::new(), Vec::new());
        for way in [Way::Up, Way::Down] {
            let (reason, change) = self.judge(way, seen.now, &mut working);
            let Some(change) = change else {
                if !reasons.contains(&reason) {
                    reasons.push(reason);
                }
                continue;
            };
            let asked = change.of(seen.desired, way);
            let desired = bounds.clamp(asked);
            // An exact count may be on the other side of the present one: such a step changes nothing.
            let is_onward = if way == Way::Up { desired > seen.desired } else { desired < seen.desired };
            let shown = format!("{} of {} is {asked}", change.shown(way), seen.desired);
            working.push(Working::new("Step", shown));
            if !is_onward {
                reasons.push(format!("{reason}: {} changes nothing", change.shown(way)));
                continue;
            }
            if desired != asked {
                let shown = format!("{} to {}: {asked} becomes {desired}", bounds.min, bounds.max);
                working.push(Working::new("Bounds", shown));
            }
            *self.at_mut(way) = Some(seen.now);
            let reason = format!("{reason}: {}{}", change.shown(way), bounds.held(asked));
            return Decision::new(desired, reason, working);
        }
        let desired = bounds.clamp(seen.desired);
        let reason = if desired == seen.desired { reasons.join("; ") } else { bounds.outside(seen.desired) };
        Decision::new(desired, reason, working)
    }

    fn at_mut(&mut self, way: Way) -> &mut Option<SimTime> {
        match way {
            Way::Up => &mut self.up_at,
            Way::Down => &mut self.down_at,
        }
    }

    fn side(&self, way: Way) -> &Side {
        match way {
            Way::Up => &self.settings.up,
            Way::Down => &self.settings.down,
        }
    }

    fn remember(&mut self, seen: &Observation) {
        let (now, longest) = (seen.now, self.settings.up.window.max(self.settings.down.window));
        self.since.get_or_insert(now);
        self.samples.retain(|sample| sample.at + longest > now);
        if let Some(value) = self.settings.gauge.read(seen) {
            self.samples.push(Sample { at: now, value });
        }
    }

    /// Why, in short, and what this direction wants done, if anything.
    fn judge(&self, way: Way, now: SimTime, working: &mut Vec<Working>) -> (String, Option<Change>) {
        let (side, (rule, beyond)) = (self.side(way), way.words());
        let (threshold, window) = (number(side.threshold), length(side.window));
        let Some(value) = self.judged(way, now) else {
            working.push(Working::new(rule, format!("not enough samples for {window} yet")));
            return (format!("not enough samples for {window}"), None);
        };
        let gauge = self.settings.gauge;
        let (shown, past) = (gauge.shown(value), way.past(value, side.threshold));
        let limit = format!("{beyond} {}", gauge.value(side.threshold));
        if past < 0.0 {
            working.push(Working::new(rule, format!("{shown} over {window} is not {beyond} {threshold}")));
            return (format!("{shown} not {limit}"), None);
        }
        working.push(Working::new(rule, format!("{shown} over {window} is {beyond} {threshold}")));
        if let Some(left) = self.waits(way, now) {
            working.push(Working::new("Cool-down", format!("{} left: no change", length(left))));
            return (format!("{shown} {limit}, held by cool-down: {} left", length(left)), None);
        }
        let reached = side.steps.iter().filter(|step| step.from <= past);
        let step = reached.max_by(|one, other| one.from.total_cmp(&other.from));
        let lasts = if side.window.0 == 0 { String::new() } else { format!(" for {window}") };
        (format!("{shown} {limit}{lasts}"), step.map(|step| step.change))
    }

    /// What the window says; none while it is not full or empty.
    fn judged(&self, way: Way, now: SimTime) -> Option<f64> {
        let side = self.side(way);
        let is_full = self.since.is_some_and(|since| since + side.window <= now);
        let recent = self.samples.iter().filter(|one| one.at == now || one.at + side.window > now);
        let values: Vec<f64> = recent.map(|sample| sample.value).collect();
        if !is_full || values.is_empty() {
            return None;
        }
        Some(match (side.judge, way) {
            (Judge::Mean, _) => values.iter().sum::<f64>() / values.len() as f64,
            (Judge::All, Way::Up) => values.into_iter().fold(f64::INFINITY, f64::min),
            (Judge::All, Way::Down) => values.into_iter().fold(f64::NEG_INFINITY, f64::max),
        })
    }

    /// How much of a cool-down is left, if any.
    fn waits(&self, way: Way, now: SimTime) -> Option<SimDuration> {
        let after = match way {
            Way::Up => self.up_at,
            Way::Down => self.up_at.max(self.down_at),
        };
        let until = after? + self.side(way).cooldown;
        (until > now).then(|| until.since(now))
    }

    /// Bytes on the heap that a clone copies, by estimate.
    pub fn bytes(&self) -> usize {
        let Self { settings, samples, since: _, up_at: _, down_at: _ } = self;
        let steps = settings.up.steps.len() + settings.down.steps.len();
        samples.len() * size_of::<Sample>() + steps * size_of::<Step>()
    }
}
