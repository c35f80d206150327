//! Firefox: the same runs as natively and in Chromium, on a page that works.

use crate::nightly::share;
use browser_tests::{Browser, PREFIXES, Site, same_fingerprints, same_links};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

#[test]
fn each_scenario_has_the_same_fingerprint_in_firefox_as_anywhere() {
    same_fingerprints(&Site::under("/"), &Browser::firefox());
}

#[test]
fn each_golden_link_opens_and_reloads_in_firefox_to_the_digest_that_it_has_natively() {
    // Chromium sees the other prefix.
    for prefix in share(&PREFIXES[1..], &PREFIXES[..]) {
        same_links(&Site::under(prefix), &Browser::firefox());
    }
}

#[test]
fn the_address_of_a_run_that_was_hurt_in_firefox_opens_the_same_state_in_chromium() {
    let (site, firefox, chromium) = (Site::under("/some/prefix/"), Browser::firefox(), Browser::start());
    for lab in site.labs() {
        firefox.open_lab(&site.url(&format!("{lab}?seed=7")));
        firefox.ask("seek", json!({ "t": 0.7 }));
        firefox.ask("inject", json!({ "fault": "crash", "target": "n1" }));
        firefox.ask("play", Value::Null);
        firefox.wait_until("!document.querySelector('.transport .time').innerText.startsWith('0.7')");
        firefox.settle();
        let shown = (firefox.digest(), firefox.time(), firefox.picture(), firefox.url());
        let now = |page: &Browser| (page.digest(), page.time(), page.picture(), page.url());
        firefox.reload();
        firefox.wait_for_lab();
        assert_eq!(now(&firefox), shown, "{lab} reloaded");
        chromium.open("about:blank");
        chromium.open_lab(&shown.3);
        assert_eq!(now(&chromium), shown, "{lab} in Chromium");
    }
    firefox.assert_quiet();
    chromium.assert_quiet();
}

#[test]
fn the_link_of_the_share_dialog_in_firefox_opens_the_same_state_in_chromium() {
    let (site, firefox, chromium) = (Site::under("/"), Browser::firefox(), Browser::start());
    firefox.open_lab(&site.url("lab/raft/?seed=7"));
    firefox.ask("seek", json!({ "t": 1.5 }));
    firefox.ask("inject", json!({ "fault": "crash", "target": "leader" }));
    firefox.ask("seek", json!({ "t": 2.5 }));
    firefox.choose("header button", "Share");
    firefox.wait_for("dialog[open] input");
    let link = firefox.run("return document.querySelector('dialog input').value");
    chromium.open_lab(link.as_str().expect("a link"));
    assert_eq!((chromium.digest(), chromium.time()), (firefox.digest(), firefox.time()), "{link}");
    firefox.assert_quiet();
}

#[test]
fn every_page_opens_in_firefox_without_an_error() {
    let (site, page) = (Site::under("/some/prefix/"), Browser::firefox());
    for path in site.pages() {
        page.open(&site.url(&path));
        page.wait_for_page();
    }
    for path in site.labs().into_iter().chain(site.embeds()) {
        page.open_lab(&site.url(&path));
        let began = page.time();
        page.click(".transport .play");
        page.wait_until(&format!(
            "document.querySelector('.transport .time').innerText.replace(/\\u00a0/g, ' ') != {}",
            json!(began)
        ));
    }
    page.assert_quiet();
    site.assert_complete();
}

#[test]
fn an_error_in_firefoxs_console_is_seen_by_these_tests() {
    let (site, page) = (Site::under("/"), Browser::firefox());
    page.open(&site.url(""));
    page.run("setTimeout(() => { throw new Error('on purpose') }); console.error('also on purpose')");
    let started = Instant::now();
    let mut errors = Vec::new();
    while errors.iter().filter(|error: &&String| error.contains("on purpose")).count() < 2 {
        assert!(started.elapsed() < Duration::from_secs(20), "not both are seen: {errors:?}");
        page.pause(Duration::from_millis(25));
        errors.extend(page.console_errors());
    }
}
