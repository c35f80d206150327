//! The measures of a run over time: each at even times, coarser the longer the run is.

use crate::process::{SimDuration, SimTime};

/// Numbers kept of all measures together: 16 MB. When there are more, every other one goes, and from then on they are taken
/// half as often.
const MOST: usize = 4 << 20;

/// What the measures were.
pub(super) struct Samples {
    every: SimDuration,
    series: Vec<Vec<f32>>,
}

impl Samples {
    /// No samples yet of so many measures.
    pub fn new(measures: usize, every: SimDuration) -> Samples {
        Samples { every, series: vec![Vec::new(); measures] }
    }

    /// The time between two samples.
    pub fn every(&self) -> SimDuration {
        self.every
    }

    /// The samples of a measure.
    pub fn of(&self, measure: usize) -> &[f32] {
        &self.series[measure]
    }

    /// Takes those that are due from `from` on and before `until`; a time before `from` has been sampled already.
    pub fn take(&mut self, from: SimTime, until: SimTime, measure: impl Fn(usize, SimTime) -> f32) {
        while let Some(next) = self.next().filter(|next| *next < until && *next >= from) {
            for (place, series) in self.series.iter_mut().enumerate() {
                series.push(measure(place, next));
            }
            self.thin(MOST);
        }
    }

    fn next(&self) -> Option<SimTime> {
        self.series.first().map(|first| SimTime(first.len() as u64 * self.every.0))
    }

    fn thin(&mut self, most: usize) {
        let count = self.series.first().map_or(0, Vec::len);
        if count * self.series.len() > most {
            for series in &mut self.series {
                let kept = series.iter().step_by(2).copied().collect();
                *series = kept;
            }
            self.every = SimDuration(self.every.0 * 2);
        }
    }

    /// Forgets those from `now` on.
    pub fn forget_from(&mut self, now: SimTime) {
        let stay = now.0.div_ceil(self.every.0) as usize;
        self.series.iter_mut().for_each(|series| series.truncate(stay));
    }

    /// Bytes that they take.
    pub fn bytes(&self) -> usize {
        let Self { every: _, series } = self;
        series.iter().map(|series| series.capacity() * size_of::<f32>()).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_run_has_coarser_samples_each_of_its_own_time() {
        let mut samples = Samples::new(2, SimDuration(10));
        for until in 0..3_000 {
            let measure = |place: usize, at: SimTime| (at.0 + place as u64) as f32;
            samples.take(SimTime(until), SimTime(until + 1), measure);
            samples.thin(64);
        }
        assert!((16..=32).contains(&samples.of(0).len()), "{}", samples.of(0).len());
        assert_eq!(samples.every(), SimDuration(160));
        for (place, value) in samples.of(1).iter().enumerate() {
            assert_eq!(*value, (place as u64 * 160 + 1) as f32);
        }
        samples.forget_from(SimTime(321));
        assert_eq!(samples.of(0), [0.0, 160.0, 320.0]);
    }
}
