//! The keys: their names, hashes, and how often each is asked for.

use super::params::{HashingParams, Skew};
use crate::algorithms::hashing::{HashFunction, Placement, PointScheme, Strategy};
use crate::process::math;
use std::rc::Rc;

/// Requests for the most popular key; others have their part of it, at least one.
const HOTTEST: f64 = 1e6;
/// Bids that a rendezvous placement may take to place its keys, with a fast hash and with MD5.
const BIDS: u64 = 20_000_000;
const MD5_BIDS: u64 = 2_000_000;

/// Keys as one placement wants them hashed.
#[derive(Clone, Debug)]
pub struct Keys {
    /// What they are hashed with, and whether ketama's way.
    by: (HashFunction, bool),
    /// The hash of each.
    pub hashes: Rc<[u64]>,
    /// Requests for each; empty if all are alike.
    demand: Rc<[u32]>,
}

impl Keys {
    /// The keys of a run, hashed as `placement` wants them.
    pub fn new(params: &HashingParams, placement: &Placement) -> Keys {
        let exponent = f64::from(params.exponent_hundredths) / 100.0;
        let requests = |rank: u32| (HOTTEST / math::pow(f64::from(rank), exponent)).max(1.0) as u32;
        let demand = match params.skew {
            Skew::Uniform => Rc::default(),
            Skew::Zipf => (1..=params.keys).map(requests).collect(),
        };
        Keys { by: way(params), hashes: hash_all(params.keys, placement), demand }
    }

    /// The same keys for another placement; hashed again only if that hashes otherwise.
    pub fn hashed_for(&self, params: &HashingParams, placement: &Placement) -> Keys {
        let by = way(params);
        match by == self.by {
            true => self.clone(),
            false => Keys { by, hashes: hash_all(params.keys, placement), demand: self.demand.clone() },
        }
    }

    /// Whether these are the same keys with the same hashes; those that were hashed once, and shared since, are.
    pub fn are_those_of(&self, other: &Keys) -> bool {
        Rc::ptr_eq(&self.hashes, &other.hashes)
    }

    /// Bytes that it holds on the heap and nobody else does.
    pub fn bytes(&self) -> usize {
        let Self { hashes, demand, by: _ } = self;
        let own = |count: usize, bytes: usize| if count > 1 { 0 } else { bytes };
        own(Rc::strong_count(hashes), size_of_val(&**hashes))
            + own(Rc::strong_count(demand), size_of_val(&**demand))
    }

    /// Requests for a key; 1 if all are alike.
    pub fn requests(&self, key: usize) -> u64 {
        self.demand.get(key).map_or(1, |requests| u64::from(*requests))
    }

    /// Whether some keys are asked for more often than others.
    pub fn are_skewed(&self) -> bool {
        !self.demand.is_empty()
    }

    /// How many of the keys a strategy places: all, but where each key asks every node only as many as a page can
    /// afford. They are the first ones, a fair sample since names say nothing about hashes.
    pub fn placed(&self, params: &HashingParams, nodes: usize) -> &[u64] {
        let bids = if params.hash == HashFunction::Md5 { MD5_BIDS } else { BIDS };
        let most = match params.strategy {
            Strategy::Rendezvous => (bids / nodes.max(1) as u64) as usize,
            _ => usize::MAX,
        };
        &self.hashes[..self.hashes.len().min(most)]
    }
}

fn way(params: &HashingParams) -> (HashFunction, bool) {
    let on_ring = matches!(params.strategy, Strategy::Ring | Strategy::Bounded);
    (params.hash, on_ring && params.settings.scheme == PointScheme::Ketama)
}

fn hash_all(count: u32, placement: &Placement) -> Rc<[u64]> {
    let mut name = b"key-0".to_vec();
    let hash = |_| {
        count_up(&mut name);
        placement.key_hash(&name)
    };
    (0..count).map(hash).collect()
}

/// Makes the name of the next key of a key's: a million numbers are written faster so than each by itself.
fn count_up(name: &mut Vec<u8>) {
    for digit in name.iter_mut().rev() {
        match digit {
            b'9' => *digit = b'0',
            b'0'..=b'8' => return *digit += 1,
            _ => break,
        }
    }
    // All were nines: "key-99" has become "key-00", and one digit more is needed.
    name.insert("key-".len(), b'1');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counted_up_the_names_of_keys_are_those_that_are_written() {
        let mut name = b"key-0".to_vec();
        for number in 1..=20_000 {
            count_up(&mut name);
            assert_eq!(name, format!("key-{number}").into_bytes());
        }
    }
}
