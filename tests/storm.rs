//! What a page does to a run, at random: it plays, seeks, acts, sets, leaves for branches and comes back. Nothing
//! panics, what must always hold does, and a run is at each of its events what it is when it is played from nothing.

#[path = "storm/hosts.rs"]
mod hosts;

mod support;

use faultyard::lab::{Asks, Entry, Field, FieldKind, FieldRole, Promise, Run, Scenario};
use faultyard::labs::LABS;
use faultyard::process::{Random, Seed, SimDuration, SimTime};
use faultyard::sim::{Fault, Input};
use support::nightly::share;

/// What a walk does, at most so many times.
const ACTS: u64 = 24;

/// Whether a lab had fewer walks than it should: by night they play a million events, unless so few happen in its runs
/// that it would take thousands of walks.
pub fn is_short(walks: u64, events: u64) -> bool {
    walks < share(6, 300) || walks < 3_000 && events < share(0, 1_000_000)
}

/// How far a walk goes into a run: it is played many times over.
fn furthest(entry: &Entry) -> SimTime {
    SimTime((entry.meta.length.0 / 4).min(SimDuration::from_ms(4 * 3_600_000).0))
}

/// A value near the usual one, so that no run becomes larger than a page's.
fn value(field: &Field, usual: i64, random: &mut Random) -> String {
    let (min, max) = field.bounds();
    let (least, most) = match field.kind {
        FieldKind::Number { .. } => (min.max(usual / 2), max.min(2 * usual + 1)),
        FieldKind::Switch | FieldKind::Choice(_) => (min, max),
    };
    field.text(least + random.below((most.max(least) - least) as u64 + 1) as i64)
}

/// Something that a button or a command does now. A disk that is lost takes away what Raft's promises stand on.
fn input(run: &dyn Run, random: &mut Random) -> Option<Input> {
    if random.below(2) == 0 {
        let commands = run.commands();
        let command =
            (!commands.is_empty()).then(|| commands[random.below(commands.len() as u64) as usize])?;
        let Asks::Text(example) = command.asks else { return None };
        return Some(Input::command(command.name, example));
    }
    let item = ["", "n1", "n2", "n3>n1"][random.below(4) as usize];
    let actions = run.actions(item);
    let action =
        (!actions.is_empty()).then(|| actions[random.below(actions.len() as u64) as usize].clone())?;
    (!matches!(action.input, Input::Fault(Fault::LoseDisk(_)))).then_some(action.input)
}

/// One thing that a person does.
fn act(run: &mut dyn Run, furthest: SimTime, usual: &[i64], random: &mut Random) {
    let (now, seen) = (run.position().now, run.position().seen);
    match random.below(9) {
        0..3 => run.seek((now + SimDuration(random.below(furthest.0 / 8))).min(furthest)),
        3 => run.seek(SimTime(random.below(seen.0 + 1))),
        4 => run.seek_event(random.below(run.position().event + 2)),
        5 => {
            let place = random.below(usual.len() as u64) as usize;
            let field = run.fields()[place];
            if field.role != FieldRole::Rule {
                let text = value(field, usual[place], random);
                run.set(field.key, &text).unwrap_or_else(|why| panic!("{}={text}: {why}", field.key));
            }
        }
        6 if !run.branches().is_empty() => run.switch(random.below(run.branches().len() as u64) as usize),
        7 => {
            let at = now + SimDuration(random.below(furthest.0 / 8));
            if let Some(input) = input(run, random) {
                run.plan(at, input).expect("what is to come can be planned");
            }
        }
        // What cannot be done now is refused.
        _ => drop(input(run, random).map(|input| run.act(input))),
    }
}

/// Whether a run is at its event what it was when it got there, by every way there.
fn is_itself(entry: &Entry, run: &mut dyn Run, random: &mut Random) {
    let (event, digest) = (run.position().event, run.digest());
    run.seek(SimTime(random.below(run.position().now.0 + 1)));
    run.seek_event(event);
    assert_eq!(run.digest(), digest, "back and forth to event {event} of\n{}", run.scenario());
    let mut again = (entry.open)(run.scenario());
    again.seek_event(event);
    assert_eq!(again.digest(), digest, "played again to event {event} of\n{}", run.scenario());
}

/// Walks, and gives the number of events that were played on the way.
fn walk(entry: &Entry, seed: u64) -> u64 {
    let mut random = Seed(seed).stream("storm", 0);
    let mut run = (entry.open)(&Scenario::new(entry.meta.slug, seed));
    let (usual, mut played) = (run.values(), 0);
    for number in 0..ACTS {
        let before = run.position().event;
        act(&mut *run, furthest(entry), &usual, &mut random);
        played += run.position().event.saturating_sub(before);
        let broken = run.verdicts().into_iter().find(|one| one.promise == Promise::Always && one.broken);
        if let Some(verdict) = broken {
            panic!("{}: {} in\n{}", verdict.name, verdict.text, run.scenario());
        }
        run.scene(360.0, 640.0);
        run.inspect("");
        if number % 8 == 7 {
            is_itself(entry, &mut *run, &mut random);
        }
    }
    played
}

#[test]
fn whatever_a_person_does_promises_hold_and_each_event_is_the_same_by_every_way_there() {
    for entry in LABS {
        let (mut seed, mut played) = (0, 0);
        while is_short(seed, played) {
            seed += 1;
            played += walk(entry, seed);
        }
        println!("{:<12} {seed} walks, {played} events", entry.meta.slug);
    }
}
