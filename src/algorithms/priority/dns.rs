//! DNS as a balancer: weighted answers that know nothing of load, kept by resolvers for their time to live.
//!
//! An authority that checks health takes a dead address out of its answers after so many failed checks; a resolver that
//! asked just before gives the old one for a whole TTL more. So the worst time is interval * threshold + TTL. Clients that keep an
//! answer for longer than its TTL (old Java, connection pools) are worse, and no server can help it.

use crate::process::{Random, SimDuration, SimTime};

/// One address that may be answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Record {
    /// The address's number.
    pub address: u32,
    /// Its share of the answers, in relation to the others'. 0 is never answered.
    pub weight: u32,
    /// Whether the authority's checks find it healthy.
    pub healthy: bool,
}

/// What an authority may answer for one name: as in weighted routing of Amazon Route 53. If no record is healthy all are
/// taken for healthy, since an answer may help and none cannot.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Records(pub Vec<Record>);

impl Records {
    /// The address of one answer, by chance and weight; `None` without any weight. Load is not known here.
    pub fn answer(&self, random: &mut Random) -> Option<u32> {
        let total = self.total();
        (total > 0).then(|| self.at(random.below(total)))
    }

    /// The address that stands at a place of the weights laid end to end; `place` is below [`Records::total`].
    pub fn at(&self, place: u64) -> u32 {
        let mut end = 0;
        let found = self.weighed().find(|(_, weight)| {
            end += weight;
            place < end
        });
        found.expect("a place below the total").0
    }

    /// The sum of the weights that count.
    pub fn total(&self) -> u64 {
        self.weighed().map(|(_, weight)| weight).sum()
    }

    /// Bytes held on the heap.
    pub fn bytes(&self) -> usize {
        let Self(records) = self;
        records.capacity() * size_of::<Record>()
    }

    /// Addresses with the weights that count now.
    fn weighed(&self) -> impl Iterator<Item = (u32, u64)> {
        let none = !self.0.iter().any(|record| record.healthy && record.weight > 0);
        let counts = move |record: &&Record| record.healthy || none;
        self.0.iter().filter(counts).map(|record| (record.address, u64::from(record.weight)))
    }
}

/// A resolver's or a client's answer, and how long it may be given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct ResolverCache {
    kept: Option<(u32, SimTime)>,
}

impl ResolverCache {
    /// The address that was answered last, if its TTL is not over.
    pub fn look_up(&self, now: SimTime) -> Option<u32> {
        self.kept.filter(|(_, expires)| now < *expires).map(|(address, _)| address)
    }

    /// Keeps an answer of the authority for its TTL. With zero it is not kept.
    pub fn keep(&mut self, address: u32, ttl: SimDuration, now: SimTime) {
        self.kept = Some((address, now + ttl));
    }

    /// When the answer has to be asked for anew; `None` if there is none.
    pub fn expires_at(&self) -> Option<SimTime> {
        self.kept.map(|(_, expires)| expires)
    }
}

/// The longest time after a failure for which a client that respects the TTL is sent to the failed address: `threshold`
/// checks at `interval`, then the TTL.
pub fn worst_failover(interval: SimDuration, threshold: u32, ttl: SimDuration) -> SimDuration {
    SimDuration(interval.0.saturating_mul(u64::from(threshold))) + ttl
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::process::Seed;

    const fn s(s: u64) -> SimDuration {
        SimDuration::from_ms(s * 1_000)
    }

    fn records(weights: &[u32]) -> Records {
        let record = |(address, weight): (u32, &u32)| Record { address, weight: *weight, healthy: true };
        Records((0..).zip(weights).map(record).collect())
    }

    #[test]
    fn answers_are_in_proportion_to_weight() {
        let weighted = records(&[1, 1, 2]);
        assert_eq!(weighted.total(), 4);
        assert_eq!([0, 1, 2, 3].map(|place| weighted.at(place)), [0, 1, 2, 2], "25, 25 and 50 %");
        let mut random = Seed(1).stream("dns", 0);
        let mut answers = [0_u32; 3];
        (0..40_000).for_each(|_| answers[weighted.answer(&mut random).unwrap() as usize] += 1);
        // Four standard errors of 40,000 fair draws are at most 400.
        for (answers, expected) in answers.iter().zip([10_000_u32, 10_000, 20_000]) {
            assert!(answers.abs_diff(expected) < 400, "{answers} for {expected}");
        }
        assert_eq!(records(&[0, 0]).answer(&mut random), None);
    }

    #[test]
    fn an_address_that_is_unhealthy_is_not_answered_unless_all_are() {
        let mut two = records(&[3, 1]);
        two.0[0].healthy = false;
        let mut random = Seed(2).stream("dns", 0);
        assert!((0..50).all(|_| two.answer(&mut random) == Some(1)));
        two.0[1].healthy = false;
        assert_eq!(two.total(), 4, "all are answered again");
    }

    #[test]
    fn the_worst_failover_is_the_checks_and_then_the_time_to_live() {
        for (interval, threshold, ttl, worst) in [(30, 3, 60, 150), (10, 3, 60, 90), (10, 1, 0, 10)] {
            assert_eq!(worst_failover(s(interval), threshold, s(ttl)), s(worst));
        }
    }

    /// Address 0 dies at `dies`; it is checked every 30 s, and out after three failures. The last moment at which a
    /// client that asks each second, and keeps an answer for `keeps`, goes to it.
    fn last_use(dies: SimTime, keeps: SimDuration) -> SimTime {
        let (mut records, mut cache) = (records(&[1, 0]), ResolverCache::default());
        records.0[1].weight = 0;
        let (mut failures, mut last) = (0, SimTime::ZERO);
        for now in (0..1_000).map(|second| SimTime::from_ms(second * 1_000)) {
            if now.0.is_multiple_of(30_000_000) && now >= dies {
                failures += 1;
                if failures == 3 {
                    records.0[0] = Record { weight: 0, healthy: false, ..records.0[0] };
                    records.0[1].weight = 1;
                }
            }
            let address = cache.look_up(now).unwrap_or_else(|| {
                let address = records.at(0);
                cache.keep(address, keeps, now);
                address
            });
            if address == 0 {
                last = now;
            }
        }
        last
    }

    #[test]
    fn a_client_that_respects_the_time_to_live_leaves_within_the_worst_time_and_nearly_reaches_it() {
        let worst = worst_failover(s(30), 3, s(60));
        let used = (0..180).map(|second| {
            let dies = SimTime::from_ms(60_000 + second * 1_000);
            last_use(dies, s(60)).since(dies)
        });
        let longest = used.max().unwrap();
        assert!(longest <= worst && longest > s(110), "{longest} of {worst}");
    }

    #[test]
    fn a_client_that_ignores_the_time_to_live_stays_far_beyond_the_worst_time() {
        let dies = SimTime::from_ms(100_000);
        let longest = last_use(dies, s(900)).since(dies);
        assert!(longest > worst_failover(s(30), 3, s(60)), "{longest}");
    }

    #[test]
    fn an_answer_is_kept_until_its_time_to_live_is_over_and_not_at_that_moment() {
        let mut cache = ResolverCache::default();
        assert_eq!((cache.look_up(SimTime::ZERO), cache.expires_at()), (None, None));
        cache.keep(7, s(60), SimTime::from_ms(5_000));
        let found = [5_000, 64_999, 65_000].map(|ms| cache.look_up(SimTime::from_ms(ms)));
        assert_eq!(found, [Some(7), Some(7), None]);
        cache.keep(8, SimDuration::ZERO, SimTime::from_ms(70_000));
        assert_eq!(cache.look_up(SimTime::from_ms(70_000)), None);
    }

    #[test]
    fn a_resolver_sends_all_who_ask_it_to_one_address_however_loaded_that_is() {
        let equal = records(&[1, 1]);
        let mut random = Seed(3).stream("dns", 0);
        // Two resolvers; one has nine of ten clients. The authority answers them alike and cannot see it.
        let worst = (0..100).map(|_| {
            let mut load = [0_u32; 2];
            for clients in [900, 100] {
                let mut cache = ResolverCache::default();
                cache.keep(equal.answer(&mut random).unwrap(), s(60), SimTime::ZERO);
                (0..clients).for_each(|_| load[cache.look_up(SimTime::from_ms(1)).unwrap() as usize] += 1);
            }
            load.into_iter().max().unwrap()
        });
        assert!(worst.min().unwrap() >= 900, "never near 500 each");
    }
}
