//! The manners of `<faultyard-demo>` in a page of another origin: when it loads, how it looks, what it is without a frame,
//! and what a strict page must allow.

use browser_tests::{Browser, Host, Site};
use serde_json::json;
use std::time::Duration;

const RAFT: &str = "<script src='SITE/embed.js'></script>
    <faultyard-demo id=demo lab=raft seed=42 t=0.9><p>on paper</p></faultyard-demo>";

#[test]
fn nothing_is_loaded_before_the_element_comes_near_the_view() {
    let host = Host::open(
        "<script src='SITE/embed.js'></script><p style='height: 4000px'>long</p>
         <faultyard-demo lab=raft autoplay=1><p>on paper</p></faultyard-demo>",
    );
    host.page.pause(Duration::from_millis(700));
    let asked = host.site.asked();
    assert_eq!(asked, ["/some/prefix/embed.js"], "asked for before it was seen");
    assert_eq!(host.page.demo("frame.src"), "");
    let place = host.page.demo("[scrollY, frame.offsetHeight, document.documentElement.scrollHeight]");
    host.page.run("scrollTo(0, 3000)");
    host.page.wait_until("document.querySelector('faultyard-demo').ready");
    host.page.run("scrollTo(0, 0)");
    let later = host.page.demo("[scrollY, frame.offsetHeight, document.documentElement.scrollHeight]");
    assert_eq!(later, place, "the page's layout has moved");
    host.page.pause(Duration::from_millis(300));
    let time = host.page.demo("demo.step(0).then(({ event }) => event)");
    host.page.pause(Duration::from_millis(500));
    assert_eq!(
        host.page.demo("demo.step(0).then(({ event }) => event)"),
        time,
        "it plays where nobody looks"
    );
    host.assert_quiet();
}

#[test]
fn the_theme_of_each_kind_of_host_is_followed_live() {
    let host = Host::with_demo(RAFT);
    let shows = |theme: &str, why: &str| {
        let shown = format!("document.documentElement.dataset.theme == '{theme}' /* {why} */");
        host.page.in_demo(|page| page.wait_until(&shown));
    };
    shows("light", "the system");
    let signs = [
        ("document.documentElement.className", "navy sidebar-visible", "rust"),
        ("document.documentElement.className", "dark", ""),
        ("document.documentElement.dataset.theme", "dark", "light"),
        ("document.body.dataset.theme", "dark", "light"),
        ("document.body.dataset.mdColorScheme", "slate", "default"),
        ("document.documentElement.dataset.bsTheme", "dark", "light"),
    ];
    for (sign, dark, light) in signs {
        host.page.run(&format!("{sign} = '{dark}'"));
        shows("dark", sign);
        host.page.run(&format!("{sign} = '{light}'"));
        shows("light", sign);
        host.page.run(
            "for (const part of [document.documentElement, document.body])
            for (const { name } of [...part.attributes]) part.removeAttribute(name)",
        );
    }
    host.page.prefer("dark", false);
    shows("dark", "the system");
    host.page.demo("demo.setAttribute('theme', 'light')");
    shows("light", "its own attribute");
    assert_eq!(host.page.demo_time(), 0.9, "the frame was loaded anew");
    host.assert_quiet();
}

#[test]
fn what_is_between_the_tags_is_for_those_who_get_no_frame() {
    let words = "[...document.querySelector('faultyard-demo').children].some(each => each.checkVisibility())";
    let host = Host::open("<faultyard-demo lab=raft><p>on paper</p></faultyard-demo>");
    assert!(host.page.holds(words), "without the script");
    host.show(RAFT);
    host.page.demo("demo.ping()");
    assert!(!host.page.holds(words), "beside the frame");
    host.page.devtools("Emulation.setEmulatedMedia", &json!({ "media": "print" }));
    assert!(host.page.holds(words), "on paper");
    assert_eq!(host.page.demo("frame.checkVisibility()"), false, "a frame on paper");
    host.page.devtools("Emulation.setEmulatedMedia", &json!({ "media": "" }));
    host.page.demo("demo.replaceChildren()");
    let link = host.page.demo("demo.shadowRoot.querySelector('slot a').href");
    assert_eq!(link, host.site.url("lab/raft/?seed=42&t=0.9"), "paper without words gets the lab's address");
    host.assert_quiet();
}

#[test]
fn a_frame_of_which_nothing_is_heard_gets_the_words_beside_it_until_it_is_there() {
    let quick = "<script>const slow = setTimeout; setTimeout = (work, ms) => slow(work, ms / 10)</script>";
    let host = Host::open(&format!("{quick}{}", RAFT.replace("lab=raft", "lab=nothing")));
    host.page.wait_until("document.querySelector('faultyard-demo p').checkVisibility()");
    host.page.demo("demo.setAttribute('lab', 'raft')");
    host.page.demo("demo.ping()");
    assert_eq!(host.page.demo("demo.querySelector('p').checkVisibility()"), false);
    host.page.pause(Duration::from_millis(2_500));
    assert_eq!(
        host.page.demo("demo.querySelector('p').checkVisibility()"),
        false,
        "though the frame is there"
    );
}

#[test]
fn a_page_without_its_program_shows_its_words_and_a_way_to_try_again() {
    let (site, page) = (Site::under("/"), Browser::start());
    page.devtools("Network.enable", &json!({}));
    page.devtools("Network.setBlockedURLs", &json!({ "urls": ["*.wasm"] }));
    for path in ["lab/raft/", "embed/raft/"] {
        page.open(&site.url(path));
        page.wait_for("#early [data-reload]");
        assert!(page.text("#early").contains("Can five servers agree"), "{path}");
    }
    page.devtools("Network.setBlockedURLs", &json!({ "urls": [] }));
    page.click("#early [data-reload]");
    page.wait_for("main.embed .stage svg > *");
}

#[test]
fn a_poster_waits_for_a_click_and_so_do_the_calls() {
    let host = Host::open(&RAFT.replace("t=0.9", "ctl=1"));
    host.page.run("document.querySelector('faultyard-demo').digest().then(digest => window.digest = digest)");
    host.page.in_demo(|page| page.wait_for(".is-waiting .stage button"));
    host.page.pause(Duration::from_millis(500));
    assert!(host.page.holds("!window.digest"));
    assert!(
        !host.site.asked().iter().any(|path| path.ends_with(".wasm")),
        "the program came before the click"
    );
    host.page.in_demo(|page| page.click(".is-waiting .stage button"));
    host.page.wait_until("window.digest");
    host.page.wait_until("document.querySelector('faultyard-demo').ready");
    host.assert_quiet();
}

#[test]
fn in_a_small_place_the_poster_leads_to_the_lab_and_starts_when_there_is_room() {
    let host = Host::open(&RAFT.replace("t=0.9", "width=280 height=180"));
    host.page.in_demo(|page| {
        assert_eq!(page.attribute(".is-small .stage a", "href").as_deref(), Some("lab/raft/"));
        assert_eq!(page.scrolling(), json!([]));
    });
    host.page.demo("demo.setAttribute('width', '640')");
    host.page.demo("demo.setAttribute('height', '400')");
    host.page.demo("demo.ping()");
    host.assert_quiet();
}

/// The first policy in the guide for hosts: that of the site itself.
fn policy_of_the_guide() -> String {
    let guide = include_str!("../../../docs/hosting.md");
    let text = guide.split("    Content-Security-Policy: ").nth(1).and_then(|rest| rest.split("\n\n").next());
    text.expect("the guide has a policy").split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn nothing_in_the_site_breaks_the_policy_that_the_guide_gives() {
    let (site, page) = (Site::under("/some/prefix/"), Browser::start());
    site.set_policy(&policy_of_the_guide());
    for path in site.pages() {
        page.open(&site.url(&path));
        page.wait_for_page();
        page.assert_quiet();
    }
    for lab in site.labs() {
        page.open_lab(&site.url(&lab));
        for row in [".side", ".below"] {
            page.each_tab(row, |_| page.pause(Duration::from_millis(100)));
        }
        page.choose("header button", "Share");
        page.each_tab("dialog[open] .tabs", |_| page.pause(Duration::from_millis(300)));
        page.assert_quiet();
    }
    site.assert_complete();
}

#[test]
fn a_strict_page_that_names_only_the_site_can_hold_the_element_and_a_frame() {
    let (site, own, page) = (Site::under("/some/prefix/"), Site::under("/"), Browser::start());
    site.set_policy(&policy_of_the_guide());
    let from = site.url("");
    let host = own.url("host.html");
    let origin = from.trim_end_matches("/some/prefix/");
    own.set_policy(&format!("default-src 'none'; script-src {origin}; frame-src {origin}; img-src data:"));
    own.add(
        "host.html",
        &format!(
            "<!doctype html><title>Strict</title><link rel=icon href=data:,><script src='{from}embed.js'></script>
            <p><a href='#demo' data-faultyard='inject:crash:leader'>crash</a></p>
            <faultyard-demo id=demo lab=raft seed=42 t=0.9 sandbox=allow-scripts height=300></faultyard-demo>
            <iframe src='{from}embed/raft/' width=640 height=400></iframe>"
        ),
    );
    page.open(&host);
    page.click("a[data-faultyard]");
    page.wait_for("a[data-faultyard-state=done]");
    assert_eq!(page.demo("frame.offsetHeight"), 300);
    page.in_demo(|frame| frame.wait_for("main.embed .stage svg > *"));
    page.enter_frame("body > iframe");
    page.wait_for("main.embed .stage svg > *");
    page.leave_frame();
    let errors = page.console_errors();
    assert!(errors.is_empty(), "{errors:#?}");
}
