//! The world: nodes that come and go, the keys on them, what the last change moved, and a lookup under way.

use super::change::{Change, reach};
use super::compare::Comparison;
use super::drawn;
use super::event::PlacementEvent;
use super::judge::{Judge, unowned};
use super::lookup::Lookup;
use super::params::{HashingParams, Weights};
use super::placed::{Placed, Shared};
use super::words::{keys, node_name};
use crate::algorithms::hashing::{MAX_WEIGHT, Node};
use crate::lab::Params;
use crate::process::{NodeId, Salience, Seed, SimDuration, SimTime};
use crate::sim::{Digest, Fault, Record, RecordId, Trace, World};
use std::hash::{Hash, Hasher};
use std::rc::Rc;

/// The most nodes; a Maglev table of 1,009 entries still holds them.
const MAX_NODES: usize = 1_008;
/// Ids are never used again, so a run can add only so many nodes.
const MAX_ID: u32 = 9_999;
/// The keys that are looked up when the cluster changes by itself.
const ASKED: [&str; 4] = ["apple", "banana", "cherry", "key-7"];

/// Everything that a run changes. What is large is shared between clones, and never changed.
#[derive(Clone)]
pub struct HashingWorld {
    pub(super) params: HashingParams,
    seed: Seed,
    now: SimTime,
    pub(super) placed: Shared,
    /// The keys that are drawn, ascending.
    pub(super) drawn: Rc<[u32]>,
    pub(super) change: Option<Rc<Change>>,
    pub(super) comparison: Comparison,
    pub(super) lookup: Option<Lookup>,
    /// When the moves of the last change have ended; `None` once that has been told.
    settling: Option<SimTime>,
    /// The next change by itself, and its number.
    churn: Option<(SimTime, u32)>,
    next_id: u32,
    pub(super) judge: Judge,
    pub(super) some_moved: bool,
    pub(super) some_found: bool,
}

/// Why something happens: the record that made it happen.
type Cause = Option<RecordId>;

impl HashingWorld {
    /// A cluster with its keys placed.
    pub fn new(params: &HashingParams, seed: Seed) -> HashingWorld {
        let mut weights = seed.stream("weights", 0);
        let weight = |id: u32, drawn: u32| match params.weights {
            Weights::Equal => 1,
            Weights::OneDouble => 1 + u32::from(id == 0),
            Weights::Random => drawn,
        };
        let nodes: Vec<Node> = (0..params.nodes)
            .map(|id| Node { weight: weight(id, weights.between(1, 4) as u32), ..new_node(params, seed, id) })
            .collect();
        let placed = Placed::new(params, &nodes, None, None).expect("the table of sizes has one that fits");
        let more = with_one_more(&nodes, new_node(params, seed, params.nodes));
        let mut judge = Judge::default();
        judge.look(params, &placed);
        HashingWorld {
            params: params.clone(),
            seed,
            now: SimTime::ZERO,
            drawn: drawn::choose(&placed, &[]).into(),
            placed: Rc::new(placed),
            change: None,
            comparison: Comparison::new(params, nodes, more, true),
            lookup: None,
            settling: None,
            churn: params.churn.then_some((SimTime::from_ms(2_000), 0)),
            next_id: params.nodes,
            judge,
            some_moved: false,
            some_found: false,
        }
    }

    /// Something is done from outside at this time.
    pub(super) fn at(&mut self, now: SimTime) -> &mut HashingWorld {
        self.now = now;
        self
    }

    /// The nodes.
    pub fn nodes(&self) -> &[Node] {
        self.placed.nodes()
    }

    /// Takes over what may change while the run goes on: keys move by the other rule.
    pub(super) fn reconfigure(&mut self, params: &HashingParams, trace: &mut Trace<PlacementEvent>) {
        let was = std::mem::replace(&mut self.params, params.clone());
        let changed = HashingParams::TABLE.iter().filter(|row| (row.get)(&was) != (row.get)(params));
        let titles: Vec<String> = changed
            .map(|row| format!("{}: {}", row.field.label, row.field.shown((row.get)(params))))
            .collect();
        if titles.is_empty() {
            return;
        }
        let nodes = self.nodes().to_vec();
        let done = self.rearrange(&titles.join(", "), &nodes, None, trace, trace.cause());
        debug_assert!(done.is_ok(), "the table of sizes has one that fits");
    }

    /// Places the keys on other nodes, or by another rule, and counts what moved.
    fn rearrange(
        &mut self,
        title: &str,
        nodes: &[Node],
        about: Option<u32>,
        trace: &mut Trace<PlacementEvent>,
        cause: Cause,
    ) -> Result<(), String> {
        let next = Placed::new(&self.params, nodes, Some(&self.placed.keys), Some(&self.placed));
        let next = Rc::new(next.map_err(|why| why.to_string())?.follow_copies(&self.params));
        let of_nodes = about.is_some();
        let drawn: Rc<[u32]> = drawn::choose(&next, &self.drawn).into();
        let change = Change::new(self.now, title, about, (&self.placed, &self.drawn), (&next, &drawn));
        self.comparison = match of_nodes {
            true => Comparison::new(&self.params, self.nodes().to_vec(), nodes.to_vec(), false),
            false => self.comparison.under(&self.params),
        };
        self.judge.look(&self.params, &next);
        self.judge.look_at_change(&self.params, &change);
        (self.placed, self.drawn) = (next, drawn);
        self.some_moved |= change.movement.moved > 0;
        self.settling = (!change.travels.is_empty()).then(|| change.settled());
        let text = change.sentence(self.params.strategy);
        self.change = Some(Rc::new(change));
        let moved = PlacementEvent { kind: "moved", text, salience: Salience::Milestone };
        let told = trace.push(Record::note(self.now, moved).at_node(about.map(node_id)).because(cause));
        self.tell_flaws(trace, Some(told));
        self.look_again();
        Ok(())
    }

    fn tell_flaws(&self, trace: &mut Trace<PlacementEvent>, cause: Cause) {
        if let Some(text) = unowned(&self.placed) {
            let told = PlacementEvent { kind: "unowned", text, salience: Salience::Fault };
            trace.push(Record::note(self.now, told).because(cause));
        }
        if let Some(text) = reach(&self.placed, self.params.replicas) {
            let told = PlacementEvent { kind: "reach", text, salience: Salience::Objective };
            trace.push(Record::note(self.now, told).because(cause));
        }
    }

    /// A lookup under way begins again, since its answer may have changed; one that is done is forgotten.
    fn look_again(&mut self) {
        let under_way = self.lookup.take().filter(|lookup| !lookup.is_done());
        self.lookup = under_way.map(|lookup| Lookup::new(&lookup.key, &self.placed, &self.params, self.now));
    }

    fn with(&self, id: u32, change: impl Fn(&mut Node)) -> Vec<Node> {
        let mut nodes = self.nodes().to_vec();
        nodes.iter_mut().filter(|node| node.id == id).for_each(change);
        nodes
    }

    fn known(&self, node: &str) -> Result<u32, String> {
        let id = NodeId::parse(node.trim()).map(|node| u32::from(node.0));
        let known = id.filter(|id| self.placed.position(*id).is_some());
        known.ok_or_else(|| format!("there is no node \"{}\"", node.trim()))
    }

    pub(super) fn add(
        &mut self,
        weight: &str,
        trace: &mut Trace<PlacementEvent>,
        cause: Cause,
    ) -> Result<(), String> {
        let weight = parse_weight(weight)?;
        if self.nodes().len() >= MAX_NODES || self.next_id > MAX_ID {
            return Err(format!("this lab holds at most {MAX_NODES} nodes"));
        }
        let node = Node { weight, ..new_node(&self.params, self.seed, self.next_id) };
        let (id, title) = (node.id, format!("{} joins", node_name(node.id)));
        let nodes = with_one_more(self.nodes(), node);
        self.rearrange(&title, &nodes, Some(id), trace, cause)?;
        self.next_id += 1;
        Ok(())
    }

    pub(super) fn remove(
        &mut self,
        node: &str,
        trace: &mut Trace<PlacementEvent>,
        cause: Cause,
    ) -> Result<(), String> {
        let id = self.known(node)?;
        let position = self.placed.position(id).unwrap_or_default();
        self.placed.placement.can_remove(position as u32)?;
        let rest: Vec<Node> = self.nodes().iter().filter(|node| node.id != id).cloned().collect();
        self.rearrange(&format!("{} leaves", node_name(id)), &rest, Some(id), trace, cause)
    }

    pub(super) fn weigh(
        &mut self,
        argument: &str,
        trace: &mut Trace<PlacementEvent>,
        cause: Cause,
    ) -> Result<(), String> {
        let (node, weight) = argument.trim().split_once(' ').ok_or("this needs a node and a weight: n3 4")?;
        let (id, weight) = (self.known(node)?, parse_weight(weight)?);
        let title = format!("{} now weighs {weight}", node_name(id));
        self.rearrange(&title, &self.with(id, |node| node.weight = weight), Some(id), trace, cause)
    }

    fn set_up(
        &mut self,
        node: NodeId,
        up: bool,
        trace: &mut Trace<PlacementEvent>,
        cause: Cause,
    ) -> Result<(), String> {
        let id = self.known(&node.to_string())?;
        if self.nodes().iter().any(|node| node.id == id && node.up == up) {
            return Err(format!("{node} is {} already", if up { "up" } else { "down" }));
        }
        let title = if up { format!("{node} is back") } else { format!("{node} is down") };
        self.rearrange(&title, &self.with(id, |node| node.up = up), Some(id), trace, cause)
    }

    pub(super) fn look_up(&mut self, key: &str) -> Result<(), String> {
        let key = key.trim();
        if key.is_empty() || key.chars().count() > 40 {
            return Err("a key is 1 to 40 characters long".into());
        }
        self.lookup = Some(Lookup::new(key, &self.placed, &self.params, self.now));
        Ok(())
    }

    fn step_lookup(&mut self, trace: &mut Trace<PlacementEvent>) {
        let Some(lookup) = &mut self.lookup else { return };
        let Some(stage) = lookup.stages.get(lookup.done).cloned() else { return };
        (lookup.done, lookup.at) = (lookup.done + 1, self.now);
        let (kind, salience) = match lookup.is_done() {
            true => ("found", Salience::Milestone),
            false => ("looked", Salience::Ordinary),
        };
        self.some_found |= lookup.is_done() && lookup.owner.is_some();
        let told = PlacementEvent { kind, text: stage.text, salience };
        trace.push(Record::note(self.now, told).at_node(stage.node.map(node_id)).made_by(stage.site));
    }

    /// A change by itself: a node joins, a key is looked up, the newest node leaves.
    fn change_by_itself(&mut self, trace: &mut Trace<PlacementEvent>) {
        let Some((_, number)) = self.churn else { return };
        let (wait, done) = match number % 3 {
            0 => (3_500, self.add("", trace, None)),
            1 => (7_500, self.look_up(ASKED[number as usize / 3 % ASKED.len()])),
            _ => {
                let newest = self.nodes().last().map_or(0, |node| node.id);
                (3_000, self.remove(&node_name(newest), trace, None))
            }
        };
        if let Err(text) = done {
            let told = PlacementEvent { kind: "refused", text, salience: Salience::Ordinary };
            trace.push(Record::note(self.now, told));
        }
        self.churn = Some((self.now + SimDuration::from_ms(wait), number + 1));
    }

    fn settle(&mut self, trace: &mut Trace<PlacementEvent>) {
        self.settling = None;
        let arrived = self.change.as_ref().map_or(0, |change| change.movement.moved + change.movement.found);
        let text = format!("{} {} arrived", keys(arrived), if arrived == 1 { "has" } else { "have" });
        let told = PlacementEvent { kind: "settled", text, salience: Salience::Routine };
        trace.push(Record::note(self.now, told));
    }

    /// The next event: its time, and which it is; at the same time in this order.
    fn agenda(&self) -> Option<(SimTime, u8)> {
        let settle = self.settling.map(|at| (at, 0));
        let lookup = self.lookup.as_ref().and_then(Lookup::next_at).map(|at| (at, 1));
        let churn = self.churn.map(|(at, _)| (at, 2));
        settle.into_iter().chain(lookup).chain(churn).min()
    }
}

impl World for HashingWorld {
    type Note = PlacementEvent;

    fn next_at(&self) -> Option<SimTime> {
        self.agenda().map(|(at, _)| at)
    }

    fn step(&mut self, trace: &mut Trace<PlacementEvent>) {
        let Some((at, which)) = self.agenda() else { return };
        self.now = at;
        match which {
            0 => self.settle(trace),
            1 => self.step_lookup(trace),
            _ => self.change_by_itself(trace),
        }
    }

    fn inject(
        &mut self,
        now: SimTime,
        fault: &Fault,
        trace: &mut Trace<PlacementEvent>,
    ) -> Result<(), String> {
        let cause = trace.cause();
        match fault {
            Fault::Crash(node) => self.at(now).set_up(*node, false, trace, cause),
            Fault::Restart(node) => self.at(now).set_up(*node, true, trace, cause),
            _ => Err("nodes here are up or down; other faults have no effect".into()),
        }
    }

    fn digest(&self) -> u64 {
        Digest::of(self)
    }

    fn bytes(&self) -> usize {
        let Self {
            placed,
            drawn,
            change,
            comparison,
            lookup,
            judge,
            params: _,
            seed: _,
            now: _,
            settling: _,
            churn: _,
            next_id: _,
            some_moved: _,
            some_found: _,
        } = self;
        // What a clone shares is weighed once.
        let own = |count: usize, bytes: usize| if count > 1 { 0 } else { bytes };
        size_of::<Self>()
            + own(Rc::strong_count(placed), placed.bytes())
            + own(Rc::strong_count(drawn), size_of_val(&**drawn))
            + change.as_ref().map_or(0, |change| own(Rc::strong_count(change), change.bytes()))
            + comparison.bytes()
            + lookup.as_ref().map_or(0, Lookup::bytes)
            + judge.bytes()
    }

    fn active_faults(&self, _: SimTime) -> Vec<String> {
        let down = self.nodes().iter().filter(|node| !node.up);
        down.map(|node| format!("{} is down", node_name(node.id))).collect()
    }
}

fn node_id(id: u32) -> NodeId {
    NodeId(id as u16)
}

impl Hash for HashingWorld {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self {
            params,
            seed,
            now,
            placed,
            drawn,
            change,
            lookup,
            settling,
            churn,
            next_id,
            judge,
            some_moved,
            some_found,
            // What is made when somebody looks.
            comparison: _,
        } = self;
        HashingParams::TABLE.iter().for_each(|row| (row.get)(params).hash(state));
        for Node { id, weight, rack, up, name: _ } in placed.nodes() {
            (id, weight, rack, up).hash(state);
        }
        (seed, now, &placed.owners, drawn, settling, churn, next_id).hash(state);
        let moved = |change: &Rc<Change>| (change.at, change.movement.moved, change.needless);
        (change.as_ref().map(moved), change.as_ref().map(|change| &change.title)).hash(state);
        (lookup, judge, some_moved, some_found).hash(state);
    }
}

fn parse_weight(text: &str) -> Result<u32, String> {
    let text = text.trim();
    let weight = if text.is_empty() { Ok(1) } else { text.parse() };
    let weight = weight.ok().filter(|weight| (1..=MAX_WEIGHT).contains(weight));
    weight.ok_or_else(|| format!("a weight is a whole number from 1 to {MAX_WEIGHT}, not \"{text}\""))
}

/// Node `id` of a cluster with this seed. Its name, which is what is hashed, is an address as ketama and Envoy have
/// it; which ones depends on the seed, so that each seed is another ring.
fn new_node(params: &HashingParams, seed: Seed, id: u32) -> Node {
    let subnet = seed.stream("addresses", 0).below(256);
    let name = format!("10.{subnet}.{}.{}:11211", id / 250, id % 250 + 1);
    Node { rack: (id % params.racks) as u16, ..Node::new(id, &name) }
}

fn with_one_more(nodes: &[Node], node: Node) -> Vec<Node> {
    nodes.iter().cloned().chain([node]).collect()
}
