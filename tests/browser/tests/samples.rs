//! The samples for documentation tools, as the tools built them: `cargo xtask test docs` does.

use browser_tests::{Browser, Site};
use serde_json::json;

/// The arrow keys, as WebDriver has them.
const LEFT: &str = "\u{e012}";
const RIGHT: &str = "\u{e014}";

/// A page of a sample.
fn open(tool: &str, page: &str) -> (Site, Browser) {
    let (site, browser) = (Site::sample(tool), Browser::start());
    // Not every tool gives its pages an icon, and the browser asks for one.
    site.add("favicon.ico", "");
    browser.open(&site.url(&format!("{tool}/{page}")));
    browser.wait_for("faultyard-demo");
    (site, browser)
}

/// A lab that runs in the frame, with nothing that scrolls in it and nothing asked of strangers.
fn holds_a_lab(browser: &Browser) {
    browser.wait_for("main.embed .stage svg > *");
    browser.wait_until("window.faultyard");
    let summary = browser.ask("describe", json!({ "level": "summary" }));
    assert!(summary.as_str().is_some_and(|text| !text.is_empty()), "{summary}");
    assert_eq!(browser.scrolling(), json!([]));
    browser.assert_quiet();
}

/// The frame, the element, the links in prose: what every sample must do.
fn works(site: &Site, browser: &Browser) {
    browser.run("document.querySelector('iframe').scrollIntoView()");
    browser.enter_frame("iframe");
    holds_a_lab(browser);
    browser.leave_frame();
    browser.listen("faultyard-demo", &["play", "fault", "error"]);
    browser.run("document.querySelector('faultyard-demo').scrollIntoView()");
    assert_eq!(browser.demo_time(), 0.9, "the moment of the attribute");
    browser.in_demo(holds_a_lab);
    let fallback = browser.demo("[...demo.children].some(each => each.checkVisibility())");
    assert_eq!(fallback, false, "the words for paper are on the screen");
    let leader = browser.demo("demo.inject('crash', 'leader').then(() => demo.getScenario())");
    let crash = &leader["inputs"][0][1];
    assert!(crash.as_str().is_some_and(|line| line.starts_with("crash n")), "{leader}");
    browser.demo("demo.reset('params')");
    browser.demo("demo.seek(0.9)");
    browser.run("window.told = []");
    browser.click("a[data-faultyard='inject:crash:leader']");
    browser.wait_for("a[data-faultyard='inject:crash:leader'][data-faultyard-state=done]");
    assert_eq!(browser.demo("demo.getScenario().then(({ inputs }) => inputs[0][1])"), *crash);
    browser.wait_until("told.some(({ name }) => name == 'fault')");
    browser.click("a[data-faultyard=play]");
    browser.wait_until("told.some(({ name }) => name == 'play')");
    assert!(browser.holds("!told.some(({ name }) => name == 'error')"));
    browser.assert_quiet();
    let missing = site.missing().into_iter().filter(|path| path.starts_with("/faultyard/"));
    assert_eq!(missing.collect::<Vec<_>>(), [""; 0], "files of ours that are not there");
}

/// The tool's own switch, by hand; the frame follows without being loaded anew.
fn follows_the_tools_theme(browser: &Browser, dark: &[&str], light: &[&str]) {
    let moment = browser.demo("demo.pause().then(() => demo.digest())");
    for (clicks, theme) in [(&[][..], "light"), (dark, "dark"), (light, "light")] {
        clicks.iter().for_each(|css| browser.click(css));
        let shown = format!("document.documentElement.dataset.theme == '{theme}'");
        browser.in_demo(|frame| frame.wait_until(&shown));
    }
    assert_eq!(browser.demo("demo.digest()"), moment, "the frame was loaded anew");
    browser.assert_quiet();
}

#[test]
fn in_an_mdbook_the_frame_the_element_and_the_links_work_and_follow_the_books_theme() {
    let (site, browser) = open("mdbook", "index.html");
    works(&site, &browser);
    // Its menu stays open.
    follows_the_tools_theme(
        &browser,
        &["#mdbook-theme-toggle", "#mdbook-theme-navy"],
        &["#mdbook-theme-rust"],
    );
}

#[test]
fn in_mkdocs_the_frame_the_element_and_the_links_work_and_follow_the_palette() {
    let (site, browser) = open("mkdocs", "index.html");
    works(&site, &browser);
    follows_the_tools_theme(&browser, &["label[for=__palette_1]"], &["label[for=__palette_0]"]);
}

#[test]
fn in_sphinx_with_markdown_the_frame_the_element_and_the_links_work_and_follow_the_theme() {
    let (site, browser) = open("sphinx", "index.html");
    works(&site, &browser);
    let toggle = ".theme-toggle-content .theme-toggle";
    follows_the_tools_theme(&browser, &[toggle], &[toggle]);
}

#[test]
fn in_sphinx_with_restructured_text_the_frame_the_element_and_the_links_work() {
    let (site, browser) = open("sphinx", "rst.html");
    works(&site, &browser);
}

#[test]
fn in_docusaurus_the_frame_the_element_and_the_links_work_and_follow_the_colour_mode() {
    // Its pages know themselves by their folders only.
    let (site, browser) = open("docusaurus", "");
    works(&site, &browser);
    let toggle = ".navbar button[class*=toggleButton]:enabled";
    follows_the_tools_theme(&browser, &[toggle], &[toggle]);
}

#[test]
fn in_hugo_the_frame_the_element_and_the_links_work_and_follow_the_system() {
    let (site, browser) = open("hugo", "index.html");
    works(&site, &browser);
    for (scheme, theme) in [("dark", "dark"), ("light", "light")] {
        browser.prefer(scheme, false);
        let shown = format!("document.documentElement.dataset.theme == '{theme}'");
        browser.in_demo(|frame| frame.wait_until(&shown));
    }
    browser.assert_quiet();
}

#[test]
fn in_a_slide_show_of_reveal_js_a_demo_begins_with_its_slide_and_takes_no_key_of_the_show() {
    let (site, browser) = open("revealjs", "index.html");
    let slide = |number: u32| browser.wait_until(&format!("Reveal.getIndices().h == {number}"));
    browser.wait_until("Reveal.isReady()");
    // A link is not clicked while it flies in.
    browser.run("Reveal.configure({ transition: 'none' })");
    browser.enter_frame("iframe[src]");
    holds_a_lab(&browser);
    browser.leave_frame();
    browser.press("body", RIGHT);
    slide(1);
    assert_eq!(browser.demo_time(), 0.9, "the moment of the attribute");
    browser.in_demo(holds_a_lab);
    browser.listen("faultyard-demo", &["play", "fault", "error"]);
    browser.click("a[data-faultyard=play]");
    browser.wait_until("told.some(({ name }) => name == 'play')");
    browser.demo("demo.pause()");
    browser.click("a[data-faultyard='inject:crash:leader']");
    browser.wait_until("told.some(({ name }) => name == 'fault')");
    slide(1);
    browser.press("body", LEFT);
    slide(0);
    assert!(browser.holds("!told.some(({ name }) => name == 'error')"));
    browser.assert_quiet();
    let missing = site.missing().into_iter().filter(|path| path.starts_with("/faultyard/"));
    assert_eq!(missing.collect::<Vec<_>>(), [""; 0], "files of ours that are not there");
}
