//! What a search says of itself: what was tried, and what it means that nothing was found.

use super::Search;
use crate::process::{SimDuration, words};

impl Search {
    /// What was tried, in sentences, and what it means if nothing was `found`; `took` is how long that was for who has a
    /// clock.
    pub fn account(&self, took: Option<SimDuration>, found: bool) -> String {
        let means = &self.means;
        let took = took.map(|took| format!(" in {}", words::length(took))).unwrap_or_default();
        let kinds: Vec<&str> = means.kinds.iter().map(|kind| kind.plural()).collect();
        let runs = words::plural(self.tried, "run");
        let (length, kinds) = (words::length(SimDuration(means.length.0)), listed(&kinds));
        let mut told = format!("Tried{took}: {runs} of up to {length}, with {kinds}.");
        if !means.families.is_empty() {
            let names: Vec<&str> = means.families.iter().map(|family| family.name).collect();
            told.push_str(&format!(" Some began as trouble does in the literature: {}.", names.join("; ")));
        }
        told.push_str(&format!(" They reached {}.", words::plural(self.states() as u64, "different state")));
        if !found {
            told.push_str(
                " None broke the promise. That proves nothing: a run that does may need more faults, or another order of \
                 events.",
            );
        }
        told
    }
}

/// `a, b and c`.
fn listed(words: &[&str]) -> String {
    match words {
        [] => "no fault".into(),
        [one] => (*one).into(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
