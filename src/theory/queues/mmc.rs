//! M/M/c: exponential service times, c servers, and one queue with room for all. M/M/1 is the one with one server.
//!
//! Kleinrock, Queueing Systems 1 (1975), sections 3.2 (M/M/1) and 3.5 (M/M/m).

use super::{Load, Steady, erlang_c};
use crate::theory::root;

/// An M/M/c queue in its steady state.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MMc {
    load: Load,
    waits: f64,
}

impl MMc {
    /// `None` where there is no steady state: at a utilisation of 1 or more.
    pub fn new(load: Load) -> Option<MMc> {
        erlang_c(load).map(|waits| MMc { load, waits })
    }

    /// Its long-run means: Wq = C / (c mu - lambda).
    pub fn steady(&self) -> Steady {
        Steady {
            throughput_per_s: self.load.arrivals_per_s(),
            service_s: self.load.service_s(),
            waiting_s: self.waits / self.spare_per_s(),
            waits: self.waits,
            lost: 0.0,
        }
    }

    /// c mu - lambda: how many requests a second the servers could take beyond those that come. Written so that it is
    /// above 0 wherever the utilisation is below 1.
    fn spare_per_s(&self) -> f64 {
        (1.0 - self.load.utilisation()) * f64::from(self.load.servers()) / self.load.service_s()
    }

    /// The probability that a request waits longer than `t_s` seconds: C e^(-(c mu - lambda) t).
    pub fn waits_longer_than(&self, t_s: f64) -> f64 {
        self.waits * libm::exp(-self.spare_per_s() * t_s.max(0.0))
    }

    /// The probability that a request's answer takes longer than `t_s` seconds.
    ///
    /// A request that waits does so for an exponential time of rate theta = c mu - lambda, and is then served for one
    /// of rate mu: P(W > t) = e^(-mu t) + C mu (e^(-mu t) - e^(-theta t)) / (theta - mu). The difference is taken
    /// with expm1 from the slower of the two, so that it holds where theta is near mu, and at mu itself.
    pub fn in_system_longer_than(&self, t_s: f64) -> f64 {
        let (mu, theta, t) = (1.0 / self.load.service_s(), self.spare_per_s(), t_s.max(0.0));
        let apart = (theta - mu).abs();
        let lag = if apart > 0.0 { -libm::expm1(-apart * t) / apart } else { t };
        let slower = libm::exp(-mu.min(theta) * t);
        let served = if mu <= theta { slower } else { libm::exp(-mu * t) };
        served + self.waits * mu * slower * lag
    }

    /// The waiting time in seconds that `fraction` of the requests, 0 to 1, do not exceed (0.99 for p99): 0 if so
    /// many need not wait at all, infinite for 1.
    pub fn waiting_percentile_s(&self, fraction: f64) -> f64 {
        (libm::log(self.waits / (1.0 - fraction)) / self.spare_per_s()).max(0.0)
    }

    /// The time in system in seconds that `fraction` of the requests, 0 to 1, do not exceed: infinite for 1.
    pub fn in_system_percentile_s(&self, fraction: f64) -> f64 {
        if fraction >= 1.0 {
            return f64::INFINITY;
        }
        root::last(self.load.service_s(), 1.0 - fraction, |t_s| self.in_system_longer_than(t_s))
    }
}
