//! The program in parts: what is gone says so and can be tried again; a lab is kept for use offline by its visitors.

use crate::offline::{Copied, wait_for_worker};
use browser_tests::{Browser, Site};
use std::fs;
use std::path::PathBuf;

impl Copied {
    /// The file of a part, such as `share`.
    fn part(&self, name: &str) -> PathBuf {
        let files = fs::read_dir(self.folder()).expect("the site").flatten().map(|entry| entry.path());
        let is_it = |file: &PathBuf| {
            let file = file.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            file.strip_prefix(name).is_some_and(|rest| rest.starts_with('-') && rest.ends_with(".wasm"))
        };
        files.into_iter().find(is_it).unwrap_or_else(|| panic!("{name} has no file of its own"))
    }
}

#[test]
fn where_a_labs_file_is_gone_its_words_stay_and_the_page_can_be_tried_again() {
    let copied = Copied::new("gone-lab");
    let (file, away) = (copied.part("raft"), copied.folder().join("away"));
    fs::rename(&file, &away).expect("the file is taken away");
    let (site, page) = (Site::of(copied.folder(), "/"), Browser::start());
    page.open(&site.url("lab/raft/"));
    page.wait_for("#early [data-reload]");
    assert_eq!(page.text("#early h1"), "Raft");
    fs::rename(&away, &file).expect("the file is back");
    page.click("#early [data-reload]");
    page.wait_for_lab();
}

#[test]
fn a_part_that_is_gone_says_so_and_comes_when_it_is_tried_again() {
    let copied = Copied::new("gone-part");
    let (file, away) = (copied.part("panels"), copied.folder().join("away"));
    fs::rename(&file, &away).expect("the file is taken away");
    let (site, page) = (Site::of(copied.folder(), "/"), Browser::start());
    page.open(&site.url("lab/raft/"));
    page.wait_for_lab();
    page.wait_until("document.querySelector('aside [role=alert]')?.textContent.includes('did not load')");
    fs::rename(&away, &file).expect("the file is back");
    page.click("aside [role=alert] button");
    page.wait_for("aside [role=tab]");
}

#[test]
fn a_lab_is_kept_once_it_was_visited_and_no_other_is() {
    let (site, page) = (Site::under("/some/prefix/"), Browser::start());
    let (raft, hashing) = (site.url("lab/raft/"), site.url("lab/hashing/"));
    page.open(&raft);
    page.wait_for_lab();
    wait_for_worker(&page, "active");
    let kept = "caches.keys().then(names => caches.open(names[0])).then(cache => cache.keys())
        .then(keys => { window.kept = keys.map(key => new URL(key.url).pathname).join(' ') })";
    page.run(kept);
    page.wait_until("window.kept?.includes('/lab/raft/')");
    page.wait_until(
        "/ \\S*raft-[0-9a-f]{16}.wasm/.test(window.kept) && !/hashing-[0-9a-f]{16}.wasm/.test(window.kept)",
    );
    page.open(&hashing);
    page.wait_for_lab();
    page.run(&format!("setInterval(() => {kept}, 50)"));
    page.wait_until(
        "/ \\S*hashing-[0-9a-f]{16}.wasm/.test(window.kept) && window.kept.includes('/lab/hashing/')",
    );
    drop(site);
    for lab in [hashing, raft] {
        page.open(&lab);
        page.wait_for_lab();
    }
}
