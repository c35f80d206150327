//! Everything by keyboard alone.

use browser_tests::{Browser, Site};
use serde_json::{Value, json};

#[test]
fn tab_reaches_the_skip_link_the_stage_and_the_controls() {
    let (site, page) = (Site::under("/"), Browser::start());
    page.open(&site.url(""));
    page.wait_for_page();
    page.key("Tab");
    assert_eq!(page.focused(), "A Skip to the labs");
    page.key("Enter");
    page.key("Tab");
    assert!(page.holds("document.activeElement.matches('#labs a.card')"), "{}", page.focused());
    for lab in site.labs() {
        page.open_lab(&site.url(&lab));
        page.key("Tab");
        assert_eq!(page.focused(), "A Skip to the stage");
        page.key("Enter");
        page.key("Tab");
        assert!(page.holds("document.activeElement.matches('.stage [role=button]')"), "{}", page.focused());
        for css in [".below [role=tab]", ".side [role=tab]", ".side .acts button", ".transport .play"] {
            page.tab_to(css);
        }
        page.tab_to(".transport input[type=range]");
    }
    page.assert_quiet();
}

#[test]
fn keys_play_step_choose_and_crash() {
    let (site, page) = (Site::under("/"), Browser::start());
    page.open_lab(&site.url("lab/raft/?t=1"));
    page.key("Tab");
    page.key("Enter");
    page.key(" ");
    page.wait_until("document.querySelector('.transport .play').innerText.includes('Pause')");
    page.key(" ");
    page.wait_until("document.querySelector('.transport .play').innerText.includes('Play')");
    let (before, time) = (page.digest(), page.time());
    page.key("ArrowRight");
    page.wait_until(&format!(
        "document.querySelector('.transport .time').innerText.replaceAll('\u{a0}', ' ') != {}",
        json!(time)
    ));
    let after = page.digest();
    page.key("ArrowLeft");
    page.key("ArrowRight");
    assert_eq!(page.digest(), after);
    page.key("ArrowLeft");
    page.key("ArrowLeft");
    page.key("ArrowRight");
    assert_eq!(page.digest(), before);
    page.key("Home");
    assert_eq!(page.time(), "0.000 s");
    page.shift_key("ArrowRight");
    assert_eq!(page.time(), "1.000 s");
    for n in ["1", "5", "3"] {
        page.key(n);
        page.wait_for(&format!(".stage [data-id=n{n}][aria-pressed=true]"));
    }
    page.key("x");
    assert_eq!(page.ask("inspect", json!({}))["serversUp"], 4);
    page.key("x");
    assert_eq!(page.ask("inspect", json!({}))["serversUp"], 5);
    page.key("i");
    page.wait_until("document.querySelector('.inspector-title').innerText == 'n3'");
    page.key("v");
    page.wait_for(".below [role=tab]:nth-child(2)[aria-selected=true]");
    let speed = "return document.querySelector('[aria-label=Speed]').value";
    let slow = page.run(speed);
    page.shift_key(">");
    assert_ne!(page.run(speed), slow);
    page.shift_key("<");
    assert_eq!(page.run(speed), slow);
    page.shift_key("R");
    assert_eq!(page.time(), "0.000 s");
    assert_ne!(page.ask("getScenario", Value::Null)["seed"], 42);
    page.assert_quiet();
}

#[test]
fn an_item_on_the_stage_is_chosen_with_enter_and_left_with_tab() {
    let (site, page) = (Site::under("/"), Browser::start());
    page.open_lab(&site.url("lab/raft/?t=1"));
    page.tab_to(".stage [data-id=n2]");
    page.key("Enter");
    page.wait_for(".stage [data-id=n2][aria-pressed=true]");
    page.key(" ");
    page.wait_for(".stage [data-id=n2][aria-pressed=false]");
    page.tab_to(".below [role=tab]");
    page.assert_quiet();
}

#[test]
fn the_arrow_keys_go_through_all_tabs() {
    let (site, page) = (Site::under("/"), Browser::start());
    page.open_lab(&site.url("lab/raft/"));
    for row in [".below", ".side"] {
        page.tab_to(&format!("{row} [role=tab]"));
        let tabs = page.count(&format!("{row} [role=tab]"));
        for place in (2..=tabs).chain([1]) {
            page.key("ArrowRight");
            let tab = format!("{row} [role=tab]:nth-child({place})");
            page.wait_for(&format!("{tab}[aria-selected=true]"));
            assert!(page.holds(&format!("document.activeElement.matches('{tab}')")), "{}", page.focused());
        }
    }
    page.assert_quiet();
}

#[test]
fn dialogs_open_close_and_give_the_focus_back() {
    let (site, page) = (Site::under("/"), Browser::start());
    page.open_lab(&site.url("lab/raft/"));
    page.tab_to(".stage [data-id=n2]");
    page.shift_key("?");
    page.wait_for("dialog[open][aria-label=Keys]");
    assert!(page.holds("document.activeElement.closest('dialog')"), "{}", page.focused());
    page.key("Escape");
    page.wait_until("!document.querySelector('dialog')");
    assert!(page.holds("document.activeElement.dataset.id == 'n2'"), "{}", page.focused());
    for way in ["Escape", "Close"] {
        page.run(
            "[...document.querySelectorAll('header button')].find(each => each.innerText == 'Share').focus()",
        );
        page.key("Enter");
        page.wait_for("dialog[open] input");
        if way == "Close" {
            page.run("document.activeElement.blur()");
            page.run("[...document.querySelectorAll('dialog button')].at(-1).focus()");
            page.key("Enter");
        } else {
            page.key("Escape");
        }
        page.wait_until("!document.querySelector('dialog')");
        assert_eq!(page.focused(), "BUTTON Share", "after {way}");
    }
    page.assert_quiet();
}

#[test]
fn what_has_the_focus_is_not_behind_the_transport_of_a_phone() {
    let (site, page) = (Site::under("/"), Browser::start());
    page.size(360, 740);
    for lab in site.labs() {
        page.open_lab(&site.url(&lab));
        for _ in 0..60 {
            page.key("Tab");
            let hidden = page.holds(
                "!document.activeElement.closest('.transport') && document.activeElement.tabIndex >= 0
                 && document.activeElement.getBoundingClientRect().height < 100
                 && document.activeElement.getBoundingClientRect().top
                    >= document.querySelector('.transport').getBoundingClientRect().top",
            );
            assert!(!hidden, "{lab}: {}", page.focused());
        }
    }
    page.assert_quiet();
}

#[test]
fn a_step_of_a_lesson_is_answered_by_keyboard() {
    let (site, page) = (Site::under("/"), Browser::start());
    for lab in site.labs() {
        page.open_lab(&site.url(&lab));
        // A lab whose own run is none of the lesson's shows the list of its steps.
        if page.count(".lesson-steps") > 0 {
            page.tab_to(".lesson-steps button");
            page.key("Enter");
        }
        page.tab_to(".lesson-predict input");
        page.key(" ");
        page.wait_for(".lesson-predict input:checked");
        page.key("ArrowDown");
        page.tab_to(".lesson-predict button.primary");
        page.ask("setSpeed", json!({ "speed": 100 }));
        page.key("Enter");
        page.wait_until("/In the run: /.test(document.querySelector('.lesson-answer').innerText)");
        page.tab_to(".lesson-ways button:last-child");
        page.key("Enter");
        page.wait_until("document.querySelector('.lesson-place').innerText.includes('step 2')");
        page.run("document.activeElement.blur()");
        page.key("PageUp");
        page.wait_until("document.querySelector('.lesson-place').innerText.includes('step 1')");
    }
    page.assert_quiet();
}

#[test]
fn tab_goes_through_a_frame_and_out_again() {
    let site = Site::under("/");
    let host = site.add(
        "frames.html",
        "<!doctype html><html lang=en><link rel=icon href=data:,><title>Host</title><button>Before</button>
         <iframe src=embed/hashing/ width=640 height=400 title=Demo></iframe><button>After</button>",
    );
    let page = Browser::start();
    page.open(&host);
    page.enter_frame("iframe");
    page.wait_for_lab();
    page.leave_frame();
    assert_eq!(page.focused().split(' ').next(), Some("BODY"), "the frame took the focus");
    page.run("document.querySelector('button').focus()");
    page.key("Tab");
    assert!(page.focused().starts_with("IFRAME"), "{}", page.focused());
    for _ in 0..200 {
        if page.focused() == "BUTTON After" {
            break;
        }
        page.key("Tab");
    }
    assert_eq!(page.focused(), "BUTTON After");
    page.assert_quiet();
}
