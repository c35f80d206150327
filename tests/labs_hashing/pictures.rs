//! The picture: it is whole on any stage, no words collide, and its dots stand for the keys.

use super::support::words::{self, Area, apart};
use super::{STRATEGIES, play};
use faultyard::lab::{Lab, Run, Scenario, Session};
use faultyard::labs::hashing::{Hashing, HashingParams, HashingWorld};
use faultyard::process::{Seed, SimTime};
use faultyard::scene::{Item, Role, Scene, Shape, View};
use faultyard::sim::Input;
use std::collections::{BTreeMap, BTreeSet};

type Size = (f32, f32);

/// Small frames in somebody's page, and what is left of each for the stage.
const FRAMES: [Size; 6] =
    [(640.0, 400.0), (640.0, 250.0), (480.0, 270.0), (480.0, 150.0), (360.0, 300.0), (360.0, 180.0)];

/// Everything is on the stage with an id of its own, and no two texts or markers lie over each other.
pub fn check(scene: &Scene, (w, h): Size, what: &str) {
    let mut ids: Vec<&str> = scene.items.iter().map(|item| item.id.as_str()).collect();
    ids.sort_unstable();
    let all = ids.len();
    ids.dedup();
    assert_eq!(ids.len(), all, "{what}: ids are unique");
    for item in &scene.items {
        for (x, y) in item.shape.points() {
            let on = (-0.5..=w + 0.5).contains(&x) && (-0.5..=h + 0.5).contains(&y);
            assert!(x.is_finite() && y.is_finite() && on, "{what} {w}x{h}: {item}");
        }
    }
    assert!(scene.summary.len() > 20);
    let boxes: Vec<(String, Area)> = scene.items.iter().filter_map(bounds).collect();
    for (number, (one, a)) in boxes.iter().enumerate() {
        assert!(
            a[0] >= -1.0 && a[2] <= w + 1.0 && a[1] >= -1.0 && a[3] <= h + 1.0,
            "{what} {w}x{h}: {one} {a:?}"
        );
        for (other, b) in &boxes[number + 1..] {
            assert!(apart(*a, *b), "{what} {w}x{h}: {one} {a:?} lies over {other} {b:?}");
        }
    }
}

/// The rectangle of a text or a marker.
fn bounds(item: &Item) -> Option<(String, Area)> {
    let area = match item.shape {
        // The square within: two circles side by side may have corners that overlap.
        Shape::Node { x, y, r, .. } => {
            let r = r * 0.7;
            [x - r, y - r, x + r, y + r]
        }
        _ => words::area(item)?,
    };
    Some((format!("{} \"{}\"", item.id, item.label), area))
}

#[test]
fn the_picture_is_whole_and_no_words_collide_on_any_stage() {
    let sizes = [(360.0, 330.0), (640.0, 300.0), (720.0, 480.0), (360.0, 560.0), (1000.0, 620.0)];
    for strategy in STRATEGIES {
        for n in [1, 2, 5, 9, 12, 23, 40, 300] {
            for at in ["0s", "2500ms", "7s", "10s"] {
                let what = format!("hashing strategy={strategy} n={n} seed=2\nuntil {at}");
                let run = play(&what);
                for size in sizes.into_iter().chain(FRAMES) {
                    check(&run.scene(size.0, size.1), size, &what);
                }
            }
        }
    }
}

#[test]
fn a_scene_is_a_function_of_the_world_and_the_time() {
    let world = HashingWorld::new(&HashingParams::default(), Seed(1));
    let view = View { now: 0, width: 640.0, height: 300.0 };
    assert_eq!(Hashing::scene(&world, view), Hashing::scene(&world.clone(), view));
    let scenario = Scenario::new("hashing", 1);
    assert_eq!(Session::<Hashing>::new(&scenario).scene(640.0, 300.0), Hashing::scene(&world, view));
}

/// The rectangle of a mark: anything drawn but words and what is on its way.
fn mark(item: &Item) -> Option<Area> {
    let (x, y, r) = match item.shape {
        Shape::Text { .. } | Shape::Message { .. } => return None,
        Shape::Node { x, y, r, .. } | Shape::Dot { x, y, r } => (x, y, r),
        _ => {
            let points = item.shape.points();
            let start = [f32::MAX, f32::MAX, f32::MIN, f32::MIN];
            return Some(points.into_iter().fold(start, |all, (x, y)| around(all, [x, y, x, y])));
        }
    };
    Some([x - r, y - r, x + r, y + r])
}

fn around(a: Area, b: Area) -> Area {
    [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])]
}

#[test]
fn in_a_small_frame_the_placement_has_most_of_the_height_and_all_of_it_most_of_the_width() {
    let beside = ["headline", "load", "strip", "bin/", "compare"];
    for strategy in STRATEGIES {
        for n in [3, 5, 9, 12, 40] {
            let what = format!("hashing strategy={strategy} n={n} seed=2\nuntil 4s");
            let run = play(&what);
            for (w, h) in FRAMES {
                let scene = run.scene(w, h);
                let is_placement = |item: &&Item| !beside.iter().any(|start| item.id.starts_with(start));
                let placement = scene.items.iter().filter(is_placement).filter_map(reach);
                let [_, top, _, bottom] = placement.reduce(around).expect("something is drawn");
                let all = scene.items.iter().filter_map(reach).reduce(around);
                let [left, _, right, _] = all.expect("something is drawn");
                // Where there is little height, a headline and words below take their part of it.
                let least = if h < 200.0 { 0.5 } else { 0.57 };
                let (tall, wide) = ((bottom - top) / h, (right - left) / w);
                assert!(
                    tall >= least && wide >= 0.8,
                    "{what} {w}x{h}: {tall} of the height, {wide} of the width"
                );
            }
        }
    }
}

/// The rectangle of a mark or of words.
fn reach(item: &Item) -> Option<Area> {
    mark(item).or_else(|| bounds(item).map(|(_, words)| words))
}

#[test]
fn no_words_lie_over_a_bar_whatever_the_numbers() {
    let numbers = ["keys=1000000 weights=random", "keys=50000 skew=zipf s=1.2", "hash=poor keys=9999"];
    for (strategy, numbers) in STRATEGIES.into_iter().flat_map(|name| numbers.map(|numbers| (name, numbers)))
    {
        for n in [1, 9, 40] {
            let what = format!("hashing strategy={strategy} n={n} {numbers} seed=2\nuntil 4s");
            let run = play(&what);
            for (w, h) in FRAMES.into_iter().chain([(720.0, 480.0), (360.0, 560.0), (1000.0, 620.0)]) {
                let scene = run.scene(w, h);
                check(&scene, (w, h), &what);
                let bars = scene.items.iter().filter(|item| matches!(item.shape, Shape::Bar { .. }));
                let bars: Vec<_> = bars.filter_map(|item| Some((item, mark(item)?))).collect();
                let texts = scene.items.iter().filter(|item| matches!(item.shape, Shape::Text { .. }));
                for (text, a) in texts.filter_map(bounds) {
                    for (bar, b) in &bars {
                        assert!(apart(a, *b), "{what} {w}x{h}: {text} lies over {bar}");
                    }
                }
            }
        }
    }
}

/// The keys that have a mark, each with the number of its node while there is a colour for each of up to six; `None` for
/// one without an owner.
fn dots(scene: &Scene) -> BTreeMap<String, Option<u16>> {
    let dots = scene.items.iter().filter(|item| item.id.starts_with("key/"));
    let node = |role| match role {
        Role::Series(node) => Some(node),
        Role::Plain => Some(5),
        _ => None,
    };
    dots.map(|item| (item.id.clone(), node(item.role))).collect()
}

/// The dots of each node, and what its part of all keys makes of so many dots.
fn counted(run: &dyn Run) -> Vec<(f64, f64)> {
    let dots = dots(&run.scene(1000.0, 620.0));
    let all = run.inspect("")["keys"].as_f64().expect("a number");
    let nodes =
        (0u16..).map_while(|node| Some((node, run.inspect(&format!("n{}", node + 1))["keys"].as_f64()?)));
    let count = |node| dots.values().filter(|owner| **owner == Some(node)).count() as f64;
    nodes.map(|(node, keys)| (count(node), keys * dots.len() as f64 / all)).collect()
}

#[test]
fn each_node_has_as_large_a_part_of_the_dots_as_of_the_keys() {
    // Largest remainder: whole parts, and for some one more.
    for strategy in ["modulo", "ring", "rendezvous", "jump", "bounded"] {
        for (n, keys, more) in
            [(3, 290, ""), (5, 1_000, ""), (4, 20_000, "vn=3"), (5, 9_999, "weights=random")]
        {
            let what = format!("hashing strategy={strategy} n={n} keys={keys} {more} churn=0 seed=4");
            let run = play(&format!("{what}\nat 1s do add\nat 4s do weight n2 3\nuntil 15s"));
            let counted = counted(&run);
            assert_eq!(counted.len(), n + 1, "{what}");
            for (dots, part) in counted {
                assert!((dots - part).abs() < 1.0, "{what}: {dots} dots for a part of {part}");
            }
        }
    }
}

#[test]
fn the_same_keys_stay_drawn_and_each_of_them_that_moves_is_seen_on_its_way() {
    for strategy in ["ring", "rendezvous", "jump"] {
        let mut run =
            play(&format!("hashing strategy={strategy} n=5 vn=100 keys=20000 churn=0 seed=2\nuntil 1s"));
        let before = dots(&run.scene(1000.0, 620.0));
        run.act(Input::parse("do add").expect("it reads")).expect("it can be done");
        let mut travelled = BTreeSet::new();
        for tick in 0..40 {
            run.seek(SimTime::from_ms(1_000 + 100 * tick));
            let scene = run.scene(1000.0, 620.0);
            let keys = scene.items.iter().filter_map(|item| item.id.strip_prefix("move/"));
            travelled.extend(keys.map(|key| format!("key/{key}")));
        }
        // A while later its colour says again who owns a key, not what is news.
        run.seek(SimTime::from_ms(12_000));
        let after = dots(&run.scene(1000.0, 620.0));
        let stay: Vec<&String> = before.keys().filter(|key| after.contains_key(*key)).collect();
        assert!(stay.len() >= 270, "{strategy}: only {} of 300 are drawn as before", stay.len());
        let moved: BTreeSet<String> =
            stay.into_iter().filter(|key| before[*key] != after[*key]).cloned().collect();
        assert!(moved.len() > 30 && moved.is_subset(&travelled), "{strategy}: {moved:?} and {travelled:?}");
    }
}
