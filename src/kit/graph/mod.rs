//! The stage of a graph of services: who asks at the left, then each service to the right of all that call it; in its box
//! its workers and what waits for them, on the edges how much flows and what fails.
//!
//! ```text
//! layout    where each service stands
//! stage     what is drawn there
//! ```

mod layout;
mod stage;

pub use layout::Layout;
pub use stage::draw;
