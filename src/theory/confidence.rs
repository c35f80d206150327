//! What runs with different seeds say of the true mean: their mean and Student's interval around it (Student 1908).

use super::root;

/// The results of independent runs, one number each.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Runs {
    /// How many runs, at least 2.
    pub runs: u32,
    /// Their mean.
    pub mean: f64,
    /// Their standard deviation, estimated from the sample: over n - 1.
    pub deviation: f64,
}

impl Runs {
    /// `None` for fewer than two results: one alone says nothing of the spread.
    pub fn of(results: &[f64]) -> Option<Runs> {
        let runs = u32::try_from(results.len()).ok().filter(|runs| *runs > 1)?;
        let mean = results.iter().sum::<f64>() / f64::from(runs);
        let squares: f64 = results.iter().map(|result| (result - mean) * (result - mean)).sum();
        Some(Runs { runs, mean, deviation: (squares / f64::from(runs - 1)).sqrt() })
    }

    /// How far to each side of the mean the interval reaches that holds the true mean with this confidence (0.95 or
    /// 0.999, below 1), where results are normally distributed, as means over long runs nearly are.
    pub fn half_width(&self, confidence: f64) -> f64 {
        student_t(self.runs - 1, confidence) * self.deviation / f64::from(self.runs).sqrt()
    }

    /// Whether that interval contains `value`, such as the mean that a formula gives.
    pub fn contains(&self, value: f64, confidence: f64) -> bool {
        (value - self.mean).abs() <= self.half_width(confidence)
    }
}

/// The t that a variable of Student's distribution with `degrees` of freedom stays within, to both sides, with
/// probability `confidence`: 2.045 for 29 degrees and 0.95. Infinite for a confidence of 1, and without a degree.
pub fn student_t(degrees: u32, confidence: f64) -> f64 {
    if degrees == 0 || confidence >= 1.0 {
        return f64::INFINITY;
    }
    root::last(1.0, -confidence, |t| -student_within(degrees, t))
}

/// The probability that a variable of Student's distribution lies between -t and t (Abramowitz & Stegun 1964, 26.7.3
/// for odd degrees of freedom and 26.7.4 for even ones).
fn student_within(degrees: u32, t: f64) -> f64 {
    let n = f64::from(degrees);
    let hypotenuse = libm::hypot(n.sqrt(), t);
    let (sine, cosine) = (t / hypotenuse, n.sqrt() / hypotenuse);
    let odd = degrees % 2 == 1;
    // Factors cos^2 k / (k + 1), with k = 2, 4 ... for odd degrees and 1, 3 ... for even ones, up to degrees - 3.
    let factors = (1 + u32::from(odd)..degrees.saturating_sub(2)).step_by(2);
    let first = if odd { cosine } else { 1.0 };
    let (sum, _) = factors.fold((first, first), |(sum, term), k| {
        let next = term * cosine * cosine * f64::from(k) / f64::from(k + 1);
        (sum + next, next)
    });
    match degrees {
        1 => libm::atan(t) * std::f64::consts::FRAC_2_PI,
        _ if odd => (libm::atan2(sine, cosine) + sine * sum) * std::f64::consts::FRAC_2_PI,
        _ => sine * sum,
    }
}
