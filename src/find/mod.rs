//! The search over all that the site has: labs, steps of lessons, claims, questions, settings. Words may be begun, or
//! misspelled; nothing here knows a browser.
//!
//! ```text
//! entry      one thing to find, and the file that lists them all
//! matching   how well a word that was typed fits one that is there
//! rank       the best entries for some words, kind by kind
//! ```

mod entry;
mod matching;
mod rank;

pub use entry::{Entry, Index, Kind};
