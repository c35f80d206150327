//! Envoy's priority levels and panic threshold (load_balancer_impl.cc; "Priority levels", "Panic threshold" in its manual).
//!
//! A level's score is its healthy share in percent times 1.4, at most 100: a level of which 72 % are healthy still takes
//! everything. Levels are filled in order with their scores, scaled up if their sum is below 100, and what rounding
//! leaves goes to the first whose score is not 0. If the sum is below 100 and less than half of a level are healthy, that level panics:
//! its requests go to all its servers, healthy or not. If all levels panic, the load is spread by their numbers of servers.
//!
//! Deviation: no server is degraded, excluded or weighted here.

/// The most levels.
pub const MAX_LEVELS: usize = 8;

/// The servers of a level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Level {
    /// Those that may be chosen, at most all.
    pub healthy: u32,
    /// All of them.
    pub servers: u32,
}

/// The two factors, in percent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Settings {
    /// By how much a level has more servers than it needs: 140. With 100 one server that fails sends its share away.
    pub overprovisioning_percent: u32,
    /// Below this share of healthy servers a level panics: 50. With 0 none ever does.
    pub panic_percent: u32,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings { overprovisioning_percent: 140, panic_percent: 50 }
    }
}

impl Level {
    /// How much of the load it can take, 0 to 100 percent, rounded down.
    pub fn score(self, settings: &Settings) -> u32 {
        let healthy = u64::from(settings.overprovisioning_percent) * u64::from(self.healthy);
        healthy.checked_div(u64::from(self.servers)).map_or(0, |score| score.min(100) as u32)
    }

    /// Whether so few are healthy that it would panic if the levels cannot take the load.
    fn is_low(self, settings: &Settings) -> bool {
        let (healthy, servers) = (u64::from(self.healthy) * 100, u64::from(self.servers));
        let threshold = u64::from(settings.panic_percent.min(100));
        if servers == 0 { threshold > 0 } else { healthy < threshold * servers }
    }
}

/// Percents of the load for scores (0 to 100 each) in order; their sum is 100, or 0 if all scores are. At most
/// [`MAX_LEVELS`] levels.
pub fn spread(scores: &[u32]) -> [u32; MAX_LEVELS] {
    assert!(scores.len() <= MAX_LEVELS, "{} levels", scores.len());
    let mut loads = [0; MAX_LEVELS];
    let total = scores.iter().sum::<u32>().min(100);
    let Some(first) = scores.iter().position(|score| *score > 0) else { return loads };
    let mut left = 100;
    for (load, score) in loads.iter_mut().zip(scores) {
        *load = left.min(score * 100 / total);
        left -= *load;
    }
    loads[first] += left;
    loads
}

/// Where the load goes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Loads {
    levels: u8,
    percent: [u32; MAX_LEVELS],
    panics: [bool; MAX_LEVELS],
}

impl Loads {
    /// For these levels, from the first choice to the last: 1 to [`MAX_LEVELS`] of them.
    pub fn of(levels: &[Level], settings: &Settings) -> Loads {
        let count = levels.len();
        assert!((1..=MAX_LEVELS).contains(&count), "{count} levels");
        let mut scores = [0; MAX_LEVELS];
        scores.iter_mut().zip(levels).for_each(|(score, level)| *score = level.score(settings));
        let total: u32 = scores.iter().sum();
        let mut panics = [false; MAX_LEVELS];
        for (panic, level) in panics.iter_mut().zip(levels) {
            *panic = total < 100 && level.is_low(settings);
        }
        let total_panic = panics[..count].iter().all(|panic| *panic);
        let mut percent = if total_panic { by_servers(levels) } else { spread(&scores[..count]) };
        if percent == [0; MAX_LEVELS] {
            // Nobody could answer, wherever it goes.
            percent[0] = 100;
        }
        Loads { levels: count as u8, percent, panics }
    }

    /// Percents of the load for each level. Their sum is 100.
    pub fn percent(&self) -> &[u32] {
        &self.percent[..usize::from(self.levels)]
    }

    /// Whether a level's requests go to all its servers, healthy or not.
    pub fn panics(&self, level: usize) -> bool {
        self.panics[level]
    }

    /// The level of a request, by a number from 0 to 99 that is drawn or hashed; only the last two digits count.
    pub fn choose(&self, number: u32) -> usize {
        let mut below = 0;
        let level = self.percent().iter().position(|percent| {
            below += percent;
            number % 100 < below
        });
        level.expect("the percents sum to 100")
    }
}

/// When all panic: by the servers that there are, and what rounding leaves to the first level that has any.
fn by_servers(levels: &[Level]) -> [u32; MAX_LEVELS] {
    let mut loads = [0; MAX_LEVELS];
    let total: u64 = levels.iter().map(|level| u64::from(level.servers)).sum();
    let Some(first) = levels.iter().position(|level| level.servers > 0) else { return loads };
    for (load, level) in loads.iter_mut().zip(levels) {
        *load = (100 * u64::from(level.servers) / total) as u32;
    }
    loads[first] += 100 - loads.iter().sum::<u32>();
    loads
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(levels: &[(u32, u32)], settings: &Settings) -> Loads {
        let levels: Vec<_> =
            levels.iter().map(|(healthy, servers)| Level { healthy: *healthy, servers: *servers }).collect();
        Loads::of(&levels, settings)
    }

    fn percents(levels: &[(u32, u32)]) -> Vec<u32> {
        of(levels, &Settings::default()).percent().to_vec()
    }

    fn panics(levels: &[(u32, u32)]) -> Vec<bool> {
        let loads = of(levels, &Settings::default());
        (0..levels.len()).map(|level| loads.panics(level)).collect()
    }

    #[test]
    fn the_first_level_keeps_all_down_to_72_percent_and_then_sheds_1_4_times_what_it_loses() {
        for (healthy, loads) in
            [(100, [100, 0]), (72, [100, 0]), (71, [99, 1]), (50, [70, 30]), (25, [35, 65]), (0, [0, 100])]
        {
            assert_eq!(percents(&[(healthy, 100), (100, 100)]), loads, "{healthy} %");
            assert_eq!(panics(&[(healthy, 100), (100, 100)]), [false, false], "{healthy} %");
        }
    }

    #[test]
    fn three_levels_are_filled_in_order_and_the_first_takes_what_rounding_leaves() {
        assert_eq!(percents(&[(25, 100), (25, 100), (100, 100)]), [35, 35, 30]);
        assert_eq!(percents(&[(71, 100), (71, 100), (100, 100)]), [99, 1, 0]);
        assert_eq!(spread(&[35, 35, 28])[..3], [37, 35, 28], "25, 25 and 20 %, as far as the scores say");
        let no_panic = Settings { panic_percent: 0, ..Settings::default() };
        assert_eq!(of(&[(25, 100), (25, 100), (20, 100)], &no_panic).percent(), [37, 35, 28]);
        assert_eq!(spread(&[0, 35, 35])[..3], [0, 50, 50]);
        assert_eq!(spread(&[0, 33, 34, 0])[..4], [0, 50, 50, 0]);
    }

    #[test]
    fn envoys_own_tests_hold() {
        let (calm, alarm) = ([false; 3], [true; 3]);
        for (levels, loads, panic) in [
            ([(1, 1), (1, 1), (1, 1)], [100, 0, 0], calm),
            ([(1, 2), (1, 2), (1, 2)], [70, 30, 0], calm),
            ([(1, 4), (2, 2), (1, 2)], [35, 65, 0], calm),
            ([(1, 4), (1, 4), (1, 4)], [35, 35, 30], calm),
            ([(1, 5), (1, 5), (1, 5)], [34, 33, 33], alarm),
            ([(0, 5), (0, 5), (5, 5)], [0, 0, 100], calm),
            ([(0, 5), (0, 5), (4, 5)], [0, 0, 100], calm),
            ([(0, 5), (0, 5), (2, 5)], [34, 33, 33], alarm),
            ([(0, 5), (0, 3), (0, 2)], [50, 30, 20], alarm),
            ([(0, 5), (2, 6), (1, 3)], [37, 42, 21], alarm),
            ([(0, 0), (0, 6), (0, 3)], [0, 67, 33], alarm),
        ] {
            assert_eq!((percents(&levels), panics(&levels)), (loads.to_vec(), panic.to_vec()), "{levels:?}");
        }
        assert_eq!(percents(&[(1, 4), (1, 4)]), [50, 50]);
        assert_eq!(panics(&[(1, 4), (1, 4)]), [true, true]);
    }

    #[test]
    fn a_level_panics_below_half_and_only_if_the_levels_together_cannot_take_the_load() {
        for (levels, panic) in [
            ([(49, 100), (10, 100)], [true, true]),
            ([(50, 100), (10, 100)], [false, true]),
            ([(49, 100), (30, 100)], [false, false]),
            ([(10, 100), (100, 100)], [false, false]),
        ] {
            assert_eq!(panics(&levels), panic, "{levels:?}");
        }
        assert_eq!(percents(&[(50, 100), (10, 100)]), [84, 16], "70 and 14 scaled up, the rest to the first");
        let never = Settings { panic_percent: 0, ..Settings::default() };
        let dead = of(&[(0, 5), (0, 5)], &never);
        assert_eq!((dead.percent(), dead.panics(0)), (&[100, 0][..], false));
    }

    #[test]
    fn the_sum_is_100_whatever_is_healthy() {
        let settings = [Settings::default(), Settings { panic_percent: 0, overprovisioning_percent: 100 }];
        for settings in &settings {
            for (a, b, c) in
                (0..=13).flat_map(|a| (0..=11).flat_map(move |b| (0..=7).map(move |c| (a, b, c))))
            {
                let loads = of(&[(a, 13), (b, 11), (c, 7)], settings);
                assert_eq!(loads.percent().iter().sum::<u32>(), 100, "{a} {b} {c}");
                let mut chosen = [0; 3];
                (0..100).for_each(|number| chosen[loads.choose(number)] += 1);
                assert_eq!(loads.percent(), chosen, "each number from 0 to 99 once gives the percents");
            }
        }
        assert_eq!(of(&[(0, 0)], &settings[0]).percent(), [100]);
        assert_eq!(of(&[(1, 3); 8], &settings[0]).percent().iter().sum::<u32>(), 100);
    }

    #[test]
    fn without_overprovisioning_the_first_server_that_fails_sends_requests_far_away() {
        let none = Settings { overprovisioning_percent: 100, ..Settings::default() };
        let levels = [(9, 10), (10, 10)];
        assert_eq!(of(&levels, &none).percent(), [90, 10]);
        assert_eq!(percents(&levels), [100, 0]);
    }

    #[test]
    fn large_levels_are_counted_without_overflow() {
        assert_eq!(percents(&[(u32::MAX / 2, u32::MAX), (u32::MAX, u32::MAX)]), [69, 31]);
        assert_eq!(percents(&[(0, u32::MAX), (0, u32::MAX)]), [50, 50]);
    }
}
