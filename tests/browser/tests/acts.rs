//! What a person does to a run by hand, and what the page shows of it.

use browser_tests::{Browser, Site};
use serde_json::json;

const SERVERS_UP: &str = "serversUp";

/// A fresh browser on the Raft lab at 1.2 s, where n3 leads.
fn raft() -> (Site, Browser) {
    let (site, page) = (Site::under("/"), Browser::start());
    page.open_lab(&site.url("lab/raft/?t=1.2"));
    (site, page)
}

#[test]
fn a_chosen_thing_has_its_acts_right_under_the_stage() {
    let (site, page) = raft();
    for address in ["lab/raft/?t=1.2", "embed/raft/?t=1.2"] {
        page.open_lab(&site.url(address));
        page.choose(".stage .node", "n1");
        page.choose(".bar-of-acts button", "\u{2715}Crash");
        assert_eq!(page.ask("inspect", json!({}))[SERVERS_UP], 4, "{address}");
        page.choose(".bar-of-acts button", "\u{21bb}Restart");
        assert_eq!(page.ask("inspect", json!({}))[SERVERS_UP], 5, "{address}");
        page.choose(".bar-of-acts button", "Choose nothing");
        page.wait_until("!document.querySelector('.bar-of-acts')");
    }
    page.assert_quiet();
}

#[test]
fn links_and_messages_can_be_hurt_as_well_as_nodes() {
    let (_site, page) = raft();
    page.choose(".stage .edge", "n1 and n2 reach each other");
    page.choose(".bar-of-acts button", "\u{22a5}Cut n1 to n2");
    page.wait_until("document.querySelector('.transport').innerText.includes('1 fault')");
    let stage = "document.querySelector('.stage svg').innerHTML";
    page.wait_until(&format!("{stage}.includes('nothing gets from n1 to n2')"));
    page.ask("load", json!({ "seed": 42 }));
    page.ask("seek", json!({ "t": 0.24 }));
    page.wait_for(".stage .flight");
    page.run(
        "document.querySelector('.stage .flight').dispatchEvent(new MouseEvent('click', { bubbles: true }))",
    );
    page.choose(".bar-of-acts button", "\u{2715}Drop");
    page.wait_until("document.querySelector('.sentence').innerText.includes('is lost')");
    page.assert_quiet();
}

#[test]
fn any_fault_can_be_typed_and_nonsense_gets_a_note() {
    let (_site, page) = raft();
    page.choose(".side [role=tab]", "Break it");
    page.choose(".with-numbers summary", "With your own numbers");
    page.press(".command.any input", "partition n1,n2|n3,n4,n5");
    page.click(".command.any button");
    page.wait_until("document.querySelector('.sentence').innerText.includes('The network splits')");
    page.press(".command.any input", " and so on");
    page.click(".command.any button");
    page.wait_for(".notice");
    page.assert_quiet();
}

#[test]
fn two_runs_side_by_side_can_differ_in_a_parameter_or_in_their_seed() {
    let (_site, page) = raft();
    page.choose("header button", "Compare");
    page.wait_until("document.querySelectorAll('.play .stage').length == 2");
    let caption = "document.querySelectorAll('.stage-box .caption')[1].innerText";
    page.run(
        "const seed = document.querySelector('#seed-b'); seed.value = '7';
        seed.dispatchEvent(new Event('change', { bubbles: true }))",
    );
    page.wait_until(&format!("{caption} == 'B: seed 7'"));
    page.choose(".side [role=tabpanel] button", "More servers");
    page.wait_until(&format!("{caption} == 'B: seed 7, servers 6'"));
    page.wait_until("document.querySelectorAll('.play .stage')[1].querySelectorAll('.node').length == 8");
    page.assert_quiet();
}

#[test]
fn the_code_behind_the_event_is_shown_from_the_source_of_this_build() {
    let (site, page) = raft();
    page.click(".source-link");
    page.wait_for(".source-line.is-acting");
    let place = page.text(".source-place code");
    let line: usize = place.rsplit(':').next().and_then(|line| line.parse().ok()).expect("file and line");
    let shown = page.run("return document.querySelector('.source-line.is-acting').textContent");
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../src/algorithms")
        .join(place.split(':').next().unwrap_or_default());
    let source = std::fs::read_to_string(file).expect("the file of the source");
    let expected = source.lines().nth(line - 1).expect("the line").trim();
    assert!(shown.as_str().unwrap_or_default().contains(expected), "{shown} is not {expected}");
    page.assert_quiet();
    site.assert_complete();
}

#[test]
fn the_bench_measures_itself() {
    let (site, page) = (Site::under("/"), Browser::start());
    page.open(&site.url("bench/"));
    page.click("button.main");
    page.wait_until("/[0-9]/.test(document.querySelector('tbody td').innerText)");
    page.assert_quiet();
}
