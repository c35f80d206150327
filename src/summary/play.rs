//! Runs the claims and fills their sentences with what was measured.

use super::{Chapter, Claim, Measured, Source, Value, What, rows};
use crate::lab::{Entry, Run, Script, figure};
use crate::labs;
use crate::link::{Saved, Settings, When, preset, short};
use crate::process::SimTime;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// A run of its own is watched in so many seconds, unless the lab's own speed is faster.
const WATCHED_S: f64 = 30.0;
/// What an address begins with, in characters, at most: the site's own and the lab's page.
const BEFORE: usize = 60;

/// What became of the claims.
#[derive(Debug, Default)]
pub struct Played {
    /// The claims that hold, with their numbers, in the order of the summary.
    pub measured: Vec<Measured>,
    /// A sentence for each that does not hold, or cannot be run.
    pub failed: Vec<String>,
    /// What was played for it.
    pub effort: Effort,
}

/// How much was played.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Effort {
    /// Events that the runs processed.
    pub events: u64,
    /// How often a property was put to the test in them.
    pub judged: u64,
}

/// Plays the run of every claim. The same on every machine; it takes seconds.
pub fn play(chapters: &[Chapter]) -> Played {
    let (mut played, mut runs) = (Played::default(), Runs::default());
    for row in rows(chapters) {
        for claim in &row.claims {
            let failed = |why: String| format!("{}, claim \"{}\": {why}", row.name, claim.id);
            match runs.says(claim).and_then(|says| Ok((says, opens(claim)?))) {
                Ok((says, opens)) => played.measured.push(Measured {
                    id: claim.id.clone(),
                    row: row.id.clone(),
                    name: row.name.clone(),
                    step: claim.step(),
                    opens,
                    says,
                }),
                Err(why) => played.failed.push(failed(why)),
            }
        }
    }
    Played { effort: runs.effort, ..played }
}

/// What was measured, as the committed file has it.
pub fn text(measured: &[Measured], effort: Effort) -> String {
    let Effort { events, judged } = effort;
    let mut text = format!(
        "# What the claims' runs measured. Written by `cargo xtask claims --write`; tests/summary.rs holds it.\n\
         # effort {events} {judged}\n"
    );
    for one in measured {
        let _ = write!(text, "\n{}\n    row   {} {}\n", one.id, one.row, one.name);
        if let Some(step) = &one.step {
            let _ = writeln!(text, "    step  {step}");
        }
        let _ = write!(text, "    opens {}\n    says  {}\n", one.opens, one.says);
    }
    text
}

/// Runs that were played to their end, by their script, and what that took.
#[derive(Default)]
struct Runs {
    at_end: BTreeMap<String, Box<dyn Run>>,
    effort: Effort,
}

impl Runs {
    /// The claim's sentence; an error if something in it does not hold.
    fn says(&mut self, claim: &Claim) -> Result<String, String> {
        let script = script(&claim.source)?;
        let run = self.of(&script)?;
        for expect in script.expect.iter().chain(&claim.expect) {
            expect.check(run)?;
        }
        let mut says = claim.says.clone();
        for value in &claim.values {
            let told = self.told(claim, &script, value).map_err(|why| format!("{}: {why}", value.name))?;
            says = says.replace(&format!("{{{}}}", value.name), &format!("**{told}**"));
        }
        Ok(says)
    }

    /// A value as it is told.
    fn told(&mut self, claim: &Claim, script: &Script, value: &Value) -> Result<String, String> {
        let unit = value.unit.as_str();
        let against = || script_of(claim.against.as_ref());
        match &value.what {
            What::Of(reading) => Ok(figure(reading.of(self.of(script)?, unit)?, unit)),
            What::Against(reading) => Ok(figure(reading.of(self.of(&against()?)?, unit)?, unit)),
            What::Ratio(reading) => {
                let one = reading.of(self.of(script)?, unit)?;
                Ok(figure(one / reading.of(self.of(&against()?)?, unit)?, unit))
            }
            What::Mean(seeds, reading) => {
                let values = self.each_seed(script, *seeds, |run| reading.of(run, unit))?;
                Ok(figure(values.iter().sum::<f64>() / *seeds as f64, unit))
            }
            What::Range(seeds, reading) => {
                let values = self.each_seed(script, *seeds, |run| reading.of(run, unit))?;
                let least = values.iter().copied().fold(f64::INFINITY, f64::min);
                let greatest = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
                Ok(format!("{} to {}", figure(least, ""), figure(greatest, unit)))
            }
            What::Share(seeds, claim) => {
                let holds = self.each_seed(script, *seeds, |run| Ok(claim.check(run).is_ok()))?;
                let held = holds.iter().filter(|held| **held).count();
                Ok(figure(100.0 * held as f64 / *seeds as f64, unit))
            }
        }
    }

    /// The run, at its end.
    fn of(&mut self, script: &Script) -> Result<&dyn Run, String> {
        let key = format!("{}until {}", script.scenario, script.until);
        if !self.at_end.contains_key(&key) {
            let run = self.played(script, script.scenario.seed)?;
            self.at_end.insert(key.clone(), run);
        }
        Ok(&*self.at_end[&key])
    }

    /// What is asked of the same run with the seeds from 1 to so many.
    fn each_seed<T>(
        &mut self,
        script: &Script,
        seeds: u64,
        ask: impl Fn(&dyn Run) -> Result<T, String>,
    ) -> Result<Vec<T>, String> {
        let told = |seed: u64| move |why: String| format!("with the seed {seed}: {why}");
        (1..=seeds).map(|seed| ask(&*self.played(script, seed)?).map_err(told(seed))).collect()
    }

    fn played(&mut self, script: &Script, seed: u64) -> Result<Box<dyn Run>, String> {
        let run = played(script, seed)?;
        self.effort.events += run.position().event;
        self.effort.judged += run.verdicts().iter().map(|verdict| verdict.tested).sum::<u64>();
        Ok(run)
    }
}

fn played(script: &Script, seed: u64) -> Result<Box<dyn Run>, String> {
    if script.until == SimTime::ZERO {
        return Err("the script does not say until when to play".into());
    }
    let mut scenario = script.scenario.clone();
    scenario.seed = seed;
    let mut run = (lab(&scenario.lab)?.open)(&scenario);
    run.seek(script.until);
    match run.warnings() {
        [] => Ok(run),
        warnings => Err(warnings.join("; ")),
    }
}

fn lab(slug: &str) -> Result<&'static Entry, String> {
    labs::find(slug).ok_or_else(|| format!("there is no lab \"{slug}\""))
}

fn script_of(source: Option<&Source>) -> Result<Script, String> {
    script(source.ok_or("it is held against nothing")?)
}

/// The script that it means.
fn script(source: &Source) -> Result<Script, String> {
    match source {
        Source::Own(script) => Ok(script.clone()),
        Source::Step(slug, step) => {
            preset(lab(slug)?, step).ok_or_else(|| format!("the lesson of {slug} has no step \"{step}\""))
        }
    }
}

/// The address that opens it, from the site's root: of a step the step, else the run from its start.
fn opens(claim: &Claim) -> Result<String, String> {
    let script = script(&claim.source)?;
    let slug = claim.lab();
    if let Source::Step(_, step) = &claim.source {
        return Ok(format!("lab/{slug}/?preset={step}"));
    }
    let entry = lab(slug)?;
    let look = Settings { end: Some(When::Time(script.until)), ..Settings::default() };
    let fast = speed(script.until).min(entry.meta.fastest());
    let saved = Saved {
        speed: (fast > entry.meta.speed).then_some(fast),
        ..Saved::new(&(entry.normal)(&script.scenario), SimTime::ZERO)
    };
    let short = short(entry, &saved, &look, BEFORE)?;
    let mark = |sign, text: &str| if text.is_empty() { String::new() } else { format!("{sign}{text}") };
    Ok(format!("lab/{slug}/{}{}", mark('?', &short.query), mark('#', &short.fragment)))
}

/// The least of 1, 2, 5, 10, ... a thousandth and so on at which a run is over in half a minute.
fn speed(until: SimTime) -> f64 {
    let least = until.seconds() / WATCHED_S;
    let (mut step, mut speed) = (0, 0.001);
    while speed < least {
        speed *= [2.0, 2.5, 2.0][step % 3];
        step += 1;
    }
    (speed * 1_000.0).round() / 1_000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_of_its_own_is_over_in_half_a_minute() {
        let at = |s: u64| speed(SimTime::from_ms(s * 1_000));
        assert_eq!([at(1), at(60), at(3_600), at(86_400)], [0.05, 2.0, 200.0, 5_000.0]);
    }
}
