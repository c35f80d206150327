//! A scenario as text, with what is expected of it:
//!
//! ```text
//! raft n=5 seed=42
//! at 400ms crash n1
//! at 1s crash leader
//! at 2s set loss=10
//! until 5s
//! expect always "Election Safety"
//! ```
//!
//! A role in the place of a node is found out when the input comes: `crash leader` hits whoever leads then, and
//! `restart leader` the one that was hit. A line that begins with `#` is a comment. The first line names the lab, its parameters and the seed; `until` says how far to play.

use super::{Expectation, Scenario};
use crate::process::SimTime;
use crate::sim::{Input, TimedInput};
use std::fmt;

/// A scenario, how far to play it, and what to expect.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Script {
    /// The run.
    pub scenario: Scenario,
    /// How far to play it; zero if the text does not say.
    pub until: SimTime,
    /// What is claimed of it.
    pub expect: Vec<Expectation>,
}

impl Script {
    /// Reads the text form.
    ///
    /// # Errors
    /// A sentence with the number of the line that was not understood.
    pub fn parse(text: &str) -> Result<Script, String> {
        let mut script = Script::default();
        for (number, line) in text.lines().enumerate() {
            let line = line.trim();
            if !line.is_empty() && !line.starts_with('#') {
                script.line(line).map_err(|why| format!("line {}: {why}", number + 1))?;
            }
        }
        if script.scenario.lab.is_empty() {
            return Err("the first line must name a lab".into());
        }
        script.scenario.inputs.sort_by_key(|input| input.at);
        Ok(script)
    }

    fn line(&mut self, line: &str) -> Result<(), String> {
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        if self.scenario.lab.is_empty() {
            self.scenario.lab = word.into();
            return rest.split_whitespace().try_for_each(|setting| self.setting(setting));
        }
        match word {
            "at" => {
                let (at, input) = rest.split_once(' ').ok_or("\"at\" needs a time and what happens")?;
                self.scenario
                    .inputs
                    .push(TimedInput { at: SimTime::parse(at)?, input: Input::parse(input)? });
            }
            "until" => self.until = SimTime::parse(rest)?,
            "expect" => self.expect.push(Expectation::parse(rest)?),
            other => return Err(format!("\"{other}\" is not one of at, until, expect")),
        }
        Ok(())
    }

    fn setting(&mut self, setting: &str) -> Result<(), String> {
        let (key, value) =
            setting.split_once('=').ok_or_else(|| format!("\"{setting}\" is not key=value"))?;
        if key == "seed" {
            self.scenario.seed = value.parse().map_err(|_| format!("\"{value}\" is not a seed"))?;
        } else {
            self.scenario.params.push((key.into(), value.into()));
        }
        Ok(())
    }
}

impl fmt::Display for Script {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.scenario)?;
        if self.until > SimTime::ZERO {
            writeln!(f, "until {}", self.until)?;
        }
        self.expect.iter().try_for_each(|expect| writeln!(f, "expect {expect}"))
    }
}

impl fmt::Display for Scenario {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.lab)?;
        self.params.iter().try_for_each(|(key, value)| write!(f, " {key}={value}"))?;
        writeln!(f, " seed={}", self.seed)?;
        self.inputs.iter().try_for_each(|TimedInput { at, input }| writeln!(f, "at {at} {input}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "raft n=5 seed=42\nat 400ms crash n1\nat 2s set loss=10\nuntil 5s\n\
        expect always \"Election Safety\"\nexpect told \"n2 becomes leader\"\nexpect term >= 2 at 3s\n\
        expect term > 1 at 5s in 16 of 20 seeds\n";

    #[test]
    fn a_script_reads_back_as_it_is_written() {
        assert_eq!(Script::parse(TEXT).unwrap().to_string(), TEXT);
    }

    #[test]
    fn inputs_are_put_in_the_order_of_time() {
        let script = Script::parse("raft\nat 2s heal\nat 1s crash n1").unwrap();
        assert_eq!(script.scenario.inputs[0].input.to_string(), "crash n1");
    }

    #[test]
    fn the_line_that_is_not_understood_is_named() {
        for (text, line) in
            [("raft\nat noon heal", "line 2"), ("raft\n\nsoon", "line 3"), ("raft x", "line 1")]
        {
            assert!(Script::parse(text).unwrap_err().contains(line), "{text}");
        }
        assert!(Script::parse("# only a comment").unwrap_err().contains("lab"));
    }
}
