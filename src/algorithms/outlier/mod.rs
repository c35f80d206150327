//! Outlier detection after Envoy (outlier_detection_impl.cc): who answers worse than the others gets no requests for a while.
//!
//! | finds | when | rule |
//! |---|---|---|
//! | consecutive server errors | at once | 5 in a row |
//! | success rate | every 10 s | below mean - 1.9 standard deviations, of at least 5 hosts with 100 requests each |
//! | failure percentage (off) | every 10 s | at or above 85 %, of at least 5 hosts with 50 requests each |
//!
//! A host that is found is ejected, unless that would be more than 10 % of all; one may always be. An ejection lasts for 30 s
//! times a count, at most 300 s, and ends with the first interval after that. The count goes up with each ejection and
//! down with each interval in use after a return. [`mod@panic`] says when so many are out that all are used again.
//!
//! It is passive: it costs no request, but it sees only hosts that get requests, and only what this caller sees.
//!
//! Left out: a jitter on the length of ejections (off by default), gateway and local-origin errors as classes of their own
//! (off by default), chances of enforcement between 0 and 100 %.

mod detector;
mod host;
pub mod panic;
mod settings;
mod spread;

pub use detector::{Change, Detector, Reason, Verdict};
pub use settings::Settings;
pub use spread::Spread;
