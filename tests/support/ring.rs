//! A toy lab of processes: a token goes round a ring. Whoever holds it writes its number down before passing it.

use faultyard::kit::cluster_actions;
use faultyard::lab::{
    Action, Asks, Command, Entry, Field, Judgement, Lab, Measure, Meta, Params, Plotted, Property, Row,
    Theory,
};
use faultyard::process::{
    Durable, NodeId, Note, Outbox, Process, Salience, Seed, SimDuration, SimTime, Summary,
};
use faultyard::scene::{Item, Role, Scene, Shape, View, ring};
use faultyard::sim::{Cluster, Conditions, Fault, Trace, World};
use serde_json::{Value, json};
use std::cell::Cell;
use std::fmt;
use std::rc::Rc;

pub const ENTRY: Entry = Entry::of::<TokenRing>();

pub struct TokenRing;

/// The least and the greatest time of a message on its way.
const LATENCY_US: (u64, u64) = (1_000, 9_000);

#[derive(Clone, Copy, Debug, Hash)]
pub struct Settings {
    nodes: i64,
    hold_ms: i64,
    disk_us: i64,
}

impl Default for Settings {
    fn default() -> Self {
        Settings { nodes: 3, hold_ms: 20, disk_us: 500 }
    }
}

impl Params for Settings {
    const TABLE: &'static [Row<Self>] = &[
        Row {
            field: Field::number("n", "Nodes", 2, 9).help("How many nodes stand in the ring.", "Toy"),
            get: |p| p.nodes,
            set: |p, v| p.nodes = v,
        },
        Row {
            field: Field::number("hold", "Hold", 1, 200)
                .unit("ms")
                .help("How long a node keeps it.", "Toy")
                .live(),
            get: |p| p.hold_ms,
            set: |p, v| p.hold_ms = v,
        },
        Row {
            field: Field::decimal("disk", "Disk write", 0, 5_000, 3)
                .unit("ms")
                .help("A write.", "Toy")
                .live(),
            get: |p| p.disk_us,
            set: |p, v| p.disk_us = v,
        },
    ];
}

/// The tokens that a node has passed on.
#[derive(Clone, Debug, Default, Hash)]
pub struct Passed(pub u64);

impl Durable for Passed {
    type Write = u64;
    fn apply(&mut self, write: u64) {
        self.0 = write;
    }
    fn bytes(&self) -> usize {
        0
    }
}

#[derive(Clone, Debug, Hash)]
pub struct Member {
    nodes: u16,
    hold: SimDuration,
    jitter_us: u64,
    /// What a write takes, for the formula alone: the cluster's disk is what takes it.
    disk: SimDuration,
    holds: Option<u64>,
}

/// Somebody takes the token with this number.
#[derive(Clone, Debug)]
pub struct RingEvent(u64);

/// A message: the token with this number.
#[derive(Clone, Debug)]
pub struct Token(u64);

impl Note for RingEvent {
    type Summary = Token;

    fn kind(&self) -> &'static str {
        "token"
    }
    fn text(&self, node: NodeId) -> String {
        format!("{node} takes token {}", self.0)
    }
    fn salience(&self) -> Salience {
        Salience::Milestone
    }
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "token {}", self.0)
    }
}

impl Summary for Token {
    fn salience(&self) -> Salience {
        Salience::Milestone
    }
}

impl Process for Member {
    type Config = Settings;
    type Message = u64;
    type Timer = u8;
    type Durable = Passed;
    type Note = RingEvent;

    fn boot(_: NodeId, settings: &Settings) -> Self {
        let mut member = Member {
            nodes: settings.nodes as u16,
            hold: SimDuration::ZERO,
            jitter_us: 3_000,
            disk: SimDuration::ZERO,
            holds: None,
        };
        member.reconfigure(settings);
        member
    }

    fn recover(&mut self, disk: &Passed, out: &mut Outbox<Self>) {
        if out.me == NodeId(0) && disk.0 == 0 {
            self.take(1, out);
        }
    }

    fn on_message(&mut self, _: NodeId, token: u64, out: &mut Outbox<Self>) {
        self.take(token, out);
    }

    fn on_timer(&mut self, _: u8, out: &mut Outbox<Self>) {
        if let Some(token) = self.holds.take() {
            out.persist(token);
            out.send(NodeId((out.me.0 + 1) % self.nodes), token + 1);
        }
    }

    fn summarise(message: &u64) -> Token {
        Token(*message)
    }

    fn reconfigure(&mut self, settings: &Settings) {
        self.hold = SimDuration::from_ms(settings.hold_ms as u64);
        self.disk = SimDuration(settings.disk_us as u64);
    }

    fn bytes(&self) -> usize {
        0
    }

    fn timer_name(_: u8) -> &'static str {
        "hold"
    }
}

impl Member {
    fn take(&mut self, token: u64, out: &mut Outbox<Self>) {
        self.holds = Some(token);
        out.note(RingEvent(token));
        let more = out.random.between(0, self.jitter_us);
        out.set_timer(0, self.hold + SimDuration(more));
    }
}

/// The cluster and one act of the lab's own: a second token.
#[derive(Clone)]
pub struct RingWorld(pub Cluster<Member>, pub Wrong);

/// What may be wrong with a world.
#[derive(Clone, Default)]
pub struct Wrong {
    /// It says that it holds nothing.
    pub weighs_nothing: bool,
    /// A count of its steps that it shares with its clones, so that a checkpoint changes after it was taken.
    pub shared: Option<Rc<Cell<u64>>>,
}

impl World for RingWorld {
    type Note = RingEvent;

    fn next_at(&self) -> Option<SimTime> {
        self.0.next_at()
    }
    fn step(&mut self, trace: &mut Trace<RingEvent>) {
        self.0.step(trace);
        self.1.shared.iter().for_each(|steps| steps.set(steps.get() + 1));
    }
    fn inject(&mut self, now: SimTime, fault: &Fault, trace: &mut Trace<RingEvent>) -> Result<(), String> {
        self.0.inject(now, fault, trace)
    }
    fn digest(&self) -> u64 {
        self.0.digest() ^ self.1.shared.as_ref().map_or(0, |steps| steps.get())
    }
    fn bytes(&self) -> usize {
        if self.1.weighs_nothing { 0 } else { self.0.bytes() }
    }
    fn active_faults(&self, now: SimTime) -> Vec<String> {
        self.0.active_faults(now)
    }
}

pub fn count(_: &mut RingWorld, _: SimTime, words: &str, _: &mut Trace<RingEvent>) -> Result<(), String> {
    words.parse::<u64>().map(|_| ()).map_err(|_| format!("\"{words}\" is not a number"))
}

fn tokens(world: &RingWorld) -> usize {
    let held = world.0.nodes().iter().filter(|node| node.process.holds.is_some()).count();
    held + world.0.flights().count()
}

/// The last node of the ring holds the token.
pub fn last_has_its_turn(world: &RingWorld) -> Judgement {
    Judgement::of(world.0.nodes().last().is_some_and(|node| node.process.holds.is_some()))
}

fn sitting(world: &RingWorld) -> usize {
    world.0.nodes().iter().filter(|node| node.process.holds.is_some()).count()
}

impl Lab for TokenRing {
    const META: Meta = Meta {
        slug: "token-ring",
        title: "Token ring",
        question: "Where is the token?",
        chapter: "Tests",
        sources: &["Le Lann 1977, Distributed systems: towards a formal approach"],
        leaves_out: &["A lost token is never made again."],
        speed: 0.1,
        length: SimDuration::from_ms(10_000),
        poster: SimTime::from_ms(1_000),
        sample: SimDuration::from_ms(100),
    };
    type Params = Settings;
    type World = RingWorld;
    const PROPERTIES: &'static [Property<RingWorld>] = &[
        Property::always(
            "One token",
            "There is never more than one token.",
            "Le Lann 1977",
            |world| Judgement::of(tokens(world) <= 1),
            |world| format!("{} tokens", tokens(world)),
        ),
        Property::sometimes(
            "The last node has its turn",
            "The token gets to the last node.",
            "Le Lann 1977",
            last_has_its_turn,
        ),
        Property::eventually(
            SimDuration::from_ms(300),
            "Somebody holds the token",
            "Within 300 ms somebody holds the token.",
            "Le Lann 1977",
            |world| Judgement::of(sitting(world) > 0),
            |world| format!("nobody of {} holds it", world.0.nodes().len()),
        ),
    ];
    const MEASURES: &'static [Measure<RingWorld>] = &[
        Measure {
            key: "passed",
            label: "Tokens passed",
            unit: "tokens/s",
            plotted: Plotted::Rate,
            sample: |world, _| world.0.messages_sent() as f64,
        },
        Measure {
            key: "up",
            label: "Nodes up",
            unit: "nodes",
            plotted: Plotted::Steps,
            sample: |world, _| world.0.nodes().iter().filter(|node| node.up).count() as f64,
        },
    ];
    const COMMANDS: &'static [Command<RingWorld>] =
        &[Command::new("count", "Count", Asks::Text("5"), "Counts to a number.", count)];
    const LESSON: &'static str = "A token goes round.\n\n## The holder crashes\n\nThe token is in memory only.\n\n\
        ```scenario crash\ntoken-ring seed=1\nat 1s crash n1\nat 1s crash n2\nat 1s crash n3\nuntil 3s\n\
        expect broken \"Somebody holds the token\"\nexpect always \"One token\"\n\
        expect told \"n2 takes token 2\"\nexpect passed > 10\n```\n\n\
        ```predict\nIs there a token at the end?\n- yes | always \"Somebody holds the token\"\n\
        - no | broken \"Somebody holds the token\"\n```\n\nNobody makes a new one.\n";

    fn build(params: &Settings, seed: Seed) -> RingWorld {
        let machines = (0..params.nodes).map(|_| (*params, Passed::default()));
        let conditions = Conditions {
            latency_min: SimDuration(LATENCY_US.0),
            latency_max: SimDuration(LATENCY_US.1),
            disk: SimDuration(params.disk_us as u64),
        };
        RingWorld(Cluster::new(machines, conditions, seed), Wrong::default())
    }

    fn scene(world: &RingWorld, view: View) -> Scene {
        let nodes = world.0.nodes();
        let mut scene = Scene::new(format!("A ring of {} nodes, {} tokens.", nodes.len(), tokens(world)));
        let r = view.width.min(view.height) / 2.0 - 40.0;
        for (i, (x, y)) in ring((view.width / 2.0, view.height / 2.0), r, nodes.len()).into_iter().enumerate()
        {
            let id = NodeId(i as u16);
            let role = if nodes[i].process.holds.is_some() { Role::Leader } else { Role::Idle };
            let shape = Shape::Node { x, y, r: 20.0, sub: nodes[i].disk.0.to_string() };
            let item = Item::new(id.to_string(), role, shape).labelled(id.to_string()).selectable();
            scene.push(item.described(format!("{id} passed token {}", nodes[i].disk.0)));
        }
        scene
    }

    fn actions(world: &RingWorld, item: &str) -> Vec<Action> {
        cluster_actions(&world.0, item)
    }

    fn reconfigure(world: &mut RingWorld, params: &Settings, _: SimTime, _: &mut Trace<RingEvent>) {
        world.0.set_disk(SimDuration(params.disk_us as u64));
        for i in 0..world.0.nodes().len() as u16 {
            world.0.reconfigure(NodeId(i), |settings| *settings = *params);
        }
    }

    fn inspect(world: &RingWorld, target: &str) -> Value {
        match NodeId::parse(target).and_then(|id| world.0.nodes().get(id.index())) {
            Some(node) => json!({"passed": node.disk.0, "holds": node.process.holds}),
            None => json!({"tokens": tokens(world)}),
        }
    }

    /// A token is held, written down and sent: the means of these times make up its step.
    fn theory(world: &RingWorld) -> Vec<Theory> {
        let member = &world.0.nodes()[0].process;
        let flight_us = (LATENCY_US.0 + LATENCY_US.1) / 2;
        let step_us = member.hold.0 + member.jitter_us / 2 + member.disk.0 + flight_us;
        let all_up = world.0.nodes().iter().all(|node| node.up);
        let value = if all_up { Ok(1e6 / step_us as f64) } else { Err("a node is down".into()) };
        vec![Theory { measure: "passed", formula: "Renewal (mean step)", value }]
    }
}
