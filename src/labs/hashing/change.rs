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
    /// The id of the node that it is about, if it changed the nodes or their weights rather than the rule.
    pub about: Option<u32>,
    /// Nodes that could own keys before and after.
    pub nodes: (usize, usize),
    /// What moved.
    pub movement: Movement,
    /// Keys that moved though neither their old nor their new node asked for it.
    pub needless: u64,
    /// Some of the keys that moved.
    pub travels: Vec<Travel>,
    /// The keys that are drawn and moved, ascending, each with the id of the node that it left, if it had one.
    pub moved: Vec<(usize, Option<u32>)>,
}

impl Change {
    /// Compares two placements of the same keys, each with the keys that are drawn of it.
    pub fn new(at: SimTime, title: &str, about: Option<u32>, old: Shown, new: Shown) -> Change {
        let (before, after) = (old.0, new.0);
        let both = before.owners.len().min(after.owners.len());
        let movement = Movement::between(
            (before.nodes(), &before.owners[..both]),
            (after.nodes(), &after.owners[..both]),
        );
        let moves = moves(old, new);
        Change {
            at,
            title: title.into(),
            about,
            nodes: (before.live(), after.live()),
            movement,
            needless: needless(before, after, both),
            travels: travels(at, &moves),
            moved: moves.iter().map(|(key, from, _)| (*key, *from)).collect(),
        }
    }

    /// The part of the keys that has to move on average: the share that the new nodes deserve.
    pub fn least(&self) -> f64 {
        self.movement.least / self.movement.keys.max(1) as f64
    }

    /// Bytes that it holds, by estimate.
    pub fn bytes(&self) -> usize {
        let Self { title, travels, moved, at: _, about: _, nodes: _, movement: _, needless: _ } = self;
        let moves =
            travels.capacity() * size_of::<Travel>() + moved.capacity() * size_of::<(usize, Option<u32>)>();
        size_of::<Self>() + title.capacity() + moves
    }

    /// When the last of the drawn keys has arrived.
    pub fn settled(&self) -> SimTime {
        self.travels.last().map_or(self.at, |travel| travel.sent) + TRAVEL
    }

    /// When a key that moved leaves, and the id of the node that it leaves, if it had one; `None` for one that stays.
    pub fn leaves(&self, key: usize) -> Option<(SimTime, Option<u32>)> {
        let number = self.moved.binary_search_by_key(&key, |(key, _)| *key).ok()?;
        let every = self.moved.len().div_ceil(DRAWN).max(1);
        Some((self.travels.get(number / every)?.sent, self.moved[number].1))
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
        if outcomes[0].0 == 0 && self.about.is_none() {
            return format!("{}: no key moves", self.title);
        }
        let clause = |(place, (count, verb, _)): (usize, &(u64, &str, &str))| {
            let of = if place == 0 { format!(" of {}", keys(all)) } else { String::new() };
            format!("{}{of} {verb} ({})", grouped(*count), percent(self.movement.part(*count)))
        };
        let mut clauses: Vec<String> = outcomes.iter().enumerate().map(clause).collect();
        if between_old > 0 && self.about.is_some() {
            clauses
                .insert(1, format!("{} of them between existing nodes, unnecessarily", grouped(between_old)));
        }
        let mut text = format!("{}: {}", self.title, clauses.join(", "));
        match self.about.is_some() {
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

/// A key that moved, the id of the node that it left, if it had one, and of that to which it went.
type Move = (usize, Option<u32>, u32);

/// What moved of the keys that are drawn before or after, or, if none of these moved, of all.
fn moves((before, drawn): Shown, (after, drawn_after): Shown) -> Vec<Move> {
    let keys = before.owners.len().min(after.owners.len());
    let goes = |key: usize| {
        let to = after.nodes()[after.owner(key)?].id;
        let from = before.owner(key).map(|node| before.nodes()[node].id);
        (from != Some(to)).then_some((key, from, to))
    };
    let drawn = drawn.iter().chain(drawn_after).map(|key| *key as usize);
    let drawn: BTreeSet<usize> = drawn.filter(|key| *key < keys).collect();
    let moves: Vec<Move> = drawn.into_iter().filter_map(goes).collect();
    if moves.is_empty() { (0..keys).filter_map(goes).collect() } else { moves }
}

/// Moves to be drawn: all, or some of many, one after the other.
fn travels(at: SimTime, moves: &[Move]) -> Vec<Travel> {
    let every = moves.len().div_ceil(DRAWN).max(1);
    let mut sent = at;
    let some = moves.iter().step_by(every).map(|&(key, _, to)| {
        let travel = Travel { key, to, sent };
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
