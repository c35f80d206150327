//! What a person orders on the floor: more servers, fewer, slower ones, a surge, traffic of one's own.

use super::faults::RAMP;
use super::floor::Floor;
use super::note::{Told, name};
use super::pattern::Pattern;
use super::recorded::Profile;
use super::seen::Followed;
use super::server::{Spec, State};
use super::settings::{Settings, Source};
use crate::algorithms::balancing as policies;
use crate::process::{NodeId, SimDuration, SimTime, decimal};
use crate::sim::{Command, RecordId, Trace};
use std::rc::Rc;

/// The most servers that there can be.
pub const MOST_SERVERS: usize = 1_000;
/// The greatest weight: with slow start it is told in tenths.
const MOST_WEIGHT: u32 = policies::MAX_WEIGHT / RAMP;
/// The greatest factor of a surge.
const MOST_SURGE: f64 = 100.0;

impl Floor {
    /// Does what a person orders.
    ///
    /// # Errors
    /// A sentence that says why it cannot be done, or what was not understood.
    pub fn order(&mut self, now: SimTime, command: &Command, trace: &mut Trace<Told>) -> Result<(), String> {
        let cause = trace.next_id().checked_sub(1);
        self.begin_at(now);
        let argument = command.argument.as_str();
        let said = match command.name.as_str() {
            "add" => self.order_add(argument, trace)?,
            "drain" => self.order_drain(argument, false, trace)?,
            "remove" => self.order_drain(argument, true, trace)?,
            "admit" => self.order_admit(argument, cause, trace)?,
            "speed" => self.order_speed(argument)?,
            "weight" => self.order_weight(argument)?,
            "fail" => self.order_fail(argument)?,
            "spike" => self.order_spike(argument)?,
            "follow" => self.order_follow(argument)?,
            "traffic" => self.order_traffic(argument)?,
            other => return Err(format!("\"{other}\" is no order here")),
        };
        self.say(trace, Told::Said(said), None, cause);
        self.skip_stale();
        Ok(())
    }

    /// A new server like the first, of the weight that is given.
    fn order_add(&mut self, argument: &str, trace: &mut Trace<Told>) -> Result<String, String> {
        if self.servers.len() >= MOST_SERVERS {
            return Err(format!("there are {MOST_SERVERS} servers already"));
        }
        let weight = if argument.is_empty() { 1 } else { whole(argument, 1, MOST_WEIGHT, "a weight")? };
        let first = self.servers[0].spec;
        let n = self.add(Spec { weight, speed_per_mille: 1_000, ..first }, trace);
        Ok(format!("{} joins", name(n)))
    }

    /// A server gets nothing more, finishes what it has, and then waits or leaves.
    fn order_drain(
        &mut self,
        argument: &str,
        leaves: bool,
        trace: &mut Trace<Told>,
    ) -> Result<String, String> {
        let n = self.server(argument)?;
        let there = self.servers.iter().filter(|server| server.exists() && !server.leaving).count();
        let server = &mut self.servers[usize::from(n)];
        match server.state {
            State::Draining if !leaves => return Err(format!("{} drains already", name(n))),
            State::Down | State::Starting if !leaves => return Err(format!("{} is not up", name(n))),
            _ if leaves && (there <= 1 || server.leaving) => {
                return Err(format!("{} is the last or leaves already", name(n)));
            }
            _ => {}
        }
        self.count_used();
        let server = &mut self.servers[usize::from(n)];
        server.leaving = leaves;
        server.state = if server.takes() { State::Draining } else { State::Removed };
        self.tell_in(n, false, None, trace);
        self.take_up(n, trace);
        let what = if leaves { "is taken away" } else { "drains" };
        Ok(format!("{} {what}", name(n)))
    }

    /// A server that drained is put back.
    fn order_admit(
        &mut self,
        argument: &str,
        cause: Option<RecordId>,
        trace: &mut Trace<Told>,
    ) -> Result<String, String> {
        let n = self.server(argument)?;
        let server = &mut self.servers[usize::from(n)];
        if server.state != State::Draining {
            return Err(format!("{} does not drain", name(n)));
        }
        (server.state, server.leaving) = (State::Up, false);
        self.tell_in(n, true, cause, trace);
        Ok(format!("{} is put back", name(n)))
    }

    /// A server's speed in percent; what it has in service goes on at the new one.
    fn order_speed(&mut self, argument: &str) -> Result<String, String> {
        let (n, rest) = self.server_and(argument)?;
        let percent = whole(rest.trim_end_matches('%').trim(), 1, 1_000, "a speed in percent")?;
        let server = &mut self.servers[usize::from(n)];
        let before = std::mem::replace(&mut server.spec.speed_per_mille, percent * 10);
        // While it stands still nothing is worked at: what is left begins after that.
        let goes_on = self.now.max(server.paused_until);
        for key in server.busy.clone() {
            let left = self.tries[key].ends.since(goes_on).0;
            let left = left * u64::from(before) / u64::from(percent * 10);
            self.finish_at(key, goes_on + SimDuration(left.max(1)));
        }
        Ok(format!("{} works at {percent}\u{a0}% of a usual speed", name(n)))
    }

    fn order_weight(&mut self, argument: &str) -> Result<String, String> {
        let (n, rest) = self.server_and(argument)?;
        let weight = whole(rest, 1, MOST_WEIGHT, "a weight")?;
        self.servers[usize::from(n)].spec.weight = weight;
        self.tell_balancers(n);
        Ok(format!("{} has weight {weight}", name(n)))
    }

    fn order_fail(&mut self, argument: &str) -> Result<String, String> {
        let (n, rest) = self.server_and(argument)?;
        let percent = whole(rest.trim_end_matches('%').trim(), 0, 100, "a percentage")?;
        self.servers[usize::from(n)].failing_per_mille = percent * 10;
        Ok(format!("{} answers {percent}\u{a0}% of its requests at once with an error", name(n)))
    }

    /// `3 10s`: three times the rate for ten seconds.
    fn order_spike(&mut self, argument: &str) -> Result<String, String> {
        let (factor, length) = argument.split_once(' ').unwrap_or((argument, "10s"));
        let factor = decimal(factor).filter(|factor| (0.0..=MOST_SURGE).contains(factor));
        let factor = factor.ok_or_else(|| format!("\"{argument}\" should read 3 10s: a factor up to 100"))?;
        let length = SimDuration::parse(length.trim()).ok_or_else(|| format!("\"{length}\" is no time"))?;
        let until = self.now + length;
        let arrivals =
            self.arrivals.as_mut().ok_or("clients in a closed loop cannot be more than they are")?;
        arrivals.surge(factor, until);
        // The next arrival was drawn at the old rate: it is drawn anew.
        self.schedule_arrival();
        Ok(format!("{factor} times as many requests come for {length}"))
    }

    fn order_follow(&mut self, argument: &str) -> Result<String, String> {
        let number = argument.trim().trim_start_matches('m');
        let number = number.parse().ok().filter(|number| (1..=self.tally.born).contains(number));
        let number = number.ok_or_else(|| format!("\"{argument}\" is no request that has come"))?;
        self.followed = Some(Followed { number, steps: Vec::new() });
        Ok(format!("you follow m{number}"))
    }

    /// Recorded traffic: the requests come at its rates from now on, as a Poisson process.
    fn order_traffic(&mut self, argument: &str) -> Result<String, String> {
        let profile = argument.parse::<Profile>()?;
        let (peak, length) = (profile.peak(), profile.length());
        let spread = match self.settings.source {
            Source::Open(_, spread) => spread,
            Source::Closed { .. } => super::Spread::Poisson,
        };
        let source = Source::Open(Pattern::Recorded(Rc::new(profile)), spread);
        self.settings = Rc::new(Settings { source, ..Settings::clone(&self.settings) });
        self.open_source();
        Ok(format!("requests come as recorded: {length} with a peak of {peak:.1} a second"))
    }

    fn server(&self, text: &str) -> Result<u16, String> {
        let id = NodeId::parse(text.trim()).ok_or_else(|| format!("\"{text}\" is no server"))?;
        self.known(id)
    }

    fn server_and<'a>(&self, argument: &'a str) -> Result<(u16, &'a str), String> {
        let (server, rest) = argument.split_once(' ').unwrap_or((argument, ""));
        Ok((self.server(server)?, rest.trim()))
    }
}

fn whole(text: &str, low: u32, high: u32, what: &str) -> Result<u32, String> {
    let number = text.parse().ok().filter(|number| (low..=high).contains(number));
    number.ok_or_else(|| format!("\"{text}\" is not {what}, a whole number from {low} to {high}"))
}
