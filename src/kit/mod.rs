//! What several labs are made of and none of them is about.
//!
//! ```text
//! importer   a file of somebody's traffic becomes the argument of a command
//! ```

mod importer;

pub use importer::{Fit, traffic};
