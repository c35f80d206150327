//! A server: workers, a queue before them, and what can befall it.

use crate::process::{SimDuration, SimTime};
use crate::traffic::request::AttemptKey;
use std::collections::VecDeque;

/// The most workers of one server.
pub const MOST_WORKERS: u32 = 64;

/// Which of those who wait is next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Discipline {
    /// The attempt that came first.
    Fifo,
    /// Who came last: those in front may wait for ever, but those served are served fresh.
    Lifo,
}

/// What a server is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Spec {
    /// Requests that it serves at a time, 1 to [`MOST_WORKERS`].
    pub workers: u32,
    /// Its share as the balancers are told, 1 to 100.
    pub weight: u32,
    /// How fast a worker is, in thousandths: 250 takes four times as long.
    pub speed_per_mille: u32,
}

/// Whether a server takes requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// It serves.
    Up,
    /// It starts, and will be up at its `ready_at`.
    Starting,
    /// It finishes what it has, out of rotation.
    Draining,
    /// It crashed.
    Down,
    /// It was taken away for good; its number is not used again.
    Removed,
}

/// A server. What can change its course is done by the service, which knows the queue of events.
#[derive(Clone, Debug, Hash)]
#[allow(missing_docs)] // The types say it.
pub struct Server {
    pub spec: Spec,
    pub state: State,
    /// When it is or was ready, after its latest start.
    pub ready_at: SimTime,
    /// It stands still until then.
    pub paused_until: SimTime,
    /// Each request takes this much longer.
    pub extra: SimDuration,
    /// Of a thousand requests so many are answered at once with an error.
    pub failing_per_mille: u32,
    /// The balancers were told that it takes requests.
    pub in_rotation: bool,
    /// When they were last told whether it does.
    pub in_since: SimTime,
    /// It leaves when it has nothing more to do.
    pub leaving: bool,
    /// How often it has started: what a session left here before is gone.
    pub incarnation: u32,
    /// Attempts with the workers.
    pub busy: Vec<AttemptKey>,
    /// Attempts that wait, in the order of arrival.
    pub queue: VecDeque<AttemptKey>,
    /// Attempts that the balancers sent here.
    pub taken: u64,
    /// Attempts that it finished.
    pub finished: u64,
    /// Worker-microseconds of service up to `counted_at`.
    busy_us: u64,
    counted_at: SimTime,
}

impl Server {
    /// A server that is up and idle.
    pub fn new(spec: Spec) -> Server {
        Server {
            spec,
            state: State::Up,
            ready_at: SimTime::ZERO,
            paused_until: SimTime::ZERO,
            extra: SimDuration::ZERO,
            failing_per_mille: 0,
            in_rotation: true,
            in_since: SimTime::ZERO,
            leaving: false,
            incarnation: 0,
            busy: Vec::new(),
            queue: VecDeque::new(),
            taken: 0,
            finished: 0,
            busy_us: 0,
            counted_at: SimTime::ZERO,
        }
    }

    /// Whether it is there and takes what it is sent, in rotation or not.
    pub fn takes(&self) -> bool {
        matches!(self.state, State::Up | State::Draining)
    }

    /// Whether it still counts as one of the servers.
    pub fn exists(&self) -> bool {
        self.state != State::Removed
    }

    /// Whether its workers may take up something now.
    pub fn has_free_worker(&self, now: SimTime) -> bool {
        self.takes() && (self.busy.len() as u32) < self.spec.workers && now >= self.paused_until
    }

    /// Whether it is in rotation, could begin at once, and has nothing to do.
    pub fn is_idle(&self, now: SimTime) -> bool {
        self.in_rotation && self.state == State::Up && now >= self.paused_until && self.load() == 0
    }

    /// Waiting or in service.
    pub fn load(&self) -> u32 {
        (self.busy.len() + self.queue.len()) as u32
    }

    /// Who is served next.
    pub fn next_waiting(&mut self, discipline: Discipline) -> Option<AttemptKey> {
        match discipline {
            Discipline::Fifo => self.queue.pop_front(),
            Discipline::Lifo => self.queue.pop_back(),
        }
    }

    /// How long a worker takes for so much work when it begins now. In the first `warm_up` after its start a server
    /// goes from a quarter of its speed to all of it, evenly.
    pub fn takes_for(&self, work: SimDuration, now: SimTime, warm_up: SimDuration) -> SimDuration {
        let mut speed = u64::from(self.spec.speed_per_mille);
        let age = now.since(self.ready_at);
        if self.incarnation > 0 && age < warm_up {
            speed = speed * (warm_up.0 + 3 * age.0) / (4 * warm_up.0);
        }
        SimDuration(work.0 * 1_000 / speed.max(1)).max(SimDuration(1)) + self.extra
    }

    /// Counts the workers' time up to now; called before their number changes.
    pub fn count(&mut self, now: SimTime) {
        self.busy_us = self.busy_us_at(now);
        self.counted_at = now;
    }

    /// Worker-microseconds of service up to now.
    pub fn busy_us_at(&self, now: SimTime) -> u64 {
        self.busy_us + self.busy.len() as u64 * now.since(self.counted_at).0
    }

    /// Work that it can do, in multiples of one worker of speed 1.
    pub fn capacity(&self) -> f64 {
        f64::from(self.spec.workers) * f64::from(self.spec.speed_per_mille) / 1e3
    }

    /// Bytes held on the heap.
    pub fn bytes(&self) -> usize {
        let Self {
            busy,
            queue,
            spec: _,
            state: _,
            ready_at: _,
            paused_until: _,
            extra: _,
            failing_per_mille: _,
            in_rotation: _,
            in_since: _,
            leaving: _,
            incarnation: _,
            taken: _,
            finished: _,
            busy_us: _,
            counted_at: _,
        } = self;
        (busy.capacity() + queue.capacity()) * size_of::<AttemptKey>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SPEC: Spec = Spec { workers: 2, weight: 1, speed_per_mille: 1_000 };

    #[test]
    fn a_slow_server_takes_longer_and_a_fresh_one_warms_up_evenly() {
        let work = SimDuration::from_ms(100);
        let slow = Server::new(Spec { speed_per_mille: 250, ..SPEC });
        assert_eq!(slow.takes_for(work, SimTime::ZERO, SimDuration::ZERO), SimDuration::from_ms(400));
        let fresh = Server { incarnation: 1, ready_at: SimTime::from_ms(1_000), ..Server::new(SPEC) };
        let takes = |ms| fresh.takes_for(work, SimTime::from_ms(ms), SimDuration::from_ms(3_000)).0;
        assert_eq!([1_000, 2_000, 4_000].map(takes), [400_000, 200_000, 100_000]);
    }

    #[test]
    fn workers_time_is_counted_by_their_number() {
        let mut server = Server::new(SPEC);
        server.count(SimTime::from_ms(10));
        server.busy.push(AttemptKey::default());
        server.busy.push(AttemptKey::default());
        assert_eq!(server.busy_us_at(SimTime::from_ms(15)), 10_000);
    }
}
