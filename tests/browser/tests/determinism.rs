//! The page's WebAssembly against the fingerprints that native builds wrote; `firefox.rs` claims the same of Firefox.

use crate::nightly::share;
use browser_tests::{Browser, PREFIXES, Site, same_fingerprints, same_links};

#[test]
fn each_scenario_has_the_same_fingerprint_in_the_browser_as_anywhere() {
    same_fingerprints(&Site::under("/"), &Browser::start());
}

#[test]
fn each_golden_link_opens_and_reloads_to_the_digest_that_it_has_natively() {
    // Firefox sees the other prefix.
    for prefix in share(&PREFIXES[..1], &PREFIXES[..]) {
        same_links(&Site::under(prefix), &Browser::start());
    }
}
