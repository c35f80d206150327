//! Settings that are allowed but unwise, a sentence each.

use super::params::{HashingParams, Skew, Weights};
use crate::algorithms::hashing::{HashFunction, PointScheme, Strategy};
use crate::lab::{Unused, unused};
use crate::process::words::plural;

type Row = Unused<HashingParams>;

/// What has no effect beside what.
const UNUSED: &[Row] = &[
    Row::new(&["vn", "points"], |p| !is_on_ring(p), "this strategy has no ring"),
    Row::new(&["table"], |p| p.strategy != Strategy::Maglev, "only Maglev has a table"),
    Row::new(&["c"], |p| p.strategy != Strategy::Bounded, "only the bounded ring has a bound"),
    Row::new(
        &["hash"],
        |p| is_on_ring(p) && p.settings.scheme == PointScheme::Ketama,
        "ketama hashes nodes and keys with MD5",
    ),
    Row::new(&["s"], |p| p.skew == Skew::Uniform, "all keys are equally popular"),
];

fn is_on_ring(params: &HashingParams) -> bool {
    matches!(params.strategy, Strategy::Ring | Strategy::Bounded)
}

/// What to say about these parameters.
pub fn advise(params: &HashingParams) -> Vec<String> {
    let HashingParams { strategy, hash, settings, nodes, keys, .. } = params;
    let on_ring = is_on_ring(params);
    let points = settings.points_per_node;
    let work = u64::from(*nodes) * u64::from(*keys);
    let table = params.settings_for(*nodes as usize).table_size;
    let mut advice = Vec::new();
    let mut say = |when: bool, text: String| {
        if when {
            advice.push(text);
        }
    };
    say(
        *strategy == Strategy::Modulo,
        format!(
            "With modulo, a change from {nodes} to {} nodes moves {nodes} of every {} keys.",
            nodes + 1,
            nodes + 1
        ),
    );
    say(
        on_ring && points < 10 && *nodes > 1,
        format!(
            "With {}, a node's share is a matter of luck: the most loaded node can hold a multiple of the mean. \
             A hundred points are usual.",
            plural(points.into(), "virtual node")
        ),
    );
    say(
        *strategy == Strategy::Jump,
        "Jump can lose only its last node. If another one crashes, its keys have no owner until it is back."
            .into(),
    );
    say(
        *strategy == Strategy::Maglev && table < 100 * nodes,
        format!(
            "A table of {table} entries is less than a hundred times {nodes} nodes: shares differ by more than 1%."
        ),
    );
    say(
        *hash == HashFunction::Poor,
        "The sum of bytes is a small number: on a ring all keys land in one place, and one node owns them."
            .into(),
    );
    say(
        params.weights != Weights::Equal && !strategy.honours_weights(),
        "This strategy ignores weights: a node of weight 2 gets no more keys than one of weight 1.".into(),
    );
    say(params.skew == Skew::Zipf,
        "A hot key is on one node, whatever the placement: only copies or a cache in front can spread its load.".into());
    say(
        *strategy == Strategy::Bounded && settings.factor_percent < 110,
        "The tighter the bound, the further keys overflow and the more of them move on each change.".into(),
    );
    say(
        *strategy == Strategy::Rendezvous && work > 20_000_000,
        "Each key scores every node, so only as many keys are placed as need 20 million scores.".into(),
    );
    say(
        params.replicas > *nodes,
        format!("There are more copies than nodes: a key has {}.", plural((*nodes).into(), "copy")),
    );
    advice.extend(unused(params, UNUSED));
    advice
}
