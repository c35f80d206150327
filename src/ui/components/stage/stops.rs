//! Where Tab stops on a stage.

use faultyard::scene::{Item, Scene, Shape};

/// From more machines on Tab stops at one of them only: whoever wants past the stage is not to press it a thousand times.
const MANY: usize = 12;

/// The things that Tab stops at: the machines if there are a few, and what is chosen; else only what is chosen, or
/// the first thing. The arrow keys go to all others.
pub fn stops<'a>(scene: &'a Scene, chosen: Option<&str>) -> Vec<&'a str> {
    // Messages are no things to stop at: while the run plays they are not there.
    let is_thing = |item: &&Item| item.selectable && !matches!(item.shape, Shape::Message { .. });
    let things = || scene.items.iter().filter(is_thing);
    let chosen = things().find(|item| chosen == Some(&*item.id));
    let machines = || things().filter(|item| matches!(item.shape, Shape::Node { .. }));
    let first = || chosen.or_else(|| machines().next()).or_else(|| things().next());
    let stops: Vec<&Item> = match machines().count() {
        1..=MANY => machines().chain(chosen).collect(),
        _ => first().into_iter().collect(),
    };
    stops.into_iter().map(|item| item.id.as_str()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use faultyard::scene::Role;

    fn scene(machines: usize) -> Scene {
        let mut scene = Scene::new("many");
        for n in 0..machines {
            let dot = Item::new(format!("d{n}"), Role::Plain, Shape::Dot { x: 0.0, y: 0.0, r: 1.0 });
            let node = Shape::Node { x: 0.0, y: 0.0, r: 1.0, sub: String::new() };
            scene.push(dot.selectable());
            scene.push(Item::new(format!("n{n}"), Role::Plain, node).selectable());
        }
        scene
    }

    #[test]
    fn tab_stops_at_each_of_a_few_machines_and_at_one_of_many() {
        assert_eq!(stops(&scene(3), None), ["n0", "n1", "n2"]);
        assert_eq!(stops(&scene(MANY), None).len(), MANY);
        assert_eq!(stops(&scene(MANY + 1), None), ["n0"]);
        assert_eq!(stops(&scene(MANY + 1), Some("n7")), ["n7"]);
        assert_eq!(stops(&scene(MANY + 1), Some("elsewhere")), ["n0"]);
    }

    #[test]
    fn tab_stops_at_what_is_chosen_and_of_things_that_are_no_machines_at_the_first() {
        assert_eq!(stops(&scene(2), Some("d1")), ["n0", "n1", "d1"]);
        let mut cells = scene(2);
        cells.items.retain(|item| item.id.starts_with('d'));
        assert_eq!(stops(&cells, None), ["d0"]);
        assert!(stops(&Scene::new("nothing"), None).is_empty());
    }
}
