//! What a visit fetches, in bytes: what a browser really asks for, as brotli 11 makes it, held under a budget for each
//! page. `weight.txt` has the figures of the last time that somebody looked at them: a budget that is passed names what
//! grew since.

use browser_tests::{Browser, READ, SUMMARY, Site, brotli, workspace};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::time::Duration;

/// A page for whom, what it may fetch for its first view, and what of that before its first picture, in bytes.
const BUDGETS: [(&str, u64, u64); 9] = [
    ("", 277_000, 277_000),
    ("lab/", 403_000, 373_000),
    ("embed/", 360_000, 335_000),
    ("framed ", 390_000, 365_000),
    (SUMMARY, 30_000, 28_000),
    ("teachers/", 30_000, 30_000),
    ("about/", 30_000, 30_000),
    ("practice/", 265_000, 265_000),
    (QUESTION, 429_000, 429_000),
];
/// A question, which shows a lab.
const QUESTION: &str = "practice/?q=ten-queues";
/// Figures, written with `FAULTYARD_BLESS_WEIGHT=1`.
const FIGURES: &str = "tests/browser/weight.txt";

/// Takes down when the stage, or what is only read, is first drawn. What a page asks for later does not hold the picture up.
const WATCH: &str = "
    const look = () => {
        const stage = document.querySelector('main:not(#early *) .stage svg > *, main.summary, main.guide, main.practice:not(#early *) .practice-list');
        if (stage) self.pictured = performance.now();
        else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);";

/// What was fetched: each file with whether it was asked for before the first picture.
type Fetched = Vec<(String, bool)>;

#[test]
fn each_page_fetches_less_than_its_budget_and_of_the_labs_only_its_own() {
    let site = Site::under("/");
    let mut table = String::from(
        "# Bytes in brotli 11 of what a first visit fetches. Written by FAULTYARD_BLESS_WEIGHT=1 cargo xtask test site.\n",
    );
    let mut sizes = Sizes::default();
    let mut over = Vec::new();
    let own = ["", "practice/", QUESTION].into_iter().chain(READ).map(str::to_owned);
    let pages = own.chain(site.labs()).chain(site.embeds());
    let framed = site.embeds().into_iter().map(|page| format!("framed {page}"));
    for page in pages.chain(framed) {
        let fetched = visit(&site, &page);
        let names: Vec<&str> = fetched.iter().map(|(file, _)| file.as_str()).collect();
        only_its_own_lab(&site, &page, &names);
        let (mut all, mut early) = (0, 0);
        for (file, is_early) in &fetched {
            let size = sizes.of(file);
            all += size;
            early += if *is_early { size } else { 0 };
        }
        writeln!(table, "page {:<24}{all:>9}  before the first picture {early:>9}", format!("/{page}"))
            .unwrap();
        let budget =
            BUDGETS.iter().rev().find(|(of, ..)| page.starts_with(of)).expect("each page has a budget");
        if all > budget.1 || early > budget.2 {
            over.push(format!(
                "/{page} fetches {all} bytes, {early} before the first picture: more than {budget:?}"
            ));
        }
    }
    let parts = program(&site);
    writeln!(table, "program in {} files", parts.len()).unwrap();
    for file in parts {
        writeln!(table, "file {:<32}{:>9}", plain(&file), sizes.of(&file)).unwrap();
    }
    // For `cargo xtask test site`, which prints it.
    fs::write(workspace().join("target/weight.txt"), &table).expect("the table is written");
    let place = workspace().join(FIGURES);
    if std::env::var_os("FAULTYARD_BLESS_WEIGHT").is_some() {
        fs::write(&place, &table).expect("the figures are written");
    }
    let known = fs::read_to_string(&place).unwrap_or_default();
    assert!(
        over.is_empty(),
        "{}\ngrown since the figures of {FIGURES}:\n{}",
        over.join("\n"),
        grown(&known, &table)
    );
}

/// Opens a page in a browser that has never been there, without its service worker.
fn visit(site: &Site, page: &str) -> Fetched {
    let browser = Browser::start();
    browser.devtools(
        "Page.addScriptToEvaluateOnNewDocument",
        &json!({ "source": format!(
        "delete Navigator.prototype.serviceWorker; {WATCH}"
    ) }),
    );
    match page.strip_prefix("framed ") {
        Some(embed) => {
            let host =
                site.add("host.html", &format!("<iframe src=\"{embed}\" width=640 height=400></iframe>"));
            browser.open(&host);
            browser.enter_frame("iframe");
        }
        None => browser.open(&site.url(page)),
    }
    browser.wait_until("self.pictured");
    browser.wait_until("!document.querySelector('[aria-busy=true]')");
    browser.pause(Duration::from_millis(500));
    let told = browser.run(
        "const seen = performance.getEntries().filter(entry => entry.name.startsWith(location.origin));
         return seen.filter(entry => ['resource', 'navigation'].includes(entry.entryType))
             .map(entry => [new URL(entry.name).pathname, entry.startTime <= self.pictured])",
    );
    let read = |entry: &Value| Some((entry.get(0)?.as_str()?.to_owned(), entry.get(1)?.as_bool()?));
    let mut fetched: Fetched = told.as_array().expect("a list").iter().filter_map(read).collect();
    fetched.sort();
    fetched.dedup_by(|later, kept| later.0 == kept.0);
    assert!(fetched.len() > 2, "/{page} fetched only {fetched:?}");
    fetched
}

/// Fails if a page fetched the program of a lab that it does not show.
fn only_its_own_lab(site: &Site, page: &str, files: &[&str]) {
    for lab in site.labs() {
        let slug = lab.trim_start_matches("lab/").trim_end_matches('/');
        let is_shown = page.contains(&format!("/{slug}/"))
            || page.is_empty() && slug == "raft"
            || page == QUESTION && slug == "balancing";
        let is_there = files.iter().any(|file| plain(file) == format!("{slug}.wasm"));
        assert_eq!(is_there, is_shown, "/{page} and the program of {slug}: {files:?}");
    }
}

/// The files of the program.
fn program(site: &Site) -> Vec<String> {
    let entries = fs::read_dir(workspace().join("dist")).expect("dist/").flatten();
    let names = entries.map(|entry| format!("/{}", entry.file_name().to_string_lossy()));
    let mut files: Vec<String> =
        names.filter(|name| name.ends_with(".wasm") || name.ends_with(".js")).collect();
    files.sort();
    assert!(files.len() > site.labs().len() + 1, "each lab is a file of its own: {files:?}");
    files
}

/// A file's name without its content's hash.
fn plain(file: &str) -> String {
    let name = file.trim_start_matches('/');
    match name
        .rsplit_once('-')
        .filter(|(_, hash)| hash.len() >= 16 && hash[..16].bytes().all(|b| b.is_ascii_hexdigit()))
    {
        Some((stem, hash)) => format!("{stem}{}", &hash[16..]),
        None => name.to_owned(),
    }
}

/// Each file's size in brotli.
#[derive(Default)]
struct Sizes(BTreeMap<String, u64>);

impl Sizes {
    fn of(&mut self, file: &str) -> u64 {
        let name = if file.ends_with('/') { format!("{file}index.html") } else { file.to_owned() };
        *self.0.entry(name.clone()).or_insert_with(|| {
            let path = workspace().join("dist").join(name.trim_start_matches('/'));
            let content = fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            let is_packed = Path::new(&name).extension().is_some_and(|kind| kind == "png");
            if is_packed { content.len() as u64 } else { brotli(&content).len() as u64 }
        })
    }
}

/// The lines whose last number is greater now than in the figures, and new ones.
fn grown(known: &str, now: &str) -> String {
    let read = |line: &str| -> Option<(String, u64)> {
        let (name, number) = line.rsplit_once(' ')?;
        // A page's name ends before its first number.
        let words = name.split_whitespace().take_while(|word| word.parse::<u64>().is_err());
        Some((words.collect::<Vec<_>>().join(" "), number.parse().ok()?))
    };
    let old: BTreeMap<String, u64> = known.lines().filter_map(read).collect();
    let more = now.lines().filter_map(read).filter_map(|(name, bytes)| match old.get(&name) {
        Some(before) if bytes <= *before => None,
        Some(before) => Some(format!("  {name}: {before} -> {bytes} (+{})", bytes - before)),
        None => Some(format!("  {name}: new, {bytes}")),
    });
    more.collect::<Vec<_>>().join("\n")
}

#[test]
fn what_grew_since_the_figures_is_named_with_both_numbers() {
    let known = "page /  10  before the first picture 9\npage /framed a/  10  before the first picture 7\n\
        page /framed b/  10  before the first picture 5\nfile raft.wasm  100\nfile log.wasm 5\n";
    let now = "page /  10  before the first picture 8\npage /framed a/  10  before the first picture 8\n\
        page /framed b/  10  before the first picture 5\nfile raft.wasm  120\nfile log.wasm 5\nfile new.wasm 1\n";
    assert_eq!(
        grown(known, now),
        "  page /framed a/: 7 -> 8 (+1)\n  file raft.wasm: 100 -> 120 (+20)\n  file new.wasm: new, 1"
    );
}
