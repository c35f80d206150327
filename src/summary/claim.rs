//! One claim: the run that shows it, what is expected of it, what is measured, and the sentence that says it.
//!
//! ```text
//! step balancing/one-slow-round-robin       the run of a lesson's step, with the step's own expectations
//! run balancing policy=random seed=3        or a run of its own: this line and the next are a script
//! at 5s crash n1                              (src/lab/script.rs)
//! until 60s
//! expect longest < 10                       what must hold of it, more than the step's own
//! against balancing policy=... seed=3       a second run, with the same inputs and end; or a step
//! queue requests = longest at 60s           a value: its name, its unit if it has one, what it is
//! picture 30s                               a still picture of that moment
//! says The queue is {queue} long.           the sentence
//! ```
//!
//! A value is one of these, and nothing else:
//!
//! ```text
//! READING                          one number of the run (src/lab/reading.rs)
//! against VALUE                    the same of the second run
//! ratio VALUE                      the first run's over the second's
//! mean of N seeds VALUE            of the runs with seeds 1 to N: their mean,
//! range of N seeds VALUE           their least and greatest,
//! share of N seeds EXPECTATION     in how many of a hundred this holds
//! ```

use crate::lab::{Expectation, Reading, Script};
use crate::process::SimTime;

/// A claim.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// Its name, of its own.
    pub id: String,
    /// The run.
    pub source: Source,
    /// What is expected of it, beside what a step expects itself.
    pub expect: Vec<Expectation>,
    /// The run that it is held against.
    pub against: Option<Source>,
    /// What is measured.
    pub values: Vec<Value>,
    /// The moment of a still picture.
    pub picture: Option<SimTime>,
    /// The sentence, with the names of values in braces.
    pub says: String,
}

/// Where a run comes from.
#[derive(Clone, Debug, PartialEq)]
pub enum Source {
    /// A lab's slug and a step of its lesson.
    Step(String, String),
    /// It is written out.
    Own(Script),
}

/// Something measured.
#[derive(Clone, Debug, PartialEq)]
pub struct Value {
    /// What the sentence calls it.
    pub name: String,
    /// Its unit as it is written; empty if it has none.
    pub unit: String,
    /// What it is.
    pub what: What,
}

/// Of which run, or of how many.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// Of the claim's run.
    Of(Reading),
    /// Of the run that it is held against.
    Against(Reading),
    /// Of the first over that of the second.
    Ratio(Reading),
    /// The mean of runs with seeds from 1 to so many.
    Mean(u64, Reading),
    /// The least and the greatest of so many.
    Range(u64, Reading),
    /// The share of so many of which this holds, in percent.
    Share(u64, Expectation),
}

impl Claim {
    /// The step that it shows, as `lab/step`.
    pub fn step(&self) -> Option<String> {
        match &self.source {
            Source::Step(lab, step) => Some(format!("{lab}/{step}")),
            Source::Own(_) => None,
        }
    }

    /// The slug of its lab.
    pub fn lab(&self) -> &str {
        match &self.source {
            Source::Step(lab, _) => lab,
            Source::Own(script) => &script.scenario.lab,
        }
    }

    /// Reads a block.
    ///
    /// # Errors
    /// A sentence that says what was not understood.
    pub fn parse(block: &str) -> Result<Claim, String> {
        let (head, body) = block.split_once('\n').unwrap_or((block, ""));
        let id = head.trim().strip_prefix("claim ").ok_or_else(|| format!("a block of kind \"{head}\""))?;
        let read = Draft::read(body).map_err(|why| format!("claim \"{id}\": {why}"))?;
        Ok(Claim { id: id.trim().into(), ..read })
    }
}

/// The lines of a claim, sorted.
#[derive(Default)]
struct Draft<'a> {
    run: Option<&'a str>,
    /// What is done to a run and how far it goes: lines of a script.
    script: Vec<&'a str>,
    expect: Vec<Expectation>,
    against: Option<&'a str>,
    values: Vec<Value>,
    picture: Option<SimTime>,
    says: &'a str,
}

impl Draft<'_> {
    fn read(body: &str) -> Result<Claim, String> {
        let mut draft = Draft::default();
        for line in body.lines().map(str::trim).filter(|line| !line.is_empty()) {
            draft.line(line)?;
        }
        let source = draft.source(draft.run.ok_or("no run")?)?;
        let against = draft.against.map(|line| draft.source(line)).transpose()?;
        let Draft { expect, values, picture, says, .. } = draft;
        if says.is_empty() {
            return Err("it says nothing".into());
        }
        for value in &values {
            if !says.contains(&format!("{{{}}}", value.name)) {
                return Err(format!("nothing is said of \"{}\"", value.name));
            }
        }
        let compares = |value: &Value| matches!(value.what, What::Against(_) | What::Ratio(_));
        if against.is_some() && !values.iter().any(compares) {
            return Err("it is held against a run of which nothing is said".into());
        }
        Ok(Claim { id: String::new(), source, expect, against, values, picture, says: says.into() })
    }

    fn source(&self, line: &str) -> Result<Source, String> {
        match line.strip_prefix("step ") {
            Some(step) => {
                let (lab, step) =
                    step.split_once('/').ok_or_else(|| format!("\"{step}\" is not lab/step"))?;
                Ok(Source::Step(lab.into(), step.into()))
            }
            None => Script::parse(&format!("{line}\n{}", self.script.join("\n"))).map(Source::Own),
        }
    }
}

impl<'a> Draft<'a> {
    fn line(&mut self, line: &'a str) -> Result<(), String> {
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        match word {
            "step" => self.run = Some(line),
            "run" => self.run = Some(rest),
            "at" | "until" => self.script.push(line),
            "expect" => self.expect.push(Expectation::parse(rest)?),
            "against" => self.against = Some(rest),
            "picture" => self.picture = Some(SimTime::parse(rest)?),
            "says" => self.says = rest,
            _ => self.values.push(Value::parse(line)?),
        }
        Ok(())
    }
}

impl Value {
    /// Reads a line.
    ///
    /// # Errors
    /// A sentence that says what was not understood.
    pub fn parse(line: &str) -> Result<Value, String> {
        let (head, what) = line.split_once(" = ").ok_or_else(|| format!("\"{line}\" is not understood"))?;
        let (name, unit) = head.split_once(' ').unwrap_or((head, ""));
        Ok(Value { name: name.into(), unit: unit.trim().into(), what: What::parse(what.trim())? })
    }
}

impl What {
    fn parse(text: &str) -> Result<What, String> {
        if let Some(rest) = text.strip_prefix("against ") {
            return Reading::parse(rest).map(What::Against);
        }
        if let Some(rest) = text.strip_prefix("ratio ") {
            return Reading::parse(rest).map(What::Ratio);
        }
        let Some((how, rest)) = text.split_once(" of ") else { return Reading::parse(text).map(What::Of) };
        let seeds = rest.split_once(" seeds ").and_then(|(many, rest)| Some((many.parse().ok()?, rest)));
        match (how, seeds) {
            ("mean", Some((many, rest))) => Ok(What::Mean(many, Reading::parse(rest)?)),
            ("range", Some((many, rest))) => Ok(What::Range(many, Reading::parse(rest)?)),
            ("share", Some((many, rest))) => Ok(What::Share(many, Expectation::parse(rest)?)),
            _ => Reading::parse(text).map(What::Of),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::Span;

    #[test]
    fn a_claim_is_read_line_by_line() {
        let text = "claim calm\nrun balancing policy=random seed=3\nagainst balancing seed=3\nat 5s crash n1\nuntil 60s\n\
            expect longest < 10\nq requests = longest at 30s\nr \u{d7} = ratio greatest p95 from 1s to 9s\n\
            l = share of 20 seeds p95 < 10\nm ms = mean of 5 seeds when \"becomes leader\"\npicture 3s\nsays {q} {r} {l} {m}.";
        let claim = Claim::parse(text).unwrap();
        assert_eq!((claim.id.as_str(), claim.lab(), claim.step()), ("calm", "balancing", None));
        let (Source::Own(one), Some(Source::Own(other))) = (&claim.source, &claim.against) else { panic!() };
        assert_eq!((&one.scenario.inputs, one.until), (&other.scenario.inputs, other.until));
        let key = "longest".to_string();
        assert_eq!(claim.values[0].what, What::Of(Reading::At(key, Some(SimTime::from_ms(30_000)))));
        assert_eq!(claim.values[0].unit, "requests");
        let span = Span { from: Some(SimTime::from_ms(1_000)), to: Some(SimTime::from_ms(9_000)) };
        assert_eq!(claim.values[1].what, What::Ratio(Reading::Greatest("p95".into(), span)));
        assert!(matches!(claim.values[2].what, What::Share(20, _)));
        assert_eq!(claim.values[3].what, What::Mean(5, Reading::When("becomes leader".into())));
        assert_eq!(Claim::parse("claim a\nstep raft/lossy\nsays So.").unwrap().step().unwrap(), "raft/lossy");
    }

    #[test]
    fn what_is_not_understood_or_not_said_is_named() {
        for (lines, says) in [
            ("says So.", "no run"),
            ("step raft\nsays So.", "lab/step"),
            ("step raft/a", "says nothing"),
            ("step raft/a\nx = term\nsays So.", "nothing is said of \"x\""),
            ("step raft/a\nx = term in 3s\nsays {x}.", "not a value"),
            ("step raft/a\nx = mean term until 3s\nsays {x}.", "not a span"),
            ("step raft/a\nx = count leaders\nsays {x}.", "not a value"),
            ("step raft/a\nagainst step raft/b\nsays So.", "of which nothing is said"),
            ("step raft/a\nperhaps\nsays {x}.", "not understood"),
        ] {
            let why = Claim::parse(&format!("claim a\n{lines}")).unwrap_err();
            assert!(why.contains(says), "{lines}: {why}");
        }
    }
}
