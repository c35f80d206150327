//! Shedding by class: what matters least is refused first (SRE book, ch. 21, "Criticality").
//!
//! Each class has a share of the queue that it may fill, so that room is left for those above it. A class is passed on
//! with the calls that a request makes, like its deadline.
//!
//! Deviation: Google's servers compare a task's utilisation with a threshold a class; here it is the length of a queue.

/// How much a request matters, from what is refused last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Its failure is seen by many users, and serious.
    CriticalPlus,
    /// Seen by users. What nobody marked is this.
    Critical,
    /// Some of it may be missing for minutes: batches, which are tried again.
    SheddablePlus,
    /// Often missing, and now and then altogether.
    Sheddable,
}

impl Class {
    /// All, from what is refused last.
    pub const ALL: [Class; 4] =
        [Class::CriticalPlus, Class::Critical, Class::SheddablePlus, Class::Sheddable];
}

/// A queue's limit, and what share of it each class may fill.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Classes {
    most: u32,
    limits: [u32; 4],
}

impl Classes {
    /// At most `most` wait, of all classes. `percent` of that may wait already when a request of a class is let in, in
    /// the order of [`Class::ALL`]; more than 100 is 100, and more than the class above has is as much as it has.
    pub fn new(most: u32, percent: [u32; 4]) -> Classes {
        let mut left = 100;
        let limits = percent.map(|percent| {
            left = percent.min(left);
            (u64::from(most) * u64::from(left)).div_ceil(100) as u32
        });
        Classes { most, limits }
    }

    /// Whether a request of a class may wait behind `waiting` others of any class.
    pub fn admits(&self, class: Class, waiting: u32) -> bool {
        waiting < self.limit(class)
    }

    /// How many may be waiting before a class is refused.
    pub fn limit(&self, class: Class) -> u32 {
        self.limits[class as usize]
    }

    /// The most requests that wait, of all classes.
    pub fn most(&self) -> u32 {
        self.most
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::process::Seed;

    #[test]
    fn the_fuller_the_queue_the_fewer_classes_are_let_in_and_the_least_goes_first() {
        let classes = Classes::new(20, [100, 90, 75, 50]);
        for (waiting, admitted) in
            [(0, 4), (9, 4), (10, 3), (14, 3), (15, 2), (17, 2), (18, 1), (19, 1), (20, 0), (u32::MAX, 0)]
        {
            let found: Vec<_> =
                Class::ALL.into_iter().filter(|class| classes.admits(*class, waiting)).collect();
            assert_eq!(found, Class::ALL[..admitted], "{waiting} wait");
        }
        assert_eq!(classes.most(), 20);
    }

    #[test]
    fn a_class_is_never_refused_where_one_below_it_is_let_in_whatever_the_shares() {
        let mut random = Seed(8).stream("shares", 0);
        for _ in 0..1_000 {
            let percent = [0; 4].map(|_| random.below(130) as u32);
            let classes = Classes::new(random.below(50) as u32, percent);
            for waiting in 0..50 {
                let admitted = Class::ALL.map(|class| classes.admits(class, waiting));
                assert!(admitted.is_sorted_by(|above, below| above >= below), "{classes:?} {waiting}");
            }
        }
    }

    #[test]
    fn under_twice_the_load_what_matters_is_served_and_what_does_not_is_shed() {
        let classes = Classes::new(20, [100, 100, 50, 50]);
        let mut random = Seed(9).stream("arrivals", 0);
        let (mut waiting, mut served) = (0, [0_u32; 4]);
        let mut asked = [0_u32; 4];
        for _ in 0..50_000 {
            // Two come while one is served; a quarter of them matter.
            for _ in 0..2 {
                let class = if random.below(4) == 0 { Class::Critical } else { Class::Sheddable };
                asked[class as usize] += 1;
                if classes.admits(class, waiting) {
                    waiting += 1;
                    served[class as usize] += 1;
                }
            }
            waiting = u32::saturating_sub(waiting, 1);
        }
        let share = |class: Class| f64::from(served[class as usize]) / f64::from(asked[class as usize]);
        assert!(share(Class::Critical) > 0.999, "{}", share(Class::Critical));
        assert!((share(Class::Sheddable) - 1.0 / 3.0).abs() < 0.01, "{}", share(Class::Sheddable));
    }
}
