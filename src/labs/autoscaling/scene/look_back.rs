//! What the controller looked at when it last ordered, as a bracket under the band, and the arithmetic that it did.

use super::band::Band;
use super::{Canvas, LETTER};
use crate::kit::time;
use crate::labs::autoscaling::history::{Order, arithmetic};
use crate::process::SimTime;
use crate::scene::{Anchor, Item, Paint, Role, Shape, Size};

/// The depth of the bracket.
const DEPTH: f32 = 6.0;

/// Draws the bracket of the latest order that the band shows, else of the latest decision, with a line up to the bricks
/// that it ordered.
pub fn draw(canvas: &mut Canvas, band: &Band, words: Option<f32>) {
    let world = canvas.world;
    let shown = world.history.order().filter(|order| order.at >= band.began).cloned();
    let Some(Order { at, from, to, said }) = shown.clone().or_else(|| current(canvas)) else { return };
    let role = if shown.is_some() { Role::Candidate } else { Role::Idle };
    let pipeline = world.situation().pipeline();
    let known = at.0.saturating_sub(pipeline.delay.0) / pipeline.every.0.max(1) * pipeline.every.0;
    let window = pipeline.every.0 * u64::from(pipeline.window);
    let (left, right) = (band.x(SimTime(known.saturating_sub(window))), band.x(SimTime(known)));
    let (left, bottom) = (left.min(right - 4.0).max(band.area.x), band.area.y + band.area.h + 2.0);
    let bracket = vec![(left, bottom), (left, bottom + DEPTH), (right, bottom + DEPTH), (right, bottom)];
    let ordered = band.x(at);
    let each = canvas.each();
    let order =
        vec![(right, bottom + DEPTH), (ordered, bottom + DEPTH), (ordered, band.y(from as f32 * each))];
    let pieces = if shown.is_some() { vec![bracket, order] } else { vec![bracket] };
    let mean = time(window as f64 / 1e6);
    let told =
        format!("the controller looked at the mean of {mean}: {to} machines are to be there, after {from}");
    canvas.push(Item::new("looked", role, Shape::Region { pieces, paint: Paint::Line }).described(told));
    let Some(baseline) = words else { return };
    let long = format!("it sees the mean of {mean}: {said}");
    let room = ((canvas.view.width - 20.0) / LETTER) as usize;
    let mut line = if long.chars().count() <= room { long } else { said.to_string() };
    if line.chars().count() > room {
        line = line.chars().take(room.saturating_sub(1)).chain(['\u{2026}']).collect();
    }
    let most = canvas.view.width - 10.0 - line.chars().count() as f32 * LETTER;
    let place = (left.min(most).max(10.0), baseline);
    let item = Item::text("working", place, Size::Small, Anchor::Start, line);
    canvas.push(Item { role: if shown.is_some() { Role::Candidate } else { Role::Plain }, ..item });
}

/// The latest decision, as an order that changed nothing.
fn current(canvas: &Canvas) -> Option<Order> {
    let world = canvas.world;
    let decision = world.control.decision.as_ref()?;
    let sync = world.params.sync().0.max(1);
    let ready = world.fleet.count(crate::labs::autoscaling::machine::State::Ready);
    let said = arithmetic(decision, world.control.desired, ready, &world.params).into();
    let desired = decision.desired;
    Some(Order { at: SimTime(world.now.0 / sync * sync), from: desired, to: desired, said })
}
