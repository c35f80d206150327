//! A lookup step by step, as an animation shows it, with the comparisons counted.

use super::bounded::BoundedLoads;
use super::jump::{Jump, jumps};
use super::placement::{Placement, Structure};
use super::rendezvous::Rendezvous;
use super::ring::{Probe, Ring};

/// One step of a lookup. Nodes are positions in the list of nodes; points are numbers on the ring.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Step {
    /// Modulo: the remainder, and the node in that place.
    Remainder {
        /// The number of live nodes.
        divisor: u32,
        /// `hash mod divisor`.
        remainder: u32,
    },
    /// Ring: one probe of the binary search for the first point at or after the hash.
    Probe(Probe),
    /// Ring: the point found.
    Found {
        /// Its number.
        point: u32,
        /// Where it is.
        position: u64,
        /// True if it lies past the end: the first point of all.
        wrapped: bool,
    },
    /// Rendezvous: one node's bid.
    Bid {
        /// Who bids.
        node: u32,
        /// -w / ln u.
        score: f64,
        /// True if it beats all bids so far.
        leads: bool,
    },
    /// Jump: the key lives in this bucket until there are more than `until` buckets.
    Bucket {
        /// The bucket.
        bucket: u32,
        /// The bucket it jumps to next, if there are enough; `None` if this is the last one.
        next: Option<u32>,
    },
    /// Maglev: the entry of the table.
    Slot {
        /// Its number: `hash mod M`.
        slot: u32,
    },
    /// Bounded: a stop on the walk; the walk ends where the load is below the capacity.
    Stop {
        /// The point's number.
        point: u32,
        /// Whose it is.
        node: u32,
        /// Its load.
        load: u64,
        /// Its capacity.
        capacity: u64,
    },
}

/// A lookup's steps, its answer, and what it cost.
#[derive(Clone, Debug, PartialEq)]
pub struct Search {
    /// In order.
    pub steps: Vec<Step>,
    /// The owner, as [`Placement::owner`] says.
    pub owner: Option<u32>,
    /// What the textbook's form of this algorithm compares or computes: probes and stops, bids, jumps, and 1 for a
    /// remainder. Our own ring looks into an index instead, and needs fewer.
    pub comparisons: u32,
}

pub(super) fn search(placement: &Placement, key_hash: u64) -> Search {
    let (steps, extra) = match &placement.structure {
        Structure::Modulo(modulo) => {
            let divisor = modulo.live.len() as u32;
            let remainder = modulo.remainder(key_hash);
            (remainder.map(|remainder| Step::Remainder { divisor, remainder }).into_iter().collect(), 0)
        }
        Structure::Ring(ring) => found(ring, key_hash),
        Structure::Rendezvous(rendezvous) => (bids(rendezvous, key_hash), 0),
        Structure::Jump(jump) => (buckets(jump, key_hash), 0),
        Structure::Maglev(table) => {
            (table.slot(key_hash).map(|slot| Step::Slot { slot }).into_iter().collect(), 0)
        }
        Structure::Bounded(bounded) => stops(bounded, key_hash),
    };
    // `extra` steps only report: the ring's found point is not a comparison.
    let comparisons = steps.len() as u32 - extra;
    Search { steps, owner: placement.owner(key_hash), comparisons }
}

/// The probes, then the point found; and how many of those steps compare nothing.
fn found(ring: &Ring, key_hash: u64) -> (Vec<Step>, u32) {
    let (probes, found) = ring.binary_search(key_hash);
    let mut steps: Vec<Step> = probes.into_iter().map(Step::Probe).collect();
    let Some(point) = found else { return (steps, 0) };
    let position = ring.points()[point as usize].position;
    let past_the_end = steps.iter().all(|step| matches!(step, Step::Probe(probe) if !probe.at_or_after));
    steps.push(Step::Found { point, position, wrapped: past_the_end });
    (steps, 1)
}

fn bids(rendezvous: &Rendezvous, key_hash: u64) -> Vec<Step> {
    let mut best = None;
    let step = |bid: super::rendezvous::Bid| {
        let leads = best.is_none_or(|best| bid.beats(&best));
        if leads {
            best = Some(bid);
        }
        Step::Bid { node: bid.node, score: bid.score, leads }
    };
    rendezvous.bids(key_hash).map(step).collect()
}

fn buckets(jump: &Jump, key_hash: u64) -> Vec<Step> {
    let buckets: Vec<u32> = jumps(key_hash, jump.len()).collect();
    let next = |at: usize| buckets.get(at + 1).copied();
    buckets.iter().enumerate().map(|(at, bucket)| Step::Bucket { bucket: *bucket, next: next(at) }).collect()
}

fn stops(bounded: &BoundedLoads, key_hash: u64) -> (Vec<Step>, u32) {
    let (mut steps, extra) = found(bounded.ring(), key_hash);
    steps.extend(bounded.walk(key_hash).into_iter().map(|stop| Step::Stop {
        point: stop.point,
        node: stop.node,
        load: stop.load,
        capacity: stop.capacity,
    }));
    (steps, extra)
}
