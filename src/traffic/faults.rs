//! What befalls servers: crashes, starts, pauses, slowness; and when the balancers hear of it.

use super::floor::{Floor, Next};
use super::note::Told;
use super::request::TryKey;
use super::server::{Server, Spec, State};
use crate::process::{NodeId, SimDuration, SimTime};
use crate::sim::{Fault, Record, RecordId, Trace};

/// With slow start a full weight is told as this many parts.
pub(super) const RAMP: u32 = 10;

impl Floor {
    /// Takes a fault of a server.
    ///
    /// # Errors
    /// A sentence that says why it cannot happen here or now.
    pub fn hurt(&mut self, now: SimTime, fault: &Fault, trace: &mut Trace<Told>) -> Result<(), String> {
        let cause = trace.cause();
        self.begin_at(now);
        match *fault {
            Fault::Crash(n) => self.crash(self.known(n)?, cause, trace)?,
            Fault::Restart(n) => self.restart(self.known(n)?, trace)?,
            Fault::Pause(n, length) => self.pause(self.known(n)?, length)?,
            Fault::Slow(n, each) => {
                let server = self.known(n)?;
                self.servers[usize::from(server)].extra = each;
            }
            _ => return Err(format!("servers here crash, restart, pause or slow down; not \"{fault}\"")),
        }
        self.skip_stale();
        Ok(())
    }

    /// The number of a server that exists.
    pub(super) fn known(&self, id: NodeId) -> Result<u16, String> {
        let server = self.servers.get(id.index()).filter(|server| server.exists());
        server.map(|_| id.0).ok_or_else(|| format!("there is no {id}"))
    }

    /// Everything that is there is lost.
    fn crash(&mut self, n: u16, cause: Option<RecordId>, trace: &mut Trace<Told>) -> Result<(), String> {
        let now = self.now;
        let server = &mut self.servers[usize::from(n)];
        if server.state == State::Down {
            return Err(format!("{} is down already", super::name(n)));
        }
        server.count(now);
        self.count_used();
        let server = &mut self.servers[usize::from(n)];
        server.paused_until = SimTime::ZERO;
        let leaves = server.leaving;
        server.state = if leaves { State::Removed } else { State::Down };
        let lost: Vec<TryKey> = server.busy.drain(..).chain(server.queue.drain(..)).collect();
        for key in lost {
            self.lose(key, trace);
        }
        self.load_changed(n);
        self.hear_of(n, cause, trace);
        Ok(())
    }

    fn restart(&mut self, n: u16, trace: &mut Trace<Told>) -> Result<(), String> {
        if self.servers[usize::from(n)].state != State::Down {
            return Err(format!("{} is not down", super::name(n)));
        }
        self.start(n, trace);
        Ok(())
    }

    /// A server begins to start; without a start-up time it is up at once.
    pub(super) fn start(&mut self, n: u16, trace: &mut Trace<Told>) {
        let ready_at = self.now + self.settings.start_up;
        let server = &mut self.servers[usize::from(n)];
        (server.state, server.ready_at, server.paused_until) = (State::Starting, ready_at, SimTime::ZERO);
        server.incarnation += 1;
        match ready_at == self.now {
            true => self.ready(n, trace),
            false => self.queue.push(ready_at, Next::Wake(n)),
        }
    }

    fn ready(&mut self, n: u16, trace: &mut Trace<Told>) {
        self.servers[usize::from(n)].state = State::Up;
        trace.push(Record::note(self.now, Told::Ready(n)).at_node(super::name(n)));
        self.hear_of(n, None, trace);
    }

    /// It stands still: what is in service takes that much longer, and nobody is told (a long garbage collection).
    fn pause(&mut self, n: u16, length: SimDuration) -> Result<(), String> {
        let now = self.now;
        let server = &mut self.servers[usize::from(n)];
        if !server.takes() {
            return Err(format!("{} is down", super::name(n)));
        }
        let until = (now + length).max(server.paused_until);
        let longer = until.since(server.paused_until.max(now));
        server.paused_until = until;
        for key in self.servers[usize::from(n)].busy.clone() {
            let ends = self.tries[key].ends + longer;
            self.finish_at(key, ends);
        }
        self.queue.push(until, Next::Wake(n));
        Ok(())
    }

    /// Moves the end of a service.
    pub(super) fn finish_at(&mut self, key: TryKey, ends: SimTime) {
        self.tries[key].ends = ends;
        self.queue.push(ends, Next::Done(key));
    }

    /// A server is ready, or goes on after a pause.
    pub(super) fn wake(&mut self, n: u16, trace: &mut Trace<Told>) {
        if self.servers[usize::from(n)].state == State::Starting {
            self.ready(n, trace);
        }
        self.take_up(n, trace);
    }

    /// The balancers hear what has become of a server: at once, or after the time of detection.
    pub(super) fn hear_of(&mut self, n: u16, cause: Option<RecordId>, trace: &mut Trace<Told>) {
        let detection = self.settings.detection;
        match detection == SimDuration::ZERO {
            true => self.tell_in(n, self.servers[usize::from(n)].state == State::Up, cause, trace),
            false => self.push_after(detection, Next::Tell(n)),
        }
    }

    pub(super) fn tell_of(&mut self, n: u16, trace: &mut Trace<Told>) {
        self.tell_in(n, self.servers[usize::from(n)].state == State::Up, None, trace);
    }

    /// The balancers are told whether a server is in.
    pub(super) fn tell_in(&mut self, n: u16, is_in: bool, cause: Option<RecordId>, trace: &mut Trace<Told>) {
        let now = self.now;
        let server = &mut self.servers[usize::from(n)];
        if server.told_in == is_in {
            return;
        }
        server.told_in = is_in;
        server.in_since = now;
        trace.push(Record::note(now, Told::ToldIn(n, is_in)).at_node(super::name(n)).because(cause));
        self.tell_balancers(n);
        if is_in && self.settings.slow_start > SimDuration::ZERO {
            self.push_after(self.step_of_ramp(), Next::Ramp(n));
        }
        let idle = self.servers[usize::from(n)].load() == 0;
        if is_in && idle && self.wants_idle() {
            self.balancers[0].idle(n);
        }
    }

    /// Tells every balancer a server's weight and whether it is in.
    pub(super) fn tell_balancers(&mut self, n: u16) {
        let (is_in, weight) = (self.servers[usize::from(n)].told_in, self.told_weight(n.into()));
        self.balancers.iter_mut().for_each(|balancer| balancer.tell(n.into(), is_in, weight));
        self.disturbances += 1;
    }

    /// The weight of a server as balancers are told it: with slow start in tenths, less in its first time.
    pub(super) fn told_weight(&self, n: usize) -> u32 {
        let server = &self.servers[n];
        let slow_start = self.settings.slow_start.0;
        if slow_start == 0 {
            return server.spec.weight;
        }
        let whole = server.spec.weight * RAMP;
        let age = self.now.since(server.in_since).0;
        match server.incarnation > 0 && age < slow_start {
            true => ((u64::from(whole) * age / slow_start) as u32).max(1),
            false => whole,
        }
    }

    fn step_of_ramp(&self) -> SimDuration {
        SimDuration((self.settings.slow_start.0 / u64::from(RAMP)).max(1))
    }

    /// A server's weight is raised a little more.
    pub(super) fn ramp(&mut self, n: u16) {
        self.tell_balancers(n);
        let rising = self.now.since(self.servers[usize::from(n)].in_since) < self.settings.slow_start;
        if rising {
            self.push_after(self.step_of_ramp(), Next::Ramp(n));
        }
    }

    /// A new server, which starts now; its number.
    pub(super) fn add(&mut self, spec: Spec, trace: &mut Trace<Told>) -> u16 {
        let n = self.servers.len() as u16;
        let mut server = Server::new(spec);
        (server.told_in, server.state) = (false, State::Starting);
        self.count_used();
        self.servers.push(server);
        self.tell_balancers(n);
        self.start(n, trace);
        n
    }

    /// The faults in force, for people.
    pub fn wounds(&self, now: SimTime) -> Vec<String> {
        let ill = |(n, server): (usize, &Server)| {
            let name = super::name(n as u16);
            let slow =
                server.extra > SimDuration::ZERO || server.spec.speed_per_mille < self.speed_at_first(n);
            Some(match () {
                () if server.state == State::Down => format!("{name} is down"),
                () if server.state == State::Starting => format!("{name} starts"),
                () if now < server.paused_until => format!("{name} stands still"),
                () if server.failing_per_mille > 0 => format!("{name} fails"),
                () if slow => format!("{name} is slow"),
                () => return None,
            })
        };
        self.servers.iter().enumerate().filter_map(ill).collect()
    }

    fn speed_at_first(&self, n: usize) -> u32 {
        self.settings.servers.get(n).map_or(0, |spec| spec.speed_per_mille)
    }
}
