//! The loads: a bar for each node, or, for many, a strip of all and a histogram.

use super::Canvas;
use super::frame::Frame;
use crate::labs::hashing::placed::histogram;
use crate::labs::hashing::words::{grouped, node_name, percent};
use crate::scene::{ANSWER, Anchor, Area, Item, Role, Shape, Size};

/// The height of a title of one line, and of one more.
const TITLE: f32 = 22.0;
const LINE: f32 = 15.0;
/// The least height of a bar with its name.
const ROW: f32 = 15.0;
/// The width of a name, and the space before a number.
const NAME: f32 = 34.0;
const GAP: f32 = 8.0;
/// The least part of the width for the bars themselves.
const BARS: f32 = 0.35;
/// A lower place has no histogram.
const LOW: f32 = 72.0;
/// Ranges of the histogram.
const BINS: u32 = 12;

/// About how wide a text is, small and normal.
fn small(text: &str) -> f32 {
    6.2 * text.chars().count() as f32
}

fn normal(text: &str) -> f32 {
    6.8 * text.chars().count() as f32
}

/// Draws the loads.
pub fn draw(canvas: &mut Canvas, frame: &Frame) {
    let body = title(canvas, frame.loads);
    let nodes = canvas.world.nodes().len();
    if body.h / nodes as f32 >= ROW { bars(canvas, body) } else { strip(canvas, body) }
}

/// Says what the bars are, and how even; gives what is left below.
fn title(canvas: &mut Canvas, area: Area) -> Area {
    let placed = &canvas.world.placed;
    let what = if placed.keys.are_skewed() { "Requests a node" } else { "Keys a node" };
    // The bars count every key; the dots of the picture are some of them.
    let all = placed.owners.len();
    let drawn = canvas.dotted().filter(|dots| *dots < all);
    let drawn = drawn.map(|dots| format!("{dots} of {} drawn", grouped(all as u64)));
    let (fullest, sd) = (placed.balance.max_over_mean, placed.balance.relative_std);
    let even = [format!("fullest {fullest:.2}\u{d7}, sd {sd:.2}"), format!("fullest {fullest:.2}\u{d7}")];
    let whole = drawn.as_ref().map_or(what.to_string(), |drawn| format!("{what} ({drawn})"));
    let (title, below) = if normal(&whole) <= area.w { (whole, None) } else { (what.to_string(), drawn) };
    let room = area.w - normal(&title) - GAP;
    let even = even.into_iter().find(|text| small(text) <= room);
    canvas.push(Item::text("loads", (area.x, area.y + 12.0), Size::Normal, Anchor::Start, title));
    if let Some(text) = even {
        let place = (area.x + area.w, area.y + 12.0);
        canvas.push(Item::text(format!("{ANSWER}loads/even"), place, Size::Small, Anchor::End, text));
    }
    let Some(text) = below else { return area.below(TITLE) };
    let place = (area.x, area.y + 12.0 + LINE);
    canvas.push(Item::text("loads/drawn", place, Size::Small, Anchor::Start, text));
    area.below(TITLE + LINE)
}

/// The greatest load over its fair share, which fills a bar.
fn scale(canvas: &Canvas) -> f64 {
    canvas.world.placed.balance.max_over_mean.max(1.25)
}

fn bars(canvas: &mut Canvas, area: Area) {
    let nodes = canvas.world.nodes().len();
    let pitch = (area.h / nodes as f32).min(32.0);
    let numbers = numbers(canvas, area.w);
    let widest = numbers.iter().map(|text| small(text)).fold(0.0, f32::max);
    let (scale, w) = (scale(canvas), (area.w - NAME - GAP - widest).max(20.0));
    let x = area.x + NAME;
    for (node, number) in numbers.into_iter().enumerate() {
        let y = area.y + pitch * node as f32;
        let name = node_name(canvas.world.nodes()[node].id);
        let fill = (canvas.world.placed.ratio(node) / scale).min(1.0) as f32;
        let h = (pitch - 5.0).min(18.0);
        let shape = Shape::Bar { x, y: y + (pitch - h) / 2.0, w, h, fill, upright: false };
        let base = y + pitch / 2.0 + 4.5;
        let item = Item::new(format!("load/{name}"), canvas.role(node), shape).described(canvas.told(node));
        canvas.push(item);
        canvas.push(Item::text(
            format!("load/{name}/name"),
            (area.x, base),
            Size::Small,
            Anchor::Start,
            name.clone(),
        ));
        let place = (area.x + area.w, base);
        canvas.push(Item::text(format!("{ANSWER}load/{name}/keys"), place, Size::Small, Anchor::End, number));
    }
    let x = x + w * (1.0 / scale) as f32;
    let (from, to) = ((x, area.y - 1.0), (x, area.y + pitch * nodes as f32));
    let shape = Shape::Link { from, to, width: 1.5, arrow: false };
    canvas.push(Item::new("load/mean", Role::Plain, shape).described("a fair share"));
    if area.h - pitch * nodes as f32 >= 14.0 {
        canvas.push(Item::text("load/share", (x, to.1 + 12.0), Size::Small, Anchor::Middle, "fair share"));
    }
}

/// What stands behind each bar: as much as leaves room for the bars, and alike for all nodes.
fn numbers(canvas: &Canvas, width: f32) -> Vec<String> {
    let all = |parts: usize| -> Vec<String> {
        (0..canvas.world.nodes().len()).map(|node| number(canvas, node, parts)).collect()
    };
    let fits =
        |texts: &Vec<String>| texts.iter().all(|text| small(text) <= width * (1.0 - BARS) - NAME - GAP);
    [3, 2].map(all).into_iter().find(fits).unwrap_or_else(|| all(1))
}

/// A node's part of the requests, with 2 also its keys, with 3 also its weight if it is not 1.
fn number(canvas: &Canvas, node: usize, parts: usize) -> String {
    let (placed, one) = (&canvas.world.placed, &canvas.world.nodes()[node]);
    if !one.up {
        return "down".into();
    }
    let weight = (parts > 2 && one.weight != 1).then(|| format!("w{}", one.weight));
    let keys = (parts > 1).then(|| grouped(placed.counts[node]));
    let texts: Vec<String> = weight.into_iter().chain(keys).chain([percent(placed.part(node))]).collect();
    texts.join(" \u{b7} ")
}

/// All nodes from the fullest to the emptiest, and how many have which load.
fn strip(canvas: &mut Canvas, area: Area) {
    if area.h < LOW {
        return sorted(canvas, area);
    }
    let (upper, lower) = (area.above(area.h * 0.5 + 4.0), area.below(area.h * 0.5));
    sorted(canvas, upper);
    spread(canvas, lower);
}

fn sorted(canvas: &mut Canvas, area: Area) {
    let placed = &canvas.world.placed;
    let mut order: Vec<usize> = (0..canvas.world.nodes().len()).collect();
    order.sort_by(|a, b| placed.ratio(*b).total_cmp(&placed.ratio(*a)));
    let columns = order.len().min((area.w / 4.0) as usize).max(1);
    let (pitch, scale) = (area.w / columns as f32, scale(canvas));
    let named = columns == order.len() && pitch >= 25.0 && area.h >= 40.0;
    let area = area.above(if named { 15.0 } else { 0.0 });
    for column in 0..columns {
        // Of the nodes that share a column, the fullest.
        let node = order[column * order.len() / columns];
        let fill = (canvas.world.placed.ratio(node) / scale).min(1.0) as f32;
        let (x, w) = (area.x + pitch * column as f32, (pitch - 1.0).max(1.0));
        let shape = Shape::Bar { x, y: area.y, w, h: area.h, fill, upright: true };
        let item = Item::new(format!("strip/{column}"), canvas.role(node), shape);
        canvas.push(item);
        if named {
            let name = node_name(canvas.world.nodes()[node].id);
            let place = (x + w / 2.0, area.y + area.h + 12.0);
            canvas.push(Item::text(format!("strip/{column}/name"), place, Size::Small, Anchor::Middle, name));
        }
    }
    let y = area.y + area.h * (1.0 - 1.0 / scale as f32);
    let shape = Shape::Link { from: (area.x, y), to: (area.x + area.w, y), width: 1.5, arrow: false };
    canvas.push(Item::new("load/mean", Role::Plain, shape).described("a fair share"));
}

fn spread(canvas: &mut Canvas, area: Area) {
    let counts = histogram(&canvas.world.placed, BINS);
    let most = counts.iter().max().copied().unwrap_or(1).max(1);
    let area = area.above(18.0);
    let pitch = area.w / BINS as f32;
    for (bin, count) in counts.iter().enumerate() {
        let (x, w) = (area.x + pitch * bin as f32, pitch - 3.0);
        let fill = *count as f32 / most as f32;
        let shape = Shape::Bar { x, y: area.y, w, h: area.h, fill, upright: true };
        canvas.push(Item::new(format!("bin/{bin}"), Role::Idle, shape).described(format!("{count} nodes")));
    }
    let fullest = canvas.world.placed.loads.iter().max().copied().unwrap_or(0);
    let what = if canvas.world.placed.keys.are_skewed() { "requests" } else { "keys" };
    let y = area.y + area.h + 13.0;
    let ends = [
        ("bin/low", area.x, Anchor::Start, "0".to_string()),
        ("bin/high", area.x + area.w, Anchor::End, format!("{} {what}", grouped(fullest))),
    ];
    let high = small(&ends[1].3);
    for (id, x, anchor, text) in ends {
        canvas.push(Item::text(id, (x, y), Size::Small, anchor, text));
    }
    let (what, middle) = ("nodes by load", (area.x + area.w / 2.0, y));
    if small(what) / 2.0 + high + GAP <= area.w / 2.0 {
        canvas.push(Item::text("bin/what", middle, Size::Small, Anchor::Middle, what));
    }
}
