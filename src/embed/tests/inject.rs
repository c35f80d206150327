//! `inject`: faults and acts, as data.

use super::*;

#[test]
fn a_fault_with_a_length_is_ended_by_a_planned_input() {
    let host = bare();
    call(&host, "seek", json!({"t": 1})).unwrap();
    let event = call(&host, "inject", json!({"fault": "crash", "target": "leader", "for": 2.5})).unwrap();
    assert_eq!(event, 11);
    assert_eq!(script(&host), "trial seed=7\nat 1s crash n1\nat 3500ms restart n1\n");
    call(&host, "seek", json!({"t": 2})).unwrap();
    assert_eq!(call(&host, "inspect", json!({"target": "n1"})).unwrap(), json!({"up": false}));
    call(&host, "seek", json!({"t": 4})).unwrap();
    assert_eq!(call(&host, "inspect", json!({"target": "leader"})).unwrap(), json!({"up": true}));
}

#[test]
fn a_fault_on_one_node_is_told_at_that_node_and_what_is_not_there_is_not_inspected() {
    let host = bare();
    call(&host, "seek", json!({"t": 1})).unwrap();
    for (fault, node) in [
        (json!({"fault": "crash", "target": "leader"}), json!("n1")),
        (json!({"fault": "restart", "target": "n1"}), json!("n1")),
        (json!({"command": "say", "argument": "a word"}), json!(null)),
    ] {
        call(&host, "inject", fault.clone()).unwrap();
        let told = call(&host, "trace", json!({"kinds": ["input"]})).unwrap();
        assert_eq!(told.as_array().and_then(|told| told.last()).unwrap()["node"], node, "{fault}");
    }
    assert_eq!(call(&host, "inspect", json!({"target": "zzz"})), Err("unknown-target"));
}

#[test]
fn the_labs_own_acts_are_injected_by_name() {
    let host = bare();
    call(&host, "inject", json!({"command": "say", "argument": "two words"})).unwrap();
    assert_eq!(script(&host), "trial seed=7\nat 0s do say two words\n");
    assert_eq!(call(&host, "inject", json!({"command": "sing"})), Err("refused"));
    assert_eq!(call(&host, "inject", json!({"command": "say", "argument": "a\nb"})), Err("bad-data"));
}

#[test]
fn every_fault_has_a_form_as_data() {
    for (data, line) in [
        (json!({"fault": "crash", "target": "n2"}), "crash n2"),
        (json!({"fault": "cut", "target": "n1>n3"}), "cut n1>n3"),
        (json!({"fault": "partition", "groups": [["n1", "n2"], ["n3"]]}), "partition n1,n2|n3"),
        (json!({"fault": "partition", "target": "n1|n2"}), "partition n1|n2"),
        (json!({"fault": "loss", "share": 0.1}), "loss * 0.1"),
        (json!({"fault": "reorder", "target": "n1>n2", "share": 0.5, "by": 0.03}), "reorder n1>n2 0.5 30ms"),
        (json!({"fault": "latency", "low": 0.005, "high": 0.009}), "latency * 5ms..9ms"),
        (json!({"fault": "pause", "target": "n1", "for": 0.4}), "pause n1 400ms"),
        (json!({"fault": "skew", "target": "n1", "by": -0.05}), "skew n1 -50ms"),
        (json!({"fault": "drift", "target": "n1", "ppm": 200}), "drift n1 200"),
        (json!({"fault": "delay", "target": "m118", "by": 0.05}), "delay m118 50ms"),
        (json!({"fault": "cut n1>n3"}), "cut n1>n3"),
        (json!({"fault": "heal"}), "heal"),
    ] {
        let Command::Inject(read) = parse("inject", &data).unwrap() else { panic!("{data}") };
        assert_eq!(read.line, line);
        assert!(Input::parse(line).is_ok(), "{line}");
    }
}

#[test]
fn what_cannot_be_injected_is_refused_with_a_reason() {
    let host = bare();
    for (data, code) in [
        (json!({}), "bad-data"),
        (json!({"fault": "crash"}), "bad-data"),
        (json!({"fault": "explode", "target": "n1"}), "bad-data"),
        (json!({"fault": "crash", "target": "follower"}), "unknown-target"),
        (json!({"fault": "crash", "target": "n99"}), "refused"),
        (json!({"fault": "crash", "target": "n1", "for": -1}), "bad-data"),
        (json!({"fault": "heal", "for": 1}), "bad-data"),
    ] {
        assert_eq!(call(&host, "inject", data.clone()), Err(code), "{data}");
    }
    assert_eq!(script(&host), "trial seed=7\n");
}
