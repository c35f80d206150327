//! A search for a run that breaks a promise: random faults, another seed each time, and what is found made smaller.
//!
//! Random search with shrinking, after QuickCheck (Claessen & Hughes, 2000). It finds what is easy to break; that it
//! finds nothing proves nothing.

use super::{Entry, Scenario};
use crate::process::{NodeId, Random, Seed, SimDuration, SimTime};
use crate::scene::Shape;
use crate::sim::{Fault, Input, TimedInput};

/// The most faults of one attempt, each with its end.
const MOST_FAULTS: u64 = 8;
/// How often an attempt is looked at.
const LOOKS: u64 = 40;

/// A kind of fault that the search may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// A machine crashes and restarts.
    Crash,
    /// The network falls into two parts and heals.
    Partition,
    /// A way from one machine to another is cut and joined again.
    Cut,
    /// A part of all messages is lost.
    Loss,
    /// A machine stands still.
    Pause,
    /// Some messages overtake others.
    Reorder,
    /// Some messages arrive twice.
    Duplicate,
}

impl FaultKind {
    /// All of them.
    pub const ALL: [FaultKind; 7] = [
        FaultKind::Crash,
        FaultKind::Partition,
        FaultKind::Cut,
        FaultKind::Loss,
        FaultKind::Pause,
        FaultKind::Reorder,
        FaultKind::Duplicate,
    ];

    /// Its word, as faults are written.
    pub fn word(self) -> &'static str {
        match self {
            FaultKind::Crash => "crash",
            FaultKind::Partition => "partition",
            FaultKind::Cut => "cut",
            FaultKind::Loss => "loss",
            FaultKind::Pause => "pause",
            FaultKind::Reorder => "reorder",
            FaultKind::Duplicate => "duplicate",
        }
    }
}

/// A run that breaks the promise.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The run, with as few inputs as were needed.
    pub scenario: Scenario,
    /// When the promise is broken, to a fortieth of the run's length.
    pub t: SimTime,
    /// What there is to say of it.
    pub text: String,
}

/// A search, one attempt at a time, so that a page stays alive.
pub struct Search {
    entry: &'static Entry,
    base: Scenario,
    property: String,
    kinds: Vec<FaultKind>,
    length: SimTime,
    nodes: Vec<NodeId>,
    tried: u64,
}

impl Search {
    /// A search from the run with these parameters, this seed and these inputs.
    ///
    /// # Errors
    /// A sentence, if the lab has no such property.
    pub fn new(
        entry: &'static Entry,
        base: Scenario,
        property: &str,
        kinds: Vec<FaultKind>,
    ) -> Result<Search, String> {
        let run = (entry.open)(&base);
        let verdicts = run.verdicts();
        let Some(verdict) = verdicts.iter().find(|verdict| verdict.name.eq_ignore_ascii_case(property))
        else {
            let names: Vec<&str> = verdicts.iter().map(|verdict| verdict.name).collect();
            return Err(format!("there is no such property; there are {}", names.join(", ")));
        };
        let scene = run.scene(640.0, 400.0);
        let nodes = scene.items.iter().filter(|item| matches!(item.shape, Shape::Node { .. }));
        let nodes = nodes.filter_map(|item| NodeId::parse(&item.id)).collect();
        let kinds = if kinds.is_empty() { FaultKind::ALL.to_vec() } else { kinds };
        let length = SimTime(run.meta().length.0);
        Ok(Search { entry, base, property: verdict.name.into(), kinds, length, nodes, tried: 0 })
    }

    /// How many runs were tried.
    pub fn tried(&self) -> u64 {
        self.tried
    }

    /// The kinds of faults that are used.
    pub fn kinds(&self) -> &[FaultKind] {
        &self.kinds
    }

    /// Tries one more run.
    pub fn attempt(&mut self) -> Option<Found> {
        let scenario = self.draw();
        self.tried += 1;
        let (t, _) = self.broken(&scenario)?;
        let scenario = self.smaller(scenario, t);
        let (t, text) = self.broken(&scenario)?;
        Some(Found { scenario, t, text })
    }

    /// The base run with another seed and faults of the kinds that may be used. The first attempt is the base itself.
    fn draw(&self) -> Scenario {
        let mut scenario = self.base.clone();
        if self.tried == 0 {
            return scenario;
        }
        scenario.seed = self.base.seed.wrapping_add(self.tried);
        let mut random = Seed(self.base.seed).stream("search", self.tried);
        for _ in 0..random.between(1, MOST_FAULTS) {
            let at = SimTime(random.below(self.length.0 * 3 / 4));
            let kind = self.kinds[random.below(self.kinds.len() as u64) as usize];
            // Half of the crashes are over before anybody misses the machine: what it forgot is then asked of it.
            let is_short = kind == FaultKind::Crash && random.below(2) == 0;
            let (least, most) = if is_short { (2_000, 150) } else { (200, 8) };
            let lasts = SimDuration(random.between(self.length.0 / least, self.length.0 / most).max(1));
            let Some(fault) = self.fault(kind, lasts, &mut random) else { continue };
            if let Some(ending) = fault.ending() {
                scenario.inputs.push(TimedInput { at: at + lasts, input: Input::Fault(ending) });
            }
            scenario.inputs.push(TimedInput { at, input: Input::Fault(fault) });
        }
        scenario.inputs.sort_by_key(|input| input.at);
        scenario
    }

    fn fault(&self, kind: FaultKind, lasts: SimDuration, random: &mut Random) -> Option<Fault> {
        let count = self.nodes.len() as u64;
        let mut node = || (count > 0).then(|| self.nodes[random.below(count) as usize]);
        let text = match kind {
            FaultKind::Crash => return node().map(Fault::Crash),
            FaultKind::Pause => return Some(Fault::Pause(node()?, lasts)),
            FaultKind::Cut => {
                let (from, to) = (node()?, node()?);
                return (from != to).then_some(Fault::Cut(from, to));
            }
            FaultKind::Partition => {
                let (left, right): (Vec<NodeId>, Vec<NodeId>) =
                    self.nodes.iter().partition(|_| random.below(2) == 0);
                let both = !left.is_empty() && !right.is_empty();
                return both.then(|| Fault::Partition(vec![left, right]));
            }
            FaultKind::Loss => format!("loss * {}%", random.between(5, 50)),
            FaultKind::Duplicate => format!("duplicate * {}%", random.between(10, 100)),
            FaultKind::Reorder => {
                format!("reorder * {}% {}ms", random.between(10, 60), random.between(5, 100))
            }
        };
        Fault::parse(&text).ok()
    }

    /// When a run breaks the promise, and what is said of it.
    fn broken(&self, scenario: &Scenario) -> Option<(SimTime, String)> {
        let mut run = (self.entry.open)(scenario);
        for look in 1..=LOOKS {
            run.seek(SimTime(self.length.0 / LOOKS * look));
            let verdicts = run.verdicts();
            let verdict = verdicts.into_iter().find(|verdict| verdict.name == self.property);
            if let Some(verdict) = verdict.filter(|verdict| verdict.broken) {
                return Some((run.position().now, verdict.text));
            }
        }
        None
    }

    /// The run without what comes too late, and without every input that it does not need.
    fn smaller(&self, mut scenario: Scenario, t: SimTime) -> Scenario {
        let own = self.base.inputs.len();
        scenario.inputs.retain(|input| input.at <= t);
        let mut at = scenario.inputs.len();
        while at > 0 && scenario.inputs.len() > own {
            at -= 1;
            let mut fewer = scenario.clone();
            fewer.inputs.remove(at);
            if self.broken(&fewer).is_some() {
                scenario = fewer;
                // What was needed with it may not be needed without it.
                at = scenario.inputs.len();
            }
        }
        scenario
    }
}
