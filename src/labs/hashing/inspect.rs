//! The state in the field's standard terms.

use super::placed::histogram;
use super::words::{node_name, percent};
use super::world::HashingWorld;
use crate::algorithms::hashing::maglev::Permutation;
use crate::algorithms::hashing::{Node, Strategy};
use serde_json::{Map, Value, json};

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
            "change": change.title,
            "keys moved": change.movement.moved,
            "keys lost": change.movement.lost,
            "keys found": change.movement.found,
            "of": change.movement.keys,
            "moved": percent(change.movement.fraction()),
            "lost": percent(change.movement.part(change.movement.lost)),
            "fair share": percent(change.least()),
            "between nodes that stay": change.movement.between_old,
        })
    });
    let mut all = json!({
        "strategy": format!("{:?}", world.params.strategy),
        "hash function": format!("{:?}", world.params.hash),
        "nodes": world.nodes().len(),
        "nodes up": placed.live(),
        "keys placed": placed.owners.len(),
        "max over mean": round(placed.balance.max_over_mean),
        "min over mean": round(placed.balance.min_over_mean),
        "standard deviation over mean": round(placed.balance.relative_std),
        "nodes by load, ten ranges": histogram(placed, 10),
        "memory bytes": placed.placement.memory_bytes(),
        "comparisons of a lookup": round(placed.cost),
        "last change": change,
    });
    all["all strategies, same keys, same change"] = compared(world);
    if let Some(lookup) = &world.lookup {
        all["lookup"] = json!({
            "key": lookup.key,
            "hash": format!("{:#018x}", lookup.hash),
            "owner": lookup.owner.map(node_name),
            "copies": lookup.copies.iter().map(|id| node_name(*id)).collect::<Vec<_>>(),
            "comparisons": lookup.comparisons,
        });
    }
    all
}

fn compared(world: &HashingWorld) -> Value {
    let rows = world.comparison.rows().iter().map(|row| {
        let value = json!({
            "max over mean": round(row.max_over_mean),
            "moved": row.moved.map_or_else(|| "impossible".to_string(), percent),
            "lost": row.lost.map_or_else(|| "impossible".to_string(), percent),
            "memory bytes": row.memory,
            "comparisons of a lookup": round(row.cost),
        });
        (format!("{:?}", row.strategy), value)
    });
    Value::Object(rows.collect::<Map<String, Value>>())
}

fn one(world: &HashingWorld, at: usize, node: &Node) -> Value {
    let placed = &world.placed;
    let mut all = json!({
        "node": node_name(node.id),
        "name that is hashed": node.name,
        "up": node.up,
        "weight": node.weight,
        "rack": node.rack + 1,
        "keys": placed.counts[at],
        "share of requests": percent(placed.part(at)),
        "load over fair share": round(placed.ratio(at)),
    });
    if let Some(ring) = placed.placement.ring() {
        all["virtual nodes"] = ring.points().iter().filter(|point| point.node as usize == at).count().into();
        all["share of the ring"] = percent(ring.shares(world.nodes().len() as u32)[at]).into();
    }
    if let Some(bounded) = placed.placement.bounded().filter(|bounded| !bounded.is_empty()) {
        all["capacity"] = bounded.capacities()[at].into();
    }
    if let (Strategy::Maglev, Some(table)) = (world.params.strategy, placed.placement.table()) {
        let own = Permutation::of(world.params.hash, node, at as u32, table.len() as u32);
        all["entries of the table"] = table.iter().filter(|entry| **entry as usize == at).count().into();
        all["permutation: offset, skip"] = json!([own.offset, own.skip]);
    }
    all
}

fn round(number: f64) -> f64 {
    (number * 1_000.0).round() / 1_000.0
}
