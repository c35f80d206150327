//! Measures the page `/bench/` of the site in dist/ in Chromium, and prints what it says: `cargo xtask bench --table`.

use browser_tests::{Browser, Site};
use std::time::Duration;

fn main() {
    let (site, page) = (Site::under("/"), Browser::start());
    page.open(&site.url("bench/"));
    page.click("button.main");
    // Some minutes on a slow machine: longer than a test waits.
    let measured = (0..600).find_map(|_| {
        std::thread::sleep(Duration::from_secs(1));
        Some(page.text("#measured")).filter(|text| !text.is_empty())
    });
    println!("{}", measured.expect("the page measures itself within ten minutes"));
}
