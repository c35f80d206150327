//! Every strategy on the same keys and the same change: made once for each change, when someone looks.

use super::keys::Keys;
use super::params::HashingParams;
use super::placed::Placed;
use crate::algorithms::hashing::{Movement, Node, Placement, Strategy};
use std::cell::OnceCell;
use std::rc::Rc;

/// The most keys that are compared, and the most bids of all nodes for them by rendezvous hashing.
const SAMPLE: u32 = 20_000;
const BIDS: u32 = 2_000_000;

/// How one strategy fares.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// Which.
    pub strategy: Strategy,
    /// The fullest node over its fair share, after the change.
    pub max_over_mean: f64,
    /// The part of the keys that went from one node to another; `None` if the strategy cannot do this change.
    pub moved: Option<f64>,
    /// The part of the keys that lost their owner; `None` as above.
    pub lost: Option<f64>,
    /// Bytes that a lookup needs at hand.
    pub memory: u64,
    /// Comparisons of a lookup, on average.
    pub cost: f64,
}

/// What is compared, and the outcome once it has been asked for. Clones share it.
#[derive(Clone, Debug)]
pub struct Comparison(Rc<Inner>);

#[derive(Debug)]
struct Inner {
    params: HashingParams,
    before: Vec<Node>,
    after: Vec<Node>,
    imagined: bool,
    rows: OnceCell<Vec<Row>>,
    flips: OnceCell<Vec<bool>>,
}

impl Comparison {
    /// The change from `before` to `after`; `imagined` if it has not happened.
    pub fn new(params: &HashingParams, before: Vec<Node>, after: Vec<Node>, imagined: bool) -> Comparison {
        let most = SAMPLE.min(BIDS / before.len().max(after.len()).max(1) as u32);
        let params = HashingParams { keys: params.keys.min(most), ..params.clone() };
        Comparison(Rc::new(Inner {
            params,
            before,
            after,
            imagined,
            rows: OnceCell::new(),
            flips: OnceCell::new(),
        }))
    }

    /// Bytes that it holds, unless a clone holds them, too; by estimate.
    pub fn bytes(&self) -> usize {
        let Self(inner) = self;
        let names = |nodes: &[Node]| nodes.iter().map(Node::bytes).sum::<usize>();
        let flips = inner.flips.get().map_or(0, Vec::capacity);
        if Rc::strong_count(inner) > 1 { 0 } else { names(&inner.before) + names(&inner.after) + flips }
    }

    /// The same change under other parameters.
    pub fn under(&self, params: &HashingParams) -> Comparison {
        Comparison::new(params, self.0.before.clone(), self.0.after.clone(), self.0.imagined)
    }

    /// Whether the change has not happened: what if one more node joined?
    pub fn is_imagined(&self) -> bool {
        self.0.imagined
    }

    /// How many keys are compared.
    pub fn keys(&self) -> u32 {
        self.0.params.keys
    }

    /// The nodes that could own keys before and after.
    pub fn nodes(&self) -> (usize, usize) {
        let live = |nodes: &[Node]| nodes.iter().filter(|node| node.share() > 0).count();
        (live(&self.0.before), live(&self.0.after))
    }

    /// A row for each strategy.
    pub fn rows(&self) -> &[Row] {
        self.0.rows.get_or_init(|| Strategy::ALL.map(|strategy| self.row(strategy)).to_vec())
    }

    /// What modulo is held against: the ring, and every other strategy against modulo.
    pub fn rival(&self) -> Strategy {
        if self.0.params.strategy == Strategy::Modulo { Strategy::Ring } else { Strategy::Modulo }
    }

    /// Which keys of these hashes, always the same ones, the change moves under the rival.
    pub fn flips(&self, hashes: impl Iterator<Item = u64>) -> &[bool] {
        self.0.flips.get_or_init(|| {
            let Inner { params, before, after, .. } = &*self.0;
            let build = |nodes: &[Node]| {
                let settings = params.settings_for(nodes.len());
                Placement::build(self.rival(), params.hash, nodes, &settings).ok()
            };
            let (Some(old), Some(new)) = (build(before), build(after)) else { return Vec::new() };
            let home = |placed: &Placement, hash| placed.owner(hash).map(|at| placed.nodes()[at as usize].id);
            hashes.map(|hash| home(&old, hash) != home(&new, hash)).collect()
        })
    }

    fn row(&self, strategy: Strategy) -> Row {
        let Inner { params, before, after, .. } = &*self.0;
        let params = HashingParams { strategy, ..params.clone() };
        let place = |nodes: &[Node], keys: Option<&Keys>, earlier: Option<&Placed>| {
            Placed::new(&params, nodes, keys, earlier).ok()
        };
        let old = place(before, None, None);
        let new = old.as_ref().and_then(|old| place(after, Some(&old.keys), Some(old)));
        let movement = match (&old, &new) {
            (Some(old), Some(new)) if can(&old.placement, after) => Some(movement(old, new)),
            _ => None,
        };
        let read = |read: fn(&Placed) -> f64| new.as_ref().map_or(0.0, read);
        Row {
            strategy,
            max_over_mean: read(|new| new.balance.max_over_mean),
            moved: movement.map(|movement| movement.fraction()),
            lost: movement.map(|movement| movement.part(movement.lost)),
            memory: new.as_ref().map_or(0, |new| new.placement.memory_bytes()),
            cost: read(|new| new.cost),
        }
    }
}

fn movement(old: &Placed, new: &Placed) -> Movement {
    let both = old.owners.len().min(new.owners.len());
    Movement::between((old.nodes(), &old.owners[..both]), (new.nodes(), &new.owners[..both]))
}

/// Whether each node that leaves may.
fn can(placement: &Placement, after: &[Node]) -> bool {
    let stays = |node: &Node| after.iter().any(|other| other.id == node.id);
    (0u32..).zip(placement.nodes()).all(|(at, node)| stays(node) || placement.can_remove(at).is_ok())
}
