//! `load`, `reset` and states.

use super::*;

#[test]
fn a_state_is_given_and_taken_back() {
    let host = bare();
    call(
        &host,
        "load",
        json!({"preset": "loss", "params": {"n": 5}, "seed": "9", "faults": "crash:n2@1s..3s"}),
    )
    .unwrap();
    call(&host, "seek", json!({"t": 2.5})).unwrap();
    let (state, scenario) =
        (call(&host, "getState", json!({})).unwrap(), call(&host, "getScenario", json!({})).unwrap());
    let (before, digest) = (script(&host), call(&host, "digest", json!({})).unwrap());
    for (name, data) in [
        ("setState", state.clone()),
        ("load", json!({"state": state})),
        ("load", json!({"scenario": scenario})),
    ] {
        call(&host, "reset", json!({"keep": "nothing", "seed": 1})).unwrap();
        assert_eq!(script(&host), "trial seed=1\n");
        assert_eq!(call(&host, name, data).unwrap(), json!([]));
        assert_eq!(
            (script(&host), call(&host, "digest", json!({})).unwrap()),
            (before.clone(), digest.clone())
        );
    }
    assert_eq!(call(&host, "setState", json!("1.damaged")), Err("bad-state"));
    assert_eq!(call(&host, "load", json!({"scenario": {"lab": "raft"}})), Err("other-lab"));
}

#[test]
fn what_is_loaded_with_faults_of_its_own_warns() {
    let host = bare();
    let data = json!({"params": {"n": 100}, "faults": "explode;crash:n99@1s"});
    let warnings = call(&host, "load", data).unwrap();
    assert_eq!(warnings.as_array().unwrap().len(), 3, "{warnings}");
    assert!(warnings.to_string().contains("at 1s, crash n99"), "{warnings}");
}

#[test]
fn a_scenario_that_there_is_not_is_refused_and_the_run_stays() {
    let host = bare();
    call(&host, "load", json!({"preset": "loss"})).unwrap();
    let before = script(&host);
    assert_eq!(call(&host, "load", json!({"preset": "los"})), Err("unknown-preset"));
    assert_eq!(script(&host), before);
}

#[test]
fn a_reset_may_keep_parameters_that_changed_on_the_way() {
    let host = bare();
    call(&host, "seek", json!({"t": 1})).unwrap();
    call(&host, "setParam", json!({"key": "every", "value": 50})).unwrap();
    call(&host, "reset", json!({"keep": "params"})).unwrap();
    assert_eq!(script(&host), "trial every=50 seed=7\n");
}

#[test]
fn a_state_between_two_events_of_one_moment_is_taken_back_to_the_event() {
    let host = bare();
    call(&host, "load", json!({"faults": "crash:n1@0.5s;crash:n2@0.5s", "preset": "loss"})).unwrap();
    let mut between = 0;
    for event in 0..20 {
        call(&host, "seek", json!({"event": event})).unwrap();
        let (state, digest) = (call(&host, "getState", json!({})), call(&host, "digest", json!({})));
        between += usize::from(host.run().next_at() == Some(host.run().position().now));
        call(&host, "reset", json!({})).unwrap();
        call(&host, "setState", json!({"state": state.unwrap()})).unwrap();
        assert_eq!((call(&host, "digest", json!({})), host.run().position().event), (digest, event));
    }
    assert!(between > 0, "no moment of this run has two events");
}
