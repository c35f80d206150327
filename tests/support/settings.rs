//! What a setting does, also while a run goes on, and what it says that it does not do.

use super::checks::length;
use super::nightly::share;
use faultyard::lab::{Entry, Field, FieldKind, Lesson, Plotted, Run, Scenario, Script, Series, Takes};
use faultyard::process::SimTime;
use faultyard::sim::{Input, TimedInput};

/// Seeds over which a difference has to have the same sign to count.
const SEEDS: u64 = 2;
/// A difference counts if it is at least this part of the greater number.
const COUNTS: f64 = 0.2;
/// A setting that is made later changes a measure at least by this part of what it changes from the start.
const MOVES: f64 = 0.1;
/// A part of a measure that is the run's own way to count: when events come is not what they do.
const SAME: f64 = 0.01;
/// When a setting is changed.
const CHANGED: SimTime = SimTime::from_ms(1_000);

/// Parameters that nothing shows in any run that is tried here, and why.
const SILENT: &[(&str, &str, &str)] = &[(
    "autoscaling",
    "readiness-delay",
    "a machine that is not ready boots here, and is set aside for that already",
)];
/// Runs in which something happens that a plain one lacks, so that what is about it shows.
const LIVELY: &[&str] = &[
    "balancing rate=60 costly=5 timeout=500 retries=3 hedge=300 limit=5 expired=on budget=10 max_fails=1\n\
     at 1s do fail n1 50\nuntil 12s",
    "autoscaling pattern=flash length=10 peak=8 rate=300 up-count=4 up-percent=0 down-count=2 down-percent=10 period=60 \
     down-window=60 patience=2\nuntil 90m",
    "autoscaling controller=steps pattern=sawtooth length=20 peak=4 rate=300\nuntil 90m",
    "autoscaling controller=scheduled-hpa noise=off\nuntil 130h",
    // Half of the servers are a majority if each vote comes twice and counts twice.
    "raft n=4 dup=100\nat 0s partition n1,n2|n3,n4\nuntil 2s",
];

/// A setting and a value for it, as text.
type Set = (&'static str, String);
/// The measures of a run for each seed.
type Means = Vec<Vec<f64>>;

/// How long each run is played: much longer than until the change.
fn end(entry: &Entry) -> SimTime {
    length(entry, 8_000).max(SimTime(entry.meta.length.0 / 30))
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

/// The mean of each measure from soon after the change to the end; of a total, how much it grows there.
fn late_means(run: &dyn Run) -> Vec<f64> {
    let mean = |series: Series| {
        let late = &series.values[series.values.len() / 6..];
        match (series.plotted, late) {
            (Plotted::Rate, [first, .., last]) => f64::from(last - first),
            _ => late.iter().map(|value| f64::from(*value)).sum::<f64>() / late.len().max(1) as f64,
        }
    };
    run.series().into_iter().map(mean).collect()
}

fn measured(entry: &Entry, seeds: u64, set: &[&Set], later: Option<&Set>) -> Means {
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
    (1..=seeds).map(run).collect()
}

/// Two values well away from the default, above and below it.
fn values(field: &Field, default: i64) -> Vec<Set> {
    let (min, max) = field.bounds();
    let between = |a: i64, b: i64| match field.kind {
        FieldKind::Number { log: true, .. } => ((a.max(1) as f64) * (b.max(1) as f64)).sqrt() as i64,
        _ => a + (b - a) / 2,
    };
    let mut values = match field.kind {
        FieldKind::Number { .. } => vec![between(default, max), between(min, default), min],
        FieldKind::Switch => vec![1 - default],
        FieldKind::Choice(_) => vec![(default + 1) % (max + 1), max],
    };
    values.retain(|value| *value != default);
    values.dedup();
    values.truncate(2);
    values.into_iter().map(|value| (field.key, field.text(value))).collect()
}

/// A field with values to try, and what to try them beside.
struct Case {
    field: &'static Field,
    values: Vec<Set>,
    beside: Vec<Option<Set>>,
}

/// Each field, alone and beside each alternative of the first choice of its group, which says what the group is about.
fn cases(entry: &Entry) -> Vec<Case> {
    let run = (entry.open)(&Scenario::new(entry.meta.slug, 1));
    let (fields, defaults) = (run.fields(), run.values());
    let case = |(field, default): (&&'static Field, &i64)| {
        let mut beside = vec![None];
        let mut of_group = fields.iter().zip(&defaults).filter(|(other, _)| other.group == field.group);
        let first = of_group.find_map(|(other, usual)| match other.kind {
            FieldKind::Choice(all) if other.takes != Takes::View => Some((other.key, all, *usual)),
            _ => None,
        });
        for (key, all, usual) in first.into_iter().filter(|(key, ..)| *key != field.key) {
            let others = (0..).zip(all).filter(|(place, _)| *place != usual);
            beside.extend(others.map(|(_, (word, _))| Some((key, word.to_string()))));
        }
        Case { field, values: values(field, *default), beside }
    };
    fields.iter().zip(&defaults).map(case).collect()
}

/// Runs that others are held against, each played once.
#[derive(Default)]
struct Usual(Vec<(Option<Set>, Means)>);

impl Usual {
    fn beside(&mut self, entry: &Entry, seeds: u64, beside: &Option<Set>) -> &Means {
        let known = self.0.iter().position(|(known, _)| known == beside);
        let place = known.unwrap_or_else(|| {
            let set: Vec<&Set> = beside.iter().collect();
            self.0.push((beside.clone(), measured(entry, seeds, &set, None)));
            self.0.len() - 1
        });
        &self.0[place].1
    }
}

fn both<'a>(beside: &'a Option<Set>, set: &'a Set) -> Vec<&'a Set> {
    beside.iter().chain([set]).collect()
}

/// The sentence with which a lab says that a setting does nothing.
fn says_unused(entry: &Entry, field: &Field, set: &[&Set]) -> bool {
    let run = (entry.open)(&scenario(entry, 1, set));
    let says = format!("\u{201c}{}\u{201d} has no effect", field.label);
    run.advice().iter().any(|sentence| sentence.starts_with(&says))
}

/// A setting that matters from the start also matters when it is set while the run goes on: of the measures that it
/// changes from the start, most are changed then too, by a tenth as much at least. Runs differ by chance, so no more can
/// be asked of every measure; a setting that does nothing while the run goes on changes none of them.
pub fn live(entry: &Entry) {
    let mut usual = Usual::default();
    for Case { field, values, beside } in cases(entry) {
        // The first surroundings in which it matters are enough.
        let matters = |beside: &Option<Set>| {
            let without = usual.beside(entry, SEEDS, beside);
            let tried = values.iter().map(|set| is_in_force(entry, field, beside, set, without));
            tried.filter(|matters| *matters).count() > 0
        };
        if field.takes == Takes::Live {
            beside.iter().any(matters);
        }
    }
}

/// Holds one value to being in force; whether it matters at all.
fn is_in_force(entry: &Entry, field: &Field, beside: &Option<Set>, set: &Set, without: &Means) -> bool {
    let from_start = both(beside, set);
    if says_unused(entry, field, &from_start) {
        return false;
    }
    let with = measured(entry, SEEDS, &from_start, None);
    let changes: Vec<usize> = (0..with[0].len()).filter(|one| changes(&with, without, *one)).collect();
    if changes.is_empty() {
        return false;
    }
    let before: Vec<&Set> = beside.iter().collect();
    let later = measured(entry, SEEDS, &before, Some(set));
    let moves = |one: &&usize| away(&later, without, **one) > MOVES * away(&with, without, **one);
    let moved = changes.iter().filter(moves).count();
    assert!(
        2 * moved > changes.len(),
        "{}={} set at {CHANGED} beside {beside:?} is not in force afterwards: of the {} measures that it changes from the \
         start, {moved} change",
        set.0,
        set.1,
        changes.len(),
    );
    true
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
    let mut usual = Usual::default();
    for Case { field, values, beside } in cases(entry) {
        let Some(set) = values.first() else { continue };
        for beside in beside {
            let with = both(&beside, set);
            if says_unused(entry, field, &with) {
                let (with, without) = (measured(entry, 1, &with, None), usual.beside(entry, 1, &beside));
                let same = |(a, b): (&f64, &f64)| (a - b).abs() <= SAME * a.abs().max(b.abs());
                let same = with.iter().flatten().zip(without.iter().flatten()).all(same);
                assert!(
                    same,
                    "{}={} has an effect beside {beside:?}, and is said to have none",
                    set.0, set.1
                );
            }
        }
    }
}

/// What a person sees of a run: what is told, what is measured, and the picture.
type Seen = (Vec<String>, Vec<Vec<f32>>, String);

fn seen(entry: &Entry, scenario: &Scenario, until: SimTime) -> Seen {
    let mut run = (entry.open)(scenario);
    run.seek(until);
    let told = run.events(0, usize::MAX).into_iter().map(|event| event.text).collect();
    let measures = run.series().into_iter().map(|series| series.values).collect();
    (told, measures, run.scene(1_000.0, 600.0).to_string())
}

/// Runs in which a parameter may show, those first in which most do: plain ones, lively ones, and those of the lesson.
fn stages(entry: &Entry, case: &Case) -> Vec<(Scenario, SimTime)> {
    let plain = |beside: &Option<Set>| (scenario(entry, 1, &beside.iter().collect::<Vec<_>>()), end(entry));
    let lively = LIVELY.iter().map(|text| Script::parse(text).unwrap_or_else(|why| panic!("{why}: {text}")));
    let lively = lively.filter(|script| script.scenario.lab == entry.meta.slug);
    let lesson = Lesson::parse(entry.lesson).unwrap_or_else(|why| panic!("the lesson: {why}"));
    let lesson = lesson.steps.into_iter().map(|step| step.script);
    let played = |script: Script| (script.scenario, script.until);
    let (alone, others) = case.beside.split_at(1);
    let alone = alone.iter().map(plain).chain(lively.map(played));
    alone.chain(others.iter().map(plain)).chain(lesson.map(played)).collect()
}

/// Some value of each parameter changes something that a person sees: what is told, a measure or the picture.
pub fn each_changes(entry: &Entry) {
    let usual = (entry.open)(&Scenario::new(entry.meta.slug, 1)).values();
    let mut known: Vec<(Scenario, Seen)> = Vec::new();
    let mut silent: Vec<&str> = Vec::new();
    let reasons: Vec<&str> =
        SILENT.iter().filter(|(lab, ..)| *lab == entry.meta.slug).map(|(_, key, _)| *key).collect();
    for (case, usual) in cases(entry).iter().zip(usual) {
        let key = case.field.key;
        // That nothing shows takes all runs to say.
        if reasons.contains(&key) && !share(false, true) {
            silent.push(key);
            continue;
        }
        let usual = [(key, case.field.text(usual))];
        let shows = |(stage, until): (Scenario, SimTime)| {
            let place = known.iter().position(|(known, _)| *known == stage).unwrap_or_else(|| {
                known.push((stage.clone(), seen(entry, &stage, until)));
                known.len() - 1
            });
            let others = case.values.iter().chain(&usual).map(|(key, text)| stage.clone().with(key, text));
            others.filter(|other| *other != stage).any(|other| seen(entry, &other, until) != known[place].1)
        };
        if !stages(entry, case).into_iter().any(shows) {
            silent.push(key);
        }
    }
    assert_eq!(silent, reasons, "those show in no run that is tried; the right ones have a reason");
}
