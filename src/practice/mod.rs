//! Practice: questions as an interviewer asks them, each answered by a run that is measured.
//!
//! ```text
//! ../labs/*/practice.md    the questions, beside the lab that answers them      (format: question.rs)
//! question                 a question: what is asked, the run, and what there is to say about it
//! answer                   what a run says to it, and whether a guess was right
//! progress                 what somebody has answered so far, and what comes next; as a file too
//! place                    what the page's address asks for
//! interview                five questions and their seeds, the same for all who type the same code
//! done                     what became of an interview's questions, for the browser and as a text
//! range                    the numbers that can be guessed, on a slider and as they are typed
//! spread                   what the same run says with many seeds
//! ```
//!
//! No answer is written down: a run gives it, and the sentences have places for its numbers.

mod answer;
mod done;
mod interview;
mod place;
mod progress;
mod question;
mod range;
mod spread;

pub use answer::{Answer, Guess, Reply};
pub use done::{Done, Sheet, clock};
pub use interview::{Asked, LENGTH, SEEDS, interview};
pub use place::{Place, code, digits};
pub use progress::{Progress, Seen};
pub use question::{Ask, Follow, Question, Range, Say};
pub use range::typed;
pub use spread::Spread;

/// Labs in the order of the summary, and their questions as they are written.
const WRITTEN: &[(&str, &str)] = &[
    ("balancing", include_str!("../labs/balancing/practice.md")),
    ("autoscaling", include_str!("../labs/autoscaling/practice.md")),
    ("raft", include_str!("../labs/raft/practice.md")),
    ("hashing", include_str!("../labs/hashing/practice.md")),
];

/// All questions.
///
/// # Errors
/// A sentence that names the question and what was not understood.
pub fn questions() -> Result<Vec<Question>, String> {
    let mut all = Vec::new();
    for (lab, text) in WRITTEN {
        for section in text.split("\n## ").skip(1) {
            let read = Question::parse(section).map_err(|why| format!("{lab}: {why}"))?;
            if read.script.scenario.lab != *lab {
                return Err(format!("{lab}: \"{}\" runs {}", read.title, read.script.scenario.lab));
            }
            all.push(read);
        }
    }
    Ok(all)
}
