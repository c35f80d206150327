//! M/G/1: one server, and service times of any distribution.
//!
//! Pollaczek (1930), Khinchine (1932); Kleinrock, Queueing Systems 1 (1975), chapter 5.

use super::{Load, Steady};

/// The long-run means, by Pollaczek and Khinchine: Wq = rho / (1 - rho) (1 + scv) / 2 service times.
///
/// `scv` is the squared coefficient of variation of the service times, variance over squared mean: 0 for constant
/// ones, 1 for exponential ones. `None` where it is negative or not finite (a Pareto law without a cap may have no
/// variance), with more than one server, and at a utilisation of 1 or more.
pub fn m_g_1(load: Load, scv: f64) -> Option<Steady> {
    let rho = load.utilisation();
    let steady = Steady {
        throughput_per_s: load.arrivals_per_s(),
        service_s: load.service_s(),
        waiting_s: load.service_s() * rho / (1.0 - rho) * (1.0 + scv) / 2.0,
        waits: rho,
        lost: 0.0,
    };
    (load.servers() == 1 && rho < 1.0 && scv >= 0.0 && scv.is_finite()).then_some(steady)
}

/// M/D/1, where each request takes the same time: half the waiting of M/M/1.
pub fn m_d_1(load: Load) -> Option<Steady> {
    m_g_1(load, 0.0)
}
