//! Who reaches what: stops of Tab, the focus that is never lost, text of twice the size, forced colours, paper, no scripts,
//! and what a page says of its run after it was loaded anew.

use browser_tests::{Browser, Site};
use serde_json::{Value, json};
use std::time::Duration;

/// What is seen and reaches out of the window, or has no room for its words: but pictures, which keep their size, what
/// scrolls by itself, and words that a title holds whole.
const CUT: &str = "const scrolls = each => /auto|scroll/.test(getComputedStyle(each).overflowX) && each.scrollWidth > each.clientWidth;
    const within = each => { for (let up = each.parentElement; up && up != document.body; up = up.parentElement) if (scrolls(up)) return true };
    const seen = [...document.querySelectorAll('body *')].filter(each => !each.closest('svg') && !each.closest('[title]')
        && each.checkVisibility() && each.getBoundingClientRect().width > 2);
    const out = seen.filter(each => {
        const { left, right } = each.getBoundingClientRect();
        return (left < -1 || right > innerWidth + 1) && !within(each);
    });
    const sideways = document.documentElement.scrollWidth - innerWidth;
    return out.map(each => each.tagName + '.' + each.className + ' ' + each.textContent.trim().slice(0, 30))
        .concat(sideways > 0 ? ['the page scrolls sideways by ' + sideways] : [])";

/// Goes to the first of these elements whose text begins so, and presses Enter.
#[track_caller]
fn enter(page: &Browser, css: &str, words: &str) {
    let found = json!([css, words]);
    page.wait_until(&format!(
        "(([css, words]) => [...document.querySelectorAll(css)].find(each => each.textContent.trim().startsWith(words)
            || each.getAttribute('aria-label') == words)?.focus() ?? document.activeElement.matches(css))({found})"
    ));
    page.key("Enter");
    page.pause(Duration::from_millis(200));
}

#[track_caller]
fn assert_focused(page: &Browser, after: &str) {
    assert!(
        page.holds("document.activeElement && document.activeElement != document.body"),
        "lost after {after}"
    );
}

#[test]
fn at_most_thirty_stops_of_tab_come_before_the_stages_own() {
    let (site, page) = (Site::under("/"), Browser::start());
    for (width, height) in [(1280, 800), (640, 800)] {
        page.size(width, height);
        for lab in site.labs() {
            page.open_lab(&site.url(&lab));
            let mut passed = Vec::new();
            while !page.holds("document.activeElement.closest('.stage svg')") {
                passed.push(page.focused());
                assert!(passed.len() <= 31, "{lab} at {width}: {passed:#?}");
                page.key("Tab");
            }
        }
    }
}

#[test]
fn the_focus_goes_to_what_is_near_when_what_had_it_goes_away() {
    let (site, page) = (Site::under("/"), Browser::start());
    for lab in site.labs() {
        page.open_lab(&site.url(&format!("{lab}?t=garbage")));
        page.wait_for(".notice");
        enter(&page, ".notice button", "Dismiss");
        assert_focused(&page, "a notice is dismissed");
        if page.count(".lesson-steps") == 0 {
            enter(&page, ".lesson-place button", "Lesson");
            assert_focused(&page, "the list of steps is opened");
        }
        enter(&page, ".lesson-steps button", "");
        assert_focused(&page, "a step is chosen");
        enter(&page, ".lesson-ways button", "Next");
        enter(&page, ".lesson-ways button", "← Back");
        assert_focused(&page, "Back has nowhere left to go");
        enter(&page, "header button", "Compare");
        enter(&page, "button", "Remove");
        assert_focused(&page, "a run beside it is removed");
    }
    page.assert_quiet();
}

#[test]
fn the_list_of_a_lessons_steps_is_one_stop_and_arrows_go_through_it() {
    let (site, page) = (Site::under("/"), Browser::start());
    page.open_lab(&site.url("lab/balancing/"));
    page.tab_to(".lesson-steps button");
    page.key("ArrowDown");
    assert!(page.holds("document.activeElement.matches('.lesson-steps li:nth-child(2) button')"));
    page.key("ArrowUp");
    page.key("Tab");
    assert!(!page.holds("document.activeElement.closest('.lesson-steps')"), "{}", page.focused());
}

#[test]
fn text_of_twice_the_size_loses_nothing_and_nothing_scrolls_sideways() {
    let (site, page) = (Site::under("/"), Browser::start());
    let mut cut = Vec::new();
    let pages: Vec<String> =
        site.labs().into_iter().chain(site.embeds()).chain([String::new(), "bench/".into()]).collect();
    for (width, height) in [(1280, 800), (360, 740)] {
        page.size(width, height);
        for path in &pages {
            page.open(&site.url(path));
            page.wait_for_page();
            page.run("document.documentElement.style.fontSize = '200%'");
            page.pause(Duration::from_millis(250));
            let found = page.run(CUT);
            cut.extend(
                found.as_array().into_iter().flatten().map(|what| format!("/{path} at {width}: {what}")),
            );
        }
    }
    assert!(cut.is_empty(), "{cut:#?}");
}

#[test]
fn with_forced_colours_the_selected_tab_is_told_from_the_others_and_idle_links_are_seen() {
    let (site, page) = (Site::under("/"), Browser::start());
    let forced = json!({ "features": [{ "name": "forced-colors", "value": "active" }] });
    page.devtools("Emulation.setEmulatedMedia", &forced);
    page.open_lab(&site.url("lab/raft/?t=1"));
    let lines = page.run(
        "return [...document.querySelectorAll('.below [role=tab]')].map(tab =>
            [tab.ariaSelected, getComputedStyle(tab).borderBottomColor == getComputedStyle(document.body).backgroundColor])",
    );
    for line in lines.as_array().expect("tabs") {
        assert_eq!(line[0] == "true", line[1] == false, "{lines}");
    }
    page.wait_for(".stage .link.role-idle");
    let same = "getComputedStyle(document.querySelector('.stage .link.role-idle')).stroke == getComputedStyle(document.body).color";
    assert!(page.holds(same), "an idle link has not the colour of text");
    page.devtools("Emulation.setEmulatedMedia", &json!({ "features": [] }));
}

#[test]
fn a_line_that_can_be_pressed_has_a_contrast_of_three_on_its_ground() {
    let (site, page) = (Site::under("/"), Browser::start());
    let ratio = "const light = colour => {
            const part = value => (value /= 255) <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
            const [red, green, blue] = colour.match(/[\\d.]+/g).map(Number).map(part);
            return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
        };
        const link = getComputedStyle(document.querySelector('.stage .link.role-idle'));
        const [one, other] = [link.stroke, getComputedStyle(document.body).backgroundColor].map(light);
        return link.opacity * link.strokeOpacity * (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05)";
    for theme in ["light", "dark"] {
        page.open_lab(&site.url(&format!("lab/raft/?t=1&theme={theme}")));
        page.wait_for(".stage .link.role-idle");
        let ratio = page.run(ratio).as_f64();
        assert!(ratio >= Some(3.0), "{theme}: {ratio:?}");
    }
}

#[test]
fn without_scripts_and_on_paper_a_frame_shows_a_picture_and_where_the_lab_is() {
    let (site, page) = (Site::under("/some/prefix/"), Browser::start());
    page.size(640, 400);
    for path in site.embeds() {
        page.devtools("Emulation.setScriptExecutionDisabled", &json!({ "value": true }));
        page.open(&site.url(&path));
        let shown = page.run(
            "const picture = document.querySelector('noscript img');
             return [picture.complete && picture.naturalWidth > 0, picture.getBoundingClientRect().bottom <= innerHeight,
                picture.closest('a').getAttribute('href')]",
        );
        assert_eq!(shown, json!([true, true, path.replace("embed/", "lab/")]), "{path}");
        page.devtools("Emulation.setScriptExecutionDisabled", &json!({ "value": false }));
        page.open_lab(&site.url(&path));
        page.devtools("Emulation.setEmulatedMedia", &json!({ "media": "print" }));
        page.pause(Duration::from_millis(200));
        let paper = page.run(
            "const box = document.querySelector('.stage').getBoundingClientRect();
             return [box.height > 90, !document.querySelector('.transport').checkVisibility()]",
        );
        assert_eq!(paper, json!([true, true]), "{path} on paper");
        page.devtools("Emulation.setEmulatedMedia", &json!({ "media": "" }));
    }
    site.assert_complete();
}

#[test]
fn what_a_link_holds_is_called_one_run_whichever_branch_it_was() {
    let (site, page) = (Site::under("/"), Browser::start());
    page.open_lab(&site.url("lab/raft/"));
    assert_eq!(page.text(".transport .branch"), "one run");
    page.ask("seek", json!({ "t": 5 }));
    page.ask("seek", json!({ "t": 2 }));
    page.ask("inject", json!({ "fault": "crash", "target": "n1" }));
    page.wait_for("select.branch");
    page.settle();
    page.reload();
    page.wait_for_lab();
    assert_eq!(page.text(".transport .branch"), "one run", "the branch is not the original");
}

#[test]
fn what_is_refused_late_on_the_way_to_a_moment_is_told_as_what_is_refused_early() {
    let (site, page) = (Site::under("/"), Browser::start());
    for (late, seconds) in [("4", "6"), ("400", "500")] {
        page.open("about:blank");
        page.open(&site.url(&format!("lab/raft/?faults=crash:n1@1s;crash:n1@{late}s&t={seconds}")));
        page.wait_until(&format!(
            "document.querySelector('.notice .lines').innerText.includes('at {late}s')"
        ));
        let told = page.text(".notice .lines");
        assert_eq!(told.matches("crash n1").count(), 1, "{told}");
    }
    page.assert_quiet();
}

#[test]
fn what_has_nothing_to_do_with_a_run_changes_no_fingerprint_and_no_number() {
    let (site, page) = (Site::under("/"), Browser::start());
    let numbers = |page: &Browser| {
        (page.digest(), page.ask("getMetrics", Value::Null), page.ask("properties", Value::Null), page.time())
    };
    for lab in site.labs() {
        page.size(1280, 800);
        page.open_lab(&site.url(&lab));
        page.ask("seek", json!({ "t": 1.5 }));
        page.ask("inject", json!({ "fault": "crash", "target": "n2" }));
        page.ask("seek", json!({ "t": 2.5 }));
        let plain = numbers(&page);
        let edits: [(&str, &dyn Fn()); 6] = [
            ("theme", &|| page.choose("header button", "◐")),
            ("size", &|| page.size(360, 740)),
            ("projector", &|| {
                page.size(1280, 800);
                page.choose("header button", "Projector");
                page.choose("header button", "Projector");
            }),
            ("instruments", &|| page.each_tab(".below", |_| ())),
            ("panels", &|| page.each_tab(".side", |_| ())),
            ("another run beside it, with another seed", &|| {
                page.choose("header button", "Compare");
                page.wait_until("document.querySelectorAll('.play .stage').length == 2");
            }),
        ];
        for (what, edit) in edits {
            edit();
            page.pause(Duration::from_millis(60));
            assert_eq!(numbers(&page), plain, "{lab}: {what}");
        }
    }
    page.assert_quiet();
}
