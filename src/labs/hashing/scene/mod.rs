//! The picture: the placement at the left or top, the loads beside it, and every strategy compared.

mod bins;
mod circle;
mod compare;
mod frame;
mod grid;
mod headline;
mod loads;
mod mosaic;
mod petals;
mod ring;

use super::change::TRAVEL;
use super::words::{self, keys, node_name, percent};
use super::world::HashingWorld;
use crate::algorithms::hashing::Strategy;
use crate::process::SimDuration;
use crate::scene::{Item, Place, Role, Scene, Shape, View, outline};
use frame::Frame;
use std::collections::BTreeMap;

/// The most nodes that have a name of their own in the picture.
const NAMED: usize = 24;
/// How long a lookup stays after its end.
const LINGER: SimDuration = SimDuration::from_ms(4_000);

/// The world at one moment.
pub fn scene(world: &HashingWorld, view: View) -> Scene {
    let mut canvas = Canvas { world, view, scene: Scene::new(summary(world)) };
    let frame = Frame::new(view, world.nodes().len());
    let many = world.nodes().len() > NAMED;
    let places = match world.params.strategy {
        Strategy::Ring | Strategy::Bounded => ring::draw(&mut canvas, &frame),
        _ if many => mosaic::draw(&mut canvas, &frame),
        Strategy::Rendezvous => petals::draw(&mut canvas, &frame),
        Strategy::Modulo | Strategy::Jump => bins::draw(&mut canvas, &frame),
        Strategy::Maglev => grid::draw(&mut canvas, &frame),
    };
    canvas.travels(&places);
    loads::draw(&mut canvas, &frame);
    compare::draw(&mut canvas, &frame);
    canvas.scene
}

/// What is being drawn, and onto what.
struct Canvas<'a> {
    world: &'a HashingWorld,
    view: View,
    scene: Scene,
}

/// Where things are that keys travel between.
struct Places {
    /// Nodes by position in the list; nodes that left are not there.
    nodes: Vec<Place>,
    /// How far from a node's place a way begins or ends, so that its name can be read.
    edge: f32,
    /// Where a key is now, if it has a place of its own.
    key: Box<dyn Fn(usize) -> Option<Place>>,
    /// Where what came from outside comes from.
    outside: Place,
}

impl Canvas<'_> {
    fn push(&mut self, item: Item) {
        self.scene.push(item);
    }

    /// The role of a node: its own colour while nodes can be told apart, else how its load stands.
    fn role(&self, node: usize) -> Role {
        let nodes = self.world.nodes();
        match (nodes[node].up, nodes.len() > NAMED) {
            (false, _) => Role::Failed,
            (true, false) => Role::Series(nodes[node].id as u16),
            (true, true) => heat(self.world.placed.ratio(node)),
        }
    }

    /// The lookup, while it is of interest.
    fn lookup(&self) -> Option<&super::lookup::Lookup> {
        let lookup = self.world.lookup.as_ref().filter(|lookup| lookup.done > 0);
        lookup.filter(|lookup| !lookup.is_done() || (lookup.at + LINGER).0 >= self.view.now)
    }

    /// Whether the owner has been found, and its id.
    fn found(&self) -> Option<u32> {
        self.lookup().filter(|lookup| lookup.is_done()).and_then(|lookup| lookup.owner)
    }

    /// The keys that are drawn, ascending, with the position of their node.
    fn drawn_keys(&self) -> Vec<(usize, Option<usize>)> {
        {
            let keys = self.world.drawn.iter().map(|key| *key as usize);
            keys.map(|key| (key, self.world.placed.owner(key))).collect()
        }
    }

    /// How many keys have a dot, on a node or on their way to one; `None` if this picture has no dots.
    fn dotted(&self) -> Option<usize> {
        let many = self.world.nodes().len() > NAMED;
        match self.world.params.strategy {
            Strategy::Ring | Strategy::Bounded => Some(self.world.drawn.len()),
            Strategy::Maglev => None,
            _ if many => None,
            _ => Some(self.drawn_keys().iter().filter(|(_, node)| node.is_some()).count()),
        }
    }

    /// Draws keys at their places, without those that are on their way.
    fn dots(&mut self, places: &BTreeMap<usize, Place>, plain: f32) {
        for (key, (x, y)) in places {
            if self.leaving(*key).is_some() {
                continue;
            }
            let role = self.world.placed.owner(*key).map_or(Role::Failed, |node| self.role(node));
            let shape = Shape::Dot { x: *x, y: *y, r: ring::dot(self, *key, plain) };
            self.push(Item::new(format!("key/{key}"), role, shape));
        }
    }

    /// The colour that a key has while it is on its way: that of the node it leaves.
    fn leaving(&self, key: usize) -> Option<Role> {
        let change = self.world.change.as_ref()?;
        let travel = change.travels.iter().find(|travel| travel.key == key)?;
        let under_way = self.view.now < (travel.sent + TRAVEL).0;
        let named = self.world.nodes().len() <= NAMED;
        under_way.then(|| travel.from.filter(|_| named).map_or(Role::Idle, |id| Role::Series(id as u16)))
    }

    /// What someone hears of a node.
    fn told(&self, node: usize) -> String {
        let (world, one) = (self.world, &self.world.nodes()[node]);
        let placed = &world.placed;
        format!(
            "{}, {}, {} of the load, weight {}, rack {}, {}",
            node_name(one.id),
            keys(placed.counts[node]),
            percent(placed.part(node)),
            one.weight,
            one.rack + 1,
            if one.up { "up" } else { "down" },
        )
    }

    /// Makes an item stand for a node: its id, its words, and that it can be chosen.
    fn as_node(&self, node: usize, shape: Shape) -> Item {
        let id = node_name(self.world.nodes()[node].id);
        Item::new(id, self.role(node), shape).described(self.told(node)).selectable()
    }

    fn travels(&mut self, places: &Places) {
        let Some(change) = self.world.change.clone() else { return };
        for travel in &change.travels {
            let arrives = travel.sent + TRAVEL;
            if !(travel.sent.0..arrives.0).contains(&self.view.now) {
                continue;
            }
            let place = |id: u32| self.world.placed.position(id).map(|at| places.nodes[at]);
            let Some(at) = place(travel.to) else { continue };
            let from = travel.from.and_then(place).unwrap_or(places.outside);
            let key = (places.key)(travel.key);
            let edge = |here: bool| if here { places.edge } else { 0.0 };
            let ends = (edge(from != places.outside), edge(key.is_none()));
            let (from, to) = outline::between(from, key.unwrap_or(at), ends);
            let node = self.world.placed.position(travel.to).unwrap_or(0);
            let (sent, arrives) = (travel.sent.0, arrives.0);
            let shape = Shape::Message { from, to, sent, arrives, lost: None, faint: false };
            self.push(Item::new(format!("move/{}", travel.key), self.role(node), shape));
        }
    }
}

/// How a load stands to its fair share.
fn heat(ratio: f64) -> Role {
    match ratio {
        ratio if ratio > 1.25 => Role::Degraded,
        ratio if ratio < 0.75 => Role::Unreachable,
        _ => Role::Healthy,
    }
}

fn summary(world: &HashingWorld) -> String {
    let placed = &world.placed;
    let mut text = format!(
        "{} on {} by {}; the fullest has {:.2} times its share.",
        keys(placed.owners.len() as u64),
        words::nodes(placed.live() as u64),
        name(world.params.strategy),
        placed.balance.max_over_mean,
    );
    if let Some(change) = &world.change {
        text += &format!(" Last change: {}.", change.sentence(world.params.strategy));
    }
    text
}

/// A strategy in a word, as links and scripts write it.
pub fn name(strategy: Strategy) -> &'static str {
    match strategy {
        Strategy::Modulo => "modulo",
        Strategy::Ring => "ring",
        Strategy::Rendezvous => "rendezvous",
        Strategy::Jump => "jump",
        Strategy::Maglev => "maglev",
        Strategy::Bounded => "bounded",
    }
}
