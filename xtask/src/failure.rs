//! What went wrong and what to do about it: every failure of these commands says both.

use std::fmt;

/// The outcome of a step.
pub type Result<T = ()> = std::result::Result<T, Failure>;

/// A failed step, for a person to read.
#[derive(Debug)]
pub struct Failure {
    what: String,
    remedy: String,
}

impl Failure {
    /// A failure: what happened, and what the reader can do.
    pub fn new(what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { what: what.into(), remedy: remedy.into() }
    }

    /// The same failure under the name of the step that it ended.
    pub fn within(self, step: &str) -> Self {
        Self { what: format!("{step}: {}", self.what), ..self }
    }

    /// What happened, without the remedy: for a message that goes on with another way.
    pub fn what(&self) -> &str {
        &self.what
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "  What failed: {}", self.what.replace('\n', "\n    "))?;
        write!(f, "\n  What to do:  {}", self.remedy.replace('\n', "\n    "))
    }
}

/// Turns an error of a file operation into a failure that names the file.
pub fn on_file(path: &std::path::Path, error: &std::io::Error) -> Failure {
    Failure::new(format!("{}: {error}", path.display()), "Check that the file is there and may be written.")
}
