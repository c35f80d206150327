//! Recorded traffic: a file's bytes go in piece by piece, a rate over time comes out that a run can be fed with.
//!
//! [`Reader`] takes what people have: a log with a date in each line, JSON lines, a W3C log, a list of moments, or a
//! table with a column of times and perhaps one of rates, and finds out by itself which it is, where times and rates
//! stand and what they count. It counts requests in bins and forgets the lines, so a log of any size takes the same
//! memory; of a table it keeps two numbers a row. [`Recording`] is what it found, [`Taken`] what a run takes of it: a
//! [`Profile`], short enough to stand in a scenario, one sentence with all that was guessed, and the [`Choice`]s with
//! which a person can have the file read otherwise.
//!
//! ```
//! use faultyard::traffic::recorded::Reader;
//! let mut reader = Reader::new();
//! reader.feed(b"time_s,rps\n0,12\n60,15.5\nnoon,3\n120,9\n");
//! let recording = reader.finish().unwrap();
//! assert_eq!(recording.profile(1_024).to_string(), "60s 12,15.5,9");
//! assert_eq!(recording.problems[0].to_string(), "line 4: \"noon\" is not a time");
//! ```
//!
//! ```text
//! text     bytes -> lines            guess, columns, header   the first lines -> a plan
//! cells    a line -> cells           plan, date, number       a line -> a moment, and a value
//! bins, rows, year, window           all moments -> those that are played
//! recording, said                    counts by time, the sentence and the choices
//! ```

mod bins;
mod cells;
mod columns;
mod date;
mod guess;
mod header;
mod moment;
mod number;
mod plan;
mod profile;
mod reader;
mod recording;
mod rows;
mod said;
mod text;
mod window;
mod year;

pub use moment::Moment;
pub use plan::Format;
pub use profile::Profile;
pub use reader::Reader;
pub use recording::{Problem, Recording};
pub use said::{Choice, Taken};

/// A day of a service in one time zone, in steps of 10 minutes: low at night, a hump before noon, a spike at half past
/// three, the peak in the evening. Made up for this project; `static/traffic/day.csv` is the same as a table.
///
/// # Panics
/// Never: a test reads it.
pub fn sample() -> Profile {
    include_str!("day.txt").trim().parse().expect("the sample is readable")
}
