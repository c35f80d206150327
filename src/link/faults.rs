//! Inputs as one setting: `crash:n2@5s..9s;cut:n1>n3@8s;part:n1,n2|n3,n4,n5@8s..12s;loss:0.1@0s..`.
//!
//! Each is an [`Input`]'s text with `:` for its spaces, then `@` and when it begins (the start, if there is none)
//! and ends. A fault that ends becomes two inputs: the fault, and what ends it. `part` and `dup` are short for
//! `partition` and `duplicate`; a fault of the network without a link touches every link; a role stands for the node
//! that has it by then: `crash:leader@1s`. `set:loss=10@3s` and `do:lookup apple@2s` are inputs too.

use super::when::{short, time};
use super::{MOST_INPUTS, quoted};
use crate::process::SimTime;
use crate::sim::{Fault, Input, TimedInput};

/// A longer list than this is written without looking for pairs that make an interval.
const MOST_PAIRED: usize = 200;

/// Reads the setting: what is understood, in the order of time, and a warning for each part that is not.
pub fn parse(text: &str) -> (Vec<TimedInput>, Vec<String>) {
    let (mut inputs, mut warnings) = (Vec::new(), Vec::new());
    for part in text.split(';').map(str::trim).filter(|part| !part.is_empty()) {
        if inputs.len() >= MOST_INPUTS {
            warnings.push(format!("faults: only the first {MOST_INPUTS} are taken"));
            break;
        }
        match read(part, &mut inputs) {
            Ok(warning) => warnings.extend(warning),
            Err(why) => warnings.push(format!("faults: {} is left out: {why}", quoted(part))),
        }
    }
    inputs.sort_by_key(|input| input.at);
    (inputs, warnings)
}

fn read(part: &str, inputs: &mut Vec<TimedInput>) -> Result<Option<String>, String> {
    if part.chars().any(char::is_control) {
        return Err("it is not one line".into());
    }
    let (what, span) = part.rsplit_once('@').unwrap_or((part, "0s"));
    let (from, to) = interval(span)?;
    let mut line = line(what);
    // A pause has its own length.
    let paused = what.starts_with("pause:") && what.matches(':').count() == 1;
    let to = match to {
        Some(to) if paused => {
            line = format!("{line} {}", to.since(from));
            None
        }
        to => to,
    };
    let input = Input::parse(&line)?;
    let ending = input.ending();
    inputs.push(TimedInput { at: from, input });
    let outside = Fault::outside(&line).map(|why| format!("faults: {}: {why}", quoted(part)));
    match (to, ending) {
        (None, _) => Ok(outside),
        (Some(at), Some(input)) => {
            inputs.push(TimedInput { at, input });
            Ok(outside)
        }
        (Some(_), None) => Ok(Some(format!("faults: {} has no end of its own", quoted(part)))),
    }
}

/// `5s..9s`, `5s..` or `5s`.
fn interval(span: &str) -> Result<(SimTime, Option<SimTime>), String> {
    let (from, to) = span.split_once("..").unwrap_or((span, ""));
    let from = time(from)?;
    match to.trim() {
        "" => Ok((from, None)),
        to => match time(to)? {
            to if to < from => Err(format!("{} ends before it begins", quoted(span))),
            to => Ok((from, Some(to))),
        },
    }
}

/// The input's own text.
fn line(what: &str) -> String {
    let (word, rest) = what.split_once(':').unwrap_or((what, ""));
    let rest = match word {
        "set" | "do" => rest.to_string(),
        _ => rest.replace(':', " "),
    };
    match word {
        "loss" | "dup" | "duplicate" | "reorder" | "latency" if !has_path(&rest) => {
            format!("{} * {rest}", long(word))
        }
        _ => format!("{} {rest}", long(word)),
    }
}

fn has_path(rest: &str) -> bool {
    rest.split(' ').next().is_some_and(|first| first == "*" || first.contains('>'))
}

fn long(word: &str) -> &str {
    match word {
        "part" => "partition",
        "dup" => "duplicate",
        word => word,
    }
}

/// The setting for these inputs, the shortest that reads back as they are; `None` if there is none.
pub fn write(inputs: &[TimedInput]) -> Option<String> {
    let candidates = [paired, each];
    candidates.iter().map(|write| write(inputs)).find(|text| parse(text) == (inputs.to_vec(), Vec::new()))
}

fn each(inputs: &[TimedInput]) -> String {
    let parts: Vec<String> = inputs.iter().map(|i| format!("{}@{}", what(&i.input), short(i.at))).collect();
    parts.join(";")
}

/// As intervals, where a fault and its end are both there.
fn paired(inputs: &[TimedInput]) -> String {
    if inputs.len() > MOST_PAIRED {
        return each(inputs);
    }
    let mut taken = vec![false; inputs.len()];
    let mut parts = Vec::new();
    for (place, input) in inputs.iter().enumerate() {
        if taken[place] {
            continue;
        }
        let ending = end_of(&input.input);
        let is_end = |other: usize| !taken[other] && Some(&inputs[other].input) == ending.as_ref();
        let end = (place + 1..inputs.len()).find(|other| is_end(*other));
        let mut part = format!("{}@{}", what(&input.input), short(input.at));
        if let Some(end) = end {
            taken[end] = true;
            part = format!("{part}..{}", short(inputs[end].at));
        }
        parts.push(part);
    }
    parts.join(";")
}

fn end_of(input: &Input) -> Option<Input> {
    input.ending().filter(|ending| ending != input)
}

/// An input without its time.
fn what(input: &Input) -> String {
    let share = |ppm: &u32| f64::from(*ppm) / 1e6;
    match input {
        Input::Fault(Fault::Loss(path, ppm)) => format!("loss:{path}:{}", share(ppm)).replace("*:", ""),
        Input::Fault(Fault::Duplicate(path, ppm)) => format!("dup:{path}:{}", share(ppm)).replace("*:", ""),
        Input::Fault(Fault::Reorder(path, ppm, by)) => {
            format!("reorder:{path}:{}:{by}", share(ppm)).replace("*:", "")
        }
        fault if fault.is_fault() => {
            fault.to_string().replace("partition ", "part ").replace("* ", "").replace(' ', ":")
        }
        other => other.to_string().replacen(' ', ":", 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<String> {
        let (inputs, warnings) = parse(text);
        assert_eq!(warnings, Vec::<String>::new(), "{text}");
        inputs.iter().map(|input| format!("{} {}", input.at, input.input)).collect()
    }

    #[test]
    fn an_interval_is_a_fault_and_its_end() {
        let text = "crash:n2@5s..9s;cut:n1>n3@8s;part:n1,n2|n3,n4,n5@8s..12s;loss:0.1@0s..";
        let inputs = told(text);
        assert_eq!(inputs[..3], ["0s loss * 10%", "5s crash n2", "8s cut n1>n3"]);
        assert_eq!(inputs[3..], ["8s partition n1,n2|n3,n4,n5", "9s restart n2", "12s reunite"]);
    }

    #[test]
    fn a_pause_is_as_long_as_its_interval() {
        assert_eq!(told("pause:n1@5s..5.4s;pause:n2:1s@6s"), ["5s pause n1 400ms", "6s pause n2 1s"]);
    }

    #[test]
    fn acts_and_parameters_are_inputs_too() {
        assert_eq!(
            told("set:loss=10@3s;do:lookup two words@2s"),
            ["2s do lookup two words", "3s set loss=10"]
        );
    }

    #[test]
    fn a_part_that_makes_no_sense_is_left_out_with_the_reason() {
        for (text, why) in [
            ("crash:n2@9s..5s", "before it begins"),
            ("explode:n2@1s", "explode"),
            ("crash:n0@1s", "n0"),
            ("crash:n1@soon", "soon"),
            ("loss:n1>n2", "share"),
            ("do:say a\nb@1s", "one line"),
        ] {
            let (inputs, warnings) = parse(text);
            assert!(inputs.is_empty() && warnings[0].contains(why), "{text}: {warnings:?}");
        }
        assert!(parse("heal@1s..2s").1[0].contains("no end"));
        let (inputs, warnings) = parse("loss:7@1s");
        assert_eq!(inputs[0].input.to_string(), "loss * 100%");
        assert_eq!(warnings, ["faults: \"loss:7@1s\": 7 is outside 0% to 100%"]);
    }

    #[test]
    fn every_fault_is_written_shortly_and_reads_back() {
        let text = "crash:n2@5s..9s;part:n1,n2|n3@8s..12s;loss:0.1@9s;loss:n1>n2:0.011@10s;dup:0.01@11s;\
            reorder:0.05:30ms@12s;latency:5ms..9ms@13s;slow:n1:5ms@14s;drop:m118@15s;silent:n4@16s..17s";
        assert_eq!(write(&parse(text).0).as_deref(), Some(text));
    }
}
