//! The service worker: a class works offline after one visit, and a new version comes whole.

use browser_tests::{Browser, Site};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

/// A copy of dist/ that a test may change; it goes with the value.
struct Copied(PathBuf);

impl Copied {
    fn new(name: &str) -> Copied {
        let folder = std::env::temp_dir().join(format!("faultyard-{name}-{}", std::process::id()));
        copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../dist"), &folder);
        Copied(folder)
    }

    fn change(&self, file: &str, work: impl Fn(&str) -> String) {
        let file = self.0.join(file);
        let text = fs::read_to_string(&file).expect("the site's file");
        let new = work(&text);
        assert_ne!(new, text, "{} is as it was", file.display());
        fs::write(file, new).expect("the file is written");
    }

    /// Makes this version of it: a page says its version, and so does the script that starts it.
    fn release(&self, version: &str) {
        self.change("lab/raft/index.html", |html| {
            format!(
                "{}<!--{version}-->",
                html.replacen(
                    "<html lang=\"en\"",
                    &format!("<html lang=\"en\" data-version=\"{version}\""),
                    1
                )
            )
        });
        self.change("static/start.js", |script| format!("window.version ??= \"{version}\";\n{script}"));
        self.change("sw.js", |worker| worker.replacen("VERSION = \"", &format!("VERSION = \"{version}-"), 1));
    }
}

impl Drop for Copied {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder for the copy");
    for entry in fs::read_dir(from).expect("dist/ is there").flatten() {
        let new = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &new);
        } else {
            fs::copy(entry.path(), new).expect("a file is copied");
        }
    }
}

/// The version that the page is of: that of its file and that of its script, which must be one.
#[track_caller]
fn version(page: &Browser) -> Value {
    page.wait_for("main.play");
    let [html, script] = ["document.documentElement.dataset.version", "window.version"]
        .map(|name| page.run(&format!("return {name} ?? 'none'")));
    assert_eq!(html, script, "half old, half new");
    html
}

/// Waits until a worker of the site has everything, and is in this state.
#[track_caller]
fn wait_for_worker(page: &Browser, state: &str) {
    page.run("window.seen = null; navigator.serviceWorker.ready.then(found => { window.seen = found })");
    page.wait_until(&format!("window.seen?.{state}"));
}

#[test]
fn a_lab_that_was_visited_once_opens_without_its_server() {
    let site = Site::under("/some/prefix/");
    let page = Browser::start();
    let lab = site.url("lab/raft/");
    page.open(&lab);
    page.wait_for("main.play");
    wait_for_worker(&page, "active");
    drop(site);
    page.open(&format!("{lab}?seed=7"));
    page.wait_for("main.play");
}

#[test]
fn a_new_version_is_shown_whole_at_the_next_visit_and_works_offline() {
    let copied = Copied::new("update");
    copied.release("one");
    let (site, page) = (Site::of(&copied.0, "/some/prefix/"), Browser::start());
    let lab = site.url("lab/raft/");
    page.open(&lab);
    assert_eq!(version(&page), "one");
    wait_for_worker(&page, "active");
    fs::remove_dir_all(&copied.0).expect("the old version is gone");
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../dist"), &copied.0);
    copied.release("two");
    page.open(&lab);
    assert_eq!(version(&page), "one", "the kept version is shown while the new one comes");
    wait_for_worker(&page, "waiting");
    page.open(&lab);
    page.wait_until("window.version == 'two'");
    assert_eq!(version(&page), "two");
    page.assert_quiet();
    let caches = page.run("return caches.keys().then(names => names.length)");
    assert_eq!(caches, 1, "an old version is still kept");
    drop(site);
    page.open(&format!("{lab}?seed=7"));
    assert_eq!(version(&page), "two");
}

#[test]
fn a_new_version_waits_while_another_page_of_the_old_one_is_open() {
    let copied = Copied::new("waits");
    copied.release("one");
    let (site, page) = (Site::of(&copied.0, "/"), Browser::start());
    let lab = site.url("lab/raft/");
    page.open(&lab);
    wait_for_worker(&page, "active");
    page.open(&lab);
    assert_eq!(version(&page), "one");
    let (client, runtime) = page.raw();
    let first = runtime.block_on(client.window()).expect("the window's name");
    let second = runtime.block_on(client.new_window(true)).expect("another tab").handle;
    copied.release("two");
    runtime.block_on(client.switch_to_window(second)).expect("the other tab");
    page.open(&lab);
    assert_eq!(version(&page), "one");
    wait_for_worker(&page, "waiting");
    page.open(&lab);
    assert_eq!(version(&page), "one", "it took over though the old version is open elsewhere");
    runtime.block_on(client.close_window()).expect("it closes");
    runtime.block_on(client.switch_to_window(first)).expect("the first tab");
    page.open(&lab);
    page.wait_until("window.version == 'two'");
    assert_eq!(version(&page), "two");
    page.assert_quiet();
}
