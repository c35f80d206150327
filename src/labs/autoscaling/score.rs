//! The score card: what the run cost and what was missed, each beside what the clairvoyant schedule has.

use super::bound::SoFar;
use super::world::FleetWorld;
use crate::lab::Goal;

/// What a run is judged by.
pub const GOALS: &[Goal<FleetWorld>] = &[
    goal("cost", "Cost so far", "", cost, least_cost),
    goal(
        "missed",
        "Minutes over the objective",
        "min",
        |world| world.bill.missed_minutes(),
        |world| bound(world).short_minutes,
    ),
    goal("lost", "Requests lost", "", |world| world.service.lost, |world| bound(world).unserved),
    goal(
        "over",
        "Over-provisioned hours",
        "h",
        |world| world.bill.over_s / 3_600.0,
        |world| bound(world).over_hours,
    ),
    goal(
        "under",
        "Under-provisioned hours",
        "h",
        |world| world.bill.under_s / 3_600.0,
        |world| bound(world).under_hours,
    ),
    goal(
        "scalings",
        "Scaling changes",
        "",
        |world| world.bill.scalings as f64,
        |world| bound(world).scalings,
    ),
];

const fn goal(
    key: &'static str,
    label: &'static str,
    unit: &'static str,
    so_far: fn(&FleetWorld) -> f64,
    bound: fn(&FleetWorld) -> f64,
) -> Goal<FleetWorld> {
    Goal { key, label, unit, so_far, bound }
}

/// What the clairvoyant schedule has run up so far.
fn bound(world: &FleetWorld) -> SoFar {
    world.bound.at(world.bill.steps)
}

/// What the machines cost so far, in the currency of the price.
pub fn cost(world: &FleetWorld) -> f64 {
    world.bill.machine_hours() * world.params.price()
}

/// The least that would have served all that came so far.
pub fn least_cost(world: &FleetWorld) -> f64 {
    bound(world).machine_hours * world.params.price()
}
