//! Numbers and events in words.

use crate::process::words::plural;
pub use crate::process::words::{grouped, percent};
use crate::process::{NodeId, Note, Weight};
use std::convert::Infallible;

/// What the world tells of itself, in its own words.
#[derive(Clone, Debug)]
pub struct Told {
    /// A stable word for this kind of event.
    pub kind: &'static str,
    /// One sentence.
    pub text: String,
    /// How much it matters.
    pub weight: Weight,
}

impl Note for Told {
    type Summary = Infallible;

    fn kind(&self) -> &'static str {
        self.kind
    }

    fn text(&self, _: NodeId) -> String {
        self.text.clone()
    }

    fn weight(&self) -> Weight {
        self.weight
    }
}

/// The name of the node with this id, as people see it.
pub fn node_name(id: u32) -> String {
    format!("n{}", id + 1)
}

/// A number of keys: `1 key`, `2,300 keys`.
pub fn keys(number: u64) -> String {
    plural(number, "key")
}

/// A number of nodes: `1 node`, `12 nodes`.
pub fn nodes(number: u64) -> String {
    plural(number, "node")
}

/// Bytes in a unit that fits.
pub fn bytes(number: u64) -> String {
    match number {
        0..1_000 => format!("{number} B"),
        1_000..1_000_000 => format!("{:.1} kB", number as f64 / 1e3),
        _ => format!("{:.1} MB", number as f64 / 1e6),
    }
}
