//! What the page promises to its readers, its hosts and their addresses: moments, questions, branches, history, focus.

use browser_tests::{Browser, Host, Site};
use serde_json::{Value, json};

const FOCUS: &str = "return document.activeElement.tagName + ' ' + document.activeElement.className";

fn lab(address: &str) -> (Site, Browser) {
    let (site, page) = (Site::under("/"), Browser::start());
    page.open_lab(&site.url(&format!("lab/{address}")));
    (site, page)
}

#[test]
fn a_frame_makes_no_entry_in_the_history_of_its_reader() {
    let host = Host::open("<iframe src='FRAMES/raft/?seed=7' width=640 height=400></iframe>");
    host.wait_for_ready(0);
    let before = host.page.run("return history.length");
    for seconds in 1..=3 {
        host.ask(0, "seek", json!({ "t": seconds }));
        host.ask(0, "inject", json!({ "fault": "crash", "target": format!("n{seconds}") }));
    }
    host.page.enter_frame("iframe");
    host.page.wait_until("location.hash.startsWith('#s=')");
    host.page.leave_frame();
    assert_eq!(host.page.run("return history.length"), before);
}

#[test]
fn a_call_that_follows_a_changed_attribute_is_for_the_new_frame() {
    let host = Host::with_demo(
        "<script src='SITE/embed.js'></script><faultyard-demo id=demo lab=raft seed=7></faultyard-demo>",
    );
    let seed = host.page.run(
        "const demo = document.getElementById('demo');
         demo.setAttribute('seed', '9');
         return demo.seek(1).then(() => demo.getScenario()).then(scenario => scenario.seed, error => error.code)",
    );
    assert_eq!(seed.as_u64().or_else(|| seed.as_str()?.parse().ok()), Some(9), "{seed}");
}

#[test]
fn an_answer_belongs_to_its_step_and_the_next_question_is_open() {
    for lab_of_step in
        ["raft/?preset=first-election", "hashing/?preset=modulo", "balancing/?preset=first-requests"]
    {
        let (_site, page) = lab(lab_of_step);
        page.wait_for(".lesson-predict");
        page.click(".lesson-predict label input");
        page.click(".lesson-predict button:not(.primary)");
        page.wait_for(".verdict");
        page.choose(".lesson-ways button", "Next");
        page.wait_until("document.querySelector('.lesson-place').innerText.includes('step 2')");
        page.wait_for(".lesson-predict .primary");
        let open = "!document.querySelector('.verdict')
            && !document.querySelector('.lesson-predict input:is(:checked, :disabled)')";
        page.wait_until(open);
    }
}

#[test]
fn where_the_address_asks_play_waits_for_an_answer_or_skip() {
    for address in ["raft/?predict=leader-crash", "raft/?preset=leader-crash"] {
        let (_site, page) = lab(address);
        page.wait_for(".lesson-predict");
        page.click(".transport .play");
        page.wait_until("document.querySelector('.notice').innerText.includes('answer')");
        assert!(page.text(".transport .play").contains("Play"), "{address} plays before the answer");
        page.click(".lesson-predict button:not(.primary)");
        page.wait_until("document.querySelector('.lesson-answer').innerText.includes('Skipped')");
        assert_eq!(page.run(FOCUS), "BUTTON main", "{address}: the focus after Skip");
        page.click(".verdict .main");
        assert_eq!(page.run(FOCUS), "P lesson-answer", "{address}: the focus after Go on");
        page.click(".transport .play");
        page.wait_until("document.querySelector('.transport .play').innerText.includes('Pause')");
    }
}

#[test]
fn each_branch_of_a_run_is_named_and_reached() {
    let (_site, page) = lab("raft/");
    for at in [6, 4, 2] {
        page.ask("seek", json!({ "t": at }));
        page.ask("inject", json!({ "fault": "crash", "target": "n1" }));
    }
    page.wait_for("select.branch");
    let names =
        page.run("return [...document.querySelectorAll('select.branch option')].map(each => each.innerText)");
    assert_eq!(names, json!(["original", "branch 2", "branch 3"]));
    for (value, crashes) in [("1", "4s"), ("0", "6s"), ("2", "2s")] {
        page.set_field("select.branch", value);
        page.wait_until(&format!("document.querySelector('select.branch').value == '{value}'"));
        let scenario = page.ask("getScenario", Value::Null);
        assert_eq!(scenario["inputs"], json!([[crashes, "crash n1"]]), "branch {value}");
    }
}

#[test]
fn a_link_to_a_far_moment_shows_how_far_it_is_and_can_be_stopped() {
    let (site, page) = (Site::under("/"), Browser::start());
    page.open(&site.url("lab/balancing/?p.n=1000&p.rate=20000&t=600s"));
    page.wait_until("document.querySelector('.notice progress')?.value > 0");
    let started = std::time::Instant::now();
    page.ask("ping", Value::Null);
    assert!(started.elapsed().as_secs() < 10, "the page does not answer on the way");
    page.choose(".notice button", "Stop here");
    page.wait_until("!document.querySelector('.notice')");
    let time = page.ask("step", json!({ "n": 0, "unit": "ms" }))["t"].as_f64().expect("a time");
    assert!(time > 0.0 && time < 600.0, "{time}");
    page.assert_quiet();
}

#[test]
fn what_an_address_says_for_nothing_is_told() {
    for (address, named) in [
        ("raft/?ctl=1", "ctl"),
        ("raft/?fit=content", "fit"),
        ("raft/?seed=7&seed=8", "more than once"),
        ("raft/#garbage", "not a run"),
        ("raft/?faults=loss:7@0s", "outside"),
        ("raft/?seed=18446744073709551616", "outside"),
        ("raft/?p.n=9999", "p.n"),
    ] {
        let (_site, page) = lab(address);
        page.wait_for(".notice");
        let notice = page.text(".notice");
        assert!(notice.contains(named), "{address}: {notice}");
        assert!(notice.lines().all(|line| !line.trim().is_empty()), "{address}: {notice:?}");
    }
}

#[test]
fn a_picture_that_the_browser_took_away_comes_back() {
    let (_site, page) = lab("raft/?t=1");
    let drawn = "(() => { const canvas = document.querySelector('.stage canvas');
        return canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.some(byte => byte) })()";
    page.wait_until(drawn);
    page.run("const canvas = document.querySelector('.stage canvas'); canvas.width = canvas.width");
    assert!(!page.holds(drawn));
    page.run("document.querySelector('.stage canvas').dispatchEvent(new Event('contextrestored'))");
    page.wait_until(drawn);
}

#[test]
fn what_plays_by_itself_without_controls_can_be_paused() {
    let (site, page) = (Site::under("/"), Browser::start());
    page.open_lab(&site.url("embed/raft/?ui=none&autoplay=1"));
    page.click("button.pause");
    page.wait_for("button.pause[aria-label=Play]");
    let at = page.ask("step", json!({ "n": 0, "unit": "ms" }))["t"].clone();
    page.pause(std::time::Duration::from_millis(300));
    assert_eq!(page.ask("step", json!({ "n": 0, "unit": "ms" }))["t"], at);
}
