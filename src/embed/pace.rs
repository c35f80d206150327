//! How many commands a host may send: a hundred a second, and a hundred at once after a rest.

/// Commands a second, and at most so many saved up.
const A_SECOND: f64 = 100.0;

/// A bucket of commands that may be carried out, filled as time goes on.
#[derive(Clone, Debug)]
pub struct Pace {
    left: f64,
    /// When it was filled last, in milliseconds of the caller's clock.
    filled: f64,
}

impl Default for Pace {
    fn default() -> Pace {
        Pace { left: A_SECOND, filled: 0.0 }
    }
}

impl Pace {
    /// Whether a command may be carried out now, `now` being milliseconds of a clock that never goes back; if so, it
    /// is counted.
    pub fn take(&mut self, now: f64) -> bool {
        let passed = (now - self.filled).max(0.0) / 1e3;
        self.left = (self.left + passed * A_SECOND).min(A_SECOND);
        self.filled = now;
        let may = self.left >= 1.0;
        if may {
            self.left -= 1.0;
        }
        may
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hundred_commands_are_taken_at_once_and_then_a_hundred_a_second() {
        let mut pace = Pace::default();
        let mut taken = |now: f64| (0..1_000).filter(|_| pace.take(now)).count();
        assert_eq!(
            [taken(0.0), taken(0.0), taken(500.0), taken(510.0), taken(60_000.0)],
            [100, 0, 50, 1, 100]
        );
    }

    #[test]
    fn ten_seconds_of_too_many_commands_are_a_thousand_and_the_first_hundred() {
        let mut pace = Pace::default();
        let taken = (0..=10_000).filter(|ms| pace.take(f64::from(*ms))).count();
        assert!((1_098..=1_100).contains(&taken), "{taken}");
    }
}
