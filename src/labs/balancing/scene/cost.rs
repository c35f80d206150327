//! What a choice costs: for each policy a line, servers looked at by the number of servers, both on a scale of powers.

use super::Canvas;
use crate::algorithms::balancing::Kind;
use crate::labs::balancing::cost::{Cost, SIZES};
use crate::process::math;
use crate::scene::{Anchor, Item, Place, Role, Shape, Size};

/// The greatest number of servers, and of servers looked at: some look twice.
const MOST: f64 = 1_000.0;
const MOST_COMPARED: f64 = 2_000.0;
/// The least distance of two names.
const LINE: f32 = 15.0;
/// The space between the names of two lines.
const BETWEEN: f32 = 5.0;
/// How wide a letter of the small size is, at most.
const LETTER: f32 = 6.8;

/// Policies whose lines are the same.
struct Group {
    kinds: Vec<Kind>,
    compared: [f64; SIZES.len()],
}

/// The places of the axes.
struct Axes {
    left: f32,
    right: f32,
    top: f32,
    bottom: f32,
}

impl Axes {
    fn place(&self, servers: f64, compared: f64) -> Place {
        let part = |number: f64, most: f64| (math::ln(number.clamp(1.0, most)) / math::ln(most)) as f32;
        let x = self.left + (self.right - self.left) * part(servers, MOST);
        (x, self.bottom - (self.bottom - self.top) * part(compared, MOST_COMPARED))
    }
}

/// Draws the chart.
pub fn draw(canvas: &mut Canvas) {
    let (w, h) = (canvas.view.width, canvas.view.height);
    let names = (w * 0.34).min(230.0);
    let axes = Axes { left: 44.0, right: w - names, top: 34.0, bottom: h - 36.0 };
    let title = if w >= 520.0 {
        "Servers looked at for a choice, by the number of servers"
    } else {
        "Looked at, by servers"
    };
    canvas.push(Item::text("title", (10.0, 18.0), Size::Normal, Anchor::Start, title));
    scale(canvas, &axes);
    let groups = groups(&canvas.world.costs);
    let here = canvas.world.params.policy;
    let room = ((w - axes.right - 14.0) / LETTER) as usize;
    let count: usize = groups.iter().map(|group| rows(group, &group.kinds, room).len()).sum();
    let all = count as f32 * LINE + groups.len() as f32 * BETWEEN <= axes.bottom - axes.top + LINE;
    let role = |group: &Group| if group.kinds.contains(&here) { Role::Leader } else { Role::Idle };
    groups.iter().for_each(|group| curve(canvas, &axes, group, role(group)));
    // Where there is no room for all names, the one of this run is told.
    let named: Vec<&Group> = groups.iter().filter(|group| all || role(group) == Role::Leader).collect();
    let kinds = |group: &'_ Group| if all { group.kinds.clone() } else { vec![here] };
    let block = |group: &&Group| Block::beside(&axes, group, rows(group, &kinds(group), room));
    let blocks: Vec<Block> = named.iter().map(block).collect();
    for (group, block) in named.into_iter().zip(spread(blocks, axes.top - 4.0, axes.bottom + 8.0)) {
        name(canvas, &axes, group, role(group), block);
    }
    this_run(canvas, &axes);
}

/// The names at the right end of a line, in as many rows as they need.
struct Block {
    top: f32,
    rows: Vec<String>,
}

impl Block {
    /// In the middle before the line's end.
    fn beside(axes: &Axes, group: &Group, rows: Vec<String>) -> Block {
        let (_, y) = axes.place(MOST, group.compared[SIZES.len() - 1]);
        Block { top: y - rows.len() as f32 * LINE / 2.0, rows }
    }

    fn height(&self) -> f32 {
        self.rows.len() as f32 * LINE
    }
}

/// Moves blocks, the lowest first, as little up and then down as it takes for none to lie over another or outside.
fn spread(mut blocks: Vec<Block>, top: f32, bottom: f32) -> Vec<Block> {
    let mut free = bottom;
    for block in &mut blocks {
        block.top = block.top.min(free - block.height());
        free = block.top - BETWEEN;
    }
    let mut taken = top;
    for block in blocks.iter_mut().rev() {
        block.top = block.top.max(taken);
        taken = block.top + block.height() + BETWEEN;
    }
    blocks
}

/// Groups from the cheapest to the dearest at the greatest size, so that names go upwards.
fn groups(costs: &[Cost]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for Cost { kind, compared } in costs {
        let alike = |group: &&mut Group| {
            let pairs = group.compared.iter().zip(compared);
            pairs.fold(true, |same, (a, b)| same && (a - b).abs() < 0.25 * a.max(1.0))
        };
        match groups.iter_mut().find(alike) {
            Some(group) => group.kinds.push(*kind),
            None => groups.push(Group { kinds: vec![*kind], compared: *compared }),
        }
    }
    let last = |group: &Group| group.compared[SIZES.len() - 1];
    groups.sort_by(|a, b| last(a).total_cmp(&last(b)));
    groups
}

fn scale(canvas: &mut Canvas, axes: &Axes) {
    let tall = axes.place(1.0, 1.0).1 - axes.place(1.0, 10.0).1 >= LINE;
    for number in [1.0, 10.0, 100.0, 1_000.0] {
        let (left, y) = axes.place(1.0, number);
        let (x, bottom) = axes.place(number, 1.0);
        let word = format!("{number:.0}");
        let line = Shape::Link { from: (left, y), to: (axes.right, y), width: 0.5, arrow: false };
        canvas.push(Item::new(format!("looked/{word}"), Role::Idle, line));
        if tall || number == 1.0 || number == 1_000.0 {
            let at = (left - 8.0, y + 4.0);
            canvas.push(Item::text(format!("y/{word}"), at, Size::Small, Anchor::End, word.as_str()));
        }
        // The last one ends where the names begin.
        let anchor = if number == MOST { Anchor::End } else { Anchor::Middle };
        canvas.push(Item::text(format!("x/{word}"), (x, bottom + 18.0), Size::Small, anchor, word));
    }
    let middle = ((axes.left + axes.right) / 2.0, axes.bottom + 33.0);
    canvas.push(Item::text("x", middle, Size::Small, Anchor::Middle, "servers"));
}

fn curve(canvas: &mut Canvas, axes: &Axes, group: &Group, role: Role) {
    let id = group.kinds[0].key();
    let points: Vec<Place> =
        SIZES.iter().zip(group.compared).map(|(n, compared)| axes.place(f64::from(*n), compared)).collect();
    let width = if role == Role::Leader { 3.0 } else { 1.5 };
    for (piece, ends) in points.windows(2).enumerate() {
        let shape = Shape::Link { from: ends[0], to: ends[1], width, arrow: false };
        canvas.push(Item::new(format!("{id}/{piece}"), role, shape));
    }
    let names: Vec<&str> = group.kinds.iter().map(|kind| kind.name()).collect();
    let last = group.compared[SIZES.len() - 1];
    let told = format!("{}: {last:.1} looked at among {} servers", names.join(", "), SIZES[SIZES.len() - 1]);
    let (x, y) = points[points.len() - 1];
    canvas.push(Item::new(format!("{id}/end"), role, Shape::Dot { x, y, r: 3.5 }).described(told));
}

fn name(canvas: &mut Canvas, axes: &Axes, group: &Group, role: Role, block: Block) {
    for (row, words) in block.rows.into_iter().enumerate() {
        let id = format!("{}/name{row}", group.kinds[0].key());
        let at = (axes.right + 12.0, block.top + LINE * (row as f32 + 0.75));
        let item = Item::text(id, at, Size::Small, Anchor::Start, words);
        canvas.push(if role == Role::Leader { Item { role, ..item } } else { item });
    }
}

/// "2: Power of d choices, Peak EWMA" in rows of at most so many letters.
fn rows(group: &Group, kinds: &[Kind], room: usize) -> Vec<String> {
    let names: Vec<&str> = kinds.iter().map(|kind| kind.name()).collect();
    let mut rows = vec![format!("{:.0}:", group.compared[SIZES.len() - 1])];
    for word in names.join(", ").split(' ') {
        let row = rows.last_mut().expect("it begins with one");
        if row.len() + 1 + word.len() <= room {
            row.push(' ');
            row.push_str(word);
        } else {
            rows.push(word.to_string());
        }
    }
    rows
}

/// What this run's own choices cost, at its own number of servers.
fn this_run(canvas: &mut Canvas, axes: &Axes) {
    let traffic = &canvas.world.traffic;
    let metrics = traffic.metrics();
    if metrics.choices == 0 {
        return;
    }
    let compared = metrics.compared as f64 / metrics.choices as f64;
    let servers = traffic.service().servers().iter().filter(|server| server.exists()).count();
    let (x, y) = axes.place(servers as f64, compared);
    let told = format!("this run: {compared:.1} looked at among {servers} servers");
    canvas.push(Item::new("run", Role::Candidate, Shape::Dot { x, y, r: 6.0 }).described(told));
    let words = format!("this run: {compared:.1}");
    let left = x > (axes.left + axes.right) / 2.0;
    let (at, anchor) = if left { (x - 10.0, Anchor::End) } else { (x + 10.0, Anchor::Start) };
    canvas.push(Item::text("run/words", (at, y - 8.0), Size::Small, anchor, words));
}
