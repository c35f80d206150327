//! How things stand, in a sentence, while no machine comes or goes and nothing is decided.

use super::machine::State;
use super::world::FleetWorld;
use crate::process::words::plural;

/// How things stand.
pub fn meanwhile(world: &FleetWorld) -> Option<String> {
    let stats = world.service.latest;
    let (ready, booting) = (world.fleet.count(State::Ready), world.fleet.count(State::Booting));
    let machines = plural(ready.into(), "machine");
    let coming = if booting > 0 { format!(", {booting} more booting") } else { String::new() };
    let load = stats.load() * 100.0;
    let pending = match world.fleet.count(State::Pending) {
        0 => String::new(),
        1 => ", one waits for a node".into(),
        many => format!(", {many} wait for a node"),
    };
    (stats.capacity > 0.0).then(|| {
        let rate = stats.rate;
        format!("{rate:.0} requests a second keep {machines} {load:.0}% busy{coming}{pending}")
    })
}
