//! A file of somebody's traffic, read slice by slice and made into the argument of a command: rates over time.

use crate::apart;
use crate::lab::{Coming, Intake, Taken};
use crate::process::SimDuration;
use crate::traffic::recorded::Reader;

/// What a recording is made to fit, so that it can stand in a run and so in its link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fit {
    /// So many rates at most.
    pub bins: usize,
    /// A longer recording is played in this time.
    pub longest: SimDuration,
}

/// A reader for one file of traffic. Its program is fetched with the first file.
pub fn traffic(fit: Fit) -> Coming {
    Box::pin(reader(fit))
}

apart! {
    in importer: async fn reader(fit: Fit) -> Box<dyn Intake> {
        Box::new(Traffic(Reader::new(), fit))
    }
}

struct Traffic(Reader, Fit);

impl Intake for Traffic {
    fn feed(&mut self, bytes: &[u8]) {
        self.0.feed(bytes);
    }

    fn finish(self: Box<Self>) -> Result<Taken, String> {
        let (profile, notes) = self.0.finish()?.taken(self.1.bins, self.1.longest);
        Ok(Taken { argument: profile.to_string(), notes })
    }
}
