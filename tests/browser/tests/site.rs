//! The built site on plain static file servers.

use browser_tests::{Browser, Site};

#[test]
fn the_page_starts_without_an_error() {
    let site = Site::under("/");
    let page = Browser::start();
    page.open(&site.url(""));
    page.wait_for("main");
    assert!(page.title().contains("Faultyard"), "{}", page.title());
    page.assert_quiet();
    site.assert_complete();
}

#[test]
fn every_page_starts_under_a_path_prefix() {
    let site = Site::under("/some/prefix/");
    let page = Browser::start();
    assert!(site.pages().contains(&"bench/".to_owned()), "{:?}", site.pages());
    for path in site.pages() {
        page.open(&site.url(&path));
        page.wait_for("main");
        let errors = page.console_errors();
        assert!(errors.is_empty(), "{path}: {errors:#?}");
    }
    site.assert_complete();
}

#[test]
fn the_page_starts_in_a_frame_that_may_only_run_scripts() {
    let site = Site::under("/");
    let host = site.add(
        "host.html",
        "<!doctype html><link rel=icon href=data:,><iframe sandbox=allow-scripts src=./></iframe>",
    );
    let page = Browser::start();
    page.open(&host);
    page.enter_frame("iframe");
    page.wait_for("main");
    let styled = "return [...document.querySelectorAll('link[rel=stylesheet]')].every(link => link.sheet)";
    assert_eq!(page.run(styled), true, "a style sheet was refused");
    page.assert_quiet();
}

#[test]
fn no_page_has_an_inline_script() {
    let site = Site::under("/");
    let page = Browser::start();
    for path in site.pages() {
        page.open(&site.url(&path));
        page.wait_for("main");
        let inline = "return [...document.scripts].filter(script => !script.src).length";
        assert_eq!(page.run(inline), 0, "{path}");
    }
}

#[test]
fn an_embed_that_waits_for_a_click_loads_nothing_of_the_program_before_it() {
    let site = Site::under("/");
    let page = Browser::start();
    page.open(&site.url("embed/raft/?ctl=1"));
    page.wait_for(".poster button");
    let loaded = "performance.getEntriesByType('resource').some(entry => entry.name.endsWith('.wasm'))";
    assert_eq!(page.run(&format!("return {loaded}")), false);
    page.click(".poster button");
    page.wait_for("main.embed");
    assert_eq!(page.run(&format!("return {loaded}")), true);
    page.assert_quiet();
    site.assert_complete();
}

#[test]
fn a_lab_that_was_visited_once_opens_without_its_server() {
    let site = Site::under("/some/prefix/");
    let page = Browser::start();
    let lab = site.url("lab/raft/");
    page.open(&lab);
    page.wait_for("main.play");
    page.run("navigator.serviceWorker.ready.then(() => { window.isKept = true })");
    page.wait_until("window.isKept");
    drop(site);
    page.open(&format!("{lab}?seed=7"));
    page.wait_for("main.play");
}
