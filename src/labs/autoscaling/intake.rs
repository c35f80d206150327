//! A file of somebody's traffic, read slice by slice and made into an order for the fleet.

use crate::lab::{Intake, Taken};
use crate::traffic::recorded::{LONGEST, Reader};

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
        let (profile, notes) = self.0.finish()?.played_in(LONGEST);
        Ok(Taken { argument: profile.to_string(), notes })
    }
}
