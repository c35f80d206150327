//! Labs played, hurt and stepped through, by their visible controls.

use crate::nightly::share;
use browser_tests::{Browser, PREFIXES, Site};
use serde_json::{Value, json};
use std::time::Duration;

#[test]
fn each_lab_opens_plays_and_pauses() {
    let page = Browser::start();
    // Most other claims are about the site at the root.
    for prefix in share(&PREFIXES[1..], &PREFIXES[..]) {
        let site = Site::under(prefix);
        for lab in site.labs().into_iter().chain(site.embeds()) {
            page.open_lab(&site.url(&lab));
            assert_eq!(page.time(), "0.000 s", "{lab}");
            page.click(".transport .play");
            page.wait_until("parseFloat(document.querySelector('.transport .time').innerText) > 0.01");
            assert_eq!(page.text(".transport .play span:last-child"), "Pause", "{lab}");
            let longer = page.run("return document.scrollingElement.scrollHeight - innerHeight");
            assert_eq!(longer, json!(0), "{lab} itself scrolls, not its parts");
            page.click(".transport .play");
            let at = page.time();
            page.pause(Duration::from_millis(300));
            assert_eq!(page.time(), at, "{lab} goes on though it is paused");
            page.assert_quiet();
        }
        site.assert_complete();
    }
}

#[test]
fn a_raft_leader_crashed_on_the_stage_is_followed_by_another_in_a_later_term() {
    let site = Site::under("/");
    let page = Browser::start();
    page.open_lab(&site.url("lab/raft/?t=1"));
    page.wait_until("document.querySelector('.stage svg').ariaLabel.includes(' leads term 1')");
    let whole = page.ask("inspect", json!({}));
    let (leader, term) = (whole["leader"].as_str().expect("a leader").to_owned(), whole["term"].as_u64());
    page.choose(".stage .node", &leader);
    page.wait_for(&format!(".stage [data-id={leader}][aria-pressed=true]"));
    page.choose(".side .acts button", "\u{2715}");
    page.wait_until("document.querySelector('.transport').innerText.includes('1 fault')");
    page.click(".transport .play");
    page.wait_until("/ leads term [2-9]/.test(document.querySelector('.stage svg').ariaLabel)");
    page.click(".transport .play");
    let whole = page.ask("inspect", json!({}));
    assert_ne!(whole["leader"], json!(leader));
    assert!(whole["term"].as_u64() > term, "{whole}");
    let crashed = page.attribute(&format!(".stage [data-id={leader}]"), "aria-label").unwrap_or_default();
    assert!(crashed.contains("crashed"), "{crashed}");
    page.assert_quiet();
    site.assert_complete();
}

#[test]
fn so_many_events_on_and_as_many_back_is_the_same_state() {
    let site = Site::under("/");
    let page = Browser::start();
    for lab in site.labs() {
        page.open_lab(&site.url(&format!("{lab}?t=2")));
        page.ask("step", json!({ "n": 1 }));
        let (before, event) = (page.digest(), event(&page));
        let mut digests = Vec::new();
        for _ in 0..5 {
            page.click("[aria-label='Forward one event']");
            digests.push(page.digest());
        }
        page.click(".transport .play");
        page.click(".transport .play");
        page.ask("seek", json!({ "event": event + 5 }));
        for expected in digests.iter().rev() {
            assert_eq!(page.digest(), *expected, "{lab}");
            page.click("[aria-label='Back one event']");
        }
        assert_eq!(page.digest(), before, "{lab}");
        page.ask("step", json!({ "n": 40 }));
        page.ask("step", json!({ "n": -40 }));
        assert_eq!(page.digest(), before, "{lab}");
    }
    page.assert_quiet();
}

#[test]
fn two_runs_stand_side_by_side() {
    let site = Site::under("/");
    let page = Browser::start();
    for lab in site.labs() {
        page.open_lab(&site.url(&lab));
        assert_eq!(page.count(".play .stage"), 1);
        page.choose("header button", "Compare");
        page.wait_until("document.querySelectorAll('.play .stage').length == 2");
        page.choose("header button", "Compare");
        page.wait_until("document.querySelectorAll('.play .stage').length == 1");
    }
    page.assert_quiet();
}

fn event(page: &Browser) -> u64 {
    let stays: Value = page.ask("step", json!({ "n": 0 }));
    stays["event"].as_u64().expect("a number")
}

#[test]
fn a_teachers_link_has_the_answer_and_what_to_notice_behind_a_word_and_others_do_not() {
    let (site, page) = (Site::under("/"), Browser::start());
    page.open(&site.url("lab/raft/?preset=first-election&teacher=1"));
    page.wait_for(".lesson-predict");
    assert!(!page.text(".lesson").contains("In the run: "), "closed: the class sees the same screen");
    page.click(".lesson-teacher summary");
    page.wait_until("document.querySelector('.lesson-teacher').innerText.includes('In the run: ')");
    page.open(&site.url("lab/raft/?preset=first-election"));
    page.wait_for(".lesson-predict");
    assert_eq!(page.count(".lesson-teacher"), 0);
    page.assert_quiet();
}
