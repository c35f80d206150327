//! Labs with one flaw each, made from the token ring, to show that each check can fail.

use super::ring::{RingWorld, Settings, TokenRing};
use faultyard::lab::{
    Action, Asks, CommandSpec, Entry, Field, Judgement, Lab, Measure, Meta, Params, Promise, Property, Row,
    Theory,
};
use faultyard::process::{NodeId, Seed};
use faultyard::scene::{Scene, View};
use faultyard::sim::Fault;
use std::sync::atomic::{AtomicU64, Ordering};

const NONE: u8 = 0;
const QUESTION: u8 = 1;
const STAGE: u8 = 2;
const SAFETY: u8 = 3;
const NEVER: u8 = 4;
const ALONE: u8 = 5;
const REFUSED: u8 = 6;
const EXAMPLE: u8 = 7;
const IMPURE: u8 = 8;
const EDGE: u8 = 9;
const BOUNDS: u8 = 10;
const CROSSED: u8 = 11;
const UNTRUE: u8 = 12;
const ENDLESS: u8 = 13;

/// The ring as it is.
pub const FLAWLESS: Entry = Entry::of::<Mutant<NONE>>();

/// A word of the claim that is broken, and the lab that breaks it.
pub const MUTANTS: &[(&str, Entry)] = &[
    ("says what it is", Entry::of::<Mutant<QUESTION>>()),
    ("its row", Entry::of::<Mutant<BOUNDS>>()),
    ("reads back", Entry::of::<Mutant<CROSSED>>()),
    ("schema", Entry { schema: || serde_json::json!({"properties": {}}), ..FLAWLESS }),
    ("no safety stands alone", Entry::of::<Mutant<ALONE>>()),
    ("sometimes happens", Entry::of::<Mutant<NEVER>>()),
    ("extreme", Entry::of::<Mutant<EDGE>>()),
    ("on every stage", Entry::of::<Mutant<STAGE>>()),
    ("same run", Entry::of::<Mutant<IMPURE>>()),
    ("a formula", Entry::of::<Mutant<ENDLESS>>()),
    ("which order", Entry::of::<Mutant<IMPURE>>()),
    ("button", Entry::of::<Mutant<REFUSED>>()),
    ("command", Entry::of::<Mutant<EXAMPLE>>()),
    ("lesson", Entry::of::<Mutant<UNTRUE>>()),
    ("nothing always breaks", Entry::of::<Mutant<SAFETY>>()),
];

pub struct Mutant<const FLAW: u8>;

/// The ring's parameters with the flaw in their table.
#[derive(Clone, Copy, Default)]
pub struct Flawed<const FLAW: u8>(Settings);

impl<const FLAW: u8> Params for Flawed<FLAW> {
    const TABLE: &'static [Row<Self>] = &[
        Row {
            field: if FLAW == BOUNDS { NODES_BEYOND } else { NODES },
            get: |p| (Settings::TABLE[0].get)(&p.0),
            set: |p, v| (Settings::TABLE[0].set)(&mut p.0, v),
        },
        Row {
            field: Field::number("hold", "Hold", 1, 200).help("How long a node keeps it.", "Toy"),
            get: |p| (Settings::TABLE[1].get)(&p.0),
            set: |p, v| (Settings::TABLE[if FLAW == CROSSED { 2 } else { 1 }].set)(&mut p.0, v),
        },
    ];
}

const NODES: Field = Field::number("n", "Nodes", 2, 9).help("How many nodes stand in the ring.", "Toy");
const NODES_BEYOND: Field = Field::number("n", "Nodes", 5, 9).help("The default is outside.", "Toy");

impl<const FLAW: u8> Lab for Mutant<FLAW> {
    const META: Meta = Meta {
        slug: TokenRing::META.slug,
        question: if FLAW == QUESTION { "The token." } else { "Where is the token?" },
        ..TokenRing::META
    };
    type Params = Flawed<FLAW>;
    type World = RingWorld;
    const PROPERTIES: &'static [Property<RingWorld>] = match FLAW {
        SAFETY => &[BROKEN, HAPPENS],
        EDGE => &[FEW, HAPPENS],
        NEVER => &[SAFE, NEVER_HAPPENS],
        ALONE => &[SAFE],
        _ => TokenRing::PROPERTIES,
    };
    const LESSON: &'static str = if FLAW == UNTRUE {
        "A.\n\n## B\n\n```scenario b\ntoken-ring\nuntil 1s\nexpect broken \"One token\"\n```\n"
    } else {
        TokenRing::LESSON
    };

    fn build(params: &Flawed<FLAW>, seed: Seed) -> RingWorld {
        TokenRing::build(&params.0, seed)
    }

    fn scene(world: &RingWorld, view: View) -> Scene {
        static CALLS: AtomicU64 = AtomicU64::new(0);
        match FLAW {
            STAGE => TokenRing::scene(world, View { width: 720.0, height: 480.0, ..view }),
            IMPURE => Scene::new(format!("Drawn {} times.", CALLS.fetch_add(1, Ordering::Relaxed))),
            _ => TokenRing::scene(world, view),
        }
    }

    fn measures() -> &'static [Measure<RingWorld>] {
        TokenRing::measures()
    }

    fn actions(world: &RingWorld, item: &str) -> Vec<Action> {
        match FLAW {
            REFUSED => vec![Action::fault("Restart", "!", Fault::Restart(NodeId(0)))],
            _ => TokenRing::actions(world, item),
        }
    }

    fn commands() -> &'static [CommandSpec] {
        match FLAW {
            EXAMPLE => {
                &[CommandSpec { name: "count", label: "C", asks: Asks::Text("seven"), help: "Counts." }]
            }
            _ => TokenRing::commands(),
        }
    }

    fn theory(world: &RingWorld) -> Vec<Theory> {
        let endless = |theory| Theory { value: Ok(f64::INFINITY), ..theory };
        let theory = TokenRing::theory(world).into_iter();
        if FLAW == ENDLESS { theory.map(endless).collect() } else { theory.collect() }
    }
}

const SAFE: Property<RingWorld> = claim("Safe", Promise::Always, |_| Judgement::Holds);
const BROKEN: Property<RingWorld> = claim("Broken", Promise::Always, |_| Judgement::Fails);
const FEW: Property<RingWorld> = claim("Few", Promise::Always, |world| {
    if world.0.nodes().len() < 9 { Judgement::Holds } else { Judgement::Fails }
});
const HAPPENS: Property<RingWorld> = claim("Happens", Promise::Sometimes, |_| Judgement::Holds);
const NEVER_HAPPENS: Property<RingWorld> = claim("Never", Promise::Sometimes, |_| Judgement::Fails);

const fn claim(
    name: &'static str,
    promise: Promise,
    judge: fn(&RingWorld) -> Judgement,
) -> Property<RingWorld> {
    Property { name, claim: "A claim.", source: "Toy", promise, judge, explain: |_| String::new() }
}
