//! How evenly something is shared out: the index of Jain, Chiu & Hawe (DEC Research Report TR-301, 1984).

/// Jain's fairness index (sum x)^2 / (n sum x^2) of shares that are 0 or more: 1 if all are equal, k / n if k of n
/// have equal shares and the others nothing. 1 too where there is nothing to share, or nobody.
pub fn jain(shares: &[f64]) -> f64 {
    let sum: f64 = shares.iter().sum();
    let squares: f64 = shares.iter().map(|share| share * share).sum();
    if squares > 0.0 { sum * sum / (shares.len() as f64 * squares) } else { 1.0 }
}
