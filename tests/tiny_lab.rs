//! A structure lab fits in under 150 lines and needs no change anywhere else: a Bloom filter, complete.

mod support;

use faultyard::lab::{
    Asks, Command, Entry, Field, Judgement, Lab, Measure, Meta, Params, Plotted, Property, Row,
};
use faultyard::process::{Seed, SimDuration, SimTime};
use faultyard::scene::{Item, Role, Scene, Shape, View};
use faultyard::sim::{Static, Structure};
use std::collections::BTreeSet;

#[derive(Clone)]
struct Sizes {
    bits: i64,
    hashes: i64,
}

impl Default for Sizes {
    fn default() -> Self {
        Sizes { bits: 64, hashes: 3 }
    }
}

const BITS: Field = Field::number("m", "Bits", 8, 256).help("How many bits there are.", "Bloom 1970");
const HASHES: Field = Field::number("k", "Hashes", 1, 8).help("How many bits a key sets.", "Bloom 1970");

impl Params for Sizes {
    const TABLE: &'static [Row<Self>] =
        &[Row::new(BITS, |p| p.bits, |p, v| p.bits = v), Row::new(HASHES, |p| p.hashes, |p, v| p.hashes = v)];
}

#[derive(Clone, Hash)]
struct Filter {
    bits: Vec<bool>,
    hashes: u32,
    seed: u64,
    keys: BTreeSet<String>,
    fooled: bool,
}

impl Filter {
    /// Double hashing: bit i is h1 + i h2 (Kirsch and Mitzenmacher 2008). Bloom has independent hashes.
    fn places(&self, key: &str) -> impl Iterator<Item = usize> {
        let [h1, h2] = [1, 2].map(|name| Seed(self.seed).stream(key, name).bits());
        let size = self.bits.len() as u64;
        (0..u64::from(self.hashes)).map(move |i| (h1.wrapping_add(i.wrapping_mul(h2 | 1)) % size) as usize)
    }

    fn may_contain(&self, key: &str) -> bool {
        self.places(key).all(|place| self.bits[place])
    }

    fn add(&mut self, key: &str) -> Result<String, String> {
        let places: Vec<usize> = self.places(key).collect();
        places.into_iter().for_each(|place| self.bits[place] = true);
        self.keys.insert(key.into());
        Ok(format!("{key} is added"))
    }

    fn ask(&mut self, key: &str) -> Result<String, String> {
        let yes = self.may_contain(key);
        self.fooled = yes && !self.keys.contains(key);
        Ok(format!("{key} {}", if yes { "may be there" } else { "is not there" }))
    }
}

impl Structure for Filter {
    fn bytes(&self) -> usize {
        size_of::<Self>() + self.bits.len() + self.keys.iter().map(|key| 48 + key.len()).sum::<usize>()
    }
}

fn fill(Static(filter): &Static<Filter>, _: SimTime) -> f64 {
    filter.bits.iter().filter(|bit| **bit).count() as f64 / filter.bits.len() as f64
}

struct Bloom;

impl Lab for Bloom {
    const META: Meta = Meta {
        slug: "bloom",
        title: "Bloom filter",
        question: "What does it cost to be wrong now and then?",
        chapter: "Structures",
        sources: &["Bloom 1970, Space/time trade-offs in hash coding with allowable errors"],
        leaves_out: &["Removing a key, which needs counters instead of bits."],
        speed: 1.0,
        length: SimDuration::from_ms(5_000),
        poster: SimTime::from_ms(1_000),
        sample: SimDuration::from_ms(500),
    };
    type Params = Sizes;
    type World = Static<Filter>;
    const PROPERTIES: &'static [Property<Static<Filter>>] = &[
        Property::always(
            "No false negative",
            "What was added is never said to be absent.",
            "Bloom 1970",
            |world| Judgement::of(world.0.keys.iter().all(|key| world.0.may_contain(key))),
            |world| format!("one of {:?}", world.0.keys),
        ),
        Property::sometimes(
            "A false positive",
            "An absent key is taken for present.",
            "Bloom 1970",
            |world| Judgement::of(world.0.fooled),
        ),
    ];
    const MEASURES: &'static [Measure<Static<Filter>>] =
        &[Measure { key: "fill", label: "Bits set", unit: "", plotted: Plotted::Steps, sample: fill }];
    const COMMANDS: &'static [Command<Static<Filter>>] = &[
        Command::new("add", "Add", Asks::Text("apple"), "Adds a key.", |filter, now, key, trace| {
            filter.change(now, trace, |filter| filter.add(key))
        }),
        Command::new("ask", "Ask", Asks::Text("pear"), "Asks for a key.", |filter, now, key, trace| {
            filter.change(now, trace, |filter| filter.ask(key))
        }),
    ];
    const LESSON: &'static str = "Bits.\n\n## Full\n\nEight bits fill fast.\n\n```scenario full\nbloom m=8 k=1\n\
        at 1s do add a\nat 1s do add b\nat 1s do add c\nat 1s do add d\nat 1s do add e\nat 1s do add f\nat 1s do add g\n\
        at 2s do ask x\nat 2s do ask y\nat 2s do ask z\nuntil 3s\nexpect always \"No false negative\"\n\
        expect sometimes \"A false positive\"\nexpect fill > 0.5 in 14 of 20 seeds\n```\n";

    fn build(sizes: &Sizes, Seed(seed): Seed) -> Static<Filter> {
        let bits = vec![false; sizes.bits as usize];
        Static(Filter { bits, hashes: sizes.hashes as u32, seed, keys: BTreeSet::new(), fooled: false })
    }

    fn scene(Static(filter): &Static<Filter>, view: View) -> Scene {
        let (size, columns) = (view.width / 33.0, 32);
        let mut scene = Scene::new(format!("{} keys in {} bits.", filter.keys.len(), filter.bits.len()));
        for (i, set) in filter.bits.iter().enumerate() {
            let (x, y) = ((i % columns) as f32 * size, (i / columns) as f32 * size);
            let role = if *set { Role::Healthy } else { Role::Idle };
            let shape = Shape::Cell { x, y, w: size, h: size, solid: *set };
            scene.push(Item::new(format!("bit/{i}"), role, shape).described(format!("bit {i}: {set}")));
        }
        scene
    }
}

#[test]
fn a_structure_lab_keeps_every_promise_of_a_lab_in_under_150_lines() {
    support::checks::all(&Entry::of::<Bloom>());
    assert!(include_str!("tiny_lab.rs").lines().count() < 150);
}
