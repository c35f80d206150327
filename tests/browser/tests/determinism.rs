//! The page's WebAssembly against the fingerprints that native builds wrote.

use browser_tests::{Browser, Site};
use serde_json::json;

const SCRIPTS: &str = include_str!("../../determinism/scenarios.txt");
const DIGESTS: &str = include_str!("../../determinism/digests.txt");

#[test]
fn each_scenario_has_the_same_fingerprint_in_the_browser_as_anywhere() {
    let (site, page) = (Site::under("/"), Browser::start());
    page.open_lab(&site.url("lab/raft/"));
    let digests = page.ask("digests", json!({ "scripts": SCRIPTS }));
    assert_eq!(digests.as_str().unwrap_or_default(), DIGESTS);
    page.assert_quiet();
}
