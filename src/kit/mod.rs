//! What several labs are made of and none of them is about.
//!
//! ```text
//! cluster    buttons for machines, links and messages
//! graph      the stage of a graph of services
//! importer   a file of somebody's traffic becomes the argument of a command
//! legend     what the signs of a picture mean
//! said       times and counts as people say them
//! ```

mod cluster;
pub mod graph;
mod importer;
mod legend;
mod said;

pub use cluster::cluster_actions;
pub use importer::{Fit, TRAFFIC_FILES, traffic};
pub use legend::{LINE, Sign, legend, lines};
pub use said::time;
