//! Commands, carried out.

use super::announce::{params_value, typed};
use super::command::{Command, Unit, parse};
use super::load::{load, reset, saved, set_state};
use super::message::{Kind, Message};
use super::moment::{go, seek, seek_event, step_marks};
use super::{Error, Host, inject, tell};
use crate::link::fragment;
use crate::process::SimTime;
use serde_json::{Value, json};

/// The answer to a host's message, ready to be sent; `None` for what is not a command to us, to be ignored.
pub fn answer(host: &dyn Host, message: &Value) -> Option<Value> {
    let (message, state) = Message::read(message)?;
    if message.kind != Kind::Command {
        return None;
    }
    let result =
        state.and_then(|()| parse(&message.name, &message.data)).and_then(|command| execute(host, command));
    Some(message.answer(result).value())
}

/// Carries a command out and gives its value.
///
/// # Errors
/// Why it was not carried out.
pub fn execute(host: &dyn Host, command: Command) -> Result<Value, Error> {
    match command {
        Command::Play => host.play(true),
        Command::Pause => host.play(false),
        Command::Toggle => host.play(!host.is_playing()),
        Command::Step(n, unit) => step(host, n, unit),
        Command::Seek(when) => go(host, &when)?,
        Command::Reset { keep_params, seed } => reset(host, keep_params, seed)?,
        Command::SetSpeed(speed) => {
            let fastest = host.run().meta().fastest();
            host.set_speed(speed.clamp(0.001, fastest));
            return Ok(json!(host.speed()));
        }
        Command::Load(data) => return load(host, &data),
        Command::SetParam(key, text) => return set_param(host, &key, &text),
        Command::Inject(data) => return inject::inject(host, &data),
        Command::SetState(state) => return set_state(host, &state),
        question => return ask(host, question),
    }
    Ok(tell::position(&*host.run()))
}

/// Answers what changes nothing.
fn ask(host: &dyn Host, question: Command) -> Result<Value, Error> {
    let run = host.run();
    let run = &*run;
    Ok(match question {
        Command::GetParams => params_value(run),
        Command::Inspect(target) => {
            let id = run.resolve(&target).unwrap_or_else(|| target.clone());
            match run.inspect(&id) {
                Value::Null if !id.is_empty() => return Err(inject::no_such(&target)),
                state => state,
            }
        }
        Command::Trace(data) => tell::trace(run, &data),
        Command::Properties => tell::properties(run),
        Command::Digest => json!(format!("{:016x}", run.digest())),
        Command::GetScenario => saved(host).value(),
        Command::GetState => json!(fragment::pack(&saved(host))),
        Command::GetMetrics(data) => tell::metrics(run, &data)?,
        Command::Describe { full } => json!(tell::describe(run, full)),
        _ => json!("pong"),
    })
}

fn step(host: &dyn Host, n: i64, unit: Unit) {
    host.play(false);
    let position = host.run().position();
    match unit {
        Unit::Event => seek_event(host, position.event.saturating_add_signed(n)),
        Unit::Ms => seek(host, SimTime(position.now.0.saturating_add_signed(n * 1_000))),
        Unit::Mark => step_marks(host, n),
    }
}

fn set_param(host: &dyn Host, key: &str, text: &str) -> Result<Value, Error> {
    host.set(key, text).map_err(Error::refused)?;
    let run = host.run();
    let found = run.fields().into_iter().zip(run.values()).find(|(field, _)| field.key == key);
    Ok(found.map_or(Value::Null, |(field, value)| typed(field, value)))
}
