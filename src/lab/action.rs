//! What a person can do to a thing on the stage.

use super::{Coming, Lab};
use crate::process::SimTime;
use crate::sim::{self, Fault, Input, Trace, World};

/// One thing to do: a button.
#[derive(Clone, Debug, PartialEq)]
pub struct Action {
    /// A verb: "Crash".
    pub label: String,
    /// One character that stands before the label, as a sign.
    pub sign: &'static str,
    /// What it does.
    pub input: Input,
}

impl Action {
    /// A button for an input.
    pub fn new(label: &str, sign: &'static str, input: Input) -> Action {
        Action { label: label.into(), sign, input }
    }

    /// A button for a fault.
    pub fn fault(label: &str, sign: &'static str, fault: Fault) -> Action {
        Action::new(label, sign, Input::Fault(fault))
    }
}

/// What a command asks for before it can be done.
#[derive(Clone, Copy, Debug)]
pub enum Asks {
    /// Nothing.
    Nothing,
    /// A text, with an example.
    Text(&'static str),
    /// A file: what is read from it is the argument.
    File {
        /// The names that are offered first, as in ".csv,.log,.txt".
        accept: &'static str,
        /// A new reader, once it is there.
        importer: fn() -> Coming,
    },
}

/// One of the lab's own acts, as the palette shows it.
#[derive(Clone, Copy, Debug)]
pub struct CommandSpec {
    /// The word in `do <word>`.
    pub name: &'static str,
    /// For people: "Add a node".
    pub label: &'static str,
    /// What it asks for.
    pub asks: Asks,
    /// What it does, in a sentence.
    pub help: &'static str,
}

/// Does an act, with the time, the text that it asks for, and the trace.
pub type Deed<W> = fn(&mut W, SimTime, &str, &mut Trace<<W as World>::Note>) -> Result<(), String>;

/// One of the lab's own acts, which a person starts from the palette.
pub struct Command<W: World> {
    /// How it is shown.
    pub spec: CommandSpec,
    /// Does it, with the text that it asks for; an error is a sentence that says why it cannot be done. The trace's latest
    /// record is then the input's own.
    pub run: Deed<W>,
}

impl<W: World> Command<W> {
    /// A row of [`Lab::COMMANDS`].
    pub const fn new(
        name: &'static str,
        label: &'static str,
        asks: Asks,
        help: &'static str,
        run: Deed<W>,
    ) -> Command<W> {
        Command { spec: CommandSpec { name, label, asks, help }, run }
    }
}

/// Does one of the lab's own acts.
///
/// # Errors
/// A sentence that says why it cannot be done, or which acts there are.
pub fn order<L: Lab>(
    world: &mut L::World,
    now: SimTime,
    command: &sim::Command,
    trace: &mut Trace<<L::World as World>::Note>,
) -> Result<(), String> {
    let name = command.name.as_str();
    match L::COMMANDS.iter().find(|row| row.spec.name == name) {
        Some(row) => (row.run)(world, now, &command.argument, trace),
        None => Err(unknown(name, L::COMMANDS.iter().map(|row| row.spec.name).collect())),
    }
}

fn unknown(name: &str, known: Vec<&str>) -> String {
    match known[..] {
        [] => format!("there is no command \"{name}\": this takes faults only"),
        _ => format!("there is no command \"{name}\": {}", known.join(", ")),
    }
}
