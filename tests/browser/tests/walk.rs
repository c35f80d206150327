//! What a person may do to a lab's page, at random: buttons, sliders, faults, seeks, branches, dialogs, keys, sizes, back
//! and forward. Nothing fails, nothing scrolls sideways, and a run is at its event what it was; and memory while it plays.

use crate::nightly::share;
use browser_tests::{Browser, Site};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// Windows, a phone and a projector's among them.
const WINDOWS: [(u32, u32); 5] = [(1280, 800), (1024, 600), (640, 800), (360, 740), (320, 568)];
const KEYS: [&str; 20] = [
    " ",
    "k",
    "ArrowRight",
    "ArrowLeft",
    "ArrowDown",
    "ArrowUp",
    "Home",
    "End",
    "PageDown",
    "PageUp",
    "1",
    "2",
    "3",
    "x",
    "i",
    "r",
    "v",
    "p",
    "Tab",
    "Escape",
];
const FAULTS: [&str; 7] = ["crash", "restart", "slow", "pause", "cut", "loss", "heal"];

/// Presses the button, the tab, the summary or the thing on the stage of this number among those that are there and do not
/// leave the page, take its place or keep a file; what it was.
const PRESS: &str = "const all = [...document.querySelectorAll('button, summary, [role=tab], .stage [role=button], .stage .choosable')];
    const dialog = document.querySelector('dialog[open]');
    const away = /Full screen|Save|Record|Download|Print|Copy|Open|Choose|Search|Run/i;
    const there = all.filter(each => (!dialog || dialog.contains(each)) && !each.disabled && each.checkVisibility()
        && !away.test(each.textContent + (each.getAttribute('aria-label') ?? '') + each.title));
    if (!there.length) return '';
    const one = there[arguments[0] % there.length];
    one.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }));
    return one.textContent.trim().slice(0, 40)";
/// Moves a slider, a choice or a switch to a place between its least and its most.
const MOVE: &str = "const all = [...document.querySelectorAll('.side :is(input[type=range], input[type=checkbox], select), .transport select')];
    const there = all.filter(each => !each.disabled && each.checkVisibility());
    if (!there.length) return '';
    const one = there[arguments[0] % there.length], part = arguments[1];
    if (one.type == 'checkbox') { one.click(); return one.id }
    if (one.type == 'range') one.value = +one.min + part * (one.max - one.min);
    else one.selectedIndex = Math.floor(part * one.options.length);
    for (const kind of ['input', 'change']) one.dispatchEvent(new Event(kind, { bubbles: true }));
    return one.id + '=' + one.value";

/// Numbers that look random, from a seed (splitmix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (bits ^ (bits >> 31)) % n
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len() as u64) as usize]
    }
}

/// One thing that a person does; what it was.
fn act(page: &Browser, dice: &mut Dice, length: f64) -> String {
    let part = dice.below(1_000) as f64 / 1e3;
    match dice.below(12) {
        0..4 => page.run_with(PRESS, vec![json!(dice.below(1 << 20))]).to_string(),
        4 | 5 => page.run_with(MOVE, vec![json!(dice.below(1 << 20)), json!(part)]).to_string(),
        6 => {
            let key = dice.one(&KEYS);
            page.key(key);
            format!("key {key}")
        }
        7 => {
            let fault = json!({ "fault": dice.one(&FAULTS), "target": format!("n{}", 1 + dice.below(6)), "by": 0.02,
                "for": 0.5, "share": 0.2 });
            let done = page.call("inject", fault.clone()).is_ok();
            format!("{fault} {done}")
        }
        8 => format!("seek {:?}", page.call("seek", json!({ "t": part * length }))),
        9 => {
            let (width, height) = dice.one(&WINDOWS);
            page.size(width, height);
            format!("{width}x{height}")
        }
        10 => {
            // Not out of the page: before its first entry and behind its last is nothing of its own.
            let way = dice.one(&["back", "forward"]);
            let to = if way == "back" { -1 } else { 1 };
            page.run(&format!(
                "const there = navigation.entries()[navigation.currentEntry.index + {to}];
                window.moved = !there;
                if (there) {{ addEventListener('popstate', () => window.moved = true, {{ once: true }}); history.{way}(); }}"
            ));
            // The way is the browser's own: what is done next is done after it.
            page.wait_until("window.moved");
            way.to_owned()
        }
        _ => {
            page.call("play", Value::Null).ok();
            page.pause(Duration::from_millis(100));
            format!("play {:?}", page.call("pause", Value::Null).is_ok())
        }
    }
}

/// Whether the run is at its event what it is after a way to elsewhere and back, and after something was done and undone.
fn is_itself(page: &Browser, dice: &mut Dice, length: f64, did: &[String]) {
    page.run("document.querySelectorAll('dialog[open]').forEach(each => each.close())");
    page.call("pause", Value::Null).ok();
    page.wait_until("!document.querySelector('#journey')");
    let here = page.ask("step", json!({ "n": 0, "unit": "event" }))["event"].clone();
    let digest = page.digest();
    let elsewhere = dice.below(1_000) as f64 / 1e3 * length;
    page.ask("seek", json!({ "t": elsewhere }));
    page.wait_until("!document.querySelector('#journey')");
    page.ask("seek", json!({ "event": here }));
    assert_eq!(page.digest(), digest, "at event {here} after {elsewhere} s; {did:#?}");
    page.settle();
    if page.call("inject", json!({ "fault": "crash", "target": "n1" })).is_ok() {
        page.settle();
        let there = page.run("return location.hash");
        page.run("history.back()");
        let undone = page.comes_true(&format!(
            "faultyard.call('digest').then(digest => window.seen = digest), window.seen == '{digest}'"
        ));
        let address = page.run("return location.hash");
        assert!(undone, "at event {here} a crash is not undone: {there}, then {address}; {did:#?}");
    }
}

/// What stands out of the window on its right.
const WIDE: &str = "return [...document.querySelectorAll('body *')]
    .filter(each => each.getBoundingClientRect().right > innerWidth + 1)
    .map(each => `${each.tagName}.${each.getAttribute('class')} ${each.textContent.slice(0, 30)}`)";

fn walk(site: &Site, lab: &str, seed: u64, actions: u64) {
    let (page, mut dice) = (Browser::start(), Dice(seed));
    page.open_lab(&site.url(&format!("{lab}?seed={seed}")));
    let length = page.run("return +document.querySelector('.transport input[type=range]').max").as_f64();
    // The axis is in microseconds or in parts of it: so far the lab is played, at most.
    let length = length.map_or(10.0, |max| (max / 1e6).clamp(1.0, 20_000.0));
    let mut did = Vec::new();
    for number in 1..=actions {
        did.push(act(&page, &mut dice, length));
        let latest = &did[did.len().saturating_sub(12)..];
        let sideways = page.run("return document.documentElement.scrollWidth - innerWidth").as_i64();
        if sideways > Some(0) {
            let wide = page.run(WIDE);
            panic!("{lab}: {sideways:?} px sideways, {wide} out of the window, after {latest:#?}");
        }
        assert!(
            page.holds("document.querySelector('.lab') && !document.querySelector('.crash')"),
            "{lab}: {latest:#?}"
        );
        if number % 25 == 0 {
            is_itself(&page, &mut dice, length, latest);
            let errors = page.console_errors();
            assert!(errors.is_empty(), "{lab}: {errors:#?} after {latest:#?}");
        }
    }
    page.assert_quiet();
}

#[test]
fn whatever_a_person_does_to_a_page_it_goes_on_and_its_run_is_at_each_event_the_same() {
    let site = Site::under("/");
    for lab in site.labs() {
        walk(&site, &lab, 7, share(200, 2_000));
    }
}

/// Keeps the program's memory where a test finds it.
const KEEP: &str =
    "const keep = made => { window.memory ??= (made.instance ?? made).exports.memory; return made };
    for (const name of ['instantiate', 'instantiateStreaming']) {
        const own = WebAssembly[name];
        WebAssembly[name] = (...given) => own.apply(WebAssembly, given).then(keep);
    }";

/// Bytes of the program's memory.
fn memory(page: &Browser) -> f64 {
    page.run("return window.memory.buffer.byteLength").as_f64().expect("bytes")
}

#[test]
fn a_run_that_plays_for_ever_takes_no_more_memory_than_its_budget() {
    let (site, page) = (Site::under("/"), Browser::start());
    let whole = Duration::from_secs(share(12, 600));
    page.devtools("Page.enable", &json!({}));
    page.devtools("Page.addScriptToEvaluateOnNewDocument", &json!({ "source": KEEP }));
    page.open_lab(&site.url("lab/balancing/?p.n=24&p.rate=150&speed=100"));
    let before = memory(&page);
    page.click(".transport .play");
    let (started, mut sizes) = (Instant::now(), Vec::new());
    while started.elapsed() < whole {
        page.pause(whole / 12);
        sizes.push(memory(&page));
    }
    let told: Vec<String> = sizes.iter().map(|bytes| format!("{:.1}", bytes / 1e6)).collect();
    println!("{:.1} MB at first, then {}", before / 1e6, told.join(" "));
    let (half, last) = (sizes[sizes.len() / 2], sizes[sizes.len() - 1]);
    // The run's own budget is 64 MB; the allocator and the page take as much again at most.
    assert!(last < 128e6 + before, "{told:?}");
    assert!(share(true, last <= 1.05 * half), "it grows: {told:?}");
    page.assert_quiet();
}
