//! A lab for tests of what stands on the contract: nodes take turns to lead, beat and can be crashed.

use super::*;
use crate::process::{NodeId, Note, Salience};
use crate::sim::{Digest, Fault, Record, Trace};
use std::convert::Infallible;

/// The lab's place in the list of labs, for tests.
pub(crate) static TRIAL: Entry = Entry::of::<Trial>();

pub(crate) struct Trial;

#[derive(Clone, Hash)]
pub(crate) struct Beacon {
    next: SimTime,
    beats: u64,
    every: u64,
    up: Vec<bool>,
    leads: Option<u16>,
}

#[derive(Clone)]
pub(crate) struct TrialParams {
    n: i64,
    every: i64,
    quiet: i64,
}

#[derive(Clone)]
pub(crate) enum TrialEvent {
    Beats,
    Leads,
    Said(String),
}

impl Note for TrialEvent {
    type Summary = Infallible;

    fn kind(&self) -> &'static str {
        match self {
            TrialEvent::Beats => "beats",
            TrialEvent::Leads => "leads",
            TrialEvent::Said(_) => "said",
        }
    }

    fn text(&self, node: NodeId) -> String {
        match self {
            TrialEvent::Said(words) => format!("someone says {words}"),
            other => format!("{node} {}", other.kind()),
        }
    }

    fn salience(&self) -> Salience {
        if matches!(self, TrialEvent::Leads) { Salience::Milestone } else { Salience::Routine }
    }
}

impl Beacon {
    fn elect(&mut self, now: SimTime, trace: &mut Trace<TrialEvent>) {
        let first = self.up.iter().position(|up| *up).map(|place| place as u16);
        if let Some(leader) = first.filter(|_| first != self.leads) {
            let note = Record::note(now, TrialEvent::Leads).at_node(NodeId(leader));
            trace.push(note.because(trace.cause()));
        }
        self.leads = first;
    }
}

impl World for Beacon {
    type Note = TrialEvent;

    fn next_at(&self) -> Option<SimTime> {
        Some(self.next)
    }

    fn step(&mut self, trace: &mut Trace<TrialEvent>) {
        let now = self.next;
        self.next += SimDuration::from_ms(self.every);
        self.elect(now, trace);
        if let Some(leader) = self.leads {
            self.beats += 1;
            trace.push(Record::note(now, TrialEvent::Beats).at_node(NodeId(leader)));
        }
    }

    fn inject(&mut self, _: SimTime, fault: &Fault, _: &mut Trace<TrialEvent>) -> Result<(), String> {
        match fault {
            Fault::Crash(n) | Fault::Restart(n) if n.index() < self.up.len() => {
                self.up[n.index()] = matches!(fault, Fault::Restart(_));
                Ok(())
            }
            _ => Err("this cannot be done here".into()),
        }
    }

    fn bytes(&self) -> usize {
        let Self { up, next: _, beats: _, every: _, leads: _ } = self;
        size_of::<Self>() + up.capacity()
    }

    fn digest(&self) -> u64 {
        Digest::of(self)
    }
}

impl Default for TrialParams {
    fn default() -> TrialParams {
        TrialParams { n: 3, every: 100, quiet: 0 }
    }
}

impl Params for TrialParams {
    const TABLE: &'static [Row<TrialParams>] = &[
        Row { field: Field::number("n", "Nodes", 1, 9), get: |p| p.n, set: |p, n| p.n = n },
        Row {
            field: Field::number("every", "Beat", 10, 1_000).unit("ms").live(),
            get: |p| p.every,
            set: |p, every| p.every = every,
        },
        Row { field: Field::switch("quiet", "Quiet"), get: |p| p.quiet, set: |p, quiet| p.quiet = quiet },
    ];
}

impl Lab for Trial {
    const META: Meta = Meta {
        slug: "trial",
        title: "Trial",
        question: "Does it work?",
        chapter: "Tests",
        sources: &[],
        leaves_out: &[],
        speed: 1.0,
        length: SimDuration::from_ms(10_000),
        poster: SimTime::ZERO,
        sample: SimDuration::from_ms(50),
    };
    type Params = TrialParams;
    type World = Beacon;
    const PROPERTIES: &'static [Property<Beacon>] =
        &[Property::sometimes("Somebody leads", "At some time there is a leader.", "", |world| {
            Judgement::of(world.leads.is_some())
        })];
    const LESSON: &'static str = "Opening.\n\n## Loss\n\nIt goes.\n\n```scenario loss\ntrial seed=3\n\
        at 2s crash n1\nuntil 5s\n```\n\nLook.\n";

    fn build(params: &TrialParams, _: Seed) -> Beacon {
        let every = params.every as u64;
        Beacon {
            next: SimTime::from_ms(every),
            beats: 0,
            every,
            up: vec![true; params.n as usize],
            leads: None,
        }
    }

    fn scene(world: &Beacon, _: View) -> Scene {
        Scene { summary: format!("{} beats.", world.beats), ..Scene::default() }
    }

    const COMMANDS: &'static [Command<Beacon>] =
        &[Command::new("say", "Say", Asks::Text("a word"), "Says it.", |_, now, words, trace| {
            trace.push(Record::note(now, TrialEvent::Said(words.into())));
            Ok(())
        })];
    const MEASURES: &'static [Measure<Beacon>] = &[Measure {
        key: "beats",
        label: "Beats",
        unit: "",
        plotted: Plotted::Steps,
        sample: |w: &Beacon, _| w.beats as f64,
    }];

    const GOALS: &'static [Goal<Beacon>] = &[Goal {
        key: "beats",
        label: "Beats",
        unit: "",
        so_far: |w: &Beacon| w.beats as f64,
        bound: |_| 0.0,
    }];

    fn reconfigure(world: &mut Beacon, params: &TrialParams, _: SimTime, _: &mut Trace<TrialEvent>) {
        world.every = params.every as u64;
    }

    fn inspect(world: &Beacon, target: &str) -> Value {
        match NodeId::parse(target).and_then(|node| world.up.get(node.index())) {
            Some(up) => serde_json::json!({"up": up}),
            None if target.is_empty() => serde_json::json!({"beats": world.beats}),
            None => Value::Null,
        }
    }

    fn resolve(world: &Beacon, role: &str) -> Option<String> {
        let leader = world.leads.filter(|_| role == "leader")?;
        Some(NodeId(leader).to_string())
    }

    fn theory(world: &Beacon) -> Vec<Theory> {
        let passed = world.next.0 / SimDuration::from_ms(world.every).0 - 1;
        let value = if world.leads.is_some() { Ok(passed as f64) } else { Err("nobody leads".into()) };
        vec![Theory { measure: "beats", formula: "Even pace", value }]
    }
}
