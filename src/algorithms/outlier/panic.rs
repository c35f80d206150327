//! Envoy's panic threshold (`isHostSetInPanic` in load_balancer_impl.cc): if most hosts seem ill, believe none of it.
//!
//! The few that seem well would get the load of all and fall too, and what calls so many ill is more likely wrong itself.

/// Envoy's default, in percent.
pub const DEFAULT_PERCENT: u32 = 50;

/// Whether requests go to all hosts, also to those that seem ill: less than this percentage, 0 to 100, seems well. 0 is
/// never.
pub fn uses_all(healthy: u32, all: u32, percent: u32) -> bool {
    u64::from(healthy) * 100 < u64::from(all) * u64::from(percent.min(100))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn with_less_than_half_of_the_hosts_well_requests_go_to_all() {
        let panics = [(5, 10), (4, 10), (3, 5), (2, 5), (0, 5), (1, 2), (10, 10)]
            .map(|(healthy, all)| uses_all(healthy, all, DEFAULT_PERCENT));
        assert_eq!(panics, [false, true, false, true, true, false, false]);
    }

    #[test]
    fn a_threshold_of_nought_never_panics_and_one_of_a_hundred_at_the_first_ill_host() {
        assert!((0..=10).all(|healthy| !uses_all(healthy, 10, 0)));
        assert!(uses_all(9, 10, 100) && !uses_all(10, 10, 100));
    }
}
