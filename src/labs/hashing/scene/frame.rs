//! Where the parts of the picture go on a stage of any size.

use crate::labs::hashing::world::HashingWorld;
use crate::scene::{Area, View};

/// The parts of the picture.
#[derive(Clone, Copy, Debug)]
pub struct Frame {
    /// The placement.
    pub picture: Area,
    /// The loads.
    pub loads: Area,
    /// The comparison, if there is room for it.
    pub table: Option<Area>,
    /// The same keys under another rule, if a change can be held against it and there is room.
    pub rival: Option<Area>,
}

/// The space around everything.
const MARGIN: f32 = 10.0;
/// The height of the comparison, and the least that the loads need, with it beside the picture or below that.
const TABLE: f32 = 132.0;
const LOADS: f32 = 118.0;
const LOADS_BELOW: f32 = 96.0;
/// The least height of a rival beside the loads, and what the loads need then.
const RIVAL: f32 = 78.0;
const SHARED: f32 = 84.0;

impl Frame {
    /// The frame of a stage.
    pub fn new(view: View, world: &HashingWorld) -> Frame {
        let nodes = world.nodes().len();
        let whole = Area {
            x: MARGIN,
            y: MARGIN,
            w: (view.width - 2.0 * MARGIN).max(1.0),
            h: (view.height - 2.0 * MARGIN).max(1.0),
        };
        let frame = match () {
            () if view.is_upright() => upright(whole, nodes),
            () if view.width < 560.0 => small(whole),
            () => wide(whole),
        };
        let is_news = world.change.as_ref().is_some_and(|change| change.about.is_some());
        // Few nodes keep a row each.
        let rows = 23.0 + 15.0 * nodes as f32;
        let loads = if rows <= frame.loads.h - RIVAL - 12.0 { rows } else { SHARED };
        if !is_news || frame.loads.h < loads + RIVAL + 12.0 || nodes > super::NAMED {
            return frame;
        }
        let h = (frame.loads.h - loads - 12.0).min(150.0);
        Frame {
            rival: Some(frame.loads.below(frame.loads.h - h)),
            loads: frame.loads.above(h + 12.0),
            ..frame
        }
    }
}

/// A small frame in somebody's page: the loads beside the picture.
fn small(whole: Area) -> Frame {
    let left = whole.w * 0.58;
    let loads = Area { x: whole.x + left + 14.0, w: whole.w - left - 14.0, ..whole };
    Frame { picture: Area { w: left, ..whole }, loads, table: None, rival: None }
}

fn wide(whole: Area) -> Frame {
    let left = (whole.w * 0.54).min(whole.w - 270.0);
    let right = Area { x: whole.x + left + 14.0, w: whole.w - left - 14.0, ..whole };
    let picture = Area { w: left, ..whole };
    if right.h < TABLE + LOADS {
        return Frame { picture, loads: right, table: None, rival: None };
    }
    let table = TABLE + ((right.h - TABLE - LOADS) * 0.35).min(36.0);
    let loads = right.above(table + 12.0);
    Frame { picture, loads, table: Some(right.below(right.h - table)), rival: None }
}

fn upright(whole: Area, nodes: usize) -> Frame {
    let table = if whole.h > 470.0 { Some(TABLE) } else { None };
    let rest = whole.above(table.map_or(0.0, |table| table + 10.0));
    // A row for each node where they fit; else what a strip and a histogram need.
    let rows = 24.0 + 15.5 * nodes as f32;
    let loads = if rows < rest.h * 0.4 { rows.max(rest.h * 0.25) } else { LOADS_BELOW.min(rest.h * 0.4) };
    Frame {
        picture: rest.above(loads + 8.0),
        loads: rest.below(rest.h - loads),
        table: table.map(|table| whole.below(whole.h - table)),
        rival: None,
    }
}
