//! Where the parts of the picture go on a stage of any size.

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
}

/// The space around everything.
const MARGIN: f32 = 10.0;
/// The height of the comparison, and the least that the loads need, with it beside the picture or below that.
const TABLE: f32 = 132.0;
const LOADS: f32 = 118.0;
const LOADS_BELOW: f32 = 96.0;

impl Frame {
    /// The frame of a stage.
    pub fn new(view: View, nodes: usize) -> Frame {
        let whole = Area {
            x: MARGIN,
            y: MARGIN,
            w: (view.width - 2.0 * MARGIN).max(1.0),
            h: (view.height - 2.0 * MARGIN).max(1.0),
        };
        match () {
            () if view.is_upright() => upright(whole, nodes),
            () if view.width < 560.0 => small(whole),
            () => wide(whole),
        }
    }
}

/// A small frame in somebody's page: the loads beside the picture.
fn small(whole: Area) -> Frame {
    let left = whole.w * 0.58;
    let loads = Area { x: whole.x + left + 14.0, w: whole.w - left - 14.0, ..whole };
    Frame { picture: Area { w: left, ..whole }, loads, table: None }
}

fn wide(whole: Area) -> Frame {
    let left = (whole.w * 0.54).min(whole.w - 270.0);
    let right = Area { x: whole.x + left + 14.0, w: whole.w - left - 14.0, ..whole };
    let picture = Area { w: left, ..whole };
    if right.h < TABLE + LOADS {
        return Frame { picture, loads: right, table: None };
    }
    let table = TABLE + ((right.h - TABLE - LOADS) * 0.35).min(36.0);
    let loads = right.above(table + 12.0);
    Frame { picture, loads, table: Some(right.below(right.h - table)) }
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
    }
}
