//! What a rollout and nodes add to the picture: the line up to which nodes have room, and signs.

use super::band::{Band, Piece};
use super::{Canvas, SIGNS};
use crate::kit::Sign;
use crate::labs::autoscaling::world::FleetWorld;
use crate::scene::{Item, Paint, Role, Shape};

/// The room on nodes over time.
pub fn room(canvas: &mut Canvas, band: &Band) {
    let mut lines: Vec<Vec<(f32, f32)>> = Vec::new();
    let mut goes_on = false;
    for Piece { from, to, column, .. } in &band.pieces {
        let Some(room) = column.room else { continue };
        let y = band.y(f32::from(room) * column.each);
        match lines.last_mut() {
            Some(line) if goes_on => line.extend([(*from, y), (*to, y)]),
            _ => lines.push(vec![(*from, y), (*to, y)]),
        }
        goes_on = true;
    }
    let Some(room) = canvas.world.room().filter(|_| goes_on) else { return };
    let told = format!("{} with room for {room} replicas", super::words::nodes(canvas.world));
    let shape = Shape::Region { pieces: lines, paint: Paint::Line };
    canvas.push(Item::new("room", Role::Plain, shape).described(told));
}

/// What the signs mean, those first that are not there in every run.
pub fn signs(world: &FleetWorld) -> Vec<Sign<'static>> {
    let rollout: &[Sign] = &[("\u{25a8}", Role::Healthy, "new version")];
    let nodes: &[Sign] =
        &[("\u{25a1}", Role::Degraded, "waits for a node"), ("\u{2500}", Role::Plain, "room on nodes")];
    let rollout = if world.release.coming().is_some() { rollout } else { &[] };
    let nodes = if world.room().is_some() { nodes } else { &[] };
    [&SIGNS[..2], rollout, nodes, &SIGNS[2..]].concat()
}
