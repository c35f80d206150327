//! Where the words beside a server go: over nothing, never off its room, and nearest to whom they are about.

use super::frame::{Frame, HALO};
use crate::process::NodeId;
use crate::scene::{Anchor, Area, distance};

/// From one line to the next.
pub const LINE: f32 = 14.0;
/// How wide a letter of the small size is.
const LETTER: f32 = 6.5;

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
}

/// The sides of a node on which words can stand.
#[derive(Clone, Copy)]
enum Side {
    Right,
    Left,
    Below,
    Above,
}

/// Gives each of these servers' words a place in its room, the first that is free; all lines if they fit, else the
/// first, else none.
pub fn place(frame: &Frame, said: &[(NodeId, Vec<String>)]) -> Vec<Option<Caption>> {
    let around = |((x, y), r): ((f32, f32), f32)| {
        let out = r + HALO;
        Area::new(x - out, y - out, 2.0 * out, 2.0 * out)
    };
    let mut taken: Vec<Area> = frame.nodes().map(around).collect();
    let mut captions = Vec::new();
    for (id, lines) in said {
        let room = frame.rooms.iter().find(|room| room.camp.servers.contains(id)).map(|room| room.area);
        let Some(room) = room else { continue };
        let sides = sides(frame.place(*id), room.centre(), frame.r);
        let tries = [lines.len(), 1].into_iter().flat_map(|count| sides.map(|side| (count, side)));
        let found = tries.map(|(count, side)| boxed(side, frame, *id, &lines[..count])).find(|(_, space)| {
            inside(*space, room)
                && !taken.iter().any(|other| space.meets(*other))
                && is_nearest(frame, *id, *space)
        });
        taken.extend(found.map(|(_, space)| space));
        captions.push(found.map(|(caption, _)| caption));
    }
    captions
}

/// The sides to be tried, outward first: towards the middle words would seem to belong to nobody.
fn sides((x, y): (f32, f32), (cx, cy): (f32, f32), r: f32) -> [Side; 4] {
    match (x - cx, y - cy) {
        (dx, _) if dx > r => [Side::Right, Side::Below, Side::Above, Side::Left],
        (dx, _) if dx < -r => [Side::Left, Side::Below, Side::Above, Side::Right],
        (_, dy) if dy < 0.0 => [Side::Right, Side::Left, Side::Above, Side::Below],
        _ => [Side::Right, Side::Left, Side::Below, Side::Above],
    }
}

/// Whether no other node is as near to the words as theirs.
fn is_nearest(frame: &Frame, id: NodeId, space: Area) -> bool {
    let far = |((x, y), r): ((f32, f32), f32)| {
        let near = (x.clamp(space.x, space.x + space.w), y.clamp(space.y, space.y + space.h));
        distance((x, y), near) - r
    };
    let distances: Vec<f32> = frame.nodes().map(far).collect();
    let own = distances[id.index()];
    distances.iter().enumerate().all(|(number, other)| number == id.index() || *other > own + 6.0)
}

/// The caption at a side of a node, and the space that it takes.
fn boxed(side: Side, frame: &Frame, id: NodeId, lines: &[String]) -> (Caption, Area) {
    let ((x, y), out, h) = (frame.place(id), frame.r + HALO + 2.0, LINE * lines.len() as f32);
    let w = lines.iter().map(|line| line.chars().count()).max().unwrap_or(0) as f32 * LETTER;
    let (x, anchor, left) = match side {
        Side::Right => (x + out, Anchor::Start, x + out),
        Side::Left => (x - out, Anchor::End, x - out - w),
        Side::Below | Side::Above => (x, Anchor::Middle, x - w / 2.0),
    };
    let top = match side {
        Side::Right | Side::Left => y - h / 2.0,
        Side::Below => y + out - 2.0,
        Side::Above => y - out - h,
    };
    (Caption { x, y: top + 11.0, anchor, lines: lines.len() }, Area::new(left, top, w, h))
}

fn inside(Area { x, y, w, h }: Area, area: Area) -> bool {
    x >= area.x + 1.0 && y >= area.y + 1.0 && x + w <= area.x + area.w - 1.0 && y + h <= area.y + area.h + 1.0
}
