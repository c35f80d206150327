//! The traffic floor against theory, against its own promises, and under random orders and faults.

#[path = "traffic/ledger.rs"]
mod ledger;
#[path = "traffic/promises.rs"]
mod promises;
#[path = "traffic/source.rs"]
mod source;
#[path = "traffic/theory.rs"]
mod theory;
