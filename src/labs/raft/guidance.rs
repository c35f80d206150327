//! What helps a search for a run that breaks a promise of Raft.

use super::world::RaftWorld;
use crate::algorithms::raft::{Log, Server, Term};
use crate::lab::search::{Family, Guidance};
use crate::process::NodeId;

/// When two states are the same, and how trouble begins.
pub const GUIDANCE: Guidance<RaftWorld> = Guidance { outline, families: FAMILIES, acts: &["timeout $a"] };

const FAMILIES: &[Family] = &[
    Family {
        name: "a voter restarts between two candidates of one term",
        lines: &[
            (0, 3_000, "cut $a>$e"),
            (0, 0, "cut $b>$d"),
            (0, 0, "do timeout $a"),
            (5, 11, "do timeout $b"),
            (6, 14, "crash $c"),
            (1, 3, "restart $c"),
        ],
    },
    Family {
        name: "figure 8: entries of an older term come to a majority, and their leader is lost",
        // $a leads alone and gathers more entries than a message carries; $e is elected and heard by nobody. Then $a leads
        // again, and the first message reaches $c, but not the next, which has an entry of its new term.
        lines: &[
            (20, 100, "do timeout $a"),
            (80, 110, "partition $a,$b,$rest|$c,$d,$e"),
            (0, 60, "do timeout $e"),
            (22, 30, "cut $e>$c"),
            (0, 0, "cut $e>$d"),
            (2_400, 3_600, "crash $e"),
            (0, 0, "cut $a>$d"),
            (0, 0, "reunite"),
            (110, 180, "do timeout $a"),
            (80, 110, "cut $a>$c"),
            (30, 60, "crash $a"),
            (0, 0, "restart $e"),
            (0, 0, "join $e>$c"),
            (0, 0, "join $e>$d"),
            (5, 40, "do timeout $e"),
            (45, 80, "do timeout $e"),
        ],
    },
    Family {
        name: "a client reads from a leader that was deposed",
        lines: &[
            (20, 100, "do timeout $a"),
            (100, 400, "partition $a,$b,$x|$c,$d,$e,$y"),
            (0, 20, "do timeout $c"),
            (60, 100, "do write $y 3=7"),
            (200, 600, "do read $x 3"),
        ],
    },
];

/// Terms, logs and commit indexes as they stand to each other: what they count to is no matter.
fn outline(world: &RaftWorld, words: &mut Vec<u64>) {
    let latest = world.up().map(|(_, server)| server.current_term()).max().unwrap_or(0);
    let committed = world.up().map(|(_, server)| server.commit_index()).max().unwrap_or(0);
    let best = world.up().map(|(_, server)| server.log());
    let best = best.max_by_key(|log| (log.last_term(), log.last_index()));
    for id in world.server_ids() {
        let server = world.server(id);
        let parts = match best.filter(|_| world.cluster.node(id).up) {
            None => [0; 7],
            Some(best) => [
                1 + server.role() as u64,
                u64::from(latest.saturating_sub(server.current_term())).min(2),
                vote(server, id),
                u64::from(server.votes().len()).min(3),
                log(server.log(), best, server.current_term()),
                u64::from(committed.saturating_sub(server.commit_index())).min(2),
                u64::from(server.log().last_index().saturating_sub(server.commit_index())).min(2),
            ],
        };
        words.push(parts.iter().fold(0, |word, part| word << 8 | part));
    }
}

/// For nobody, for itself, for another.
fn vote(server: &Server, id: NodeId) -> u64 {
    server.voted_for().map_or(0, |voted| if voted == id { 1 } else { 2 })
}

/// A part of the best log or another, and whether it ends in the server's own term.
fn log(log: &Log, best: &Log, term: Term) -> u64 {
    let last = log.last_index();
    let agrees = log.digest_at(last) == best.digest_at(last);
    let place = if !agrees { 2 } else { u64::from(last < best.last_index()) };
    place << 1 | u64::from(log.last_term() == term)
}
