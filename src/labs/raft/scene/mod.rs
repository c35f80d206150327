//! The picture: servers on a ring with their timers, messages between them, and the logs side by side.

mod captions;
mod frame;
mod lanes;
mod legend;
mod letters;
mod ring;
mod words;

pub use words::command;

use super::world::RaftWorld;
use crate::process::SimTime;
use crate::scene::{Scene, View};

/// Draws the world.
pub fn draw(world: &RaftWorld, view: View) -> Scene {
    let frame = frame::Frame::of(world, view);
    let mut scene = Scene::new(words::summary(world));
    ring::links(world, &frame, &mut scene);
    lanes::draw(world, &frame, &mut scene);
    ring::machines(world, &frame, SimTime(view.now), &mut scene);
    legend::draw(&frame, &mut scene);
    letters::draw(world, &frame, &mut scene);
    scene
}
