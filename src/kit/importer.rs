//! A file of somebody's traffic, read slice by slice and made into the argument of a command: rates over time.

use crate::apart;
use crate::lab::{Coming, Guessed, Imported, Importer};
use crate::process::SimDuration;
use crate::traffic::recorded::{self, Reader};

/// The names of files of traffic; any other is read too.
pub const TRAFFIC_FILES: &str = ".csv,.log,.txt,.tsv,.json,.jsonl,.ndjson,.gz";

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
    in importer: async fn reader(fit: Fit) -> Box<dyn Importer> {
        Box::new(Traffic(Reader::new(), fit))
    }
}

struct Traffic(Reader, Fit);

impl Importer for Traffic {
    fn choose(&mut self, key: &str, value: &str) {
        self.0.choose(key, value);
    }

    fn feed(&mut self, bytes: &[u8]) {
        self.0.feed(bytes);
    }

    fn finish(self: Box<Self>) -> Result<Imported, String> {
        let taken = self.0.finish()?.taken(self.1.bins, self.1.longest);
        let choice = |choice: recorded::Choice| Guessed {
            key: choice.key.into(),
            label: choice.label.into(),
            options: choice.options,
            chosen: choice.chosen,
        };
        Ok(Imported {
            argument: taken.profile.to_string(),
            notes: taken.notes,
            choices: taken.choices.into_iter().map(choice).collect(),
        })
    }
}
