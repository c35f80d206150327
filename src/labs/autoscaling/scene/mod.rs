//! The picture: time from left to right, demand as a river against the wall of the machines, and what the controller saw.

mod band;
mod look_back;
mod news;
mod wall;
mod words;

pub use words::zone;

use super::world::FleetWorld;
use crate::kit::{LINE, Sign, legend, lines};
use crate::scene::{Anchor, Area, Item, Paint, Role, Scene, Shape, Size, View};
use band::Band;

/// From this width on, words can be more.
const WIDE: f32 = 600.0;
/// Below this width, as with three runs side by side, words are as few as can be.
const NARROW: f32 = 300.0;
/// How wide a letter of the small size is, at most in the mean.
const LETTER: f32 = 6.9;
/// The heights of a stage from which on times, what the controller looked at, and signs have room.
const TIMES: f32 = 130.0;
const LOOKED: f32 = 200.0;
const SIGNED: f32 = 250.0;
/// So many lines of signs at most.
const SIGN_LINES: usize = 2;

/// The world at one moment.
pub fn scene(world: &FleetWorld, view: View) -> Scene {
    let mut canvas = Canvas { world, view, scene: Scene::new(words::summary(world)) };
    let (w, h) = (view.width, view.height);
    canvas.headline();
    canvas.felt();
    let has = |least: f32, room: f32| if h >= least { room } else { 0.0 };
    let signs = news::signs(world);
    let signed = lines(&signs, w - 10.0).min(SIGN_LINES) as f32 * LINE;
    let below = 8.0 + has(TIMES, 20.0) + has(LOOKED, 18.0) + has(SIGNED, 4.0 + signed);
    let machines = if w >= WIDE { 84.0 } else { (w * 0.15).max(34.0) };
    let left = if w >= NARROW { 52.0 } else { 44.0 };
    let top = 48.0;
    let area = Area::new(left, top, w - left - machines - 14.0, (h - top - below).max(20.0));
    let band = Band::new(&canvas, area);
    let bottom = area.y + area.h;
    band::axes(&mut canvas, &band, (h >= TIMES).then_some(bottom + 21.0));
    let now = Area::new(band.x(world.now) + 4.0, area.y, machines, area.h);
    wall::draw(&mut canvas, &band, now);
    if h >= LOOKED {
        look_back::draw(&mut canvas, &band, Some(bottom + 39.0));
    }
    if h >= SIGNED {
        legend(&mut canvas.scene, Area::new(10.0, h + 2.0 - signed, w - 10.0, signed), &signs);
    }
    canvas.scene
}

/// What the signs mean.
const SIGNS: &[Sign] = &[
    ("\u{25a0}", Role::Leader, "demand"),
    ("\u{25a1}", Role::Healthy, "machine"),
    ("\u{25a8}", Role::Candidate, "boots"),
    ("\u{25a0}", Role::Failed, "users wait"),
    ("\u{25a0}", Role::Degraded, "paid, not used"),
    ("\u{2504}", Role::Plain, "best possible"),
    ("\u{25a1}", Role::Unreachable, "drains"),
];

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

    /// What a machine can do when it is warm, in requests a second.
    fn each(&self) -> f32 {
        let size = self.world.fleet.mean_size().unwrap_or(f64::from(self.world.control.size));
        (self.world.situation().work().rate() * size) as f32
    }

    /// A bucket with what users felt, and the bill.
    fn felt(&mut self) {
        let wide = self.view.width >= WIDE;
        let (told, is_felt) = words::felt(self.world, wide);
        let role = if is_felt { Role::Failed } else { Role::Healthy };
        if is_felt {
            let service = &self.world.service;
            let full = (service.lost / service.came.max(1.0)).sqrt().clamp(0.1, 1.0) as f32;
            let side = |part: f32| 3.0 * (1.0 - part);
            let up = |part: f32| {
                [(10.0 + side(part), 39.0 - 13.0 * part), (24.0 - side(part), 39.0 - 13.0 * part)]
            };
            let bucket = vec![up(1.0)[0], up(0.0)[0], up(0.0)[1], up(1.0)[1]];
            let water = vec![up(full)[0], up(0.0)[0], up(0.0)[1], up(full)[1]];
            let line = Shape::Region { pieces: vec![bucket], paint: Paint::Line };
            self.push(Item::new(
                "bucket/water",
                Role::Failed,
                Shape::Region { pieces: vec![water], paint: Paint::Full },
            ));
            self.push(Item::new("bucket", Role::Failed, line).described(told.clone()));
        }
        let at = (if is_felt { 30.0 } else { 10.0 }, 37.0);
        let item = Item::text("felt/words", at, Size::Small, Anchor::Start, told);
        self.push(Item { role, ..item });
        if self.view.width >= NARROW {
            let paid = words::paid(self.world, wide);
            self.push(Item::text("paid", (self.view.width - 10.0, 37.0), Size::Small, Anchor::End, paid));
        }
    }

    fn headline(&mut self) {
        let (left, right) = words::headline(self.world, self.view.width);
        self.push(Item::text("controller", (10.0, 18.0), Size::Normal, Anchor::Start, left));
        self.push(Item::text("now", (self.view.width - 10.0, 18.0), Size::Small, Anchor::End, right));
    }
}
