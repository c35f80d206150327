//! The tuning view: many runs of one scenario, dealt to workers, as a heat map and as cost against what was missed.

mod crew;
mod form;
mod front;
mod heat;
mod job;
mod panel;
pub mod worker;

pub use panel::Tuner;

use crew::Crew;
use faultyard::lab::{Outcome, Sweep};
use faultyard::theory::confidence::Runs;
use std::cell::{Ref, RefCell};
use std::rc::Rc;
use yew::Callback;

/// A sweep and how far it is. Clones are the same; it lives as long as the page, whatever panel is open.
#[derive(Clone, Default)]
pub struct Tuning(Rc<RefCell<State>>);

#[derive(Default)]
struct State {
    found: Option<Found>,
    crew: Option<Crew>,
    /// Why it could not be run.
    why: Option<String>,
    changed: Callback<()>,
}

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

impl PartialEq for Tuning {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Tuning {
    /// Who is told of each change.
    pub fn listen(&self, changed: Callback<()>) {
        self.0.borrow_mut().changed = changed;
    }

    /// What has been found, if anything was looked for.
    pub fn found(&self) -> Option<Ref<'_, Found>> {
        Ref::filter_map(self.0.borrow(), |state| state.found.as_ref()).ok()
    }

    /// Whether runs are still to come.
    pub fn is_busy(&self) -> bool {
        self.0.borrow().crew.is_some()
    }

    /// Why it could not be run.
    pub fn why(&self) -> Option<String> {
        self.0.borrow().why.clone()
    }

    /// Runs a sweep; one that goes on is given up.
    pub fn start(&self, sweep: Result<Sweep, String>) {
        self.stop();
        match sweep.and_then(|sweep| sweep.check().map(|()| sweep)) {
            Err(why) => self.0.borrow_mut().why = Some(why),
            Ok(sweep) => {
                let cells = vec![Vec::new(); sweep.cells()];
                {
                    let mut state = self.0.borrow_mut();
                    state.why = None;
                    state.found = Some(Found { sweep: sweep.clone(), cells, done: 0 });
                }
                let tuning = self.clone();
                let crew = Crew::start(sweep, Callback::from(move |found| tuning.take(found)));
                self.0.borrow_mut().crew = Some(crew);
            }
        }
        self.tell();
    }

    /// Gives up what is still to come; what has been found stays.
    pub fn stop(&self) {
        let crew = self.0.borrow_mut().crew.take();
        if let Some(crew) = crew {
            crew.stop();
            self.tell();
        }
    }

    fn take(&self, found: crew::Found) {
        let over = {
            let mut state = self.0.borrow_mut();
            let (run, outcome) = match found {
                Ok(found) => found,
                Err(why) => {
                    state.why = Some(why);
                    drop(state);
                    return self.stop();
                }
            };
            let Some(found) = &mut state.found else { return };
            let (cell, _) = found.sweep.place(run);
            found.cells[cell].push(outcome);
            found.done += 1;
            found.done == found.sweep.runs()
        };
        if over { self.stop() } else { self.tell() }
    }

    fn tell(&self) {
        let changed = self.0.borrow().changed.clone();
        changed.emit(());
    }
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
