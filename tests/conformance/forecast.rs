//! Forecasts against published numbers, against data that they must meet exactly, and against least squares as written.

use crate::theory::{close, published};
use faultyard::algorithms::autoscaling::forecast::{
    Confidence, Forecast, Holt, HoltWinters, Model, Regression, Season, SeasonalNaive, Simple,
};
use faultyard::process::{
    Random, Seed,
    math::{cos, ln},
};
use faultyard::sim::Digest;
use proptest::prelude::*;
use std::f64::consts::TAU;

/// Total production of oil in Saudi Arabia, 1996 to 2013, in millions of tonnes (Hyndman & Athanasopoulos, Forecasting:
/// Principles and Practice, 2nd edition, table 7.1).
const OIL: [f64; 18] = [
    445.36, 453.20, 454.41, 422.38, 456.04, 440.39, 425.19, 486.21, 500.43, 521.28, 508.95, 488.89, 509.87,
    456.72, 473.82, 525.95, 549.83, 542.34,
];

/// Passengers of Australian airlines, 1990 to 2016, in millions (same book, table 7.2).
const AIR: [f64; 27] = [
    17.55, 21.86, 23.89, 26.93, 26.89, 28.83, 30.08, 30.95, 30.19, 31.58, 32.58, 33.48, 39.02, 41.39, 41.60,
    44.66, 46.95, 48.73, 51.49, 50.03, 60.64, 63.36, 66.36, 68.20, 68.12, 69.78, 72.60,
];

/// Six seasons of twelve (G. Trubetskoy, Holt-Winters Forecasting for Dummies, part III).
const SEASONS: [u8; 72] = [
    30, 21, 29, 31, 40, 48, 53, 47, 37, 39, 31, 29, 17, 9, 20, 24, 27, 35, 41, 38, 27, 31, 27, 26, 21, 13,
    21, 18, 33, 35, 40, 36, 22, 24, 21, 20, 17, 14, 17, 19, 26, 29, 40, 31, 20, 24, 18, 26, 17, 9, 17, 21,
    28, 32, 46, 33, 23, 28, 22, 27, 18, 8, 17, 21, 31, 34, 44, 38, 31, 30, 26, 32,
];

fn seen(mut model: Model, values: &[f64]) -> Model {
    values.iter().for_each(|value| model.observe(*value));
    model
}

fn mean(model: &Model, steps: u64) -> f64 {
    model.mean(steps).expect("enough was seen")
}

/// The half width of a band.
fn reach(forecast: &Forecast, steps: u64) -> f64 {
    let band = forecast.ahead(steps).expect("two errors");
    band.high - band.mean
}

#[test]
fn simple_smoothing_gives_the_nist_handbook_s_forecasts() {
    let values = [71.0, 70.0, 69.0, 68.0, 64.0, 65.0, 72.0, 78.0, 75.0, 75.0, 75.0];
    let forecasts = [
        "71.000", "70.900", "70.710", "70.439", "69.795", "69.316", "69.584", "70.426", "70.883", "71.295",
        "71.665",
    ];
    let mut model = Model::Simple(Simple::new(0.1));
    for (value, forecast) in values.into_iter().zip(forecasts) {
        model.observe(value);
        published("the next step", mean(&model, 1), forecast);
        assert_eq!(mean(&model, 1), mean(&model, 100), "a level is the same for ever");
    }
}

#[test]
fn smoothing_gives_the_textbook_s_oil_level_and_its_passengers_of_the_next_five_years() {
    let oil = seen(Model::Simple(Simple::new(0.8339).from(446.5868)), &OIL);
    published("oil", mean(&oil, 1), "542.68");
    let air = seen(Model::Holt(Holt::new(0.8321, 0.0001).from(15.57, 2.102)), &AIR);
    for (steps, passengers) in (1..).zip(["74.60", "76.71", "78.81", "80.91", "83.01"]) {
        published("air", mean(&air, steps), passengers);
    }
}

/// The start that the series was published with: the first value is the level, and all seasons make the season.
fn trubetskoy(values: &[f64], trend: f64) -> HoltWinters {
    let over = |place: usize| {
        let seasons = values.chunks(12).map(|season| season[place] - season.iter().sum::<f64>() / 12.0);
        seasons.sum::<f64>() / 6.0
    };
    let season: Vec<f64> = (1..13).map(|place| over(place % 12)).collect();
    HoltWinters::new(Season::Additive, 12, [0.716, 0.029, 0.993]).from(values[0], trend, &season)
}

#[test]
fn holt_winters_starts_with_the_published_trend_and_gives_the_published_forecasts() {
    let values = SEASONS.map(f64::from);
    let still = HoltWinters::new(Season::Additive, 12, [0.0; 3]);
    let two = seen(Model::HoltWinters(still), &values[..24]);
    let trend = (mean(&two, 13) - mean(&two, 1)) / 12.0;
    published("the first trend", trend, "-0.784722");
    let model = seen(Model::HoltWinters(trubetskoy(&values, trend)), &values[1..]);
    for (steps, next) in (1..).zip(["22.4251", "15.3434", "24.1428", "27.0226", "35.3114", "38.9990"]) {
        published("the next season", mean(&model, steps), next);
    }
}

#[test]
fn as_a_season_ago_is_the_value_of_the_latest_season_at_that_place() {
    let values = SEASONS.map(f64::from);
    let model = seen(Model::SeasonalNaive(SeasonalNaive::new(12)), &values[..40]);
    for steps in 1..=30 {
        let same_place = (0..40).rev().find(|at| at % 12 == (39 + steps) % 12).expect("a season was seen");
        assert_eq!(mean(&model, steps as u64), values[same_place], "{steps} steps");
    }
}

/// How far a model's forecasts are from values that follow a rule, once it forecasts at all: the largest distance.
fn miss(mut model: Model, horizon: u64, rule: impl Fn(u64) -> f64) -> f64 {
    let mut largest = 0.0f64;
    for step in 0..120 {
        for ahead in 1..=horizon {
            if let Some(mean) = model.mean(ahead) {
                largest = largest.max((mean - rule(step + ahead - 1)).abs());
            }
        }
        model.observe(rule(step));
    }
    assert!(model.mean(1).is_some(), "it never forecasts");
    largest
}

proptest! {
    #[test]
    fn a_line_is_met_exactly_by_holt_whatever_the_shares(
        alpha in 0.0..=1.0, beta in 0.0..=1.0, start in -100.0..100.0, gain in -5.0..5.0,
    ) {
        let line = |step: u64| start + gain * step as f64;
        prop_assert!(miss(Model::Holt(Holt::new(alpha, beta)), 9, line) < 1e-8);
    }

    #[test]
    fn a_line_with_a_season_is_met_exactly_by_holt_winters_and_by_least_squares_whatever_the_shares(
        shares in prop::array::uniform3(0.0..=1.0), gain in -5.0..5.0,
        season in prop::collection::vec(-50.0..50.0, 1..9),
    ) {
        let length = season.len() as u64;
        let value = |step: u64| gain * step as f64 + season[(step % length) as usize];
        let smoothed = HoltWinters::new(Season::Additive, length as u32, shares);
        prop_assert!(miss(Model::HoltWinters(smoothed), 20, value) < 1e-8);
        prop_assert!(miss(Model::Regression(Regression::new(length as u32, 3)), 20, value) < 1e-8);
    }

    #[test]
    fn a_level_times_a_season_is_met_exactly_by_the_multiplicative_season_whatever_the_shares(
        shares in prop::array::uniform3(0.0..=1.0), season in prop::collection::vec(1.0..50.0, 1..9),
    ) {
        let length = season.len() as u64;
        let value = |step: u64| season[(step % length) as usize];
        let smoothed = HoltWinters::new(Season::Multiplicative, length as u32, shares);
        prop_assert!(miss(Model::HoltWinters(smoothed), 20, value) < 1e-8);
    }
}

#[test]
fn a_multiplicative_season_keeps_its_proportions_when_the_level_doubles_and_an_additive_one_its_swing() {
    let swing = |kind| {
        let value = |step: u64| if step < 80 { [50.0, 150.0] } else { [100.0, 300.0] }[(step % 2) as usize];
        let model = HoltWinters::new(kind, 2, [0.3, 0.0, 0.0]);
        let model = seen(Model::HoltWinters(model), &(0..200).map(value).collect::<Vec<_>>());
        (mean(&model, 1), mean(&model, 2))
    };
    let (night, day) = swing(Season::Multiplicative);
    close("three times", day / night, 3.0, 1e-9);
    let (night, day) = swing(Season::Additive);
    close("a hundred more", day - night, 100.0, 1e-9);
}

#[test]
fn nothing_at_night_neither_breaks_a_multiplicative_season_nor_moves_its_level() {
    let value = |step: u64| [0.0, 0.0, 90.0, 210.0][(step % 4) as usize];
    let model = HoltWinters::new(Season::Multiplicative, 4, [0.5, 0.1, 0.5]);
    assert!(miss(Model::HoltWinters(model.clone()), 8, value) < 1e-8);
    let always = seen(Model::HoltWinters(model), &[0.0; 40]);
    assert_eq!(mean(&always, 3), 0.0);
}

/// Solves a x = b by Gauss, with the largest pivot.
fn solve(mut a: Vec<Vec<f64>>, mut b: Vec<f64>) -> Vec<f64> {
    let size = b.len();
    for column in 0..size {
        let largest = |one: &usize, other: &usize| a[*one][column].abs().total_cmp(&a[*other][column].abs());
        let pivot = (column..size).max_by(largest).expect("a row");
        a.swap(column, pivot);
        b.swap(column, pivot);
        for row in (0..size).filter(|row| *row != column) {
            let share = a[row][column] / a[column][column];
            let taken = a[column].clone();
            a[row].iter_mut().zip(taken).for_each(|(value, taken)| *value -= share * taken);
            b[row] -= share * b[column];
        }
    }
    (0..size).map(|row| b[row] / a[row][row]).collect()
}

/// Least squares as written: the normal equations of a dummy for each place and a time, over the last seasons.
struct Normal {
    season: usize,
    from: usize,
    values: Vec<f64>,
}

impl Normal {
    fn row(&self, step: usize) -> Vec<f64> {
        let mut row = vec![0.0; self.season + 1];
        row[step % self.season] = 1.0;
        row[self.season] = step as f64;
        row
    }

    fn solve(&self, right: Vec<f64>) -> Vec<f64> {
        let mut squares = vec![vec![0.0; self.season + 1]; self.season + 1];
        for row in (self.from..self.values.len()).map(|step| self.row(step)) {
            for (i, one) in row.iter().enumerate() {
                row.iter().enumerate().for_each(|(j, other)| squares[i][j] += one * other);
            }
        }
        solve(squares, right)
    }

    fn mean(&self, step: usize) -> f64 {
        let mut right = vec![0.0; self.season + 1];
        for at in self.from..self.values.len() {
            right.iter_mut().zip(self.row(at)).for_each(|(sum, part)| *sum += part * self.values[at]);
        }
        dot(&self.solve(right), &self.row(step))
    }

    /// The variance of a forecast's error, in units of a value's.
    fn variance(&self, step: usize) -> f64 {
        1.0 + dot(&self.solve(self.row(step)), &self.row(step))
    }
}

fn dot(one: &[f64], other: &[f64]) -> f64 {
    one.iter().zip(other).map(|(one, other)| one * other).sum()
}

#[test]
fn least_squares_without_a_matrix_is_least_squares_with_one_in_its_forecasts_and_its_bands() {
    let mut random = Seed(11).stream("regression", 0);
    for case in 0..60 {
        let (season, seasons) = (random.between(1, 8) as usize, random.between(2, 5) as usize);
        let steps = 2 * season + 2 + random.below(60) as usize;
        let values: Vec<f64> = (0..steps).map(|_| 100.0 * random.unit()).collect();
        let model = Model::Regression(Regression::new(season as u32, seasons as u32));
        let mut forecast = Forecast::new(model, Confidence::Eighty, 1);
        values.iter().for_each(|value| forecast.observe(*value));
        let normal = Normal { season, from: steps.saturating_sub(season * seasons), values };
        for ahead in 1..=2 * season + 1 {
            let at = steps + ahead - 1;
            let what = format!("case {case}, {ahead} steps ahead");
            close(&what, mean(forecast.model(), ahead as u64), normal.mean(at), 1e-7);
            let growth = reach(&forecast, ahead as u64) / reach(&forecast, 1);
            close(&what, growth, (normal.variance(at) / normal.variance(steps)).sqrt(), 1e-7);
        }
    }
}

/// A draw from the normal distribution (Box & Muller 1958).
fn normal(random: &mut Random) -> f64 {
    (-2.0 * ln(1.0 - random.unit())).sqrt() * cos(TAU * random.unit())
}

/// The shares of values that fall into bands one and `horizon` steps ahead, where each value is what `next` makes of the
/// forecast so far, its step and a normal draw.
fn coverage(
    model: Model,
    confidence: Confidence,
    horizon: u32,
    next: impl Fn(&Model, u64, f64) -> f64,
) -> [f64; 2] {
    let mut random = Seed(12).stream("coverage", 0);
    let mut forecast = Forecast::new(model, confidence, horizon);
    for step in 0..40_000 {
        let value = next(forecast.model(), step, normal(&mut random));
        forecast.observe(value);
    }
    [forecast.one(), forecast.far()].map(|errors| errors.inside().expect("forecasts came true"))
}

/// Errors h steps ahead overlap, so that about one in h is independent: four standard errors of 40,000 / h. That is a
/// false alarm in 16,000 seeds for each number.
fn hold(what: &str, shares: [f64; 2], confidence: Confidence, horizon: u32) {
    let aim = confidence.share();
    for (share, steps) in shares.into_iter().zip([1, horizon]) {
        let error = (aim * (1.0 - aim) * f64::from(steps) / 40_000.0).sqrt();
        assert!((share - aim).abs() < 4.0 * error, "{what}, {steps} steps: {share} for {aim}");
    }
}

#[test]
fn bands_hold_what_they_say_where_each_value_is_the_model_s_forecast_and_a_normal_error() {
    let season = [-20.0, 0.0, 5.0, 15.0];
    let additive = HoltWinters::new(Season::Additive, 4, [0.3, 0.05, 0.4]).from(500.0, 0.0, &season);
    let times = [0.5, 1.0, 1.2, 1.3];
    let multiplicative =
        HoltWinters::new(Season::Multiplicative, 4, [0.2, 0.0, 0.1]).from(500.0, 0.0, &times);
    let models = [
        ("simple", Model::Simple(Simple::new(0.6).from(500.0))),
        ("Holt", Model::Holt(Holt::new(0.4, 0.1).from(500.0, 0.0))),
        ("additive", Model::HoltWinters(additive)),
        ("multiplicative", Model::HoltWinters(multiplicative)),
        ("naive", seen(Model::SeasonalNaive(SeasonalNaive::new(4)), &season)),
    ];
    for (what, model) in models {
        let relative = what == "multiplicative";
        let next = |model: &Model, _: u64, error: f64| {
            let mean = mean(model, 1);
            mean + error * if relative { 0.02 * mean } else { 10.0 }
        };
        for confidence in [Confidence::Eighty, Confidence::NinetyFive] {
            hold(what, coverage(model.clone(), confidence, 9, next), confidence, 9);
        }
    }
}

#[test]
fn bands_of_least_squares_hold_what_they_say_where_values_are_a_line_a_season_and_a_normal_error() {
    let next = |_: &Model, step: u64, error: f64| {
        0.01 * step as f64 + [40.0, 90.0, 120.0, 60.0][(step % 4) as usize] + 10.0 * error
    };
    for confidence in [Confidence::Eighty, Confidence::NinetyFive] {
        let model = Model::Regression(Regression::new(4, 5));
        hold("least squares", coverage(model, confidence, 9, next), confidence, 9);
    }
}

#[test]
fn errors_are_those_of_the_forecasts_as_they_were_made() {
    let mut forecast = Forecast::new(Model::Holt(Holt::new(0.5, 0.2)), Confidence::Eighty, 5);
    let mut made = Vec::new();
    for value in AIR {
        forecast.observe(value);
        made.push(forecast.mean(5));
    }
    let errors: Vec<f64> = made
        .iter()
        .zip(&AIR[5..])
        .filter_map(|(made, value)| Some((value - (*made)?).abs() / value))
        .collect();
    assert_eq!((errors.len(), forecast.far().count(), forecast.one().count()), (21, 21, 25));
    let percent = 100.0 * errors.iter().sum::<f64>() / 21.0;
    close("percent", forecast.far().mean_absolute_percentage().expect("errors"), percent, 1e-12);
}

#[test]
fn a_step_that_nobody_saw_moves_no_place_of_the_season_and_counts_as_no_error() {
    let mut forecast = Forecast::new(Model::SeasonalNaive(SeasonalNaive::new(3)), Confidence::Eighty, 2);
    forecast.skip();
    [1.0, 2.0, 3.0, 1.0].iter().for_each(|value| forecast.observe(*value));
    forecast.skip();
    [3.0, 1.0, 2.0].iter().for_each(|value| forecast.observe(*value));
    assert_eq!(forecast.one().mean_absolute(), Some(0.0));
    assert_eq!((forecast.one().count(), forecast.far().count()), (4, 3));
    assert_eq!(forecast.mean(1), Some(3.0));
}

#[test]
fn one_value_that_differs_is_another_digest_of_each_model() {
    let values = SEASONS.map(f64::from);
    let shares = [0.3, 0.1, 0.2];
    let models = [
        Model::SeasonalNaive(SeasonalNaive::new(12)),
        Model::Simple(Simple::new(0.3)),
        Model::Holt(Holt::new(0.3, 0.1)),
        Model::HoltWinters(HoltWinters::new(Season::Additive, 12, shares)),
        Model::HoltWinters(HoltWinters::new(Season::Multiplicative, 12, shares)),
        Model::Regression(Regression::new(12, 3)),
    ];
    for model in models {
        let after = |last: f64| {
            let mut forecast = Forecast::new(model.clone(), Confidence::NinetyFive, 3);
            values.iter().chain([&last]).for_each(|value| forecast.observe(*value));
            Digest::of(&forecast)
        };
        assert_eq!(after(20.0), after(20.0), "{model:?}");
        assert_ne!(after(20.0), after(20.000_001), "{model:?}");
    }
}
