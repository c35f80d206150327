//! Each lab's poster as a picture that leaves the page.

use faultyard::lab::{Entry, Scenario};
use faultyard::labs::LABS;
use faultyard::scene::{Scene, Shape, svg};

const SIZE: (f32, f32) = (600.0, 330.0);

fn poster(entry: &Entry) -> (Scene, u64) {
    let mut run = (entry.open)(&Scenario::new(entry.meta.slug, 1));
    run.seek(entry.meta.poster);
    (run.scene(SIZE.0, SIZE.1), run.position().now.0)
}

#[test]
fn each_labs_poster_draws_every_item_and_says_every_label() {
    for entry in LABS {
        let (scene, now) = poster(entry);
        let document = svg(&scene, SIZE, now, false);
        let flying = scene.items.iter().filter(|item| matches!(item.shape, Shape::Message { .. })).count();
        for item in &scene.items {
            let moves = matches!(item.shape, Shape::Message { .. });
            let id = svg::escaped(&item.id).into_owned();
            let drawn = document.contains(&format!("data-id=\"{id}\""));
            assert!(drawn || (moves && flying > 60), "{}: no {item}", entry.meta.slug);
            let said = moves || document.contains(&*svg::escaped(&item.label));
            assert!(said, "{}: no words of {item}", entry.meta.slug);
        }
        assert!(scene.items.len() > 5, "{}: a poster of {} items", entry.meta.slug, scene.items.len());
    }
}

#[test]
fn the_same_run_gives_the_same_bytes_and_the_dark_picture_has_other_colours_only() {
    for entry in LABS {
        let picture = |dark| {
            let (scene, now) = poster(entry);
            svg(&scene, SIZE, now, dark)
        };
        assert_eq!(picture(false), picture(false), "{}", entry.meta.slug);
        let shapes = |text: String| text.split('#').map(|part| part.chars().skip(6).collect()).collect();
        let (light, dark): (Vec<String>, Vec<String>) = (shapes(picture(false)), shapes(picture(true)));
        assert_eq!(light[1..], dark[1..], "{}", entry.meta.slug);
        assert_ne!(picture(false), picture(true));
    }
}
