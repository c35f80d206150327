//! The parts of a page.

pub mod announcer;
mod bar;
pub mod claims;
mod command;
pub mod controls;
pub mod difference;
pub mod finder;
pub mod format;
pub mod header;
pub mod inspector;
pub mod legend;
pub mod lesson;
pub mod log;
pub mod markdown;
pub mod modal;
pub mod palette;
pub mod plot;
pub mod properties;
pub mod recent;
pub mod search;
pub mod sentence;
pub mod source;
pub mod spacetime;
pub mod stage;
pub mod tabs;
#[cfg(all(test, feature = "ssr"))]
mod tests;
pub mod trail;
pub mod transport;
mod walk;
