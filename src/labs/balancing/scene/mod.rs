//! The picture: clients at the left, balancers beside them, each server in a row of its own with its queue before it.
//! More servers than can be told apart are a strip, one tile each.

mod cost;
mod frame;
mod rows;
mod strip;
mod travel;
mod words;

use super::world::BalancingWorld;
use crate::kit::{Sign, legend};
use crate::scene::{Anchor, Area, Item, Place, Role, Scene, Shape, Size, View};
use crate::traffic::{BalancerId, Server, ServerId, State};
use frame::Frame;
use std::collections::BTreeSet;

/// The most servers that have a row of their own.
pub const ROWS: usize = 24;
/// Lines from balancers to servers are drawn up to so many.
const LINES: usize = 48;

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
    match frame.strip {
        Some(area) => strip::draw(&mut canvas, &frame, area),
        None => rows::draw(&mut canvas, &frame, &mut seen),
    }
    travel::draw(&mut canvas, &frame, &mut seen);
    if let Some(y) = frame.legend {
        legend(&mut canvas.scene, Area::new(10.0, y - 12.0, view.width - 10.0, 12.0), SIGNS);
    }
    canvas.scene
}

/// What the signs mean.
const SIGNS: &[Sign] = &[
    ("\u{25cf}", Role::Leader, "request"),
    ("\u{25cf}", Role::Degraded, "waits"),
    ("\u{25a0}", Role::Healthy, "answer"),
    ("\u{2715}", Role::Failed, "not served"),
    ("\u{25cb}", Role::Unreachable, "nobody waits for it"),
];

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

    /// From the clients to each balancer, and from there to each server that it may choose.
    fn lines(&mut self, frame: &Frame) {
        let balancers = frame.balancers.len();
        let few = frame.strip.is_none() && balancers * frame.rows.len() <= LINES;
        for b in BalancerId::first(balancers) {
            self.line(format!("clients>{b}"), frame.front_way(b), Role::Idle);
            for row in frame.rows.iter().filter(|_| few) {
                let role = if self.server(row.server).in_rotation { Role::Idle } else { Role::Unreachable };
                let way = frame.back_way(b, row.server);
                way.into_iter().for_each(|way| self.line(format!("{b}>{}", row.server), way, role));
            }
        }
    }

    fn line(&mut self, id: String, (from, to): (Place, Place), role: Role) {
        self.push(Item::new(id, role, Shape::Link { from, to, width: 1.0, arrow: false }));
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
