//! What the picture says: the moment, what users felt, and what it cost.

use super::{NARROW, WIDE};
use crate::kit::time;
use crate::labs::autoscaling::machine::{Machine, State};
use crate::labs::autoscaling::score;
use crate::labs::autoscaling::world::FleetWorld;
use crate::process::words::{grouped, plural};

/// The whole in two sentences.
pub fn summary(world: &FleetWorld) -> String {
    let stats = world.service.latest;
    let (ready, booting) = (world.fleet.count(State::Ready), world.fleet.count(State::Booting));
    let times =
        format!("{:.0} ms in the mean, {:.0} ms for one in a hundred", stats.mean_s * 1e3, stats.p99_s * 1e3);
    let news = news(world, true);
    let news = if news.is_empty() { news } else { format!(" {news}.") };
    format!(
        "{} machines are wanted, {ready} are ready, {booting} boot. {:.0} requests a second come, {:.0} can be served: {times}.{news}",
        world.control.desired, stats.rate, stats.capacity,
    )
}

/// The controller at the left, the moment at the right.
pub fn headline(world: &FleetWorld, width: f32) -> (String, String) {
    let news = news(world, width >= WIDE);
    let name = match (world.params.kind.name(), width >= WIDE) {
        (name, _) if news.is_empty() => name.to_string(),
        (name, true) => format!("{name}; {news}"),
        (_, false) => news,
    };
    let (ready, desired) = (world.fleet.count(State::Ready), world.control.desired);
    let load = world.service.latest.load() * 100.0;
    let right = match width {
        wide if wide >= WIDE => format!("{ready} machines ready, {desired} wanted; {load:.0}% busy"),
        narrow if narrow < NARROW => format!("{ready} of {desired}, {load:.0}%"),
        _ => format!("{ready} of {desired} ready, {load:.0}% busy"),
    };
    (name, right)
}

/// What someone hears of a machine.
pub fn machine(world: &FleetWorld, machine: &Machine) -> String {
    let age = machine.age(world.now).0 / 1_000_000;
    let version = match world.release.coming() {
        Some(_) => format!("version {}, ", machine.version),
        None => String::new(),
    };
    let node = machine.node.map_or_else(String::new, |node| format!("on node {node}, "));
    let (state, zone) = (state(machine.state), zone(machine.zone));
    format!("{}, {version}{state}, {node}in zone {zone}, for {age} s", machine.id)
}

/// How many nodes there are.
pub fn nodes(world: &FleetWorld) -> String {
    plural(world.nodes().into(), "node")
}

/// How a rollout and the nodes stand, in as few words as there is room for; nothing without either.
pub fn news(world: &FleetWorld, wide: bool) -> String {
    let (pending, mut parts) = (world.fleet.count(State::Pending), Vec::new());
    if let Some(version) = world.release.coming() {
        let (ready, desired) = (world.updated(), world.control.desired);
        let ready = if wide { format!("{ready} of {desired} ready") } else { format!("{ready}/{desired}") };
        parts.push(if wide { format!("version {version}: {ready}") } else { format!("v{version} {ready}") });
    }
    if world.room().is_some() {
        parts.push(nodes(world));
    }
    if pending > 0 {
        parts.push(if wide { format!("{pending} wait for a node") } else { format!("{pending} wait") });
    }
    parts.join(", ")
}

/// A machine's name, with its version where there is room and another one comes.
pub fn name(world: &FleetWorld, machine: &Machine, wide: bool) -> String {
    match world.release.coming() {
        Some(_) if wide => format!("{} v{}", machine.id, machine.version),
        _ => machine.id.to_string(),
    }
}

/// A state in a word.
pub fn state(state: State) -> &'static str {
    match state {
        State::Booting => "boots",
        State::Ready => "ready",
        State::Resizing => "starts anew",
        State::Draining => "drains",
        State::Failed => "failed",
        State::Pending => "waits for a node",
    }
}

/// A zone's letter.
pub fn zone(zone: u8) -> char {
    char::from(b'a' + zone)
}

/// What users felt so far, and whether they felt anything.
pub fn felt(world: &FleetWorld, wide: bool) -> (String, bool) {
    let (lost, missed, stats) = (world.service.lost, world.bill.missed_minutes(), world.service.latest);
    if missed == 0.0 && lost < 0.5 {
        return ("all in time".into(), false);
    }
    let lost = if lost < 0.5 { String::new() } else { format!("{} lost, ", grouped(lost as u64)) };
    // Behind a long queue all wait alike: the mean is the percentile.
    let alike = stats.mean_s > 2.0 * world.params.objective_s() && stats.p99_s < stats.mean_s * 1.02;
    let now =
        if alike && wide { format!("; now everybody waits {}", time(stats.mean_s)) } else { String::new() };
    (format!("{lost}too slow for {}{now}", minutes(missed)), true)
}

/// A time of minutes: `30 s`, `1.8 min`, `7 h 32 min`.
fn minutes(minutes: f64) -> String {
    match minutes {
        brief if brief < 0.95 => format!("{:.0}\u{a0}s", brief * 60.0),
        short if short < 9.95 => format!("{short:.1}\u{a0}min"),
        half if half < 60.0 => format!("{half:.0}\u{a0}min"),
        long => format!("{:.0}\u{a0}h {:.0}\u{a0}min", (long / 60.0).floor(), (long % 60.0).floor()),
    }
}

/// What was paid so far, beside the least that it could have been.
pub fn paid(world: &FleetWorld, wide: bool) -> String {
    let (cost, least) = (score::cost(world), score::least_cost(world));
    if wide { format!("cost {cost:.2}, best possible {least:.2}") } else { format!("cost {cost:.2}") }
}
