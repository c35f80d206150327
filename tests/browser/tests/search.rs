//! The search for a run that breaks a promise, as somebody uses it in the panel of rules.

use browser_tests::{Browser, Site};

#[test]
fn a_rule_taken_out_is_missed_by_a_search_whose_run_opens_broken() {
    let (site, page) = (Site::under("/"), Browser::start());
    page.open_lab(&site.url("lab/raft/?p.majority=off"));
    page.choose(".side [role=tab]", "Rules");
    page.wait_for(".search-panel");
    page.click(".search-panel summary");
    page.run(
        "const list = document.querySelector('.search-panel select');
         list.value = 'Election Safety';
         list.dispatchEvent(new Event('change', { bubbles: true }))",
    );
    page.choose(".search-panel button", "Search");
    page.wait_until("document.querySelector('.search-panel').innerText.includes('Broken: Election Safety.')");
    page.choose(".search-panel button", "Open this run");
    page.wait_until("document.querySelector('.rules-one.is-failed')");
    page.assert_quiet();
}

#[test]
fn a_search_that_is_stopped_says_what_was_tried_and_that_it_proves_nothing() {
    let (site, page) = (Site::under("/"), Browser::start());
    page.open_lab(&site.url("lab/raft/"));
    page.choose(".side [role=tab]", "Rules");
    page.wait_for(".search-panel");
    page.click(".search-panel summary");
    page.choose(".search-panel button", "Search");
    page.wait_until("/[0-9]+ runs in/.test(document.querySelector('.search-panel').innerText)");
    page.choose(".search-panel button", "Stop");
    page.wait_until("document.querySelector('.search-panel').innerText.includes('That proves nothing')");
    page.choose(".search-panel button", "Search");
    page.wait_until("/[0-9]+ runs in/.test(document.querySelector('.search-panel').innerText)");
    page.choose(".side [role=tab]", "Controls");
    page.wait_until("!document.querySelector('.search-panel')");
    page.assert_quiet();
}
