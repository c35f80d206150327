//! The samples for documentation tools, as the tools built them: `cargo xtask test docs` does.

use browser_tests::{Browser, Site};
use serde_json::{Value, json};
use std::time::Duration;

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
    the_frame_works(browser);
    browser.run("document.querySelector('faultyard-demo').scrollIntoView()");
    the_element_and_its_links_work(site, browser);
}

fn the_frame_works(browser: &Browser) {
    browser.enter_frame("iframe");
    holds_a_lab(browser);
    browser.leave_frame();
}

fn the_element_and_its_links_work(site: &Site, browser: &Browser) {
    browser.listen("faultyard-demo", &["play", "fault", "error"]);
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
fn in_hugo_the_frame_the_element_and_the_links_work_and_follow_the_system() {
    let (site, browser) = open("hugo", "index.html");
    works(&site, &browser);
    let moment = browser.demo("demo.pause().then(() => demo.digest())");
    for theme in ["light", "dark", "light"] {
        browser.prefer(theme, false);
        let shown = format!("document.documentElement.dataset.theme == '{theme}'");
        browser.in_demo(|frame| frame.wait_until(&shown));
    }
    assert_eq!(browser.demo("demo.digest()"), moment, "the frame was loaded anew");
    browser.assert_quiet();
}

const COLOUR_MODE: &str = ".navbar button[class*=toggleButton]";

#[test]
fn in_docusaurus_the_frame_the_element_and_the_links_work_and_follow_the_colour_mode() {
    let (site, browser) = open("docusaurus", "");
    works(&site, &browser);
    follows_the_tools_theme(&browser, &[COLOUR_MODE], &[COLOUR_MODE]);
}

#[test]
fn in_docusaurus_a_demo_of_the_next_page_has_its_attributes_and_the_way_back_leads_to_the_first() {
    let (_site, browser) = open("docusaurus", "");
    browser.demo("demo.ping()");
    browser.run("window.same = true");
    browser.click(".menu a[href$='/later']");
    browser.wait_for("faultyard-demo[preset]");
    let run = browser.demo("demo.getScenario()");
    assert!(run["inputs"].as_array().is_some_and(|inputs| !inputs.is_empty()), "the preset's crash: {run}");
    assert_eq!(
        browser.demo("[frame.offsetHeight, frame.title]"),
        json!([300, "Interactive demo: a Raft cluster loses its leader"])
    );
    browser.in_demo(|frame| assert_eq!(frame.run("return document.documentElement.dataset.theme"), "dark"));
    browser.run("document.addEventListener('faultyard-play', () => window.played = true)");
    browser.demo("demo.play()");
    browser.wait_until("window.played");
    browser.run("history.back()");
    browser.wait_for("faultyard-demo[seed]");
    assert_eq!(browser.demo_time(), 0.9);
    browser.in_demo(holds_a_lab);
    assert!(browser.holds("window.same"), "the page was loaded anew");
    browser.assert_quiet();
}

/// A slide that flies in is neither measured nor clicked.
fn without_transitions(browser: &Browser) {
    browser.wait_until("Reveal.isReady()");
    browser.run("Reveal.configure({ transition: 'none' })");
}

/// The slide that is shown, counted from 0.
fn slide(browser: &Browser) -> Value {
    browser.run("return Reveal.getIndices().h")
}

#[test]
fn in_reveal_js_a_demo_starts_when_its_slide_comes_and_the_frame_ends_when_its_slide_goes() {
    let (site, browser) = open("revealjs", "index.html");
    the_frame_works(&browser);
    assert_eq!(browser.demo("frame.src"), "", "it starts before its slide comes");
    without_transitions(&browser);
    browser.key("ArrowRight");
    assert_eq!(slide(&browser), 1);
    the_element_and_its_links_work(&site, &browser);
    assert_eq!(browser.demo("document.querySelector('iframe').getAttribute('src')"), json!(null));
    let inside = browser.demo(
        "[...demo.closest('section').children].every(each => {
            const { left, top, right, bottom } = each.getBoundingClientRect();
            return left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight })",
    );
    assert_eq!(inside, true, "the slide is larger than the window");
}

#[test]
fn in_reveal_js_the_keys_are_the_decks_before_and_after_a_link_acts() {
    let (_site, browser) = open("revealjs", "index.html");
    without_transitions(&browser);
    browser.key("ArrowRight");
    browser.demo("demo.ping()");
    assert_eq!(browser.run("return document.activeElement.tagName"), "BODY", "the demo took the focus");
    for link in ["play", "inject:crash:leader"] {
        browser.click(&format!("a[data-faultyard='{link}']"));
        browser.wait_for(&format!("a[data-faultyard='{link}'][data-faultyard-state=done]"));
        browser.wait_until("location.hash == '#/1'");
        assert_eq!(slide(&browser), 1, "{link} leads away");
        browser.key("ArrowLeft");
        assert_eq!(slide(&browser), 0, "after {link}");
        browser.key(" ");
        assert_eq!(slide(&browser), 1, "after {link}");
    }
    browser.tab_to("a[data-faultyard=play]");
    browser.key("Enter");
    browser.wait_for("a[data-faultyard=play][data-faultyard-state=done]");
    browser.key("PageUp");
    assert_eq!(slide(&browser), 0);
    browser.key("ArrowRight");
    browser.in_demo(|frame| frame.click(".stage"));
    browser.key("ArrowLeft");
    assert_eq!(slide(&browser), 1, "the focus is in the demo, and so are the keys");
    browser.click("section.present h3");
    browser.key("ArrowLeft");
    assert_eq!(slide(&browser), 0, "a click beside the demo gives the keys back");
    browser.assert_quiet();
}

#[test]
fn in_reveal_js_a_demo_stands_still_while_its_slide_is_away_however_slides_change() {
    let (_site, browser) = open("revealjs", "index.html");
    browser.listen("faultyard-demo", &["timeupdate"]);
    browser.run("Reveal.configure({ transition: 'fade' })");
    browser.pause(Duration::from_millis(500));
    assert_eq!(browser.demo("frame.src"), "", "it starts before its slide comes");
    browser.run("Reveal.slide(1)");
    browser.demo("demo.setSpeed(0.01).then(() => demo.play())");
    for transition in ["slide", "fade", "none"] {
        browser.run(&format!("Reveal.configure({{ transition: '{transition}', transitionSpeed: 'fast' }})"));
        browser.run("told = []");
        browser.wait_until("told.length > 1");
        browser.run("Reveal.slide(0)");
        browser.pause(Duration::from_millis(1_000));
        browser.run("told = []");
        browser.pause(Duration::from_millis(1_000));
        assert_eq!(browser.run("return told.length"), 0, "{transition}: it goes on where nobody sees it");
        browser.run("Reveal.slide(1)");
        browser.wait_until("told.length > 1");
    }
    browser.assert_quiet();
}
