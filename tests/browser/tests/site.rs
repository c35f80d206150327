//! The built site on plain static file servers.

use browser_tests::{Browser, PREFIXES, READ, SUMMARY, Site};
use serde_json::{Value, json};
use std::collections::BTreeSet;

#[test]
fn the_page_starts_without_an_error() {
    let site = Site::under("/");
    let page = Browser::start();
    page.open(&site.url(""));
    page.wait_for_page();
    assert!(page.title().contains("Faultyard"), "{}", page.title());
    page.assert_quiet();
    site.assert_complete();
}

#[test]
fn every_page_starts_under_a_path_prefix() {
    let site = Site::under("/some/prefix/");
    let page = Browser::start();
    assert!(site.pages().contains(&"bench/".to_owned()), "{:?}", site.pages());
    for path in site.pages() {
        page.open(&site.url(&path));
        page.wait_for_page();
        let errors = page.console_errors();
        assert!(errors.is_empty(), "{path}: {errors:#?}");
    }
    site.assert_complete();
}

#[test]
fn the_page_starts_in_a_frame_that_may_only_run_scripts() {
    let site = Site::under("/");
    let host = site.add(
        "host.html",
        "<!doctype html><link rel=icon href=data:,><iframe sandbox=allow-scripts src=./></iframe>",
    );
    let page = Browser::start();
    page.open(&host);
    page.enter_frame("iframe");
    page.wait_for_page();
    let styled = "return [...document.querySelectorAll('link[rel=stylesheet]')].every(link => link.sheet)";
    assert_eq!(page.run(styled), true, "a style sheet was refused");
    page.assert_quiet();
}

#[test]
fn a_lesson_is_read_without_the_program_on_a_phone_too_and_leads_to_its_lab() {
    let site = Site::under("/some/prefix/");
    let page = Browser::start();
    page.phone(360, 740);
    let (lessons, labs) = (site.lessons(), site.labs());
    assert_eq!(lessons.len(), labs.len(), "each lab has one: {lessons:?}");
    for (lesson, lab) in lessons.iter().zip(labs) {
        page.open(&site.url(lesson));
        page.wait_for("main h2");
        let told = page.run(
            "return { steps: document.querySelectorAll('main h2').length, scripts: document.scripts.length,
                sideways: document.documentElement.scrollWidth > innerWidth,
                lab: [...document.querySelectorAll('main a')].map(link => link.href) }",
        );
        assert!(told["steps"].as_u64() > Some(5), "{lesson}: {told}");
        assert_eq!((&told["scripts"], &told["sideways"]), (&json!(1), &json!(false)), "{lesson}");
        assert!(told["lab"].as_array().unwrap().contains(&json!(site.url(&lab))), "{lesson}: {told}");
    }
    page.assert_quiet();
    assert!(site.asked().iter().all(|file| !file.ends_with(".wasm")), "{:?}", site.asked());
}

#[test]
fn the_summary_is_read_without_the_program_on_a_phone_too_and_leads_to_its_runs() {
    let site = Site::under("/some/prefix/");
    let page = Browser::start();
    page.phone(360, 740);
    page.open(&site.url(SUMMARY));
    let told = page.run(
        "const links = [...document.querySelectorAll('main a')].map(link => link.getAttribute('href'));
         return { rows: document.querySelectorAll('tbody').length, scripts: document.scripts.length,
            sideways: document.documentElement.scrollWidth > innerWidth,
            runs: links.filter(link => link.startsWith('lab/')),
            lost: links.filter(link => link.includes('#') && !link.startsWith('lab/')
                && !document.getElementById(link.split('#')[1])) }",
    );
    assert!(told["rows"].as_u64() > Some(100), "{told}");
    assert_eq!((&told["scripts"], &told["sideways"]), (&json!(1), &json!(false)));
    assert_eq!(told["lost"], json!([]), "links to rows that are not there");
    assert!(site.asked().iter().all(|file| !file.ends_with(".wasm")), "{:?}", site.asked());
    // One of a step, one of a run of its own; the library's tests open them all.
    let runs: Vec<&str> = told["runs"].as_array().expect("links").iter().filter_map(Value::as_str).collect();
    for kind in ["preset=", "seed="] {
        let run = runs.iter().find(|run| run.contains(kind)).expect("a link of each kind");
        page.open(&site.url(run));
        page.wait_for_lab();
    }
    page.assert_quiet();
    site.assert_complete();
}

#[test]
fn guides_are_read_without_the_program_on_a_phone_too_and_lead_to_steps_and_to_the_search() {
    let site = Site::under("/some/prefix/");
    let page = Browser::start();
    page.phone(360, 740);
    for path in READ {
        page.open(&site.url(path));
        page.wait_for("main h1");
        let told = page.run(
            "return { h1: document.querySelectorAll('h1').length, scripts: document.scripts.length,
                sideways: document.documentElement.scrollWidth > innerWidth,
                finds: [...document.querySelectorAll('header a')].some(link => link.search == '?find=') }",
        );
        assert_eq!(told, json!({ "h1": 1, "scripts": 1, "sideways": false, "finds": true }), "{path}");
    }
    assert!(site.asked().iter().all(|file| !file.ends_with(".wasm")), "{:?}", site.asked());
    page.open(&site.url("teachers/"));
    page.click("a[href*='preset=split-vote'][href*='predict=']");
    page.wait_for_lab();
    page.wait_for(".lesson-predict");
    page.assert_quiet();
    site.assert_complete();
}

#[test]
fn a_worksheet_that_the_address_names_is_printed_alone_with_lines_to_write_on() {
    let (site, page) = (Site::under("/"), Browser::start());
    page.open(&site.url("teachers/#raft-worksheet"));
    page.wait_for("#hashing-worksheet");
    page.devtools("Emulation.setEmulatedMedia", &json!({ "media": "print" }));
    let seen = page.run(
        "const seen = css => [...document.querySelectorAll(css)].filter(each => each.checkVisibility()).length;
         return { sheets: seen('.worksheet'), plans: seen('.plan'), titles: seen('h1'), nav: seen('header'),
            lines: seen('.sheet-line') > 10 }",
    );
    assert_eq!(seen, json!({ "sheets": 1, "plans": 0, "titles": 0, "nav": 0, "lines": true }));
}

#[test]
fn no_page_has_an_inline_script() {
    let site = Site::under("/");
    let page = Browser::start();
    for path in site.pages() {
        page.open(&site.url(&path));
        page.wait_for_page();
        let inline = "return [...document.scripts].filter(script => !script.src).length";
        assert_eq!(page.run(inline), 0, "{path}");
    }
}

#[test]
fn an_embed_that_waits_for_a_click_loads_nothing_of_the_program_before_it() {
    let site = Site::under("/");
    let page = Browser::start();
    page.open(&site.url("embed/raft/?ctl=1"));
    page.wait_for(".is-waiting .stage button");
    let loaded = "performance.getEntriesByType('resource').some(entry => entry.name.endsWith('.wasm'))";
    assert_eq!(page.run(&format!("return {loaded}")), false);
    page.click(".is-waiting .stage button");
    page.wait_for_lab();
    assert_eq!(page.run(&format!("return {loaded}")), true);
    page.assert_quiet();
    site.assert_complete();
}

/// The status and the kind of what each of these addresses gives, as `"200 image/png"`.
fn fetched(page: &Browser, addresses: &Value) -> BTreeSet<String> {
    let script = "return Promise.all(arguments[0].map(address => fetch(address)
        .then(answer => answer.status + ' ' + answer.headers.get('content-type').split(';')[0])))";
    let found = page.run_with(script, vec![addresses.clone()]);
    found.as_array().expect("answers").iter().filter_map(Value::as_str).map(str::to_owned).collect()
}

#[test]
fn what_other_sites_read_of_each_page_is_there_and_is_what_it_says() {
    for prefix in PREFIXES {
        let (site, page) = (Site::under(prefix), Browser::start());
        for path in site.pages().into_iter().chain(READ.map(str::to_owned)) {
            page.open(&site.url(&path));
            page.wait_for("h1");
            let described = page.run("return document.querySelector('[name=description]').content.length");
            assert!(described.as_u64() > Some(20) && page.title().len() > 8, "{path}: {described}");
            // Relative to the page's base, which is the site's root.
            let of = |css: &str, attribute: &str| {
                let script = "return [...document.querySelectorAll(arguments[0])]
                    .map(each => new URL(each.getAttribute(arguments[1]), document.baseURI).href)";
                page.run_with(script, vec![json!(css), json!(attribute)])
            };
            let canonical = of("link[rel=canonical]", "href");
            let own = path.replace("embed/", "lab/");
            assert_eq!(canonical, json!([site.url(&own)]), "{path}");
            let picture = of("[property='og:image'], [name='twitter:image']", "content");
            assert_eq!(picture.as_array().map(Vec::len), Some(2), "{path}");
            for (addresses, kind) in [
                (canonical, "text/html"),
                (picture, "image/png"),
                (of("link[rel=manifest]", "href"), "application/manifest+json"),
                (of("link[rel=icon]", "href"), "image/svg+xml"),
            ] {
                let expected = BTreeSet::from([format!("200 {kind}")]);
                assert_eq!(fetched(&page, &addresses), expected, "{path}: {addresses}");
            }
            let told = of("link[type='application/json+oembed']", "href");
            assert_eq!(told.as_array().map(Vec::len), Some(usize::from(path.starts_with("lab/"))), "{path}");
            if path.starts_with("lab/") {
                assert_oembed(&site, &page, &told[0], &path);
            }
        }
        site.assert_complete();
    }
}

/// The oEmbed file leads to the lab's embed and picture, from where it is.
fn assert_oembed(site: &Site, page: &Browser, file: &Value, path: &str) {
    let script = "return fetch(arguments[0]).then(answer => answer.json()).then(told => {
        const host = document.createElement('template'); host.innerHTML = told.html;
        const frame = host.content.querySelector('iframe');
        const full = address => new URL(address, arguments[0]).href;
        return { frame: full(frame.getAttribute('src')), title: frame.title, root: full(told.provider_url),
            picture: full(told.thumbnail_url), version: told.version, type: told.type };
    })";
    let told = page.run_with(script, vec![file.clone()]);
    assert_eq!(told["frame"], site.url(&path.replace("lab/", "embed/")), "{told}");
    assert_eq!(
        (&told["version"], &told["type"], &told["root"]),
        (&json!("1.0"), &json!("rich"), &json!(site.url("")))
    );
    assert!(told["title"].as_str().is_some_and(|title| title.starts_with("Interactive demo: ")), "{told}");
    assert_eq!(fetched(page, &json!([told["picture"]])), BTreeSet::from(["200 image/png".to_owned()]));
}

#[test]
fn the_sitemap_the_manifest_and_the_schemas_name_what_is_there() {
    for prefix in PREFIXES {
        let (site, page) = (Site::under(prefix), Browser::start());
        page.open(&site.url(""));
        let read = |file: &str, script: &str| {
            let script =
                format!("return fetch(arguments[0]).then(answer => answer.text()).then(text => {script})");
            page.run_with(&script, vec![json!(site.url(file))])
        };
        let map = "[...new DOMParser().parseFromString(text, 'text/xml').querySelectorAll('loc')]
            .map(each => new URL(each.textContent, arguments[0]).href)";
        let named = read("sitemap.xml", map);
        let pages = site.pages().into_iter().filter(|path| !path.starts_with("embed/"));
        let known: BTreeSet<String> =
            pages.chain(site.lessons()).chain(READ.map(str::to_owned)).map(|path| site.url(&path)).collect();
        assert_eq!(named, json!(known));
        assert_eq!(fetched(&page, &named), BTreeSet::from(["200 text/html".to_owned()]));
        let manifest = "static/manifest.webmanifest";
        let places =
            "['id', 'start_url', 'scope'].map(name => new URL(JSON.parse(text)[name], arguments[0]).href)";
        assert_eq!(read(manifest, places), json!([site.url(""), site.url(""), site.url("")]));
        let icons =
            read(manifest, "JSON.parse(text).icons.map(({ src }) => new URL(src, arguments[0]).href)");
        let kinds = ["200 image/png", "200 image/svg+xml"].map(str::to_owned);
        assert_eq!(fetched(&page, &icons), BTreeSet::from(kinds));
        let sizes = "Promise.all(JSON.parse(text).icons.map(({ src, sizes }) => new Promise(done => {
            const picture = new Image(); picture.src = new URL(src, arguments[0]).href;
            picture.onload = () => done(sizes == 'any' || sizes == picture.width + 'x' + picture.height) })))";
        assert_eq!(read(manifest, sizes), json!([true, true, true]), "an icon is not of its size");
        let labs = site.labs();
        let schemas =
            labs.iter().map(|lab| lab.trim_start_matches("lab/").trim_end_matches('/')).chain(["scenario"]);
        for name in schemas {
            let schema = read(&format!("schema/{name}.json"), "JSON.parse(text)");
            assert!(
                schema["properties"].as_object().is_some_and(|parts| !parts.is_empty()),
                "{name}: {schema}"
            );
        }
        page.assert_quiet();
        site.assert_complete();
    }
}
