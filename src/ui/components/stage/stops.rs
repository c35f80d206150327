//! Where Tab stops on a stage.

use faultyard::scene::{Item, Scene, Shape};

/// From so many things on Tab stops at one of them only: whoever wants past the stage is not to press it a thousand times.
const MANY: usize = 60;

/// The thing that Tab stops at if there are many, the chosen one or else the first; none if it stops at each.
pub fn stop<'a>(scene: &'a Scene, chosen: Option<&str>) -> Option<&'a str> {
    // Messages are no things to stop at: while the run plays they are not there.
    let is_thing = |item: &&Item| item.selectable && !matches!(item.shape, Shape::Message { .. });
    let things = || scene.items.iter().filter(is_thing).map(|item| item.id.as_str());
    if things().count() < MANY {
        return None;
    }
    things().find(|id| chosen == Some(id)).or_else(|| things().next())
}

#[cfg(test)]
mod tests {
    use super::*;
    use faultyard::scene::Role;

    fn scene(things: usize) -> Scene {
        let mut scene = Scene::new("many");
        for n in 0..things {
            let item = Item::new(format!("n{n}"), Role::Plain, Shape::Dot { x: 0.0, y: 0.0, r: 1.0 });
            scene.push(item.clone());
            scene.push(Item { id: format!("m{n}"), ..item.selectable() });
        }
        scene
    }

    #[test]
    fn tab_stops_at_each_of_a_few_things_and_at_one_of_many() {
        assert_eq!(stop(&scene(MANY - 1), None), None);
        assert_eq!(stop(&scene(MANY), None), Some("m0"));
        assert_eq!(stop(&scene(MANY), Some("m7")), Some("m7"));
        assert_eq!(stop(&scene(MANY), Some("elsewhere")), Some("m0"));
    }
}
