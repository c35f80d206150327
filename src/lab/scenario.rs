//! A run as data.

use crate::sim::TimedInput;

/// Everything that a run is: all else follows from it.
///
/// It is what a link carries, a lesson's step shows, a golden test replays, an embed is told, and undo goes back to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scenario {
    /// The lab's slug.
    pub lab: String,
    /// Parameters that differ from the lab's defaults, as key and text.
    pub params: Vec<(String, String)>,
    /// What the run's chance grows from.
    pub seed: u64,
    /// What is done to it, in the order of time.
    pub inputs: Vec<TimedInput>,
}

impl Scenario {
    /// A lab's plain run.
    pub fn new(lab: &str, seed: u64) -> Scenario {
        Scenario { lab: lab.into(), params: Vec::new(), seed, inputs: Vec::new() }
    }

    /// The same with a parameter set to a text.
    pub fn with(mut self, key: &str, text: &str) -> Scenario {
        match self.params.iter_mut().find(|(known, _)| known == key) {
            Some((_, value)) => *value = text.into(),
            None => self.params.push((key.into(), text.into())),
        }
        self
    }

    /// The text of a parameter, if the scenario sets it.
    pub fn param(&self, key: &str) -> Option<&str> {
        self.params.iter().find(|(known, _)| known == key).map(|(_, text)| text.as_str())
    }
}
