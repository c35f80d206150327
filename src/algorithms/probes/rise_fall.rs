//! HAProxy's health checks (`check.c`; configuration manual, `rise` and `fall`): a server that is up goes down after `fall` failures
//! in a row, and one that is down comes up after `rise` successes in a row.

/// The checks of one server.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RiseFall {
    rise: u32,
    fall: u32,
    is_up: bool,
    /// Answers in a row that speak against how it stands.
    against: u32,
}

impl RiseFall {
    /// A server that is up or down; HAProxy's defaults are 2 and 3.
    pub fn new(rise: u32, fall: u32, is_up: bool) -> RiseFall {
        RiseFall { rise: rise.max(1), fall: fall.max(1), is_up, against: 0 }
    }

    /// Whether it is up.
    pub fn is_up(&self) -> bool {
        self.is_up
    }

    /// Takes the answer of a check; whether it is up now.
    pub fn observe(&mut self, ok: bool) -> bool {
        self.against = if ok == self.is_up { 0 } else { self.against + 1 };
        let enough = if self.is_up { self.fall } else { self.rise };
        if self.against >= enough {
            (self.is_up, self.against) = (!self.is_up, 0);
        }
        self.is_up
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn states(mut checks: RiseFall, answers: &str) -> String {
        answers.chars().map(|answer| if checks.observe(answer == 'S') { 'U' } else { 'D' }).collect()
    }

    #[test]
    fn only_answers_in_a_row_turn_a_server() {
        let (up, down) = (RiseFall::new(2, 3, true), RiseFall::new(2, 3, false));
        assert_eq!(states(up.clone(), "FFSFF"), "UUUUU");
        assert_eq!(states(down.clone(), "SFS"), "DDD");
        assert_eq!(states(up, "FFFSSF"), "UUDDUU");
        assert_eq!(states(down, "SSFFF"), "DUUUD");
    }
}
