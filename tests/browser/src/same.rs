//! What every browser is held to: what native builds wrote.

use crate::{Browser, Site};
use serde_json::{Value, json};

const SCRIPTS: &str = include_str!("../../determinism/scenarios.txt");
const DIGESTS: &str = include_str!("../../determinism/digests.txt");
/// A line a link: the link, the digest of the moment that it opens at, a later moment, the digest then.
const LINKS: &str = include_str!("../../determinism/links.txt");

/// Fails unless each scenario of `tests/determinism` has the fingerprint that it has natively.
#[track_caller]
pub fn same_fingerprints(site: &Site, page: &Browser) {
    page.open_lab(&site.url("lab/raft/"));
    let digests = page.ask("digests", json!({ "scripts": SCRIPTS }));
    assert_eq!(digests.as_str().unwrap_or_default(), DIGESTS);
    page.assert_quiet();
}

/// Fails unless each golden link, opened and reloaded, shows the state that it shows natively, and unless the address
/// that the page makes of a later moment opens that moment.
#[track_caller]
pub fn same_links(site: &Site, page: &Browser) {
    for line in LINKS.lines() {
        let [link, opened, later, then] = line.split(' ').collect::<Vec<_>>()[..] else { panic!("{line}") };
        // A lab that has the address already would not be loaded anew.
        page.open("about:blank");
        page.open_lab(&site.url(link));
        for way in ["opened", "reloaded"] {
            // What plays by itself has gone on.
            if !link.contains("autoplay=1") {
                assert_eq!(page.digest(), opened, "{link} {way}");
            }
            page.reload();
            page.wait_for_lab();
        }
        page.ask("pause", Value::Null);
        page.ask("seek", json!({ "t": later }));
        assert_eq!(page.digest(), then, "{link} at {later}");
        let state = page.ask("getState", Value::Null);
        let lab = link.split('?').next().unwrap_or(link).split('#').next().unwrap_or(link);
        page.open("about:blank");
        page.open_lab(&site.url(&format!("{lab}#s={}", state.as_str().expect("a state"))));
        assert_eq!(page.digest(), then, "{link} at {later}, from the state");
    }
    page.assert_quiet();
    site.assert_complete();
}
