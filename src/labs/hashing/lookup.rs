//! One lookup, step by step, as the algorithm makes it.

use super::params::HashingParams;
use super::placed::Placed;
use super::words::{grouped, node_name, percent};
use crate::algorithms::hashing::{Search, Step, Strategy, bounded::Stop, ring::Probe};
use crate::process::{SimDuration, SimTime};
use std::hash::{Hash, Hasher};
use std::panic::Location;
use std::rc::Rc;

/// The time between two steps.
pub const STEP: SimDuration = SimDuration::from_ms(400);
/// With more bids than this, only those that take the lead are shown.
const BIDS_SHOWN: usize = 8;

/// What a step points at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Mark {
    /// The key's hash.
    Hash,
    /// A point of the ring, and what is still possible: from and to, all as positions.
    Probe(u64, (u64, u64)),
    /// A point of the ring and whether it is the answer.
    Point(u64, bool),
    /// A bid.
    Bid(f64),
    /// A bucket that the key jumps through.
    Bucket,
    /// An entry of the table.
    Slot(u32),
    /// The place in line.
    Place,
    /// The end.
    Owner,
}

/// One step.
#[derive(Clone, Debug)]
pub struct Stage {
    /// What it finds, in a sentence.
    pub text: String,
    /// What it points at.
    pub mark: Mark,
    /// The id of the node that it is about.
    pub node: Option<u32>,
    /// The line of code that says so.
    pub site: &'static Location<'static>,
}

/// A lookup under way or done.
#[derive(Clone, Debug)]
pub struct Lookup {
    /// The key's name.
    pub key: String,
    /// Its hash.
    pub hash: u64,
    /// All its steps.
    pub stages: Rc<[Stage]>,
    /// How many of them have happened.
    pub done: usize,
    /// When the latest happened.
    pub at: SimTime,
    /// The id of the owner.
    pub owner: Option<u32>,
    /// The ids of the nodes with copies, the owner's first.
    pub copies: Vec<u32>,
    /// What it compares.
    pub comparisons: u32,
}

impl Lookup {
    /// Prepares the lookup of `key`; nothing has happened yet.
    pub fn new(key: &str, placed: &Placed, params: &HashingParams, now: SimTime) -> Lookup {
        let hash = placed.placement.key_hash(key.as_bytes());
        let mut search = placed.placement.search(hash);
        let id = |node: u32| placed.nodes()[node as usize].id;
        if params.strategy == Strategy::Bounded {
            walk(&mut search, placed.stops(hash, params.settings.factor_percent));
        }
        let owner = search.owner.map(id);
        let copies = placed.placement.replicas(hash, params.replicas).into_iter().map(id).collect();
        let mut lookup = Lookup {
            key: key.into(),
            hash,
            stages: [].into(),
            done: 0,
            at: now,
            owner,
            copies,
            comparisons: search.comparisons,
        };
        let teller = Teller { placed, lookup: &lookup, bids: search.steps.len() };
        let steps = search.steps.iter().filter_map(|step| teller.stage(step));
        lookup.stages = std::iter::once(teller.hash()).chain(steps).chain([teller.owner()]).collect();
        lookup
    }

    /// Bytes that it holds on the heap, by estimate; its steps only if no clone holds them, too.
    pub fn bytes(&self) -> usize {
        let Self { key, stages, copies, hash: _, done: _, at: _, owner: _, comparisons: _ } = self;
        let text = |stage: &Stage| size_of::<Stage>() + stage.text.capacity();
        let stages = if Rc::strong_count(stages) > 1 { 0 } else { stages.iter().map(text).sum() };
        key.capacity() + copies.capacity() * size_of::<u32>() + stages
    }

    /// When the next step is due; `None` at the end.
    pub fn next_at(&self) -> Option<SimTime> {
        let wait = if self.done == 0 { SimDuration::ZERO } else { STEP };
        (self.done < self.stages.len()).then(|| self.at + wait)
    }

    /// Whether it has reached its end.
    pub fn is_done(&self) -> bool {
        self.done == self.stages.len()
    }

    /// The steps that have happened.
    pub fn so_far(&self) -> &[Stage] {
        &self.stages[..self.done]
    }
}

impl Hash for Lookup {
    fn hash<H: Hasher>(&self, state: &mut H) {
        // Its steps follow from the key and the placement.
        let Self { key, hash, stages: _, done, at, owner, copies, comparisons } = self;
        (key, hash, *done as u64, at, owner, copies, comparisons).hash(state);
    }
}

/// Puts these stops in the place of the search's own.
fn walk(search: &mut Search, stops: Vec<Stop>) {
    search.steps.retain(|step| !matches!(step, Step::Stop { .. }));
    let probes = search.steps.iter().filter(|step| matches!(step, Step::Probe(_))).count();
    search.comparisons = (probes + stops.len()) as u32;
    search.owner = stops.last().map(|stop| stop.node);
    let step = |Stop { point, node, load, capacity }| Step::Stop { point, node, load, capacity };
    search.steps.extend(stops.into_iter().map(step));
}

struct Teller<'a> {
    placed: &'a Placed,
    lookup: &'a Lookup,
    bids: usize,
}

impl Teller<'_> {
    #[track_caller]
    fn make(&self, text: String, mark: Mark, node: Option<u32>) -> Stage {
        Stage { text, mark, node, site: Location::caller() }
    }

    fn id(&self, node: u32) -> u32 {
        self.placed.nodes()[node as usize].id
    }

    fn name(&self, node: u32) -> String {
        node_name(self.id(node))
    }

    fn hash(&self) -> Stage {
        let Lookup { key, hash, .. } = self.lookup;
        let mut text = format!("\"{key}\" hashes to {hash:#018x}");
        if self.placed.placement.ring().is_some() {
            text += &format!(", {} of the way round", percent(*hash as f64 / (1u128 << 64) as f64));
        }
        self.make(text, Mark::Hash, None)
    }

    fn owner(&self) -> Stage {
        let Lookup { key, owner, copies, .. } = self.lookup;
        let others: Vec<String> =
            copies.iter().filter(|id| Some(**id) != *owner).map(|id| node_name(*id)).collect();
        let text = match owner {
            None => format!("nobody owns \"{key}\": its bucket's node is down"),
            Some(id) if others.is_empty() => format!("{} owns \"{key}\"", node_name(*id)),
            Some(id) => format!("{} owns \"{key}\"; copies on {}", node_name(*id), others.join(", ")),
        };
        self.make(text, Mark::Owner, *owner)
    }

    fn stage(&self, step: &Step) -> Option<Stage> {
        match *step {
            Step::Probe(probe) => self.probe(probe),
            Step::Found { point, position, wrapped } => Some(self.found(point, position, wrapped)),
            Step::Stop { point, node, load, capacity } => {
                Some(self.stop(Stop { point, node, load, capacity }))
            }
            Step::Bid { node, score, leads } => self.bid(node, score, leads),
            Step::Remainder { divisor, remainder } => {
                let node = self.placed.placement.owner(self.lookup.hash)?;
                let text =
                    format!("the hash mod {divisor} is {remainder}: {}, counting from 0", self.name(node));
                Some(self.make(text, Mark::Place, Some(self.id(node))))
            }
            Step::Slot { slot } => {
                let node = self.placed.placement.table()?[slot as usize];
                let size = grouped(self.placed.placement.table()?.len() as u64);
                let text = format!(
                    "the hash mod {size} is {}: that entry says {}",
                    grouped(slot.into()),
                    self.name(node)
                );
                Some(self.make(text, Mark::Slot(slot), Some(self.id(node))))
            }
            Step::Bucket { bucket, next } => Some(self.bucket(bucket, next)),
        }
    }

    fn probe(&self, Probe { low, high, middle, at_or_after }: Probe) -> Option<Stage> {
        let points = self.placed.placement.ring()?.points();
        let at = points[middle as usize];
        let verdict = match at_or_after {
            true => "at or after the hash, go left",
            false => "too early, go right",
        };
        let (number, count) = (grouped(u64::from(middle) + 1), grouped(points.len() as u64));
        let text = format!("binary search, point {number} of {count} ({}): {verdict}", self.name(at.node));
        let range = (points[low as usize].position, points[high as usize - 1].position);
        Some(self.make(text, Mark::Probe(at.position, range), Some(self.id(at.node))))
    }

    fn found(&self, point: u32, position: u64, wrapped: bool) -> Stage {
        let node = self.placed.placement.ring().map_or(0, |ring| ring.points()[point as usize].node);
        let text = match wrapped {
            true => {
                format!(
                    "no point is at or after the hash: wrap around to the first point, {}'s",
                    self.name(node)
                )
            }
            false => format!("the first point at or after the hash is {}'s", self.name(node)),
        };
        self.make(text, Mark::Point(position, true), Some(self.id(node)))
    }

    fn stop(&self, stop: Stop) -> Stage {
        let Stop { point, node, load, capacity } = stop;
        let (load, capacity) = (grouped(load), grouped(capacity));
        let name = self.name(node);
        let text = match stop.has_room() {
            true => format!("{name} holds {load} of at most {capacity}: it has room"),
            false => format!("{name} holds {load} of at most {capacity}: full, try the next node"),
        };
        let position = self.placed.placement.ring().map_or(0, |ring| ring.points()[point as usize].position);
        self.make(text, Mark::Point(position, stop.has_room()), Some(self.id(node)))
    }

    fn bid(&self, node: u32, score: f64, leads: bool) -> Option<Stage> {
        if self.bids > BIDS_SHOWN && !leads {
            return None;
        }
        let says = if leads { "highest so far" } else { "lower" };
        let text = format!("{} scores {score:.2}: {says}", self.name(node));
        Some(self.make(text, Mark::Bid(score), Some(self.id(node))))
    }

    fn bucket(&self, bucket: u32, next: Option<u32>) -> Stage {
        let text = match next {
            Some(next) => {
                format!(
                    "with up to {} it is in bucket {bucket}; it jumps to bucket {next}",
                    super::words::nodes(next.into())
                )
            }
            None => format!("it stays in bucket {bucket}: the next jump would leave the table"),
        };
        // Buckets are nodes in the order of their ids, and ids only grow.
        let node = self.placed.nodes().get(bucket as usize).map(|node| node.id);
        self.make(text, Mark::Bucket, node)
    }
}
