//! The autoscaling lab: the tuning view with its workers, and controllers side by side on the same day.

use browser_tests::{Browser, Site};
use serde_json::{Value, json};

const DONE: &str = "document.querySelector('.tuner-progress [role=status]')?.innerText";

/// The lab with the tuning view open.
fn tuning(page: &Browser, site: &Site, query: &str) {
    page.open_lab(&site.url(&format!("lab/autoscaling/?{query}")));
    page.choose(".below [role=tab]", "Tuning");
    page.wait_for(".tuner-form");
}

/// Chooses the parameters by their keys and writes their values.
fn vary(page: &Browser, axes: &[(&str, &str)]) {
    for (place, (key, values)) in axes.iter().enumerate() {
        let axis = format!(".tuner-axis:nth-child({})", place + 1);
        page.set_field(&format!("{axis} select"), key);
        page.set_field(&format!("{axis} input"), values);
    }
}

#[test]
fn a_sweep_in_workers_fills_the_map_and_a_click_opens_a_run_with_that_score() {
    let (site, page) = (Site::under("/some/prefix/"), Browser::start());
    tuning(&page, &site, "theme=light");
    vary(&page, &[("target", "40, 60, 80"), ("boot", "30, 300")]);
    page.set_field(".tuner-seeds", "1");
    page.wait_until("document.querySelector('.tuner-form').innerText.includes('6 settings, 6 runs')");
    page.choose(".tuner-form button", "Run");
    page.wait_until(&format!("{DONE} == 'All 6 runs are done'"));
    let cells = page
        .run("return [...document.querySelectorAll('.tuner-cell')].map(cell => parseFloat(cell.innerText))");
    let cells: Vec<f64> = serde_json::from_value(cells).expect("numbers");
    assert_eq!(cells.len(), 6);
    // A lower target costs more.
    assert!(cells[0] > cells[1] && cells[1] > cells[2], "{cells:?}");
    let points = page.run("return document.querySelectorAll('.tuner-point').length");
    assert_eq!(points, json!(6));
    assert!(page.count(".tuner-cell.is-best") >= 1);
    page.shot("autoscaling-tuning");
    page.choose(".tuner-shade", "Show minutes over the objective");
    page.wait_until("document.querySelector('.tuner-heat caption').innerText.startsWith('Minutes')");
    page.choose(".tuner-shade", "Show cost so far");
    page.run("document.querySelectorAll('.tuner-cell')[2].click()");
    page.wait_until("document.querySelector('#p-target').getAttribute('aria-valuetext').startsWith('80')");
    let metrics = page.ask("getMetrics", json!({}));
    let cost = metrics.as_array().into_iter().flatten().find(|series| series["key"] == "cost").cloned();
    let cost = cost.and_then(|series| series["values"].as_array()?.last()?.as_f64()).expect("a cost");
    assert!((cost - cells[2]).abs() <= 0.01 * cost, "{cost} is not {}", cells[2]);
    page.assert_quiet();
    site.assert_complete();
}

#[test]
fn a_sweep_is_cancelled_and_keeps_what_it_found() {
    let (site, page) = (Site::under("/"), Browser::start());
    tuning(&page, &site, "");
    vary(&page, &[("target", "30, 40, 50, 60, 70, 80, 90"), ("down-window", "0, 60, 120, 300, 600, 900")]);
    page.set_field(".tuner-seeds", "30");
    page.wait_until("document.querySelector('.tuner-form').innerText.includes('1260 runs')");
    page.choose(".tuner-form button", "Run");
    page.wait_until("document.querySelector('.tuner-progress progress')?.value > 3");
    page.choose(".tuner-form button", "Cancel");
    page.wait_until(&format!("{DONE}.startsWith('Given up after')"));
    let told = page.run(&format!("return {DONE}"));
    page.pause(std::time::Duration::from_millis(500));
    assert_eq!(page.run(&format!("return {DONE}")), told, "nothing goes on");
    assert!(page.count(".tuner-cell") > 3);
    // What was found is still there when the panel has been left.
    page.choose(".below [role=tab]", "Plots");
    page.choose(".below [role=tab]", "Tuning");
    page.wait_until("document.querySelectorAll('.tuner-cell').length > 3");
    page.assert_quiet();
}

#[test]
fn values_that_are_none_are_told_before_anything_runs() {
    let (site, page) = (Site::under("/"), Browser::start());
    tuning(&page, &site, "");
    vary(&page, &[("target", "40, <b>many</b>")]);
    page.wait_until("document.querySelector('.tuner-form').innerText.includes('<b>many</b>')");
    assert_eq!(page.run("return document.querySelector('.tuner-form .main').disabled"), json!(true));
    page.assert_quiet();
}

#[test]
fn two_controllers_side_by_side_have_the_same_day() {
    let (site, page) = (Site::under("/"), Browser::start());
    page.open_lab(&site.url("lab/autoscaling/?theme=light"));
    page.choose("header button", "Compare");
    page.wait_until("document.querySelectorAll('.play .stage').length == 2");
    page.set_field("#b-controller", "fixed");
    page.ask("seek", json!({ "t": 43_200 }));
    page.wait_until("document.querySelector('.difference tbody tr')");
    let rows = page.run(
        "return [...document.querySelectorAll('.difference tbody tr')].map(row => [...row.children].map(cell => cell.innerText))",
    );
    let row = |label: &str| -> Vec<String> {
        let rows: Vec<Vec<String>> = serde_json::from_value(rows.clone()).expect("texts");
        rows.into_iter().find(|row| row[0].starts_with(label)).unwrap_or_else(|| panic!("no {label}"))
    };
    assert_eq!(row("Demand")[1], row("Demand")[2], "the same users");
    assert_ne!(row("Cost")[1], row("Cost")[2], "another bill");
    page.shot("autoscaling-compare");
    page.ask("pause", Value::Null);
    page.assert_quiet();
}
