//! What a page around a frame may send, at random: commands that are right, and such with members of the wrong type,
//! huge, nested, unknown or missing. Each is answered, in words where it is refused; what must always hold does, and
//! the run is at its event what it is when its scenario is played through [`Run`] alone.

use super::{furthest, is_short, value};
use faultyard::embed::{Host, METHODS, PAGE_METHODS, answer, parse_page};
use faultyard::lab::{Asks, Entry, Expectation, FieldRole, Lesson, Promise, Run, Scenario};
use faultyard::labs::LABS;
use faultyard::link::{Saved, fragment};
use faultyard::process::{Random, Seed, SimTime};
use faultyard::sim::Input;
use serde_json::{Map, Value, json};
use std::cell::{Cell, Ref, RefCell};

/// Commands of a walk.
const COMMANDS: u64 = 96;
/// No command plays more events: a page plays them in slices, and can be stopped.
const SLICE: u64 = 3_000;
/// The codes of docs/embedding.md's errors.
const CODES: &[&str] = &[
    "bad-data",
    "bad-state",
    "other-lab",
    "refused",
    "unknown-command",
    "unknown-mark",
    "unknown-preset",
    "unknown-target",
    "unsupported",
];
/// Names of things that there are, were, or never will be.
const NAMES: &[&str] = &["n1", "n2", "n3>n1", "n9999", "n0", "n1>n1", "leader", "*", "n65536", "x", "m1", ""];
const FAULTS: &[&str] = &[
    "crash",
    "restart",
    "pause",
    "slow",
    "skew",
    "drift",
    "cut",
    "join",
    "partition",
    "reunite",
    "heal",
    "latency",
    "loss",
    "duplicate",
    "reorder",
    "drop",
    "delay",
    "copy",
    "crash n1",
    "loss * 1e400",
];
/// Members that some command reads.
const MEMBERS: &[&str] = &[
    "t",
    "n",
    "unit",
    "event",
    "mark",
    "speed",
    "keep",
    "seed",
    "key",
    "value",
    "fault",
    "target",
    "for",
    "by",
    "share",
    "ppm",
    "low",
    "high",
    "groups",
    "command",
    "argument",
    "from",
    "to",
    "kinds",
    "limit",
    "series",
    "points",
    "level",
    "state",
    "scenario",
    "params",
    "faults",
    "events",
    "everyMs",
    "property",
    "budget",
    "rules",
    "format",
    "scale",
    "view",
    "__proto__",
];

/// A run with the least that a page has around it.
struct Bare {
    lab: &'static Entry,
    run: RefCell<Box<dyn Run>>,
    playing: Cell<bool>,
    speed: Cell<f64>,
    item: RefCell<Option<String>>,
}

impl Bare {
    fn go(&self, run: &mut dyn Run, to: SimTime) {
        run.approach(to.min(furthest(self.lab)));
        run.advance(to.min(furthest(self.lab)), SLICE);
    }
}

impl Host for Bare {
    fn lab(&self) -> &'static Entry {
        self.lab
    }
    fn run(&self) -> Ref<'_, dyn Run> {
        Ref::map(self.run.borrow(), |run| &**run)
    }
    fn is_playing(&self) -> bool {
        self.playing.get()
    }
    fn is_over(&self) -> bool {
        false
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
        self.go(&mut **self.run.borrow_mut(), to);
    }
    fn seek_event(&self, event: u64) {
        let mut run = self.run.borrow_mut();
        let most = run.position().event + SLICE;
        run.seek_event(event.min(most));
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
        self.go(&mut *run, at);
        *self.run.borrow_mut() = run;
    }
}

fn one_of<'a>(random: &mut Random, all: &[&'a str]) -> &'a str {
    all[random.below(all.len() as u64) as usize]
}

/// JSON that no author writes on purpose.
fn hostile(random: &mut Random, depth: u32) -> Value {
    match random.below(if depth > 3 { 10 } else { 13 }) {
        0 => json!(random.below(2) == 0),
        1 => json!(random.bits()),
        2 => json!([-1, 0, i64::MIN, i64::MAX][random.below(4) as usize]),
        3 => json!([1e300, -1e300, 1e-300, -0.0, 0.1][random.below(5) as usize]),
        4 => json!(
            ["\u{0}\u{1b}[31m", "\n\r\t", "\u{202e}\u{1f4a5}", "<script>", "9e999"][random.below(5) as usize]
        ),
        5 => json!("x".repeat(random.below(5_000) as usize)),
        6 | 7 => json!(one_of(random, NAMES)),
        8 => json!(one_of(random, FAULTS)),
        9 => (0..random.below(300)).fold(Value::Null, |inner, _| json!([inner])),
        10 => (0..random.below(4)).map(|_| hostile(random, depth + 1)).collect(),
        11 => Value::Object(members(random, depth + 1)),
        _ => Value::Null,
    }
}

fn members(random: &mut Random, depth: u32) -> Map<String, Value> {
    (0..random.below(4)).map(|_| (one_of(random, MEMBERS).to_string(), hostile(random, depth))).collect()
}

/// What a good author would send with this command.
fn good(host: &Bare, name: &str, usual: &[i64], random: &mut Random) -> Value {
    let run = host.run();
    let far = furthest(host.lab).seconds();
    match name {
        "seek" => match random.below(3) {
            0 => json!({"event": random.below(run.position().event + 500)}),
            1 => json!({"mark": "in.1"}),
            _ => json!({"t": random.unit() * far}),
        },
        "step" => {
            json!({"n": random.below(60) as i64 - 10, "unit": one_of(random, &["event", "ms", "mark"])})
        }
        "setSpeed" => json!({"speed": random.unit() * 200.0}),
        "reset" => json!({"keep": one_of(random, &["params", "nothing"]), "seed": random.below(99)}),
        "load" => load(host, random),
        "setParam" => {
            let place = random.below(usual.len() as u64) as usize;
            let field = run.fields()[place];
            match field.role {
                FieldRole::Rule => json!({"key": "x", "value": 1}),
                _ => json!({"key": field.key, "value": value(field, usual[place], random)}),
            }
        }
        "inject" => inject(&*run, random),
        "inspect" => json!({"target": one_of(random, NAMES)}),
        "trace" => json!({"from": 0, "limit": random.below(50)}),
        "getMetrics" => json!({"points": random.below(50)}),
        "setState" => json!({"state": fragment::pack(&Saved::new(run.scenario(), run.position().now))}),
        _ => json!({}),
    }
}

/// Another run: a step of the lesson that breaks no promise, or what a link says.
fn load(host: &Bare, random: &mut Random) -> Value {
    let steps = Lesson::parse(host.lab.lesson).expect("a lesson").steps;
    let step = &steps[random.below(steps.len() as u64) as usize];
    match step.script.expect.iter().any(|claim| matches!(claim, Expectation::Broken(_)))
        || random.below(2) == 0
    {
        true => json!({"seed": random.bits(), "faults": "crash:n2@1s..2s;loss:0.05@0s.."}),
        false => json!({"preset": step.id}),
    }
}

/// A fault, but not the loss of a disk, which takes away what promises stand on; or an act of the lab's own.
fn inject(run: &dyn Run, random: &mut Random) -> Value {
    let commands = run.commands();
    if random.below(2) == 0 && !commands.is_empty() {
        let command = commands[random.below(commands.len() as u64) as usize];
        let argument = if let Asks::Text(example) = command.asks { example } else { "" };
        return json!({"command": command.name, "argument": argument});
    }
    json!({"fault": one_of(random, FAULTS), "target": one_of(random, NAMES), "for": random.unit(), "by": 0.02, "low": 0.01,
        "high": 0.05, "share": 0.1, "ppm": 200, "groups": [["n1", "n2"], ["n3"]]})
}

/// The data of a command: right, or wounded, or nothing of what is expected.
fn data(host: &Bare, name: &str, usual: &[i64], random: &mut Random) -> Value {
    let mut data = good(host, name, usual, random);
    match random.below(5) {
        0..3 => {}
        3 => {
            let wounds = members(random, 0);
            let known: Vec<String> = data.as_object().into_iter().flat_map(Map::keys).cloned().collect();
            if let Some(members) = data.as_object_mut() {
                members.extend(wounds);
                if !known.is_empty() {
                    members
                        .insert(known[random.below(known.len() as u64) as usize].clone(), hostile(random, 0));
                }
            }
        }
        _ => data = hostile(random, 0),
    }
    data
}

/// Sends a command and holds its answer to what the guide says of answers; its value, if it was carried out.
fn send(host: &Bare, name: &str, data: Value) -> Option<Value> {
    let message =
        json!({"ctx": "faultyard", "v": 1, "id": "a", "kind": "cmd", "name": name, "rid": 7, "data": data});
    if let Err(error) = parse_page(name, &data) {
        assert!(error.code == "bad-data" && !error.message.is_empty(), "{message}: {error:?}");
    }
    let told = answer(host, &message).unwrap_or_else(|| panic!("no answer to {message}"));
    assert_eq!((&told["rid"], &told["kind"], &told["name"]), (&json!(7), &json!("res"), &json!(name)));
    let told = &told["data"];
    if told["ok"] == true {
        return Some(told["value"].clone());
    }
    let (code, words) =
        (told["error"]["code"].as_str(), told["error"]["message"].as_str().unwrap_or_default());
    assert!(code.is_some_and(|code| CODES.contains(&code)), "{message}: {told}");
    let is_clear = words.contains(' ')
        && words.chars().count() <= 200
        && !words.chars().any(char::is_control)
        && !["Some(", "None", "Err(", "Error {"].iter().any(|inside| words.contains(inside));
    assert!(is_clear, "{message}: {words:?}");
    None
}

/// The run as it says that it is, played from nothing without any command.
fn is_that_of_its_scenario(host: &Bare) {
    let digest = send(host, "digest", Value::Null).expect("a digest");
    let state = send(host, "getState", Value::Null).expect("a state");
    let whole = send(host, "getScenario", Value::Null).expect("a scenario");
    let (saved, _) = fragment::unpack(state.as_str().expect("a text")).expect("what it gave");
    assert_eq!(Saved::read(&whole).expect("what it gave").0.scenario, saved.scenario);
    let mut alone = (host.lab.open)(&saved.scenario);
    alone.seek_event(host.run().position().event);
    assert_eq!(json!(format!("{:016x}", alone.digest())), digest, "played alone:\n{}", saved.scenario);
}

/// Events that a walk played, for the count of a million.
fn walk(lab: &'static Entry, seed: u64) -> u64 {
    let mut random = Seed(seed).stream("hosts", 0);
    let run = RefCell::new((lab.open)(&Scenario::new(lab.meta.slug, seed)));
    let usual = run.borrow().values();
    let host = Bare { lab, run, playing: Cell::new(false), speed: Cell::new(1.0), item: RefCell::default() };
    let names: Vec<&str> = METHODS.iter().chain(PAGE_METHODS).chain(&["nosuch", ""]).copied().collect();
    let mut played = 0;
    for number in 0..COMMANDS {
        let before = host.run().position().event;
        // Half of the commands are those that move a run.
        let name = match random.below(2) {
            0 => one_of(&mut random, &["seek", "step", "inject", "setParam"]),
            _ => one_of(&mut random, &names),
        };
        let data = data(&host, name, &usual, &mut random);
        send(&host, name, data);
        played += host.run().position().event.saturating_sub(before);
        let verdicts = host.run().verdicts();
        let broken = verdicts.iter().find(|one| one.promise == Promise::Always && one.broken);
        if let Some(verdict) = broken {
            panic!("{}: {} in\n{}", verdict.name, verdict.text, host.run().scenario());
        }
        if number % 8 == 7 {
            is_that_of_its_scenario(&host);
        }
    }
    played
}

#[test]
fn whatever_a_host_sends_is_answered_in_words_and_leaves_the_run_of_its_scenario() {
    for lab in LABS {
        let (mut seed, mut played) = (0, 0);
        while is_short(seed, played) {
            seed += 1;
            played += walk(lab, seed);
        }
        println!("{:<12} {seed} walks, {played} events", lab.meta.slug);
    }
}
