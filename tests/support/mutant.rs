//! Labs with one flaw each, made from the token ring, to show that each check can fail.

use super::checks::{self, Check};
use super::ring::{RingWorld, Settings, TokenRing, Wrong, count, last_has_its_turn};
use super::{seeds, settings};
use faultyard::lab::{
    Action, Asks, Command, Entry, Field, Judgement, Lab, Measure, Meta, Params, Property, Row, Theory,
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
const EARLY: u8 = 14;
const IDLE: u8 = 15;
pub const WEIGHTLESS: u8 = 16;
const REWOUND: u8 = 17;
const AFTERMATH: u8 = 18;
const DEAF: u8 = 19;
const BOASTS: u8 = 20;
const IDLER: u8 = 21;
const LUCKY: u8 = 22;

/// The ring as it is.
pub const FLAWLESS: Entry = Entry::of::<Mutant<NONE>>();

/// A check, words of the reason that it gives, and the lab that breaks it.
pub const MUTANTS: &[(Check, &str, Entry)] = &[
    (checks::says_what_it_is, "\"The token.\" is not a question", Entry::of::<Mutant<QUESTION>>()),
    (checks::rows, "n: 3 in 5..=9", Entry::of::<Mutant<BOUNDS>>()),
    (checks::texts, "hold=1 sets this value and no other", Entry::of::<Mutant<CROSSED>>()),
    (checks::schema, "left == right", Entry { schema: || serde_json::json!({"properties": {}}), ..FLAWLESS }),
    (checks::properties, "an Always with no Sometimes", Entry::of::<Mutant<ALONE>>()),
    (checks::starts, "\"Happens\" is so at the start", Entry::of::<Mutant<EARLY>>()),
    (checks::many_seeds, "\"Broken\"", Entry::of::<Mutant<SAFETY>>()),
    (checks::many_seeds, "never happened", Entry::of::<Mutant<NEVER>>()),
    (checks::tested, "\"Idle\" is never put to the test", Entry::of::<Mutant<IDLE>>()),
    (checks::extremes, "\"Few\"", Entry::of::<Mutant<EDGE>>()),
    (settings::live, "hold=110 set at 1", Entry::of::<Mutant<DEAF>>()),
    (settings::unused, "hold=110 has an effect", Entry::of::<Mutant<BOASTS>>()),
    (settings::each_changes, "left: [\"hold\"]", Entry::of::<Mutant<IDLER>>()),
    (checks::scenes, "is not on a stage of", Entry::of::<Mutant<STAGE>>()),
    (checks::same_digest, "one big step and many", Entry::of::<Mutant<IMPURE>>()),
    (checks::theory, "Renewal", Entry::of::<Mutant<ENDLESS>>()),
    (checks::seek_order, "Drawn ", Entry::of::<Mutant<IMPURE>>()),
    (checks::seek_order, "failed: at", Entry::of::<Mutant<REWOUND>>()),
    (checks::buttons, "n1 is up", Entry::of::<Mutant<REFUSED>>()),
    (checks::buttons, "the button \"Wake\"", Entry::of::<Mutant<AFTERMATH>>()),
    (checks::commands, "the lab's own example of count", Entry::of::<Mutant<EXAMPLE>>()),
    (checks::lesson, "step b", Entry::of::<Mutant<UNTRUE>>()),
    (seeds::thresholds, "so it is in 20 of 20 seeds", Entry::of::<Mutant<LUCKY>>()),
    (seeds::unrelated, "Drawn ", Entry::of::<Mutant<IMPURE>>()),
];

/// One whose world says that it holds nothing.
pub type Light = Mutant<WEIGHTLESS>;

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
            field: if FLAW == DEAF { HOLD.live() } else { HOLD },
            get: |p| (Settings::TABLE[1].get)(&p.0),
            set: |p, v| (Settings::TABLE[if FLAW == CROSSED { 2 } else { 1 }].set)(&mut p.0, v),
        },
    ];
}

const HOLD: Field = Field::number("hold", "Hold", 1, 200).help("How long a node keeps it.", "Toy");
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
        EARLY => &[SAFE, HAPPENS_AT_ONCE],
        IDLE => &[SAFE, UNTESTED, HAPPENS],
        EDGE => &[FEW, HAPPENS],
        NEVER => &[SAFE, NEVER_HAPPENS],
        ALONE => &[SAFE],
        _ => TokenRing::PROPERTIES,
    };
    const MEASURES: &'static [Measure<RingWorld>] = TokenRing::MEASURES;
    const COMMANDS: &'static [Command<RingWorld>] = match FLAW {
        EXAMPLE => &[Command::new("count", "C", Asks::Text("seven"), "Counts.", count)],
        _ => TokenRing::COMMANDS,
    };
    const LESSON: &'static str = match FLAW {
        UNTRUE => "A.\n\n## B\n\n```scenario b\ntoken-ring\nuntil 1s\nexpect broken \"One token\"\n```\n",
        LUCKY => {
            "A.\n\n## B\n\n```scenario b\ntoken-ring\nuntil 1s\nexpect passed > 5 in 7 of 20 seeds\n```\n"
        }
        _ => TokenRing::LESSON,
    };

    fn build(params: &Flawed<FLAW>, seed: Seed) -> RingWorld {
        let wrong =
            Wrong { weighs_nothing: FLAW == WEIGHTLESS, shared: (FLAW == REWOUND).then(Default::default) };
        let mut settings = params.0;
        if FLAW == IDLER {
            (Settings::TABLE[1].set)(&mut settings, 20);
        }
        RingWorld(TokenRing::build(&settings, seed).0, wrong)
    }

    fn scene(world: &RingWorld, view: View) -> Scene {
        static CALLS: AtomicU64 = AtomicU64::new(0);
        match FLAW {
            STAGE => TokenRing::scene(world, View { width: 720.0, height: 480.0, ..view }),
            IMPURE => Scene::new(format!("Drawn {} times.", CALLS.fetch_add(1, Ordering::Relaxed))),
            _ => TokenRing::scene(world, view),
        }
    }

    fn actions(world: &RingWorld, item: &str) -> Vec<Action> {
        match FLAW {
            AFTERMATH => {
                let awake = world.0.nodes().iter().position(|node| node.up).filter(|first| *first > 0);
                let wake = |up: usize| Action::fault("Wake", "!", Fault::Restart(NodeId(up as u16)));
                TokenRing::actions(world, item).into_iter().chain(awake.map(wake)).collect()
            }
            REFUSED => vec![Action::fault("Restart", "!", Fault::Restart(NodeId(0)))],
            _ => TokenRing::actions(world, item),
        }
    }

    fn advise(params: &Flawed<FLAW>) -> Vec<String> {
        let hold = Settings::TABLE[1].get;
        let boast = "\u{201c}Hold\u{201d} has no effect: so it is said.".to_string();
        if FLAW == BOASTS && hold(&params.0) != hold(&Settings::default()) { vec![boast] } else { Vec::new() }
    }

    fn theory(world: &RingWorld) -> Vec<Theory> {
        let endless = |theory| Theory { value: Ok(f64::INFINITY), ..theory };
        let theory = TokenRing::theory(world).into_iter();
        if FLAW == ENDLESS { theory.map(endless).collect() } else { theory.collect() }
    }
}

const SAFE: Property<RingWorld> = always("Safe", |_| Judgement::Holds);
const BROKEN: Property<RingWorld> = always("Broken", |_| Judgement::Fails);
const UNTESTED: Property<RingWorld> = always("Idle", |_| Judgement::Excused);
const FEW: Property<RingWorld> = always("Few", |world| Judgement::of(world.0.nodes().len() < 9));
const HAPPENS: Property<RingWorld> = sometimes("Happens", last_has_its_turn);
const HAPPENS_AT_ONCE: Property<RingWorld> = sometimes("Happens", |_| Judgement::Holds);
const NEVER_HAPPENS: Property<RingWorld> = sometimes("Never", |_| Judgement::Fails);

const fn always(name: &'static str, judge: fn(&RingWorld) -> Judgement) -> Property<RingWorld> {
    Property::always(name, "A claim.", "Toy", judge, |_| String::new())
}

const fn sometimes(name: &'static str, judge: fn(&RingWorld) -> Judgement) -> Property<RingWorld> {
    Property::sometimes(name, "A claim.", "Toy", judge)
}
