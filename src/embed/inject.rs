//! What `inject` does: a fault with its target and amounts, or one of the lab's own acts, now.

use super::command::InjectData;
use super::data::{Data, need};
use super::{Error, Host};
use crate::process::SimDuration;
use crate::sim::{Fault, Input};
use serde_json::{Value, json};

/// Reads the data: `{fault, target, for?, ...}` or `{command, argument?}`.
///
/// Amounts are `by`, `low`, `high` (seconds), `share` (0 to 1), `ppm`, and `groups` of a partition. `fault` may also
/// be a whole line, as scenarios write it: `cut n1>n3`.
pub(super) fn read(data: Data) -> Result<InjectData, Error> {
    let lasts = data.number("for")?;
    if lasts.is_some_and(|seconds| seconds <= 0.0) {
        return Err(Error::data("\"for\" must be more than 0 seconds"));
    }
    if let Some(name) = data.text("command")? {
        let argument = data.plain("argument")?.unwrap_or_default();
        return Ok(InjectData { line: format!("do {name} {argument}").trim().into(), lasts });
    }
    let fault = need(data.text("fault")?, "fault")?.trim();
    let line = if fault.contains(' ') { fault.to_string() } else { line(fault, data)? };
    let lasts = if fault == "pause" { None } else { lasts };
    Ok(InjectData { line, lasts })
}

/// The fault's text form, from its word and the members that it needs.
fn line(fault: &str, data: Data) -> Result<String, Error> {
    let target = data.texts("target")?.map(|targets| targets.join(","));
    let aimed = || need(target.clone(), "target");
    let or_all = || target.clone().unwrap_or_else(|| "*".into());
    let seconds = |name: &str| -> Result<String, Error> { Ok(length(need(data.number(name)?, name)?)) };
    let share = || need(data.number("share")?, "share");
    Ok(match fault {
        "heal" | "reunite" => fault.into(),
        "partition" => format!("partition {}", groups(data)?.map_or_else(aimed, Ok)?),
        "pause" => format!("pause {} {}", aimed()?, seconds("for")?),
        "slow" | "skew" | "delay" => format!("{fault} {} {}", aimed()?, seconds("by")?),
        "drift" => format!("drift {} {}", aimed()?, need(data.number("ppm")?, "ppm")?.round()),
        "loss" | "duplicate" => format!("{fault} {} {}", or_all(), share()?),
        "reorder" => format!("reorder {} {} {}", or_all(), share()?, seconds("by")?),
        "latency" => {
            let high = data.number("high")?.or(data.number("low")?);
            format!("latency {} {}..{}", or_all(), seconds("low")?, length(need(high, "high")?))
        }
        other => format!("{other} {}", aimed()?),
    })
}

/// `n1,n2|n3` from lists of lists.
fn groups(data: Data) -> Result<Option<String>, Error> {
    let group = |group: &Value| -> Option<String> {
        let nodes: Option<Vec<&str>> = group.as_array()?.iter().map(Value::as_str).collect();
        Some(nodes?.join(","))
    };
    let Some(value) = data.get("groups") else { return Ok(None) };
    let groups: Option<Vec<String>> = value.as_array().and_then(|list| list.iter().map(group).collect());
    let groups = groups.ok_or_else(|| Error::data("\"groups\" must be lists of nodes"))?;
    Ok(Some(groups.join("|")))
}

fn length(seconds: f64) -> String {
    let us = SimDuration((seconds.abs() * 1e6).round() as u64);
    if seconds < 0.0 { format!("-{us}") } else { us.to_string() }
}

/// Does it, and plans its end; gives the number of the event.
pub(super) fn inject(host: &dyn Host, data: &InjectData) -> Result<Value, Error> {
    let input = match Input::parse(&data.line).map_err(Error::data)? {
        Input::Aimed(aimed) => {
            let run = host.run();
            Input::Fault(aimed.at(&|role| run.resolve(role)).map_err(no_such)?)
        }
        input => input,
    };
    if let Some(why) = Fault::outside(&data.line) {
        return Err(Error::data(why));
    }
    // What does not read back as it is could not be shared as a link.
    if data.line.chars().any(char::is_control) || Input::parse(&input.to_string()).as_ref() != Ok(&input) {
        return Err(Error::data("this has no form as a line of text"));
    }
    let ending = match data.lasts {
        None => None,
        Some(_) if !input.is_fault() => return Err(Error::data("only a fault can have \"for\"")),
        Some(seconds) => {
            let ending = input.ending().ok_or_else(|| Error::data("this does not end: leave out \"for\""))?;
            Some((ending, seconds))
        }
    };
    host.act(input).map_err(Error::refused)?;
    let position = host.run().position();
    if let Some((ending, seconds)) = ending {
        let length = SimDuration((seconds * 1e6).round() as u64).0.max(1);
        host.plan(position.now + SimDuration(length), ending).map_err(Error::refused)?;
    }
    Ok(json!(position.event))
}

/// The refusal of a name that nothing has.
pub(super) fn no_such(name: &str) -> Error {
    Error::new("unknown-target", format!("there is no \"{name}\" right now"))
}
