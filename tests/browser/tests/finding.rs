//! The search.

use crate::offline::wait_for_worker;
use browser_tests::{Browser, Site};

const OPTION: &str = ".find [role=option]";

/// What the field says is chosen, by its name.
fn chosen(page: &Browser) -> String {
    let chosen = page.run(
        "const id = document.querySelector('.find input').getAttribute('aria-activedescendant');
         return document.getElementById(id)?.querySelector('strong').textContent ?? ''",
    );
    chosen.as_str().unwrap_or_default().to_owned()
}

#[test]
fn the_search_is_used_by_keyboard_alone_and_gives_the_focus_back() {
    let (site, page) = (Site::under("/some/prefix/"), Browser::start());
    page.open(&site.url(""));
    page.wait_for_page();
    page.tab_to("button.finder");
    page.key("/");
    page.wait_until("document.activeElement.matches('.find input')");
    page.press(".find input", "consitent hashing");
    page.wait_for(OPTION);
    assert_eq!(chosen(&page), "Consistent hashing");
    page.key("ArrowDown");
    page.wait_until("document.querySelector('#find-1[aria-selected=true]')");
    page.key("ArrowUp");
    page.key("ArrowUp");
    let last = page.count(OPTION) - 1;
    page.wait_until(&format!("document.querySelector('#find-{last}[aria-selected=true]')"));
    page.key("Escape");
    page.wait_until("!document.querySelector('dialog')");
    assert!(page.holds("document.activeElement.matches('button.finder')"), "{}", page.focused());
    page.key("/");
    page.wait_for(".find input");
    page.press(".find input", "splt vot");
    page.wait_for(OPTION);
    page.key("Enter");
    page.wait_for_lab();
    assert_eq!(page.url(), site.url("lab/raft/?preset=split-vote"));
    page.assert_quiet();
    site.assert_complete();
}

#[test]
fn a_labs_page_has_the_search_too_but_not_while_somebody_types() {
    let (site, page) = (Site::under("/"), Browser::start());
    page.open_lab(&site.url("lab/raft/"));
    page.press(".transport .seed input", "/");
    assert_eq!(page.count(".find"), 0);
    page.click("button.finder");
    page.wait_for(".find input");
    page.press(".find input", "a/b zebra");
    page.wait_until("document.querySelector('.find-hint')?.textContent.includes('zebra')");
    assert_eq!(page.count(OPTION), 0);
    page.choose(".find button", "Close");
    page.wait_until("!document.querySelector('dialog')");
    page.assert_quiet();
}

#[test]
fn an_address_can_ask_for_words_and_a_planned_lab_is_found_in_its_chapter() {
    let (site, page) = (Site::under("/some/prefix/"), Browser::start());
    page.open(&site.url("?find=raft+leder"));
    page.wait_for(OPTION);
    assert_eq!(page.run("return document.querySelector('.find input').value"), "raft leder");
    page.open(&site.url(""));
    page.wait_for_page();
    page.click("button.finder");
    page.press(".find input", "paxos");
    page.wait_for(OPTION);
    page.key("Enter");
    page.wait_until("!document.querySelector('dialog') && location.hash == '#consensus'");
    assert_eq!(page.count("#consensus"), 1);
    page.assert_quiet();
    site.assert_complete();
}

#[test]
fn a_setting_that_is_found_comes_first_among_the_controls_and_a_rule_in_its_panel() {
    let (site, page) = (Site::under("/"), Browser::start());
    let open = "document.querySelector('.side [role=tab][aria-selected=true]')?.innerText";
    page.open_lab(&site.url("lab/hashing/#set.keys"));
    page.wait_until(&format!("{open} == 'Controls'"));
    page.wait_until("document.querySelector('.side .control')?.checkVisibility()");
    assert!(page.text(".side .control").contains("Keys"), "{}", page.text(".side .control"));
    page.open_lab(&site.url("lab/raft/#set.random-timeouts"));
    page.wait_until(&format!("{open} == 'Rules'"));
    assert_eq!(page.count(".notice"), 0, "{}", page.text("body"));
    page.run("location.hash = 'set.el'");
    page.wait_until(&format!("{open} == 'Controls'"));
    page.assert_quiet();
}

#[test]
fn after_one_visit_the_search_works_without_a_network() {
    let (site, page) = (Site::under("/some/prefix/"), Browser::start());
    let home = site.url("");
    page.open(&home);
    page.wait_for_page();
    wait_for_worker(&page, "active");
    drop(site);
    page.open(&format!("{home}?find=hot+kye"));
    page.wait_for(OPTION);
}
