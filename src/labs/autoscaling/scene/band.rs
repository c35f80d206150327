//! The band of time: which part of the run is shown, and where a moment and a rate are on the stage.

use super::Canvas;
use crate::labs::autoscaling::history::Column;
use crate::process::{SimDuration, SimTime};
use crate::scene::{Anchor, Area, Item, Role, Shape, Size};

/// The lengths of time that are shown, in minutes, and how far apart words stand below them.
const LENGTHS: [(u64, u64); 8] =
    [(10, 2), (20, 5), (30, 5), (60, 15), (120, 30), (360, 60), (720, 180), (1_440, 360)];
/// The least distance of words, and of columns.
const WORDS: f32 = 52.0;
const NARROWEST: f32 = 2.0;
const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// Columns that are drawn as one.
pub struct Piece {
    pub from: f32,
    pub to: f32,
    pub began: SimTime,
    pub column: Column,
}

/// The band.
pub struct Band {
    pub area: Area,
    pub began: SimTime,
    length: SimDuration,
    tick: SimDuration,
    /// The rate at the top.
    pub most: f32,
    pub pieces: Vec<Piece>,
}

impl Band {
    /// The band of a world in an area: the run from its start, or its latest part.
    pub fn new(canvas: &Canvas, area: Area) -> Band {
        let (world, minute) = (canvas.world, 60_000_000);
        let most = world.history.most();
        let fits = |(minutes, _): &&(u64, u64)| minutes * minute >= world.now.0.min(most.0);
        let (minutes, tick) = LENGTHS.iter().find(fits).copied().unwrap_or(LENGTHS[LENGTHS.len() - 1]);
        let length = SimDuration(minutes * minute);
        let mut band = Band {
            area,
            began: SimTime(world.now.0.saturating_sub(length.0)),
            length,
            tick: SimDuration(tick * minute),
            most: 1.0,
            pieces: Vec::new(),
        };
        while band.wide(band.tick) < WORDS && band.tick < band.length {
            band.tick = SimDuration(band.tick.0 * 2);
        }
        band.pieces = band.collect(canvas);
        band.most = band.scale(canvas);
        band
    }

    /// The columns in the band, those that are too narrow together.
    fn collect(&self, canvas: &Canvas) -> Vec<Piece> {
        let history = &canvas.world.history;
        let together = (NARROWEST / self.wide(history.column()).max(1e-6)).ceil().max(1.0) as u64;
        let number = |at: SimTime| at.0 / history.column().0 / together;
        let mut pieces: Vec<(u64, f32, Piece)> = Vec::new();
        for (at, column) in history.columns().filter(|(at, _)| *at + history.column() > self.began) {
            let to = (at + history.column()).min(canvas.world.now);
            match pieces.last_mut() {
                Some((known, count, piece)) if *known == number(at) => {
                    let mean = |old: f32, new: f32| (old * *count + new) / (*count + 1.0);
                    let old = piece.column;
                    piece.column = Column {
                        rate: mean(old.rate, column.rate),
                        capacity: mean(old.capacity, column.capacity),
                        late: old.late.max(column.late),
                        ..*column
                    };
                    (piece.to, *count) = (self.x(to), *count + 1.0);
                }
                _ => {
                    let piece = Piece { from: self.x(at), to: self.x(to), began: at, column: *column };
                    pieces.push((number(at), 1.0, piece));
                }
            }
        }
        pieces.into_iter().map(|(_, _, piece)| piece).collect()
    }

    /// A round rate that holds all that is drawn.
    fn scale(&self, canvas: &Canvas) -> f32 {
        let all = |column: &Column| {
            column.counts.iter().sum::<u16>().max(column.room.unwrap_or_default()) as f32 * column.each
        };
        let highest = self.pieces.iter().map(|piece| piece.column.rate.max(all(&piece.column)));
        let there = canvas.world.fleet.machines.len() as f32 * canvas.each();
        let expected = canvas.world.control.expected().map_or(0.0, |(_, expected)| expected.high as f32);
        let highest = highest.fold(there.max(expected).max(1.0), f32::max) * 1.04;
        let mut power = 1.0;
        while power * 10.0 < highest {
            power *= 10.0;
        }
        let steps = [1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0];
        steps.into_iter().map(|step| step * power).find(|step| *step >= highest).unwrap_or(highest)
    }

    fn wide(&self, time: SimDuration) -> f32 {
        self.area.w * (time.0 as f64 / self.length.0 as f64) as f32
    }

    /// Where a moment is; one before the band is at its left edge.
    pub fn x(&self, at: SimTime) -> f32 {
        self.area.x + self.wide(at.since(self.began))
    }

    /// Where a rate is.
    pub fn y(&self, rate: f32) -> f32 {
        self.area.y + self.area.h * (1.0 - (rate / self.most).clamp(0.0, 1.0))
    }
}

/// Draws the axes: three rates, and times at even distances.
pub fn axes(canvas: &mut Canvas, band: &Band, below: Option<f32>) {
    let Area { x, y, w, h } = band.area;
    for part in [0.0, 0.5, 1.0] {
        let (rate, at) = (band.most * part, y + h * (1.0 - part));
        let line = Shape::Link { from: (x, at), to: (x + w, at), width: 0.5, arrow: false };
        canvas.push(Item::new(format!("rate/{rate:.1}"), Role::Idle, line));
        if h >= 60.0 || part == 1.0 {
            let word = short(rate, if part == 1.0 { "/s" } else { "" });
            let place = (x - 5.0, at + 4.0);
            canvas.push(Item::text(format!("rate/{rate:.1}/word"), place, Size::Small, Anchor::End, word));
        }
    }
    let Some(baseline) = below else { return };
    let first = band.began.0.div_ceil(band.tick.0);
    for number in first.. {
        let at = SimTime(number * band.tick.0);
        let place = band.x(at);
        if place > x + w + 0.5 || at > band.began + band.length {
            break;
        }
        let line = Shape::Link { from: (place, y), to: (place, y + h + 3.0), width: 0.5, arrow: false };
        canvas.push(Item::new(format!("time/{number}"), Role::Idle, line));
        let word = Item::text(
            format!("time/{number}/word"),
            (place, baseline),
            Size::Small,
            Anchor::Middle,
            clock(at, band.tick),
        );
        canvas.push(word);
    }
}

/// A rate in few letters: `400/s`, `15k/s`.
fn short(rate: f32, unit: &str) -> String {
    match rate {
        many if many >= 9_999.5 => format!("{}k{unit}", format!("{:.1}", many / 1e3).trim_end_matches(".0")),
        few if few > 0.0 && few < 10.0 => format!("{few:.1}{unit}"),
        rate => format!("{rate:.0}{unit}"),
    }
}

/// A moment in words: minutes at first, then the clock, and the day at midnight.
fn clock(at: SimTime, tick: SimDuration) -> String {
    let minutes = at.0 / 60_000_000;
    match (minutes / 60, minutes % 60) {
        (0, 0) => "0".into(),
        (0, _) if tick.0 < 1_800_000_000 => format!("{minutes}\u{a0}min"),
        (hours, 0) if hours % 24 == 0 => DAYS[(hours / 24 % 7) as usize].into(),
        (hours, minutes) => format!("{:02}:{minutes:02}", hours % 24),
    }
}
