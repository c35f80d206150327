//! Forecasts of demand at even steps: what the next steps bring, how sure that is, and how wrong it was so far.
//!
//! A [`Model`] says what is to be expected. A [`Forecast`] feeds it, and watches its forecasts come true: the errors
//! give the band round the next forecasts. Nothing is clamped: a band, and a falling trend, may go below zero.

mod errors;
mod regression;
mod seasonal_naive;
mod smoothing;

pub use errors::Errors;
pub use regression::Regression;
pub use seasonal_naive::SeasonalNaive;
pub use smoothing::{Holt, HoltWinters, Season, Simple};

use std::collections::VecDeque;
use std::hash::{Hash, Hasher};

/// How sure a band is: the share of values that falls into it when errors are normal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Confidence {
    /// 80 of 100.
    Eighty,
    /// 95 of 100.
    NinetyFive,
}

impl Confidence {
    /// How many standard deviations the band reaches to each side: the normal distribution's quantile.
    pub fn deviations(self) -> f64 {
        match self {
            Confidence::Eighty => 1.281_551_565_544_600_4,
            Confidence::NinetyFive => 1.959_963_984_540_054,
        }
    }

    /// As a share: 0.8 or 0.95.
    pub fn share(self) -> f64 {
        match self {
            Confidence::Eighty => 0.8,
            Confidence::NinetyFive => 0.95,
        }
    }
}

/// What is expected of one step: the mean, and the band round it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Expected {
    /// The forecast.
    pub mean: f64,
    /// The lower end of the band.
    pub low: f64,
    /// The upper end of the band.
    pub high: f64,
}

impl Hash for Expected {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self { mean, low, high } = self;
        hash_all([mean, low, high], state);
    }
}

/// Floats as bits, so that a forecast is a part of a run's digest.
fn hash_all<'a, H: Hasher>(values: impl IntoIterator<Item = &'a f64>, state: &mut H) {
    values.into_iter().for_each(|value| value.to_bits().hash(state));
}

/// What each model can do.
trait Method {
    /// Takes the next step's value.
    fn observe(&mut self, value: f64);

    /// The forecast for the step that is so many ahead of the latest value, from 1; none before enough was seen.
    fn mean(&self, steps: u64) -> Option<f64>;

    /// The variance of the error so many steps ahead, in units of the variance one step ahead.
    fn growth(&self, steps: u64) -> f64;

    /// What errors are measured in: 1, or the forecast itself where errors grow with the level.
    fn unit(&self, _mean: f64) -> f64 {
        1.0
    }
}

/// A way to forecast, with its state.
#[derive(Clone, Debug, PartialEq, Hash)]
pub enum Model {
    /// As a season ago.
    SeasonalNaive(SeasonalNaive),
    /// Simple exponential smoothing: a level.
    Simple(Simple),
    /// Holt: a level and a trend.
    Holt(Holt),
    /// Holt-Winters: a level, a trend and a season.
    HoltWinters(HoltWinters),
    /// Least squares over the last seasons: a trend and a place in the season.
    Regression(Regression),
}

impl Model {
    /// Takes the next step's value, a finite number.
    pub fn observe(&mut self, value: f64) {
        assert!(value.is_finite(), "a value is a number");
        let method: &mut dyn Method = match self {
            Model::SeasonalNaive(model) => model,
            Model::Simple(model) => model,
            Model::Holt(model) => model,
            Model::HoltWinters(model) => model,
            Model::Regression(model) => model,
        };
        method.observe(value);
    }

    /// The forecast `steps` after the latest value, from 1; none before enough was seen.
    pub fn mean(&self, steps: u64) -> Option<f64> {
        assert!(steps > 0, "a forecast is of a step to come");
        self.method().mean(steps)
    }

    /// Bytes on the heap that a clone copies, by estimate.
    fn bytes(&self) -> usize {
        match self {
            Model::SeasonalNaive(model) => model.bytes(),
            Model::Simple(_) | Model::Holt(_) => 0,
            Model::HoltWinters(model) => model.bytes(),
            Model::Regression(model) => model.bytes(),
        }
    }

    fn method(&self) -> &dyn Method {
        match self {
            Model::SeasonalNaive(model) => model,
            Model::Simple(model) => model,
            Model::Holt(model) => model,
            Model::HoltWinters(model) => model,
            Model::Regression(model) => model,
        }
    }
}

/// A forecast as it was made: the mean, and the band if there was one.
type Made = (Option<f64>, Option<Expected>);

/// A model at work: it forecasts, and its errors are kept as its forecasts come true.
///
/// The band is mean +/- z * s * sqrt(growth): s is the root mean square of all one-step errors so far, each made before
/// its value was seen; growth is the model's own rule for more steps; z is the normal quantile. Two errors are needed.
#[derive(Clone, Debug, PartialEq)]
pub struct Forecast {
    model: Model,
    confidence: Confidence,
    horizon: u32,
    latest: Option<f64>,
    pending: VecDeque<Made>,
    one: Errors,
    far: Errors,
    units: Errors,
}

impl Hash for Forecast {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self { model, confidence, horizon, latest, pending, one, far, units } = self;
        (model, confidence, horizon, latest.map(f64::to_bits), pending.len() as u64).hash(state);
        pending.iter().for_each(|(mean, band)| (mean.map(f64::to_bits), band).hash(state));
        (one, far, units).hash(state);
    }
}

impl Forecast {
    /// Bytes on the heap that a clone copies, by estimate.
    pub fn bytes(&self) -> usize {
        let Self { model, pending, confidence: _, horizon: _, latest: _, one: _, far: _, units: _ } = self;
        model.bytes() + pending.len() * size_of::<Made>()
    }

    /// With bands of this confidence; errors are kept of forecasts one step and `horizon` steps ahead (from 1).
    pub fn new(model: Model, confidence: Confidence, horizon: u32) -> Forecast {
        assert!(horizon > 0, "a forecast is of a step to come");
        let (pending, none) = (VecDeque::new(), Errors::default());
        Forecast { model, confidence, horizon, latest: None, pending, one: none, far: none, units: none }
    }

    /// Takes the next step's value: forecasts of it come true, and the model learns it.
    pub fn observe(&mut self, value: f64) {
        self.judge(value);
        self.learn(value);
    }

    /// A step whose value is not known. The model takes its own forecast for it, or, without one, the latest value;
    /// before any value, the series has not begun. No error is counted.
    pub fn skip(&mut self) {
        if self.pending.len() as u64 == u64::from(self.horizon) {
            self.pending.pop_front();
        }
        if let Some(value) = self.model.mean(1).or(self.latest) {
            self.learn(value);
        }
    }

    /// What is expected `steps` after the latest value, from 1; none before the model and its band have enough.
    pub fn ahead(&self, steps: u64) -> Option<Expected> {
        let mean = self.model.mean(steps)?;
        let method = self.model.method();
        let one_step = self.units.root_mean_square().filter(|_| self.units.count() >= 2)?;
        let deviation = one_step * method.unit(mean) * method.growth(steps).sqrt();
        let reach = self.confidence.deviations() * deviation;
        Some(Expected { mean, low: mean - reach, high: mean + reach })
    }

    /// The mean alone, which is there before the band.
    pub fn mean(&self, steps: u64) -> Option<f64> {
        self.model.mean(steps)
    }

    /// The model.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// How sure its bands are.
    pub fn confidence(&self) -> Confidence {
        self.confidence
    }

    /// How many steps ahead [`Forecast::far`] looks.
    pub fn horizon(&self) -> u32 {
        self.horizon
    }

    /// The errors one step ahead.
    pub fn one(&self) -> &Errors {
        &self.one
    }

    /// The errors `horizon` steps ahead.
    pub fn far(&self) -> &Errors {
        &self.far
    }

    fn judge(&mut self, value: f64) {
        if let Some(mean) = self.model.mean(1) {
            self.one.count_in(value, mean, self.ahead(1));
            let unit = self.model.method().unit(mean);
            self.units.count_in(value / unit, mean / unit, None);
        }
        if self.pending.len() as u64 == u64::from(self.horizon)
            && let Some((Some(mean), band)) = self.pending.pop_front()
        {
            self.far.count_in(value, mean, band);
        }
    }

    fn learn(&mut self, value: f64) {
        self.model.observe(value);
        self.latest = Some(value);
        let far = u64::from(self.horizon);
        self.pending.push_back((self.model.mean(far), self.ahead(far)));
    }
}

/// The sum of squares that [`Method::growth`] is of a smoothing model: 1 + sum of c(j)^2 for j from 1 to steps - 1,
/// where c(j) is what an error now does to the forecast j steps on (Hyndman et al. 2008, section 6.1).
fn growth_of(steps: u64, c: impl Fn(u64) -> f64) -> f64 {
    1.0 + (1..steps).map(c).map(|c| c * c).sum::<f64>()
}
