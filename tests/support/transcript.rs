//! A script played for its golden transcript. Beside what every script can say, it knows two kinds of lines:
//!
//! ```text
//! at 480ms show n2                     the state of n2 then, below the line: what `inspect` says but for tables
//! at 480ms show n2 log commitIndex     these fields of it, tables too
//! at 480ms drop n1>n3                  the newest message from n1 to n3 that is on its way; also delay, copy
//! ```
//!
//! They come after the script's own inputs of their moment, in the order in which they stand.

use faultyard::lab::{Event, Run, Script, Verdict};
use faultyard::process::{NodeId, Salience, SimDuration, SimTime};
use faultyard::sim::Input;
use serde_json::{Map, Value};

/// A line that is done here, when its time comes.
struct Live<'a> {
    at: SimTime,
    verb: &'a str,
    target: &'a str,
    rest: &'a str,
}

impl<'a> Live<'a> {
    /// `None` for a line that every script can have.
    fn parse(line: &'a str) -> Option<Live<'a>> {
        let (at, act) = line.trim().strip_prefix("at ")?.split_once(' ')?;
        let (verb, rest) = act.split_once(' ')?;
        let (target, rest) = rest.trim().split_once(' ').unwrap_or((rest.trim(), ""));
        let by_ends = ["drop", "delay", "copy"].contains(&verb) && target.contains('>');
        let at = SimTime(SimDuration::parse(at)?.0);
        (verb == "show" || by_ends).then_some(Live { at, verb, target, rest })
    }
}

/// Plays a script and tells all that happened but for routine, which `# all` in the script adds.
///
/// # Errors
/// A sentence that says what is wrong: the script, its lab, a line, or anything that the run warned of.
pub fn transcript(script: &str) -> Result<String, String> {
    let own: String =
        script.lines().filter(|line| Live::parse(line).is_none()).map(|line| format!("{line}\n")).collect();
    let Script { scenario, until, .. } = Script::parse(&own)?;
    let entry = super::find(&scenario.lab).ok_or_else(|| format!("there is no lab \"{}\"", scenario.lab))?;
    if until == SimTime::ZERO {
        return Err("the script does not say until when to play".into());
    }
    let mut run = (entry.open)(&scenario);
    let mut shown = Vec::new();
    let mut lives: Vec<Live> = script.lines().filter_map(Live::parse).collect();
    lives.sort_by_key(|live| live.at);
    for live in lives {
        run.seek(live.at);
        let target = live.target;
        if live.verb == "show" {
            shown.push((run.position().record, show(&*run, &live)?));
        } else {
            let message = newest(&run.events(0, usize::MAX), target);
            let message = message.ok_or_else(|| format!("at {}, nothing is on its way {target}", live.at))?;
            run.act(Input::parse(&format!("{} {message} {}", live.verb, live.rest))?)?;
        }
    }
    run.seek(until);
    match run.warnings() {
        [] => Ok(told(&*run, &shown, script.contains("# all"))),
        warnings => Err(warnings.join("; ")),
    }
}

/// The newest message from one node to another that was neither received nor lost.
fn newest(events: &[Event], ends: &str) -> Option<String> {
    let (from, to) = ends.split_once('>')?;
    let (from, to) = (NodeId::parse(from), NodeId::parse(to));
    let ended = |id| {
        let ends = |event: &Event| event.message == Some(id) && ["received", "lost"].contains(&event.kind);
        events.iter().any(ends)
    };
    let sent = |event: &&Event| event.kind == "sent" && (event.node, event.peer) == (from, to);
    let mut sent = events.iter().rev().filter(sent).filter_map(|event| event.message);
    sent.find(|id| !ended(*id)).map(|id| id.to_string())
}

/// The state of a thing, below the line that asks for it.
fn show(run: &dyn Run, live: &Live) -> Result<String, String> {
    let Value::Object(state) = run.inspect(live.target) else {
        return Err(format!("at {}, there is no {}", live.at, live.target));
    };
    let chosen: Vec<&str> = live.rest.split_whitespace().collect();
    if let Some(stranger) = chosen.iter().find(|key| !state.contains_key(**key)) {
        return Err(format!("{} has no {stranger}", live.target));
    }
    let shown: Map<String, Value> = state
        .into_iter()
        .filter(|(key, value)| match chosen[..] {
            [] => !value.is_object() && key != "id",
            _ => chosen.contains(&key.as_str()),
        })
        .collect();
    let (lists, plain): (Map<_, _>, Map<_, _>) = shown.into_iter().partition(|(_, value)| is_table(value));
    let below = |line: String| format!("{:>10}    {line}\n", "");
    let mut text = format!("{:>10}  show {}\n", live.at.to_string(), live.target);
    if !plain.is_empty() {
        text += &below(fields(&plain));
    }
    for (key, value) in &lists {
        let lines = value.as_array().into_iter().flatten().filter_map(Value::as_object);
        text.extend(lines.map(|entry| below(format!("{key}: {}", fields(entry)))));
    }
    Ok(text)
}

fn is_table(value: &Value) -> bool {
    value.as_array().is_some_and(|list| list.iter().any(Value::is_object))
}

/// `commitIndex 1, role leader`: what there is.
fn fields(of: &Map<String, Value>) -> String {
    let fields = of.iter().map(|(key, value)| (key, words(value))).filter(|(_, words)| !words.is_empty());
    fields.map(|(key, words)| format!("{key} {words}")).collect::<Vec<_>>().join(", ")
}

fn words(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(list) => list.iter().map(words).collect::<Vec<_>>().join(" "),
        Value::Object(of) => format!("({})", fields(of)),
        other => other.to_string(),
    }
}

/// What a run told up to now, with what was shown in its place, and how it stands at the end.
fn told(run: &dyn Run, shown: &[(u64, String)], all: bool) -> String {
    let mut shown = shown.iter().peekable();
    let mut text = String::new();
    for event in run.events(0, usize::MAX) {
        while let Some((_, state)) = shown.next_if(|(before, _)| *before <= event.id) {
            text += state;
        }
        if all || event.salience > Salience::Routine {
            text += &format!("{:>10}  {}\n", event.at.to_string(), event.text);
        }
    }
    text.extend(shown.map(|(_, state)| state.as_str()));
    let standing = |v: &Verdict| match (v.broken, v.kept) {
        (true, _) => format!("broken: {}: {}\n", v.name, v.text),
        (false, true) if v.is_untested() => format!("not tested: {}\n", v.name),
        (false, true) => format!("kept: {}\n", v.name),
        (false, false) => format!("not yet: {}\n", v.name),
    };
    let verdicts: String = run.verdicts().iter().map(standing).collect();
    let scene = run.scene(720.0, 480.0).summary;
    format!("{text}\n{verdicts}{scene}\nafter {} events\n", run.position().event)
}
