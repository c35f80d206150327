//! The picture: what comes against what can be done, the machines with their states, and the controller's working.

mod gauges;
mod tiles;
mod words;

pub use words::zone;

use super::world::FleetWorld;
use crate::scene::{Anchor, Area, Item, Role, Scene, Size, View};

/// From this width on, the working and the score stand at the right.
const WIDE: f32 = 600.0;
/// Below this width, as with three runs side by side, words are as few as can be.
const NARROW: f32 = 300.0;
/// The height of a line of small text.
const LINE: f32 = 16.0;
/// How wide a letter of the small size is, at most in the mean.
const LETTER: f32 = 6.7;

/// The world at one moment.
pub fn scene(world: &FleetWorld, view: View) -> Scene {
    let mut canvas = Canvas { world, view, scene: Scene::new(words::summary(world)) };
    let (w, h) = (view.width, view.height);
    let wide = w >= WIDE;
    canvas.headline();
    let top = 30.0;
    let left = if wide { w * 0.56 } else { w };
    let gauges = Area::new(10.0, top, left - 20.0, 2.0 * gauges::ROW);
    gauges::draw(&mut canvas, gauges);
    let below = top + gauges.h + 10.0;
    let score = if wide { 0.0 } else { LINE + 4.0 };
    let tiles = Area::new(10.0, below, left - 20.0, h - below - 8.0 - score);
    tiles::draw(&mut canvas, tiles, h >= 200.0);
    if wide {
        words::beside(&mut canvas, Area::new(left + 8.0, top, w - left - 18.0, h - top - 8.0));
    } else {
        canvas.line("score", (10.0, h - 8.0), Role::Plain, words::score_in_short(world, w));
    }
    canvas.scene
}

/// What is being drawn, and onto what.
struct Canvas<'a> {
    world: &'a FleetWorld,
    view: View,
    scene: Scene,
}

impl Canvas<'_> {
    fn push(&mut self, item: Item) {
        self.scene.push(item);
    }

    /// A line of small text.
    fn line(&mut self, id: impl Into<String>, at: (f32, f32), role: Role, text: impl Into<String>) {
        let item = Item::text(id, at, Size::Small, Anchor::Start, text);
        self.push(Item { role, ..item });
    }

    fn headline(&mut self) {
        let (left, right) = words::headline(self.world, self.view.width);
        self.push(Item::text("controller", (10.0, 18.0), Size::Normal, Anchor::Start, left));
        self.push(Item::text("now", (self.view.width - 10.0, 18.0), Size::Small, Anchor::End, right));
    }
}
