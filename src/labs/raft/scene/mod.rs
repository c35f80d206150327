//! The picture: servers in rooms of those that reach each other, messages between them, and the logs side by side.

mod camps;
mod captions;
mod frame;
mod lanes;
mod letters;
mod ring;
mod words;

pub use words::command;

use super::world::RaftWorld;
use crate::kit::{Sign, legend};
use crate::process::SimTime;
use crate::scene::{Role, Scene, View};

/// What the signs mean.
const SIGNS: &[Sign] = &[
    ("\u{25c6}", Role::Candidate, "asks for a vote"),
    ("\u{25b2}", Role::Degraded, "vote"),
    ("\u{25cf}", Role::Leader, "entries"),
    ("\u{25a0}", Role::Healthy, "agrees"),
    ("\u{25cb}", Role::Unreachable, "refuses"),
    ("\u{2715}", Role::Failed, "lost"),
];

/// Draws the world.
pub fn draw(world: &RaftWorld, view: View) -> Scene {
    let frame = frame::Frame::of(world, view);
    let mut scene = Scene::new(words::summary(world));
    ring::links(world, &frame, &mut scene);
    ring::camps(world, &frame, &mut scene);
    lanes::draw(world, &frame, &mut scene);
    ring::machines(world, &frame, SimTime(view.now), &mut scene);
    legend(&mut scene, frame.legend, SIGNS);
    letters::draw(world, &frame, &mut scene);
    scene
}
