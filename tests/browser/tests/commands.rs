//! `window.faultyard.call`: each command answers as docs/embedding.md says, and turns nonsense away.

use browser_tests::{Browser, Site};
use serde_json::{Value, json};

#[test]
fn the_clock_obeys() {
    let (_site, page) = raft();
    assert_eq!(page.ask("seek", json!({ "t": 1.25 }))["t"], 1.25);
    let there = page.ask("seek", json!({ "event": 100 }));
    assert_eq!(there["event"], 100);
    assert_eq!(page.ask("step", json!({ "n": 5 }))["event"], 105);
    assert_eq!(page.ask("step", json!({ "n": -6, "unit": "event" }))["event"], 99);
    let at = page.ask("seek", json!({ "t": 1 }))["t"].as_f64();
    let on = page.ask("step", json!({ "n": 250, "unit": "ms" }))["t"].as_f64();
    assert_eq!((at, on), (Some(1.0), Some(1.25)));
    let mark = page.ask("step", json!({ "n": -1, "unit": "mark" }));
    assert!(mark["t"].as_f64() < on, "{mark}");
    assert_eq!(page.ask("setSpeed", json!({ "speed": 1e9 })), 100.0);
    assert_eq!(page.ask("setSpeed", json!({ "speed": 0.5 })), 0.5);
    page.ask("play", Value::Null);
    page.wait_until("document.querySelector('.transport .play').innerText.includes('Pause')");
    page.ask("pause", Value::Null);
    page.wait_until("document.querySelector('.transport .play').innerText.includes('Play')");
    page.ask("toggle", Value::Null);
    page.wait_until("document.querySelector('.transport .play').innerText.includes('Pause')");
    page.ask("toggle", Value::Null);
    page.assert_quiet();
}

#[test]
fn the_run_can_be_changed_hurt_and_loaded() {
    let (_site, page) = raft();
    assert_eq!(page.ask("getParams", Value::Null)["n"], 5);
    assert_eq!(page.ask("setParam", json!({ "key": "n", "value": 7 })), 7);
    assert_eq!(page.ask("setParam", json!({ "key": "n", "value": 1000 })), 9, "not clamped");
    page.ask("setParam", json!({ "key": "n", "value": "3" }));
    page.ask("reset", json!({ "keep": "params", "seed": "18446744073709551615" }));
    assert_eq!(page.ask("getParams", Value::Null)["n"], 3);
    assert_eq!(page.ask("getScenario", Value::Null)["seed"], u64::MAX.to_string());
    page.ask("reset", json!({ "keep": "nothing", "seed": 42 }));
    assert_eq!(page.ask("getParams", Value::Null)["n"], 5);

    page.ask("seek", json!({ "t": 1 }));
    assert_eq!(page.ask("inspect", json!({}))["serversUp"], 5);
    let event = page.ask("inject", json!({ "fault": "crash", "target": "leader", "for": 1 }));
    assert!(event.is_u64(), "{event}");
    assert_eq!(page.ask("inspect", json!({}))["serversUp"], 4);
    let state = page.ask("getState", Value::Null);
    let digest = page.digest();
    page.ask("seek", json!({ "t": 2.5 }));
    assert_eq!(page.ask("inspect", json!({}))["serversUp"], 5, "it does not come back");
    page.ask("setState", state.clone());
    assert_eq!(page.digest(), digest);
    page.ask("reset", json!({}));
    assert_ne!(page.digest(), digest);
    page.ask("load", json!({ "state": state }));
    assert_eq!(page.digest(), digest);
    let scenario = page.ask("getScenario", Value::Null);
    assert_eq!(page.ask("load", json!({ "scenario": scenario })), json!([]));
    assert_eq!(page.digest(), digest);
    let warnings =
        page.ask("load", json!({ "preset": "leader-crash", "params": { "nonsense": 1 }, "seed": 42 }));
    assert_eq!(warnings.as_array().map(Vec::len), Some(1), "{warnings}");
    page.ask("load", json!({ "faults": "crash:n2@1s..2s" }));
    assert_eq!(page.ask("seek", json!({ "mark": "in.1" }))["t"], 1.0);
    page.assert_quiet();
}

#[test]
fn questions_are_answered_about_the_moment_that_is_shown() {
    let (_site, page) = raft();
    page.ask("seek", json!({ "t": 1.5 }));
    let leader = page.ask("inspect", json!({ "target": "leader" }));
    assert_eq!((&leader["id"], &leader["currentTerm"]), (&json!("n3"), &json!(1)));
    let events = page.ask("trace", json!({ "from": 0.1, "to": 0.5, "limit": 20 }));
    let events = events.as_array().expect("a list");
    assert_eq!(events.len(), 20);
    for event in events {
        let t = event["t"].as_f64().expect("a time");
        assert!((0.1..=0.5).contains(&t) && event["seq"].is_u64() && event["text"].is_string(), "{event}");
        assert!(event["kind"].is_string() && event.get("node").is_some() && event["data"].is_object());
    }
    let kind = events[0]["kind"].clone();
    let same = page.ask("trace", json!({ "kinds": [kind], "limit": 10 }));
    assert!(same.as_array().is_some_and(|list| list.iter().all(|event| event["kind"] == kind)), "{same}");
    for property in page.ask("properties", Value::Null).as_array().expect("a list") {
        assert!(property["name"].is_string() && property["holds"].is_boolean(), "{property}");
        assert!(property["kind"].is_string() && property["text"].is_string(), "{property}");
    }
    let digest = page.digest();
    assert!(digest.len() == 16 && digest.bytes().all(|byte| byte.is_ascii_hexdigit()), "{digest}");
    let metrics =
        page.ask("getMetrics", json!({ "series": ["term", "messages"], "from": 0.5, "points": 10 }));
    assert_eq!(metrics.as_array().map(Vec::len), Some(2), "{metrics}");
    let series = &metrics[1];
    assert!(series["unit"].is_string() && series["from"].as_f64() >= Some(0.5), "{series}");
    assert!(series["values"].as_array().is_some_and(|values| (2..=10).contains(&values.len())), "{series}");
    let summary = page.ask("describe", json!({ "level": "summary" }));
    assert!(summary.as_str().is_some_and(|text| text.contains("n3 leads term 1")), "{summary}");
    let full = page.ask("describe", json!({ "level": "full" }));
    assert!(full.as_str().map(str::len) > summary.as_str().map(|text| text.len() * 3));
    assert_eq!(page.ask("getScenario", Value::Null)["lab"], "raft");
    page.ask("ping", Value::Null);
    page.assert_quiet();
}

#[test]
fn nonsense_is_turned_away_with_a_code_and_a_message() {
    let (_site, page) = raft();
    page.ask("seek", json!({ "t": 1 }));
    let before = page.digest();
    for (name, data, code) in [
        ("nonsense", Value::Null, "unknown-command"),
        ("", Value::Null, "unknown-command"),
        ("step", json!({ "n": "x" }), "bad-data"),
        ("step", json!({ "unit": "parsec" }), "bad-data"),
        ("seek", json!({}), "bad-data"),
        ("seek", json!({ "t": "noon" }), "bad-data"),
        ("seek", json!({ "mark": "nowhere" }), "unknown-mark"),
        ("setSpeed", json!({ "speed": "fast" }), "bad-data"),
        ("reset", json!({ "keep": "everything" }), "bad-data"),
        ("load", json!({ "params": 5 }), "bad-data"),
        ("load", json!({ "state": "<script>" }), "bad-state"),
        ("load", json!({ "scenario": [1, 2] }), "bad-state"),
        ("load", json!({ "scenario": { "faultyard": 1, "lab": "hashing" } }), "other-lab"),
        ("setParam", json!({ "key": "nonsense", "value": 1 }), "refused"),
        ("setParam", json!({ "key": "n" }), "bad-data"),
        ("inject", json!({}), "bad-data"),
        ("inject", json!({ "fault": "crash" }), "bad-data"),
        ("inject", json!({ "fault": "crash", "target": "nobody" }), "unknown-target"),
        ("inject", json!({ "fault": "explode", "target": "n1" }), "bad-data"),
        ("inspect", json!({ "target": 5 }), "bad-data"),
        ("trace", json!({ "limit": -1 }), "bad-data"),
        ("setState", json!("nonsense"), "bad-state"),
        ("setState", json!({}), "bad-data"),
        ("getMetrics", json!({ "points": "all" }), "bad-data"),
        ("describe", json!({ "level": 9 }), "bad-data"),
    ] {
        let answer = page.call(name, data.clone());
        let error = answer.expect_err(&format!("{name} {data} was carried out"));
        assert_eq!(error["code"], code, "{name} {data}: {error}");
        assert!(error["message"].as_str().is_some_and(|text| !text.is_empty()), "{name} {data}: {error}");
    }
    let odd = "const round = {}; round.round = round;
        const codes = [[], [round], [Symbol()], ['step', 5n], ['seek', round]].map(data =>
            window.faultyard.call(...data).then(() => 'done', error => error.code ?? String(error)));
        return Promise.all(codes)";
    assert_eq!(
        page.run(odd),
        json!(["unknown-command", "unknown-command", "unknown-command", "done", "bad-data"])
    );
    page.ask("seek", json!({ "t": 1 }));
    assert_eq!((page.digest(), page.time()), (before, "1.000 s".into()), "nonsense changed the run");
    page.assert_quiet();
}

fn raft() -> (Site, Browser) {
    let (site, page) = (Site::under("/"), Browser::start());
    page.open_lab(&site.url("lab/raft/"));
    (site, page)
}
