//! A file of somebody's traffic, read slice by slice and made into an order for the floor.

use crate::lab::{Intake, Taken};
use crate::process::SimDuration;
use crate::traffic::recorded::Reader;

/// Bins of the profile that goes into the run, and so into its link.
const BINS: usize = 288;
/// A longer recording is played in this time.
const LONGEST: SimDuration = SimDuration::from_ms(600_000);

struct Traffic(Reader);

/// A reader for one file.
pub fn open() -> Box<dyn Intake> {
    Box::new(Traffic(Reader::new()))
}

impl Intake for Traffic {
    fn feed(&mut self, bytes: &[u8]) {
        self.0.feed(bytes);
    }

    fn finish(self: Box<Self>) -> Result<Taken, String> {
        let recording = self.0.finish()?;
        let mut notes = vec![format!(
            "It reads as {}: {:.0} requests from {} to {}.",
            recording.format.name(),
            recording.requests,
            recording.from,
            recording.to
        )];
        notes.extend(recording.problems.iter().map(|problem| format!("Skipped {problem}.")));
        let more = recording.bad_lines.saturating_sub(recording.problems.len() as u64);
        if more > 0 {
            notes.push(format!("And {more} more lines were skipped."));
        }
        let mut profile = recording.profile(BINS);
        if profile.length() > LONGEST {
            notes.push(format!("Its {} are played in {LONGEST}, at its own rates.", profile.length()));
            profile = profile.stretched_to(LONGEST);
        }
        Ok(Taken { argument: profile.to_string(), notes })
    }
}
