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
        let (profile, notes) = self.0.finish()?.taken(BINS, LONGEST);
        Ok(Taken { argument: profile.to_string(), notes })
    }
}
