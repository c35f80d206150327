//! Least squares over the last seasons: value = a(place in the season) + b * time.
//!
//! The season is a day or a week of steps, with a constant for each place (seasonal dummies: Hyndman & Athanasopoulos
//! 2018, section 5.4), and one trend for all. No matrix is needed: taking the constants out leaves each place's values
//! and times as distances from the place's own means, and one slope through all of these (Frisch & Waugh 1933).

use super::{Method, hash_all};
use std::collections::VecDeque;
use std::hash::{Hash, Hasher};

/// One place in the season: its latest values, a season apart, and what the slope needs of them.
#[derive(Clone, Debug, Default, PartialEq)]
struct Place {
    /// The oldest first.
    kept: VecDeque<f64>,
    /// Their mean.
    mean: f64,
    /// The sum of (time - mean time) * value, times in seasons.
    moment: f64,
    /// The sum of (time - mean time)^2.
    spread: f64,
}

impl Place {
    fn take(&mut self, value: f64, most: u32) {
        if self.kept.len() as u64 == u64::from(most) {
            self.kept.pop_front();
        }
        self.kept.push_back(value);
        let count = self.kept.len() as f64;
        let distance = |place: usize| place as f64 - (count - 1.0) / 2.0;
        self.mean = self.kept.iter().sum::<f64>() / count;
        self.moment = self.kept.iter().enumerate().map(|(place, value)| distance(place) * value).sum();
        self.spread = count * (count * count - 1.0) / 12.0;
    }

    /// How many seasons after its mean time comes a step that is `seasons` after its latest value.
    fn distance(&self, seasons: u64) -> f64 {
        (self.kept.len() as f64 - 1.0) / 2.0 + seasons as f64
    }
}

/// The last seasons, and the least squares through them. It needs two whole seasons.
#[derive(Clone, Debug, PartialEq)]
pub struct Regression {
    seasons: u32,
    /// The next step's place comes first.
    places: VecDeque<Place>,
}

impl Regression {
    /// With a season of so many steps (from 1), over the last `seasons` of them (from 2).
    pub fn new(season: u32, seasons: u32) -> Regression {
        assert!(season > 0 && seasons > 1, "a trend needs two seasons");
        Regression { seasons, places: vec![Place::default(); season as usize].into() }
    }

    /// Bytes on the heap that a clone copies, by estimate.
    pub(super) fn bytes(&self) -> usize {
        let Self { seasons, places } = self;
        places.len() * (size_of::<Place>() + *seasons as usize * size_of::<f64>())
    }

    /// What is gained a step; none before two whole seasons.
    pub fn trend(&self) -> Option<f64> {
        self.slope().map(|slope| slope / self.places.len() as f64)
    }

    /// What is gained a season: the sum of moments by the sum of spreads.
    fn slope(&self) -> Option<f64> {
        let enough = self.places.iter().all(|place| place.kept.len() > 1);
        let sum = |part: fn(&Place) -> f64| self.places.iter().map(part).sum::<f64>();
        enough.then(|| sum(|place| place.moment) / sum(|place| place.spread))
    }

    /// The place of a step ahead, and how many seasons after the place's mean time it is.
    fn target(&self, steps: u64) -> (&Place, f64) {
        let season = self.places.len() as u64;
        let place = &self.places[((steps - 1) % season) as usize];
        (place, place.distance((steps - 1) / season + 1))
    }

    /// The variance of a forecast's error, in units of a value's variance: a new value's own, its place's mean's, and
    /// the slope's at that distance.
    fn variance(&self, steps: u64) -> f64 {
        let (place, distance) = self.target(steps);
        let spread: f64 = self.places.iter().map(|place| place.spread).sum();
        1.0 + 1.0 / place.kept.len() as f64 + distance * distance / spread
    }
}

impl Hash for Regression {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self { seasons, places } = self;
        (seasons, places.len() as u64).hash(state);
        // What the slope needs of the values follows from them.
        for Place { kept, mean: _, moment: _, spread: _ } in places {
            (kept.len() as u64).hash(state);
            hash_all(kept, state);
        }
    }
}

impl Method for Regression {
    fn observe(&mut self, value: f64) {
        self.places[0].take(value, self.seasons);
        self.places.rotate_left(1);
    }

    fn mean(&self, steps: u64) -> Option<f64> {
        let (place, distance) = self.target(steps);
        Some(place.mean + self.slope()? * distance)
    }

    fn growth(&self, steps: u64) -> f64 {
        self.variance(steps) / self.variance(1)
    }
}
