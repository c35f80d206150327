//! Addresses: what they keep, and what they do with nonsense.

use browser_tests::{Browser, PREFIXES, Site};
use serde_json::json;

/// Queries and fragments that nobody should write.
const BAD: [&str; 14] = [
    "?p.n=999999",
    "?p.n=garbage",
    "?t=garbage",
    "?seed=-1",
    "?faults=crash:n9%405s..2s;explode:n1;cut:",
    "?preset=%3Cscript%3Ealert(1)%3C/script%3E",
    "?p.nothing=%22%3E%3Cimg%20src=x%20onerror=alert(1)%3E",
    "?lang=%3Cimg%20src=x%20onerror=alert(1)%3E",
    "?speed=NaN",
    "#s=1.AAAA",
    "#s=1.%3Cscript%3E",
    "#s=2.AAAA",
    "#s=",
    "?t=ev:99999999999999999999",
];

#[test]
fn the_link_in_the_address_bar_shows_the_same_run_at_the_same_moment_again() {
    for prefix in PREFIXES {
        let (site, page) = (Site::under(prefix), Browser::start());
        for lab in site.labs() {
            page.open_lab(&site.url(&format!("{lab}?seed=7")));
            page.ask("seek", json!({ "t": 0.7 }));
            page.ask("inject", json!({ "fault": "crash", "target": "n1" }));
            page.ask("seek", json!({ "t": 1.3 }));
            page.settle();
            let shown = [page.digest(), page.time(), page.picture(), page.url()];
            page.reload();
            page.wait_for_lab();
            assert_eq!([page.digest(), page.time(), page.picture(), page.url()], shown, "{lab}");
        }
        page.assert_quiet();
        site.assert_complete();
    }
}

#[test]
fn the_back_button_undoes() {
    let (site, page) = (Site::under("/"), Browser::start());
    page.open_lab(&site.url("lab/raft/"));
    page.ask("seek", json!({ "t": 1 }));
    page.settle();
    let before = page.digest();
    page.ask("inject", json!({ "fault": "crash", "target": "leader" }));
    page.settle();
    let faulty = page.digest();
    assert_ne!(faulty, before);
    page.run("history.back()");
    page.wait_until("document.querySelector('.transport').innerText.includes('0 faults')");
    assert_eq!(page.digest(), before);
    page.run("history.forward()");
    page.wait_until("document.querySelector('.transport').innerText.includes('1 fault')");
    assert_eq!(page.digest(), faulty);
    page.assert_quiet();
}

#[test]
fn the_shared_link_shows_the_same_run_in_another_browser() {
    let (site, page) = (Site::under("/some/prefix/"), Browser::start());
    let mut links = Vec::new();
    for lab in site.labs() {
        page.open_lab(&site.url(&lab));
        page.ask("seek", json!({ "t": 1.5 }));
        page.ask("inject", json!({ "fault": "crash", "target": "n2", "for": 0.5 }));
        page.ask("seek", json!({ "t": 2.5 }));
        page.choose("header button", "Share");
        page.wait_for("dialog[open] input");
        let link = page.run("return document.querySelector('dialog input').value");
        links.push((link.as_str().expect("a link").to_owned(), page.digest(), page.time()));
    }
    page.assert_quiet();
    let other = Browser::start();
    for (link, digest, time) in links {
        other.open_lab(&link);
        assert_eq!((other.digest(), other.time()), (digest, time), "{link}");
    }
    other.assert_quiet();
    site.assert_complete();
}

#[test]
fn wrong_and_hostile_addresses_open_the_lab_with_a_note() {
    let (site, page) = (Site::under("/"), Browser::start());
    let long = [format!("#s=1.{}", "A".repeat(100_000)), format!("?faults={}", "crash:n1@1s;".repeat(300))];
    for lab in site.labs() {
        for bad in BAD.into_iter().chain(long.iter().map(String::as_str)) {
            page.open("about:blank");
            page.open_lab(&site.url(&format!("{lab}{bad}")));
            let bad: String = bad.chars().take(60).collect();
            if !bad.starts_with("?faults=crash:n1@") {
                assert!(!page.text(".notice .lines").is_empty(), "{lab}{bad}");
            }
            assert_eq!(page.count(".stage script, .notice script, .notice img"), 0, "{lab}{bad}");
            page.ask("step", json!({ "n": 3 }));
            let errors = page.console_errors();
            assert!(errors.is_empty(), "{lab}{bad}: {errors:#?}");
        }
        page.open_lab(&site.url(&format!("{lab}?t=garbage")));
        page.click(".notice button");
        page.wait_until("!document.querySelector('.notice')");
    }
    page.assert_quiet();
}

#[test]
fn a_part_that_is_asked_for_by_name_is_on_the_full_page_however_little_else_is() {
    let (site, page) = (Site::under("/"), Browser::start());
    for (query, panel) in
        [("show=legend", "Legend"), ("ui=min&show=params", "Controls"), ("ui=none&show=plots", "Plots")]
    {
        page.open("about:blank");
        page.open_lab(&site.url(&format!("lab/raft/?{query}")));
        let names = "return [...document.querySelectorAll('[role=tab]')].map(each => each.innerText)";
        let names = page.run(names);
        assert!(names.as_array().is_some_and(|names| names.contains(&panel.into())), "{query}: {names}");
    }
    page.assert_quiet();
}
