//! What a run is judged by: numbers that are better when they are smaller, such as a cost and what was missed.

/// One such number of a world.
pub struct Goal<W: 'static> {
    /// Short and stable.
    pub key: &'static str,
    /// For people.
    pub label: &'static str,
    /// The unit; empty for a count.
    pub unit: &'static str,
    /// What it is so far.
    pub so_far: fn(&W) -> f64,
    /// What it would be for somebody who had known everything beforehand.
    pub bound: fn(&W) -> f64,
}

/// A goal and how a run stands to it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Score {
    /// Short and stable.
    pub key: &'static str,
    /// For people.
    pub label: &'static str,
    /// The unit; empty for a count.
    pub unit: &'static str,
    /// What it is so far.
    pub so_far: f64,
    /// What it would be for somebody who had known everything beforehand.
    pub bound: f64,
}

impl<W> Goal<W> {
    /// How a world stands to it.
    pub fn score(&self, world: &W) -> Score {
        let Goal { key, label, unit, so_far, bound } = *self;
        Score { key, label, unit, so_far: so_far(world), bound: bound(world) }
    }
}
