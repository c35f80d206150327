//! What went over an edge of late: what a stage shows as its flow, and as what is wrong with it.

use crate::process::{SimDuration, SimTime};

/// How far back it looks, in parts that are forgotten one by one.
const PARTS: u64 = 6;
const PART: SimDuration = SimDuration::from_ms(500);

/// What happened on an edge in some time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Flow {
    /// Sendings that went out.
    pub sent: u32,
    /// Sendings that were answered.
    pub answered: u32,
    /// Sendings that failed, in whatever way, and calls that were held back.
    pub failed: u32,
}

/// What happened on an edge in the latest three seconds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Recent {
    /// Each with the number of its half second, counted from the start of the run.
    parts: [(u64, Flow); PARTS as usize],
}

impl Recent {
    /// The time over which it looks, in seconds.
    pub const SECONDS: f64 = PARTS as f64 * PART.0 as f64 / 1e6;

    /// The part of now.
    pub fn now(&mut self, now: SimTime) -> &mut Flow {
        let number = now.0 / PART.0;
        let (known, flow) = &mut self.parts[(number % PARTS) as usize];
        if *known != number {
            (*known, *flow) = (number, Flow::default());
        }
        flow
    }

    /// The sum of the parts that are not too old.
    pub fn sum(&self, now: SimTime) -> Flow {
        let number = now.0 / PART.0;
        let is_recent = |(known, _): &&(u64, Flow)| known + PARTS > number;
        self.parts.iter().filter(is_recent).fold(Flow::default(), |sum, (_, flow)| Flow {
            sent: sum.sent + flow.sent,
            answered: sum.answered + flow.answered,
            failed: sum.failed + flow.failed,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_seconds_are_remembered_and_no_more() {
        let mut recent = Recent::default();
        for ms in (0..10_000).step_by(100) {
            recent.now(SimTime::from_ms(ms)).sent += 1;
        }
        assert_eq!(recent.sum(SimTime::from_ms(9_999)).sent, 30);
        assert_eq!(recent.sum(SimTime::from_ms(11_200)).sent, 15);
        assert_eq!(recent.sum(SimTime::from_ms(13_000)), Flow::default());
    }
}
