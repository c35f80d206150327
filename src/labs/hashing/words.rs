//! Numbers in words.

use crate::process::words::plural;
pub use crate::process::words::{grouped, percent};

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
