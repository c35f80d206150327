//! A scenario and what is shown of it, as an address and as a file.
//!
//! ```text
//! address    which page a path asks for, and the way from one page to another
//! settings   ?p.n=5&seed=7&faults=crash:n2@5s..9s      readable, read once at the start
//! fragment   #s=1.<base64url(deflate(json))>           a whole scenario and view
//! file       *.faultyard.json                          the same JSON, for people to read
//! open       what an address asks of a lab: the scenario to run, the moment to show
//! short      the shortest address that opens a run
//! snippet    the text that puts a run into a page of some tool
//! qr         an address as a picture to point a phone at
//! ```
//!
//! Nothing in here fails: what cannot be understood keeps its default and becomes a warning, a sentence.

pub mod address;
pub mod faults;
pub mod file;
pub mod fragment;
mod open;
pub mod qr;
mod query;
mod saved;
mod schema;
mod settings;
mod short;
mod shown;
pub mod snippet;
mod when;
mod words;
mod write;

/// The least and the greatest speed of a saved run, in simulated seconds a second; a lab can have a lower limit.
pub(crate) const SPEEDS: (f64, f64) = (0.001, 3_600.0);

pub use fragment::Decoded;
pub use open::{Link, Opening, preset, same_run};
pub use query::said;
pub use saved::Saved;
pub(crate) use saved::{plain_text, whole};
pub use schema::scenario_schema;
pub use settings::Settings;
pub use short::{LONGEST_LINK, LONGEST_SETTINGS, Short, short};
pub use shown::{Fit, Lock, Motion, Part, PauseAt, Theme, Ui, View};
pub use when::When;

/// Text and state from outside is at most so many bytes once it is decoded.
pub const MOST_BYTES: usize = 64 * 1024;
/// A scenario from outside has at most so many inputs.
pub const MOST_INPUTS: usize = 10_000;
/// A scenario from outside sets at most so many parameters.
const MOST_PARAMS: usize = 256;
/// Nobody reads more warnings than this.
const MOST_WARNINGS: usize = 10;
/// A word from outside, such as an id, is at most so many characters.
const LONGEST_WORD: usize = 64;

/// A short word of letters, digits, `.`, `-` and `_`: an id, a slug, a parameter's key.
fn is_word(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    (1..=LONGEST_WORD).contains(&text.len()) && text.chars().all(plain)
}

/// The text as it can be repeated in a sentence: in quotes, short, without line breaks.
pub(crate) fn quoted(text: &str) -> String {
    let short: String = text.chars().take(40).map(|c| if c.is_control() { ' ' } else { c }).collect();
    let more = if text.chars().nth(40).is_some() { "..." } else { "" };
    format!("\"{short}{more}\"")
}

/// Text that says nothing but what it shows: not long, no control characters.
fn is_line(text: &str) -> bool {
    text.len() <= 500 && !text.chars().any(char::is_control)
}

/// Warnings as a person can read them: not too many, each of them once, short and on one line.
fn tidy(warnings: Vec<String>) -> Vec<String> {
    let short =
        |text: &String| text.chars().take(200).map(|c| if c.is_control() { ' ' } else { c }).collect();
    let (mut seen, mut more) = (Vec::<String>::new(), 0);
    for warning in warnings.iter().map(short) {
        match () {
            () if seen.contains(&warning) => {}
            () if seen.len() == MOST_WARNINGS => more += 1,
            () => seen.push(warning),
        }
    }
    if more > 0 {
        seen.push(format!("and {more} more"));
    }
    seen
}
