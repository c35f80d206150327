//! The clusters of the paper's figures, as disks to start from.

use super::durable::Disk;
use super::log::{Log, Term};
use crate::process::NodeId;

/// How a run starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Initial {
    /// Empty logs in term 0.
    Empty,
    /// Figure 7: n1 is "the leader at the top" before its election for term 8, n2 to n7 are followers (a) to (f).
    Figure7,
    /// Figure 8 (b), after S5's crash: S1 and S2 have an entry of term 2, S5 one of term 3. S1 is about to win
    /// term 4.
    Figure8B,
    /// Figure 8 (c), after S1's crash: the entry of term 2 is on S1, S2 and S3, and may still be overwritten.
    Figure8C,
    /// Figure 8 (e), after S1's crash: the entry of term 4 is on S1, S2 and S3, and cannot be lost any more.
    Figure8E,
}

/// A server's log by its terms, its current term, and its vote in that term as a server's place.
type Row = (&'static [Term], Term, Option<u16>);

// Figure 7 does not say who voted for whom. Every server has seen term 7, in which (d) led.
const FIGURE_7: [Row; 7] = [
    (&[1, 1, 1, 4, 4, 5, 5, 6, 6, 6], 7, None),
    (&[1, 1, 1, 4, 4, 5, 5, 6, 6], 7, None),
    (&[1, 1, 1, 4], 7, None),
    (&[1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 6], 7, None),
    (&[1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 7, 7], 7, Some(4)),
    (&[1, 1, 1, 4, 4, 4, 4], 7, None),
    (&[1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3], 7, None),
];

// In (b), S5 led term 3 with the votes of S3, S4 and its own; S1 led term 2.
const FIGURE_8B: [Row; 5] = [
    (&[1, 2], 3, None),
    (&[1, 2], 2, Some(0)),
    (&[1], 3, Some(4)),
    (&[1], 3, Some(4)),
    (&[1, 3], 3, Some(4)),
];

// In (c), S1 leads term 4 with the votes of S2, S3 and its own. Its own entry of term 4 is on no other server.
const FIGURE_8C: [Row; 5] = [
    (&[1, 2, 4], 4, Some(0)),
    (&[1, 2], 4, Some(0)),
    (&[1, 2], 4, Some(0)),
    (&[1], 3, Some(4)),
    (&[1, 3], 3, Some(4)),
];

const FIGURE_8E: [Row; 5] = [
    (&[1, 2, 4], 4, Some(0)),
    (&[1, 2, 4], 4, Some(0)),
    (&[1, 2, 4], 4, Some(0)),
    (&[1], 3, Some(4)),
    (&[1, 3], 3, Some(4)),
];

impl Initial {
    /// Every start.
    pub const ALL: [Initial; 5] =
        [Initial::Empty, Initial::Figure7, Initial::Figure8B, Initial::Figure8C, Initial::Figure8E];

    /// A stable short key, for links.
    pub fn key(self) -> &'static str {
        match self {
            Initial::Empty => "empty",
            Initial::Figure7 => "figure-7",
            Initial::Figure8B => "figure-8b",
            Initial::Figure8C => "figure-8c",
            Initial::Figure8E => "figure-8e",
        }
    }

    /// How many servers the figure has; `None` if any number will do.
    pub fn servers(self) -> Option<u16> {
        self.rows().map(|rows| rows.len() as u16)
    }

    /// What the disk of `server` holds. Entries are no-ops, since the figures give terms only. Servers beyond the
    /// figure's have empty disks.
    pub fn disk(self, server: NodeId) -> Disk {
        let row = self.rows().and_then(|rows| rows.get(server.index()));
        row.map_or_else(Disk::default, |(terms, current_term, vote)| Disk {
            current_term: *current_term,
            voted_for: vote.map(NodeId),
            log: Log::of_terms(terms),
            serial: 0,
        })
    }

    fn rows(self) -> Option<&'static [Row]> {
        match self {
            Initial::Empty => None,
            Initial::Figure7 => Some(&FIGURE_7),
            Initial::Figure8B => Some(&FIGURE_8B),
            Initial::Figure8C => Some(&FIGURE_8C),
            Initial::Figure8E => Some(&FIGURE_8E),
        }
    }
}
