//! Retry throttling as in gRPC (proposal A6, "Throttling Retry Attempts and Hedged RPCs").
//!
//! A client has a token count for each server name, from full: a failure takes 1, a success gives the ratio back. It
//! retries only while the count is above half. Every attempt counts, a retry too. Tokens are in whole thousandths, as in
//! gRPC's C core, since three decimals of the ratio count.

/// How many tokens there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ThrottleSettings {
    /// The most tokens, 1 to 1,000: `maxTokens`.
    pub most: u32,
    /// What a success gives back, in thousandths of a token, at least 1: `tokenRatio`.
    pub ratio_thousandths: u32,
}

impl Default for ThrottleSettings {
    /// The example of the proposal: 10 tokens, a tenth back.
    fn default() -> ThrottleSettings {
        ThrottleSettings { most: 10, ratio_thousandths: 100 }
    }
}

/// The token count of a client.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Throttle {
    most_thousandths: u32,
    ratio_thousandths: u32,
    thousandths: u32,
}

impl Default for Throttle {
    fn default() -> Throttle {
        Throttle::new(ThrottleSettings::default())
    }
}

impl Throttle {
    /// All tokens are there. What is outside its range becomes the nearest that is inside.
    pub fn new(settings: ThrottleSettings) -> Throttle {
        let most_thousandths = settings.most.clamp(1, 1_000) * 1_000;
        let ratio_thousandths = settings.ratio_thousandths.max(1);
        Throttle { most_thousandths, ratio_thousandths, thousandths: most_thousandths }
    }

    /// An attempt ended.
    pub fn ended(&mut self, ok: bool) {
        self.thousandths = if ok {
            self.thousandths.saturating_add(self.ratio_thousandths).min(self.most_thousandths)
        } else {
            self.thousandths.saturating_sub(1_000)
        };
    }

    /// Whether a retry is made, as things are: above half, and half is not above.
    pub fn allows(&self) -> bool {
        self.thousandths > self.most_thousandths / 2
    }

    /// Tokens that are there.
    pub fn tokens(&self) -> f64 {
        f64::from(self.thousandths) / 1e3
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(successes: u32, mut throttle: Throttle) -> Throttle {
        (0..successes).for_each(|_| throttle.ended(true));
        throttle
    }

    fn empty() -> Throttle {
        let mut throttle = Throttle::default();
        (0..20).for_each(|_| throttle.ended(false));
        throttle
    }

    #[test]
    fn four_failures_leave_retries_and_the_fifth_stops_them_at_exactly_half() {
        let mut throttle = Throttle::default();
        for (tokens, allows) in
            [(9.0, true), (8.0, true), (7.0, true), (6.0, true), (5.0, false), (4.0, false)]
        {
            throttle.ended(false);
            assert_eq!((throttle.tokens(), throttle.allows()), (tokens, allows));
        }
    }

    #[test]
    fn from_nothing_fifty_successes_are_not_enough_and_one_more_is() {
        for (successes, tokens, allows) in
            [(0, 0.0, false), (1, 0.1, false), (49, 4.9, false), (50, 5.0, false), (51, 5.1, true)]
        {
            let throttle = after(successes, empty());
            assert_eq!((throttle.tokens(), throttle.allows()), (tokens, allows), "{successes}");
        }
    }

    #[test]
    fn a_success_gives_back_a_tenth_of_what_a_failure_takes() {
        let mut throttle = Throttle::default();
        (0..5).for_each(|_| throttle.ended(false));
        throttle.ended(true);
        assert_eq!(throttle.tokens(), 5.1);
        throttle.ended(false);
        assert!(!throttle.allows(), "half of the calls fail, and retries stay off");
        assert_eq!(after(9, throttle).tokens(), 5.0, "ten successes for one failure");
    }

    #[test]
    fn tokens_stay_between_none_and_all() {
        assert_eq!(empty().tokens(), 0.0);
        assert_eq!(after(1_000, empty()).tokens(), 10.0);
        let throttle = Throttle::new(ThrottleSettings { most: 0, ratio_thousandths: u32::MAX });
        assert_eq!(after(2, throttle).tokens(), 1.0);
    }

    #[test]
    fn three_decimals_of_the_ratio_count_and_add_up_exactly() {
        let mut throttle = Throttle::new(ThrottleSettings { most: 10, ratio_thousandths: 1 });
        (0..10).for_each(|_| throttle.ended(false));
        assert!(!after(5_000, throttle.clone()).allows() && after(5_001, throttle).allows());
    }
}
