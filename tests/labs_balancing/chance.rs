//! Runs of chance: any settings, any policy, any order, any fault, sense or nonsense. No property breaks, nothing panics,
//! every picture and every state can be looked at, and going back and forth changes nothing.

use faultyard::algorithms::balancing::Kind;
use faultyard::lab::{Lab, Params, Run, Scenario, Session};
use faultyard::labs::balancing::{Balancing, BalancingParams};
use faultyard::process::{Random, Seed, SimTime};
use faultyard::sim::Input;
use std::collections::BTreeMap;

/// Runs of each policy.
const RUNS: u64 = 9;
const LENGTH_US: u64 = 4_000_000;
const ACTS: u64 = 30;

fn one<'a>(random: &mut Random, list: &[&'a str]) -> &'a str {
    list[random.below(list.len() as u64) as usize]
}

/// Any value of any parameter, each with a chance of a third; often one of its bounds.
fn settings(policy: Kind, seed: u64, random: &mut Random) -> Scenario {
    let plain = Scenario::new("balancing", seed).with("policy", policy.key());
    let rows = BalancingParams::TABLE.iter().map(|row| &row.field).filter(|field| field.key != "policy");
    rows.fold(plain, |scenario, field| {
        let (low, high) = field.bounds();
        // So that a run has thousands of events, not millions.
        let (low, high) = match field.key {
            "rate" => (low, 1_000),
            "n" => (low, 40),
            "loop" => (low, 200),
            "think" => (100, high),
            _ => (low, high),
        };
        let value = match random.below(12) {
            0 => low,
            1 => high,
            2 | 3 => random.between(low as u64, high as u64) as i64,
            _ => return scenario,
        };
        scenario.with(field.key, &field.text(value))
    })
}

const SERVERS: &[&str] = &["n1", "n2", "n3", "n4", "n5", "n6", "n17", "n999", "b1", "m1", ""];
const LENGTHS: &[&str] = &["0s", "1us", "5ms", "300ms", "2s", "30000000s", "18446744073709551615us"];
const NUMBERS: &[&str] =
    &["0", "1", "3", "25", "100", "101", "1000", "-1", "4294967296", "2.5", "NaN", "x", ""];

/// Something that a person or a link may ask for.
fn act(random: &mut Random) -> String {
    let (n, length, number) = (one(random, SERVERS), one(random, LENGTHS), one(random, NUMBERS));
    match random.below(18) {
        0 | 1 => format!("crash {n}"),
        2 | 3 => format!("restart {n}"),
        4 => format!("pause {n} {length}"),
        5 => format!("slow {n} {length}"),
        6 => format!("do drain {n}"),
        7 => format!("do admit {n}"),
        8 => format!("do remove {n}"),
        9 => format!("do add {number}"),
        10 => format!("do speed {n} {number}"),
        11 => format!("do weight {n} {number}"),
        12 => format!("do fail {n} {number}"),
        13 => format!("do spike {number} {length}"),
        14 => format!("do follow m{number}"),
        15 => format!("do traffic {length} {number},{number}"),
        16 => {
            one(random, &["heal", "cut n1>n2", "loss * 5%", "lose-disk n1", "drop m1", "do nothing"]).into()
        }
        _ => live(random),
    }
}

/// A parameter that is set while the run goes on, to any of its values.
fn live(random: &mut Random) -> String {
    let place = random.below(BalancingParams::TABLE.len() as u64) as usize;
    let field = &BalancingParams::TABLE[place].field;
    let (low, high) = if field.key == "rate" { (1, 1_000) } else { field.bounds() };
    format!("set {}={}", field.key, field.text(random.between(low as u64, high as u64) as i64))
}

/// What was done, by its first words, and how often.
type Done = BTreeMap<String, u32>;

fn play(policy: Kind, number: u64, done: &mut Done) {
    let mut random = Seed(number).stream("chance", policy as u64);
    let scenario = settings(policy, number, &mut random);
    println!("{scenario}");
    let mut run = Session::<Balancing>::new(&scenario);
    assert!(run.warnings().is_empty(), "{:?}", run.warnings());
    for _ in 0..ACTS {
        let to = run.position().now.0 + random.below(2 * LENGTH_US / ACTS);
        run.seek(SimTime(to.min(LENGTH_US)));
        let text = act(&mut random);
        println!("at {} {text}", run.position().now);
        if let Ok(input) = Input::parse(&text) {
            let name = text
                .split(' ')
                .take(if text.starts_with("do ") { 2 } else { 1 })
                .collect::<Vec<_>>()
                .join(" ");
            match run.act(input) {
                Ok(()) => *done.entry(name).or_default() += 1,
                Err(why) => assert!(!why.is_empty(), "{text} is refused without a word"),
            }
        }
    }
    run.seek(SimTime(LENGTH_US));
    look(&mut run, &mut random);
}

/// Everything can be looked at, nothing is broken, and the same moment is the same by another way.
fn look(run: &mut Session<Balancing>, random: &mut Random) {
    let broken = |run: &Session<Balancing>| {
        let broken = run.verdicts().into_iter().filter(|verdict| verdict.broken);
        broken.map(|verdict| format!("{}: {}", verdict.name, verdict.text)).collect::<Vec<_>>()
    };
    assert_eq!(broken(run), [""; 0], "{}", run.scenario());
    let size = (random.between(100, 1_300) as f32, random.between(60, 900) as f32);
    let scene = run.scene(size.0, size.1);
    for item in scene.items.iter().step_by(7) {
        run.inspect(&item.id);
        run.actions(&item.id);
    }
    let (end, digest) = (run.position().now, run.digest());
    assert!(run.series().iter().all(|series| series.values.iter().all(|value| value.is_finite())));
    run.seek(SimTime(random.below(LENGTH_US)));
    run.seek(end);
    assert_eq!(run.digest(), digest, "there and back\n{}", run.scenario());
    let mut again = Session::<Balancing>::new(run.scenario());
    again.seek(end);
    assert_eq!(again.digest(), digest, "from the start\n{}", run.scenario());
}

#[test]
fn whatever_is_set_and_done_nothing_breaks_for_any_policy() {
    let mut done = Done::new();
    for policy in Kind::ALL {
        (0..RUNS).for_each(|number| play(policy, number, &mut done));
    }
    // Acts that were never done must not pass.
    for name in ["crash", "restart", "pause", "slow", "set"] {
        assert!(done.get(name).is_some_and(|times| *times > 20), "{name}: {done:?}");
    }
    for command in Balancing::COMMANDS {
        let name = format!("do {}", command.spec.name);
        assert!(done.get(&name).is_some_and(|times| *times > 5), "{name}: {done:?}");
    }
}
