//! As a season ago: the forecast that every other has to beat (Hyndman & Athanasopoulos 2018, section 3.1).

use super::{Method, hash_all};
use std::collections::VecDeque;
use std::hash::{Hash, Hasher};

/// The last season's values. With a season of one step: what is now, stays.
#[derive(Clone, Debug, PartialEq)]
pub struct SeasonalNaive {
    season: u32,
    /// The oldest first: it is the forecast of the next step.
    kept: VecDeque<f64>,
}

impl SeasonalNaive {
    /// With a season of so many steps, from 1.
    pub fn new(season: u32) -> SeasonalNaive {
        assert!(season > 0, "a season has steps");
        SeasonalNaive { season, kept: VecDeque::new() }
    }

    /// Bytes on the heap that a clone copies, by estimate.
    pub(super) fn bytes(&self) -> usize {
        let Self { season: _, kept } = self;
        kept.len() * size_of::<f64>()
    }
}

impl Hash for SeasonalNaive {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self { season, kept } = self;
        (season, kept.len() as u64).hash(state);
        hash_all(kept, state);
    }
}

impl Method for SeasonalNaive {
    fn observe(&mut self, value: f64) {
        if self.kept.len() as u64 == u64::from(self.season) {
            self.kept.pop_front();
        }
        self.kept.push_back(value);
    }

    fn mean(&self, steps: u64) -> Option<f64> {
        let season = u64::from(self.season);
        let full = self.kept.len() as u64 == season;
        full.then(|| self.kept[((steps - 1) % season) as usize])
    }

    /// One more season ahead is one more step of a random walk (same, section 3.5).
    fn growth(&self, steps: u64) -> f64 {
        ((steps - 1) / u64::from(self.season) + 1) as f64
    }
}
