//! axe-core finds nothing: WCAG 2.2 AA and good practice, target sizes included, in each state of each page.

use crate::nightly::share;
use browser_tests::{Axe, Browser, READ, Site};
use serde_json::{Value, json};
use std::time::Duration;

/// Theme, whether for a room, and the window.
const LOOKS: [(&str, bool); 3] = [("light", false), ("dark", false), ("light", true)];
const WINDOWS: [(u32, u32); 3] = [(1280, 800), (640, 800), (360, 740)];

/// The ids that two elements have: a label is then a label of the first only, which axe does not see.
const TWICE: &str = "const ids = [...document.querySelectorAll('[id]')].map(each => each.id);
    return ids.filter((id, place) => ids.indexOf(id) < place)";

/// Looks at a page in each of its states, and collects what is found.
struct Check<'a> {
    page: &'a Browser,
    axe: &'a Axe,
    look: String,
    found: Vec<String>,
}

impl Check<'_> {
    #[track_caller]
    fn look(&mut self, state: &str) {
        self.page.pause(Duration::from_millis(40));
        let findings = self.axe.findings(self.page);
        let twice = self.page.run(TWICE);
        let twice = twice.as_array().into_iter().flatten().map(|id| format!("the id {id} is there twice"));
        let findings = findings.into_iter().chain(twice);
        self.found.extend(findings.map(|finding| format!("{}, {state}: {finding}", self.look)));
    }
}

/// Each look and each window once, the widest with tabs and without; by night each look in each window.
fn is_due(theme: &str, projector: bool, width: u32) -> bool {
    let daily = matches!(
        (theme, projector, width),
        ("light", false, 1280 | 360) | ("dark", _, 640) | (_, true, 1280)
    );
    share(daily, true)
}

/// Does `work` for each look and window, and fails with all that was found.
fn everywhere(work: impl Fn(&Site, &mut Check, &str)) {
    let (site, page, axe) = (Site::under("/"), Browser::start(), Axe::load());
    let mut found = Vec::new();
    for (theme, projector) in LOOKS {
        for (width, height) in WINDOWS.into_iter().filter(|(width, _)| is_due(theme, projector, *width)) {
            page.size(width, height);
            let query = format!("?theme={theme}&projector={}", u8::from(projector));
            let look = format!("{theme}{} {width}", if projector { " projector" } else { "" });
            let mut check = Check { page: &page, axe: &axe, look, found: Vec::new() };
            work(&site, &mut check, &query);
            found.append(&mut check.found);
        }
    }
    assert!(found.is_empty(), "{} findings:\n{}", found.len(), found.join("\n"));
    page.assert_quiet();
    site.assert_complete();
}

#[test]
fn the_gallery_has_no_barriers() {
    everywhere(|site, check, query| {
        check.page.open(&site.url(query));
        check.page.wait_for(".hero .stage svg > *");
        check.look("gallery");
        check.page.choose(".hero .acts button", "Crash");
        check.look("gallery after a crash");
        check.page.click("button.finder");
        check.page.wait_for(".find-hint");
        check.look("the search, empty");
        check.page.press(".find input", "raft leder");
        check.page.wait_for(".find [role=option]");
        check.look("the search, with results");
    });
}

#[test]
fn pages_to_read_have_no_barriers() {
    everywhere(|site, check, query| {
        for path in READ {
            check.page.open(&site.url(&format!("{path}{query}")));
            check.page.wait_for("main h1");
            check.page.run("document.querySelectorAll('details').forEach(each => each.open = true)");
            check.look(path);
        }
    });
}

#[test]
fn every_lab_has_no_barriers() {
    everywhere(|site, check, query| {
        let look = check.look.clone();
        for path in site.labs() {
            check.look = format!("{path}, {look}");
            lab(check, &site.url(&format!("{path}{query}")), query);
        }
        check.look = look;
    });
}

#[test]
fn frames_have_no_barriers() {
    everywhere(|site, check, query| {
        for path in site.embeds() {
            let page = check.page;
            page.open_lab(&site.url(&format!("{path}{query}")));
            check.look(&format!("{path} at the start"));
            page.click(".transport .play");
            check.look(&format!("{path} playing"));
            page.ask("pause", Value::Null);
            page.ask("inject", json!({ "fault": "crash", "target": "n1" }));
            check.look(&format!("{path} after a fault"));
        }
    });
}

/// One lab in each of its states.
fn lab(check: &mut Check, address: &str, query: &str) {
    let page = check.page;
    page.open_lab(address);
    check.look("at the start");
    page.ask("play", Value::Null);
    check.look("playing");
    page.ask("pause", Value::Null);
    page.ask("seek", json!({ "t": 1.2 }));
    page.ask("inject", json!({ "fault": "crash", "target": "n1" }));
    page.ask("seek", json!({ "t": 1.5 }));
    check.look("after a fault");
    // A room has no tabs. Each pair of them is open once.
    let tabs = |row: &str| if query.ends_with('1') { 0 } else { page.count(&format!("{row} [role=tab]")) };
    let side = tabs(".side");
    for place in 1..=tabs(".below") {
        page.click(&format!(".below [role=tab]:nth-child({place})"));
        if place <= side {
            page.click(&format!(".side [role=tab]:nth-child({place})"));
        }
        if place == 3 {
            page.run("document.querySelector('.stage [data-id=n2]')?.dispatchEvent(new MouseEvent('click', { bubbles: true }))");
        }
        page.run(
            "document.querySelectorAll('.side details, .below details').forEach(each => each.open = true)",
        );
        page.pause(Duration::from_millis(60));
        check.look(&format!("tabs {place}"));
    }
    for dialog in ["Share", "Keys"] {
        page.choose("header button", dialog);
        page.wait_for("dialog[open]");
        check.look(dialog);
        page.each_tab("dialog[open] .tabs", |tab| check.look(&format!("{dialog}, {tab}")));
        page.choose("dialog button", "Close");
        page.wait_until("!document.querySelector('dialog')");
    }
    page.choose("header button", "Compare");
    page.wait_until("document.querySelectorAll('.play .stage').length == 2");
    if side > 0 {
        // Both runs' controls are there at once.
        page.choose(".side [role=tab]", "Controls");
        page.run("document.querySelectorAll('.side details').forEach(each => each.open = true)");
        check.look("compared, with the controls of both");
    }
    open_a_question(page);
    page.choose(".lesson button", "Skip");
    check.look("compared, the question answered");
}

/// Opens the first step of the lesson that asks a question, unless one is open.
fn open_a_question(page: &Browser) {
    if page.count(".lesson-steps") > 0 {
        page.choose(".lesson-steps button", "");
        page.wait_for(".lesson-place");
    }
    for next in 2..99 {
        if page.count(".lesson-predict") > 0 {
            return;
        }
        page.choose(".lesson-ways button", "Next");
        page.wait_until(&format!(
            "document.querySelector('.lesson-place').textContent.includes('step {next} ')"
        ));
    }
    panic!("no step asks a question");
}
