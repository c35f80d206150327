//! The commands against a bare run, as a host page would send them.

mod ahead;
mod fuzz;
mod inject;
mod load;
mod watch;

use super::*;
use crate::lab::trial::TRIAL;
use crate::lab::{Entry, Run, Scenario};
use crate::process::SimTime;
use crate::sim::Input;
use std::cell::{Cell, Ref, RefCell};

struct Bare {
    run: RefCell<Box<dyn Run>>,
    playing: Cell<bool>,
    speed: Cell<f64>,
    item: RefCell<Option<String>>,
}

impl Host for Bare {
    fn lab(&self) -> &'static Entry {
        &TRIAL
    }
    fn run(&self) -> Ref<'_, dyn Run> {
        Ref::map(self.run.borrow(), |run| &**run)
    }
    fn is_playing(&self) -> bool {
        self.playing.get()
    }
    fn is_over(&self) -> bool {
        self.run.borrow().position().now >= SimTime::from_ms(5_000)
    }
    fn play(&self, playing: bool) {
        self.playing.set(playing);
    }
    fn speed(&self) -> f64 {
        self.speed.get()
    }
    fn set_speed(&self, speed: f64) {
        self.speed.set(speed);
    }
    fn item(&self) -> Option<String> {
        self.item.borrow().clone()
    }
    fn choose(&self, item: Option<String>) {
        *self.item.borrow_mut() = item;
    }
    fn seek(&self, to: SimTime) {
        self.run.borrow_mut().seek(to);
    }
    fn seek_event(&self, event: u64) {
        self.run.borrow_mut().seek_event(event);
    }
    fn act(&self, input: Input) -> Result<(), String> {
        self.run.borrow_mut().act(input)
    }
    fn plan(&self, at: SimTime, input: Input) -> Result<(), String> {
        self.run.borrow_mut().plan(at, input)
    }
    fn set(&self, key: &str, text: &str) -> Result<(), String> {
        self.run.borrow_mut().set(key, text)
    }
    fn load(&self, mut run: Box<dyn Run>, at: SimTime) {
        run.seek(at);
        *self.run.borrow_mut() = run;
    }
}

fn bare() -> Bare {
    let run = RefCell::new((TRIAL.open)(&Scenario::new("trial", 7)));
    Bare { run, playing: Cell::new(false), speed: Cell::new(1.0), item: RefCell::default() }
}

/// The value that a command gives, or the code of its error.
fn call(host: &Bare, name: &str, data: Value) -> Result<Value, &'static str> {
    parse(name, &data).and_then(|command| execute(host, command)).map_err(|error| error.code)
}

fn script(host: &Bare) -> String {
    host.run().scenario().to_string()
}

#[test]
fn a_command_in_an_envelope_gets_its_answer_in_one() {
    let host = bare();
    let command = json!({"ctx": "faultyard", "v": 1, "id": "a", "kind": "cmd", "name": "ping", "rid": 7});
    let expected = json!({"ctx": "faultyard", "v": 1, "id": "a", "kind": "res", "name": "ping", "rid": 7,
        "data": {"ok": true, "value": "pong"}});
    assert_eq!(answer(&host, &command), Some(expected.clone()));
    assert_eq!(answer(&host, &json!(command.to_string())), Some(expected), "as a text too");
}

#[test]
fn messages_of_others_are_ignored_and_other_versions_are_told_so() {
    let host = bare();
    for other in [json!(null), json!("hi"), json!({"ctx": "h5p"}), json!({"ctx": "faultyard", "kind": "evt"})]
    {
        assert_eq!(answer(&host, &other), None, "{other}");
    }
    let newer = json!({"ctx": "faultyard", "v": 2, "kind": "cmd", "name": "ping"});
    assert_eq!(answer(&host, &newer).unwrap()["data"]["error"]["code"], "version");
    let large =
        json!({"ctx": "faultyard", "v": 1, "kind": "cmd", "name": "load", "data": "x".repeat(70_000)});
    assert_eq!(answer(&host, &large).unwrap()["data"]["error"]["code"], "too-large");
}

#[test]
fn time_is_started_stopped_and_sought_in_seconds_events_and_marks() {
    let host = bare();
    call(&host, "play", json!({})).unwrap();
    assert!(host.is_playing());
    assert_eq!(call(&host, "seek", json!({"t": 1.25})).unwrap(), json!({"t": 1.25, "event": 12}));
    assert_eq!(call(&host, "seek", json!({"event": 3})).unwrap(), json!({"t": 0.3, "event": 3}));
    assert_eq!(call(&host, "seek", json!({"mark": "leads.1"})).unwrap()["t"], 0.1);
    assert_eq!(call(&host, "seek", json!({"t": "ev:3"})).unwrap()["event"], 3);
    assert_eq!(call(&host, "seek", json!({"t": "0:01"})).unwrap()["t"], 1.0);
    assert_eq!(call(&host, "seek", json!({"t": "soon"})), Err("bad-data"));
    assert_eq!(call(&host, "seek", json!({"t": "mark:leads.1"})).unwrap()["t"], 0.1);
    assert_eq!(call(&host, "seek", json!({"mark": "none"})), Err("unknown-mark"));
    assert_eq!(call(&host, "seek", json!({})), Err("bad-data"));
    assert_eq!(call(&host, "toggle", json!(null)).unwrap()["t"], 0.1);
    assert!(!host.is_playing());
}

#[test]
fn a_step_counts_events_milliseconds_or_marks_both_ways() {
    let host = bare();
    call(&host, "load", json!({"preset": "loss"})).unwrap();
    for (n, unit, t) in [
        (2, "event", 0.2),
        (-1, "event", 0.1),
        (250, "ms", 0.35),
        (1, "mark", 2.0),
        (1, "mark", 2.1),
        (-2, "mark", 0.1),
    ] {
        assert_eq!(call(&host, "step", json!({"n": n, "unit": unit})).unwrap()["t"], t, "{n} {unit}");
    }
}

#[test]
fn no_command_plays_for_ever() {
    let host = bare();
    assert_eq!(call(&host, "seek", json!({"t": 1e300})).unwrap()["t"], 600.0);
    call(&host, "reset", json!({})).unwrap();
    assert_eq!(call(&host, "seek", json!({"event": u64::MAX})).unwrap()["t"], 600.0);
    assert_eq!(call(&host, "step", json!({"n": 1u64 << 50})).unwrap()["t"], 600.0);
}

#[test]
fn a_speed_is_moved_into_its_bounds() {
    let host = bare();
    assert_eq!(call(&host, "setSpeed", json!({"speed": 1e9})).unwrap(), 100.0);
    assert_eq!(call(&host, "setSpeed", json!({"speed": "fast"})), Err("bad-data"));
}

#[test]
fn a_parameter_is_read_and_set_as_its_schema_types_it() {
    let host = bare();
    assert_eq!(call(&host, "setParam", json!({"key": "n", "value": 100})).unwrap(), 9);
    assert_eq!(call(&host, "setParam", json!({"key": "quiet", "value": true})).unwrap(), true);
    assert_eq!(call(&host, "getParams", json!({})).unwrap(), json!({"n": 9, "every": 100, "quiet": true}));
    assert_eq!(call(&host, "setParam", json!({"key": "x", "value": 1})), Err("refused"));
}

#[test]
fn the_trace_is_told_by_time_and_kind_with_causes() {
    let host = bare();
    call(&host, "load", json!({"preset": "loss"})).unwrap();
    call(&host, "seek", json!({"t": 3})).unwrap();
    let told = call(&host, "trace", json!({"kinds": ["leads"], "from": 1})).unwrap();
    assert_eq!(told.as_array().unwrap().len(), 1);
    assert_eq!(
        (&told[0]["t"], &told[0]["node"], &told[0]["text"]),
        (&json!(2.1), &json!("n2"), &json!("n2 leads"))
    );
    assert!(told[0]["seq"].is_u64() && told[0]["cause"].is_u64());
    let few = call(&host, "trace", json!({"limit": 5})).unwrap();
    assert_eq!(few.as_array().unwrap().len(), 5);
}

#[test]
fn properties_digest_and_words_speak_of_the_time_shown() {
    let host = bare();
    let digest = call(&host, "digest", json!({})).unwrap();
    assert_eq!(digest.as_str().unwrap().len(), 16);
    assert_eq!(call(&host, "properties", json!({})).unwrap()[0]["holds"], false);
    call(&host, "seek", json!({"t": 1})).unwrap();
    let property = json!([{"name": "Somebody leads", "kind": "sometimes", "holds": true, "tested": 2, "since": 0.1,
        "text": "At some time there is a leader."}]);
    assert_eq!(call(&host, "properties", json!({})).unwrap(), property);
    assert_eq!(call(&host, "describe", json!({})).unwrap(), "10 beats.");
    call(&host, "seek", json!({"t": 0})).unwrap();
    assert_eq!(call(&host, "digest", json!({})).unwrap(), digest);
}

#[test]
fn metrics_are_thinned_to_the_points_asked_for_and_end_now() {
    let host = bare();
    call(&host, "seek", json!({"t": 8})).unwrap();
    call(&host, "seek", json!({"t": 4})).unwrap();
    let series = &call(&host, "getMetrics", json!({"points": 10})).unwrap()[0];
    assert_eq!((&series["key"], &series["from"]), (&json!("beats"), &json!(0.0)));
    let values = series["values"].as_array().unwrap();
    assert!(values.len() <= 10 && values.last().unwrap().as_f64().unwrap() <= 40.0, "{series}");
    assert_eq!(call(&host, "getMetrics", json!({"series": []})).unwrap(), json!([]));
    assert_eq!(call(&host, "getMetrics", json!({"series": ["nope"]})), Err("bad-data"));
    let late = call(&host, "getMetrics", json!({"from": 1e300})).unwrap();
    assert_eq!(late[0]["values"], json!([]));
}

#[test]
fn a_measure_comes_with_what_formulas_say_of_it() {
    let host = bare();
    let theory = |host: &Bare| call(host, "getMetrics", json!({})).unwrap()[0]["theory"].clone();
    assert_eq!(theory(&host), json!([{"formula": "Even pace", "why": "nobody leads"}]));
    call(&host, "seek", json!({"t": 1})).unwrap();
    assert_eq!(theory(&host), json!([{"formula": "Even pace", "value": 10.0}]));
}

#[test]
fn an_embed_says_what_it_is_when_it_is_ready() {
    let host = bare();
    call(&host, "load", json!({"preset": "loss"})).unwrap();
    let said = ready(&host, "0.1.0", 200);
    assert_eq!((&said["lab"], &said["marks"][0]["id"]), (&json!("trial"), &json!("in.1")));
    assert_eq!(
        said["params"][0],
        json!({"key": "n", "title": "Nodes", "description": "", "type": "integer",
        "minimum": 1.0, "maximum": 9.0, "value": 3})
    );
    for name in METHODS {
        let answer = call(&host, name, json!({}));
        assert!(!matches!(answer, Err("unknown-command" | "unsupported")), "{name}");
    }
}

#[test]
fn commands_of_the_page_are_unsupported_here_and_others_unknown() {
    let host = bare();
    assert_eq!(call(&host, "setTheme", json!({})), Err("unsupported"));
    assert_eq!(call(&host, "format", json!({})), Err("unknown-command"));
}
