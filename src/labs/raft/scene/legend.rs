//! What the signs mean, where there is room for it.

use super::frame::Frame;
use crate::scene::{Anchor, Item, Role, Scene, Size};

const SIGNS: [(&str, Role, &str); 6] = [
    ("\u{25c6}", Role::Candidate, "asks for a vote"),
    ("\u{25b2}", Role::Degraded, "vote"),
    ("\u{25cf}", Role::Leader, "entries"),
    ("\u{25a0}", Role::Healthy, "agrees"),
    ("\u{25cb}", Role::Unreachable, "refuses"),
    ("\u{2715}", Role::Failed, "lost"),
];

/// How wide a letter of the small size is, at most.
const LETTER: f32 = 6.6;

/// Signs and words in rows below the logs.
pub fn draw(frame: &Frame, scene: &mut Scene) {
    let (x, y, w, h) = frame.legend;
    let mut place = (x, y + 12.0);
    for (sign, role, word) in SIGNS {
        let takes = 32.0 + word.len() as f32 * LETTER;
        if place.0 + takes > x + w && place.0 > x {
            place = (x, place.1 + 18.0);
        }
        if place.1 > y + h {
            return;
        }
        let mark = Item::text(format!("sign/{word}"), place, Size::Small, Anchor::Start, sign);
        scene.push(Item { role, ..mark });
        let word_at = (place.0 + 16.0, place.1);
        scene.push(Item::text(format!("sign/{word}/word"), word_at, Size::Small, Anchor::Start, word));
        place.0 += takes;
    }
}
