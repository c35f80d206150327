//! Recorded traffic: a file's bytes go in piece by piece, a rate over time comes out that a run can be fed with.
//!
//! [`Reader`] takes the bytes of a table `time_s,rps`, of one timestamp a line, or of an access log in Common or
//! Combined Log Format, and tells by itself which it is. A plain number of time is taken for seconds, or by its size for
//! milliseconds or microseconds since 1970; a header (`time_ms`) can say otherwise. It counts requests in bins and forgets the lines, so a file of
//! any size takes the same memory. [`Recording`] is what it found, with the lines that it could not read; [`Profile`]
//! is the part that a run needs, short enough to stand in a scenario.
//!
//! ```
//! use faultyard::traffic::recorded::Reader;
//! let mut reader = Reader::new();
//! reader.feed(b"time_s,rps\n0,12\n60,15.5\nnoon,3\n120,9\n");
//! let recording = reader.finish().unwrap();
//! assert_eq!(recording.profile(1_024).to_string(), "60s 12,15.5,9");
//! assert_eq!(recording.problems[0].to_string(), "line 4: \"noon\" is no time");
//! ```

mod access_log;
mod bins;
mod calendar;
mod format;
mod profile;
mod reader;
mod recording;
mod tally;

pub use calendar::Moment;
pub use format::Format;
pub use profile::Profile;
pub use reader::Reader;
pub use recording::{Problem, Recording};

/// A day of a service in one time zone, in steps of 10 minutes: low at night, a hump before noon, a spike at half past
/// three, the peak in the evening. Made up for this project; `static/traffic/day.csv` is the same as a table.
///
/// # Panics
/// Never: a test reads it.
pub fn sample() -> Profile {
    include_str!("day.txt").trim().parse().expect("the sample is readable")
}
