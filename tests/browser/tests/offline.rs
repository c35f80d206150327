//! The service worker: a class works offline after one visit, and a new version comes whole.

use browser_tests::{Browser, Site};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// A copy of dist/ that a test may change; it goes with the value.
pub struct Copied(PathBuf);

impl Copied {
    pub fn new(name: &str) -> Copied {
        let folder = std::env::temp_dir().join(format!("faultyard-{name}-{}", std::process::id()));
        copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../dist"), &folder);
        Copied(folder)
    }

    pub fn folder(&self) -> &Path {
        &self.0
    }

    fn change(&self, file: &str, work: impl Fn(&str) -> String) {
        let file = self.0.join(file);
        let text = fs::read_to_string(&file).expect("the site's file");
        let new = work(&text);
        assert_ne!(new, text, "{} is as it was", file.display());
        fs::write(file, new).expect("the file is written");
    }

    /// The first version of it, the lab in a browser that has it already, and the lab's address.
    fn visited(&self) -> (Site, Browser, String) {
        self.release("1");
        let (site, page) = (Site::of(&self.0, "/some/prefix/"), Browser::start());
        let lab = site.url("lab/raft/");
        page.open(&lab);
        wait_for_worker(&page, "active");
        page.open(&lab);
        assert_eq!(version(&page), "1");
        (site, page, lab)
    }

    /// Makes this version of it, a digit: its page and the script that starts it say so, and the script has another name.
    fn release(&self, version: &str) {
        let scripts = fs::read_dir(self.0.join("static")).expect("static files").flatten();
        let mut names = scripts.map(|entry| entry.file_name().to_string_lossy().into_owned());
        let old = names.find(|name| name.starts_with("start-")).expect("the script that starts the page");
        let new = format!("start-{version:0>16}.js");
        self.change("lab/raft/index.html", |html| {
            html.replace(&old, &new).replacen("<html", &format!("<html data-version=\"{version}\""), 1)
        });
        self.change(&format!("static/{old}"), |script| {
            format!("window.version ??= \"{version}\";\n{script}")
        });
        fs::rename(self.0.join("static").join(&old), self.0.join("static").join(&new)).expect("renamed");
        self.change("sw.js", |worker| {
            worker.replace(&old, &new).replacen("VERSION = \"", &format!("VERSION = \"{version}-"), 1)
        });
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
    page.wait_for_page();
    let [html, script] = ["document.documentElement.dataset.version", "window.version"]
        .map(|name| page.run(&format!("return {name} ?? 'none'")));
    assert_eq!(html, script, "half old, half new");
    html
}

/// Waits until a worker of the site has everything, and is in this state.
#[track_caller]
pub fn wait_for_worker(page: &Browser, state: &str) {
    page.run("window.seen = null; navigator.serviceWorker.ready.then(found => { window.seen = found })");
    page.wait_until(&format!("window.seen?.{state}"));
}

#[test]
fn a_lab_that_was_visited_once_opens_without_its_server() {
    let site = Site::under("/some/prefix/");
    let page = Browser::start();
    let lab = site.url("lab/raft/");
    page.open(&lab);
    page.wait_for_page();
    wait_for_worker(&page, "active");
    drop(site);
    page.open(&format!("{lab}?seed=7"));
    page.wait_for_page();
}

#[test]
fn a_new_version_is_shown_whole_at_the_next_visit_and_is_kept_once_the_old_one_is_left() {
    let copied = Copied::new("update");
    let (site, page, lab) = copied.visited();
    copied.release("2");
    page.open(&lab);
    assert_eq!(version(&page), "2");
    wait_for_worker(&page, "waiting");
    page.assert_quiet();
    // Nobody is on the site for a moment.
    page.open("about:blank");
    page.pause(Duration::from_secs(1));
    page.open(&lab);
    page.run("setInterval(() => caches.keys().then(names => { window.kept = names.length }), 50)");
    page.wait_until("window.kept == 1");
    drop(site);
    page.open(&format!("{lab}?seed=7"));
    assert_eq!(version(&page), "2");
}

#[test]
fn without_its_server_the_old_version_is_whole_though_a_new_one_waits() {
    let copied = Copied::new("waits");
    let (site, page, lab) = copied.visited();
    let (client, runtime) = page.raw();
    let second = runtime.block_on(client.new_window(true)).expect("another tab").handle;
    copied.release("2");
    runtime.block_on(client.switch_to_window(second)).expect("the other tab");
    page.open(&lab);
    assert_eq!(version(&page), "2");
    wait_for_worker(&page, "waiting");
    drop(site);
    page.open(&lab);
    assert_eq!(version(&page), "1");
}
