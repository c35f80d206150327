//! Small windows: nothing is cut off, nothing scrolls where it should not, and a finger hits what it means.

use browser_tests::{Browser, Site};
use serde_json::{Value, json};

/// The sizes of a frame in which nothing scrolls.
const FRAMES: [(u32, u32); 3] = [(640, 400), (480, 270), (360, 300)];

/// Elements of the page itself, not of the stage, that reach over the window's edges.
const CUT_OFF: &str =
    "return [...document.querySelectorAll('main.embed *:not(svg *):not(option)')].filter(each => {
        const box = each.getBoundingClientRect();
        return box.width > 0 && !each.closest('.visually-hidden, .skip')
            && (box.right > innerWidth + 1 || box.bottom > innerHeight + 1);
    }).map(each => each.tagName + '.' + each.className + ' ' + each.textContent.slice(0, 30))";

#[test]
fn nothing_scrolls_sideways_on_a_narrow_phone() {
    let (site, page) = (Site::under("/"), Browser::start());
    page.phone(360, 740);
    for path in site.pages() {
        page.open(&site.url(&path));
        page.wait_for_page();
        assert_fits(&page, &path);
        if !path.starts_with("lab/") {
            continue;
        }
        page.wait_for_lab();
        page.ask("seek", json!({ "t": 2 }));
        page.ask("inject", json!({ "fault": "crash", "target": "n1" }));
        page.ask("seek", json!({ "t": 3 }));
        for row in [".side", ".below"] {
            page.each_tab(row, |name| assert_fits(&page, &format!("{path} {name}")));
        }
        page.choose("header button", "Compare");
        page.wait_until("document.querySelectorAll('.play .stage').length == 2");
        assert_fits(&page, &format!("{path} compared"));
    }
    page.assert_quiet();
    site.assert_complete();
}

#[test]
fn head_and_transport_are_whole_in_every_width_and_the_track_is_long_enough_to_seek() {
    let (site, page) = (Site::under("/"), Browser::start());
    let plain = [641, 800, 820, 821, 1023, 1024, 1199, 1200, 1280, 1600];
    let looks = [("", &plain[..]), ("?projector=1", &[1024, 1280, 1920])];
    let labs = site.labs();
    for (path, (look, widths)) in labs.iter().flat_map(|path| looks.map(|look| (path, look))) {
        page.size(1280, 740);
        page.open_lab(&site.url(&format!("{path}{look}")));
        page.ask("seek", json!({ "t": 2 }));
        page.ask("inject", json!({ "fault": "crash", "target": "n1" }));
        page.ask("seek", json!({ "t": 3 }));
        for width in widths.iter().copied() {
            page.size(width, 740);
            page.settle();
            let cut = page.run(
                "return [...document.querySelectorAll('.top > *, .transport > *')].filter(each => {
                    const { left, right, width } = each.getBoundingClientRect();
                    return width > 0 && (left < 0 || right > innerWidth) })
                    .map(each => each.className + ' ' + each.textContent.slice(0, 30))",
            );
            assert_eq!(cut, json!([]), "{path}{look} at {width} px");
            let track = page.run("return document.querySelector('.track').offsetWidth");
            assert!(track.as_f64() >= Some(150.0), "{path}{look} at {width} px: the track has {track} px");
        }
    }
    page.assert_quiet();
}

#[test]
fn a_finger_hits_the_transport() {
    let (site, page) = (Site::under("/"), Browser::start());
    page.phone(360, 740);
    for path in site.labs().into_iter().chain(site.embeds()) {
        page.open_lab(&site.url(&path));
        let low = page.run(
            "return [...document.querySelectorAll('.transport :is(button, select, a)')]
                .map(each => [each.ariaLabel ?? each.innerText, each.getBoundingClientRect()])
                .filter(([, box]) => box.width > 0 && box.height < 44)
                .map(([name, box]) => `${name}: ${box.width} x ${box.height}`)",
        );
        assert_eq!(low, json!([]), "{path}: lower than 44 px");
        let stage =
            page.run("return document.querySelector('.stage').getBoundingClientRect().height / innerHeight");
        assert!(stage.as_f64() >= Some(0.4), "{path}: the stage has {stage} of the height");
    }
    page.assert_quiet();
}

#[test]
fn in_a_narrow_frame_a_panel_takes_the_stages_place_and_gives_it_back() {
    let (site, page) = (Site::under("/"), Browser::start());
    page.size(360, 300);
    let stage_width = "document.querySelector('.stage').getBoundingClientRect().width";
    for path in site.embeds() {
        page.open_lab(&site.url(&format!("{path}?show=log,params")));
        page.ask("seek", json!({ "t": 2 }));
        let whole = page.run(&format!("return {stage_width}"));
        assert_eq!(whole, 360.0, "{path}: the stage has all the width");
        for (tab, shown) in [("Events", "ol.log-rows"), ("Controls", ".control"), ("Stage", ".stage svg > *")]
        {
            page.choose(".extra [role=tab]", tab);
            page.wait_for(shown);
            page.wait_until(&format!("{stage_width} == {}", if tab == "Stage" { "360" } else { "0" }));
            let over = "[...document.querySelectorAll('.extra .scroll, .log-rows')].filter(each => each.scrollWidth > each.clientWidth + 1).length";
            assert_eq!(page.run(&format!("return {over}")), 0, "{path}, {tab}: words are cut off");
        }
    }
    page.assert_quiet();
}

#[test]
fn in_a_narrow_frame_a_split_view_is_two_tabs() {
    let (site, page) = (Site::under("/"), Browser::start());
    page.size(360, 300);
    for path in site.embeds() {
        page.open_lab(&site.url(&format!("{path}?view=split&t=2")));
        let width = |of: &str| {
            page.run(&format!("return document.querySelector('{of}').getBoundingClientRect().width"))
        };
        assert_eq!(width(".stage"), 360.0, "{path}: the stage has all the width");
        page.choose(".extra [role=tab]", "Space-time");
        // A lab without machines says that it has none to draw.
        page.wait_for(".extra .diagram :is(svg, p)");
        assert_eq!(width(".stage"), 0.0, "{path}: the diagram has the stage's place");
    }
    page.assert_quiet();
}

#[test]
fn nothing_scrolls_in_a_frame() {
    let (site, page) = (Site::under("/some/prefix/"), Browser::start());
    for path in site.embeds() {
        for (width, height) in FRAMES {
            page.size(width, height);
            page.open_lab(&site.url(&path));
            for t in [0.0, 1.5, 3.0] {
                page.ask("seek", json!({ "t": t }));
                if t > 1.0 {
                    page.ask("inject", json!({ "fault": "crash", "target": "n2" })).as_u64();
                    page.ask("inject", json!({ "fault": "restart", "target": "n2" })).as_u64();
                }
                let at = format!("{path} at {width}x{height}, {t} s");
                assert_eq!(page.scrolling(), json!([]), "{at}: scrolls");
                assert_eq!(page.run(CUT_OFF), json!([]), "{at}: cut off");
            }
            let stage = page.run("return document.querySelector('.stage').getBoundingClientRect().height");
            assert!(stage.as_f64() >= Some(90.0), "{path} at {width}x{height}: a stage of {stage} px");
        }
    }
    page.assert_quiet();
    site.assert_complete();
}

#[track_caller]
fn assert_fits(page: &Browser, what: &str) {
    page.pause(std::time::Duration::from_millis(60));
    let wide = page.run(
        "scrollTo(1000, 0); const moved = scrollX; scrollTo(0, 0);
         const wide = [...document.querySelectorAll('body *:not(svg *)')].filter(each =>
            each.getBoundingClientRect().right > innerWidth + 1 && !each.closest('.scroll, pre, .plot-table, table'));
         return moved || document.documentElement.scrollWidth > 360
            ? [document.documentElement.scrollWidth, moved, ...wide.slice(0, 5).map(each => each.outerHTML.slice(0, 90))]
            : null",
    );
    assert_eq!(wide, Value::Null, "{what} is wider than the window");
}
