//! Shedding by the length of a queue: who comes when so many wait already is refused at once.
//!
//! The longest wait is about the limit times the time of service, by the number of workers. So the limit that keeps a promise of
//! time depends on both, which is what the rules that look at time do without.

/// How many may wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct QueueLimit {
    /// The most requests that wait; those in service do not count. With 0 nobody ever waits.
    pub most: u32,
}

impl QueueLimit {
    /// Whether a request may wait behind `waiting` others.
    pub fn admits(self, waiting: u32) -> bool {
        waiting < self.most
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_queue_never_grows_longer_than_its_limit() {
        for most in [0, 1, 7] {
            let waiting =
                (0..100).fold(0, |waiting, _| waiting + u32::from(QueueLimit { most }.admits(waiting)));
            assert_eq!(waiting, most);
        }
    }
}
