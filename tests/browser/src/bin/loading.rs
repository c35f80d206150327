//! How long a first visit takes: `cargo run -p browser-tests --bin loading [-- FOLDER [PAGE ...]]`.
//!
//! A fresh Chromium opens each page of the site in a folder (dist/) with its processor slowed four times, over 10 Mbit/s
//! and 40 ms, in brotli, three times. The medians are printed: when the first text is painted, when the program has taken
//! its place and the stage is drawn, in milliseconds; and the layout shift.

use browser_tests::{Browser, Site};
use serde_json::{Value, json};
use std::path::Path;

const RUNS: usize = 3;
const SLOWER: f64 = 4.0;
const BYTES_A_SECOND: f64 = 10e6 / 8.0;
const LATENCY_MS: f64 = 40.0;

/// Takes the times down while a page loads.
const WATCH: &str = "
    self.loading = { shift: 0 };
    new PerformanceObserver(list => list.getEntries().forEach(entry => loading.shift += entry.value))
        .observe({ type: 'layout-shift', buffered: true });
    const shown = css => document.querySelector(css)?.getBoundingClientRect().height > 0;
    const look = () => {
        const now = performance.now();
        if (!loading.title && shown('h1')) loading.title = now;
        const taken = document.querySelector('main:not(#early *)');
        if (taken && (shown('main .stage svg > *') || shown('main.paper'))) loading.ready = now;
        else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);";

fn main() {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().unwrap_or_else(|| "dist".to_owned());
    let site = Site::of(Path::new(&folder), "/");
    site.compress();
    let chosen: Vec<String> = arguments.collect();
    let pages = if chosen.is_empty() { site.pages() } else { chosen };
    println!("{:<24}{:>10}{:>10}{:>10}", "page", "text ms", "ready ms", "shift");
    for path in pages {
        // What is compressed once is there from then on.
        visit(&site, &path, false);
        let runs: Vec<[f64; 3]> = (0..RUNS).map(|_| visit(&site, &path, true)).collect();
        let [text, ready, shift] = [0, 1, 2].map(|column| median(runs.iter().map(|run| run[column])));
        println!("{:<24}{text:>10.0}{ready:>10.0}{shift:>10.3}", format!("/{path}"));
    }
}

/// One visit of a browser that has never been there: first text, ready, layout shift.
fn visit(site: &Site, path: &str, slow: bool) -> [f64; 3] {
    let page = Browser::start();
    page.devtools("Page.addScriptToEvaluateOnNewDocument", &json!({ "source": WATCH }));
    if slow {
        page.devtools("Network.enable", &json!({}));
        let line = json!({ "offline": false, "latency": LATENCY_MS, "downloadThroughput": BYTES_A_SECOND,
            "uploadThroughput": BYTES_A_SECOND });
        page.devtools("Network.emulateNetworkConditions", &line);
        page.devtools("Emulation.setCPUThrottlingRate", &json!({ "rate": SLOWER }));
    }
    page.open(&site.url(path));
    page.wait_until("self.loading?.ready");
    let told = page.run(
        "const [paint] = performance.getEntriesByName('first-contentful-paint');
         return [Math.max(paint.startTime, loading.title), loading.ready, loading.shift]",
    );
    [0, 1, 2].map(|place| told.get(place).and_then(Value::as_f64).unwrap_or(f64::NAN))
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
