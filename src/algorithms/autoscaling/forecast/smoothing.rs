//! Exponential smoothing: a level (Brown 1956), a trend (Holt 1957), a season (Winters 1960).
//!
//! Each state is pulled towards what the newest value says by its own share: alpha, beta, gamma, each from 0 to 1. The
//! season is pulled towards the value's distance from the new level, as Winters has it; Hyndman & Athanasopoulos (2018,
//! section 7.3) take the distance from the forecast level: their gamma is this one times (1 - alpha).

use super::{Method, growth_of, hash_all};
use std::collections::VecDeque;
use std::hash::{Hash, Hasher};

/// A share of the way from `old` to `new`.
fn towards(new: f64, old: f64, share: f64) -> f64 {
    share * new + (1.0 - share) * old
}

fn assert_shares(shares: &[f64]) {
    assert!(shares.iter().all(|share| (0.0..=1.0).contains(share)), "a share is from 0 to 1");
}

/// Simple exponential smoothing. The first level is the first value, as in the NIST handbook (section 6.4.3.1).
#[derive(Clone, Debug, PartialEq)]
pub struct Simple {
    alpha: f64,
    level: Option<f64>,
}

impl Simple {
    /// With this share of the newest value in the level.
    pub fn new(alpha: f64) -> Simple {
        assert_shares(&[alpha]);
        Simple { alpha, level: None }
    }

    /// With a level from before the first value.
    pub fn from(self, level: f64) -> Simple {
        Simple { level: Some(level), ..self }
    }
}

impl Hash for Simple {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self { alpha, level } = self;
        level.is_some().hash(state);
        hash_all([alpha].into_iter().chain(level), state);
    }
}

impl Method for Simple {
    fn observe(&mut self, value: f64) {
        self.level = Some(self.level.map_or(value, |level| towards(value, level, self.alpha)));
    }

    fn mean(&self, _steps: u64) -> Option<f64> {
        self.level
    }

    fn growth(&self, steps: u64) -> f64 {
        growth_of(steps, |_| self.alpha)
    }
}

/// A level and how much it gains a step.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Line {
    level: f64,
    trend: f64,
}

impl Line {
    /// Where the line is, so many steps on.
    fn at(self, steps: u64) -> f64 {
        self.level + steps as f64 * self.trend
    }

    /// The line one step on, where a value says that the level is `seen`.
    fn moved(self, seen: f64, alpha: f64, beta: f64) -> Line {
        let level = towards(seen, self.at(1), alpha);
        Line { level, trend: towards(level - self.level, self.trend, beta) }
    }
}

/// Holt's linear trend. The first two values make the first line: it goes through both.
#[derive(Clone, Debug, PartialEq)]
pub struct Holt {
    alpha: f64,
    beta: f64,
    first: Option<f64>,
    line: Option<Line>,
}

impl Holt {
    /// With these shares of the newest value in the level, and of the newest gain in the trend.
    pub fn new(alpha: f64, beta: f64) -> Holt {
        assert_shares(&[alpha, beta]);
        Holt { alpha, beta, first: None, line: None }
    }

    /// With a level and a trend from before the first value.
    pub fn from(self, level: f64, trend: f64) -> Holt {
        Holt { line: Some(Line { level, trend }), ..self }
    }
}

impl Hash for Holt {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self { alpha, beta, first, line } = self;
        (first.is_some(), line.is_some()).hash(state);
        hash_all([alpha, beta].into_iter().chain(first), state);
        hash_all(line.iter().flat_map(|Line { level, trend }| [level, trend]), state);
    }
}

impl Method for Holt {
    fn observe(&mut self, value: f64) {
        match (self.line, self.first) {
            (Some(line), _) => self.line = Some(line.moved(value, self.alpha, self.beta)),
            (None, Some(first)) => self.line = Some(Line { level: value, trend: value - first }),
            (None, None) => self.first = Some(value),
        }
    }

    fn mean(&self, steps: u64) -> Option<f64> {
        Some(self.line?.at(steps))
    }

    fn growth(&self, steps: u64) -> f64 {
        growth_of(steps, |j| self.alpha * (1.0 + j as f64 * self.beta))
    }
}

/// How a season acts on the level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Season {
    /// It is added: the same swing whatever the level.
    Additive,
    /// It multiplies: a swing in proportion to the level, and errors too. For values that are more than 0; a level of
    /// 0 or less leaves the season as it is, and a season of 0 or less the level.
    Multiplicative,
}

impl Season {
    /// The season that changes nothing.
    fn neutral(self) -> f64 {
        match self {
            Season::Additive => 0.0,
            Season::Multiplicative => 1.0,
        }
    }

    fn with(self, level: f64, season: f64) -> f64 {
        match self {
            Season::Additive => level + season,
            Season::Multiplicative => level * season,
        }
    }

    /// The value without this part, or none if the part cannot be taken out.
    fn without(self, value: f64, part: f64) -> Option<f64> {
        match self {
            Season::Additive => Some(value - part),
            Season::Multiplicative => (part > 0.0).then(|| value / part),
        }
    }
}

/// Holt-Winters. The first two seasons are only watched, then they make the first state:
///
/// - the trend is the mean gain from the first season to the second, by step (NIST handbook, section 6.4.3.5);
/// - the level at the end of the first season is that season's mean, carried by the trend from its middle to its end;
/// - a place's season is what the first season's value there has over the line (minus, or divided by).
///
/// The second season is then smoothed like all later ones. The handbook takes the season over the mean instead of over
/// the line, which leaves the trend in the season; here a line with an additive season is met exactly.
#[derive(Clone, Debug, PartialEq)]
pub struct HoltWinters {
    kind: Season,
    length: u32,
    shares: [f64; 3],
    opening: Vec<f64>,
    line: Option<Line>,
    /// The next step's comes first.
    season: VecDeque<f64>,
}

impl HoltWinters {
    /// With a season of `length` steps (from 1), and these shares of the newest value in the level, of the newest gain
    /// in the trend, and of the newest distance from the level in the season.
    pub fn new(kind: Season, length: u32, [alpha, beta, gamma]: [f64; 3]) -> HoltWinters {
        assert!(length > 0, "a season has steps");
        let shares = [alpha, beta, gamma];
        assert_shares(&shares);
        HoltWinters { kind, length, shares, opening: Vec::new(), line: None, season: VecDeque::new() }
    }

    /// With a level, a trend and a season from before the first value; the first value's place comes first.
    pub fn from(self, level: f64, trend: f64, season: &[f64]) -> HoltWinters {
        assert!(season.len() as u64 == u64::from(self.length), "each step has its place in the season");
        HoltWinters { line: Some(Line { level, trend }), season: season.iter().copied().collect(), ..self }
    }

    /// Bytes on the heap that a clone copies, by estimate.
    pub(super) fn bytes(&self) -> usize {
        let Self { opening, season, kind: _, length: _, shares: _, line: _ } = self;
        (opening.len() + season.len()) * size_of::<f64>()
    }

    /// The level, the trend, and the season from the next step on; none before two seasons were seen.
    pub fn state(&self) -> Option<(f64, f64, Vec<f64>)> {
        self.line.map(|line| (line.level, line.trend, self.season.iter().copied().collect()))
    }

    /// The first state from two seasons, then the second season again, smoothed.
    fn open(&mut self) {
        let opening = std::mem::take(&mut self.opening);
        let (first, second) = opening.split_at(self.length as usize);
        let length = f64::from(self.length);
        let mean = |values: &[f64]| values.iter().sum::<f64>() / length;
        let trend = (mean(second) - mean(first)) / length;
        let start = mean(first) - trend * (length - 1.0) / 2.0;
        let line = |place: usize| start + trend * place as f64;
        let neutral = self.kind.neutral();
        let over = |(place, value): (usize, &f64)| self.kind.without(*value, line(place)).unwrap_or(neutral);
        self.season = first.iter().enumerate().map(over).collect();
        self.line = Some(Line { level: line(first.len() - 1), trend });
        second.iter().for_each(|value| self.observe(*value));
    }

    fn smooth(&mut self, line: Line, value: f64) {
        let [alpha, beta, gamma] = self.shares;
        let place = self.season.pop_front().expect("each step has its place in the season");
        let seen = self.kind.without(value, place).unwrap_or(line.at(1));
        let line = line.moved(seen, alpha, beta);
        let over = self.kind.without(value, line.level).unwrap_or(place);
        self.season.push_back(towards(over, place, gamma));
        self.line = Some(line);
    }
}

impl Hash for HoltWinters {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self { kind, length, shares, line, opening, season } = self;
        (kind, length, line.is_some(), opening.len() as u64).hash(state);
        hash_all(shares.iter().chain(opening).chain(season), state);
        hash_all(line.iter().flat_map(|Line { level, trend }| [level, trend]), state);
    }
}

impl Method for HoltWinters {
    fn observe(&mut self, value: f64) {
        if let Some(line) = self.line {
            return self.smooth(line, value);
        }
        self.opening.push(value);
        if self.opening.len() as u64 == 2 * u64::from(self.length) {
            self.open();
        }
    }

    fn mean(&self, steps: u64) -> Option<f64> {
        let place = ((steps - 1) % u64::from(self.length)) as usize;
        Some(self.kind.with(self.line?.at(steps), self.season[place]))
    }

    /// Exact for the additive season. For the multiplicative one it is taken too, on errors as shares of the forecast:
    /// near while errors are small beside the level, since it leaves out their products.
    fn growth(&self, steps: u64) -> f64 {
        let [alpha, beta, gamma] = self.shares;
        let returns =
            |j: u64| if j.is_multiple_of(u64::from(self.length)) { gamma * (1.0 - alpha) } else { 0.0 };
        growth_of(steps, |j| alpha * (1.0 + j as f64 * beta) + returns(j))
    }

    fn unit(&self, mean: f64) -> f64 {
        match self.kind {
            Season::Multiplicative if mean > 0.0 => mean,
            _ => 1.0,
        }
    }
}
