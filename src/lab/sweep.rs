//! Many runs of one scenario with other values of a parameter or two and other seeds, scored by the lab's goals:
//! which settings are worth their price.
//!
//! Every cell of the grid runs with the same seeds (common random numbers), so that cells differ by their settings
//! and not by their luck.

use super::{Field, FieldKind, Run, Scenario};
use crate::process::SimTime;

/// A parameter and the values that it takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Axis {
    /// The parameter's key.
    pub key: String,
    /// Its values as text, at least one.
    pub values: Vec<String>,
}

/// What is to be run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sweep {
    /// The run that is varied.
    pub scenario: Scenario,
    /// When each run is scored.
    pub until: SimTime,
    /// One or two parameters. The first changes fastest from cell to cell.
    pub axes: Vec<Axis>,
    /// How many seeds, from the scenario's on.
    pub seeds: u32,
}

/// A sweep has at most so many cells.
pub const MOST_CELLS: usize = 144;
/// And so many seeds.
pub const MOST_SEEDS: u32 = 30;

impl Axis {
    /// An axis from a list of values, as a person writes it: `40, 60, 80`. Values that are the same are taken once.
    ///
    /// # Errors
    /// A sentence that says which value is none, or that there is none.
    pub fn parse(field: &Field, text: &str) -> Result<Axis, String> {
        let mut values: Vec<i64> = Vec::new();
        for part in text.split([',', ';', ' ']).filter(|part| !part.is_empty()) {
            let (value, warning) = field.parse(part)?;
            if let Some(warning) = warning {
                return Err(warning);
            }
            if !values.contains(&value) {
                values.push(value);
            }
        }
        if values.is_empty() {
            return Err(format!("{} needs a value", field.label.to_ascii_lowercase()));
        }
        Ok(Axis {
            key: field.key.into(),
            values: values.into_iter().map(|value| field.text(value)).collect(),
        })
    }

    /// Values worth trying around the one that is set: all of a list, or up to seven numbers.
    pub fn around(field: &Field, value: i64) -> Axis {
        let values: Vec<i64> = match field.kind {
            FieldKind::Switch => vec![0, 1],
            FieldKind::Choice(choices) => (0..choices.len() as i64).collect(),
            FieldKind::Number { min, max, step, .. } => {
                // Even steps of about a quarter of the value, from half of it to twice.
                let quarter = if value == 0 { max / 10 } else { value.abs() / 4 };
                let by = (quarter / step * step).max(step);
                let mut values: Vec<i64> =
                    (-2..=4).map(|steps| (value + steps * by).clamp(min, max)).collect();
                values.dedup();
                values
            }
        };
        Axis { key: field.key.into(), values: values.into_iter().map(|value| field.text(value)).collect() }
    }
}

impl Sweep {
    /// Why it cannot be run, if it cannot.
    ///
    /// # Errors
    /// A sentence.
    pub fn check(&self) -> Result<(), String> {
        let cells = self.cells();
        match () {
            () if self.axes.is_empty() || self.axes.len() > 2 => Err("one parameter or two".into()),
            () if self.axes.len() == 2 && self.axes[0].key == self.axes[1].key => {
                Err("two different parameters, or one".into())
            }
            () if cells == 0 || cells > MOST_CELLS => {
                Err(format!("{cells} settings are too many: at most {MOST_CELLS}"))
            }
            () if self.seeds == 0 || self.seeds > MOST_SEEDS => Err(format!("1 to {MOST_SEEDS} seeds")),
            () => Ok(()),
        }
    }

    /// How many settings there are.
    pub fn cells(&self) -> usize {
        self.axes.iter().map(|axis| axis.values.len()).product()
    }

    /// How many runs.
    pub fn runs(&self) -> usize {
        self.cells() * self.seeds as usize
    }

    /// The values of a cell, an axis each.
    pub fn values(&self, cell: usize) -> Vec<&str> {
        let mut rest = cell;
        let value = |axis: &'_ Axis, rest: &mut usize| {
            let place = *rest % axis.values.len();
            *rest /= axis.values.len();
            place
        };
        self.axes.iter().map(|axis| axis.values[value(axis, &mut rest)].as_str()).collect()
    }

    /// The run of a cell with one of the seeds. What is set during the run stays set then.
    pub fn scenario(&self, cell: usize, seed: u32) -> Scenario {
        let mut scenario = self.scenario.clone();
        scenario.seed = scenario.seed.wrapping_add(u64::from(seed));
        let values = self.axes.iter().zip(self.values(cell));
        values.fold(scenario, |scenario, (axis, value)| scenario.with(&axis.key, value))
    }

    /// Cell and seed of the run with this number: one seed after the other, so that there is something of each cell
    /// to see soon.
    pub fn place(&self, run: usize) -> (usize, u32) {
        let cells = self.cells();
        (run % cells, (run / cells) as u32)
    }
}

/// What a run of a sweep came to.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// How it stands to each goal.
    pub scores: Vec<f64>,
    /// How many properties it broke.
    pub broken: usize,
}

impl Outcome {
    /// Runs to a time and scores.
    pub fn of(run: &mut dyn Run, until: SimTime) -> Outcome {
        run.seek(until);
        let scores = run.scores().iter().map(|score| score.so_far).collect();
        Outcome { scores, broken: run.verdicts().iter().filter(|verdict| verdict.broken).count() }
    }
}

/// The points that are nobody's worse: no other is at most as large in both and smaller in one. By their places, the
/// smallest in the first number first. (Pareto, Cours d'économie politique, 1896.)
pub fn front(points: &[(f64, f64)]) -> Vec<usize> {
    let mut places: Vec<usize> = (0..points.len()).collect();
    places.sort_by(|a, b| {
        let ((a0, a1), (b0, b1)) = (points[*a], points[*b]);
        a0.total_cmp(&b0).then(a1.total_cmp(&b1))
    });
    let mut front: Vec<usize> = Vec::new();
    for place in places {
        let last = front.last().map(|last| points[*last]);
        if last.is_none_or(|last| points[place].1 < last.1 || points[place] == last) {
            front.push(place);
        }
    }
    front
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::trial::TRIAL;
    use proptest::prelude::*;

    const SIZE: Field = Field::number("size", "Size", 1, 100).step(5);

    fn axis(key: &str, values: &[&str]) -> Axis {
        Axis { key: key.into(), values: values.iter().map(|value| (*value).into()).collect() }
    }

    fn sweep() -> Sweep {
        Sweep {
            scenario: Scenario::new("trial", 7),
            until: SimTime::from_ms(100),
            axes: vec![axis("n", &["3", "5"]), axis("m", &["a", "b", "c"])],
            seeds: 4,
        }
    }

    #[test]
    fn each_run_is_a_cell_and_a_seed_and_each_pair_comes_once() {
        let sweep = sweep();
        let mut seen: Vec<(String, u64)> = Vec::new();
        for run in 0..sweep.runs() {
            let (cell, seed) = sweep.place(run);
            let scenario = sweep.scenario(cell, seed);
            seen.push((format!("{:?}", scenario.params), scenario.seed));
            assert_eq!(scenario.param("n"), Some(sweep.values(cell)[0]));
            assert_eq!(scenario.param("m"), Some(sweep.values(cell)[1]));
        }
        assert_eq!(
            seen.iter().map(|one| one.1).collect::<std::collections::BTreeSet<_>>(),
            (7..11).collect()
        );
        let all = seen.len();
        seen.sort();
        seen.dedup();
        assert_eq!((all, seen.len()), (24, 24));
    }

    #[test]
    fn a_person_writes_values_with_commas_and_hears_which_is_none() {
        assert_eq!(Axis::parse(&SIZE, "40, 60,80 60"), Ok(axis("size", &["40", "60", "80"])));
        assert!(Axis::parse(&SIZE, "40, many").unwrap_err().contains("many"));
        assert!(Axis::parse(&SIZE, "400").unwrap_err().contains("outside"));
        assert!(Axis::parse(&SIZE, " ").unwrap_err().contains("needs a value"));
    }

    #[test]
    fn the_values_to_try_hold_the_one_that_is_set_and_stay_in_bounds() {
        for value in [1, 7, 60, 100] {
            let axis = Axis::around(&SIZE, value);
            assert!(axis.values.contains(&value.to_string()), "{axis:?}");
            assert!(Axis::parse(&SIZE, &axis.values.join(",")).is_ok(), "{axis:?}");
            assert!(axis.values.len() >= 2 && axis.values.len() <= 7, "{axis:?}");
        }
        let kind = Field::choice("kind", "Kind").among(&[("ring", "Ring"), ("jump", "Jump")]);
        assert_eq!(Axis::around(&kind, 1).values, ["ring", "jump"]);
    }

    #[test]
    fn too_much_and_too_little_are_refused() {
        assert_eq!(sweep().check(), Ok(()));
        let long = axis("n", &["1"; 13]);
        let other = Axis { key: "o".into(), ..long.clone() };
        assert!(Sweep { axes: vec![long.clone(), other], ..sweep() }.check().is_err());
        assert!(Sweep { axes: vec![long.clone(), long], ..sweep() }.check().is_err());
        assert!(Sweep { axes: Vec::new(), ..sweep() }.check().is_err());
        assert!(Sweep { seeds: 0, ..sweep() }.check().is_err());
    }

    #[test]
    fn an_outcome_is_the_score_at_the_time_asked_for() {
        let outcome = |ms| {
            let mut run = (TRIAL.open)(&Scenario::new("trial", 1));
            Outcome::of(&mut *run, SimTime::from_ms(ms))
        };
        assert_eq!([outcome(500).scores, outcome(200).scores], [vec![5.0], vec![2.0]]);
        assert_eq!(outcome(500).broken, 0);
    }

    proptest! {
        #[test]
        fn the_front_is_all_that_nothing_beats(
            points in proptest::collection::vec((0_u8..12, 0_u8..12), 0..40)
        ) {
            let points: Vec<(f64, f64)> = points.into_iter().map(|(x, y)| (x.into(), y.into())).collect();
            let beats = |a: &(f64, f64), b: &(f64, f64)| a.0 <= b.0 && a.1 <= b.1 && a != b;
            let dumb: Vec<usize> =
                (0..points.len()).filter(|place| !points.iter().any(|other| beats(other, &points[*place]))).collect();
            let mut clever = front(&points);
            prop_assert!(clever.windows(2).all(|pair| points[pair[0]].0 <= points[pair[1]].0));
            clever.sort_unstable();
            prop_assert_eq!(clever, dumb);
        }
    }
}
