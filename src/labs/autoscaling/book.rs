//! The book that an outsider keeps of the fleet: when each machine came and went, and how many requests came. It knows
//! nothing of what was billed or served.

use super::bill::Rented;
use super::demand::STEP;
use crate::process::{NodeId, SimDuration, SimTime};
use std::hash::{Hash, Hasher};

/// The bill is compared at least every so many steps.
const STEPS: u64 = 64;

/// A machine or a node that is there.
#[derive(Clone, Copy, Debug, Hash)]
struct There {
    id: NodeId,
    started: SimTime,
    /// Its size, in units of the smallest machine, and since when it is that large.
    size: u32,
    since: SimTime,
    /// Microseconds of the smallest machine that it was there, up to then.
    us: u64,
}

impl There {
    fn is(&self, rented: &Rented) -> bool {
        (self.id, self.started) == (rented.id, rented.started)
    }

    /// What is due for it if it is there until then.
    fn us_at(&self, now: SimTime) -> u64 {
        self.us + u64::from(self.size) * now.since(self.since).0
    }
}

/// What an outsider has written down.
#[derive(Clone, Debug, Default)]
pub struct Book {
    there: Vec<There>,
    /// What is due for those that are gone, in microseconds of the smallest machine.
    gone_us: u64,
    /// One has come, gone or changed since the bill was compared.
    changed: bool,
    /// Requests that came.
    came: f64,
}

impl Book {
    /// Looks at what is rented from `now` on: some came, some went, some are of another size. One that went is due for the
    /// `minimum` at least.
    pub fn take_stock(
        &mut self,
        now: SimTime,
        rented: impl Iterator<Item = Rented> + Clone,
        minimum: SimDuration,
    ) {
        let mut known = self.there.iter();
        let mut is_known = |one: Rented| known.next().is_some_and(|it| it.is(&one) && it.size == one.size);
        if rented.clone().all(&mut is_known) && known.next().is_none() {
            return;
        }
        self.changed = true;
        for gone in self.there.iter().filter(|there| !rented.clone().any(|one| there.is(&one))) {
            let left = minimum.0.saturating_sub(now.since(gone.started).0);
            self.gone_us += gone.us_at(now) + u64::from(gone.size) * left;
        }
        let entry = |one: Rented| match self.there.iter().find(|there| there.is(&one)) {
            Some(there) if there.size == one.size => *there,
            Some(there) => There { us: there.us_at(now), size: one.size, since: now, ..*there },
            None => There { id: one.id, started: one.started, size: one.size, since: now, us: 0 },
        };
        self.there = rented.map(entry).collect();
    }

    /// Whether the bill is to be compared now.
    pub fn is_due(&mut self, now: SimTime) -> bool {
        std::mem::take(&mut self.changed) || now.0.is_multiple_of(STEPS * STEP.0)
    }

    /// What is due at `now`, in microseconds of the smallest machine.
    pub fn due_us(&self, now: SimTime) -> u64 {
        self.gone_us + self.there.iter().map(|there| there.us_at(now)).sum::<u64>()
    }

    /// More requests came; how many there were in all.
    pub fn comes(&mut self, requests: f64) -> f64 {
        self.came += requests;
        self.came
    }

    /// Bytes that it holds on the heap, by estimate.
    pub fn bytes(&self) -> usize {
        let Self { there, gone_us: _, changed: _, came: _ } = self;
        there.capacity() * size_of::<There>()
    }
}

impl Hash for Book {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self { there, gone_us, changed, came } = self;
        (there, gone_us, changed, came.to_bits()).hash(state);
    }
}
