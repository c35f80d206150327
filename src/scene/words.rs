//! Where the words of messages stand while a run stands still: beside their messages, and on nothing else.

use super::flight::Flight;
use super::{Anchor, Scene, Shape, Size};

/// About how wide a letter is, for a text of one unit: a little more than the mean, so that no word is cut.
const LETTER: f32 = 0.55;
/// The size of a message's words, in stage units.
pub const SIZE: f32 = 12.0;
/// How far words are from their message, and the sign of another one from its place.
const GAP: f32 = 8.0;

/// What is taken of the stage.
#[derive(Clone, Copy)]
enum Taken {
    Round((f32, f32), f32),
    Flat(Area),
}

/// Left, top, right and bottom.
#[derive(Clone, Copy)]
struct Area([f32; 4]);

/// For each of these messages the left end of its words' baseline, on a stage of this size; none for a message without
/// words, or without room for them: a person hears of it or chooses it all the same.
pub fn places(scene: &Scene, flights: &[Flight], stage: (f32, f32)) -> Vec<Option<(f32, f32)>> {
    let still = scene.items.iter().filter_map(|item| taken(&item.shape, &item.label));
    let signs = flights.iter().map(|flight| Taken::Round(flight.at, flight.sign().1 + 1.0));
    let mut taken: Vec<Taken> = still.chain(signs).collect();
    let mut place = |flight: &Flight| {
        if flight.faint || flight.item.label.is_empty() {
            return None;
        }
        let width = width(&flight.item.label, SIZE);
        let free = |at: &(f32, f32)| {
            let words = Area::of(*at, width, SIZE);
            words.lies_in(stage) && !taken.iter().any(|taken| words.touches(taken))
        };
        let at = around(flight.at, width).into_iter().find(free)?;
        taken.push(Taken::Flat(Area::of(at, width, SIZE)));
        Some(at)
    };
    flights.iter().map(&mut place).collect()
}

/// The places around a message for words of this width, the best first: beside it on the right, above, below, then on
/// the left, then over and under it.
fn around((x, y): (f32, f32), width: f32) -> [(f32, f32); 8] {
    let (right, left, middle) = (x + GAP + 2.0, x - GAP - 2.0 - width, x - width / 2.0);
    let (above, level, below) = (y - GAP, y + 4.0, y + GAP + 10.0);
    [
        (right, above),
        (right, below),
        (left, above),
        (left, below),
        (right, level),
        (left, level),
        (middle, above - 4.0),
        (middle, below + 4.0),
    ]
}

/// What an item takes of the stage; none for what words may lie on, such as a link.
fn taken(shape: &Shape, label: &str) -> Option<Taken> {
    Some(match *shape {
        Shape::Node { x, y, r, .. } | Shape::Dial { x, y, r, .. } => Taken::Round((x, y), r + 2.0),
        Shape::Dot { x, y, r } => Taken::Round((x, y), r),
        Shape::Arc { x, y, radii, .. } => Taken::Round((x, y), radii.1),
        Shape::Bar { x, y, w, h, .. } | Shape::Cell { x, y, w, h, .. } => {
            Taken::Flat(Area([x, y, x + w, y + h]))
        }
        Shape::Text { x, y, size, anchor } => {
            let height = match size {
                Size::Small => 12.0,
                Size::Normal => 13.0,
                Size::Large => 18.0,
            };
            let width = width(label, height);
            let left = match anchor {
                Anchor::Start => x,
                Anchor::Middle => x - width / 2.0,
                Anchor::End => x - width,
            };
            Taken::Flat(Area::of((left, y), width, height))
        }
        Shape::Link { .. } | Shape::Message { .. } | Shape::Region { .. } => return None,
    })
}

fn width(words: &str, size: f32) -> f32 {
    words.chars().count() as f32 * size * LETTER
}

impl Area {
    /// What words at the left end of their baseline cover.
    fn of((left, baseline): (f32, f32), width: f32, size: f32) -> Area {
        Area([left, baseline - size * 0.8, left + width, baseline + size * 0.25])
    }

    fn lies_in(self, (width, height): (f32, f32)) -> bool {
        let Area([left, top, right, bottom]) = self;
        left >= 2.0 && top >= 0.0 && right <= width - 2.0 && bottom <= height
    }

    fn touches(self, taken: &Taken) -> bool {
        let Area([left, top, right, bottom]) = self;
        match *taken {
            Taken::Flat(Area([l, t, r, b])) => left < r && l < right && top < b && t < bottom,
            Taken::Round((x, y), r) => {
                let (dx, dy) = (x - x.clamp(left, right), y - y.clamp(top, bottom));
                dx * dx + dy * dy < r * r
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scene::{Item, Role, ring};

    const STAGE: (f32, f32) = (400.0, 300.0);

    fn message(n: usize, from: (f32, f32), to: (f32, f32), faint: bool) -> Item {
        let shape = Shape::Message { from, to, sent: 0, arrives: 100, lost: None, faint };
        Item::new(format!("m{n}"), Role::Leader, shape).labelled("vote? term 2")
    }

    /// Five nodes on a ring, the first of which has just asked the others.
    fn election() -> Scene {
        let mut scene = Scene::default();
        let places = ring((200.0, 150.0), 110.0, 5);
        for (n, (x, y)) in places.iter().enumerate() {
            let node = Shape::Node { x: *x, y: *y, r: 24.0, sub: String::new() };
            scene.push(Item::new(format!("n{n}"), Role::Plain, node));
        }
        (1..5).for_each(|n| scene.push(message(n, places[0], places[n], false)));
        scene
    }

    #[test]
    fn words_lie_on_no_other_words_no_node_and_no_sign_at_any_moment_of_an_election() {
        for now in 20..=80 {
            let scene = election();
            let flights = scene.flights(now);
            let words: Vec<Area> = places(&scene, &flights, STAGE)
                .into_iter()
                .flatten()
                .map(|at| Area::of(at, width("vote? term 2", SIZE), SIZE))
                .collect();
            assert!(words.len() >= 3, "only {} of four say what they are at {now}", words.len());
            for (n, area) in words.iter().enumerate() {
                let Area([left, top, right, bottom]) = *area;
                let inside = |(x, y): (f32, f32)| left < x && x < right && top < y && y < bottom;
                assert!(flights.iter().all(|flight| !inside(flight.at)), "a sign at {now}");
                // The dumb way: no point of a fine grid lies in two.
                for other in &words[n + 1..] {
                    let Area([l, t, r, b]) = *other;
                    let twice = (0..400)
                        .flat_map(|x| (0..300).map(move |y| (x as f32, y as f32)))
                        .any(|at| inside(at) && l < at.0 && at.0 < r && t < at.1 && at.1 < b);
                    assert!(!twice, "two on each other at {now}");
                }
            }
        }
    }

    #[test]
    fn words_without_room_are_left_out_and_faint_messages_say_nothing() {
        let mut scene = Scene::default();
        scene.push(message(1, (20.0, 10.0), (20.0, 10.0), false));
        assert_eq!(places(&scene, &scene.flights(0), (60.0, 20.0)), [None]);
        assert!(places(&scene, &scene.flights(0), STAGE)[0].is_some());
        let mut scene = Scene::default();
        scene.push(message(1, (20.0, 50.0), (20.0, 50.0), true));
        assert_eq!(places(&scene, &scene.flights(0), STAGE), [None]);
    }
}
