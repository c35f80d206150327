//! Reading a person's file for one of the lab's commands: here in the browser, slice by slice, sent nowhere.

use super::player::Player;
use faultyard::lab::{Asks, CommandSpec, Intake, Taken};
use faultyard::sim::Input;
use js_sys::Uint8Array;
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::File;

/// So many bytes are in memory at a time. Between two slices the page lives on.
const SLICE: f64 = 1_048_576.0;
/// So many notes are shown.
const NOTES: usize = 8;
const NO_READER: &str = "The part of the program that reads files did not load. Try again.";

/// A file that is being read.
#[derive(Clone)]
pub struct Reading {
    /// The file's name.
    pub name: String,
    /// How much of it has been read, 0 to 1.
    pub part: f64,
    stopped: Rc<Cell<bool>>,
}

/// Reads `file` for the command that takes one, and then does the command. Another reading is given up.
pub fn start(player: &Player, command: &CommandSpec, file: File) {
    let Asks::File { intake, .. } = command.asks else { return };
    stop(player);
    let (player, name) = (player.clone(), command.name);
    spawn_local(async move {
        let stopped = Rc::new(Cell::new(false));
        let reading = Reading { name: file.name(), part: 0.0, stopped: stopped.clone() };
        let read = match intake().await {
            Ok(intake) => read(&player, &file, reading, intake).await,
            Err(_) => Err(NO_READER.into()),
        };
        if !stopped.get() {
            player.show_reading(None);
            done(&player, name, read);
        }
    });
}

/// Gives up what is being read.
pub fn stop(player: &Player) {
    if let Some(reading) = player.reading() {
        reading.stopped.set(true);
        player.show_reading(None);
    }
}

/// The command that takes a dropped file: the first that names its kind, or else the first that takes any.
pub fn taker<'a>(commands: &'a [CommandSpec], file: &str) -> Option<&'a CommandSpec> {
    let kind =
        file.rsplit_once('.').map_or(String::new(), |(_, kind)| format!(".{}", kind.to_ascii_lowercase()));
    let takes = |command: &&CommandSpec| matches!(command.asks, Asks::File { .. });
    let fits = |command: &&CommandSpec| match command.asks {
        Asks::File { accept, .. } => accept.split(',').any(|known| known.trim() == kind),
        _ => false,
    };
    commands.iter().find(fits).or_else(|| commands.iter().find(takes))
}

async fn read(
    player: &Player,
    file: &File,
    mut reading: Reading,
    mut intake: Box<dyn Intake>,
) -> Result<Taken, String> {
    let (size, mut from) = (file.size(), 0.0);
    while from < size && !reading.stopped.get() {
        reading.part = from / size;
        player.show_reading(Some(reading.clone()));
        let to = size.min(from + SLICE);
        intake.feed(&slice(file, from, to).await.ok_or("the file could not be read to its end")?);
        from = to;
    }
    intake.finish()
}

async fn slice(file: &File, from: f64, to: f64) -> Option<Vec<u8>> {
    let slice = file.slice_with_f64_and_f64(from, to).ok()?;
    let buffer = JsFuture::from(slice.array_buffer()).await.ok()?;
    Some(Uint8Array::new(&buffer).to_vec())
}

/// Does the command with what was read, and tells what was skipped.
fn done(player: &Player, command: &str, read: Result<Taken, String>) {
    let result = read.and_then(|taken| {
        player.act(Input::command(command, &taken.argument))?;
        Ok(notice(&taken.notes))
    });
    match result {
        Ok(notes) => player.tell(notes),
        Err(why) => player.tell(Some(why)),
    }
}

/// The notes, a line each, and how many more there are.
fn notice(notes: &[String]) -> Option<String> {
    let mut lines: Vec<String> = notes.iter().take(NOTES).cloned().collect();
    if notes.len() > NOTES {
        lines.push(format!("And {} more like these.", notes.len() - NOTES));
    }
    (!lines.is_empty()).then(|| lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Nothing;

    impl Intake for Nothing {
        fn feed(&mut self, _: &[u8]) {}
        fn finish(self: Box<Self>) -> Result<Taken, String> {
            Err("nothing".into())
        }
    }

    fn command(name: &'static str, asks: Asks) -> CommandSpec {
        CommandSpec { name, label: "", asks, help: "" }
    }

    #[test]
    fn a_dropped_file_goes_to_the_command_that_names_its_kind() {
        let file = |accept| Asks::File {
            accept,
            intake: || Box::pin(async { Ok(Box::new(Nothing) as Box<dyn Intake>) }),
        };
        let commands = [
            command("go", Asks::Nothing),
            command("log", file(".log")),
            command("table", file(".csv, .tsv")),
        ];
        let takes = |name| taker(&commands, name).map(|command| command.name);
        assert_eq!(["a.LOG", "b.tsv", "c"].map(takes), [Some("log"), Some("table"), Some("log")]);
        assert!(taker(&commands[..1], "a.log").is_none());
    }

    #[test]
    fn a_few_notes_are_told_and_the_rest_is_counted() {
        let notes = |count: usize| (0..count).map(|line| format!("Line {line}.")).collect::<Vec<_>>();
        assert_eq!(notice(&notes(0)), None);
        assert_eq!(notice(&notes(2)).as_deref(), Some("Line 0.\nLine 1."));
        assert!(notice(&notes(20)).is_some_and(|told| told.ends_with("And 12 more like these.")));
    }
}
