//! How smoothly labs play: `cargo run -p browser-tests --bin frames [-- FOLDER]`.
//!
//! Chromium plays each run of the list for some seconds. Printed are the frames a second, how long the median frame, the
//! 99th of 100 and the longest took, and what of the main thread's time a frame took, in milliseconds.

use browser_tests::{Browser, Site};
use serde_json::{Value, json};
use std::path::Path;

/// What is played: many servers, much traffic, many keys, four weeks.
const RUNS: [&str; 8] = [
    "lab/raft/?p.n=9",
    "lab/raft/?p.n=9&speed=10",
    "lab/balancing/?p.n=24&p.rate=150",
    "lab/balancing/?p.n=1000&p.rate=6000",
    "lab/balancing/?p.n=1000&p.rate=6000&speed=1",
    "lab/hashing/?p.n=1000",
    "lab/hashing/?p.n=1000&p.keys=1000000",
    "lab/autoscaling/?p.days=28&speed=3600",
];
const SECONDS: u32 = 6;

/// The lengths of the frames of so many seconds, in milliseconds, shortest first.
const FRAMES: &str = "const [began, lengths] = [performance.now(), []];
    let last = began;
    return new Promise(done => {
        const look = () => {
            const now = performance.now();
            lengths.push(now - last);
            last = now;
            if (now - began < arguments[0] * 1000) requestAnimationFrame(look);
            else done(lengths.sort((one, other) => one - other));
        };
        requestAnimationFrame(look);
    })";

fn main() {
    let folder = std::env::args().nth(1).unwrap_or_else(|| "dist".to_owned());
    let site = Site::of(Path::new(&folder), "/");
    println!("{:<46}{:>9}{:>8}{:>8}{:>8}{:>8}", "playing", "frames/s", "p50", "p99", "max", "CPU");
    for path in RUNS {
        let page = Browser::start();
        page.open_lab(&site.url(path));
        page.devtools("Performance.enable", &json!({}));
        page.click(".transport .play");
        let before = busy_seconds(&page);
        let told = page.run_with(FRAMES, vec![json!(SECONDS)]);
        let busy = busy_seconds(&page) - before;
        let lengths: Vec<f64> = told.as_array().into_iter().flatten().filter_map(Value::as_f64).collect();
        let at = |share: f64| lengths[((lengths.len() - 1) as f64 * share) as usize];
        let count = lengths.len() as f64;
        let [p50, p99, max] = [0.5, 0.99, 1.0].map(at);
        let (rate, cpu) = (count / f64::from(SECONDS), busy / count * 1e3);
        println!("{:<46}{rate:>9.1}{p50:>8.1}{p99:>8.1}{max:>8.1}{cpu:>8.1}", format!("/{path}"));
    }
}

/// Seconds of work of the page's main thread so far.
fn busy_seconds(page: &Browser) -> f64 {
    let metrics = page.devtools("Performance.getMetrics", &json!({}));
    let all = metrics["metrics"].as_array().cloned().unwrap_or_default();
    let task = all.iter().find(|metric| metric["name"] == "TaskDuration");
    task.and_then(|metric| metric["value"].as_f64()).unwrap_or(f64::NAN)
}
