//! The state in the field's standard terms.

use super::placed::histogram;
use super::scene::name;
use super::words::node_name;
use super::world::HashingWorld;
use crate::algorithms::hashing::maglev::Permutation;
use crate::algorithms::hashing::{Node, Strategy, ring::Ring};
use crate::json;
use serde_json::{Map, Value};

/// The fullest node, or the owner of the key that was looked up last.
pub fn resolve(world: &HashingWorld, name: &str) -> Option<String> {
    match name {
        "owner" => world.lookup.as_ref().and_then(|lookup| lookup.owner).map(node_name),
        "fullest" => {
            let nodes = 0..world.nodes().len();
            let fullest = nodes.max_by(|a, b| world.placed.ratio(*a).total_cmp(&world.placed.ratio(*b)));
            fullest.map(|node| node_name(world.nodes()[node].id))
        }
        _ => None,
    }
}

/// One node, or the whole if `target` is empty.
pub fn inspect(world: &HashingWorld, target: &str) -> Value {
    if target.is_empty() {
        return whole(world);
    }
    let node = world.nodes().iter().position(|node| node_name(node.id) == target);
    node.map_or(Value::Null, |at| one(world, at, &world.nodes()[at]))
}

fn whole(world: &HashingWorld) -> Value {
    let placed = &world.placed;
    let change = world.change.as_ref().map(|change| {
        json!({
            "change": change.title.as_str(),
            "keys": change.movement.keys,
            "keysMoved": change.movement.moved,
            "keysLost": change.movement.lost,
            "keysFound": change.movement.found,
            "keysMovedBetweenStaying": change.movement.between_old,
            "movedFraction": part(change.movement.fraction()),
            "lostFraction": part(change.movement.part(change.movement.lost)),
            "fairShareFraction": part(change.least()),
        })
    });
    let lookup = world.lookup.as_ref().map(|lookup| {
        json!({
            "key": lookup.key.as_str(),
            "hash": format!("{:#018x}", lookup.hash),
            "owner": lookup.owner.map(node_name),
            "copies": lookup.copies.iter().map(|id| node_name(*id)).collect::<Vec<_>>(),
            "comparisons": lookup.comparisons,
        })
    });
    json!({
        "strategy": name(world.params.strategy),
        "hashFunction": format!("{:?}", world.params.hash),
        "nodes": world.nodes().len(),
        "nodesUp": placed.live(),
        "keys": placed.owners.len(),
        "maxOverMean": round(placed.balance.max_over_mean),
        "minOverMean": round(placed.balance.min_over_mean),
        "coefficientOfVariation": round(placed.balance.relative_std),
        "loadHistogram": histogram(placed, 10),
        "memoryBytes": placed.placement.memory_bytes(),
        "comparisonsPerLookup": round(placed.cost),
        "lastChange": change,
        "strategies": compared(world),
        "lookup": lookup,
    })
}

fn compared(world: &HashingWorld) -> Value {
    let rows = world.comparison.rows().iter().map(|row| {
        let value = json!({
            "maxOverMean": round(row.max_over_mean),
            "movedFraction": row.moved.map(part),
            "lostFraction": row.lost.map(part),
            "memoryBytes": row.memory,
            "comparisonsPerLookup": round(row.cost),
        });
        (name(row.strategy).to_string(), value)
    });
    Value::Object(rows.collect::<Map<String, Value>>())
}

fn one(world: &HashingWorld, at: usize, node: &Node) -> Value {
    let placed = &world.placed;
    let ring = placed.placement.ring();
    let table = placed.placement.table().filter(|_| world.params.strategy == Strategy::Maglev);
    let permutation =
        table.map(|table| Permutation::of(world.params.hash, node, at as u32, table.len() as u32));
    let bounded = placed.placement.bounded().filter(|bounded| !bounded.is_empty());
    let points = |ring: &Ring| ring.points().iter().filter(|point| point.node as usize == at).count();
    json!({
        "id": node_name(node.id),
        "name": node.name.as_str(),
        "up": node.up,
        "weight": node.weight,
        "rack": node.rack + 1,
        "keys": placed.counts[at],
        "requestsFraction": part(placed.part(at)),
        "loadOverFairShare": round(placed.ratio(at)),
        "virtualNodes": ring.map(points),
        "ringFraction": ring.map(|ring| part(ring.shares(world.nodes().len() as u32)[at])),
        "capacity": bounded.map(|bounded| bounded.capacities()[at]),
        "tableEntries": table.map(|table| table.iter().filter(|entry| **entry as usize == at).count()),
        "permutationOffset": permutation.as_ref().map(|own| own.offset),
        "permutationSkip": permutation.as_ref().map(|own| own.skip),
    })
}

/// A part of a whole, to a thousandth of a percent.
fn part(part: f64) -> f64 {
    (part * 1e5).round() / 1e5
}

fn round(number: f64) -> f64 {
    (number * 1_000.0).round() / 1_000.0
}
