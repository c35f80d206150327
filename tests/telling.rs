//! The sentence under the stage, as somebody sees it who plays a run at its own speed.

use faultyard::lab::{HOLDS_S, Run, Scenario, Script, Telling, Told, Watch, Weight};
use faultyard::labs::{LABS, find};
use faultyard::process::{Salience, SimTime};
use std::collections::BTreeSet;

/// Frames a second.
const FRAMES: f64 = 12.0;

/// A run that stands, before anybody has watched it.
const STILL: Watch = Watch { watched_s: 0.0, playing: false, speed: 0.05, chosen: None };

/// Each sentence that was on the line while a run was played for so long, and for how long, in seconds of watching.
fn watch(run: &mut dyn Run, speed: f64, seconds: f64) -> Vec<(Told, f64)> {
    let (mut telling, mut said) = (Telling::default(), Vec::<(Told, f64)>::new());
    let start = run.position().now;
    for frame in 0..(seconds * FRAMES) as u64 {
        let watched_s = frame as f64 / FRAMES;
        run.advance(SimTime(start.0 + (watched_s * speed * 1e6) as u64), u64::MAX);
        let Some(told) = telling.look(run, Watch { watched_s, playing: frame > 0, speed, chosen: None })
        else {
            continue;
        };
        match said.last_mut().filter(|(last, _)| *last == told) {
            Some((_, length)) => *length += 1.0 / FRAMES,
            None => said.push((told, 1.0 / FRAMES)),
        }
    }
    said
}

fn run(text: &str) -> Box<dyn Run> {
    let scenario = Script::parse(text).unwrap().scenario;
    (find(&scenario.lab).unwrap().open)(&scenario)
}

/// What came with its whole time: all but the last, which the end cuts short.
fn held(said: &[(Told, f64)]) -> &[(Told, f64)] {
    &said[..said.len() - 1]
}

fn place(said: &[(Told, f64)], words: &str) -> usize {
    let found = said.iter().position(|(told, _)| told.text.contains(words));
    let all: Vec<&str> = said.iter().map(|(told, _)| &*told.text).collect();
    found.unwrap_or_else(|| panic!("nobody said \"{words}\": {all:#?}"))
}

#[test]
fn in_the_plain_run_of_each_lab_what_matters_holds_the_line_and_nobody_reads_of_heartbeats() {
    for entry in LABS {
        let mut run = (entry.open)(&Scenario::new(entry.meta.slug, 1));
        let said = watch(&mut *run, entry.meta.speed, 40.0);
        for (told, length) in held(&said).iter().filter(|(told, _)| told.weight >= Weight::Milestone) {
            assert!(*length >= HOLDS_S - 0.01, "{}: {} for {length:.2} s", entry.meta.slug, told.text);
        }
        let routine = |told: &Told| {
            let event = told.event.and_then(|id| run.events(id, 1).pop());
            event.is_some_and(|event| event.salience == Salience::Routine)
        };
        // The first look is at a run that stands still.
        assert!(said[1..].iter().all(|(told, _)| !routine(told)), "{}", entry.meta.slug);
        assert!(said.len() > 5, "{}: {} sentences", entry.meta.slug, said.len());
    }
}

#[test]
fn every_kind_of_milestone_of_a_plain_run_is_told() {
    for entry in LABS {
        let mut run = (entry.open)(&Scenario::new(entry.meta.slug, 1));
        let said = watch(&mut *run, entry.meta.speed, 30.0);
        let told: BTreeSet<&str> = said
            .iter()
            .filter_map(|(told, _)| told.event.and_then(|id| run.events(id, 1).pop()))
            .map(|event| event.kind)
            .collect();
        let now = run.position().now;
        // What comes in the last seconds still waits for the line.
        let seen = SimTime((now.0 as f64 - 6.0 * entry.meta.speed * 1e6).max(0.0) as u64);
        let kinds: BTreeSet<&str> =
            run.milestones().iter().filter(|event| event.at < seen).map(|event| event.kind).collect();
        assert!(kinds.is_subset(&told), "{}: {kinds:?} happened, {told:?} told", entry.meta.slug);
    }
}

#[test]
fn a_crash_of_the_leader_is_told_then_the_new_leader_each_for_its_time() {
    for seed in 1..=20 {
        let mut run = run(&format!("raft seed={seed}\nat 1.5s crash leader"));
        run.seek(SimTime::from_ms(1_400));
        let said = watch(&mut *run, 0.05, 30.0);
        let crash = place(&said, "crash");
        let leads = crash + place(&said[crash..], "becomes leader");
        for (told, length) in [&said[crash], &said[leads]] {
            assert!(*length >= HOLDS_S - 0.01, "seed {seed}: {} for {length:.2} s", told.text);
        }
        assert!(said.iter().all(|(told, _)| !told.text.contains("is down and misses")), "seed {seed}");
    }
}

#[test]
fn a_broken_promise_owns_the_line_for_twice_as_long() {
    let entry = find("raft").unwrap();
    let lesson = faultyard::lab::Lesson::parse(entry.lesson).unwrap();
    let script = &lesson.step("commit-by-counting").unwrap().script;
    let mut run = (entry.open)(&script.scenario);
    let said = watch(&mut *run, 0.1, script.until.seconds() / 0.1 + 10.0);
    let breaches: Vec<&(Told, f64)> =
        held(&said).iter().filter(|(told, _)| told.weight == Weight::Breach).collect();
    assert!(!breaches.is_empty(), "{said:#?}");
    for (told, length) in breaches {
        assert!(told.text.starts_with("Broken: ") && *length >= 2.0 * HOLDS_S - 0.01, "{told:?}, {length} s");
    }
}

#[test]
fn a_queue_is_told_while_one_request_after_the_other_is_answered() {
    let entry = find("balancing").unwrap();
    let lesson = faultyard::lab::Lesson::parse(entry.lesson).unwrap();
    let mut run = (entry.open)(&lesson.step("one-slow-round-robin").unwrap().script.scenario);
    run.seek(SimTime::from_ms(20_000));
    let said = watch(&mut *run, 0.5, 20.0);
    let queues = said.iter().filter(|(told, _)| told.text.contains("wait at n1")).count();
    assert!(queues > 5, "{said:#?}");
    assert!(said.iter().all(|(told, _)| !told.text.contains("has its answer")), "{said:#?}");
}

#[test]
fn a_run_that_stands_still_keeps_its_sentence_and_one_that_is_sought_gets_a_new_one() {
    let mut run = run("raft seed=1\nat 1s crash leader");
    let mut telling = Telling::default();
    run.seek(SimTime::from_ms(1_010));
    let first = telling.look(&*run, STILL).unwrap();
    assert_eq!(first.weight, Weight::Fault, "{first:?}");
    assert_eq!(telling.look(&*run, STILL).as_ref(), Some(&first));
    run.seek(SimTime::from_ms(900));
    assert_ne!(telling.look(&*run, STILL), Some(first));
}

#[test]
fn before_a_run_has_begun_nothing_is_told_of_it() {
    for entry in LABS {
        let run = (entry.open)(&Scenario::new(entry.meta.slug, 1));
        assert_eq!(Telling::default().look(&*run, STILL), None, "{}", entry.meta.slug);
    }
}

#[test]
fn the_sentence_of_a_step_is_about_that_step() {
    let mut run = run("balancing seed=1");
    let mut telling = Telling::default();
    run.seek(SimTime::from_ms(2_000));
    telling.look(&*run, STILL);
    let mut steps = 0;
    for _ in 0..20 {
        let next = run.position().event + 1;
        run.seek_event(next);
        let told = telling.look(&*run, STILL).unwrap();
        let event = told.event.and_then(|id| run.events(id, 1).pop());
        let recorded = run.events(run.position().record - 1, 1).iter().any(|event| event.event == next);
        assert_eq!(event.is_some_and(|event| event.event == next), recorded, "{told:?}");
        steps += usize::from(recorded);
    }
    assert!(steps > 10, "{steps} steps with something to tell");
}

#[test]
fn how_things_stand_is_said_with_the_numbers_of_the_moment() {
    let mut run = run("autoscaling seed=1");
    let (mut telling, mut idle) = (Telling::default(), 0);
    for frame in 0..240 {
        let watched_s = f64::from(frame) / FRAMES;
        run.advance(SimTime((watched_s * 1_200e6) as u64), u64::MAX);
        let watch = Watch { watched_s, playing: frame > 0, speed: 1_200.0, chosen: None };
        let told = telling.look(&*run, watch);
        if let Some(told) = told.filter(|told| told.weight == Weight::Idle && told.event.is_none()) {
            let digits = |text: &str| text.chars().filter(|c| !c.is_ascii_digit()).collect::<String>();
            let now = run.meanwhile().unwrap();
            assert!(
                told.text == now || digits(&told.text) != digits(&now),
                "{} is said, {now} is so",
                told.text
            );
            idle += 1;
        }
    }
    assert!(idle > 60, "{idle} times");
}

/// One sentence of each weight, in the order in which they came onto the line, of three crashes and what follows.
fn weighty(said: &[(Told, f64)]) -> Vec<&Told> {
    said.iter().map(|(told, _)| told).filter(|told| told.weight >= Weight::Milestone).collect()
}

#[test]
fn of_what_waits_the_weightiest_comes_first() {
    // Two faults in one moment, and the milestones of an election in the same frame.
    let mut run = run("raft seed=1\nat 1.5s crash leader\nat 1.5s crash n1\nat 1.5s crash n2");
    run.seek(SimTime::from_ms(1_400));
    let said = watch(&mut *run, 2.0, 12.0);
    let told = weighty(&said);
    let first = told.iter().position(|told| told.weight == Weight::Fault).expect("a crash is told");
    let faults = told[first..].iter().take_while(|told| told.weight == Weight::Fault).count();
    let crashes = told[first..].iter().filter(|told| told.text.contains("crash")).count();
    assert!(crashes >= 2 && faults >= crashes, "{told:#?}");
}

#[test]
fn what_comes_late_says_when_it_was_and_what_comes_at_once_does_not() {
    let mut run = run("raft seed=1\nat 4.2s crash leader\nat 4.22s crash n1");
    run.seek(SimTime::from_ms(3_900));
    let said = watch(&mut *run, 0.05, 12.0);
    let crashes: Vec<&Told> = weighty(&said).into_iter().filter(|told| told.text.contains("crash")).collect();
    assert_eq!(crashes.len(), 2, "{crashes:#?}");
    assert_eq!(crashes[0].was_at, None);
    assert_eq!(crashes[1].was_at, Some(SimTime::from_ms(4_220)));
}
