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
mod rival;

use super::change::{Change, TRAVEL};
use super::words::{self, keys, node_name, percent};
use super::world::HashingWorld;
use crate::algorithms::hashing::{Node, Strategy};
use crate::process::SimDuration;
use crate::scene::{Item, Place, Role, Scene, Shape, View};
use frame::Frame;
use std::collections::BTreeMap;

/// The most nodes that have a name of their own in the picture, and a colour of their own.
const NAMED: usize = 24;
const COLOURS: usize = 6;
/// How long a lookup stays after its end, and the colour of keys that moved.
const LINGER: SimDuration = SimDuration::from_ms(4_000);

/// Where each key is that has a place of its own.
type Places = Box<dyn Fn(usize) -> Option<Place>>;

/// The world at one moment.
pub fn scene(world: &HashingWorld, view: View) -> Scene {
    let mut canvas = Canvas { world, view, scene: Scene::new(summary(world)) };
    let frame = Frame::new(view, world);
    let many = world.nodes().len() > NAMED;
    let places = match world.params.strategy {
        Strategy::Ring | Strategy::Bounded => ring::draw(&mut canvas, &frame),
        _ if many => mosaic::draw(&mut canvas, &frame),
        Strategy::Rendezvous => petals::draw(&mut canvas, &frame),
        Strategy::Modulo | Strategy::Jump => bins::draw(&mut canvas, &frame),
        Strategy::Maglev => grid::draw(&mut canvas, &frame),
    };
    canvas.moves(&places);
    loads::draw(&mut canvas, &frame);
    rival::draw(&mut canvas, &frame);
    compare::draw(&mut canvas, &frame);
    canvas.scene
}

/// What is being drawn, and onto what.
struct Canvas<'a> {
    world: &'a HashingWorld,
    view: View,
    scene: Scene,
}

impl Canvas<'_> {
    fn push(&mut self, item: Item) {
        self.scene.push(item);
    }

    /// The role of a node: its own colour while there are colours enough, else grey but for the one that is spoken of;
    /// of too many to name, how its load stands.
    fn role(&self, node: usize) -> Role {
        let nodes = self.world.nodes();
        let id = nodes[node].id;
        match nodes.len() {
            _ if !nodes[node].up => Role::Failed,
            0..=COLOURS => series(nodes, node),
            count if count > NAMED => heat(self.world.placed.ratio(node)),
            _ if self.about() == Some(id) => Role::Series(1),
            _ if self.found() == Some(id) => Role::Series(2),
            _ => Role::Muted(id as u16),
        }
    }

    /// The id of the node that the last change was about.
    fn about(&self) -> Option<u32> {
        self.world.change.as_ref().and_then(|change| change.about)
    }

    /// The colour of a key: its owner's, or while the last change is news and its colours tell nothing, whether it moved.
    fn key_role(&self, key: usize, whole: bool) -> Role {
        if let Some(role) = self.leaving(key) {
            return role;
        }
        let nodes = self.world.nodes();
        let Some(owner) = self.world.placed.owner(key) else { return Role::Failed };
        let news = self.news().filter(|_| whole || (COLOURS + 1..=NAMED).contains(&nodes.len()));
        match news {
            Some(change) if change.about == Some(nodes[owner].id) => self.role(owner),
            Some(change) if change.leaves(key).is_some() => Role::Degraded,
            Some(_) if whole => Role::Muted(0),
            _ => self.role(owner),
        }
    }

    /// The last change of nodes, until a while after the last key has changed hands.
    fn news(&self) -> Option<&Change> {
        let change = self.world.change.as_deref().filter(|change| change.about.is_some())?;
        (self.view.now < (change.settled() + LINGER).0).then_some(change)
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

    /// How many keys have a dot; `None` if this picture has no dots.
    fn dotted(&self) -> Option<usize> {
        let many = self.world.nodes().len() > NAMED;
        match self.world.params.strategy {
            Strategy::Ring | Strategy::Bounded => Some(self.world.drawn.len()),
            Strategy::Maglev => None,
            _ if many => None,
            Strategy::Rendezvous => Some(self.drawn_keys().iter().filter(|(_, node)| node.is_some()).count()),
            _ => Some(self.world.drawn.len()),
        }
    }

    /// Draws keys at their places.
    fn dots(&mut self, places: &BTreeMap<usize, Place>, plain: f32) {
        for (key, (x, y)) in places {
            let shape = Shape::Dot { x: *x, y: *y, r: ring::dot(self, *key, plain) };
            self.push(Item::new(format!("key/{key}"), self.key_role(*key, false), shape));
        }
    }

    /// The colour that a key keeps until its move is over: that of the node it leaves.
    fn leaving(&self, key: usize) -> Option<Role> {
        let (sent, from) = self.world.change.as_ref()?.leaves(key)?;
        let under_way = self.view.now < (sent + TRAVEL).0;
        let left = from.and_then(|id| self.world.placed.position(id));
        under_way.then(|| left.map_or(Role::Idle, |node| self.role(node)))
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

    /// A ring around each key that is changing hands: keys stay where they are, their owners change.
    fn moves(&mut self, places: &Places) {
        let Some(change) = self.world.change.clone() else { return };
        for travel in &change.travels {
            let under_way = (travel.sent.0..(travel.sent + TRAVEL).0).contains(&self.view.now);
            let Some((x, y)) = places(travel.key).filter(|_| under_way) else { continue };
            let Some(to) = self.world.placed.position(travel.to) else { continue };
            let shape = Shape::Arc { x, y, radii: (4.0, 6.5), start: 0.0, sweep: 1.0 };
            let in_grid =
                matches!(self.world.params.strategy, Strategy::Modulo | Strategy::Jump | Strategy::Maglev);
            let role = if in_grid { Role::Plain } else { self.role(to) };
            self.push(Item::new(format!("move/{}", travel.key), role, shape));
        }
    }
}

/// The colour of one of few nodes: that of its id, if no node before it has that, else the next that is free.
fn series(nodes: &[Node], node: usize) -> Role {
    let mut taken = [false; COLOURS];
    let mut colour = 0;
    for one in &nodes[..=node] {
        let from = one.id as usize % COLOURS;
        colour = (from..from + COLOURS).map(|at| at % COLOURS).find(|at| !taken[*at]).unwrap_or(from);
        taken[colour] = true;
    }
    // Red is failure's alone: the sixth is in ink.
    if colour == COLOURS - 1 { Role::Plain } else { Role::Series(colour as u16) }
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
