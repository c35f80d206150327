//! What more workers give: Amdahl's law, and Gunther's Universal Scalability Law with its fit to measurements.

mod fit;

pub use fit::{fit, fit_linearised};

/// How many times faster `workers` do a job of which the part `parallel` (0 to 1, not percent) can be shared out:
/// 1 / ((1 - p) + p / n) (Amdahl 1967). `workers` is above 0; infinitely many give the limit 1 / (1 - p).
pub fn amdahl(parallel: f64, workers: f64) -> f64 {
    1.0 / ((1.0 - parallel) + parallel / workers)
}

/// The Universal Scalability Law (Gunther, Guerrilla Capacity Planning, 2007; in the letters of Schwartz, Practical
/// Scalability Analysis with the Universal Scalability Law, 2015).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Usl {
    /// Throughput of one worker, lambda, above 0.
    pub lambda: f64,
    /// Contention: the part of the work that only one can do at a time, 0 or more. Alone, it is Amdahl's 1 - p.
    pub sigma: f64,
    /// Coherency: what each pair of workers costs, as part of the work, 0 or more.
    pub kappa: f64,
}

impl Usl {
    /// The throughput of `n` workers, or clients: lambda n / (1 + sigma (n - 1) + kappa n (n - 1)). `n` is 1 or more.
    pub fn throughput(&self, n: f64) -> f64 {
        self.lambda * n / (1.0 + self.sigma * (n - 1.0) + self.kappa * n * (n - 1.0))
    }

    /// Where throughput is greatest: sqrt((1 - sigma) / kappa), but 1 where one worker alone is best. `None` where it
    /// never falls: without kappa.
    pub fn peak(&self) -> Option<f64> {
        let square = (1.0 - self.sigma) / self.kappa;
        Some(square.max(1.0).sqrt()).filter(|peak| peak.is_finite())
    }

    /// The peak in whole workers, rounded down as Gunther does: one more costs more than it brings.
    pub fn whole_peak(&self) -> Option<f64> {
        self.peak().map(f64::floor)
    }
}
