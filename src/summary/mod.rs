//! The summary: its chapters and rows as data, the runs that show what they claim, and the page that tells both.
//!
//! ```text
//! chapters/      the text, a file a chapter: tables, rows, and beside each row its claims      (format: read.rs)
//! claim          one claim: a run, what is expected of it, what is measured, the sentence that says it
//! play           runs the claims, natively, and fills their sentences with what was measured
//! measured.txt   what came out, written by `cargo xtask claims --write` and held equal by tests/summary.rs
//! page           both as HTML: the static page `summary/`, and the program's page under `trunk serve`
//! ```
//!
//! No number that a run can give is written by hand: a sentence has places, and the run fills them.

mod claim;
mod measured;
mod page;
mod play;
mod read;

pub use claim::{Claim, Source, Value, What};
pub use measured::{MEASURED, Measured, effort, measured};
pub use page::{NAV, html, prose};
pub use play::{Effort, Played, play, text};
pub use read::slug;

/// The chapters as they are written, in their order.
pub const CHAPTERS: &[&str] = &[
    include_str!("chapters/1-scaling.md"),
    include_str!("chapters/2-traffic.md"),
    include_str!("chapters/3-autoscaling.md"),
    include_str!("chapters/4-services.md"),
    include_str!("chapters/5-consensus.md"),
    include_str!("chapters/6-state.md"),
    include_str!("chapters/7-pitfalls.md"),
    include_str!("chapters/8-performance.md"),
    include_str!("chapters/9-takeaways.md"),
];

/// A chapter.
#[derive(Clone, Debug, PartialEq)]
pub struct Chapter {
    /// Its heading.
    pub title: String,
    /// What it begins with.
    pub opening: String,
    /// Its tables.
    pub tables: Vec<Table>,
}

/// A table.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// Its heading.
    pub title: String,
    /// The heads of its columns, the rows' own first.
    pub columns: Vec<String>,
    /// Its rows.
    pub rows: Vec<Row>,
}

/// A row, its claims and what is to be put right in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Its name, which is its first cell.
    pub name: String,
    /// Its anchor on the page.
    pub id: String,
    /// The other cells.
    pub cells: Vec<Cell>,
    /// Where the summary simplifies or errs; else empty.
    pub correction: String,
    /// What runs show of it.
    pub claims: Vec<Claim>,
}

/// What stands in a cell, and what holds it.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// The words.
    pub text: String,
    /// What holds them.
    pub state: State,
}

/// What holds the words of a cell.
#[derive(Clone, Debug, PartialEq)]
pub enum State {
    /// A run shows it: the ids of the row's claims.
    Shown(Vec<String>),
    /// A lab that is still to be built will show it: its title.
    Planned(String),
    /// Nothing can be measured of it: why.
    Words(String),
}

impl Row {
    /// Whether a run shows some of it.
    pub fn is_shown(&self) -> bool {
        !self.claims.is_empty()
    }

    /// The labs that will show some of it, each once.
    pub fn planned(&self) -> Vec<&str> {
        let mut labs: Vec<&str> = Vec::new();
        for cell in &self.cells {
            if let State::Planned(lab) = &cell.state
                && !labs.contains(&lab.as_str())
            {
                labs.push(lab);
            }
        }
        labs
    }
}

/// The whole summary.
///
/// # Errors
/// A sentence that names the place and what was not understood there.
pub fn chapters() -> Result<Vec<Chapter>, String> {
    CHAPTERS.iter().map(|text| Chapter::parse(text)).collect()
}

/// The rows of all tables.
pub fn rows(chapters: &[Chapter]) -> impl Iterator<Item = &Row> {
    chapters.iter().flat_map(|chapter| &chapter.tables).flat_map(|table| &table.rows)
}
