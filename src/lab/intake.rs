//! How a lab reads a file that a person gives it: piece by piece, so that a large one needs no more memory than a
//! small one. The page reads it in the browser; nothing is sent anywhere.

use super::Missing;
use std::pin::Pin;

/// A reader that may have to be fetched first.
pub type Coming = Pin<Box<dyn Future<Output = Result<Box<dyn Intake>, Missing>>>>;

/// A reader of one file.
pub trait Intake {
    /// Takes the next bytes. A piece may end anywhere: within a line, a number or a character.
    fn feed(&mut self, bytes: &[u8]);

    /// The file is over: what came of it.
    ///
    /// # Errors
    /// A sentence that says why nothing in it can be used.
    fn finish(self: Box<Self>) -> Result<Taken, String>;
}

/// What was read from a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// The command's argument: one line, as a script has it, so that the run is whole without the file.
    pub argument: String,
    /// What was skipped or changed, a sentence each, with the number of the line.
    pub notes: Vec<String>,
}
