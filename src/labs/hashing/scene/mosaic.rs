//! Too many nodes to name: a tile for each, by how its load stands to its share.

use super::frame::Frame;
use super::{Canvas, Places, headline};
use crate::labs::hashing::words::node_name;
use crate::scene::{Place, Shape};

/// Draws the tiles; no key has a place.
pub fn draw(canvas: &mut Canvas, frame: &Frame) -> Places {
    let area = headline::above(canvas, frame.picture).below(4.0);
    let nodes = canvas.world.nodes().len();
    let side = (area.w * area.h / nodes.max(1) as f32).sqrt();
    let columns = ((area.w / side).ceil() as usize).max(1);
    let rows = nodes.div_ceil(columns).max(1);
    let (w, h) = (area.w / columns as f32, area.h / rows as f32);
    let corner = |node: usize| -> Place {
        (area.x + (node % columns) as f32 * w, area.y + (node / columns) as f32 * h)
    };
    for node in 0..nodes {
        let (x, y) = corner(node);
        let solid = canvas.world.nodes()[node].up;
        let shape = Shape::Cell { x, y, w: w - 2.0, h: h - 2.0, solid };
        let label = node_name(canvas.world.nodes()[node].id);
        let item =
            canvas.as_node(node, shape).labelled(if w >= 36.0 && h >= 16.0 { label } else { String::new() });
        canvas.push(item);
    }
    Box::new(|_| None)
}
