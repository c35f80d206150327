//! The detector of one caller over the hosts of one service.

use super::host::Host;
use super::settings::Settings;
use super::spread::Spread;
use crate::algorithms::balancing::Position;
use crate::process::SimTime;

/// Why a host is an outlier.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Reason {
    /// It answered with so many server errors in a row.
    Consecutive(u32),
    /// Its success rate, in percent, is below the threshold.
    SuccessRate {
        /// Its rate.
        rate: f64,
        /// The threshold.
        threshold: f64,
    },
    /// So many percent of its requests failed.
    FailurePercentage(f64),
}

/// What happens to a host.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Verdict {
    /// It gets no requests from here.
    Ejected {
        /// Why.
        reason: Reason,
        /// It returns at the first interval at or after this.
        until: SimTime,
    },
    /// It is an outlier, but as many hosts are ejected as may be.
    Spared(Reason),
    /// It gets requests again.
    Returned,
}

/// A verdict on a host.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Change {
    /// Which host.
    pub host: Position,
    /// What happens to it.
    pub verdict: Verdict,
}

/// What one caller remembers of all hosts.
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct Detector {
    settings: Settings,
    hosts: Vec<Host>,
    ejected: u32,
    spread: Option<Spread>,
}

impl Detector {
    /// Nothing has been answered yet, and nobody is ejected.
    ///
    /// # Panics
    /// If a setting is outside its range.
    pub fn new(settings: &Settings, hosts: u32) -> Detector {
        assert!(settings.interval.0 > 0, "an interval is longer than nothing");
        assert!(
            settings.base_ejection <= settings.max_ejection,
            "the longest ejection is no shorter than the first"
        );
        let hosts = vec![Host::default(); hosts as usize];
        Detector { settings: *settings, hosts, ejected: 0, spread: None }
    }

    /// A host has answered with this HTTP status; no answer in time counts as 504, no connection as 503. Server errors, 500
    /// to 599, are failures and no others are.
    pub fn ended(&mut self, host: Position, status: u16, now: SimTime) -> Option<Change> {
        let failed = (500..=599).contains(&status);
        let seen = &mut self.hosts[host.index()];
        if !seen.answered(failed, self.settings.consecutive) || seen.is_ejected() {
            return None;
        }
        seen.forget_errors();
        Some(self.eject(host, Reason::Consecutive(self.settings.consecutive), now))
    }

    /// An interval is over: to be called every [`Settings::interval`]. What it changes is added to `told`.
    pub fn interval(&mut self, now: SimTime, told: &mut Vec<Change>) {
        for host in self.positions() {
            if self.returns_at(host).is_some_and(|until| until <= now) {
                told.extend(self.take_back(host, now));
            }
            self.hosts[host.index()].close_interval();
        }
        self.judge_success(now, told);
        self.judge_failures(now, told);
        self.hosts.iter_mut().for_each(|host| host.forgive(now, self.settings.interval));
    }

    /// An active health check of a host was good: it returns at once, if it was ejected.
    pub fn found_healthy(&mut self, host: Position, now: SimTime) -> Option<Change> {
        self.take_back(host, now)
    }

    /// There are so many hosts now: new ones come at the end, and the last go.
    pub fn resize(&mut self, hosts: u32) {
        self.hosts.resize(hosts as usize, Host::default());
        self.ejected = self.hosts.iter().filter(|host| host.is_ejected()).count() as u32;
    }

    /// Whether a host gets no requests.
    pub fn is_ejected(&self, host: Position) -> bool {
        self.hosts[host.index()].is_ejected()
    }

    /// How many are ejected.
    pub fn ejected(&self) -> u32 {
        self.ejected
    }

    /// When a host's ejection is over; it returns with the next interval. None unless it is ejected.
    pub fn returns_at(&self, host: Position) -> Option<SimTime> {
        self.hosts[host.index()].until(&self.settings)
    }

    /// A host's success rate in the last interval, in percent, 0 to 100; none without enough requests.
    pub fn success_rate(&self, host: Position) -> Option<f64> {
        self.hosts[host.index()].success_rate(self.settings.success_rate_volume)
    }

    /// What success rates were held against when the last interval was over; none where too few hosts had enough requests.
    pub fn spread(&self) -> Option<Spread> {
        self.spread
    }

    /// Bytes held on the heap.
    pub fn bytes(&self) -> usize {
        let Self { settings: _, hosts, ejected: _, spread: _ } = self;
        hosts.capacity() * size_of::<Host>()
    }

    fn judge_success(&mut self, now: SimTime, told: &mut Vec<Change>) {
        let volume = self.settings.success_rate_volume;
        let rates = self.hosts.iter().filter(|host| !host.is_ejected());
        let rates = rates.filter_map(|host| host.success_rate(volume));
        let least = self.settings.success_rate_hosts;
        let enough = least.is_some_and(|least| rates.clone().count() >= least as usize);
        let spread = Spread::of(rates, self.settings.stdev_thousandths).filter(|_| enough);
        self.spread = spread;
        let Some(Spread { threshold, .. }) = spread else { return };
        for host in self.positions() {
            match self.in_use(host, volume) {
                Some(rate) if rate < threshold => {
                    told.push(self.eject(host, Reason::SuccessRate { rate, threshold }, now));
                }
                _ => {}
            }
        }
    }

    /// Unlike in the source, not of a host that was ejected for its success rate a moment ago.
    fn judge_failures(&mut self, now: SimTime, told: &mut Vec<Change>) {
        let Some(most) = self.settings.failure_percent else { return };
        let volume = self.settings.failure_percent_volume;
        let enough = self.positions().filter(|host| self.in_use(*host, volume).is_some()).count();
        if enough < self.settings.failure_percent_hosts as usize {
            return;
        }
        for host in self.positions() {
            match self.in_use(host, volume).map(|rate| 100.0 - rate) {
                Some(failed) if failed >= f64::from(most) => {
                    told.push(self.eject(host, Reason::FailurePercentage(failed), now));
                }
                _ => {}
            }
        }
    }

    /// The success rate of a host that is not ejected.
    fn in_use(&self, host: Position, volume: u32) -> Option<f64> {
        let host = &self.hosts[host.index()];
        host.success_rate(volume).filter(|_| !host.is_ejected())
    }

    fn eject(&mut self, host: Position, reason: Reason, now: SimTime) -> Change {
        let (after, all) = (u64::from(self.ejected) + 1, self.hosts.len() as u64);
        let within = after * 100 <= all * u64::from(self.settings.max_ejected_percent.min(100));
        let first = self.settings.always_one && self.ejected == 0;
        if !within && !first {
            return Change { host, verdict: Verdict::Spared(reason) };
        }
        self.ejected += 1;
        let seen = &mut self.hosts[host.index()];
        seen.eject(now, &self.settings);
        let until = seen.until(&self.settings).unwrap_or(now);
        Change { host, verdict: Verdict::Ejected { reason, until } }
    }

    fn take_back(&mut self, host: Position, now: SimTime) -> Option<Change> {
        let seen = &mut self.hosts[host.index()];
        if !seen.is_ejected() {
            return None;
        }
        seen.take_back(now);
        self.ejected -= 1;
        Some(Change { host, verdict: Verdict::Returned })
    }

    fn positions(&self) -> impl Iterator<Item = Position> + use<> {
        (0..self.hosts.len() as u32).map(Position)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: Position = Position(0);

    fn at(seconds: u64) -> SimTime {
        SimTime::from_ms(seconds * 1_000)
    }

    fn five() -> Detector {
        Detector::new(&Settings::default(), 5)
    }

    /// Each host answers this many requests well and the rest of a hundred with 503, in turns that never are five errors in
    /// a row unless none is good.
    fn serve(detector: &mut Detector, good: &[u32], now: SimTime) {
        for (host, good) in (0..).map(Position).zip(good) {
            let mut share = 0;
            for _ in 0..100 {
                share += good;
                detector.ended(host, if share >= 100 { 200 } else { 503 }, now);
                share %= 100;
            }
        }
    }

    fn tick(detector: &mut Detector, now: SimTime) -> Vec<Change> {
        let mut told = Vec::new();
        detector.interval(now, &mut told);
        told
    }

    fn fail(detector: &mut Detector, host: Position, now: SimTime) -> Option<Change> {
        (0..5).filter_map(|_| detector.ended(host, 500, now)).last()
    }

    #[test]
    fn five_server_errors_in_a_row_eject_and_four_with_a_good_answer_between_do_not() {
        for (codes, ejections) in [
            (&[500, 500, 500, 500, 200, 500, 500, 500, 500][..], 0),
            (&[500, 500, 500, 500, 500], 1),
            (&[500, 502, 503, 504, 599], 1),
            (&[500, 500, 500, 500, 404, 500, 500, 500, 500], 0),
            (&[404, 404, 404, 404, 404, 429, 429, 429, 429, 429], 0),
            (&[500, 500, 500, 500, 500, 500, 500, 500, 500, 500], 1),
        ] {
            let mut detector = five();
            let told = codes.iter().filter_map(|code| detector.ended(FIRST, *code, at(0))).count();
            assert_eq!((told, detector.is_ejected(FIRST)), (ejections, ejections > 0), "{codes:?}");
        }
    }

    #[test]
    fn of_success_rates_50_and_four_times_100_the_first_is_ejected() {
        let mut detector = five();
        serve(&mut detector, &[50, 100, 100, 100, 100], at(5));
        let told = tick(&mut detector, at(10));
        let reason = Reason::SuccessRate { rate: 50.0, threshold: 52.0 };
        assert_eq!(told, [Change { host: FIRST, verdict: Verdict::Ejected { reason, until: at(40) } }]);
        assert_eq!(detector.spread(), Some(Spread { mean: 90.0, stdev: 20.0, threshold: 52.0 }));
        assert_eq!(detector.success_rate(FIRST), Some(50.0));
    }

    #[test]
    fn errors_of_the_caller_lower_no_success_rate() {
        let mut detector = five();
        serve(&mut detector, &[100, 100, 100, 100], at(5));
        (0..100).for_each(|_| assert_eq!(detector.ended(Position(4), 404, at(5)), None));
        assert_eq!(
            (tick(&mut detector, at(10)), detector.success_rate(Position(4))),
            (Vec::new(), Some(100.0))
        );
    }

    #[test]
    fn four_hosts_or_ninety_nine_requests_are_too_few_to_compare() {
        let mut detector = Detector::new(&Settings::default(), 4);
        serve(&mut detector, &[50, 100, 100, 100], at(5));
        assert_eq!((tick(&mut detector, at(10)), detector.spread()), (Vec::new(), None));
        let mut detector = Detector::new(&Settings { success_rate_volume: 101, ..Settings::default() }, 5);
        serve(&mut detector, &[50, 100, 100, 100, 100], at(5));
        assert_eq!((tick(&mut detector, at(10)), detector.spread()), (Vec::new(), None));
    }

    #[test]
    fn a_rate_is_of_the_last_interval_only() {
        let mut detector = five();
        serve(&mut detector, &[50, 100, 100, 100, 100], at(5));
        serve(&mut detector, &[100; 5], at(5));
        assert_eq!(tick(&mut detector, at(10)).len(), 1, "75 against 100");
        let mut detector = five();
        serve(&mut detector, &[100; 5], at(5));
        tick(&mut detector, at(10));
        assert_eq!(tick(&mut detector, at(20)), [], "nothing came in the second");
        assert_eq!(detector.success_rate(FIRST), None);
    }

    #[test]
    fn each_ejection_is_thirty_seconds_longer_up_to_three_hundred() {
        let mut detector = five();
        let (mut now, mut lengths) = (0, Vec::new());
        for _ in 0..13 {
            fail(&mut detector, FIRST, at(now)).expect("it is ejected");
            let ejected = now;
            while detector.is_ejected(FIRST) {
                now += 10;
                tick(&mut detector, at(now));
            }
            lengths.push(now - ejected);
        }
        assert_eq!(lengths, [30, 60, 90, 120, 150, 180, 210, 240, 270, 300, 300, 300, 300]);
    }

    #[test]
    fn each_healthy_interval_takes_thirty_seconds_off_the_next_ejection() {
        for (ejections, healthy, expected) in [
            (3, 0, 120),
            (3, 1, 90),
            (3, 2, 60),
            (3, 3, 30),
            (3, 9, 30),
            (20, 0, 300),
            (20, 2, 300),
            (20, 3, 270),
        ] {
            let (mut detector, mut now) = (five(), 0);
            for _ in 0..ejections {
                fail(&mut detector, FIRST, at(now));
                while detector.is_ejected(FIRST) {
                    now += 10;
                    tick(&mut detector, at(now));
                }
            }
            for _ in 0..healthy {
                now += 10;
                tick(&mut detector, at(now));
            }
            fail(&mut detector, FIRST, at(now));
            assert_eq!(detector.returns_at(FIRST), Some(at(now + expected)), "{healthy} after {ejections}");
        }
    }

    #[test]
    fn a_host_returns_with_the_first_interval_after_its_time_and_with_a_clean_count() {
        let mut detector = five();
        fail(&mut detector, FIRST, at(3));
        (0..4).for_each(|_| assert_eq!(detector.ended(FIRST, 500, at(4)), None));
        assert_eq!((tick(&mut detector, at(30)), detector.is_ejected(FIRST)), (Vec::new(), true));
        assert_eq!(tick(&mut detector, at(40)), [Change { host: FIRST, verdict: Verdict::Returned }]);
        assert_eq!(detector.ended(FIRST, 500, at(41)), None, "the errors of before are forgotten");
    }

    #[test]
    fn a_tenth_of_the_hosts_is_ejected_but_at_least_one() {
        for (hosts, most) in [(1, 1), (5, 1), (10, 1), (19, 1), (20, 2), (29, 2), (30, 3), (100, 10)] {
            let mut detector = Detector::new(&Settings::default(), hosts);
            let told: Vec<Change> =
                (0..hosts).filter_map(|host| fail(&mut detector, Position(host), at(0))).collect();
            let spared = told.iter().filter(|change| matches!(change.verdict, Verdict::Spared(_))).count();
            assert_eq!((detector.ejected(), spared as u32), (most, hosts - most), "of {hosts}");
        }
    }

    #[test]
    fn without_the_one_that_always_may_be_ejected_five_hosts_lose_none() {
        let mut detector = Detector::new(&Settings { always_one: false, ..Settings::default() }, 5);
        let spared = Verdict::Spared(Reason::Consecutive(5));
        assert_eq!(fail(&mut detector, FIRST, at(0)), Some(Change { host: FIRST, verdict: spared }));
        assert_eq!(detector.ejected(), 0);
    }

    #[test]
    fn by_failure_percentage_all_bad_hosts_are_found_also_where_they_are_most() {
        let all = Settings { max_ejected_percent: 100, consecutive: 0, ..Settings::default() };
        let good = [15, 15, 16, 100, 100];
        let mut detector = Detector::new(&all, 5);
        serve(&mut detector, &good, at(5));
        assert_eq!(tick(&mut detector, at(10)), [], "they are no outliers");
        let mut detector = Detector::new(&Settings { failure_percent: Some(85), ..all }, 5);
        serve(&mut detector, &good, at(5));
        let hosts: Vec<u32> = tick(&mut detector, at(10)).iter().map(|change| change.host.0).collect();
        assert_eq!(hosts, [0, 1], "85 percent failed, and the third has 84");
    }

    #[test]
    fn a_good_health_check_takes_a_host_back_at_once() {
        let mut detector = five();
        fail(&mut detector, FIRST, at(0));
        let returned = Some(Change { host: FIRST, verdict: Verdict::Returned });
        assert_eq!([1, 2].map(|now| detector.found_healthy(FIRST, at(now))), [returned, None]);
        assert_eq!(detector.ejected(), 0);
    }

    #[test]
    fn a_host_that_goes_while_it_is_ejected_leaves_its_place_to_another() {
        let mut detector = five();
        fail(&mut detector, Position(4), at(0));
        assert!(matches!(
            fail(&mut detector, FIRST, at(0)),
            Some(Change { verdict: Verdict::Spared(_), .. })
        ));
        detector.resize(4);
        fail(&mut detector, FIRST, at(1));
        assert!(detector.is_ejected(FIRST));
    }
}
