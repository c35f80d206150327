//! What a person does to the fleet: surges, failing boots, late metrics and the like, each for a time.

use super::bound::Bound;
use super::demand::{Demand, STEP};
use super::event::FleetEvent;
use super::fleet::ZONES;
use super::world::FleetWorld;
use crate::process::{SimDuration, SimTime, decimal};
use crate::sim::{Record, Trace};
use std::rc::Rc;

/// A disruption that ends by itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
struct Until {
    /// How strong it is: in hundredths of the usual, in percent, or a zone's number.
    magnitude: u64,
    until: SimTime,
}

impl Until {
    fn now(self, now: SimTime) -> Option<u64> {
        (now <= self.until && self.until > SimTime::ZERO).then_some(self.magnitude)
    }
}

/// The disruptions in force.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Disruptions {
    boots_fail: Until,
    boots_slow: Until,
    zone: Until,
    dependency: Until,
    attack: Until,
    surge: Until,
    delay: SimDuration,
    lost_per_mille: u32,
    /// MiB that a machine loses in an hour, and the time since when it does.
    leak: (u64, SimTime),
}

impl Disruptions {
    /// How many times longer boots take.
    pub fn boots(&self, now: SimTime) -> f64 {
        self.boots_slow.now(now).map_or(1.0, |magnitude| magnitude as f64 / 100.0)
    }

    /// How many of a hundred boots fail.
    pub fn boots_fail(&self, now: SimTime) -> u64 {
        self.boots_fail.now(now).unwrap_or(0)
    }

    /// How many times longer what a request waits for takes.
    pub fn dependency(&self, now: SimTime) -> f64 {
        self.dependency.now(now).map_or(1.0, |magnitude| magnitude as f64 / 100.0)
    }

    /// Requests of no use for each one of use.
    pub fn attack(&self, now: SimTime) -> f64 {
        self.attack.now(now).map_or(0.0, |magnitude| magnitude as f64 / 100.0)
    }

    /// Whether a zone is gone.
    pub fn zone_is_gone(&self, zone: u8, now: SimTime) -> bool {
        self.zone.now(now) == Some(zone.into())
    }

    /// A demand with the surge that is on.
    pub fn surging(&self, now: SimTime, demand: Demand) -> Demand {
        let Some(magnitude) = self.surge.now(now) else { return demand };
        demand.surged(now.0 / STEP.0, self.surge.until.0 / STEP.0, magnitude as f64 / 100.0)
    }

    /// How late metrics are at least.
    pub fn metrics_delay(&self) -> SimDuration {
        self.delay
    }

    /// How many of a thousand samples are lost at least.
    pub fn metrics_lost(&self) -> u32 {
        self.lost_per_mille
    }

    /// MiB that a machine loses in an hour.
    pub fn leak(&self) -> f64 {
        self.leak.0 as f64
    }

    /// The time since when machines leak.
    pub fn leak_since(&self) -> SimTime {
        self.leak.1
    }

    /// The disruptions in force at `now`, for people.
    pub fn active_faults(&self, now: SimTime) -> Vec<String> {
        let times = |magnitude: u64| magnitude as f64 / 100.0;
        let timed = [
            self.boots_fail.now(now).map(|magnitude| format!("{magnitude}% of the boots fail")),
            self.boots_slow
                .now(now)
                .map(|magnitude| format!("boots take {} times as long", times(magnitude))),
            self.zone.now(now).map(|zone| format!("zone {} is down", letter(zone as u8))),
            self.dependency
                .now(now)
                .map(|magnitude| format!("the dependency takes {} times as long", times(magnitude))),
            self.attack
                .now(now)
                .map(|magnitude| format!("an attacker sends {} times what users send", times(magnitude))),
            self.surge.now(now).map(|magnitude| format!("traffic is {} times normal", times(magnitude))),
            (self.delay > SimDuration::ZERO).then(|| format!("metrics are {} late", self.delay)),
            (self.lost_per_mille > 0)
                .then(|| format!("{}% of the metrics are lost", self.lost_per_mille / 10)),
            (self.leak.0 > 0).then(|| format!("the service leaks {} MiB per hour", self.leak.0)),
        ];
        timed.into_iter().flatten().collect()
    }
}

fn letter(zone: u8) -> char {
    char::from(b'a' + zone)
}

impl FleetWorld {
    /// Does what a person orders, and tells what that was. An order comes at any moment, not only between steps.
    ///
    /// # Errors
    /// A sentence that says what was not understood.
    pub(super) fn order(
        &mut self,
        now: SimTime,
        words: &str,
        trace: &mut Trace<FleetEvent>,
        order: fn(&mut FleetWorld, SimTime, &str) -> Result<String, String>,
    ) -> Result<(), String> {
        let said = FleetEvent::Said(order(self, now, words)?);
        trace.push(Record::note(now, said).because(trace.cause()));
        Ok(())
    }

    pub(super) fn fail_boots(&mut self, now: SimTime, words: &str) -> Result<String, String> {
        let (magnitude, until, length) = for_a_time(words, now, "50 10m", (0.0, 100.0))?;
        self.disruptions.boots_fail = Until { magnitude: magnitude as u64, until };
        Ok(format!("{magnitude}% of the boots fail for {length}"))
    }

    pub(super) fn slow_boots(&mut self, now: SimTime, words: &str) -> Result<String, String> {
        let (magnitude, until, length) = for_a_time(words, now, "5 10m", (0.1, 100.0))?;
        self.disruptions.boots_slow = Until { magnitude: hundredths(magnitude), until };
        Ok(format!("boots take {magnitude} times as long for {length}"))
    }

    pub(super) fn slow_dependency(&mut self, now: SimTime, words: &str) -> Result<String, String> {
        let (magnitude, until, length) = for_a_time(words, now, "10 10m", (0.1, 1_000.0))?;
        self.disruptions.dependency = Until { magnitude: hundredths(magnitude), until };
        Ok(format!("the dependency takes {magnitude} times as long for {length}"))
    }

    pub(super) fn attack(&mut self, now: SimTime, words: &str) -> Result<String, String> {
        let (magnitude, until, length) = for_a_time(words, now, "3 10m", (0.0, 100.0))?;
        self.disruptions.attack = Until { magnitude: hundredths(magnitude), until };
        Ok(format!("an attacker sends {magnitude} times what users send for {length}"))
    }

    pub(super) fn spike(&mut self, now: SimTime, words: &str) -> Result<String, String> {
        let (magnitude, until, length) = for_a_time(words, now, "3 10m", (0.0, 100.0))?;
        self.disruptions.surge = Until { magnitude: hundredths(magnitude), until };
        self.demand = self.demand.surged(now.0 / STEP.0, until.0 / STEP.0, magnitude);
        self.bound = Rc::new(Bound::of(&self.demand, &self.params));
        Ok(format!("{magnitude} times as many users arrive for {length}"))
    }

    pub(super) fn delay_metrics(&mut self, _: SimTime, words: &str) -> Result<String, String> {
        let delay = SimDuration::parse(words.trim());
        self.disruptions.delay = delay.ok_or_else(|| format!("\"{words}\" is not a time such as 2m"))?;
        Ok(format!("metrics are {} late", self.disruptions.delay))
    }

    pub(super) fn lose_metrics(&mut self, _: SimTime, words: &str) -> Result<String, String> {
        let percent = number(words, (0.0, 100.0))?;
        self.disruptions.lost_per_mille = (percent * 10.0) as u32;
        Ok(format!("{percent}% of the metrics are lost"))
    }

    pub(super) fn leak(&mut self, now: SimTime, words: &str) -> Result<String, String> {
        let magnitude = number(words, (0.0, 100_000.0))?;
        self.disruptions.leak = (magnitude as u64, now);
        Ok(format!("the service leaks {magnitude} MiB per hour on each machine"))
    }

    pub(super) fn set_desired(&mut self, _: SimTime, words: &str) -> Result<String, String> {
        let many = number(words, (self.params.bounds().0.into(), self.params.bounds().1.into()))?;
        self.control.desired = many as u32;
        Ok(format!("the desired count is set to {many}"))
    }

    pub(super) fn lose_zone(&mut self, now: SimTime, words: &str) -> Result<String, String> {
        let (zone, length) = words.trim().split_once(' ').unwrap_or((words.trim(), "10m"));
        let number = zone.bytes().next().map(|letter| letter.wrapping_sub(b'a')).filter(|zone| *zone < ZONES);
        let number = number
            .filter(|_| zone.len() == 1)
            .ok_or_else(|| format!("\"{words}\" should read a 10m: zone a, b or c"))?;
        let length =
            SimDuration::parse(length.trim()).ok_or_else(|| format!("\"{length}\" is not a time"))?;
        self.disruptions.zone = Until { magnitude: number.into(), until: now + length };
        let lost = self.fleet.lose_zone(number, now);
        Ok(format!("zone {zone} is down for {length}, and {lost} machines with it"))
    }
}

fn hundredths(magnitude: f64) -> u64 {
    (magnitude * 100.0 + 0.5) as u64
}

fn number(words: &str, (low, high): (f64, f64)) -> Result<f64, String> {
    let number = decimal(words.trim().trim_end_matches('%').trim_end_matches('x').trim());
    let number = number.filter(|number| (low..=high).contains(number));
    number.ok_or_else(|| format!("\"{words}\" is not a number from {low} to {high}"))
}

/// Reads `3 10m`: the magnitude, when it ends, and how long it lasts.
fn for_a_time(
    words: &str,
    now: SimTime,
    example: &str,
    bounds: (f64, f64),
) -> Result<(f64, SimTime, SimDuration), String> {
    let (magnitude, length) = words.trim().split_once(' ').unwrap_or((words, "10m"));
    let wrong = || {
        format!(
            "\"{words}\" should read {example}: how much from {} to {}, and for how long",
            bounds.0, bounds.1
        )
    };
    let magnitude = number(magnitude, bounds).map_err(|_| wrong())?;
    let length = SimDuration::parse(length.trim()).ok_or_else(wrong)?;
    Ok((magnitude, now + length, length))
}
