//! What a host is told of a run.

use super::*;

fn subscribed(names: &[&'static str]) -> Subscriptions {
    let mut wanted = Subscriptions::default();
    wanted.add(names);
    wanted
}

fn names(told: &[Told]) -> Vec<&'static str> {
    told.iter().map(|(name, _)| *name).collect()
}

#[test]
fn playing_pausing_and_the_end_are_told_once_each() {
    let (host, mut watch) = (bare(), Watch::default());
    let wanted = subscribed(&["play", "pause", "ended"]);
    watch.look(&host, 0.0, &wanted);
    call(&host, "play", json!({})).unwrap();
    assert_eq!(names(&watch.look(&host, 1.0, &wanted)), ["play"]);
    assert_eq!(names(&watch.look(&host, 2.0, &wanted)), [""; 0]);
    call(&host, "pause", json!({})).unwrap();
    assert_eq!(names(&watch.look(&host, 3.0, &wanted)), ["pause"]);
    call(&host, "play", json!({})).unwrap();
    call(&host, "seek", json!({"t": 5})).unwrap();
    watch.look(&host, 4.0, &wanted);
    call(&host, "pause", json!({})).unwrap();
    assert_eq!(names(&watch.look(&host, 5.0, &wanted)), ["pause", "ended"]);
}

#[test]
fn the_time_is_told_four_times_a_second_while_playing_and_at_each_seek() {
    let (host, mut watch) = (bare(), Watch::default());
    let wanted = subscribed(&["timeupdate"]);
    watch.look(&host, 0.0, &wanted);
    call(&host, "play", json!({})).unwrap();
    let mut told = 0;
    for ms in (10..=2_000).step_by(10) {
        host.seek(SimTime::from_ms(ms));
        told += watch.look(&host, ms as f64, &wanted).len();
    }
    assert_eq!(told, 8);
    call(&host, "pause", json!({})).unwrap();
    assert_eq!(watch.look(&host, 2_001.0, &wanted).len(), 1);
    call(&host, "seek", json!({"t": 1.5})).unwrap();
    assert_eq!(watch.look(&host, 2_002.0, &wanted)[0].1["t"], 1.5);
    assert!(watch.look(&host, 9_000.0, &wanted).is_empty(), "nothing has happened");
}

#[test]
fn events_faults_and_marks_are_told_as_they_are_passed_and_not_when_time_goes_back() {
    let (host, mut watch) = (bare(), Watch::default());
    let wanted = subscribed(&["event", "fault", "mark"]);
    watch.look(&host, 0.0, &wanted);
    call(&host, "inject", json!({"fault": "crash", "target": "n1"})).unwrap();
    call(&host, "seek", json!({"t": 1})).unwrap();
    let told = watch.look(&host, 1.0, &wanted);
    for name in ["event", "fault", "mark"] {
        assert!(names(&told).contains(&name), "{name}: {told:?}");
    }
    let fault = told.iter().find(|(name, _)| *name == "fault").unwrap();
    assert!(fault.1["text"].as_str().unwrap().contains("n1"), "{fault:?}");
    call(&host, "seek", json!({"t": 0.5})).unwrap();
    assert!(watch.look(&host, 2.0, &wanted).is_empty());
}

#[test]
fn parameters_branches_and_properties_are_told_with_what_they_are_now() {
    let (host, mut watch) = (bare(), Watch::default());
    let wanted = subscribed(&["param", "fork", "property"]);
    watch.look(&host, 0.0, &wanted);
    call(&host, "seek", json!({"t": 1})).unwrap();
    let told = watch.look(&host, 1.0, &wanted);
    assert_eq!((names(&told), &told[0].1["holds"]), (vec!["property"], &json!(true)));
    call(&host, "seek", json!({"t": 0.5})).unwrap();
    watch.look(&host, 2.0, &wanted);
    call(&host, "inject", json!({"fault": "crash", "target": "n1"})).unwrap();
    assert_eq!(names(&watch.look(&host, 3.0, &wanted)), ["fork"]);
    call(&host, "setParam", json!({"key": "n", "value": 4})).unwrap();
    let told = watch.look(&host, 4.0, &wanted);
    assert!(told.contains(&("param", json!({"key": "n", "value": 4}))), "{told:?}");
}
