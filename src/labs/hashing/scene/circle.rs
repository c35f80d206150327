//! A circle of node markers, and where it goes.

use super::{Canvas, NAMED, headline};
use crate::labs::hashing::words::node_name;
use crate::scene::{Anchor, Area, Item, Place, Role, Shape, Size, turn};

/// A marker's radius, with a name and with a second line.
pub const ONE_LINE: f32 = 16.0;
pub const TWO_LINES: f32 = 20.0;
/// What the rings around a marker need beyond it.
const RIM: f32 = 6.0;
/// A marker's radius where nodes are dots.
pub const DOT: f32 = 4.0;

/// A circle of nodes and what is left within it.
#[derive(Clone, Copy)]
pub struct Circle {
    /// The middle.
    pub centre: Place,
    /// Through the markers' centres.
    pub r: f32,
    /// The greatest radius that nothing of the markers reaches into.
    pub inner: f32,
    /// A marker's radius.
    pub marker: f32,
    /// Whether the headline is in the middle.
    pub holds_headline: bool,
}

impl Circle {
    /// The largest circle in an area; the headline goes into it if `hole` of it is wide enough, else beside or above.
    pub fn with_headline(canvas: &mut Canvas, area: Area, marker: f32, hole: impl Fn(f32) -> f32) -> Circle {
        let marker = if canvas.world.nodes().len() > NAMED { DOT } else { marker };
        let whole = Circle::within(area, marker);
        let width = 2.0 * hole(whole.inner);
        if width >= headline::HOLE {
            headline::centred(canvas, whole.centre, width);
            return Circle { holds_headline: true, ..whole };
        }
        let side = area.h.min(area.w);
        if area.w - side >= 84.0 {
            headline::beside(canvas, Area { w: area.w - side - 6.0, ..area });
            return Circle::within(Area { x: area.x + area.w - side, w: side, ..area }, marker);
        }
        Circle::within(headline::above(canvas, area), marker)
    }

    /// Whether nodes are drawn as markers with their names in them, rather than as dots.
    pub fn is_named(&self) -> bool {
        self.marker > DOT
    }

    fn within(area: Area, marker: f32) -> Circle {
        let r = (area.w.min(area.h) / 2.0 - marker - RIM).max(20.0);
        let inner = (r - marker - RIM).max(10.0);
        Circle { centre: area.centre(), r, inner, marker, holds_headline: false }
    }

    /// The places of the nodes, each at its part of the way round.
    pub fn places(&self, turns: &[f64]) -> Vec<Place> {
        turns.iter().map(|at| turn(self.centre, self.r, *at)).collect()
    }

    /// Draws the nodes, each at its part of the way round; `sub` is the second line of each.
    pub fn markers(&self, canvas: &mut Canvas, turns: &[f64], sub: impl Fn(usize) -> String) {
        let nodes = canvas.world.nodes().len();
        let room = self.r * std::f32::consts::TAU / nodes.max(1) as f32;
        for (node, (x, y)) in self.places(turns).into_iter().enumerate() {
            let label = node_name(canvas.world.nodes()[node].id);
            if self.is_named() && room >= 2.0 * self.marker + 4.0 {
                let shape = Shape::Node { x, y, r: self.marker, sub: sub(node) };
                let item = canvas.as_node(node, shape).labelled(label);
                canvas.push(item);
                continue;
            }
            let r = (room * 0.42).clamp(1.0, 5.0);
            let item = canvas.as_node(node, Shape::Dot { x, y, r });
            canvas.push(if r < 2.0 { Item { selectable: false, ..item } } else { item });
            if self.is_named() && room >= 24.0 {
                let (x, y) = turn(self.centre, self.r + 9.0, turns[node]);
                let anchor = match turns[node] {
                    at if (0.04..0.46).contains(&at) => Anchor::Start,
                    at if (0.54..0.96).contains(&at) => Anchor::End,
                    _ => Anchor::Middle,
                };
                canvas.push(Item::text(format!("name/{label}"), (x, y + 4.0), Size::Small, anchor, label));
            }
        }
        self.rings(canvas, turns);
    }

    /// Rings around the owner and the nodes with copies of the key that was looked up.
    fn rings(&self, canvas: &mut Canvas, turns: &[f64]) {
        let Some(owner) = canvas.found() else { return };
        let places = self.places(turns);
        let copies = canvas.lookup().map(|lookup| lookup.copies.clone()).unwrap_or_default();
        for id in copies.into_iter().filter(|id| *id != owner).chain([owner]) {
            let Some(node) = canvas.world.placed.position(id) else { continue };
            let ((x, y), role) = (places[node], if id == owner { Role::Plain } else { Role::Idle });
            let (r, width) = (self.marker + 2.0, if id == owner { 3.0 } else { 1.5 });
            let shape = Shape::Arc { x, y, radii: (r, r + width), start: 0.0, sweep: 1.0 };
            canvas.push(Item::new(format!("copy/{}", node_name(id)), role, shape));
        }
    }
}

/// So many parts of the way round, evenly.
pub fn even(nodes: usize) -> Vec<f64> {
    (0..nodes).map(|node| node as f64 / nodes as f64).collect()
}
