//! Every fault that can be injected into a run: one closed list.

use crate::process::words::length;
use crate::process::{NodeId, SimDuration};
use std::fmt;

use super::MessageId;

/// Which links a fault of the network touches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Path {
    /// All of them.
    All,
    /// Messages from the first node to the second, and not the other way.
    Link(NodeId, NodeId),
}

/// How a node that is taken over behaves (labs of Byzantine algorithms).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Byzantine {
    /// Does what the algorithm says.
    Honest,
    /// Sends nothing.
    Silent,
    /// Sends wrong content, the same to all.
    Lies,
    /// Tells different nodes different things.
    Equivocates,
}

/// A fault, or the end of one. Written and read as one line: see [`Fault::parse`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Fault {
    /// The machine stops: memory and unfinished writes are gone, the disk stays.
    Crash(NodeId),
    /// The machine comes up again with what its disk holds.
    Restart(NodeId),
    /// The process stands still (a long garbage collection): messages wait, timers run out late.
    Pause(NodeId, SimDuration),
    /// Each event takes this long on the node; zero ends the slowness.
    Slow(NodeId, SimDuration),
    /// The disk is emptied. A node that is up crashes with it.
    LoseDisk(NodeId),
    /// The node's clock is moved, by microseconds; negative is back.
    Skew(NodeId, i64),
    /// The node's clock runs fast by this many parts in a million; negative is slow.
    Drift(NodeId, i32),
    /// Nothing gets through any more, in one direction.
    Cut(NodeId, NodeId),
    /// A cut ends.
    Join(NodeId, NodeId),
    /// Only nodes of the same group reach each other; a node in no group is alone.
    Partition(Vec<Vec<NodeId>>),
    /// A partition ends; single cuts stay.
    Reunite,
    /// All cuts and partitions end.
    Heal,
    /// How long messages take, evenly between the two.
    Latency(Path, SimDuration, SimDuration),
    /// This many of a million messages are lost.
    Loss(Path, u32),
    /// This many of a million messages arrive twice.
    Duplicate(Path, u32),
    /// This many of a million messages are held back by up to the given time, so that others overtake them.
    Reorder(Path, u32, SimDuration),
    /// This message in flight is lost.
    Drop(MessageId),
    /// This message in flight arrives later by so much.
    Delay(MessageId, SimDuration),
    /// This message in flight arrives a second time.
    Copy(MessageId),
    /// The node is taken over, or given back.
    Corrupt(NodeId, Byzantine),
}

impl Fault {
    /// What happened, as a sentence without its full stop.
    pub fn sentence(&self) -> String {
        match self {
            Fault::Crash(n) => format!("{n} crashes"),
            Fault::Restart(n) => format!("{n} restarts"),
            Fault::Pause(n, d) => format!("{n} is paused for {}", length(*d)),
            Fault::Slow(n, SimDuration::ZERO) => format!("{n} is back to full speed"),
            Fault::Slow(n, d) => format!("{n} takes {} for each event", length(*d)),
            Fault::LoseDisk(n) => format!("{n} loses its disk"),
            Fault::Skew(n, us) => format!("{n}'s clock jumps by {}", signed_us(*us)),
            Fault::Drift(n, ppm) => format!("{n}'s clock drifts by {ppm} parts in a million"),
            Fault::Cut(a, b) => format!("nothing gets from {a} to {b}"),
            Fault::Join(a, b) => format!("{a} reaches {b} again"),
            Fault::Partition(groups) => format!("the network splits into {}", groups_text(groups, " and ")),
            Fault::Reunite => "the partition heals".into(),
            Fault::Heal => "the network heals".into(),
            Fault::Latency(p, low, high) => {
                format!("messages{} take {} to {}", of(*p), length(*low), length(*high))
            }
            Fault::Loss(p, ppm) => format!("{} of messages{} are lost", percent(*ppm), of(*p)),
            Fault::Duplicate(p, ppm) => format!("{} of messages{} arrive twice", percent(*ppm), of(*p)),
            Fault::Reorder(p, ppm, d) => {
                format!("{} of messages{} are held back by up to {}", percent(*ppm), of(*p), length(*d))
            }
            Fault::Drop(m) => format!("message {m} is lost"),
            Fault::Delay(m, d) => format!("message {m} is delayed by {}", length(*d)),
            Fault::Copy(m) => format!("message {m} is sent twice"),
            Fault::Corrupt(n, Byzantine::Honest) => format!("{n} is honest again"),
            Fault::Corrupt(n, Byzantine::Silent) => format!("{n} falls silent"),
            Fault::Corrupt(n, Byzantine::Lies) => format!("{n} lies"),
            Fault::Corrupt(n, Byzantine::Equivocates) => format!("{n} tells each node something different"),
        }
    }

    /// The fault that ends this one, if one does: a restart after a crash, no loss after loss.
    pub fn ending(&self) -> Option<Fault> {
        Some(match *self {
            Fault::Crash(n) | Fault::LoseDisk(n) => Fault::Restart(n),
            Fault::Slow(n, _) => Fault::Slow(n, SimDuration::ZERO),
            Fault::Skew(n, us) => Fault::Skew(n, -us),
            Fault::Drift(n, _) => Fault::Drift(n, 0),
            Fault::Cut(a, b) => Fault::Join(a, b),
            Fault::Partition(_) => Fault::Reunite,
            Fault::Loss(p, _) => Fault::Loss(p, 0),
            Fault::Duplicate(p, _) => Fault::Duplicate(p, 0),
            Fault::Reorder(p, _, d) => Fault::Reorder(p, 0, d),
            Fault::Corrupt(n, _) => Fault::Corrupt(n, Byzantine::Honest),
            Fault::Restart(_) | Fault::Pause(..) => return None,
            Fault::Join(..) | Fault::Reunite | Fault::Heal => return None,
            Fault::Latency(..) | Fault::Drop(_) | Fault::Delay(..) | Fault::Copy(_) => return None,
        })
    }

    /// The nodes that must exist for this fault to make sense.
    pub fn nodes(&self) -> Vec<NodeId> {
        match self {
            Fault::Crash(n) | Fault::Restart(n) | Fault::LoseDisk(n) => vec![*n],
            Fault::Pause(n, _) | Fault::Slow(n, _) => vec![*n],
            Fault::Skew(n, _) => vec![*n],
            Fault::Drift(n, _) => vec![*n],
            Fault::Corrupt(n, _) => vec![*n],
            Fault::Cut(a, b) | Fault::Join(a, b) => vec![*a, *b],
            Fault::Partition(groups) => groups.concat(),
            Fault::Latency(p, ..) | Fault::Loss(p, _) | Fault::Duplicate(p, _) | Fault::Reorder(p, ..) => {
                match p {
                    Path::All => vec![],
                    Path::Link(a, b) => vec![*a, *b],
                }
            }
            Fault::Reunite | Fault::Heal => vec![],
            Fault::Drop(_) | Fault::Delay(..) | Fault::Copy(_) => vec![],
        }
    }
}

/// A share of a million as people write it: `12.5%`.
pub(super) fn percent(ppm: u32) -> String {
    format!("{}%", f64::from(ppm) / 10_000.0)
}

/// A signed length of time: `-50ms`.
pub(super) fn signed_us(us: i64) -> String {
    let sign = if us < 0 { "-" } else { "" };
    format!("{sign}{}", SimDuration(us.unsigned_abs()))
}

/// Groups of nodes: `n1,n2|n3` with `|` between them.
pub(super) fn groups_text(groups: &[Vec<NodeId>], between: &str) -> String {
    let group = |g: &Vec<NodeId>| g.iter().map(NodeId::to_string).collect::<Vec<_>>().join(",");
    groups.iter().map(group).collect::<Vec<_>>().join(between)
}

fn of(path: Path) -> String {
    match path {
        Path::All => String::new(),
        Path::Link(a, b) => format!(" from {a} to {b}"),
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Path::All => write!(f, "*"),
            Path::Link(a, b) => write!(f, "{a}>{b}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_ends_a_fault_is_about_the_same_nodes() {
        for (text, ending) in [
            ("crash n1", Some("restart n1")),
            ("slow n1 5ms", Some("slow n1 0s")),
            ("skew n1 -50ms", Some("skew n1 50ms")),
            ("cut n1>n3", Some("join n1>n3")),
            ("partition n1|n2", Some("reunite")),
            ("loss n1>n3 10%", Some("loss n1>n3 0%")),
            ("lies n1", Some("honest n1")),
            ("pause n1 1s", None),
        ] {
            let found = Fault::parse(text).unwrap().ending().map(|fault| fault.to_string());
            assert_eq!(found.as_deref(), ending, "{text}");
        }
    }
}
