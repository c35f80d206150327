//! What comes and what can be done, as two bars of one scale.

use super::{Area, Canvas};
use crate::labs::autoscaling::machine::State;
use crate::scene::{Anchor, Item, Role, Shape, Size};

/// The height of a row.
pub const ROW: f32 = 26.0;
/// The room for a bar's name, and for its number.
const NAME: f32 = 66.0;
const NUMBER: f32 = 62.0;

/// Draws the two bars: demand, and capacity with what is still booting behind it.
pub fn draw(canvas: &mut Canvas, (x, y, w, _): Area) {
    let world = canvas.world;
    let (passed, rate) = (world.service.latest, world.work().rate());
    let booting = f64::from(world.count(State::Booting) * world.size) * rate;
    let scale = (passed.capacity + booting).max(passed.rate).max(rate) * 1.05;
    let (left, width) = (x + NAME, w - NAME - NUMBER);
    let part = |number: f64| (number / scale).clamp(0.0, 1.0) as f32;
    let over = passed.rate > passed.capacity;
    let rows = [
        ("demand", "demand", passed.rate, if over { Role::Failed } else { Role::Leader }),
        ("capacity", "capacity", passed.capacity, Role::Healthy),
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
    if booting > 0.0 {
        let (from, to) = (part(passed.capacity) * width, part(passed.capacity + booting) * width);
        let shape =
            Shape::Cell { x: left + from, y: y + ROW, w: (to - from).max(2.0), h: ROW - 8.0, solid: false };
        let told = format!("{booting:.0} requests a second more when all have booted");
        canvas.push(Item::new("booting", Role::Candidate, shape).described(told));
    }
}
