//! What a change moved: counted over every key, with some of the moves kept to be drawn.

use super::placed::{Placed, Shared};
use super::words::{grouped, keys, node_name, percent};
use crate::algorithms::hashing::{Movement, Strategy};
use crate::process::{SimDuration, SimTime};
use std::collections::BTreeSet;

/// The most moves that are drawn: enough for every drawn key that moves when a third of them do.
const DRAWN: usize = 100;
/// How long a move is under way.
pub const TRAVEL: SimDuration = SimDuration::from_ms(1_200);
/// How much later each next move begins: at most 60 are under way at once.
const STAGGER: SimDuration = SimDuration::from_ms(20);

/// One key that goes to another node.
#[derive(Clone, Copy, Debug)]
pub struct Travel {
    /// Its number.
    pub key: usize,
    /// The id of the node that it leaves, if it had one.
    pub from: Option<u32>,
    /// The id of the node that it goes to.
    pub to: u32,
    /// When it leaves.
    pub sent: SimTime,
}

/// A placement, and the keys that are drawn of it.
pub type Shown<'a> = (&'a Placed, &'a [u32]);

/// A change and what it did.
#[derive(Debug)]
pub struct Change {
    /// When.
    pub at: SimTime,
    /// What, in a few words: `n6 joins`.
    pub title: String,
    /// Whether the set of nodes or their weights changed, rather than the rule.
    pub of_nodes: bool,
    /// Nodes that could own keys before and after.
    pub nodes: (usize, usize),
    /// What moved.
    pub movement: Movement,
    /// Keys that moved though neither their old nor their new node asked for it.
    pub needless: u64,
    /// Some of the keys that moved.
    pub travels: Vec<Travel>,
}

impl Change {
    /// Compares two placements of the same keys, each with the keys that are drawn of it.
    pub fn new(at: SimTime, title: &str, of_nodes: bool, old: Shown, new: Shown) -> Change {
        let (before, after) = (old.0, new.0);
        let both = before.owners.len().min(after.owners.len());
        let movement = Movement::between(
            (before.nodes(), &before.owners[..both]),
            (after.nodes(), &after.owners[..both]),
        );
        Change {
            at,
            title: title.into(),
            of_nodes,
            nodes: (before.live(), after.live()),
            movement,
            needless: needless(before, after, both),
            travels: travels(at, old, new),
        }
    }

    /// The part of the keys that has to move on average: the share that the new nodes deserve.
    pub fn least(&self) -> f64 {
        self.movement.least / self.movement.keys.max(1) as f64
    }

    /// Bytes that it holds, by estimate.
    pub fn bytes(&self) -> usize {
        let Self { title, travels, at: _, of_nodes: _, nodes: _, movement: _, needless: _ } = self;
        size_of::<Self>() + title.capacity() + travels.capacity() * size_of::<Travel>()
    }

    /// When the last of the drawn keys has arrived.
    pub fn settled(&self) -> SimTime {
        self.travels.last().map_or(self.at, |travel| travel.sent) + TRAVEL
    }

    /// What became of keys: how many, and what they do and did. What moved comes first; if nothing became of any, no
    /// key moved.
    pub fn outcomes(&self) -> Vec<(u64, &'static str, &'static str)> {
        let Movement { moved, lost, found, .. } = self.movement;
        let all =
            [(moved, "move", "moved"), (lost, "lose their owner", "lost"), (found, "find an owner", "found")];
        let some: Vec<_> = all.into_iter().filter(|(count, ..)| *count > 0).collect();
        if some.is_empty() { all[..1].to_vec() } else { some }
    }

    /// What happened, in a sentence.
    pub fn sentence(&self, strategy: Strategy) -> String {
        let Movement { keys: all, between_old, .. } = self.movement;
        let outcomes = self.outcomes();
        if outcomes[0].0 == 0 && !self.of_nodes {
            return format!("{}: no key moves", self.title);
        }
        let clause = |(place, (count, verb, _)): (usize, &(u64, &str, &str))| {
            let of = if place == 0 { format!(" of {}", keys(all)) } else { String::new() };
            format!("{}{of} {verb} ({})", grouped(*count), percent(self.movement.part(*count)))
        };
        let mut clauses: Vec<String> = outcomes.iter().enumerate().map(clause).collect();
        if between_old > 0 && self.of_nodes {
            clauses
                .insert(1, format!("{} of them between existing nodes, unnecessarily", grouped(between_old)));
        }
        let mut text = format!("{}: {}", self.title, clauses.join(", "));
        match self.of_nodes {
            true => text += &format!("; the fair share is {}", percent(self.least())),
            false => text += "; no node joined or left",
        }
        if outcomes[0].0 == 0 && self.least() > 0.0 && !strategy.honours_weights() {
            text += "; this strategy ignores weights";
        }
        text
    }
}

/// Counts keys that went from a node whose share did not shrink to one whose share did not grow.
fn needless(before: &Placed, after: &Placed, keys: usize) -> u64 {
    let share = |placed: &Placed, id: u32| placed.position(id).map_or(0, |at| placed.nodes()[at].share());
    let shrank: Vec<bool> = before.nodes().iter().map(|node| share(after, node.id) < node.share()).collect();
    let grew: Vec<bool> = after.nodes().iter().map(|node| share(before, node.id) < node.share()).collect();
    let is_needless = |key: &usize| match (before.owner(*key), after.owner(*key)) {
        (Some(from), Some(to)) => {
            before.nodes()[from].id != after.nodes()[to].id && !shrank[from] && !grew[to]
        }
        _ => false,
    };
    (0..keys).filter(is_needless).count() as u64
}

/// Moves to be drawn: of the keys that are drawn before or after, or, if none of these moved, of all.
fn travels(at: SimTime, (before, drawn): Shown, (after, drawn_after): Shown) -> Vec<Travel> {
    let keys = before.owners.len().min(after.owners.len());
    let goes = |key: usize| {
        let to = after.nodes()[after.owner(key)?].id;
        let from = before.owner(key).map(|node| before.nodes()[node].id);
        (from != Some(to)).then_some((key, from, to))
    };
    let drawn = drawn.iter().chain(drawn_after).map(|key| *key as usize);
    let drawn: BTreeSet<usize> = drawn.filter(|key| *key < keys).collect();
    let mut moves: Vec<_> = drawn.into_iter().filter_map(goes).collect();
    if moves.is_empty() {
        moves = (0..keys).filter_map(goes).collect();
    }
    let every = moves.len().div_ceil(DRAWN).max(1);
    let mut sent = at;
    let some = moves.into_iter().step_by(every).map(|(key, from, to)| {
        let travel = Travel { key, from, to, sent };
        sent += STAGGER;
        travel
    });
    some.collect()
}

/// What a crash or a restart did to the data, in a sentence.
pub fn reach(placed: &Shared, copies: u32) -> Option<String> {
    let down = placed.nodes().iter().filter(|node| !node.up).map(|node| node_name(node.id));
    let down: Vec<String> = down.collect();
    if down.is_empty() {
        return None;
    }
    let copies = if copies == 1 { "one copy".to_string() } else { format!("{copies} copies") };
    Some(format!(
        "with {copies} of each key, {} of the keys have no live copy while {} down",
        percent(placed.unreachable),
        if down.len() == 1 { format!("{} is", down[0]) } else { format!("{} are", down.join(", ")) },
    ))
}
