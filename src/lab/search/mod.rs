//! A search for a run that breaks a promise, and what is found made smaller.
//!
//! Three ways are taken in turn. Random faults with another seed each time, after QuickCheck (Claessen & Hughes, 2000).
//! The lab's families: how trouble begins in the literature, at other times and on other machines. And runs that were the
//! first to reach a state of the lab's outline, changed a little: guidance by coverage, after AFL (Zalewski, 2013). That it
//! finds nothing proves nothing.

mod attempt;
mod corpus;
mod guidance;
mod kind;
mod told;

pub use guidance::{Family, Guidance};
pub use kind::FaultKind;

use super::{Entry, Promise, Run, Scenario, Verdict};
use crate::process::{NodeId, Seed, SimTime};
use crate::scene::Shape;
use crate::sim::Digest;
use attempt::{Attempt, Means};
use corpus::{Corpus, Moment};

/// How often the promises are looked at in a run of full length.
const LOOKS: u64 = 40;
/// Searches that go on beside each other draw from streams so far apart.
const LANE: u64 = 1 << 32;

/// A run that breaks the promise.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The run, with as few inputs as were needed.
    pub scenario: Scenario,
    /// Which promise.
    pub property: &'static str,
    /// When it is broken.
    pub t: SimTime,
    /// What there is to say of it.
    pub text: String,
}

/// A search, one attempt at a time, so that a page stays alive.
pub struct Search {
    entry: &'static Entry,
    base: Scenario,
    /// The promises, any of which may break.
    properties: Vec<&'static str>,
    /// A promise of something within a time needs a whole run to break.
    whole: bool,
    means: Means,
    corpus: Corpus,
    lane: u64,
    tried: u64,
}

impl Search {
    /// A search from the run with these parameters, this seed and these inputs, for one property; for any that must
    /// always hold, if the name is empty.
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
        let wanted = |verdict: &&Verdict| match property {
            "" => verdict.promise == Promise::Always,
            name => verdict.name.eq_ignore_ascii_case(name),
        };
        let properties: Vec<&Verdict> = verdicts.iter().filter(wanted).collect();
        if properties.is_empty() {
            let names: Vec<&str> = verdicts.iter().map(|verdict| verdict.name).collect();
            return Err(format!("there is no such property; there are {}", names.join(", ")));
        }
        let whole = properties.iter().any(|verdict| verdict.promise != Promise::Always);
        let properties = properties.iter().map(|verdict| verdict.name).collect();
        let means = Means::of(entry, &*run, kinds);
        Ok(Search { entry, base, properties, whole, means, corpus: Corpus::default(), lane: 0, tried: 0 })
    }

    /// The same search with other chance, for one that goes on beside it. Number 0 is the search itself.
    pub fn lane(self, number: u64) -> Search {
        Search { lane: number, ..self }
    }

    /// How many runs were tried.
    pub fn tried(&self) -> u64 {
        self.tried
    }

    /// The kinds of faults that are used.
    pub fn kinds(&self) -> &[FaultKind] {
        &self.means.kinds
    }

    /// How many different states were reached, as the lab tells them apart.
    pub fn states(&self) -> usize {
        self.corpus.states()
    }

    /// Tries one more run.
    pub fn attempt(&mut self) -> Option<Found> {
        let attempt = self.next();
        self.tried += 1;
        let scenario = attempt.scenario(&self.base);
        let (broken, moments) = self.explore(&scenario, attempt.until);
        if let Some(found) = broken {
            return Some(self.smaller(found, attempt.until));
        }
        if !moments.is_empty() {
            self.corpus.keep(attempt, moments);
        }
        None
    }

    /// What to try: first the run itself, then now one way and now another.
    fn next(&mut self) -> Attempt {
        let length = self.means.length;
        if self.tried == 0 && self.lane == 0 {
            return Attempt { seed: self.base.seed, steps: Vec::new(), until: length };
        }
        let stream = self.lane * LANE + self.tried;
        let mut random = Seed(self.base.seed).stream("search", stream);
        let seed = self.base.seed.wrapping_add(stream);
        let until = if self.whole { length } else { SimTime((length.0 >> random.below(4)).max(1)) };
        let way = random.below(8);
        let changed = match self.corpus.choose(&mut random).filter(|_| way < 4) {
            Some((attempt, moments)) => Some(self.means.change(attempt, moments, &mut random)),
            None if way < 7 => self.means.draw_of_family(seed, &mut random),
            None => None,
        };
        let mut attempt = changed.unwrap_or_else(|| self.means.draw(seed, until, &mut random));
        if self.whole {
            attempt.until = length;
        }
        attempt
    }

    /// Plays a run, and takes note of the states that it reaches.
    fn explore(&mut self, scenario: &Scenario, until: SimTime) -> (Option<Found>, Vec<Moment>) {
        let mut run = (self.entry.open)(scenario);
        let (mut before, mut moments) = (Vec::new(), Vec::new());
        for look in self.looks(until) {
            while !run.advance(look, 1) {
                let at = run.position().now;
                moments.extend(self.corpus.look(at, |words| run.outline(words), &mut before));
            }
            let verdicts = run.verdicts();
            if let Some(found) = self.broken(scenario, &verdicts) {
                return (Some(found), moments);
            }
            if self.corpus.note(standing(&verdicts)) {
                moments.push(Moment { at: look, node: NodeId(0) });
            }
        }
        (None, moments)
    }

    /// When the promises are looked at.
    fn looks(&self, until: SimTime) -> impl Iterator<Item = SimTime> + use<> {
        let every = (self.means.length.0 / LOOKS).max(1);
        (1..).map(move |look| SimTime(every * look)).take_while(move |at| *at < until).chain([until])
    }

    /// The first promise that is broken.
    fn broken(&self, scenario: &Scenario, verdicts: &[Verdict]) -> Option<Found> {
        let wanted = |verdict: &&Verdict| verdict.broken && self.properties.contains(&verdict.name);
        let verdict = verdicts.iter().filter(wanted).min_by_key(|verdict| verdict.since)?;
        let (t, text) = (verdict.since?, verdict.text.clone());
        Some(Found { scenario: scenario.clone(), property: verdict.name, t, text })
    }

    /// How a run breaks a promise, if it does.
    fn play(&self, scenario: &Scenario, until: SimTime) -> Option<Found> {
        let mut run = (self.entry.open)(scenario);
        self.looks(until).find_map(|look| {
            run.seek(look);
            self.broken(scenario, &run.verdicts())
        })
    }

    /// The run without what comes too late, and without every input that it does not need.
    fn smaller(&self, mut found: Found, until: SimTime) -> Found {
        let own = self.base.inputs.len();
        found.scenario.inputs.retain(|input| input.at <= found.t);
        let mut at = found.scenario.inputs.len();
        while at > 0 && found.scenario.inputs.len() > own {
            at -= 1;
            let mut fewer = found.scenario.clone();
            fewer.inputs.remove(at);
            if let Some(smaller) = self.play(&fewer, until) {
                found = smaller;
                found.scenario.inputs.retain(|input| input.at <= found.t);
                // What was needed with it may not be needed without it.
                at = found.scenario.inputs.len();
            }
        }
        found
    }
}

impl Means {
    fn of(entry: &'static Entry, run: &dyn Run, kinds: Vec<FaultKind>) -> Means {
        let scene = run.scene(640.0, 400.0);
        let nodes = scene.items.iter().filter(|item| matches!(item.shape, Shape::Node { .. }));
        let nodes: Vec<NodeId> = nodes.filter_map(|item| NodeId::parse(&item.id)).collect();
        let mut words = Vec::new();
        run.outline(&mut words);
        let mut machines: Vec<NodeId> = (0..words.len() as u16).map(NodeId).collect();
        if machines.is_empty() {
            machines.clone_from(&nodes);
        }
        let can = |kind: &FaultKind| match kind {
            FaultKind::Loss | FaultKind::Duplicate | FaultKind::Reorder => true,
            FaultKind::Act => !entry.acts.is_empty(),
            _ => !nodes.is_empty(),
        };
        let mut kinds = if kinds.is_empty() { FaultKind::ALL.to_vec() } else { kinds };
        kinds.retain(can);
        let families = entry.families.iter().filter(|family| family.uses(&kinds)).collect();
        Means { kinds, nodes, machines, acts: entry.acts, families, length: SimTime(run.meta().length.0) }
    }
}

/// How the promises stand, roughly: which fail, and how often each was put to the test, to within a factor of two.
fn standing(verdicts: &[Verdict]) -> u64 {
    let one = |verdict: &Verdict| (verdict.kept, verdict.held.is_some(), verdict.tested.checked_ilog2());
    Digest::of(&verdicts.iter().map(one).collect::<Vec<_>>())
}
