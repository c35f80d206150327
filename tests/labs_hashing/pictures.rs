//! The picture: it is whole on any stage and no words collide.

use super::{STRATEGIES, play};
use faultyard::lab::{Lab, Run, Scenario, Session};
use faultyard::labs::hashing::{Hashing, HashingParams, HashingWorld};
use faultyard::process::Seed;
use faultyard::scene::{Scene, Shape, View};

type Size = (f32, f32);

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
    let boxes: Vec<(String, [f32; 4])> = scene.items.iter().filter_map(bounds).collect();
    for (number, (one, a)) in boxes.iter().enumerate() {
        assert!(
            a[0] >= -1.0 && a[2] <= w + 1.0 && a[1] >= -1.0 && a[3] <= h + 1.0,
            "{what} {w}x{h}: {one} {a:?}"
        );
        for (other, b) in &boxes[number + 1..] {
            let apart = a[2] <= b[0] || b[2] <= a[0] || a[3] <= b[1] || b[3] <= a[1];
            assert!(apart, "{what} {w}x{h}: {one} {a:?} lies over {other} {b:?}");
        }
    }
}

/// The rectangle of a text or a marker, by a cautious width of its letters.
fn bounds(item: &faultyard::scene::Item) -> Option<(String, [f32; 4])> {
    use faultyard::scene::{Anchor, Size};
    let name = format!("{} \"{}\"", item.id, item.label);
    match item.shape {
        // The square within: two circles side by side may have corners that overlap.
        Shape::Node { x, y, r, .. } => {
            let r = r * 0.7;
            Some((name, [x - r, y - r, x + r, y + r]))
        }
        Shape::Text { x, y, size, anchor } => {
            let (letter, tall) = match size {
                Size::Small => (6.2, 10.0),
                Size::Normal => (6.8, 11.0),
                Size::Large => (10.0, 15.0),
            };
            let wide = item.label.chars().count() as f32 * letter;
            let left = match anchor {
                Anchor::Start => x,
                Anchor::Middle => x - wide / 2.0,
                Anchor::End => x - wide,
            };
            Some((name, [left, y - tall, left + wide, y + 2.0]))
        }
        _ => None,
    }
}

#[test]
fn the_picture_is_whole_and_no_words_collide_on_any_stage() {
    let sizes =
        [(360.0, 330.0), (640.0, 300.0), (640.0, 250.0), (720.0, 480.0), (360.0, 560.0), (1000.0, 620.0)];
    for strategy in STRATEGIES {
        for n in [1, 2, 5, 9, 12, 23, 40, 300] {
            for at in ["0s", "2500ms", "7s", "10s"] {
                let what = format!("hashing strategy={strategy} n={n} seed=2\nuntil {at}");
                let run = play(&what);
                for size in sizes {
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
