//! The score card: what the run cost and what was missed, each beside the least that was possible.

use super::world::FleetWorld;

/// What the machines cost so far, in the currency of the price.
pub fn cost(world: &FleetWorld) -> f64 {
    world.bill.machine_hours() * world.params.price()
}

/// The least that would have served all that came so far.
pub fn least_cost(world: &FleetWorld) -> f64 {
    world.bound.machine_hours(world.bill.steps) * world.params.price()
}

/// Names and values.
pub fn lines(world: &FleetWorld) -> Vec<(String, String)> {
    let bill = &world.bill;
    let hours = |seconds: f64| seconds / 3_600.0;
    let (cost, least) = (cost(world), least_cost(world));
    let beyond =
        if least > 0.0 { format!(" ({:+.0}\u{a0}%)", 100.0 * (cost / least - 1.0)) } else { String::new() };
    vec![
        ("Cost so far".into(), format!("{cost:.2}{beyond}")),
        ("The least, knowing all".into(), format!("{least:.2}")),
        ("Minutes over the objective".into(), format!("{:.1}", bill.missed_minutes())),
        ("Requests lost".into(), format!("{:.0}", world.service.lost)),
        ("Machine-hours too many".into(), format!("{:.1}", hours(bill.over_s))),
        ("Machine-hours too few".into(), format!("{:.1}", hours(bill.under_s))),
        ("Scalings".into(), bill.scalings.to_string()),
    ]
}
