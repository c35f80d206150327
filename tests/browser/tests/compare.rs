//! Two runs side by side: the table of differences, whose words are whose, and one clock for both.

use browser_tests::{Browser, Site};
use serde_json::{Value, json};

/// Opens a lab with a second run beside it that has another seed.
fn side_by_side(page: &Browser, address: &str) {
    page.open_lab(address);
    page.choose("header button", "Compare");
    page.wait_until("document.querySelectorAll('.play .stage').length == 2");
    page.set_field("#seed-b", "7");
    page.wait_until("document.querySelector('.difference p').innerText == 'B: seed 7.'");
}

/// The cells of the table, row by row.
fn cells(page: &Browser) -> Vec<Vec<String>> {
    let rows = page.run(
        "return [...document.querySelectorAll('.difference tbody tr')]
            .map(row => [...row.children].map(cell => cell.textContent))",
    );
    serde_json::from_value(rows).expect("texts")
}

/// A number as the table writes it; none where nothing has been measured yet.
fn number(cell: &str) -> Option<f64> {
    let plain = cell.replace('\u{2212}', "-").replace(['+', '%', '\u{a0}'], "");
    (plain != "\u{2013}").then(|| plain.parse().unwrap_or_else(|_| panic!("{cell:?} is not a number")))
}

#[test]
fn the_table_has_each_measure_of_each_lab_with_both_values_and_their_difference() {
    let (site, page) = (Site::under("/"), Browser::start());
    for lab in site.labs() {
        side_by_side(&page, &site.url(&lab));
        page.ask("seek", json!({ "t": 3 }));
        page.wait_until("document.querySelector('.difference thead th').innerText == 'At 3 s'");
        let (rows, metrics) = (cells(&page), page.ask("getMetrics", json!({})));
        let labels: Vec<&str> =
            metrics.as_array().into_iter().flatten().filter_map(|series| series["label"].as_str()).collect();
        assert_eq!(rows.len(), labels.len(), "{lab}: {rows:?}");
        for (row, label) in rows.iter().zip(labels) {
            assert!(row.len() == 5 && row[0].starts_with(label), "{lab}: {row:?} is not {label}");
            match [1, 2, 3].map(|column| number(&row[column])) {
                // Three significant digits each.
                [Some(a), Some(b), Some(more)] => {
                    let about = 0.012 * (a.abs() + b.abs()) + 0.0011;
                    assert!((b - a - more).abs() <= about, "{lab}: {row:?}");
                }
                [a, b, more] => {
                    assert!(more.is_none() && (a.is_none() || b.is_none()), "{lab}: {row:?}");
                    assert!(
                        label.starts_with('p') || label == "Mean",
                        "{lab}: {row:?} is of what is always known"
                    );
                }
            }
        }
    }
    page.assert_quiet();
    site.assert_complete();
}

#[test]
fn the_table_goes_on_while_the_runs_play_and_is_reached_by_keyboard() {
    let (site, page) = (Site::under("/"), Browser::start());
    side_by_side(&page, &site.url("lab/raft/?speed=2"));
    let before = cells(&page);
    page.ask("play", Value::Null);
    page.wait_until("parseFloat(document.querySelector('.transport .time').innerText) > 1");
    assert_ne!(cells(&page), before);
    page.ask("pause", Value::Null);
    // The tab that is open has the focus's place in its row, and the panel comes next.
    page.run("document.querySelector('.below [role=tab][aria-selected=true]').focus()");
    page.press(".below [role=tab][aria-selected=true]", "\u{e004}");
    page.wait_until("document.activeElement.matches('.below [role=tabpanel][aria-label=Difference]')");
    page.assert_quiet();
}

#[test]
fn plots_sentence_and_log_say_whose_they_are() {
    let (site, page) = (Site::under("/"), Browser::start());
    side_by_side(&page, &site.url("lab/raft/"));
    page.ask("seek", json!({ "t": 3 }));
    page.wait_until("document.querySelector('.sentence .what').innerText.startsWith('A: ')");
    page.choose(".below [role=tab]", "Plots");
    page.choose(".plot-tools button", "All ");
    page.wait_until("document.querySelectorAll('.plot-value.plot-beside').length > 3");
    let captions = "[...document.querySelectorAll('.plot-caption p')].map(each => each.innerText)";
    page.wait_until(&format!("{captions}.length > 3 && {captions}.every(each => each.startsWith('A: '))"));
    page.choose(".below [role=tab]", "Events");
    page.wait_for(".log-row");
    let first = "document.querySelector('.log-row:last-child').innerText";
    let of_a = page.run(&format!("return {first}"));
    page.choose(".log button", "B\u{2019}s events");
    page.wait_until(&format!("{first} != {of_a}"));
    // Choosing one of B's events takes both runs to its time.
    page.click(".log-row:nth-child(2) button");
    page.wait_for(".log-row.is-chosen");
    let times = "return [document.querySelector('.log-row.is-chosen .log-time').innerText,
        document.querySelector('.transport .time').innerText].map(parseFloat)";
    let times: Vec<f64> = serde_json::from_value(page.run(times)).expect("two times");
    assert_eq!(times[0], times[1]);
    page.choose("header button", "Compare");
    page.wait_until("document.querySelectorAll('.play .stage').length == 1");
    page.wait_until("!document.querySelector('.sentence .what').innerText.startsWith('A: ')");
    page.assert_quiet();
}
