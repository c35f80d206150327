//! What outlier detection leaves open, with Envoy's defaults.

use crate::process::SimDuration;

/// What outlier detection leaves open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Settings {
    /// How often rates are looked at and hosts return; more than nothing.
    pub interval: SimDuration,
    /// A first ejection lasts for this long.
    pub base_ejection: SimDuration,
    /// No ejection lasts for longer; at least [`Settings::base_ejection`].
    pub max_ejection: SimDuration,
    /// So many server errors in a row eject a host at once; 0 for never.
    pub consecutive: u32,
    /// No more than this share of all hosts is ejected at a time, in percent: 0 to 100.
    pub max_ejected_percent: u32,
    /// One host may be ejected, whatever its share. Envoy's newer versions have to be asked for it
    /// (`always_eject_one_host`); before, it was so.
    pub always_one: bool,
    /// Eject by success rate, and with at least so many hosts that have enough requests; none for never.
    pub success_rate_hosts: Option<u32>,
    /// Requests of a host in an interval for its success rate to count.
    pub success_rate_volume: u32,
    /// So many standard deviations below the mean is an outlier, in thousandths.
    pub stdev_thousandths: u32,
    /// Eject at or above this share of failures, in percent, 0 to 100; none for never, as is the default.
    pub failure_percent: Option<u32>,
    /// The same with at least so many hosts that have enough requests.
    pub failure_percent_hosts: u32,
    /// Requests of a host in an interval for its share of failures to count.
    pub failure_percent_volume: u32,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            interval: SimDuration::from_ms(10_000),
            base_ejection: SimDuration::from_ms(30_000),
            max_ejection: SimDuration::from_ms(300_000),
            consecutive: 5,
            max_ejected_percent: 10,
            always_one: true,
            success_rate_hosts: Some(5),
            success_rate_volume: 100,
            stdev_thousandths: 1_900,
            failure_percent: None,
            failure_percent_hosts: 5,
            failure_percent_volume: 50,
        }
    }
}
