//! When the program itself fails.

use browser_tests::{Browser, Site};
use serde_json::json;

/// Presses a button in the middle of the page's own work, which Rust rightly calls a mistake: the clock is read while the
/// run is being changed.
const FAIL: &str = "
    const now = performance.now.bind(performance);
    let calls = 0;
    performance.now = () => {
        if (calls++ < 50) { try { document.querySelector('.transport .play').click() } catch {} }
        return now();
    };
    document.querySelector('.transport .play').click()";

#[test]
fn a_failure_shows_the_runs_link_and_a_way_to_reload_it() {
    let (site, page) = (Site::under("/some/prefix/"), Browser::start());
    page.open_lab(&site.url("lab/raft/?seed=5"));
    page.ask("seek", json!({ "t": 1 }));
    page.settle();
    let (digest, link) = (page.digest(), page.url());
    page.run(FAIL);
    page.wait_until("document.querySelector('main.crash h1')");
    page.run("delete performance.now");
    let told = page.run("return document.querySelector('.crash textarea').value");
    assert!(told.as_str().is_some_and(|told| told.starts_with(&link) && told.contains("panicked")), "{told}");
    let errors = page.console_errors();
    assert!(errors.iter().any(|error| error.contains("panicked")), "{errors:?}");
    page.click(".crash a");
    page.wait_for_lab();
    assert_eq!((page.digest(), page.url()), (digest, link));
    page.assert_quiet();
}
