//! Files of somebody's own traffic: chosen or dropped, good, damaged and very large.

use browser_tests::{Browser, Site};
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// The field behind the button "Choose a file".
const FIELD: &str = ".command.file input[type=file]";
/// How long a very large file may take on a slow machine.
const PATIENCE: Duration = Duration::from_secs(300);

/// A fresh browser on the balancing lab with the panel that takes files, with this in its query.
fn lab(query: &str) -> (Site, Browser) {
    open(&format!("lab/balancing/?{query}"))
}

/// The same on any lab's address.
fn open(address: &str) -> (Site, Browser) {
    let (site, page) = (Site::under("/"), Browser::start());
    page.open_lab(&site.url(address));
    page.choose(".side [role=tab]", "Break it");
    page.wait_until("document.querySelector('.command.file input[type=file]')");
    (site, page)
}

/// A file of the project.
fn own(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../static/traffic")
        .join(name)
        .canonicalize()
        .expect("a file")
}

/// A file that goes with this value.
struct Made(PathBuf);

impl Made {
    fn new(name: &str, content: &[u8]) -> Made {
        let file = std::env::temp_dir().join(format!("faultyard-{}-{name}", std::process::id()));
        std::fs::write(&file, content).expect("a file for the test");
        Made(file)
    }
}

impl Drop for Made {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

/// Chooses a file in the browser's file chooser.
#[track_caller]
fn choose(page: &Browser, file: &Path) {
    page.press(FIELD, &file.to_string_lossy());
}

/// Drops a file on the stage.
#[track_caller]
fn drop_on_the_stage(page: &Browser, name: &str, text: &str) {
    let dropped = page.run_with(
        "const data = new DataTransfer();
         data.items.add(new File([arguments[1]], arguments[0]));
         const event = kind => new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: data });
         const on = document.querySelector('.stage svg');
         return ['dragover', 'drop'].map(kind => on.dispatchEvent(event(kind)))",
        vec![json!(name), json!(text)],
    );
    assert_eq!(dropped, json!([false, false]), "the browser would leave the page for the file");
}

/// What the page says, when it says something.
#[track_caller]
fn notice(page: &Browser) -> String {
    page.wait_until("document.querySelector('.notice .lines[role=status]')");
    page.text(".notice .lines")
}

/// Agrees to how a file was read.
#[track_caller]
fn agree(page: &Browser) {
    page.choose(".notice button", "Play it");
    page.wait_until("!document.querySelector('.notice.offer')");
}

/// What the run is made of besides its parameters.
#[track_caller]
fn inputs(page: &Browser) -> Vec<Value> {
    let scenario = page.ask("getScenario", Value::Null);
    scenario["inputs"].as_array().cloned().unwrap_or_default()
}

/// Fails unless the address gives the same run at the same moment again.
#[track_caller]
fn assert_reloads(page: &Browser) {
    page.settle();
    let shown = [page.digest(), page.time(), page.picture()];
    page.reload();
    page.wait_for_lab();
    assert_eq!([page.digest(), page.time(), page.picture()], shown);
}

#[test]
fn a_table_of_rates_becomes_the_runs_arrivals_and_goes_with_its_link() {
    let (site, page) = lab("p.n=20&p.hop=0");
    choose(&page, &own("day.csv"));
    let words = notice(&page);
    assert!(words.contains("a table of rates"), "{words}");
    assert!(words.contains("its 1 d are played in 10 min"), "{words}");
    assert_eq!(inputs(&page).len(), 0, "it waits for a person's word");
    agree(&page);
    assert_eq!(inputs(&page).len(), 1);
    // The day's 144 rows are played in ten minutes.
    let table = std::fs::read_to_string(own("day.csv")).expect("a text");
    let rates: Vec<f64> = table.lines().filter_map(|line| line.split_once(',')?.1.parse().ok()).collect();
    assert_eq!(rates.len(), 144);
    let bin = 600.0 / 144.0;
    for place in [10, 60, 93, 120] {
        let at = bin * (place as f64 + 0.5);
        page.ask("seek", json!({ "t": at }));
        let rate = format!("{:.0} requests a second", rates[place]);
        page.wait_until(&format!("document.querySelector('.stage svg').textContent.includes('{rate}')"));
    }
    page.ask("seek", json!({ "t": bin * 100.0 }));
    let came = page.ask("inspect", json!({}))["requests"]["arrived"].as_f64().expect("a number");
    let meant: f64 = rates[..100].iter().sum::<f64>() * bin;
    assert!((came - meant).abs() <= 4.0 * meant.sqrt(), "{came} came, {meant} are meant");
    assert_reloads(&page);
    page.assert_quiet();
    site.assert_complete();
}

#[test]
fn a_day_of_ones_own_is_the_demand_of_the_fleet_in_its_own_time() {
    let (site, page) = open("lab/autoscaling/?p.noise=0");
    choose(&page, &own("day.csv"));
    assert!(notice(&page).contains("a table of rates"));
    agree(&page);
    let table = std::fs::read_to_string(own("day.csv")).expect("a text");
    let rates: Vec<f64> = table.lines().filter_map(|line| line.split_once(',')?.1.parse().ok()).collect();
    for place in [10, 60, 93, 120] {
        page.ask("seek", json!({ "t": 600.0 * (place as f64 + 0.5) }));
        let demand = &page.ask("getMetrics", json!({ "series": ["demand"] }))[0]["values"];
        let came = demand.as_array().and_then(|values| values.last()?.as_f64()).expect("a rate");
        assert!((came - rates[place]).abs() < 0.5, "{came} at {place}, {} in the table", rates[place]);
    }
    assert_reloads(&page);
    page.assert_quiet();
    site.assert_complete();
}

#[test]
fn an_access_log_is_read_and_its_bad_lines_are_told_by_number() {
    let (_site, page) = lab("t=1");
    let log = std::fs::read_to_string(own("access.log")).expect("a text");
    let mut lines: Vec<&str> = log.lines().collect();
    let before = lines.len();
    lines.insert(6, "192.0.2.1 - - [31/Feb/2026:19:10:00 +0100] \"GET / HTTP/1.1\" 200 5");
    lines.insert(99, "what is this");
    let file = Made::new("bad.log", (lines.join("\n") + "\n").as_bytes());
    choose(&page, &file.0);
    let words = notice(&page);
    assert!(words.contains("an access log"), "{words}");
    for (line, why) in [("line 7: ", "is not a date"), ("line 100: ", "there is no date")] {
        let told = words.lines().find(|each| each.contains(line));
        assert!(told.is_some_and(|told| told.contains(why)), "{line} is not told: {words}");
    }
    // The sample has bad lines of its own, and nothing else is skipped.
    assert!(words.contains(" requests from "), "{words}");
    assert!(before > 290, "{before} lines");
    agree(&page);
    page.wait_until("document.querySelector('.sentence').innerText.includes('Requests come as recorded')");
    page.ask("seek", json!({ "t": 20 }));
    assert_reloads(&page);
    page.assert_quiet();
}

#[test]
fn a_dropped_list_of_moments_is_read_too() {
    let (_site, page) = lab("p.hop=0");
    // Twenty requests a second for half a minute, and then ten for another half.
    let first = (0..600).map(|place| f64::from(place) * 0.05);
    let then = (0..300).map(|place| 30.0 + f64::from(place) * 0.1);
    let list = first.chain(then).fold(String::from("time_s\n"), |mut list, at| {
        let _ = writeln!(list, "{at:.2}");
        list
    });
    drop_on_the_stage(&page, "moments.csv", &list);
    let words = notice(&page);
    assert!(words.contains("one timestamp a line: 900 requests"), "{words}");
    agree(&page);
    page.ask("seek", json!({ "t": 15 }));
    page.wait_until("document.querySelector('.stage svg').textContent.includes('20 requests a second')");
    page.ask("seek", json!({ "t": 45 }));
    page.wait_until("document.querySelector('.stage svg').textContent.includes('10 requests a second')");
    assert_reloads(&page);
    page.assert_quiet();
}

#[test]
fn what_was_guessed_is_said_and_can_be_corrected_before_it_is_played() {
    let (_site, page) = lab("p.hop=0");
    let table = "time,a,b\n0,600,1200\n60,600,1200\n120,600,1200\n";
    drop_on_the_stage(&page, "two.csv", table);
    assert!(
        notice(&page).contains("\"a\" (column 2) as requests of each row, 1 min long"),
        "{}",
        notice(&page)
    );
    let set = |label: &str, value: &str| {
        page.run_with(
            "const select = [...document.querySelectorAll('.notice label')].find(each => each.innerText.startsWith(arguments[0]))
                 .querySelector('select');
             select.value = arguments[1];
             select.dispatchEvent(new Event('change', { bubbles: true }))",
            vec![json!(label), json!(value)],
        );
    };
    set("Requests", "2");
    page.wait_until("document.querySelector('.notice .lines')?.innerText.includes('\"b\" (column 3)')");
    set("Counted as", "h");
    page.wait_until("document.querySelector('.notice .lines')?.innerText.includes('as requests per hour')");
    set("Rates", "100");
    page.wait_until(
        "document.querySelector('.notice .lines')?.innerText.includes('with 100 times its requests')",
    );
    assert_eq!(inputs(&page).len(), 0);
    agree(&page);
    // 1,200 an hour, a hundred times.
    page.ask("seek", json!({ "t": 30 }));
    page.wait_until("document.querySelector('.stage svg').textContent.includes('33 requests a second')");
    assert_reloads(&page);
    page.assert_quiet();
}

#[test]
fn a_file_that_gzip_has_packed_is_unpacked_by_the_browser() {
    let (_site, page) = lab("p.hop=0");
    page.run(
        "new Response(new Blob(['time,rps\\n0,20\\n60,20\\n120,20\\n']).stream().pipeThrough(new CompressionStream('gzip')))
             .blob().then(blob => { window.packed = blob; })",
    );
    page.wait_until("window.packed");
    page.run(
        "const data = new DataTransfer();
         data.items.add(new File([window.packed], 'rates.csv.gz'));
         const on = document.querySelector('.stage svg');
         for (const kind of ['dragover', 'drop'])
             on.dispatchEvent(new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: data }));",
    );
    assert!(notice(&page).contains("a table of rates: 3 rows"), "{}", notice(&page));
    agree(&page);
    page.ask("seek", json!({ "t": 15 }));
    page.wait_until("document.querySelector('.stage svg').textContent.includes('20 requests a second')");
    page.assert_quiet();
}

#[test]
fn a_file_without_traffic_changes_nothing_and_says_why() {
    let (_site, page) = lab("t=2");
    let digest = page.digest();
    let binary: Vec<u8> = (0..40_000_u32).map(|place| ((place * place) >> 3) as u8).collect();
    for (name, content, why) in [
        ("empty.csv", &b""[..], "the file is empty"),
        ("binary.log", &binary[..], "not plain text"),
        ("prose.txt", &b"Dear reader,\nthis is a letter.\n"[..], "line 1"),
    ] {
        let file = Made::new(name, content);
        choose(&page, &file.0);
        let words = notice(&page);
        assert!(words.contains(why), "{name}: {words}");
        assert_eq!((page.digest(), inputs(&page).len()), (digest.clone(), 0), "{name}");
        page.click(".notice button");
        page.wait_until("!document.querySelector('.notice')");
    }
    page.assert_quiet();
}

#[test]
fn a_run_too_large_for_a_link_says_so_and_is_kept_as_a_file() {
    let (_site, page) = lab("t=1");
    // Rates without any pattern, each with six digits.
    let mut state = 1_u64;
    let table = (0..288).fold(String::from("time_s,rps\n"), |mut table, place| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let _ = writeln!(table, "{place},{}.{:03}", 1 + (state >> 40) % 99_999, (state >> 20) % 1_000);
        table
    });
    let file = Made::new("varied.csv", table.as_bytes());
    choose(&page, &file.0);
    assert!(notice(&page).contains("a table of rates"));
    agree(&page);
    page.wait_until("document.querySelector('.notice')?.innerText.includes('too large for a link')");
    assert_eq!(inputs(&page).len(), 1, "it is played all the same");
    page.choose("header button", "Share");
    page.wait_until("document.querySelector('dialog')?.innerText.includes('too large for a link')");
    // What the browser is given to keep is caught on its way.
    page.run(
        "URL.createObjectURL = blob => { window.kept = blob.text(); return 'about:blank#kept'; };
         HTMLAnchorElement.prototype.click = function() { window.name = this.download; }",
    );
    page.choose("dialog [role=tab]", "File");
    page.wait_until("document.querySelector('dialog [role=tabpanel]').innerText.includes('Save as a file')");
    page.choose("dialog button", "Save as a file");
    let kept = page.run("return window.kept");
    let name = page.run("return window.name");
    assert_eq!(name, "balancing-42.faultyard.json");
    let (digest, time) = (page.digest(), page.time());
    let kept = kept.as_str().expect("a text");
    let saved = Made::new("run.faultyard.json", kept.as_bytes());
    page.reload();
    page.wait_for_lab();
    assert_ne!(page.digest(), digest, "the address had it all the same");
    page.choose("header button", "Share");
    page.wait_for("dialog [role=tab]");
    page.choose("dialog [role=tab]", "File");
    page.press("dialog input[type=file]", &saved.0.to_string_lossy());
    page.wait_until("!document.querySelector('dialog')");
    page.wait_until("document.querySelector('.stage svg').textContent.includes('requests a second')");
    assert_eq!((page.digest(), page.time()), (digest.clone(), time.clone()), "opened");
    page.ask("reset", json!({}));
    assert_ne!(page.digest(), digest);
    drop_on_the_stage(&page, "run.faultyard.json", kept);
    page.wait_until("document.querySelector('.notice')");
    assert_eq!((page.digest(), page.time()), (digest, time), "dropped");
    page.assert_quiet();
}

/// 100 MB of an access log: a day, line after line.
fn large() -> Made {
    let file = Made::new("large.log", b"");
    let mut out = BufWriter::new(std::fs::File::create(&file.0).expect("a file for the test"));
    let (mut written, mut place) = (0, 0_u64);
    while written < 100_000_000 {
        let second = place / 12;
        let line = format!(
            "192.0.2.{} - - [25/Nov/2026:{:02}:{:02}:{:02} +0000] \"GET /products/{place} HTTP/1.1\" 200 {} \
             \"https://shop.example.com/\" \"Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101\"\n",
            place % 250,
            second / 3_600 % 24,
            second / 60 % 60,
            second % 60,
            1_000 + place * 7_919 % 50_000,
        );
        out.write_all(line.as_bytes()).expect("room for the file");
        written += line.len();
        place += 1;
    }
    out.flush().expect("room for the file");
    file
}

/// How much of a file has been read, while one is read.
fn part(page: &Browser) -> Option<f64> {
    page.run("return document.querySelector('.notice progress')?.value ?? null").as_f64()
}

#[test]
fn a_hundred_megabytes_are_read_while_the_page_lives_on_and_can_be_given_up() {
    let (_site, page) = lab("speed=1");
    let file = large();
    let digest = page.digest();
    choose(&page, &file.0);
    page.wait_until("document.querySelector('.notice progress')?.value > 0.02");
    page.choose(".notice button", "Cancel");
    page.wait_until("!document.querySelector('.notice')");
    assert_eq!((page.digest(), inputs(&page).len()), (digest, 0), "it was given up");

    page.click(".transport .play");
    choose(&page, &file.0);
    page.wait_until("document.querySelector('.notice progress')");
    let (started, mut parts, mut longest) = (Instant::now(), vec![0.0], Duration::ZERO);
    while let Some(part) = part(&page) {
        let asked = Instant::now();
        page.ask("ping", Value::Null);
        longest = longest.max(asked.elapsed());
        parts.push(part);
        page.pause(Duration::from_millis(20));
        assert!(started.elapsed() < PATIENCE, "{part} of the file in {PATIENCE:?}");
    }
    assert!(parts.is_sorted(), "{parts:?}");
    parts.dedup();
    assert!(parts.len() > 10, "the bar stood still: {parts:?}");
    assert!(longest < Duration::from_secs(5), "an answer took {longest:?}");
    assert!(page.holds("document.querySelector('.transport .play').innerText.includes('Pause')"));
    page.click(".transport .play");
    assert_ne!(page.time(), "0.000 s", "time stood still");
    let words = notice(&page);
    assert!(words.contains("an access log") && !words.contains("Skipped"), "{words}");
    agree(&page);
    assert_eq!(inputs(&page).len(), 1);
    page.wait_until("document.querySelector('.stage svg').textContent.includes('12 requests a second')");
    assert_reloads(&page);
    page.assert_quiet();
}
