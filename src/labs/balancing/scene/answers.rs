//! How long answers took: finished requests fall into a histogram at the right edge, with its percentiles hanging on it.

use super::Canvas;
use super::frame::Frame;
use crate::kit::time;
use crate::process::math;
use crate::process::words::grouped;
use crate::scene::{Anchor, Area, Item, Paint, Place, Role, Shape, Size};
use crate::traffic::{Ending, WINDOW};

/// The room for a percentile and its words.
const WORDS: f32 = 74.0;
/// The height of a bar, about, and of a line of words.
const BAR: f32 = 8.0;
const LINE: f32 = 15.0;
/// From a tenth of a request's mean work to ten thousand times that.
const DECADES: f64 = 4.5;

/// The axis of times: the longest at the top.
pub struct Axis {
    least_s: f64,
    left: f32,
    top: f32,
    bottom: f32,
    width: f32,
}

impl Axis {
    /// The axis of a picture, if it has one.
    pub fn of(canvas: &Canvas, frame: &Frame) -> Option<Axis> {
        let Area { x, y, w, h } = frame.answers?;
        let mean = canvas.world.traffic.settings().service.mean_seconds();
        let width = w - WORDS;
        Some(Axis { least_s: mean.max(1e-4) / 10.0, left: x, top: y + LINE, bottom: y + h - LINE, width })
    }

    /// The place where an answer falls that took so many seconds.
    pub fn place(&self, seconds: f64) -> Place {
        let decades = math::ln((seconds / self.least_s).max(1.0)) / math::ln(10.0);
        let part = (decades / DECADES).min(1.0) as f32;
        (self.left, self.bottom - (self.bottom - self.top) * part)
    }
}

/// Draws the histogram of the latest answers.
pub fn draw(canvas: &mut Canvas, frame: &Frame) {
    let Some(axis) = Axis::of(canvas, frame) else { return };
    let metrics = canvas.world.traffic.metrics();
    let number = (((axis.bottom - axis.top) / BAR) as usize).clamp(4, 64);
    let h = (axis.bottom - axis.top) / number as f32;
    let mut bins = vec![0u64; number];
    metrics.windowed_times(|seconds, times| {
        let bin = ((axis.bottom - axis.place(seconds).1) / h) as usize;
        bins[bin.min(number - 1)] += u64::from(times);
    });
    let most = bins.iter().max().copied().unwrap_or(0).max(1) as f32;
    let bar = |(bin, times): (usize, &u64)| {
        // A single one can be seen among thousands.
        let w = (axis.width * *times as f32 / most).max(2.0);
        Area::new(axis.left, axis.bottom - h * (bin as f32 + 1.0) + 1.0, w, h - 1.0).outline()
    };
    let pieces = bins.iter().enumerate().filter(|(_, times)| **times > 0).map(bar).collect();
    let told = format!("answers of the latest {WINDOW}, by how long they took");
    canvas.push(
        Item::new("answers", Role::Healthy, Shape::Region { pieces, paint: Paint::Full }).described(told),
    );
    let line = Shape::Link {
        from: (axis.left - 1.0, axis.top),
        to: (axis.left - 1.0, axis.bottom),
        width: 1.0,
        arrow: false,
    };
    canvas.push(Item::new("answers/axis", Role::Idle, line));
    let title = (axis.left, axis.bottom + LINE);
    canvas.push(Item::text("answers/title", title, Size::Small, Anchor::Start, "answers, last 10 s"));
    let failed = metrics.completed_all() - metrics.completed[Ending::Served as usize];
    if failed > 0 {
        let at = (axis.left, axis.top - 4.0);
        let told = format!("\u{2715} {} not served", grouped(failed));
        let item = Item::text("answers/failed", at, Size::Small, Anchor::Start, told);
        canvas.push(Item { role: Role::Failed, ..item });
    }
    percentiles(canvas, &axis);
}

/// The median and the 99th percentile, each with its time; the words give way to each other.
fn percentiles(canvas: &mut Canvas, axis: &Axis) {
    let metrics = canvas.world.traffic.metrics();
    let mut free = axis.bottom;
    for (name, part) in [("p50", 0.5), ("p99", 0.99)] {
        let Some(seconds) = metrics.windowed_percentile(part) else { continue };
        let (x, y) = axis.place(seconds);
        let end = x + axis.width;
        let line = Shape::Link { from: (x, y), to: (end, y), width: 1.0, arrow: false };
        canvas.push(Item::new(format!("answers/{name}"), Role::Plain, line));
        let baseline = (y + 4.0).min(free);
        free = baseline - LINE;
        let told = format!("{name} {}", time(seconds));
        canvas.push(Item::text(
            format!("answers/{name}/word"),
            (end + 3.0, baseline),
            Size::Small,
            Anchor::Start,
            told,
        ));
    }
}
