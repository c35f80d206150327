//! Least response time as in nginx (`least_time last_byte`, ngx_http_upstream_least_time_module.c), in its integers.
//!
//! The cost of a server is its mean response time in milliseconds by (1 + its unfinished requests), and the least cost
//! by weight wins; equal ones take turns by smooth weighted round robin. The mean moves by a twentieth of each success.
//! It is rounded up to a step of 20 ms, so that close ones are equal, and everything over 5 s is 5 s. A server that was
//! not chosen for longer than fail_timeout counts half its mean, and so on, so that a slow one gets another chance.
//!
//! A server without an answer yet counts as the fastest class, 20 ms, by its unfinished requests: it is tried early, but
//! not by everyone at once. Failures do not count as response times; a server that fails fast has few unfinished
//! requests all the same, and attracts everyone.

use super::contract::{Algorithm, Choice, Context, Ended};
use super::server::{Position, Server};
use super::settings::Settings;
use super::smooth::Smooth;
use super::usable::Usable;
use crate::process::{Random, SimTime};

/// Response times are equal if they are in the same step.
const STEP_MS: u64 = 20;
/// All slower ones are equally bad.
const SLOWEST_MS: u64 = 5_000;

#[derive(Clone, Copy, Debug, Default, Hash)]
struct Mean {
    /// The moving mean of response times; 0 if there is none.
    ms: u64,
    /// When, in whole seconds, the server last failed, or was chosen after a pause.
    checked_s: u64,
}

impl Mean {
    /// The new mean: 5 % of the newest. nginx computes it in floating point; rounding to the nearest is the same.
    fn add(&mut self, ms: u64) {
        self.ms = if self.ms == 0 { ms } else { (ms * 5 + self.ms * 95 + 50) / 100 };
    }

    /// How often the server was left alone for longer than the time-out, since it was checked.
    fn pauses(&self, now_s: u64, fail_timeout_s: u64) -> u64 {
        now_s.saturating_sub(self.checked_s) / (fail_timeout_s + 1)
    }

    fn cost_ms(&self, active: u32, now_s: u64, fail_timeout_s: u64) -> u64 {
        let ms = self.ms.checked_shr(self.pauses(now_s, fail_timeout_s) as u32).unwrap_or(0);
        let ms = if ms > SLOWEST_MS { SLOWEST_MS } else { ms + STEP_MS - ms % STEP_MS };
        ms * (1 + u64::from(active))
    }
}

/// The means of all servers.
#[derive(Clone, Debug, Hash)]
pub(super) struct LeastResponseTime {
    usable: Usable,
    smooth: Smooth,
    means: Vec<Mean>,
    fail_timeout_s: u64,
}

impl LeastResponseTime {
    pub(super) fn new(settings: &Settings, servers: &[Server]) -> LeastResponseTime {
        LeastResponseTime {
            usable: Usable::new(servers),
            smooth: Smooth::new(settings, servers),
            means: vec![Mean::default(); servers.len()],
            fail_timeout_s: whole_seconds(settings.fail_timeout.0),
        }
    }
}

fn whole_seconds(us: u64) -> u64 {
    us / 1_000_000
}

impl Algorithm for LeastResponseTime {
    fn choose(&mut self, at: &Context, _random: &mut Random) -> Choice {
        let (now_s, timeout_s) = (whole_seconds(at.now.0), self.fail_timeout_s);
        let active = |server: Position| at.servers[server.index()].active;
        let cost = |server: Position| self.means[server.index()].cost_ms(active(server), now_s, timeout_s);
        let choice = self.smooth.least(&self.usable, at, cost);
        if let Some(server) = choice.server {
            let mean = &mut self.means[server.index()];
            if mean.pauses(now_s, timeout_s) > 0 {
                mean.checked_s = now_s;
            }
        }
        choice
    }

    fn ended(&mut self, end: Ended, servers: &[Server], now: SimTime) {
        self.smooth.ended(end, servers);
        let mean = &mut self.means[end.server.index()];
        if end.ok {
            mean.add(end.latency.0 / 1_000);
        } else {
            mean.checked_s = whole_seconds(now.0);
        }
    }

    fn changed(&mut self, servers: &[Server]) {
        self.usable.update(servers);
        self.smooth.update(servers);
        self.means.resize(servers.len(), Mean::default());
    }

    fn scores(&self, servers: &[Server], now: SimTime) -> (&'static str, Vec<f64>) {
        let cost = |(server, mean): (&Server, &Mean)| {
            let ms = mean.cost_ms(server.active, whole_seconds(now.0), self.fail_timeout_s);
            ms as f64 / f64::from(server.weight)
        };
        ("estimated ms by weight", servers.iter().zip(&self.means).map(cost).collect())
    }

    fn bytes(&self) -> usize {
        let Self { usable, smooth, means, fail_timeout_s: _ } = self;
        usable.bytes() + smooth.bytes() + means.len() * size_of::<Mean>()
    }
}
