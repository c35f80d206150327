//! Demand as a river, and against it the wall of what can be done: each brick is a machine, hatched while it boots, light
//! while it warms up. Red is what users felt, amber what was paid for nothing.

use super::band::{Band, Piece};
use super::{Canvas, news};
use crate::algorithms::autoscaling::forecast::Expected;
use crate::labs::autoscaling::demand::STEP;
use crate::labs::autoscaling::history::Part;
use crate::labs::autoscaling::machine::Machine;
use crate::scene::{Area, Item, Paint, Place, Role, Shape};

/// The most rows of bricks; more machines share rows.
const ROWS: u32 = 40;
/// The distance of a hatch's lines.
const HATCH: f32 = 6.0;
/// From this size on a machine has its name on it.
const NAMED: (f32, f32) = (28.0, 14.5);
/// And from this width on its version, while another one comes.
const NEW_NAMED: f32 = 60.0;

/// Draws the river, the wall, and the machines that are there now beside it.
pub fn draw(canvas: &mut Canvas, band: &Band, now: Area) {
    river(canvas, band);
    bricks(canvas, band);
    curves(canvas, band);
    news::room(canvas, band);
    machines(canvas, band, now);
    forecast(canvas, band, now);
}

fn region(canvas: &mut Canvas, id: &str, role: Role, pieces: Vec<Vec<Place>>, paint: Paint, told: &str) {
    if !pieces.is_empty() {
        canvas.push(Item::new(id, role, Shape::Region { pieces, paint }).described(told));
    }
}

/// What lies between two heights where the first is the lower one.
fn between(band: &Band, heights: impl Fn(&Piece) -> (f32, f32)) -> Vec<Vec<Place>> {
    let piece = |piece: &Piece| {
        let (low, high) = heights(piece);
        let (bottom, top) = (band.y(low), band.y(high));
        (bottom - top > 0.2)
            .then(|| Area::new(piece.from, top, piece.to - piece.from + 0.1, bottom - top).outline())
    };
    band.pieces.iter().filter_map(piece).collect()
}

fn river(canvas: &mut Canvas, band: &Band) {
    let stats = canvas.world.service.latest;
    let told = format!("demand: {:.0} requests a second", stats.rate);
    region(canvas, "demand", Role::Leader, between(band, |one| (0.0, one.column.rate)), Paint::Tint, &told);
    let told = format!("paid for nothing: {:.0} requests a second", (stats.capacity - stats.rate).max(0.0));
    let spare = between(band, |one| (one.column.rate, one.column.capacity.min(one.column.ready())));
    region(canvas, "spare", Role::Degraded, spare, Paint::Tint, &told);
    let told =
        format!("more than can be done: {:.0} requests a second", (stats.rate - stats.capacity).max(0.0));
    let felt = between(band, |one| (one.column.capacity, one.column.rate));
    region(canvas, "felt", Role::Failed, felt, Paint::Full, &told);
    let bottom = band.area.y + band.area.h;
    let late = band.pieces.iter().filter(|piece| piece.column.late > 0.0);
    let strip =
        late.map(|piece| Area::new(piece.from, bottom - 4.0, piece.to - piece.from + 0.1, 4.0).outline());
    region(
        canvas,
        "late",
        Role::Failed,
        strip.collect(),
        Paint::Full,
        "users are served too late, or not at all",
    );
}

/// Machines in a row of bricks.
fn in_a_row(canvas: &Canvas, band: &Band) -> u32 {
    let all = |piece: &Piece| piece.column.counts.iter().map(|count| u32::from(*count)).sum();
    let most = band.pieces.iter().map(all).fold(canvas.world.fleet.machines.len() as u32, u32::max);
    most.div_ceil(ROWS).max(1)
}

/// What is in a row of a piece, and what a machine can do there: the part of the machine in its middle.
fn part(piece: &Piece, machine: u32) -> Option<(Part, f32)> {
    let mut below = 0;
    for (part, count) in Part::ALL.into_iter().zip(piece.column.counts) {
        below += u32::from(count);
        if machine < below {
            return Some((part, piece.column.each));
        }
    }
    None
}

/// The bricks, row by row: as long as a machine is the same.
fn bricks(canvas: &mut Canvas, band: &Band) {
    let together = in_a_row(canvas, band);
    let mut areas: [Vec<Area>; Part::ALL.len()] = Default::default();
    for row in 0..ROWS {
        let mut open: Option<(Part, f32, f32, f32)> = None;
        let ends = band.pieces.iter().map(Some).chain([None]);
        for piece in ends {
            let found = piece.and_then(|piece| part(piece, row * together + together / 2));
            if let (Some((part, each, _, to)), Some((known, now))) = (&mut open, found)
                && (*part, *each) == (known, now)
            {
                *to = piece.map_or(*to, |piece| piece.to);
                continue;
            }
            if let Some((part, each, from, to)) = open.take() {
                areas[part as usize].push(brick(band, row * together, together, each, (from, to)));
            }
            open = found.zip(piece).map(|((part, each), piece)| (part, each, piece.from, piece.to));
        }
    }
    let outlines =
        |part: Part| -> Vec<Vec<Place>> { areas[part as usize].iter().map(|area| area.outline()).collect() };
    let cold = [Part::Cold, Part::NewCold].into_iter().flat_map(outlines).collect();
    region(canvas, "wall/cold", Role::Healthy, cold, Paint::Tint, "machines that warm up");
    region(
        canvas,
        "wall/broken",
        Role::Failed,
        outlines(Part::Broken),
        Paint::Tint,
        "machines that stand still",
    );
    let hatch = |parts: &[Part]| -> Vec<Vec<Place>> {
        let areas = parts.iter().flat_map(|part| &areas[*part as usize]);
        areas.flat_map(|area| area.hatch(HATCH)).collect()
    };
    let new = hatch(&[Part::New, Part::NewCold]);
    region(canvas, "wall/new", Role::Healthy, new, Paint::Line, "machines of the new version");
    let boots = hatch(&[Part::Booting]);
    region(canvas, "wall/boots", Role::Candidate, boots, Paint::Line, "machines that boot");
    for (id, role, part) in [
        ("wall", Role::Healthy, Part::Warm),
        ("wall/cold/edge", Role::Healthy, Part::Cold),
        ("wall/new/edge", Role::Healthy, Part::New),
        ("wall/new/cold/edge", Role::Healthy, Part::NewCold),
        ("wall/boots/edge", Role::Candidate, Part::Booting),
        ("wall/pending", Role::Degraded, Part::Pending),
        ("wall/broken/edge", Role::Failed, Part::Broken),
        ("wall/drains", Role::Unreachable, Part::Draining),
    ] {
        let is_dashed = matches!(part, Part::Draining | Part::Pending);
        let paint = if is_dashed { Paint::Dashed } else { Paint::Line };
        let told = if part == Part::Pending { "machines that wait for a node" } else { "" };
        region(canvas, id, role, outlines(part), paint, told);
    }
}

/// The place of so many machines above as many others.
fn brick(band: &Band, below: u32, count: u32, each: f32, (from, to): (f32, f32)) -> Area {
    let (bottom, top) = (band.y(below as f32 * each), band.y((below + count) as f32 * each));
    Area::new(from, top, to - from, (bottom - top).max(0.5))
}

/// The river's surface, and the machines of somebody who knew everything beforehand.
fn curves(canvas: &mut Canvas, band: &Band) {
    let steps = |height: &dyn Fn(&Piece) -> f32| -> Vec<Place> {
        band.pieces
            .iter()
            .flat_map(|piece| [(piece.from, band.y(height(piece))), (piece.to, band.y(height(piece)))])
            .collect()
    };
    if band.pieces.is_empty() {
        return;
    }
    let bound = &canvas.world.bound;
    let best = steps(&|piece| bound.machines_at(piece.began.0 / STEP.0) as f32 * piece.column.each);
    let surface = steps(&|piece| piece.column.rate);
    let upper = surface.iter().map(|(x, y)| (*x, y - 0.8)).collect();
    region(canvas, "demand/line", Role::Leader, vec![surface, upper], Paint::Line, "");
    region(
        canvas,
        "best",
        Role::Plain,
        vec![best],
        Paint::Dashed,
        "the best schedule for somebody who knew what comes",
    );
}

/// The machines that are there now, in the rows of the wall.
fn machines(canvas: &mut Canvas, band: &Band, now: Area) {
    let world = canvas.world;
    let part = |machine: &Machine| world.part(machine);
    let mut sorted: Vec<&Machine> = world.fleet.machines.iter().collect();
    sorted.sort_by_key(|machine| (part(machine), machine.id));
    let (together, each) = (in_a_row(canvas, band), canvas.each());
    for (place, machine) in sorted.into_iter().enumerate() {
        let (row, column) = (place as u32 / together, place as u32 % together);
        let Area { y, h, .. } = brick(band, row * together, together, each, (0.0, 0.0));
        let w = now.w / together as f32;
        let (role, solid) = match part(machine) {
            Part::Warm | Part::New => (Role::Healthy, true),
            Part::Cold | Part::NewCold => (Role::Healthy, false),
            Part::Booting => (Role::Candidate, false),
            Part::Pending => (Role::Degraded, false),
            Part::Broken => (Role::Failed, false),
            Part::Draining => (Role::Unreachable, false),
        };
        let id = machine.id.to_string();
        let named = super::words::name(world, machine, w >= NEW_NAMED);
        let label = if w >= NAMED.0 && h >= NAMED.1 { named } else { String::new() };
        let gap = if h > 4.0 { 1.5 } else { 0.2 };
        let shape =
            Shape::Cell { x: now.x + w * column as f32, y: y + gap / 2.0, w: w - gap, h: h - gap, solid };
        let told = super::words::machine(world, machine);
        canvas.push(Item::new(id, role, shape).labelled(label).described(told).selectable());
    }
}

/// What a forecast expects, as the interval of it.
fn forecast(canvas: &mut Canvas, band: &Band, now: Area) {
    let Some((ahead, Expected { mean, low, high })) = canvas.world.control.expected() else { return };
    let minutes = ahead.0 / 60_000_000;
    let told = format!(
        "forecast for in {minutes} minutes: {mean:.0} requests a second, in four of five cases {low:.0} to {high:.0}"
    );
    let (top, bottom) = (band.y(high as f32), band.y(low.max(0.0) as f32));
    let shape = Shape::Cell { x: now.x + now.w, y: top, w: 7.0, h: (bottom - top).max(2.0), solid: true };
    canvas.push(Item::new("forecast", Role::Leader, shape).described(told));
}
