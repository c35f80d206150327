//! What is drawn of a graph that runs.

use super::layout::Layout;
use crate::process::words::grouped;
use crate::scene::{Anchor, Area, Item, LOADS, Paint, Place, Role, Scene, Shape, Size};
use crate::traffic::graph::{Edge, Flow, Graph, Mesh, OUTCOMES, Outcome, Pool, Recent, Service};

/// The height of a line of small words, and the width of one of its letters.
const LINE: f32 = 14.0;
const LETTER: f32 = 6.8;
/// From the edge of a box to what is in it.
const PAD: f32 = 6.0;
/// The thickness of the tube that shows who waits, and of the gauge of the workers.
const TUBE: f32 = 10.0;
/// A tube is full when so many seconds of its workers' work wait in it.
const FULL_S: f64 = 2.0;
/// Shares of failing sendings from which an edge is ill, and from which it is hardly there any more.
const ILL: f32 = 0.05;
const GONE: f32 = 0.5;
/// So many sendings a second are drawn as the thickest edge.
const THICK: (f64, f32) = (1_000.0, 7.0);

/// Draws a graph into an area.
pub fn draw(scene: &mut Scene, mesh: &Mesh, area: Area, upright: bool) {
    let layout = Layout::new(mesh.graph(), area, upright);
    let callers = mesh.graph().callers();
    for (number, edge) in (0..).zip(&mesh.graph().calls) {
        let from = match callers[usize::from(number)] {
            Some(from) => leaves(layout.services[usize::from(from)], upright),
            None => source_of(mesh.graph(), &layout, number),
        };
        let to = enters(layout.services[usize::from(edge.to)], upright);
        way(scene, mesh, (number, edge), (from, to));
    }
    for (number, (source, place)) in mesh.graph().sources.iter().zip(&layout.sources).enumerate() {
        let shape = Shape::Node { x: place.0, y: place.1, r: 16.0, sub: String::new() };
        let told = format!("{}: {} requests a second", source.name, source.rate);
        scene.push(Item::new(format!("source/{number}"), Role::Plain, shape).described(told));
        let under = (place.0, place.1 + 16.0 + LINE);
        let id = format!("source/{number}/name");
        scene.push(Item::text(id, under, Size::Small, Anchor::Middle, source.name.as_str()));
    }
    for (number, service) in mesh.graph().services.iter().enumerate() {
        house(scene, mesh, number, service, layout.services[number]);
    }
}

fn source_of(graph: &Graph, layout: &Layout, call: u16) -> Place {
    let number = graph.sources.iter().position(|source| source.call == call).unwrap_or_default();
    layout.sources.get(number).copied().unwrap_or_default()
}

/// Where edges leave a box, and where they enter it.
fn leaves(at: Area, upright: bool) -> Place {
    if upright { (at.x + at.w / 2.0, at.y + at.h) } else { (at.x + at.w, at.y + at.h / 2.0) }
}

fn enters(at: Area, upright: bool) -> Place {
    if upright { (at.x + at.w / 2.0, at.y) } else { (at.x, at.y + at.h / 2.0) }
}

/// An edge: how much flows over it, how much of that fails, and how often it is gone over for one request.
fn way(scene: &mut Scene, mesh: &Mesh, (number, edge): (u16, &Edge), (from, to): (Place, Place)) {
    let counts = &mesh.counts().edges[usize::from(number)];
    let flow = counts.recent.sum(mesh.now());
    let failing = failing(flow);
    let role = match failing {
        share if share >= GONE => Role::Failed,
        share if share >= ILL => Role::Degraded,
        _ if flow.sent > 0 => Role::Leader,
        _ => Role::Idle,
    };
    let rate = f64::from(flow.sent) / Recent::SECONDS;
    let width = 1.0 + (rate / THICK.0).min(1.0).sqrt() as f32 * THICK.1;
    let to_name = &mesh.graph().services[usize::from(edge.to)].name;
    let told = match flow.sent {
        0 => format!("nothing to {to_name}"),
        _ => format!(
            "{} a second to {to_name}, {:.0}% of them fail",
            grouped(rate.round() as u64),
            failing * 100.0
        ),
    };
    let id = format!("edge/{number}");
    scene.push(Item::new(id, role, Shape::Link { from, to, width, arrow: true }).described(told));
    let asked = mesh.counts().requests.arrived;
    if asked == 0 || counts.sent == 0 {
        return;
    }
    let middle = (f32::midpoint(from.0, to.0), f32::midpoint(from.1, to.1) - 5.0);
    let times = counts.sent as f64 / asked as f64;
    let label =
        Item::text(format!("edge/{number}/times"), middle, Size::Small, Anchor::Middle, times_of(times));
    scene.push(Item { role: if role == Role::Failed { Role::Failed } else { Role::Plain }, ..label });
    if let Some((outcome, count)) = worst(&counts.ended) {
        let below = (middle.0, middle.1 + LINE + 5.0);
        let words = format!("{} {}", grouped(count), outcome.word());
        let badge = Item::text(format!("edge/{number}/badge"), below, Size::Small, Anchor::Middle, words);
        scene.push(Item { role: Role::Failed, ..badge });
    }
}

/// The share of what ended of late that failed.
fn failing(flow: Flow) -> f32 {
    let ended = flow.answered + flow.failed;
    if ended == 0 { 0.0 } else { flow.failed as f32 / ended as f32 }
}

/// How often an edge is gone over for one request: `×1`, `×2.4`, `×64`.
fn times_of(times: f64) -> String {
    match times {
        times if (times - times.round()).abs() < 0.05 => format!("\u{d7}{:.0}", times.round()),
        times => format!("\u{d7}{times:.1}"),
    }
}

/// The most frequent way to fail, if there is one.
fn worst(ended: &[u64; 9]) -> Option<(Outcome, u64)> {
    let failed = OUTCOMES.iter().zip(ended).filter(|(outcome, count)| !outcome.is_answer() && **count > 0);
    failed.max_by_key(|(_, count)| **count).map(|(outcome, count)| (*outcome, *count))
}

/// A service: its name, its servers, its workers as a gauge and who waits as a tube at its door.
fn house(scene: &mut Scene, mesh: &Mesh, number: usize, service: &Service, at: Area) {
    let pool = &mesh.pools()[number];
    let (up, waiting, busy) = (up(pool), pool.waiting(), pool.busy());
    let workers = service.workers * up;
    let role = match () {
        () if up == 0 => Role::Failed,
        () if up < u32::from(service.servers) || (workers > 0 && busy >= workers) => Role::Degraded,
        () => Role::Healthy,
    };
    let id = format!("service/{}", service.name);
    let told = format!(
        "{}: {up} of {} servers, {busy} of {workers} workers are taken, {} wait",
        service.name,
        service.servers,
        grouped(u64::from(waiting))
    );
    let outline = Shape::Region { pieces: vec![at.outline()], paint: Paint::Line };
    scene.push(Item::new(id.clone(), role, outline).described(told).selectable());
    tube(scene, (&id, mesh, number), service, at, waiting);
    let x = at.x + TUBE + 2.0 * PAD;
    let room = at.w - TUBE - 3.0 * PAD;
    let name = shortened(&service.name, room);
    scene.push(Item::text(
        format!("{id}/name"),
        (x, at.y + PAD + LINE - 3.0),
        Size::Small,
        Anchor::Start,
        name,
    ));
    if at.h < 3.0 * LINE + PAD {
        return;
    }
    let gauge = Shape::Bar {
        x,
        y: at.y + PAD + LINE + 4.0,
        w: room,
        h: TUBE,
        fill: busy as f32 / workers.max(1) as f32,
        upright: false,
    };
    scene.push(Item::new(format!("{id}/workers"), role, gauge));
    let words = [format!("{busy} of {workers} busy"), format!("{} wait", grouped(u64::from(waiting)))];
    for (line, words) in words.into_iter().enumerate() {
        let y = at.y + PAD + (3.0 + line as f32) * LINE;
        if y < at.y + at.h - 2.0 && words.chars().count() as f32 * LETTER <= room + PAD {
            scene.push(Item::text(format!("{id}/{line}"), (x, y), Size::Small, Anchor::Start, words));
        }
    }
}

/// Who waits, in seconds of all workers' work; the longer, the darker.
fn tube(
    scene: &mut Scene,
    (id, mesh, number): (&str, &Mesh, usize),
    service: &Service,
    at: Area,
    waiting: u32,
) {
    let workers = f64::from(service.workers * u32::from(service.servers));
    let stay = mesh.counts().services[number].mean_stay().unwrap_or_default();
    let work = if service.work_seconds() > 0.0 { service.work_seconds() } else { stay };
    let seconds = f64::from(waiting) * work / workers.max(1.0);
    let part = (seconds / FULL_S).min(1.0);
    let step = ((part * f64::from(LOADS)) as u8).min(LOADS - 1);
    let shape = Shape::Bar {
        x: at.x + PAD,
        y: at.y + PAD,
        w: TUBE,
        h: at.h - 2.0 * PAD,
        fill: part as f32,
        upright: true,
    };
    scene.push(Item::new(format!("{id}/waits"), Role::Load(step), shape));
}

fn up(pool: &Pool) -> u32 {
    pool.servers.iter().filter(|server| server.is_up).count() as u32
}

/// A name in so much room, with its end left out if it is longer.
fn shortened(name: &str, room: f32) -> String {
    let most = (room / LETTER) as usize;
    match name.chars().count() <= most.max(3) {
        true => name.to_owned(),
        false => format!("{}\u{2026}", name.chars().take(most.saturating_sub(1).max(2)).collect::<String>()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::process::{Seed, SimTime};
    use crate::sim::Trace;

    fn played(text: &str, seconds: f64) -> Scene {
        let mut mesh = Mesh::new(Graph::parse(text).unwrap(), Seed(1)).unwrap();
        let mut trace = Trace::new(0);
        while mesh.next_at().is_some_and(|at| at <= SimTime::from_seconds(seconds)) {
            mesh.step(&mut trace);
        }
        let mut scene = Scene::new("A graph.");
        draw(&mut scene, &mesh, Area::new(0.0, 0.0, 900.0, 400.0), false);
        scene
    }

    fn item<'a>(scene: &'a Scene, id: &str) -> &'a Item {
        scene.items.iter().find(|item| item.id == id).unwrap_or_else(|| panic!("no {id} in\n{scene}"))
    }

    #[test]
    fn a_healthy_graph_is_green_and_each_edge_is_gone_over_once() {
        let scene = played(
            "source users rate=100 to=front\nservice front workers=8\n  call store\nservice store workers=8\n  work 10ms",
            10.0,
        );
        assert_eq!(item(&scene, "service/store").role, Role::Healthy);
        assert_eq!(item(&scene, "edge/1").role, Role::Leader);
        assert_eq!(item(&scene, "edge/1/times").label, "\u{d7}1");
        assert!(scene.items.iter().all(|item| item.role != Role::Failed), "{scene}");
    }

    #[test]
    fn an_edge_on_which_all_fails_says_why_and_how_often_it_is_tried() {
        let scene = played(
            "source users rate=10 to=front\nservice front workers=100\n  call store timeout=100ms retries=3\n\
             service store workers=1000\n  work 60s",
            20.0,
        );
        assert_eq!(item(&scene, "edge/1").role, Role::Failed);
        let times = &item(&scene, "edge/1/times").label;
        assert!(["\u{d7}4", "\u{d7}3.9"].contains(&times.as_str()), "{times}");
        assert!(item(&scene, "edge/1/badge").label.ends_with("timed out"));
    }

    #[test]
    fn what_waits_fills_the_tube() {
        let scene = played("source users rate=100 to=store\nservice store workers=1\n  work 15ms", 30.0);
        let Shape::Bar { fill, .. } = item(&scene, "service/store/waits").shape else { panic!("a tube") };
        assert!(fill >= 1.0 && item(&scene, "service/store/waits").role == Role::Load(LOADS - 1), "{scene}");
    }
}
