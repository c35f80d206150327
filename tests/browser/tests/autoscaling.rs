//! The autoscaling lab: the tuning view with its workers, and controllers side by side on the same day.

use browser_tests::{Browser, Site};
use serde_json::json;

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
    page.choose(".side [role=tab]", "Controls");
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
    page.wait_until(&format!("{DONE}.startsWith('Stopped after')"));
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

/// A row of the table of differences.
fn row(page: &Browser, label: &str) -> Vec<String> {
    let rows = page.run(
        "return [...document.querySelectorAll('.difference tbody tr')]
            .map(row => [...row.children].map(cell => cell.innerText))",
    );
    let rows: Vec<Vec<String>> = serde_json::from_value(rows).expect("texts");
    rows.into_iter().find(|row| row[0].starts_with(label)).unwrap_or_else(|| panic!("no {label}"))
}

#[test]
fn three_controllers_side_by_side_have_the_same_day_and_each_its_bill() {
    let (site, page) = (Site::under("/"), Browser::start());
    page.open_lab(&site.url("lab/autoscaling/?theme=light"));
    page.choose("header button", "Compare");
    page.choose(".stage-head button", "Add a third run");
    page.wait_until("document.querySelectorAll('.play .stage').length == 3");
    page.set_field("#b-controller", "fixed");
    page.set_field("#c-controller", "schedule");
    page.ask("seek", json!({ "t": 43_200 }));
    page.wait_until("document.querySelectorAll('.difference tbody tr').length > 5");
    let (demand, cost) = (row(&page, "Demand"), row(&page, "Cost"));
    assert!(demand[1] == demand[2] && demand[1] == demand[3], "the same users: {demand:?}");
    assert!(cost[1] != cost[2] && cost[1] != cost[3] && cost[2] != cost[3], "three bills: {cost:?}");
    page.shot("autoscaling-three");
    page.choose(".stage-head button", "Remove B");
    page.wait_until("document.querySelectorAll('.play .stage').length == 2");
    assert_eq!(row(&page, "Cost")[2], cost[3], "C stands in B's place");
    page.choose("header button", "Compare");
    page.wait_until("document.querySelectorAll('.play .stage').length == 1");
    page.assert_quiet();
}

#[test]
fn a_decision_is_a_mark_that_tells_its_reason_and_leads_to_its_moment() {
    let (site, page) = (Site::under("/"), Browser::start());
    page.open_lab(&site.url("lab/autoscaling/?theme=light&preset=four-at-ninety"));
    page.ask("seek", json!({ "t": 600 }));
    page.wait_for(".plot-strip .plot-event");
    let label = page.attribute(".plot-event", "aria-label").expect("a name");
    assert!(label.contains("4 \u{2192} 6: CPU 90% over target 60%"), "{label}");
    page.run("document.querySelector('.plot-event').focus()");
    page.wait_until("document.querySelector('.plot-told')?.innerText.includes('over target')");
    page.shot("autoscaling-marks");
    page.press(".plot-event", "\u{e007}");
    page.wait_until("document.querySelector('.sentence .what').innerText.includes('over target')");
    page.wait_until("document.querySelector('.transport .time').innerText.startsWith('30.000')");
    page.assert_quiet();
}
