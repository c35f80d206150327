//! How long it takes until a dead server is known to be dead, whenever it dies between two probes.

use super::ProbeSettings;
use crate::process::SimDuration;

/// The least and the greatest time from a server's death to the verdict: the first failing probe may begin at once or a whole
/// period later, `failure - 1` periods follow, and the last probe runs into its time-out at worst.
pub fn detection(settings: &ProbeSettings) -> (SimDuration, SimDuration) {
    let failures = u64::from(settings.failure.max(1));
    let ProbeSettings { period, timeout, .. } = settings;
    (SimDuration((failures - 1) * period.0), SimDuration(failures * period.0 + timeout.0))
}

/// How long a container may take to start before it is started anew.
pub fn startup_budget(settings: &ProbeSettings) -> SimDuration {
    SimDuration(u64::from(settings.failure.max(1)) * settings.period.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(period_s: u64, timeout_s: u64, failure: u32) -> ProbeSettings {
        let s = |seconds: u64| SimDuration::from_ms(seconds * 1_000);
        ProbeSettings { period: s(period_s), timeout: s(timeout_s), failure, ..ProbeSettings::default() }
    }

    #[test]
    fn a_dead_server_is_known_between_two_bounds() {
        for (period, timeout, failure, least, most) in
            [(10, 1, 3, 20.0, 31.0), (5, 2, 3, 10.0, 17.0), (1, 1, 1, 0.0, 2.0)]
        {
            let (low, high) = detection(&settings(period, timeout, failure));
            assert_eq!((low.seconds(), high.seconds()), (least, most), "{period} {timeout} {failure}");
        }
    }

    #[test]
    fn thirty_probes_of_ten_seconds_are_five_minutes_to_start() {
        assert_eq!(startup_budget(&settings(10, 1, 30)).seconds(), 300.0);
    }
}
