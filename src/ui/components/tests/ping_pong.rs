//! A small lab for the tests of the page: two players and a ball.

use super::players::{NoDisk, Player_};
use faultyard::kit::cluster_actions;
use faultyard::lab::{
    Action, Asks, Command, Imported, Importer, Judgement, Lab, Measure, Meta, Params, Plotted, Property, Row,
    Theory,
};
use faultyard::process::{Seed, SimDuration, SimTime};
use faultyard::scene::{Item, Role, Scene, Shape, View};
use faultyard::sim::{Cluster, Conditions};
use serde_json::{Value, json};

/// A reader that finds nothing.
struct Unread;

impl Importer for Unread {
    fn feed(&mut self, _: &[u8]) {}
    fn finish(self: Box<Self>) -> Result<Imported, String> {
        Err("no serve in it".into())
    }
}

pub type Table = Cluster<Player_>;

#[derive(Clone, Default, Hash)]
pub struct NoParams;

impl Params for NoParams {
    const TABLE: &'static [Row<NoParams>] = &[];
}

pub struct PingPong;

const ASKS: Asks =
    Asks::File { accept: ".csv", importer: || Box::pin(async { Ok(Box::new(Unread) as Box<dyn Importer>) }) };

fn hits(table: &Table, _: SimTime) -> f64 {
    table.nodes().iter().map(|node| f64::from(node.process.hits)).sum()
}

impl Lab for PingPong {
    const META: Meta = Meta {
        slug: "ping-pong",
        title: "Ping-pong",
        question: "Who hits last?",
        chapter: "Tests",
        sources: &[],
        leaves_out: &[],
        speed: 1.0,
        length: SimDuration(2_000_000),
        poster: SimTime(0),
        sample: SimDuration(50_000),
    };
    type Params = NoParams;
    type World = Table;
    const PROPERTIES: &'static [Property<Table>] = &[
        Property::always(
            "All up",
            "Both players are up",
            "the rules, 1",
            |table| match table.nodes().iter().all(|node| node.up) {
                true => Judgement::Holds,
                false if table.now() == SimTime::ZERO => Judgement::Excused,
                false => Judgement::Fails,
            },
            |_| "a player is down".into(),
        ),
        Property::sometimes("Long rally", "A rally has a million hits", "the rules, 2", |_| Judgement::Fails),
    ];
    const MEASURES: &'static [Measure<Table>] = &[
        Measure { key: "hits", label: "hits", unit: "hits/s", plotted: Plotted::Rate, sample: hits },
        Measure { key: "total", label: "total", unit: "", plotted: Plotted::Steps, sample: hits },
    ];
    const COMMANDS: &'static [Command<Table>] =
        &[Command::new("serve", "Recorded serves", ASKS, "Plays them again.", |_, _, _, _| {
            Err("there is nothing to play".into())
        })];
    const LESSON: &'static str = "";
    fn build(_: &NoParams, seed: Seed) -> Table {
        let (latency_min, latency_max) = (SimDuration(20_000), SimDuration(30_000));
        let conditions = Conditions { latency_min, latency_max, disk: SimDuration(0) };
        Cluster::new([((), NoDisk), ((), NoDisk)], conditions, seed)
    }
    fn scene(_: &Table, _: View) -> Scene {
        let node = |id: &str| {
            Item::new(id, Role::Healthy, Shape::Node { x: 0.0, y: 0.0, r: 9.0, sub: String::new() })
        };
        let mut scene = Scene::new("Two players");
        scene.push(node("n1"));
        scene.push(node("n2"));
        scene
    }
    fn actions(table: &Table, item: &str) -> Vec<Action> {
        cluster_actions(table, item)
    }
    fn inspect(table: &Table, _: &str) -> Value {
        let player =
            |node: &faultyard::sim::Node<Player_>| json!({ "hits": node.process.hits, "up": node.up });
        json!({ "players": table.nodes().iter().map(player).collect::<Vec<_>>(), "ball": null })
    }
    fn theory(_: &Table) -> Vec<Theory> {
        vec![
            Theory { measure: "hits", formula: "Renewal (mean flight)", value: Ok(1e6 / 25_000.0) },
            Theory { measure: "total", formula: "Renewal", value: Err("a total has no mean".into()) },
        ]
    }
}
