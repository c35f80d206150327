//! A fixed count: what every autoscaler is held against.

use super::observation::{Decision, Observation, Working};
use super::words::machines;

/// As many as someone wrote down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Settings {
    /// How many.
    pub count: u32,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings { count: 4 }
    }
}

/// Always the same count.
#[derive(Clone, Debug, Hash)]
pub struct Fixed(Settings);

impl Fixed {
    /// This count for ever.
    pub fn new(settings: Settings) -> Fixed {
        Fixed(settings)
    }

    /// The count, whatever is seen.
    pub fn decide(&mut self, _seen: &Observation) -> Decision {
        let shown = format!("{} whatever is measured", machines(self.0.count));
        Decision::new(self.0.count, "fixed count", vec![Working::new("Fixed", shown)])
    }
}
