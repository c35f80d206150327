//! What is there before the program: title, question and poster, in the right theme and in the places that they keep.

use browser_tests::{Browser, Site};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A wide page, a phone, and a frame.
const SIZES: [(u32, u32); 3] = [(1280, 800), (360, 740), (640, 400)];
/// What must stay where it is.
const PARTS: &str = "header.top, .brand, h1, .question, .lead, .whom, .hero .frame, .door, .card, .lesson-title, .stage, .sentence, .spark, \
                     .transport, .extra, .practice-ways, .practice-areas, .practice-list";
/// The first of each of these that are seen, with its box.
const BOXES: &str = "return Object.fromEntries(arguments[0].split(', ').flatMap(css => {
        const box = document.querySelector(css)?.getBoundingClientRect();
        return box?.width && box.height ? [[css, [box.x, box.y, box.width, box.height]]] : [];
    }))";
/// How much of the page has moved so far without being asked, and what did.
const SHIFT: &str = "return new Promise(done => {
        const found = [0, []];
        const add = list => list.forEach(({ value, sources }) => {
            found[0] += value;
            found[1].push(...sources.map(({ node }) => `${node?.nodeName} ${node?.className ?? ''}`));
        });
        const seen = new PerformanceObserver(list => add(list.getEntries()));
        seen.observe({ type: 'layout-shift', buffered: true });
        setTimeout(() => { add(seen.takeRecords()); done(found) }, 100);
    })";

type Boxes = BTreeMap<String, [f64; 4]>;

/// A site, and a browser that gets no program from it until it is let.
fn without_program() -> (Site, Browser) {
    let (site, page) = (Site::under("/some/prefix/"), Browser::start());
    page.devtools("Network.enable", &json!({}));
    block(&page, true);
    (site, page)
}

fn block(page: &Browser, program: bool) {
    let urls: &[&str] = if program { &["*.wasm"] } else { &[] };
    page.devtools("Network.setBlockedURLs", &json!({ "urls": urls }));
}

fn boxes(page: &Browser) -> Boxes {
    let found = page.run_with(BOXES, vec![json!(PARTS)]);
    serde_json::from_value(found).expect("boxes")
}

/// What jumps when a page's program takes over: each part that is not within some pixels of where it was, and shifts.
fn jumps(site: &Site, page: &Browser, path: &str) -> Vec<String> {
    block(page, true);
    page.open(&site.url(path));
    page.wait_for("#early [data-reload]");
    let early = boxes(page);
    block(page, false);
    page.open(&site.url(path));
    page.wait_for_page();
    if path.starts_with("lab/") || path.starts_with("embed/") {
        page.wait_for_lab();
    }
    let shift = page.run(SHIFT);
    let mut jumps = Vec::new();
    if shift[0].as_f64().is_none_or(|shift| shift >= 0.02) {
        jumps.push(format!("/{path}: a layout shift of {shift}"));
    }
    let later = boxes(page);
    for part in early.keys().chain(later.keys()) {
        match (early.get(part), later.get(part)) {
            (Some(one), Some(other))
                if one.iter().zip(other).all(|(one, other)| (one - other).abs() <= 4.0) => {}
            // What the lesson says of another run comes with the program.
            (None, Some(_)) if part == ".lesson-title" => {}
            (one, other) => jumps.push(format!("/{path}: {part} was at {one:?}, is at {other:?}")),
        }
    }
    jumps
}

#[test]
fn each_page_paints_its_title_its_question_and_its_poster_without_its_program() {
    let (site, page) = without_program();
    for path in site.pages() {
        page.open(&site.url(&path));
        page.wait_for("#early [data-reload]");
        let shown = page.run("return document.querySelector('#early h1').checkVisibility()");
        assert_eq!(shown, true, "{path}: no title");
        assert_eq!(page.count("h1"), 1, "{path}");
        assert_eq!(page.count("main"), 1, "{path}");
        if !["bench/", "practice/"].contains(&&*path) {
            page.wait_until("document.querySelector('#early .stage img.if-light').naturalWidth == 640");
            let asked = site.asked().iter().any(|path| path.ends_with("-dark.svg"));
            assert!(!asked, "{path} loads posters that it does not show");
        }
        if path.starts_with("lab/") {
            assert!(page.text(".question").ends_with('?'), "{path}");
            assert!(page.text(".lesson .prose").len() > 100, "{path}: no first words");
        }
    }
}

#[test]
fn the_theme_of_the_first_paint_is_that_of_the_page() {
    let (site, page) = without_program();
    // A tab that has shown nothing yet keeps nothing.
    page.open(&site.url(""));
    let ground = "return [document.documentElement, document.body]
        .map(each => getComputedStyle(each).backgroundColor + ' ' + getComputedStyle(each).colorScheme)";
    let [light, dark] = ["rgb(255, 255, 255) light", "rgb(14, 20, 27) dark"].map(|one| json!([one, one]));
    let cases = [
        ("light", "none", "", &light),
        ("light", "none", "?theme=dark", &dark),
        ("light", "dark", "", &dark),
        ("light", "dark", "?theme=auto", &dark),
        ("light", "dark", "?theme=light", &light),
        ("light", "none", "?theme=dark&theme=pink", &dark),
        ("dark", "none", "", &dark),
        ("dark", "light", "", &light),
        ("dark", "none", "?theme=light", &light),
        ("dark", "none", "?projector=1", &light),
    ];
    for (system, stored, query, expected) in cases {
        page.prefer(system, false);
        page.run_with("localStorage.setItem('faultyard.theme', arguments[0])", vec![json!(stored)]);
        for path in ["", "lab/raft/", "embed/raft/", "bench/"] {
            let what = format!("/{path}{query} on a {system} system, chosen {stored}");
            for program in [true, false] {
                block(&page, program);
                page.open(&site.url(&format!("{path}{query}")));
                page.wait_for(if program { "#early [data-reload]" } else { "main:not(#early *)" });
                assert_eq!(&page.run(ground), expected, "{what}, without its program: {program}");
            }
        }
    }
}

#[test]
fn the_program_takes_over_without_a_jump() {
    let (site, page) = without_program();
    let at = |(width, height)| {
        page.size(width, height);
        let found = site.pages().into_iter().flat_map(|path| jumps(&site, &page, &path));
        found.map(|jump| format!("at {width} x {height}: {jump}")).collect::<Vec<_>>()
    };
    let found: Vec<String> = SIZES.into_iter().flat_map(at).collect();
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn what_an_address_takes_away_or_adds_is_so_from_the_first_paint() {
    let (site, page) = without_program();
    let lab = [
        "ui=compact",
        "ui=none",
        "hide=story",
        "hide=title,seed",
        "projector=1",
        "ui=min&show=title",
        "t=1&seed=7",
    ];
    let embed = [
        "ui=compact",
        "ui=min",
        "ui=none",
        "hide=title",
        "hide=title,seed,brand,plots",
        "show=params",
        "view=split",
    ];
    for ((width, height), folder, queries) in [((1280, 800), "lab", lab), ((640, 400), "embed", embed)] {
        page.size(width, height);
        let paths = queries.map(|query| format!("{folder}/raft/?{query}"));
        let found: Vec<String> = paths.iter().flat_map(|path| jumps(&site, &page, path)).collect();
        assert!(found.is_empty(), "{found:#?}");
    }
}

#[test]
fn what_had_the_focus_before_the_program_has_it_after() {
    let (site, page) = (Site::under("/"), Browser::start());
    page.open(&site.url("embed/raft/?ctl=1"));
    page.click(".is-waiting .stage button");
    page.wait_for_lab();
    page.wait_until("document.activeElement.matches('.transport .play')");
    assert_eq!(page.count("#early"), 0, "words are there twice");
    page.assert_quiet();
}

#[test]
fn a_dark_frame_in_a_dark_page_is_dark_before_its_program() {
    let (site, page) = without_program();
    let host = site.add(
        "dark.html",
        "<!doctype html><html style='background:#111;color-scheme:dark'><link rel=icon href=data:,>
         <iframe src='embed/raft/?theme=dark' width=640 height=400 style='border:0'></iframe>",
    );
    page.open(&host);
    page.enter_frame("iframe");
    page.wait_for("#early [data-reload]");
    let ground: Value = page.run("return getComputedStyle(document.body).backgroundColor");
    assert_eq!(ground, "rgb(14, 20, 27)");
    page.wait_until("document.querySelector('#early img.if-dark').naturalWidth == 640");
}
