//! Where the words beside each server go: outside the ring if there is room, over nothing, never off the stage.

use super::frame::{CLIENT_R, HALO};
use crate::scene::{Anchor, Area};

/// The widest line: nine letters of the small size.
pub const WIDTH: f32 = 62.0;
/// From one line to the next.
pub const LINE: f32 = 14.0;

/// A place for one or two lines.
#[derive(Clone, Copy, Debug)]
pub struct Caption {
    /// Where the text is held.
    pub x: f32,
    /// The first baseline.
    pub y: f32,
    /// Which end is there.
    pub anchor: Anchor,
    /// Room for how many lines.
    pub lines: usize,
    /// It stands on the node: fewer lines go to the bottom of the room.
    pub above: bool,
}

/// The sides of a node on which words can stand.
#[derive(Clone, Copy)]
enum Side {
    Right,
    Left,
    Below,
    Above,
}

/// Gives each server its place, the first that is free; two lines if they fit, else one, else none. Towards the middle
/// of the ring words would seem to belong to nobody, and a few words alone would seem to say that the others are not so.
pub fn place(nodes: &[(f32, f32)], servers: usize, r: f32, area: Area) -> Vec<Option<Caption>> {
    let (cx, cy) = centre(&nodes[..servers]);
    let around = |(number, (x, y)): (usize, &(f32, f32))| {
        let out = if number < servers { r + HALO } else { CLIENT_R + 12.0 };
        Area::new(x - out, y - out, 2.0 * out, 2.0 * out)
    };
    let mut taken: Vec<Area> = nodes.iter().enumerate().map(around).collect();
    let mut captions = Vec::new();
    for &(x, y) in &nodes[..servers] {
        let sides = match (x - cx, y - cy) {
            (dx, _) if dx > r => &[Side::Right, Side::Below, Side::Above][..],
            (dx, _) if dx < -r => &[Side::Left, Side::Below, Side::Above],
            (_, dy) if dy < 0.0 => &[Side::Right, Side::Left, Side::Above],
            _ => &[Side::Below, Side::Right, Side::Left],
        };
        let tries =
            [2, 1].into_iter().flat_map(|lines| sides.iter().map(move |side| boxed(*side, (x, y), r, lines)));
        let found = tries
            .into_iter()
            .find(|(_, space)| inside(*space, area) && !taken.iter().any(|other| space.meets(*other)));
        taken.extend(found.map(|(_, space)| space));
        captions.push(found.map(|(caption, _)| caption));
    }
    if 2 * captions.iter().flatten().count() < servers {
        return vec![None; servers];
    }
    captions
}

fn centre(places: &[(f32, f32)]) -> (f32, f32) {
    let n = places.len() as f32;
    let sum = places.iter().fold((0.0, 0.0), |sum, place| (sum.0 + place.0, sum.1 + place.1));
    (sum.0 / n, sum.1 / n)
}

/// The caption at a side of a node, and the space that it takes.
fn boxed(side: Side, (x, y): (f32, f32), r: f32, lines: usize) -> (Caption, Area) {
    let (out, h) = (r + HALO + 3.0, LINE * lines as f32);
    let (x, anchor, left) = match side {
        Side::Right => (x + out, Anchor::Start, x + out),
        Side::Left => (x - out, Anchor::End, x - out - WIDTH),
        Side::Below | Side::Above => (x, Anchor::Middle, x - WIDTH / 2.0),
    };
    let top = match side {
        Side::Right | Side::Left => y - h / 2.0,
        Side::Below => y + out - 2.0,
        Side::Above => y - out - h + 2.0,
    };
    (
        Caption { x, y: top + 11.0, anchor, lines, above: matches!(side, Side::Above) },
        Area::new(left, top, WIDTH, h),
    )
}

fn inside(Area { x, y, w, h }: Area, area: Area) -> bool {
    x >= area.x + 2.0 && y >= area.y + 1.0 && x + w <= area.x + area.w && y + h <= area.y + area.h - 1.0
}
