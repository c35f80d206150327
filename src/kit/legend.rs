//! What the signs of a picture mean, where there is room for it.

use crate::scene::{Anchor, Area, Item, Role, SIGN, Scene, Size};

/// A sign, what it stands for, and the word for that.
pub type Sign<'a> = (&'a str, Role, &'a str);

/// How wide a letter of the small size is, at most in the mean.
const LETTER: f32 = 6.8;
/// From a sign to its word, and the room for both beside the word's letters.
const WORD: f32 = 16.0;
const BESIDE: f32 = 32.0;
/// From the top to the first baseline.
const FIRST: f32 = 12.0;
/// From one line to the next.
pub const LINE: f32 = 18.0;

/// In how many lines of a width there is room for all signs.
pub fn lines(signs: &[Sign], width: f32) -> usize {
    let (mut x, mut lines) = (0.0, 1);
    for sign in signs {
        if x + takes(sign) > width && x > 0.0 {
            (x, lines) = (0.0, lines + 1);
        }
        x += takes(sign);
    }
    lines
}

/// The room that a sign and its word take.
fn takes((_, _, word): &Sign) -> f32 {
    BESIDE + word.len() as f32 * LETTER
}

/// Signs and words in lines, as many as there is room for.
pub fn legend(scene: &mut Scene, area: Area, signs: &[Sign]) {
    let (mut x, mut y) = (area.x, area.y + FIRST);
    for one @ (sign, role, word) in signs {
        let takes = takes(one);
        if x + takes > area.x + area.w && x > area.x {
            (x, y) = (area.x, y + LINE);
        }
        if y > area.y + area.h || x + takes > area.x + area.w {
            return;
        }
        let mark = Item::text(format!("{SIGN}{word}"), (x, y), Size::Small, Anchor::Start, *sign);
        scene.push(Item { role: *role, ..mark });
        scene.push(Item::text(
            format!("{SIGN}{word}/word"),
            (x + WORD, y),
            Size::Small,
            Anchor::Start,
            *word,
        ));
        x += takes;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIGNS: &[Sign] =
        &[("x", Role::Failed, "one"), ("o", Role::Healthy, "two"), ("v", Role::Idle, "three")];

    fn drawn(w: f32, h: f32) -> Vec<String> {
        let mut scene = Scene::default();
        legend(&mut scene, Area::new(0.0, 0.0, w, h), SIGNS);
        scene.items.into_iter().map(|item| item.id).filter(|id| !id.ends_with("/word")).collect()
    }

    #[test]
    fn signs_go_on_in_the_next_line_and_those_without_room_are_left_out() {
        assert_eq!(drawn(300.0, 12.0), ["sign/one", "sign/two", "sign/three"]);
        assert_eq!(drawn(120.0, 12.0), ["sign/one", "sign/two"]);
        assert_eq!(drawn(120.0, 30.0), ["sign/one", "sign/two", "sign/three"]);
        assert!(drawn(20.0, 100.0).is_empty());
        assert_eq!([300.0, 120.0, 20.0].map(|width| lines(SIGNS, width)), [1, 2, 3]);
    }
}
