//! Interleaved weighted round robin as in the Linux Virtual Server (ip_vs_wrr.c): passes over the servers with a bar
//! that falls by the greatest common divisor of the weights. In each pass those take a turn whose weight reaches the
//! bar, so that heavy servers come several times in a row at the start of a cycle. Weights 8, 4, 2 give a a a b a b c.
//!
//! After a change the current pass begins anew with the bar where it was, but never above the greatest weight. Servers
//! that are out do not count, as if they were taken off the kernel's list.

use super::contract::{Algorithm, Choice, Context};
use super::server::Server;
use super::usable::Usable;
use crate::process::{Random, SimTime};

/// Where the passes are.
#[derive(Clone, Debug, Hash)]
pub(super) struct Interleaved {
    usable: Usable,
    /// The place in `usable` to look at next.
    next: u32,
    /// The least weight that takes a turn in this pass. The last pass has 1.
    bar: u32,
    /// The bar of the first pass: the greatest weight, less step - 1.
    top: u32,
    /// By how much the bar falls: the greatest common divisor.
    step: u32,
}

impl Interleaved {
    pub(super) fn new(servers: &[Server]) -> Interleaved {
        let usable = Usable::new(servers);
        let mut interleaved = Interleaved { usable, next: 0, bar: u32::MAX, top: 1, step: 1 };
        interleaved.changed(servers);
        interleaved
    }

    fn next_pass(&mut self) {
        self.next = 0;
        self.bar = if self.bar > self.step { self.bar - self.step } else { self.top };
    }
}

impl Algorithm for Interleaved {
    fn choose(&mut self, at: &Context, _random: &mut Random) -> Choice {
        if self.usable.is_empty() {
            return Choice::NONE;
        }
        let mut compared = 0;
        // Ends: every server reaches the bar of the last pass, also one beside those that were tried.
        loop {
            let Some(server) = self.usable.get(self.next as usize).copied() else {
                self.next_pass();
                continue;
            };
            self.next += 1;
            compared += 1;
            if at.servers[server.index()].weight >= self.bar && !at.avoids(server) {
                return Choice::of(server, compared);
            }
        }
    }

    fn changed(&mut self, servers: &[Server]) {
        self.usable.update(servers);
        let weights = || self.usable.iter().map(|server| servers[server.index()].weight);
        self.step = weights().fold(0, greatest_common_divisor).max(1);
        self.top = (weights().max().unwrap_or(1) + 1).saturating_sub(self.step).max(1);
        self.next = 0;
        let on_a_step = (self.bar / self.step).saturating_mul(self.step).saturating_add(1);
        let aligned = if self.step > 1 { on_a_step } else { self.bar };
        self.bar = if self.bar > self.top { self.top } else { aligned };
    }

    fn scores(&self, servers: &[Server], _now: SimTime) -> (&'static str, Vec<f64>) {
        let above = |server: &Server| f64::from(server.weight) - f64::from(self.bar);
        ("weight above this pass's bar", servers.iter().map(above).collect())
    }

    fn bytes(&self) -> usize {
        let Self { usable, next: _, bar: _, top: _, step: _ } = self;
        usable.bytes()
    }
}

/// Euclid's; of 0 and n it is n.
fn greatest_common_divisor(a: u32, b: u32) -> u32 {
    if b == 0 { a } else { greatest_common_divisor(b, a % b) }
}
