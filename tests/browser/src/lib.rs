//! What the browser tests share: the built site behind a plain static file server, and a real browser on it:
//! Chromium by `Browser::start`, Firefox by `Browser::firefox`.
//!
//! ```no_run
//! use browser_tests::{Browser, Site};
//!
//! let site = Site::under("/some/prefix/");
//! let page = Browser::start();
//! page.open(&site.url("lab/raft/"));
//! page.wait_for_page();
//! assert_eq!(page.text("h1"), "Raft");
//! page.assert_quiet();
//! site.assert_complete();
//! ```
//!
//! Everything ends with the value that started it. Nothing is skipped: without a site in dist/, or without a browser,
//! the tests fail and say what to run.

mod axe;
mod browser;
mod driver;
mod element;
mod engine;
mod extension;
mod host;
mod keyboard;
mod lab;
mod same;
mod site;

pub use axe::Axe;
pub use browser::Browser;
pub use host::Host;
pub use same::{same_fingerprints, same_links};
pub use site::{PREFIXES, READ, SUMMARY, Site, brotli, workspace};
