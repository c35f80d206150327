//! What a setting does while a run goes on, and what it says that it does not do.

use super::checks::length;
use faultyard::lab::{Entry, Field, FieldKind, Plotted, Run, Scenario, Takes};
use faultyard::process::SimTime;
use faultyard::sim::{Input, TimedInput};

/// Seeds over which a difference has to have the same sign to count.
const SEEDS: u64 = 3;
/// A difference counts if it is at least this part of the greater number.
const COUNTS: f64 = 0.2;
/// When a setting is changed.
const CHANGED: SimTime = SimTime::from_ms(1_000);

/// A setting and a value for it, as text.
type Set = (&'static str, String);

/// How long each run is played: much longer than until the change.
fn end(entry: &Entry) -> SimTime {
    length(entry, 20_000).max(SimTime(entry.meta.length.0 / 20))
}

/// A machine goes and comes back, so that what is about that is seen too.
fn scenario(entry: &Entry, seed: u64, set: &[&Set]) -> Scenario {
    let mut scenario = Scenario::new(entry.meta.slug, seed);
    for (key, text) in set {
        scenario = scenario.with(key, text);
    }
    for (part, words) in [(4, "crash n2"), (2, "restart n2")] {
        let input = Input::parse(words).expect("a fault");
        scenario.inputs.push(TimedInput { at: SimTime(end(entry).0 / part), input });
    }
    scenario
}

/// The mean of each measure over the second half of a run; of a total, how much it grows there.
fn late_means(run: &dyn Run) -> Vec<f64> {
    let mean = |series: faultyard::lab::Series| {
        let late = &series.values[series.values.len() / 2..];
        match (series.plotted, late) {
            (Plotted::Rate, [first, .., last]) => f64::from(last - first),
            _ => late.iter().map(|value| f64::from(*value)).sum::<f64>() / late.len().max(1) as f64,
        }
    };
    run.series().into_iter().map(mean).collect()
}

/// The measures of a run for each seed.
fn measured(entry: &Entry, set: &[&Set], later: Option<&Set>) -> Vec<Vec<f64>> {
    let run = |seed| {
        let mut scenario = scenario(entry, seed, set);
        if let Some((key, text)) = later {
            let input = Input::parse(&format!("set {key}={text}")).expect("a setting");
            scenario.inputs.push(TimedInput { at: CHANGED, input });
            scenario.inputs.sort_by_key(|input| input.at);
        }
        let mut run = (entry.open)(&scenario);
        run.seek(end(entry));
        late_means(&*run)
    };
    (1..=SEEDS).map(run).collect()
}

/// Values well away from the default, below and above it.
fn values(field: &Field, default: i64) -> Vec<i64> {
    let (min, max) = field.bounds();
    let between = |a: i64, b: i64| match field.kind {
        FieldKind::Number { log: true, .. } => ((a.max(1) as f64) * (b.max(1) as f64)).sqrt() as i64,
        _ => a + (b - a) / 2,
    };
    let mut values = match field.kind {
        FieldKind::Number { .. } => vec![min, between(min, default), between(default, max)],
        FieldKind::Switch => vec![1 - default],
        FieldKind::Choice(_) => vec![min, (default + 1) % (max + 1), max],
    };
    values.dedup();
    values.retain(|value| *value != default);
    values
}

/// Each field alone, and under each alternative of the first choice of its group, which says what the group is about.
fn cases(entry: &Entry) -> Vec<(Option<Set>, &'static Field, Set)> {
    let run = (entry.open)(&Scenario::new(entry.meta.slug, 1));
    let (fields, defaults) = (run.fields(), run.values());
    let mut cases = Vec::new();
    for (field, default) in fields.iter().zip(&defaults) {
        let mut contexts = vec![None];
        let mut of_group = fields.iter().zip(&defaults).filter(|(other, _)| other.group == field.group);
        let first = of_group.find_map(|(other, usual)| match other.kind {
            FieldKind::Choice(all) if other.takes != Takes::View => Some((other.key, all, *usual)),
            _ => None,
        });
        for (key, all, usual) in first.into_iter().filter(|(key, ..)| *key != field.key) {
            let others = (0..).zip(all).filter(|(place, _)| *place != usual);
            contexts.extend(others.map(|(_, (word, _))| Some((key, word.to_string()))));
        }
        for context in contexts {
            let sets = values(field, *default).into_iter().map(|value| (field.key, field.text(value)));
            cases.extend(sets.map(|set| (context.clone(), *field, set)));
        }
    }
    cases
}

/// The sentence with which a lab says that a setting does nothing.
fn says_unused(entry: &Entry, field: &Field, set: &[&Set]) -> bool {
    let run = (entry.open)(&scenario(entry, 1, set));
    let says = format!("\u{201c}{}\u{201d} has no effect", field.label);
    run.advice().iter().any(|sentence| sentence.starts_with(&says))
}

/// A setting that matters from the start matters as much when it is set while the run goes on: late in the run, most
/// measures that it changes are nearer to those of a run that had it from the start than to those of one without it.
pub fn live(entry: &Entry) {
    let mut usual: Vec<(Option<Set>, Vec<Vec<f64>>)> = Vec::new();
    for (context, field, set) in cases(entry).into_iter().filter(|(_, field, _)| field.takes == Takes::Live) {
        let before: Vec<&Set> = context.iter().collect();
        let from_start: Vec<&Set> = before.iter().copied().chain([&set]).collect();
        if says_unused(entry, field, &from_start) {
            continue;
        }
        if !usual.iter().any(|(known, _)| *known == context) {
            usual.push((context.clone(), measured(entry, &before, None)));
        }
        let (_, without) = usual.iter().find(|(known, _)| *known == context).expect("it was just made");
        let with = measured(entry, &from_start, None);
        let changes: Vec<usize> = (0..with[0].len()).filter(|one| changes(&with, without, *one)).collect();
        if changes.is_empty() {
            continue;
        }
        let later = measured(entry, &before, Some(&set));
        let nearer = |one: &&usize| away(&later, &with, **one) < away(&later, without, **one);
        let near = changes.iter().filter(nearer).count();
        assert!(
            2 * near > changes.len(),
            "{}={} set at {CHANGED} beside {context:?} is not in force afterwards: of the {} measures that it \
             changes from the start, {near} come near",
            set.0,
            set.1,
            changes.len(),
        );
    }
}

/// Whether a measure differs in all seeds, in the same direction and by much.
fn changes(with: &[Vec<f64>], without: &[Vec<f64>], one: usize) -> bool {
    let differences: Vec<f64> = with.iter().zip(without).map(|(a, b)| a[one] - b[one]).collect();
    let size = |all: &[Vec<f64>]| all.iter().map(|values| values[one].abs()).fold(0.0, f64::max);
    let least = COUNTS * size(with).max(size(without));
    differences.iter().all(|d| *d > least) || differences.iter().all(|d| *d < -least)
}

/// How far a measure is from that of other runs, over all seeds.
fn away(these: &[Vec<f64>], those: &[Vec<f64>], one: usize) -> f64 {
    these.iter().zip(those).map(|(a, b)| (a[one] - b[one]).abs()).sum()
}

/// A setting of which the lab says that it has no effect changes no measure.
pub fn unused(entry: &Entry) {
    for (context, field, set) in cases(entry) {
        let before: Vec<&Set> = context.iter().collect();
        let with: Vec<&Set> = before.iter().copied().chain([&set]).collect();
        if says_unused(entry, field, &with) {
            let one = |set: &[&Set]| {
                let mut run = (entry.open)(&scenario(entry, 1, set));
                run.seek(end(entry));
                run.series().into_iter().map(|series| (series.key, series.values)).collect::<Vec<_>>()
            };
            let differ = one(&before) != one(&with);
            assert!(
                !differ,
                "{}={} has an effect beside {context:?}, and is said to have none",
                set.0, set.1
            );
        }
    }
}
