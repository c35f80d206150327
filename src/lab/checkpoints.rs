//! Points of a run to go back to: few enough, light enough, and evenly spread over the whole of it.

use super::course::Moment;

/// When there are more than this, some go.
const MOST: usize = 96;
/// When they weigh more than this, some go.
const MOST_BYTES: usize = 32 << 20;

/// Checkpoints in the order of their events. The first and the latest always stay.
pub(super) struct Checkpoints<S> {
    kept: Vec<Kept<S>>,
    bytes: usize,
}

/// A point to go back to.
pub(super) struct Kept<S> {
    pub at: Moment,
    pub state: S,
    bytes: usize,
}

impl<S> Checkpoints<S> {
    pub fn new() -> Checkpoints<S> {
        Checkpoints { kept: Vec::new(), bytes: 0 }
    }

    /// Adds the latest one, which weighs `bytes` in all. When they are too many or too heavy, those go that leave the
    /// smallest hole, older ones first: no hole is ever wider than a few hundredths of the run.
    pub fn push(&mut self, at: &Moment, bytes: usize, state: S) {
        self.kept.push(Kept { at: at.clone(), state, bytes });
        self.bytes += bytes;
        while self.kept.len() > MOST || self.bytes > MOST_BYTES {
            let hole = |place: &usize| self.kept[place + 1].at.event - self.kept[place - 1].at.event;
            let Some(place) = (1..self.kept.len() - 1).min_by_key(hole) else { return };
            self.bytes -= self.kept.remove(place).bytes;
        }
    }

    /// The latest for which `before` holds; the first if it holds of none.
    pub fn latest(&self, before: &dyn Fn(&Moment) -> bool) -> &Kept<S> {
        let place = self.kept.iter().rposition(|kept| before(&kept.at)).unwrap_or(0);
        &self.kept[place]
    }

    /// Forgets those after `event`.
    pub fn forget_after(&mut self, event: u64) {
        self.kept.retain(|kept| kept.at.event <= event);
        self.bytes = self.kept.iter().map(|kept| kept.bytes).sum();
    }

    /// What they weigh together, by estimate.
    pub fn bytes(&self) -> usize {
        let Self { kept: _, bytes } = self;
        *bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn push(checkpoints: &mut Checkpoints<()>, event: u64, bytes: usize) {
        checkpoints.push(&Moment { event, ..Moment::start(Vec::new()) }, bytes, ());
    }

    fn events(checkpoints: &Checkpoints<()>) -> Vec<u64> {
        checkpoints.kept.iter().map(|kept| kept.at.event).collect()
    }

    #[test]
    fn a_long_run_keeps_its_start_and_its_latest_and_no_wide_hole() {
        let mut checkpoints = Checkpoints::new();
        for event in 0..5_000 {
            push(&mut checkpoints, event, 1);
            let events = events(&checkpoints);
            assert!(events.len() <= MOST && events[0] == 0 && *events.last().unwrap() == event);
            let widest = events.windows(2).map(|pair| pair[1] - pair[0]).max().unwrap_or(0);
            assert!(widest <= 1.max(event / 20), "a hole of {widest} in {event}");
        }
    }

    #[test]
    fn heavy_checkpoints_are_fewer() {
        let mut checkpoints = Checkpoints::new();
        (0..1_000).for_each(|event| push(&mut checkpoints, event, 1 << 20));
        assert_eq!((events(&checkpoints).len(), checkpoints.bytes()), (32, 32 << 20));
    }

    #[test]
    fn a_world_heavier_than_the_limit_keeps_its_start_and_its_latest() {
        let mut checkpoints = Checkpoints::new();
        (0..10).for_each(|event| push(&mut checkpoints, event, 64 << 20));
        assert_eq!(events(&checkpoints), [0, 9]);
    }

    #[test]
    fn the_weight_goes_with_what_is_forgotten() {
        let mut checkpoints = Checkpoints::new();
        (0..10).for_each(|event| push(&mut checkpoints, event, 10));
        checkpoints.forget_after(4);
        assert_eq!((checkpoints.bytes(), checkpoints.latest(&|_| true).at.event), (50, 4));
        assert_eq!(checkpoints.latest(&|at| at.event <= 2).at.event, 2);
    }
}
