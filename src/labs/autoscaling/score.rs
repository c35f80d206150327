//! The score card: what the run cost and what was missed, each beside what the clairvoyant schedule has.

use super::world::FleetWorld;
use crate::lab::Goal;

/// What a run is judged by.
pub const GOALS: &[Goal<FleetWorld>] = &[
    Goal { key: "cost", label: "Cost so far", unit: "", so_far: cost, bound: least_cost },
    Goal {
        key: "missed",
        label: "Minutes over the objective",
        unit: "min",
        so_far: |world| world.bill.missed_minutes(),
        bound: |world| world.bound.at(world.bill.steps).short_minutes,
    },
    Goal {
        key: "lost",
        label: "Requests lost",
        unit: "",
        so_far: |world| world.service.lost,
        bound: |world| world.bound.at(world.bill.steps).unserved,
    },
    Goal {
        key: "over",
        label: "Machine-hours too many",
        unit: "h",
        so_far: |world| world.bill.over_s / 3_600.0,
        bound: |world| world.bound.at(world.bill.steps).over_hours,
    },
    Goal {
        key: "under",
        label: "Machine-hours too few",
        unit: "h",
        so_far: |world| world.bill.under_s / 3_600.0,
        bound: |world| world.bound.at(world.bill.steps).under_hours,
    },
    Goal {
        key: "scalings",
        label: "Scalings",
        unit: "",
        so_far: |world| world.bill.scalings as f64,
        bound: |world| world.bound.at(world.bill.steps).scalings,
    },
];

/// What the machines cost so far, in the currency of the price.
pub fn cost(world: &FleetWorld) -> f64 {
    world.bill.machine_hours() * world.params.price()
}

/// The least that would have served all that came so far.
pub fn least_cost(world: &FleetWorld) -> f64 {
    world.bound.at(world.bill.steps).machine_hours * world.params.price()
}

/// Names and values: each as it is, and in brackets as the clairvoyant schedule has it.
pub fn lines(world: &FleetWorld) -> Vec<(String, String)> {
    let lines = GOALS.iter().map(|goal| {
        let score = goal.score(world);
        let digits = match goal.key {
            "cost" => 2,
            "missed" | "over" | "under" => 1,
            _ => 0,
        };
        let (so_far, bound) = (score.so_far, score.bound);
        (goal.label.to_string(), format!("{so_far:.digits$} (least {bound:.digits$})"))
    });
    lines.collect()
}
