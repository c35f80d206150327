//! What breaks each property. The fleet as it is breaks none: something in it has to be wrong.

use super::behaviour::{Behaviour, Way};
use super::{Autoscaling, AutoscalingParams, FleetWorld};
use crate::algorithms::autoscaling::rollout::{Amount, Strategy};
use crate::lab::broken::{Broken, world_of};
use crate::process::Seed;
use crate::sim::{Trace, World};

/// A row for each property.
pub const BROKEN: &[(&str, Broken<Autoscaling>)] = &[
    ("Within bounds", Broken::World(boundless)),
    ("Within the behaviour's limits", Broken::World(|| hasty(hours_of_steps(), eager()))),
    ("Stabilised", Broken::World(|| hasty(hours_of_steps(), eager()))),
    ("Tolerant", Broken::World(|| hasty(hours_of_steps(), eager()))),
    ("The bill matches machine time", Broken::World(|| mistaken(|world| world.bill.machine_us += 1))),
    ("Requests are conserved", Broken::World(|| mistaken(|world| world.service.served += 1.0))),
    ("A rollout stays within its limits", Broken::World(hurried)),
    ("A replica waits only for room", Broken::World(crowded)),
    ("The fleet is scaled", Broken::Run("autoscaling min=4 max=4 start=4 seed=1\nuntil 2h\n")),
];

fn go_on(world: &mut FleetWorld, steps: usize) {
    for _ in 0..steps {
        world.step(&mut Trace::new(0));
    }
}

/// Demand that goes up and down within minutes.
fn hours_of_steps() -> AutoscalingParams {
    world_of::<Autoscaling>("autoscaling pattern=sawtooth length=20 peak=6 seed=1\nuntil 0s\n").params
}

/// As fast as can be, at the least provocation.
fn eager() -> Behaviour {
    let at_once = |way: &Way| Way { window_s: 0, percent: 900, count: 40, period_s: 15, ..way.clone() };
    let usual = Behaviour::default();
    Behaviour { tolerance: 0, up: at_once(&usual.up), down: at_once(&usual.down), ..usual }
}

/// A fleet whose controller has another behaviour than the one that is set.
fn hasty(params: AutoscalingParams, real: Behaviour) -> FleetWorld {
    let slow = |way: &Way| Way { window_s: 300, percent: 10, count: 1, period_s: 60, ..way.clone() };
    let usual = Behaviour::default();
    let told = Behaviour { up: slow(&usual.up), down: slow(&usual.down), tolerance: 20, ..usual };
    let mut world = FleetWorld::new(&AutoscalingParams { behaviour: told, ..params.clone() }, Seed(1));
    world.control.controller = AutoscalingParams { behaviour: real, ..params }.controller();
    go_on(&mut world, 3_000);
    world
}

/// A fleet whose decision went past its bounds.
fn boundless() -> FleetWorld {
    let mut world = world_of::<Autoscaling>("autoscaling seed=1\nuntil 10m\n");
    let mut decision = world.control.decision.as_deref().expect("it has decided").clone();
    decision.desired = world.params.bounds().1 + 1;
    world.judge.decided(world.now, (world.control.desired, decision.desired), &decision, &world.params);
    world
}

/// A fleet whose rollout goes by another strategy than the one that is set.
fn hurried() -> FleetWorld {
    let mut world =
        world_of::<Autoscaling>("autoscaling pattern=steady rate=300 start=10 seed=1\nuntil 10m\n");
    world.roll_out(world.now, "good").expect("it is rolled out");
    // What the rollout takes away is one more than it may: it was told that one more is available than is.
    let told = Strategy { max_surge: Amount::Count(0), max_unavailable: Amount::Percent(60) };
    world.release.rollout.sync(10, &told, |version| if version == 1 { 10 } else { 0 });
    go_on(&mut world, 1);
    world
}

/// A fleet of which all machines are on one node.
fn crowded() -> FleetWorld {
    let mut world = world_of::<Autoscaling>("autoscaling node-places=4 seed=1\nuntil 10m\n");
    world.fleet.machines.iter_mut().for_each(|machine| machine.node = Some(1));
    go_on(&mut world, 1);
    world
}

/// A fleet in which something was counted wrongly.
fn mistaken(how: fn(&mut FleetWorld)) -> FleetWorld {
    let mut world = world_of::<Autoscaling>("autoscaling seed=1\nuntil 10m\n");
    how(&mut world);
    go_on(&mut world, 100);
    world
}
