//! What a sweep has found so far, cell by cell.

use faultyard::lab::{Outcome, Sweep};
use faultyard::theory::confidence::Runs;

/// What a sweep has found so far.
#[derive(Clone)]
pub struct Found {
    /// What is run.
    pub sweep: Sweep,
    /// The runs of each cell that are done.
    pub cells: Vec<Vec<Outcome>>,
    /// How many runs are done.
    pub done: usize,
}

impl Found {
    /// The mean of a goal over the seeds of a cell, and how far to each side its 95 % interval reaches, if there are
    /// two runs or more.
    pub fn mean(&self, cell: usize, goal: usize) -> Option<(f64, Option<f64>)> {
        let scores: Vec<f64> =
            self.cells[cell].iter().filter_map(|outcome| outcome.scores.get(goal).copied()).collect();
        let mean = scores.iter().sum::<f64>() / scores.len() as f64;
        let interval = Runs::of(&scores).map(|runs| runs.half_width(0.95));
        (!scores.is_empty()).then_some((mean, interval))
    }

    /// The cells that have results, with the means of two goals.
    pub fn points(&self, x: usize, y: usize) -> Vec<(usize, (f64, f64))> {
        let point = |cell| Some((cell, (self.mean(cell, x)?.0, self.mean(cell, y)?.0)));
        (0..self.cells.len()).filter_map(point).collect()
    }

    /// The cells on the Pareto front of two goals, the smallest in the first goal first.
    pub fn front(&self, x: usize, y: usize) -> Vec<usize> {
        let points = self.points(x, y);
        let only: Vec<(f64, f64)> = points.iter().map(|point| point.1).collect();
        faultyard::lab::front(&only).into_iter().map(|place| points[place].0).collect()
    }

    /// The runs of a cell that broke a property.
    pub fn broken(&self, cell: usize) -> usize {
        self.cells[cell].iter().filter(|outcome| outcome.broken > 0).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use faultyard::lab::{Axis, Scenario};
    use faultyard::process::SimTime;

    #[test]
    fn cells_are_told_by_their_means_and_the_front_by_their_places() {
        let axis = Axis { key: "target".into(), values: ["40", "60", "80"].map(String::from).to_vec() };
        let scenario = Scenario::new("autoscaling", 1);
        let sweep = Sweep { scenario, until: SimTime::from_ms(1), axes: vec![axis], seeds: 2 };
        let outcome = |cost, missed, broken| Outcome { scores: vec![cost, missed], broken };
        let cells = vec![
            vec![outcome(10.0, 1.0, 0), outcome(12.0, 1.0, 1)],
            vec![outcome(8.0, 2.0, 0)],
            vec![outcome(9.0, 3.0, 0)],
        ];
        let found = Found { sweep, cells, done: 4 };
        assert_eq!(found.mean(0, 0).map(|mean| mean.0), Some(11.0));
        assert!(
            found.mean(0, 0).and_then(|mean| mean.1).is_some_and(|half| half > 12.0),
            "two runs say little"
        );
        assert_eq!(found.mean(1, 0), Some((8.0, None)));
        assert_eq!((found.front(0, 1), found.broken(0)), (vec![1, 0], 1));
    }
}
