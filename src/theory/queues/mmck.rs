//! M/M/c/K: exponential service times, c servers, and room for K requests; who comes when it is full is lost.
//!
//! Kleinrock, Queueing Systems 1 (1975), sections 3.6 (M/M/1/K) and 3.7 (M/M/m/m); the general case is the same chain
//! of births and deaths.

use super::{Load, Steady};

/// The long-run means. `room` is K, which counts the requests in service too; `None` where it is less than the
/// servers. There is a steady state at any load.
///
/// Erlang's recurrence goes on beyond the servers: with room for n, the part of the time that the system is full is
/// B(n) = r B(n-1) / (1 + r B(n-1)), with r the rate into state n over the rate out of it. Means over fewer states
/// become means over one more in the same way, so no sum grows and nothing overflows. Takes K steps.
pub fn m_m_c_k(load: Load, room: u32) -> Option<Steady> {
    if room < load.servers() {
        return None;
    }
    // Arrivals see the states as they are over time (Wolff 1982), and the accepted ones see those below `room`.
    let seen = (1..room).fold(Truncated::EMPTY, |chain, n| chain.longer(load, n));
    let odds = seen.odds_of(load, room);
    Some(Steady {
        throughput_per_s: load.arrivals_per_s() / (1.0 + odds),
        service_s: load.service_s(),
        waiting_s: seen.ahead * load.service_s() / f64::from(load.servers()),
        waits: seen.busy,
        lost: odds / (1.0 + odds),
    })
}

/// The chain of states 0 to n in its steady state.
#[derive(Clone, Copy)]
struct Truncated {
    /// The probability of the last state.
    full: f64,
    /// The probability that all servers are busy.
    busy: f64,
    /// The mean number of departures that a request has to wait for if it comes now.
    ahead: f64,
}

impl Truncated {
    /// State 0 alone.
    const EMPTY: Truncated = Truncated { full: 1.0, busy: 0.0, ahead: 0.0 };

    /// How much more probable state n is than all of this chain, which ends before it.
    fn odds_of(&self, load: Load, n: u32) -> f64 {
        load.offered() / f64::from(n.min(load.servers())) * self.full
    }

    /// The chain that has state n too.
    fn longer(self, load: Load, n: u32) -> Truncated {
        let odds = self.odds_of(load, n);
        let full = odds / (1.0 + odds);
        let with = |mean: f64, last: f64| mean * (1.0 - full) + last * full;
        let departures = (n + 1).saturating_sub(load.servers());
        Truncated {
            full,
            busy: with(self.busy, f64::from(u8::from(departures > 0))),
            ahead: with(self.ahead, f64::from(departures)),
        }
    }
}
