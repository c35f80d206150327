//! HAProxy's health checks (`set_server_check_status` in check.c, `srv_getinter` in server.c): rise and fall in one number.
//!
//! A server's health lies between 0 and rise + fall - 1; it is up from `rise` on. A failed check takes one off, and below
//! `rise` all; a passed one adds one, and from `rise` on all. So `fall` failures in a row bring down what was fully up, and
//! `rise` successes in a row bring up what was fully down; an answer of the other kind between starts the row anew.

use crate::process::SimDuration;

/// What HAProxy leaves open, on a `server` line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Settings {
    /// From the end of a check to the next, of a server that is fully up.
    pub inter: SimDuration,
    /// The same while it goes up or down; none for `inter`.
    pub fastinter: Option<SimDuration>,
    /// The same while it is fully down; none for `inter`.
    pub downinter: Option<SimDuration>,
    /// Successes in a row that bring a server up; at least 1.
    pub rise: u32,
    /// Failures in a row that bring it down; at least 1.
    pub fall: u32,
}

impl Default for Settings {
    fn default() -> Settings {
        let inter = SimDuration::from_ms(2_000);
        Settings { inter, fastinter: None, downinter: None, rise: 2, fall: 3 }
    }
}

/// What a server is taken for before its first check: HAProxy's `init-state`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Initial {
    /// Up, and down only after `fall` failures.
    FullyUp,
    /// Up, but down at the first failure: the default.
    #[default]
    Up,
    /// Down, but up at the first success.
    Down,
    /// Down, and up only after `rise` successes.
    FullyDown,
}

/// One server's checks.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Check {
    settings: Settings,
    health: u32,
}

impl Check {
    /// A server that was not checked yet.
    ///
    /// # Panics
    /// If `rise` or `fall` is 0.
    pub fn new(settings: &Settings, initial: Initial) -> Check {
        assert!(settings.rise > 0 && settings.fall > 0, "rise and fall are at least 1");
        let mut check = Check { settings: *settings, health: 0 };
        check.health = match initial {
            Initial::FullyUp => check.most(),
            Initial::Up => settings.rise,
            Initial::Down => settings.rise - 1,
            Initial::FullyDown => 0,
        };
        check
    }

    /// A check has ended: passed, or failed by its answer, by its timeout or without a connection. Whether the server is up
    /// from now on, if that is new.
    pub fn ended(&mut self, passed: bool) -> Option<bool> {
        let (before, rise) = (self.is_up(), self.settings.rise);
        self.health = match passed {
            true if self.health + 1 >= rise => self.most(),
            true => self.health + 1,
            false if self.health <= rise => 0,
            false => self.health - 1,
        };
        let after = self.is_up();
        (before != after).then_some(after)
    }

    /// Whether requests go there.
    pub fn is_up(&self) -> bool {
        self.health >= self.settings.rise
    }

    /// How long after this check the next begins.
    pub fn pause(&self) -> SimDuration {
        let Settings { inter, fastinter, downinter, .. } = self.settings;
        match self.health {
            health if health == self.most() => inter,
            0 => downinter.unwrap_or(inter),
            _ => fastinter.unwrap_or(inter),
        }
    }

    /// How far it is, as HAProxy's log says: so many of `fall` left until it is down, or of `rise` reached until it is up.
    pub fn progress(&self) -> (u32, u32) {
        let Settings { rise, fall, .. } = self.settings;
        if self.is_up() { (self.health - rise + 1, fall) } else { (self.health, rise) }
    }

    fn most(&self) -> u32 {
        self.settings.rise + self.settings.fall - 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// U for up and D for down after each of the checks, S for passed and F for failed.
    fn run(check: &mut Check, checks: &str) -> String {
        let after = |letter| {
            check.ended(letter == 'S');
            if check.is_up() { 'U' } else { 'D' }
        };
        checks.chars().map(after).collect()
    }

    #[test]
    fn with_rise_2_and_fall_3_only_so_many_in_a_row_change_the_state() {
        for (initial, checks, expected) in [
            (Initial::FullyUp, "FFSFF", "UUUUU"),
            (Initial::FullyUp, "FFSFFF", "UUUUUD"),
            (Initial::FullyUp, "FFF", "UUD"),
            (Initial::FullyDown, "SFS", "DDD"),
            (Initial::FullyDown, "SFSS", "DDDU"),
            (Initial::FullyDown, "SS", "DU"),
            (Initial::FullyUp, "FFFSFSSFFSFFF", "UUDDDDUUUUUUD"),
        ] {
            let mut check = Check::new(&Settings::default(), initial);
            assert_eq!(run(&mut check, checks), expected, "{initial:?} {checks}");
        }
    }

    #[test]
    fn before_the_first_check_one_answer_decides_unless_it_is_fully_up_or_down() {
        let first = |initial, check| run(&mut Check::new(&Settings::default(), initial), check);
        assert_eq!([first(Initial::Up, "F"), first(Initial::Up, "SFF")], ["D", "UUU"]);
        assert_eq!([first(Initial::Down, "S"), first(Initial::Down, "FS")], ["U", "DD"]);
        assert_eq!(Initial::default(), Initial::Up);
    }

    #[test]
    fn a_change_is_told_once_and_progress_says_how_far_it_is() {
        let mut check = Check::new(&Settings::default(), Initial::FullyUp);
        let told: Vec<(Option<bool>, (u32, u32))> =
            "FFFFSSS".chars().map(|letter| (check.ended(letter == 'S'), check.progress())).collect();
        let expected = [
            (None, (2, 3)),
            (None, (1, 3)),
            (Some(false), (0, 2)),
            (None, (0, 2)),
            (None, (1, 2)),
            (Some(true), (3, 3)),
            (None, (3, 3)),
        ];
        assert_eq!(told, expected);
    }

    #[test]
    fn it_checks_faster_while_it_goes_up_or_down_and_slower_while_it_is_down() {
        let [fast, down] = [500, 9_000].map(SimDuration::from_ms);
        let settings = Settings { fastinter: Some(fast), downinter: Some(down), ..Settings::default() };
        let mut check = Check::new(&settings, Initial::FullyUp);
        assert_eq!(check.pause(), settings.inter);
        let pauses: Vec<SimDuration> = "FFFSS"
            .chars()
            .map(|letter| {
                check.ended(letter == 'S');
                check.pause()
            })
            .collect();
        assert_eq!(pauses, [fast, fast, down, fast, settings.inter]);
        let plain = Check::new(&Settings::default(), Initial::FullyDown);
        assert_eq!(plain.pause(), Settings::default().inter);
    }

    #[test]
    fn with_rise_1_and_fall_1_every_check_decides() {
        let settings = Settings { rise: 1, fall: 1, ..Settings::default() };
        assert_eq!(run(&mut Check::new(&settings, Initial::Up), "FSFFSS"), "DUDDUU");
    }
}
