//! Reading a person's file for one of the lab's commands: here in the browser, piece by piece, sent nowhere. What was
//! guessed is said and can be corrected, and then the file is read again; only what a person has agreed to is played.

mod bytes;
mod notes;
mod taker;

pub use notes::notice;
pub use taker::taker;

use super::player::Player;
use bytes::Bytes;
use faultyard::lab::{Asks, CommandSpec, Imported, Importer};
use faultyard::sim::Input;
use std::cell::Cell;
use std::collections::BTreeMap;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use web_sys::File;

const NO_READER: &str = "The part of the program that reads files did not load. Try again.";
const CUT_OFF: &str = "the file could not be read to its end";

/// A file that is being read, or was read and waits for a person's word.
#[derive(Clone)]
pub struct Reading {
    /// The file's name.
    pub name: String,
    /// How much of it has been read, 0 to 1.
    pub part: f64,
    /// What was read, once it is, and why the latest correction could not be done.
    pub offer: Option<(Rc<Imported>, Option<String>)>,
    stopped: Rc<Cell<bool>>,
    source: Source,
}

/// What is read, and how.
#[derive(Clone)]
struct Source {
    file: File,
    command: CommandSpec,
    /// What a person has chosen, by key.
    chosen: BTreeMap<String, String>,
}

/// Reads `file` for the command that takes one. What can be read in several ways waits for [`agree`]; with any other the
/// command is done. Another reading is given up.
pub fn start(player: &Player, command: &CommandSpec, file: File) {
    begin(player, Source { file, command: *command, chosen: BTreeMap::new() }, None);
}

/// Reads the same file again, with another value for one of its choices.
pub fn choose(player: &Player, key: &str, value: &str) {
    let Some(Reading { mut source, offer: Some((offer, _)), .. }) = player.reading() else { return };
    source.chosen.insert(key.into(), value.into());
    begin(player, source, Some(offer));
}

/// Does the command with what was read.
pub fn agree(player: &Player) {
    let Some(Reading { source, offer: Some((offer, _)), .. }) = player.reading() else { return };
    player.show_reading(None);
    let told = player.act(Input::command(source.command.name, &offer.argument));
    player.tell(told.err());
}

/// Reads; `before` is what was read without the latest correction.
fn begin(player: &Player, source: Source, before: Option<Rc<Imported>>) {
    let Asks::File { importer, .. } = source.command.asks else { return };
    stop(player);
    let player = player.clone();
    spawn_local(async move {
        let stopped = Rc::new(Cell::new(false));
        let reading = Reading {
            name: source.file.name(),
            part: 0.0,
            offer: None,
            stopped: stopped.clone(),
            source: source.clone(),
        };
        let read = match importer().await {
            Ok(importer) => read(&player, reading.clone(), importer).await,
            Err(_) => Err(NO_READER.into()),
        };
        if stopped.get() {
            return;
        }
        let offer = match (read, before) {
            (Ok(read), _) if !read.choices.is_empty() => (Rc::new(read), None),
            (Err(why), Some(before)) => (before, Some(why)),
            (read, _) => {
                player.show_reading(None);
                return done(&player, source.command.name, read);
            }
        };
        player.tell(None);
        player.show_reading(Some(Reading { offer: Some(offer), ..reading }));
    });
}

/// Gives up what is being read.
pub fn stop(player: &Player) {
    if let Some(reading) = player.reading() {
        reading.stopped.set(true);
        player.show_reading(None);
    }
}

async fn read(
    player: &Player,
    mut reading: Reading,
    mut importer: Box<dyn Importer>,
) -> Result<Imported, String> {
    for (key, value) in &reading.source.chosen {
        importer.choose(key, value);
    }
    let mut bytes = Bytes::of(&reading.source.file).await.ok_or(CUT_OFF)?;
    while let Some(piece) = bytes.next().await.ok_or(CUT_OFF)? {
        if reading.stopped.get() {
            break;
        }
        importer.feed(&piece);
        reading.part = bytes.part();
        player.show_reading(Some(reading.clone()));
    }
    importer.finish()
}

/// Does the command with what was read, and tells what was skipped.
fn done(player: &Player, command: &str, read: Result<Imported, String>) {
    let result = read.and_then(|taken| {
        player.act(Input::command(command, &taken.argument))?;
        Ok(notice(&taken.notes))
    });
    match result {
        Ok(notes) => player.tell(notes),
        Err(why) => player.tell(Some(why)),
    }
}
