//! The machines: a tile each, with its name, its state in shape and colour, and how busy it is.

use super::Canvas;
use crate::kit::{Sign, legend};
use crate::labs::autoscaling::machine::{Machine, State};
use crate::scene::{Area, Item, Role, Shape};

/// A tile's greatest side.
const WIDEST: f32 = 74.0;
const HIGHEST: f32 = 44.0;
/// From this size on a tile has its name on it.
const NAMED: (f32, f32) = (30.0, 18.0);

/// Draws the tiles, as large as fits.
pub fn draw(canvas: &mut Canvas, Area { x, y, w, h }: Area, signs: bool) {
    let below = if signs { 20.0 } else { 0.0 };
    let machines = canvas.world.fleet.machines.clone();
    let (columns, tile_w, tile_h) = grid(machines.len(), w, h - below);
    for (place, machine) in machines.iter().enumerate() {
        let (column, row) = (place % columns, place / columns);
        let at = (x + tile_w * column as f32, y + tile_h * row as f32);
        tile(canvas, machine, Area::new(at.0, at.1, tile_w - 4.0, tile_h - 4.0));
    }
    if signs {
        legend(&mut canvas.scene, Area::new(x, y + h - 16.0, w + 20.0, 12.0), SIGNS);
    }
}

/// How many columns, and a tile's width and height with the gap after it.
fn grid(count: usize, w: f32, h: f32) -> (usize, f32, f32) {
    let count = count.max(1);
    let fits = |columns: &usize| {
        let width = (w / *columns as f32).min(WIDEST);
        let height = (width * HIGHEST / WIDEST).max(6.0);
        height * count.div_ceil(*columns) as f32 <= h
    };
    let fewest = ((w / WIDEST) as usize).max(1);
    let columns = (fewest..=400).find(fits).unwrap_or(400);
    let width = (w / columns as f32).min(WIDEST);
    (columns, width, (width * HIGHEST / WIDEST).max(6.0).min(h / count.div_ceil(columns) as f32))
}

/// What a machine is, as a role.
fn role(machine: &Machine, busy: f64) -> Role {
    match machine.state {
        State::Booting | State::Resizing => Role::Candidate,
        State::Ready if busy > 0.95 => Role::Degraded,
        State::Ready => Role::Healthy,
        State::Draining => Role::Unreachable,
        State::Failed => Role::Failed,
    }
}

fn tile(canvas: &mut Canvas, machine: &Machine, Area { x, y, w, h }: Area) {
    let busy = canvas.world.service.latest.load();
    let id = machine.id.to_string();
    let role = role(machine, busy);
    let solid = matches!(machine.state, State::Ready | State::Draining);
    let named = w >= NAMED.0 && h >= NAMED.1;
    let label = if named { id.clone() } else { String::new() };
    let told = super::words::machine(canvas.world, machine);
    let bar = if named && h >= 30.0 { 6.0 } else { 0.0 };
    let shape = Shape::Cell { x, y, w, h: h - bar, solid };
    canvas.push(Item::new(id.clone(), role, shape).labelled(label).described(told).selectable());
    if bar > 0.0 {
        let fill = if machine.state == State::Ready { busy as f32 } else { 0.0 };
        let shape = Shape::Bar { x, y: y + h - bar + 1.0, w, h: bar - 2.0, fill, upright: false };
        canvas.push(Item::new(format!("{id}/busy"), role, shape));
    }
}

/// What the signs mean.
const SIGNS: &[Sign] = &[
    ("\u{25a0}", Role::Healthy, "ready"),
    ("\u{25a0}", Role::Degraded, "ready, full"),
    ("\u{25a1}", Role::Candidate, "boots"),
    ("\u{25a0}", Role::Unreachable, "drains"),
    ("\u{25a1}", Role::Failed, "failed"),
];
