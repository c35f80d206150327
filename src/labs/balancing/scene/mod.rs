//! The picture: clients at the left, balancers beside them, each server in a lane of its own with the work that waits
//! before its workers, and at the right how long answers took. Many servers are a skyline.

mod answers;
mod cost;
mod frame;
mod lanes;
mod skyline;
mod travel;
mod words;

use super::world::BalancingWorld;
use crate::kit::{Sign, legend};
use crate::scene::{Anchor, Area, Item, LOADS, Role, Scene, Shape, Size, View};
use crate::traffic::{BalancerId, Server, ServerId, State};
use frame::Frame;
use skyline::Sky;
use std::collections::BTreeSet;

/// The most servers that have a lane of their own.
pub const ROWS: usize = 23;

/// The world at one moment.
pub fn scene(world: &BalancingWorld, view: View) -> Scene {
    let mut canvas = Canvas { world, view, scene: Scene::new(words::summary(world)) };
    if !world.costs.is_empty() {
        cost::draw(&mut canvas);
        return canvas.scene;
    }
    let frame = Frame::new(world, view);
    canvas.headline(&frame);
    canvas.lines(&frame);
    canvas.front(&frame);
    let mut seen = BTreeSet::new();
    let sky = frame.sky.map(|area| (Sky::new(&canvas, area), area));
    travel::probes(&mut canvas, &frame, sky.as_ref().map(|(sky, _)| sky));
    match &sky {
        Some((sky, area)) => skyline::draw(&mut canvas, sky, *area),
        None => lanes::draw(&mut canvas, &frame, &mut seen),
    }
    answers::draw(&mut canvas, &frame);
    travel::draw(&mut canvas, &frame, &mut seen);
    if let Some(y) = frame.legend {
        signs(&mut canvas, &frame, Area::new(10.0, y - 12.0, view.width - 10.0, 12.0));
    }
    canvas.scene
}

/// What the signs mean: the ramp is age in a lane, and what is there under a skyline.
fn signs(canvas: &mut Canvas, frame: &Frame, area: Area) {
    let ages = lanes::ages(canvas.world);
    let ages: [&str; LOADS as usize] = ages.each_ref().map(String::as_str);
    let ramp = if frame.sky.is_some() { ["one waits", "2", "4", "8 and more"] } else { ages };
    let load = (0..LOADS).map(|step| ("\u{25a0}", Role::Load(step), ramp[usize::from(step)]));
    let busy = if frame.sky.is_some() { (Role::Healthy, "serves") } else { (Role::Leader, "in service") };
    let busy = ("\u{25a0}", busy.0, busy.1);
    let nobody = ("\u{25a1}", Role::Unreachable, "nobody waits");
    let signs: Vec<Sign> = [busy].into_iter().chain(load).chain([nobody]).collect();
    legend(&mut canvas.scene, area, &signs);
}

/// What is being drawn, and onto what.
struct Canvas<'a> {
    world: &'a BalancingWorld,
    view: View,
    scene: Scene,
}

impl Canvas<'_> {
    fn push(&mut self, item: Item) {
        self.scene.push(item);
    }

    fn server(&self, n: ServerId) -> &Server {
        self.world.traffic.service().server(n)
    }

    /// What a server is at the moment: what it does, and whether the balancers know.
    fn role(&self, n: ServerId) -> Role {
        let server = self.server(n);
        let is_faulty =
            server.failing_per_mille > 0 || server.extra.0 > 0 || self.view.now < server.paused_until.0;
        match server.state {
            State::Down | State::Removed => Role::Failed,
            State::Starting => Role::Candidate,
            State::Draining => Role::Degraded,
            State::Up if is_faulty || server.spec.speed_per_mille < 1_000 => Role::Degraded,
            State::Up if !server.in_rotation => Role::Unreachable,
            State::Up => Role::Healthy,
        }
    }

    /// The policy and the load, in words.
    fn headline(&mut self, frame: &Frame) {
        let Some(y) = frame.headline else { return };
        let (left, right) = words::headline(self.world, frame.wide);
        let w = self.view.width;
        self.push(Item::text("policy", (10.0, y), Size::Normal, Anchor::Start, left));
        self.push(Item::text("load", (w - 10.0, y), Size::Small, Anchor::End, right));
    }

    /// From the clients to each balancer.
    fn lines(&mut self, frame: &Frame) {
        for b in BalancerId::first(frame.balancers.len()) {
            let (from, to) = frame.front_way(b);
            let line = Shape::Link { from, to, width: 1.0, arrow: false };
            self.push(Item::new(format!("clients>{b}"), Role::Idle, line));
        }
    }

    /// The clients and the balancers.
    fn front(&mut self, frame: &Frame) {
        let (x, y) = frame.clients;
        let clients = Shape::Node { x, y, r: frame.front_r, sub: String::new() };
        let told = words::clients(self.world);
        let count = if frame.wide {
            self.world.traffic.clients().sessions().clients().to_string()
        } else {
            String::new()
        };
        self.push(Item::new("clients", Role::Plain, clients).labelled(count).described(told));
        let under = y + frame.front_r + 14.0;
        self.push(Item::text("clients/name", (x, under), Size::Small, Anchor::Middle, "clients"));
        let count = frame.balancers.len();
        let named = frame.named.1;
        for (b, (x, y)) in BalancerId::first(count).zip(frame.balancers.iter().copied()) {
            let shape = Shape::Node { x, y, r: frame.balancer_r, sub: String::new() };
            let (id, role) = (b.to_string(), if named { Role::Leader } else { Role::Series(0) });
            let label = if named { id.clone() } else { String::new() };
            let item = Item::new(id, role, shape).labelled(label);
            self.push(item.described(words::balancer(self.world, b)).selectable());
        }
        if let Some((x, y)) = frame.balancers.last().copied().filter(|_| !named) {
            let at = (x, y + frame.balancer_r + 14.0);
            self.push(Item::text("balancers", at, Size::Small, Anchor::Middle, format!("{count} balancers")));
        }
    }
}
