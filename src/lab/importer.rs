//! How a lab reads a file that a person gives it: piece by piece, so that a large one needs no more memory than a
//! small one. The page reads it in the browser; nothing is sent anywhere.

use super::Missing;
use std::pin::Pin;

/// A reader that may have to be fetched first.
pub type Coming = Pin<Box<dyn Future<Output = Result<Box<dyn Importer>, Missing>>>>;

/// A reader of one file.
pub trait Importer {
    /// Reads what a person has chosen instead of what was guessed: the key and a value of a [`Guessed`]. It comes before the
    /// first bytes, for the whole file is read again; others change nothing.
    fn choose(&mut self, _key: &str, _value: &str) {}

    /// Takes the next bytes. A piece may end anywhere: within a line, a number or a character.
    fn feed(&mut self, bytes: &[u8]);

    /// The file is over: what came of it.
    ///
    /// # Errors
    /// A sentence that says why nothing in it can be used.
    fn finish(self: Box<Self>) -> Result<Imported, String>;
}

/// What was read from a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// The command's argument: one line, as a script has it, so that the run is whole without the file.
    pub argument: String,
    /// How the file was read, and what was skipped or changed, a sentence each, with the number of the line.
    pub notes: Vec<String>,
    /// What was guessed, and can be read in another way before anything is done with it.
    pub choices: Vec<Guessed>,
}

/// One of several ways to read a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Guessed {
    /// Its name for [`Importer::choose`].
    pub key: String,
    /// For people: "Counted as".
    pub label: String,
    /// The values, and what they are called.
    pub options: Vec<(String, String)>,
    /// The value that was taken.
    pub chosen: String,
}
