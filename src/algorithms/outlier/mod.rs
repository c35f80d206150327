//! Outlier detection after Envoy (`outlier_detection_impl.cc`): a balancer watches what becomes of its own requests, and takes
//! out for a while who fails too many in a row, or far more than its peers. No probe asks anything.
//!
//! Deviations: a request ended well or with a server error, so the detectors for gateway errors and for local origins are
//! not here; enforcement is always whole (100 %), without a draw.

use crate::process::{SimDuration, SimTime, math};

/// What can be set of it; the defaults are Envoy's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct OutlierSettings {
    /// So many server errors in a row take a host out; 0 for never.
    pub consecutive: u32,
    /// How often rates are compared and hosts let in again.
    pub interval: SimDuration,
    /// How long a host is out, times how often it was.
    pub base: SimDuration,
    /// How long it is out at most.
    pub longest: SimDuration,
    /// So many in a hundred hosts may be out; one may always be.
    pub most_percent: u32,
    /// Rates are compared among at least so many hosts; 0 for never.
    pub least_hosts: u32,
    /// A host has a rate if so many requests ended in the interval.
    pub volume: u32,
    /// How far below the mean is too far, in thousandths of the standard deviation.
    pub factor_thousandths: u32,
}

impl Default for OutlierSettings {
    fn default() -> OutlierSettings {
        OutlierSettings {
            consecutive: 5,
            interval: SimDuration::from_ms(10_000),
            base: SimDuration::from_ms(30_000),
            longest: SimDuration::from_ms(300_000),
            most_percent: 10,
            least_hosts: 5,
            volume: 100,
            factor_thousandths: 1_900,
        }
    }
}

/// What is known of a host.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
struct Host {
    /// Errors since the latest success.
    in_a_row: u32,
    /// Requests that ended well, and all, in this interval.
    ok: u32,
    ended: u32,
    /// How often its next time out is as long as the base.
    times: u32,
    /// It is out until the first sweep at or after this.
    out_until: Option<SimTime>,
}

/// Why a host is taken out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// So many errors in a row.
    Consecutive,
    /// Its success rate is far below its peers'.
    SuccessRate,
}

/// The detector of one balancer.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Outliers {
    settings: OutlierSettings,
    hosts: Vec<Host>,
}

impl Outliers {
    /// Nobody is out of so many hosts.
    pub fn new(settings: OutlierSettings, hosts: u32) -> Outliers {
        Outliers { settings, hosts: vec![Host::default(); hosts as usize] }
    }

    /// Whether a host is out.
    pub fn is_out(&self, host: u32) -> bool {
        self.hosts[host as usize].out_until.is_some()
    }

    /// A request to a host has ended. Why the host is taken out by that, if it is.
    pub fn ended(&mut self, host: u32, ok: bool, now: SimTime) -> Option<Reason> {
        let known = &mut self.hosts[host as usize];
        known.ended += 1;
        known.ok += u32::from(ok);
        known.in_a_row = if ok { 0 } else { known.in_a_row + 1 };
        let is_due = self.settings.consecutive > 0 && known.in_a_row == self.settings.consecutive;
        if !is_due {
            return None;
        }
        known.in_a_row = 0;
        self.eject(host, now).then_some(Reason::Consecutive)
    }

    /// An interval is over: who has been out for its time comes in, and who is far below its peers goes out. `told` hears of
    /// each host that changed: whether it is in now.
    pub fn sweep(&mut self, now: SimTime, mut told: impl FnMut(u32, bool)) {
        for (number, host) in (0..).zip(&mut self.hosts) {
            match host.out_until {
                Some(until) if until <= now => {
                    host.out_until = None;
                    host.in_a_row = 0;
                    told(number, true);
                }
                Some(_) => {}
                // Each interval in which it behaves makes its next time out shorter.
                None => host.times = host.times.saturating_sub(1),
            }
        }
        if let Some(threshold) = self.threshold() {
            for number in 0..self.hosts.len() as u32 {
                let rate = self.rate(number).filter(|rate| *rate < threshold);
                if rate.is_some() && self.eject(number, now) {
                    told(number, false);
                }
            }
        }
        for host in &mut self.hosts {
            (host.ok, host.ended) = (0, 0);
        }
    }

    /// The success rate below which a host is an outlier now, in hundredths; none while too few have a rate.
    pub fn threshold(&self) -> Option<f64> {
        let rates: Vec<f64> = (0..self.hosts.len() as u32).filter_map(|host| self.rate(host)).collect();
        let least = self.settings.least_hosts;
        if least == 0 || (rates.len() as u32) < least {
            return None;
        }
        let mean = rates.iter().sum::<f64>() / rates.len() as f64;
        // Of all there are, not of a sample: over n.
        let variance =
            rates.iter().map(|rate| (rate - mean) * (rate - mean)).sum::<f64>() / rates.len() as f64;
        Some(mean - f64::from(self.settings.factor_thousandths) / 1e3 * variance.sqrt())
    }

    /// A host's success rate in this interval, in hundredths, if it had enough requests.
    fn rate(&self, host: u32) -> Option<f64> {
        let Host { ok, ended, out_until, .. } = &self.hosts[host as usize];
        let has_one = out_until.is_none() && *ended >= self.settings.volume.max(1);
        has_one.then(|| f64::from(*ok) * 100.0 / f64::from(*ended))
    }

    /// Takes a host out, if as many may be out.
    fn eject(&mut self, host: u32, now: SimTime) -> bool {
        let out = self.hosts.iter().filter(|host| host.out_until.is_some()).count() as u64;
        let all = self.hosts.len() as u64;
        let may = out == 0 || (out + 1) * 100 <= u64::from(self.settings.most_percent) * all;
        let known = &mut self.hosts[host as usize];
        if known.out_until.is_some() || !may {
            return false;
        }
        known.times += 1;
        let time = SimDuration(self.settings.base.0.saturating_mul(u64::from(known.times)));
        known.out_until = Some(now + time.min(self.settings.longest.max(self.settings.base)));
        true
    }

    /// Bytes held on the heap.
    pub fn bytes(&self) -> usize {
        let Self { settings: _, hosts } = self;
        hosts.capacity() * size_of::<Host>()
    }
}

/// The share of false ejections of a healthy host whose requests fail by chance: so many of a million in a row.
pub fn false_ejection_ppm(loss_ppm: u32, consecutive: u32) -> f64 {
    math::pow(f64::from(loss_ppm) / 1e6, f64::from(consecutive)) * 1e6
}

/// Envoy's panic: with fewer healthy hosts than this share, in hundredths, all are asked, healthy or not.
pub fn panics(healthy: u32, all: u32, percent: u32) -> bool {
    all > 0 && u64::from(healthy) * 100 < u64::from(percent) * u64::from(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn s(seconds: u64) -> SimTime {
        SimTime::from_ms(seconds * 1_000)
    }

    fn outliers(hosts: u32) -> Outliers {
        Outliers::new(OutlierSettings::default(), hosts)
    }

    /// Requests to a host one after the other, by their status.
    fn codes(outliers: &mut Outliers, host: u32, codes: &[u32]) -> Vec<Option<Reason>> {
        codes.iter().map(|code| outliers.ended(host, *code < 500, s(1))).collect()
    }

    #[test]
    fn five_server_errors_in_a_row_take_a_host_out_and_a_success_between_them_does_not() {
        let between = codes(&mut outliers(5), 0, &[500, 500, 500, 500, 200, 500, 500, 500, 500]);
        assert_eq!(between, [None; 9]);
        let in_a_row = codes(&mut outliers(5), 0, &[500; 5]);
        assert_eq!(in_a_row, [None, None, None, None, Some(Reason::Consecutive)]);
        // A client's mistake is not the server's.
        assert_eq!(codes(&mut outliers(5), 0, &[404; 9]), [None; 9]);
    }

    #[test]
    fn who_is_far_below_its_peers_goes_out() {
        // Envoy's own test: rates of 50 and four times 100, mean 90, deviation 20, threshold 52.
        let mut outliers = outliers(5);
        for host in 0..5 {
            for request in 0..200 {
                let ok = host != 0 || request % 2 == 0;
                outliers.hosts[host].ok += u32::from(ok);
                outliers.hosts[host].ended += 1;
            }
        }
        assert!((outliers.threshold().unwrap() - 52.0).abs() < 1e-9);
        let mut out = Vec::new();
        outliers.sweep(s(10), |host, is_in| out.push((host, is_in)));
        assert_eq!(out, [(0, false)]);
    }

    #[test]
    fn four_hosts_or_few_requests_have_no_rate_to_compare() {
        for (hosts, requests) in [(4, 200), (5, 99)] {
            let mut outliers = outliers(hosts);
            for host in 0..hosts {
                outliers.hosts[host as usize].ended = requests;
            }
            assert_eq!(outliers.threshold(), None, "{hosts} hosts, {requests} requests");
        }
    }

    #[test]
    fn each_time_out_is_longer_by_the_base_up_to_five_minutes_and_good_behaviour_shortens_it() {
        let mut outliers = outliers(10);
        let mut now = s(0);
        let mut took = Vec::new();
        for _ in 0..12 {
            (0..5).for_each(|_| {
                outliers.ended(3, false, now);
            });
            let began = now;
            while outliers.is_out(3) {
                now += SimDuration::from_ms(10_000);
                outliers.sweep(now, |_, _| ());
            }
            took.push(now.since(began).seconds());
        }
        assert_eq!(took, [30.0, 60.0, 90.0, 120.0, 150.0, 180.0, 210.0, 240.0, 270.0, 300.0, 300.0, 300.0]);
        (0..3).for_each(|_| outliers.sweep(now, |_, _| ()));
        let before = outliers.hosts[3].times;
        assert_eq!(before, 9, "three intervals of good behaviour");
    }

    #[test]
    fn a_tenth_may_be_out_and_one_always() {
        for (hosts, out) in [(1, 1), (5, 1), (15, 1), (20, 2), (40, 4)] {
            let mut outliers = outliers(hosts);
            for host in 0..hosts {
                codes(&mut outliers, host, &[500; 5]);
            }
            let are_out = (0..hosts).filter(|host| outliers.is_out(*host)).count();
            assert_eq!(are_out, out, "{hosts}");
        }
    }

    #[test]
    fn below_half_of_the_hosts_everybody_is_asked_again() {
        assert_eq!([5, 4, 0].map(|healthy| panics(healthy, 10, 50)), [false, true, true]);
        assert!(!panics(0, 0, 50));
    }

    #[test]
    fn a_lost_probe_in_twenty_takes_a_healthy_host_out_once_in_three_million_rows_of_five() {
        assert!((false_ejection_ppm(50_000, 5) - 0.3125).abs() < 1e-9);
    }
}
