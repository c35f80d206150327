//! The kinds of faults that a search may use.

use crate::process::{NodeId, Random, SimDuration};
use crate::sim::{Fault, Input};

/// A kind of fault that the search may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// A machine crashes and restarts.
    Crash,
    /// The network falls into two parts and heals.
    Partition,
    /// A way from one machine to another is cut and joined again.
    Cut,
    /// A part of all messages is lost.
    Loss,
    /// A machine stands still.
    Pause,
    /// Some messages overtake others.
    Reorder,
    /// Some messages arrive twice.
    Duplicate,
    /// One of the lab's own acts, such as a timer that runs out: no fault, but bad luck.
    Act,
}

impl FaultKind {
    /// All of them.
    pub const ALL: [FaultKind; 8] = [
        FaultKind::Crash,
        FaultKind::Partition,
        FaultKind::Cut,
        FaultKind::Loss,
        FaultKind::Pause,
        FaultKind::Reorder,
        FaultKind::Duplicate,
        FaultKind::Act,
    ];

    /// Its word, as faults are written.
    pub fn word(self) -> &'static str {
        self.words().0
    }

    /// Several of them, for people.
    pub(super) fn plural(self) -> &'static str {
        self.words().1
    }

    fn words(self) -> (&'static str, &'static str) {
        match self {
            FaultKind::Crash => ("crash", "crashes"),
            FaultKind::Partition => ("partition", "partitions"),
            FaultKind::Cut => ("cut", "cut links"),
            FaultKind::Loss => ("loss", "lost messages"),
            FaultKind::Pause => ("pause", "pauses"),
            FaultKind::Reorder => ("reorder", "overtaking messages"),
            FaultKind::Duplicate => ("duplicate", "doubled messages"),
            FaultKind::Act => ("act", "the lab's own acts"),
        }
    }

    /// The kind that an input is of, the end of a fault with its beginning; none for what the search does not use.
    pub(super) fn of(input: &Input) -> Option<FaultKind> {
        Some(match input {
            Input::Command(_) => FaultKind::Act,
            Input::Fault(Fault::Crash(_) | Fault::Restart(_)) => FaultKind::Crash,
            Input::Fault(Fault::Partition(_) | Fault::Reunite | Fault::Heal) => FaultKind::Partition,
            Input::Fault(Fault::Cut(..) | Fault::Join(..)) => FaultKind::Cut,
            Input::Fault(Fault::Loss(..)) => FaultKind::Loss,
            Input::Fault(Fault::Pause(..)) => FaultKind::Pause,
            Input::Fault(Fault::Reorder(..)) => FaultKind::Reorder,
            Input::Fault(Fault::Duplicate(..)) => FaultKind::Duplicate,
            _ => return None,
        })
    }
}

/// The text of a fault of the kind, on one of `nodes` that `pick` gives, or between some of them; a pause lasts `lasts`.
pub(super) fn text(
    kind: FaultKind,
    nodes: &[NodeId],
    acts: &[&str],
    lasts: SimDuration,
    random: &mut Random,
    mut pick: impl FnMut(&mut Random) -> NodeId,
) -> Option<String> {
    Some(match kind {
        FaultKind::Crash => format!("crash {}", pick(random)),
        FaultKind::Pause => format!("pause {} {lasts}", pick(random)),
        FaultKind::Cut => {
            let (from, to) = (pick(random), pick(random));
            let (from, to) = if random.below(2) == 0 { (from, to) } else { (to, from) };
            return (from != to).then(|| format!("cut {from}>{to}"));
        }
        FaultKind::Partition => {
            let (left, right): (Vec<NodeId>, Vec<NodeId>) = nodes.iter().partition(|_| random.below(2) == 0);
            let names = |side: &[NodeId]| side.iter().map(NodeId::to_string).collect::<Vec<_>>().join(",");
            let both = !left.is_empty() && !right.is_empty();
            return both.then(|| format!("partition {}|{}", names(&left), names(&right)));
        }
        FaultKind::Loss => format!("loss * {}%", random.between(5, 50)),
        FaultKind::Duplicate => format!("duplicate * {}%", random.between(10, 100)),
        FaultKind::Reorder => format!("reorder * {}% {}ms", random.between(10, 60), random.between(5, 100)),
        FaultKind::Act => {
            let act = acts.get(random.below(acts.len().max(1) as u64) as usize)?;
            format!("do {}", act.replace("$a", &pick(random).to_string()))
        }
    })
}
