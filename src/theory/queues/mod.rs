//! Queues with Poisson arrivals, in Kendall's notation: M/M/c, M/G/1, M/D/1, M/M/c/K and Erlang's formulas.
//!
//! All hold in the steady state, for requests that come one by one at a constant mean rate and are served first come
//! first served. Bursty arrivals, time-outs, retries and failures leave these formulas.

mod erlang;
mod mg1;
mod mmc;
mod mmck;

pub use erlang::{erlang_b, erlang_c};
pub use mg1::{m_d_1, m_g_1};
pub use mmc::MMc;
pub use mmck::m_m_c_k;

/// What comes to a group of equal servers with one queue.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Load {
    arrivals_per_s: f64,
    service_s: f64,
    servers: u32,
}

impl Load {
    /// `arrivals_per_s` is 0 or more, the mean service time `service_s` is above 0, and there is at least one server;
    /// `None` otherwise, or where a number is not finite.
    pub fn new(arrivals_per_s: f64, service_s: f64, servers: u32) -> Option<Load> {
        let load = Load { arrivals_per_s, service_s, servers };
        let valid = arrivals_per_s >= 0.0 && service_s > 0.0 && servers > 0;
        (valid && service_s.is_finite() && load.offered().is_finite()).then_some(load)
    }

    /// Requests that come in a second, on average.
    pub fn arrivals_per_s(self) -> f64 {
        self.arrivals_per_s
    }

    /// The mean time that a server needs for a request, in seconds.
    pub fn service_s(self) -> f64 {
        self.service_s
    }

    /// Servers that take from the one queue, at least 1.
    pub fn servers(self) -> u32 {
        self.servers
    }

    /// The offered load a, in erlangs: how many servers would be busy on average if there were enough.
    pub fn offered(self) -> f64 {
        self.arrivals_per_s * self.service_s
    }

    /// The offered load for each server, rho: the part of their time that servers work, while it is below 1.
    pub fn utilisation(self) -> f64 {
        self.offered() / f64::from(self.servers)
    }

    /// What comes to each single server where every request is sent to one of them at random, and each has a queue of
    /// its own. A Poisson stream that is split at random gives independent Poisson streams (Kingman 1993, section
    /// 5.1), so `MMc::new(load.split())` is one of `servers` parallel M/M/1 queues.
    pub fn split(self) -> Load {
        Load { arrivals_per_s: self.arrivals_per_s / f64::from(self.servers), servers: 1, ..self }
    }
}

/// Long-run means of a queue. What is not a field follows from Little's law (1961), L = lambda W, in which lambda is
/// the rate of the requests that are served, not of those that come.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Steady {
    /// Requests served in a second.
    pub throughput_per_s: f64,
    /// Mean service time, in seconds.
    pub service_s: f64,
    /// Mean time Wq that an accepted request waits for a server, in seconds.
    pub waiting_s: f64,
    /// The part of the accepted requests that has to wait, 0 to 1.
    pub waits: f64,
    /// The part of all requests that is turned away, 0 to 1.
    pub lost: f64,
}

impl Steady {
    /// Mean time W from an accepted request's arrival to its answer, in seconds.
    pub fn in_system_s(&self) -> f64 {
        self.waiting_s + self.service_s
    }

    /// Mean number Lq of requests that wait.
    pub fn waiting(&self) -> f64 {
        self.throughput_per_s * self.waiting_s
    }

    /// Mean number L of requests that wait or are served.
    pub fn in_system(&self) -> f64 {
        self.throughput_per_s * self.in_system_s()
    }

    /// Mean number of busy servers.
    pub fn busy(&self) -> f64 {
        self.throughput_per_s * self.service_s
    }
}
