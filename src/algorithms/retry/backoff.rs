//! Exponential back-off with a cap, and jitter (Marc Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog 2015).
//!
//! Without jitter, callers that failed together come back together. The article's four: none, full (anything up to the
//! back-off), equal (at least half of it) and decorrelated (from the base to three times the wait before).

use crate::process::{Random, SimDuration};

/// How a wait is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Jitter {
    /// min(cap, base * 2^n).
    None,
    /// Uniform from 0 to that.
    Full,
    /// Half of that, and uniform from 0 to the other half.
    Equal,
    /// min(cap, uniform from the base to three times the wait before); the base stands for the first wait before.
    Decorrelated,
}

/// How long to wait between attempts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Backoff {
    /// The first wait, without jitter.
    pub base: SimDuration,
    /// The longest wait, with jitter too.
    pub cap: SimDuration,
    /// How it is spread.
    pub jitter: Jitter,
}

impl Backoff {
    /// The wait before the retry numbered `retry`, from 0. `wait_before` is what came out for the one before, zero for
    /// the first. Every jitter draws one number, so that choosing another changes no other chance.
    pub fn wait(&self, retry: u32, wait_before: SimDuration, random: &mut Random) -> SimDuration {
        let longest = self.longest(retry);
        let half = SimDuration(longest.0 / 2);
        let (low, high) = match self.jitter {
            Jitter::None => (longest, longest),
            Jitter::Full => (SimDuration::ZERO, longest),
            Jitter::Equal => (longest - half, longest),
            Jitter::Decorrelated => (self.base, SimDuration(wait_before.max(self.base).0.saturating_mul(3))),
        };
        random.duration(low, high).min(self.cap)
    }

    /// min(cap, base * 2^n).
    fn longest(&self, retry: u32) -> SimDuration {
        let factor = 1_u64.checked_shl(retry).unwrap_or(u64::MAX);
        SimDuration(self.base.0.saturating_mul(factor)).min(self.cap)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::process::Seed;

    fn ms(ms: u64) -> SimDuration {
        SimDuration::from_ms(ms)
    }

    fn backoff(jitter: Jitter) -> Backoff {
        Backoff { base: ms(100), cap: ms(1_000), jitter }
    }

    /// Waits of many callers for one retry.
    fn waits(jitter: Jitter, retry: u32, wait_before: SimDuration) -> Vec<SimDuration> {
        let mut random = Seed(6).stream("backoff", 0);
        (0..10_000).map(|_| backoff(jitter).wait(retry, wait_before, &mut random)).collect()
    }

    fn mean_ms(waits: &[SimDuration]) -> f64 {
        waits.iter().map(|wait| wait.0 as f64 / 1e3).sum::<f64>() / waits.len() as f64
    }

    #[test]
    fn a_back_off_doubles_up_to_its_cap() {
        let mut random = Seed(1).stream("backoff", 0);
        for (retry, expected) in
            [(0, 100), (1, 200), (2, 400), (3, 800), (4, 1_000), (63, 1_000), (64, 1_000), (u32::MAX, 1_000)]
        {
            assert_eq!(backoff(Jitter::None).wait(retry, SimDuration::ZERO, &mut random), ms(expected));
        }
    }

    #[test]
    fn each_jitter_stays_between_its_ends_and_reaches_them() {
        for (jitter, retry, before, low, high, mean) in [
            (Jitter::Full, 0, 0, 0, 100, 50.0),
            (Jitter::Full, 2, 0, 0, 400, 200.0),
            (Jitter::Full, 9, 0, 0, 1_000, 500.0),
            (Jitter::Equal, 0, 0, 50, 100, 75.0),
            (Jitter::Equal, 2, 0, 200, 400, 300.0),
            (Jitter::Equal, 9, 0, 500, 1_000, 750.0),
            (Jitter::Decorrelated, 0, 0, 100, 300, 200.0),
            (Jitter::Decorrelated, 1, 200, 100, 600, 350.0),
        ] {
            let waits = waits(jitter, retry, ms(before));
            let (least, most) = (*waits.iter().min().unwrap(), *waits.iter().max().unwrap());
            assert!(least >= ms(low) && most <= ms(high), "{jitter:?} {retry}: {least} to {most}");
            let width = (high - low) as f64;
            assert!((most - least).0 as f64 / 1e3 > 0.99 * width, "{jitter:?} {retry}: {least} to {most}");
            // Four standard errors of a uniform number are 0.0116 of its width.
            assert!(
                (mean_ms(&waits) - mean).abs() < 0.0116 * width,
                "{jitter:?} {retry}: {}",
                mean_ms(&waits)
            );
        }
    }

    #[test]
    fn decorrelated_jitter_grows_with_the_wait_before_and_not_with_the_count() {
        let after = |before| mean_ms(&waits(Jitter::Decorrelated, 3, ms(before)));
        assert!(after(100) < after(200) && after(200) < after(900));
        assert_eq!(waits(Jitter::Decorrelated, 0, ms(500)), waits(Jitter::Decorrelated, 9, ms(500)));
        assert!(waits(Jitter::Decorrelated, 0, ms(1_000)).iter().all(|wait| *wait <= ms(1_000)), "cap");
    }

    #[test]
    fn without_jitter_callers_that_failed_together_come_back_together() {
        let busiest_ms = |jitter: Jitter| {
            let mut at = [0_u32; 1_001];
            waits(jitter, 9, ms(500)).iter().for_each(|wait| at[(wait.0 / 1_000) as usize] += 1);
            at.into_iter().max().unwrap()
        };
        assert_eq!(busiest_ms(Jitter::None), 10_000, "all in one wave");
        assert!(busiest_ms(Jitter::Full) < 35, "10 a millisecond: {}", busiest_ms(Jitter::Full));
        assert!(busiest_ms(Jitter::Equal) < 50, "20 a millisecond: {}", busiest_ms(Jitter::Equal));
    }

    #[test]
    fn another_jitter_changes_no_other_chance() {
        let next = |jitter: Jitter| {
            let mut random = Seed(7).stream("backoff", 0);
            backoff(jitter).wait(1, ms(100), &mut random);
            random.bits()
        };
        let kinds = [Jitter::Full, Jitter::Equal, Jitter::Decorrelated];
        assert!(kinds.iter().all(|jitter| next(*jitter) == next(Jitter::None)));
    }
}
