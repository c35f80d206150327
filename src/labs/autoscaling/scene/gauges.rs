//! What comes and what can be done, as two bars of one scale; with what a forecast expects, as the interval of it.

use super::Canvas;
use crate::algorithms::autoscaling::forecast::Expected;
use crate::labs::autoscaling::machine::State;
use crate::scene::{Anchor, Area, Item, Role, Shape, Size};

/// The height of a row.
pub const ROW: f32 = 26.0;
/// The room for a bar's name, and for its number.
const NAME: f32 = 66.0;
const NUMBER: f32 = 62.0;

/// Draws the two bars: demand, and capacity with what is still booting behind it.
pub fn draw(canvas: &mut Canvas, Area { x, y, w, .. }: Area) {
    let world = canvas.world;
    let (stats, rate) = (world.service.latest, world.situation().work().rate());
    let booting = f64::from(world.fleet.count(State::Booting) * world.control.size) * rate;
    let expected = world.control.expected();
    let most = expected.map_or(0.0, |(_, expected)| expected.high);
    let scale = (stats.capacity + booting).max(stats.rate).max(rate).max(most) * 1.05;
    let (left, width) = (x + NAME, w - NAME - NUMBER);
    let part = |number: f64| (number / scale).clamp(0.0, 1.0) as f32;
    let over = stats.rate > stats.capacity;
    let rows = [
        ("demand", "demand", stats.rate, if over { Role::Failed } else { Role::Leader }),
        ("capacity", "capacity", stats.capacity, Role::Healthy),
    ];
    for (row, (id, name, number, role)) in rows.into_iter().enumerate() {
        let top = y + ROW * row as f32;
        let bar = |fill| Shape::Bar { x: left, y: top, w: width, h: ROW - 8.0, fill, upright: false };
        let told = format!("{name}: {number:.0} requests a second");
        canvas.push(Item::new(id, role, bar(part(number))).described(told));
        canvas.line(format!("{id}/name"), (x, top + 13.0), Role::Plain, name);
        let at = (left + width + 6.0, top + 13.0);
        canvas.push(Item::text(
            format!("{id}/number"),
            at,
            Size::Small,
            Anchor::Start,
            format!("{number:.0}/s"),
        ));
    }
    let mut box_at = |id: &str, row: f32, from: f64, to: f64, told: String| {
        let (from, to) = (part(from) * width, part(to) * width);
        let (x, y) = (left + from, y + ROW * row);
        let shape = Shape::Cell { x, y, w: (to - from).max(2.0), h: ROW - 8.0, solid: false };
        canvas.push(Item::new(id, Role::Candidate, shape).described(told));
    };
    if let Some((ahead, Expected { mean, low, high })) = expected {
        let minutes = ahead.0 / 60_000_000;
        let told = format!(
            "forecast for in {minutes} minutes: {mean:.0} requests a second, in four of five cases {low:.0} to {high:.0}"
        );
        box_at("forecast", 0.0, low.max(0.0), high, told);
    }
    if booting > 0.0 {
        let told = format!("{booting:.0} requests a second more when all have booted");
        box_at("booting", 1.0, stats.capacity, stats.capacity + booting, told);
    }
}
