//! What a person orders: more servers, fewer, slower ones, a surge, traffic of one's own. Here the words are read; what
//! becomes of servers is in the service, of arrivals with the clients.

use super::clients::{Pattern, Spread};
use super::event::TrafficEvent;
use super::event_loop::Traffic;
use super::ids::{RequestId, ServerId};
use super::recorded::Profile;
use super::seen::Followed;
use super::service::{RAMP, Spec};
use super::settings::{Settings, Source};
use crate::algorithms::balancing as policies;
use crate::process::{NodeId, SimDuration, SimTime, decimal, words};
use crate::sim::{Record, Trace};
use std::rc::Rc;

/// The most servers that there can be.
pub const MOST_SERVERS: usize = 1_000;
/// The greatest weight: with slow start it is told in tenths.
const MOST_WEIGHT: u32 = policies::MAX_WEIGHT / RAMP;
/// The greatest factor of a surge.
const MOST_SURGE: f64 = 100.0;

/// One of the `order_` functions: reads what is ordered, does it, and says in a sentence what it did, or why it cannot be
/// done or was not understood.
pub type Order = fn(&mut Traffic, &str, &mut Trace<TrafficEvent>) -> Result<String, String>;

impl Traffic {
    /// Does what a person orders in these words.
    ///
    /// # Errors
    /// The order's.
    pub fn order(
        &mut self,
        now: SimTime,
        words: &str,
        trace: &mut Trace<TrafficEvent>,
        order: Order,
    ) -> Result<(), String> {
        let cause = trace.cause();
        self.flow.begin_at(now);
        let said = order(self, words, trace)?;
        trace.push(Record::note(now, TrafficEvent::Said(said)).because(cause));
        self.skip_stale();
        Ok(())
    }

    /// A new server like the first, of the weight that is given.
    pub fn order_add(&mut self, argument: &str, trace: &mut Trace<TrafficEvent>) -> Result<String, String> {
        let servers = self.service.servers();
        if servers.len() >= MOST_SERVERS {
            return Err(format!("there are {MOST_SERVERS} servers already"));
        }
        let weight = if argument.is_empty() { 1 } else { whole(argument, 1, MOST_WEIGHT, "a weight")? };
        let spec = Spec { weight, speed_per_mille: 1_000, ..servers[0].spec };
        let id = self.service.add(spec, &mut self.flow, trace);
        Ok(format!("{id} joins"))
    }

    /// A server gets nothing more, finishes what it has, and then waits.
    pub fn order_drain(&mut self, argument: &str, trace: &mut Trace<TrafficEvent>) -> Result<String, String> {
        let id = self.server(argument)?;
        self.service.drain(id, false, &mut self.flow, trace)?;
        Ok(format!("{id} drains"))
    }

    /// A server gets nothing more, finishes what it has, and then leaves.
    pub fn order_remove(
        &mut self,
        argument: &str,
        trace: &mut Trace<TrafficEvent>,
    ) -> Result<String, String> {
        let id = self.server(argument)?;
        self.service.drain(id, true, &mut self.flow, trace)?;
        Ok(format!("{id} is taken away"))
    }

    /// A server that drained is put back.
    pub fn order_admit(&mut self, argument: &str, trace: &mut Trace<TrafficEvent>) -> Result<String, String> {
        let id = self.server(argument)?;
        self.service.admit(id, &mut self.flow, trace)?;
        Ok(format!("{id} is put back"))
    }

    /// A server's speed in percent; what it has in service goes on at the new one.
    pub fn order_speed(&mut self, argument: &str, _: &mut Trace<TrafficEvent>) -> Result<String, String> {
        let (id, rest) = self.server_and(argument)?;
        let percent = whole(rest.trim_end_matches('%').trim(), 1, 1_000, "a speed in percent")?;
        self.service.set_speed(id, percent * 10, &mut self.flow);
        Ok(format!("{id} works at {percent}% of full speed"))
    }

    /// The weight that balancers are told of a server.
    pub fn order_weight(&mut self, argument: &str, _: &mut Trace<TrafficEvent>) -> Result<String, String> {
        let (id, rest) = self.server_and(argument)?;
        let weight = whole(rest, 1, MOST_WEIGHT, "a weight")?;
        self.service.set_weight(id, weight, &self.flow);
        Ok(format!("{id} has weight {weight}"))
    }

    /// A server answers a part of its requests at once with an error.
    pub fn order_fail(&mut self, argument: &str, _: &mut Trace<TrafficEvent>) -> Result<String, String> {
        let (id, rest) = self.server_and(argument)?;
        let percent = whole(rest.trim_end_matches('%').trim(), 0, 100, "a percentage")?;
        self.service.set_failing(id, percent * 10);
        Ok(format!("{id} fails {percent}% of its requests immediately"))
    }

    /// `3 10s`: three times the rate for ten seconds.
    pub fn order_spike(&mut self, argument: &str, _: &mut Trace<TrafficEvent>) -> Result<String, String> {
        let (factor, length) = argument.split_once(' ').unwrap_or((argument, "10s"));
        let factor = decimal(factor).filter(|factor| (0.0..=MOST_SURGE).contains(factor));
        let factor = factor.ok_or_else(|| format!("\"{argument}\" should read 3 10s: a factor up to 100"))?;
        let length =
            SimDuration::parse(length.trim()).ok_or_else(|| format!("\"{length}\" is not a time"))?;
        if !self.clients.surge(factor, self.flow.now + length, &self.flow) {
            return Err("clients in a closed loop cannot be more than they are".into());
        }
        Ok(format!("{factor} times as many requests come for {length}"))
    }

    /// What becomes of a request is written down.
    pub fn order_follow(&mut self, argument: &str, _: &mut Trace<TrafficEvent>) -> Result<String, String> {
        let number = argument.trim().trim_start_matches('m');
        let number = number.parse().ok().filter(|number| (1..=self.flow.metrics.arrived).contains(number));
        let id = number.map(RequestId);
        let id = id.ok_or_else(|| format!("\"{argument}\" is not a request that has arrived"))?;
        self.flow.seen.followed = Some(Followed { id, steps: Vec::new() });
        Ok(format!("you follow {id}"))
    }

    /// Recorded traffic: the requests come at its rates from now on, as a Poisson process.
    pub fn order_traffic(&mut self, argument: &str, _: &mut Trace<TrafficEvent>) -> Result<String, String> {
        let profile = argument.parse::<Profile>()?;
        let (peak, length) = (profile.peak(), words::span(profile.length()));
        let spread = match self.flow.settings.source {
            Source::Open(_, spread) => spread,
            Source::Closed { .. } => Spread::Poisson,
        };
        let source = Source::Open(Pattern::Recorded(Rc::new(profile)), spread);
        self.flow.settings = Rc::new(Settings { source, ..Settings::clone(&self.flow.settings) });
        self.clients.open_source(&mut self.flow);
        Ok(format!("requests come as recorded: {length} with a peak of {peak:.1} a second"))
    }

    fn server(&self, text: &str) -> Result<ServerId, String> {
        let id = NodeId::parse(text.trim()).ok_or_else(|| format!("\"{text}\" is not a server"))?;
        self.service.known(id)
    }

    fn server_and<'a>(&self, argument: &'a str) -> Result<(ServerId, &'a str), String> {
        let (server, rest) = argument.split_once(' ').unwrap_or((argument, ""));
        Ok((self.server(server)?, rest.trim()))
    }
}

fn whole(text: &str, low: u32, high: u32, what: &str) -> Result<u32, String> {
    let number = text.parse().ok().filter(|number| (low..=high).contains(number));
    number.ok_or_else(|| format!("\"{text}\" is not {what}, a whole number from {low} to {high}"))
}
