//! The logs, a row for each server, aligned by index.

use super::frame::Frame;
use super::words;
use crate::algorithms::raft::{Entry, Index, Log, Role as State};
use crate::labs::raft::judge::Standing;
use crate::labs::raft::world::RaftWorld;
use crate::process::NodeId;
use crate::scene::{Anchor, Area, Item, Role, Scene, Shape, Size};

/// The space for a server's name, and for a cross at the end of its row.
const NAME: f32 = 28.0;
const CROSS: f32 = 14.0;

/// How the rows lie.
struct Lanes {
    area: Area,
    header: f32,
    pitch: f32,
    cell: (f32, f32),
    /// The indexes shown.
    first: Index,
    columns: Index,
}

impl Lanes {
    fn of(world: &RaftWorld, frame: &Frame) -> Lanes {
        let area = frame.lanes;
        let words = !frame.upright && area.h >= 46.0 + 19.0 * frame.servers as f32;
        let header = if words { 48.0 } else { 17.0 };
        let pitch = ((area.h - header) / frame.servers as f32).min(42.0);
        let width = area.w - NAME - CROSS;
        let columns = ((width / 24.0) as u32).clamp(3, 12);
        let cell = ((width / columns as f32).min(27.0), (pitch - 5.0).clamp(12.0, 25.0));
        let last = world.server_ids().map(|id| log(world, id).last_index()).max().unwrap_or(0);
        Lanes { area, header, pitch, cell, first: (last + 2).saturating_sub(columns).max(1), columns }
    }

    /// The left edge of an index's column.
    fn left(&self, index: Index) -> f32 {
        self.area.x + NAME + self.cell.0 * (index - self.first) as f32
    }

    fn top(&self, row: usize) -> f32 {
        self.area.y + self.header + self.pitch * row as f32
    }

    fn indexes(&self) -> std::ops::Range<Index> {
        self.first..self.first + self.columns
    }
}

/// Draws header, index numbers and rows.
pub fn draw(world: &RaftWorld, frame: &Frame, scene: &mut Scene) {
    let lanes = Lanes::of(world, frame);
    header(&lanes, scene);
    let leader = world.leader().map(|id| log(world, id));
    for (row, id) in world.server_ids().enumerate() {
        let (_, h) = lanes.cell;
        let top = lanes.top(row);
        let name = Item::text(
            format!("lane/{id}"),
            (lanes.area.x, top + h / 2.0 + 4.5),
            Size::Normal,
            Anchor::Start,
            id.to_string(),
        );
        let leads = world.cluster.node(id).up && world.server(id).role() == State::Leader;
        let role = match leads {
            true if words::leads_alone(world, id) => Role::Unreachable,
            true => Role::Leader,
            false => Role::Plain,
        };
        scene.push(Item { role, ..name });
        lanes.indexes().for_each(|index| cell(world, &lanes, id, index, leader, top, scene));
        end_of_row(world, &lanes, id, top, scene);
    }
    committed(world, &lanes, scene);
}

/// One line across all logs, behind the last entry that was ever committed; a red bar where two were at one index.
fn committed(world: &RaftWorld, lanes: &Lanes, scene: &mut Scene) {
    let last = world.judge.observer.committed();
    let failed = |item: &&Item| item.role == Role::Failed && item.id.starts_with("log/");
    let broken = scene.items.iter().find(failed).and_then(|item| item.id.rsplit('/').next()?.parse().ok());
    let shown = broken.unwrap_or(last).saturating_add(1).clamp(lanes.first, lanes.first + lanes.columns);
    let (x, rows) = (lanes.left(shown), usize::from(world.settings.servers));
    let (top, bottom) = (lanes.top(0) - 4.0, lanes.top(rows - 1) + lanes.cell.1 + 3.0);
    let h = bottom.min(lanes.area.y + lanes.area.h) - top;
    let (role, w, says) = match broken {
        Some(index) => (Role::Failed, 6.0, format!("entry {index} committed twice")),
        None => (Role::Healthy, 3.0, format!("{last} committed")),
    };
    let shape = Shape::Bar { x: x - w / 2.0, y: top, w, h, fill: 1.0, upright: true };
    scene.push(Item::new("committed", role, shape).described(says.as_str()));
    if lanes.header > 20.0 {
        let wide = says.len() as f32 * 6.9;
        let left = (x - wide / 2.0).min(lanes.area.x + lanes.area.w - wide).max(lanes.area.x);
        let place = (left + wide / 2.0, lanes.area.y + 26.0);
        let text = Item::text("committed/many", place, Size::Small, Anchor::Middle, says);
        scene.push(Item { role, ..text });
    }
}

fn header(lanes: &Lanes, scene: &mut Scene) {
    let Area { x, y, .. } = lanes.area;
    if lanes.header > 20.0 {
        let line = match lanes.area.w {
            w if w >= 285.0 => "logs: term in the box, underlined = executed",
            _ => "logs: term in the box",
        };
        scene.push(Item::text("log/0", (x, y + 11.0), Size::Small, Anchor::Start, line));
    }
    let base = y + lanes.header - 5.0;
    // Four digits are wider than a column.
    let every = if lanes.indexes().end > 1_000 { 2 } else { 1 };
    for index in lanes.indexes().step_by(every) {
        let place = (lanes.left(index) + lanes.cell.0 / 2.0, base);
        scene.push(Item::text(
            format!("index/{index}"),
            place,
            Size::Small,
            Anchor::Middle,
            index.to_string(),
        ));
    }
    if lanes.first > 1 {
        scene.push(Item::text("index/before", (x + NAME - 4.0, base), Size::Small, Anchor::End, "\u{2026}"));
    }
}

/// A server's log: in memory, or, of one that is down, on its disk.
pub fn log(world: &RaftWorld, id: NodeId) -> &Log {
    let node = world.cluster.node(id);
    if node.up { world.server(id).log() } else { &node.disk.log }
}

/// One entry of a server's log, or the empty box where it has none.
fn cell(
    world: &RaftWorld,
    lanes: &Lanes,
    id: NodeId,
    index: Index,
    leader: Option<&Log>,
    top: f32,
    scene: &mut Scene,
) {
    let (x, (w, h)) = (lanes.left(index) + 1.0, lanes.cell);
    let shape = |solid| Shape::Cell { x, y: top, w: w - 2.0, h, solid };
    let name = format!("log/{id}/{index}");
    let Some(entry) = log(world, id).entry(index) else {
        return scene.push(Item::new(name, Role::Idle, shape(false)));
    };
    let (role, state) = look(world, id, index, entry, leader);
    let says =
        format!("{id}'s entry {index}: term {}, {}, {state}", entry.term, words::command(entry.command));
    let item = Item::new(name, role, shape(role == Role::Healthy));
    scene.push(item.labelled(entry.term.to_string()).described(says).selectable());
    if role == Role::Failed {
        let (from, to) = ((x, top + h), (x + w - 2.0, top));
        let strike = Shape::Link { from, to, width: 2.0, arrow: false };
        // In ink: a link that failed would be dotted.
        scene.push(Item::new(format!("strike/{id}/{index}"), Role::Plain, strike));
    }
}

/// How an entry stands: what it is in truth, and what its server knows of that.
fn look(world: &RaftWorld, id: NodeId, index: Index, entry: Entry, leader: Option<&Log>) -> (Role, String) {
    let node = world.cluster.node(id);
    let on_disk = node.disk.log.term_at(index) == Some(entry.term);
    let leads_on = leader.is_none_or(|log| log.term_at(index) == Some(entry.term));
    let knows = index <= world.server(id).commit_index();
    let (role, state) = match world.judge.standing(&world.cluster, id, log(world, id), index) {
        Standing::Overwrites(term) => {
            let says = format!("in the place of an entry that was committed in term {term}");
            return (Role::Failed, says);
        }
        Standing::Contradicts(term) => {
            let says = format!("taken for committed, but another entry was committed here in term {term}");
            return (Role::Failed, says);
        }
        Standing::Another(term) if node.up => {
            let says = format!("not committed: another entry was committed here in term {term}");
            return (Role::Unreachable, says);
        }
        Standing::Committed if !on_disk => (Role::Degraded, "committed, on its way to the disk"),
        Standing::Committed if !node.up => (Role::Healthy, "committed, on its disk"),
        Standing::Committed if knows => (Role::Healthy, "committed"),
        Standing::Committed => (Role::Healthy, "committed, which it does not know yet"),
        _ if !node.up => (Role::Idle, "on its disk"),
        _ if !on_disk => (Role::Degraded, "not committed, on its way to the disk"),
        _ if !leads_on => (Role::Unreachable, "not committed, and not in the leader's log"),
        _ => (Role::Plain, "not committed"),
    };
    (role, state.into())
}

/// The line under what is executed; the cross behind the row of a server that is down.
fn end_of_row(world: &RaftWorld, lanes: &Lanes, id: NodeId, top: f32, scene: &mut Scene) {
    let (w, h) = lanes.cell;
    let applied = world.server(id).last_applied().min(lanes.first + lanes.columns - 1);
    if applied >= lanes.first && lanes.pitch - h > 4.0 {
        let y = top + h + 3.0;
        let (from, to) = ((lanes.left(lanes.first) + 2.0, y), (lanes.left(applied) + w - 2.0, y));
        let shape = Shape::Link { from, to, width: 2.0, arrow: false };
        let says = format!("{id} has executed up to entry {applied}");
        scene.push(Item::new(format!("applied/{id}"), Role::Healthy, shape).described(says));
    }
    if !world.cluster.node(id).up {
        let place = (lanes.left(lanes.first + lanes.columns) + 3.0, top + h / 2.0 + 4.5);
        let cross = Item::text(format!("down/{id}"), place, Size::Small, Anchor::Start, "\u{2715}");
        scene.push(Item { role: Role::Failed, ..cross });
    }
}
