//! Erlang's formulas B and C (Erlang 1917), without factorials: those overflow beyond 170 servers.

use super::Load;

/// The part of the requests that is turned away where none can wait (M/M/c/c): Erlang B.
///
/// By the recurrence over the number of servers, B(0) = 1, B(n) = a B(n-1) / (n + a B(n-1)) (Jagerman 1974). Holds
/// for any load, and for service times of any distribution with this mean.
pub fn erlang_b(load: Load) -> f64 {
    let a = load.offered();
    (1..=load.servers()).fold(1.0, |b, n| a * b / (f64::from(n) + a * b))
}

/// The probability that a request has to wait where all can (M/M/c): Erlang C, from B (Cooper 1981, chapter 3).
/// `None` where the utilisation is 1 or more: then the queue grows without end.
pub fn erlang_c(load: Load) -> Option<f64> {
    let (b, rho) = (erlang_b(load), load.utilisation());
    (rho < 1.0).then(|| b / (1.0 - rho * (1.0 - b)))
}
