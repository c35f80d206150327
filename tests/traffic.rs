//! The traffic floor against theory, against its own promises, and under random orders and faults.

#[path = "traffic/theory.rs"]
mod theory;
